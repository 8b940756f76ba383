"""The pairs that the project ships: all pairs of its portraits, as they are and as cards, bad prints and dim cameras
show them. `python -m tests.devices.vision.faces.shipped` measures them with ours and with plain face_recognition.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from devices.vision.faces.looks import Template
from devices.vision.faces.models import FaceModel, load_model
from devices.vision.faces.reading import PhotoTrouble, usable_file
from devices.vision.faces.templates import template_of

PORTRAITS = Path("devices/emulators/portraits")
LIMIT = 0.6
"""The distance that face_recognition takes by default."""

FACES = {
    "astronaut": (0.43, 0.23, 0.19),
    "biden-1": (0.48, 0.34, 0.41),
    "biden-2": (0.55, 0.41, 0.40),
    "obama-1": (0.51, 0.31, 0.28),
    "obama-2": (0.55, 0.41, 0.49),
    "obama-3": (0.50, 0.38, 0.32),
}
"""Where the face is: its middle and its width, as shares of the picture's width and height, and of its width."""

Embed = Callable[[Path], Template | None]


@dataclass(frozen=True)
class Shown:
    """A picture of a person; `way`: how it was spoiled."""

    portrait: str
    way: str
    file: Path

    @property
    def person(self) -> str:
        """Who it is: several portraits show the same person."""
        return self.portrait.partition("-")[0]


def _card(image: Image.Image, portrait: str) -> Image.Image:
    """As a card's chip keeps it: 102 × 126, of which the face takes about two thirds."""
    x, y, wide = FACES[portrait]
    half = 0.82 * wide * image.width
    middle = (x * image.width, y * image.height)
    box = (middle[0] - half, middle[1] - 1.1 * half, middle[0] + half, middle[1] + (2 * 126 / 102 - 1.1) * half)
    return image.crop(box).resize((102, 126), Image.Resampling.LANCZOS)


WAYS: dict[str, Callable[[Image.Image, str], Image.Image]] = {
    "full": lambda image, _: image,
    "card": _card,
    "grey": lambda image, _: ImageOps.grayscale(image),
    "dim": lambda image, _: ImageEnhance.Brightness(image).enhance(0.35),
    "soft": lambda image, _: image.filter(ImageFilter.GaussianBlur(2.5)),
    "small": lambda image, _: image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS),
}


def shown(folder: Path, ways: tuple[str, ...] = tuple(WAYS)) -> list[Shown]:
    """All pictures, made into a folder."""
    found = []
    for portrait in FACES:
        with Image.open(PORTRAITS / f"{portrait}.jpg") as image:
            for way in ways:
                file = folder / f"{portrait}-{way}.jpg"
                WAYS[way](image.convert("RGB"), portrait).save(file, "JPEG", quality=70 if way == "card" else 92)
                found.append(Shown(portrait, way, file))
    return found


def pairs(pictures: list[Shown]) -> Iterator[tuple[Shown, Shown]]:
    """Of different photographs: a photograph and its own copy prove nothing."""
    return ((a, b) for a, b in itertools.combinations(pictures, 2) if a.portrait != b.portrait)


def ours(model: FaceModel) -> Embed:
    """As the terminal does it."""

    def embed(file: Path) -> Template | None:
        picture = usable_file(file)
        faces = [] if isinstance(picture, PhotoTrouble) else model.find(picture)
        return template_of(model, picture, faces[0]) if faces and not isinstance(picture, PhotoTrouble) else None

    return embed


def theirs() -> Embed:
    """Plain calls of face_recognition with their defaults."""
    from tests.devices.faces_seen import face_recognition  # late: it loads models of its own

    def embed(file: Path) -> Template | None:
        found = face_recognition.face_encodings(face_recognition.load_image_file(file))
        return found[0] if found else None

    return embed


@dataclass(frozen=True)
class Accuracy:
    """Of pairs at a threshold. `gap`: from the largest distance of one person to the least of two."""

    pairs: int
    right: int
    false_accepts: int
    false_rejects: int
    without: int
    gap: float


def accuracy(pictures: list[Shown], embed: Embed, threshold: float) -> Accuracy:
    """Pairs without a face never match."""
    templates = {one: embed(one.file) for one in pictures}
    same: list[float] = []
    different: list[float] = []
    for a, b in pairs(pictures):
        one, other = templates[a], templates[b]
        distance = np.inf if one is None or other is None else float(np.linalg.norm(one - other))
        (same if a.person == b.person else different).append(distance)
    accepts = sum(distance <= threshold for distance in different)
    rejects = sum(distance > threshold for distance in same)
    number = len(same) + len(different)
    without = sum(template is None for template in templates.values())
    finite = [distance for distance in same if np.isfinite(distance)]
    return Accuracy(number, number - accepts - rejects, accepts, rejects, without, min(different) - max(finite))


def main(folder: Path) -> None:
    """Prints both accuracies for each set of ways, as JSON."""
    from devices.vision.faces.deciding import thresholds_for

    model = load_model()
    limit = thresholds_for(model.name).accept
    sets = {"full": ("full",), "card": ("full", "card"), "all": tuple(WAYS)}
    measured = {}
    for name, ways in sets.items():
        pictures = shown(folder, ways)
        mine, plain = accuracy(pictures, ours(model), limit), accuracy(pictures, theirs(), LIMIT)
        measured[name] = {"ours": vars(mine), "theirs": vars(plain)}
    print(json.dumps(measured))  # noqa: T201 - read by the bench


if __name__ == "__main__":
    main(Path(sys.argv[1]))
