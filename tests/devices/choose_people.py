"""`python -m tests.devices.choose_people`: draws shapes by lot and keeps, for each portrait, those that make people far
apart for face_recognition: `devices/emulators/portraits/people.json`.

Run by hand when a photograph or the drawing of shapes changes; takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from devices.emulators.face_parts import Patch, eye_patch, mouth_patch
from devices.emulators.face_portraits import FOLDER, PORTRAITS, SIZE, Likeness, likeness
from devices.emulators.face_variation import STRENGTH, shape_of, varied
from tests.devices.faces_seen import eyes_open, mouth_open, points_of, template_of

_BEHIND = (110, 120, 130)
_FACE = (100, 60, 700, 760)


def blinks(shown: Likeness) -> bool:
    """Whether dlib sees the eyes close and the mouth open, as clearly as those of a photograph."""
    try:
        open_eyes, shut = _openings(shown, ()), _openings(shown, both_eyes(shown, 1.0))
        mouth = _openings(shown, (mouth_patch(shown, 1.0),))
    except ValueError:  # no face any more
        return False
    return shut[0] < 0.68 * open_eyes[0] and mouth[1] > open_eyes[1] + 0.22


def both_eyes(shown: Likeness, closed: float) -> tuple[Patch, Patch]:
    """The lids of both."""
    return (
        eye_patch(shown, slice(36, 42), slice(17, 22), closed),
        eye_patch(shown, slice(42, 48), slice(22, 27), closed),
    )


def _openings(shown: Likeness, patches: Sequence[Patch]) -> tuple[float, float]:
    """How open eyes and mouth are."""
    rgb = shown.rgb.copy()
    for patch in patches:
        (left, top), (high, wide) = patch.at, patch.rgb.shape[:2]
        rgb[top : top + high, left : left + wide] = patch.rgb
    points = points_of(rgb[_FACE[1] : _FACE[3], _FACE[0] : _FACE[2]])
    return eyes_open(points), mouth_open(points)


def template(shown: Likeness) -> npt.NDArray[np.float64] | None:
    """Its embedding, as a picture of its own; None where dlib finds no face."""
    picture = Image.new("RGB", SIZE, _BEHIND)
    picture.paste(Image.fromarray(shown.rgb), mask=Image.fromarray(shown.alpha))
    try:
        return template_of(np.asarray(picture.crop(_FACE)))
    except ValueError:
        return None


def main(argv: list[str]) -> int:
    """Keeps shapes, the furthest from all others first, as long as they are far enough."""
    arguments = argparse.ArgumentParser(prog="choose_people")
    arguments.add_argument("--tried", type=int, default=170)
    arguments.add_argument("--apart", type=float, default=0.62)
    given = arguments.parse_args(argv)
    kept = [found for portrait in PORTRAITS if (found := template(likeness(portrait))) is not None]
    drawn = []
    for seed in range(1, given.tried + 1):
        for portrait in PORTRAITS:
            if (found := template(varied(portrait, shape_of(seed, STRENGTH)))) is not None:
                drawn.append((portrait, seed, found))
    chosen: dict[str, list[int]] = {portrait: [] for portrait in PORTRAITS}
    templates = np.array([found for _, _, found in drawn])
    nearest = np.min([np.linalg.norm(templates - other, axis=1) for other in kept], axis=0)
    while nearest.max() >= given.apart:  # the furthest from all kept is the next
        best = int(nearest.argmax())
        portrait, seed, found = drawn[best]
        nearest[best] = 0
        if blinks(varied(portrait, shape_of(seed, STRENGTH))):
            chosen[portrait].append(seed)
            nearest = np.minimum(nearest, np.linalg.norm(templates - found, axis=1))
    np.savez("/tmp/p/drawn.npz", t=templates, p=[d[0] for d in drawn], s=[d[1] for d in drawn], base=np.array(kept[:5]))
    (FOLDER / "people.json").write_text(json.dumps(chosen) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
