"""`python -m tests.bench.faces_inside KIND FOLDER`: measures in a process of its own, samples into samples.json.

"loaded": from the process's start until a face was found and embedded, and its memory then. "frames": each frame of a
person who moves, with ours; beside it, on some of the same frames, plain calls of face_recognition. "templates": one
face after another with ours and with dlib's own network, and how far they are apart.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from devices.vision.faces.best import Best
from devices.vision.faces.finder import Finder
from devices.vision.faces.looks import Picture
from devices.vision.faces.models import load_model

Samples = dict[str, list[float]]

_PORTRAITS = Path(__file__).parents[2] / "devices" / "emulators" / "portraits"
_SIZE = (1920, 1080)
_RATE = 30.0
_FRAMES = 450  # fifteen seconds
_WARM = 15  # frames: pages are touched for the first time
_EACH = 90  # every so many of the same frames are given to face_recognition
_TURNS = 10
_MB = 1024.0
_WALLS = 4  # of other noise: a live sensor never sends the same bytes twice


def frames(count: int, walls_kept: int = _WALLS) -> list[Callable[[], Picture]]:
    """A person who sways before the camera, comes nearer and goes back; each frame is drawn when it is asked for."""
    person = _portrait("obama-1")
    chance = np.random.default_rng(0)
    walls = [chance.integers(90, 111, (_SIZE[1], _SIZE[0], 3), np.uint8) for _ in range(walls_kept)]

    def draw(number: int) -> Picture:
        at = number / _RATE
        scale = 1.05 + 0.15 * np.sin(at)
        picture = cv2.resize(person, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
        left = int(_SIZE[0] / 2 - picture.shape[1] / 2 + 90 * np.sin(1.7 * at))
        top = max(0, int(_SIZE[1] - picture.shape[0] + 40 + 20 * np.sin(2.3 * at)))
        frame = walls[number % walls_kept].copy()
        picture = picture[: _SIZE[1] - top]
        frame[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
        return frame

    return [lambda number=number: draw(number) for number in range(count)]  # type: ignore[misc]


def loaded(_: Path) -> Samples:
    """Milliseconds from the process's start to a template, and megabytes then."""
    best = _looked_once()
    return {"ms": [_age() * 1000], "rss": [_memory()], "found": [float(best)]}


def per_frame(_: Path) -> Samples:
    """Milliseconds a frame: ours with its landmarks and measures, and plain face_recognition."""
    theirs = _face_recognition()
    finder = Finder(load_model())
    drawn = frames(_FRAMES)
    for draw in drawn[:_WARM]:
        finder.look(draw(), 0.0)
    finder.forget()
    samples: Samples = {"ours": [], "locations": [], "landmarks": [], "seen": []}
    for number, draw in enumerate(drawn):
        frame = draw()
        began = time.perf_counter()
        look = finder.look(frame, number / _RATE)
        samples["ours"].append(_since(began))
        samples["seen"].append(float(look.face is not None))
        if number % _EACH == 0:
            colours = np.ascontiguousarray(frame[:, :, ::-1])
            began = time.perf_counter()
            boxes = theirs.face_locations(colours)
            samples["locations"].append(_since(began))
            theirs.face_landmarks(colours, boxes)
            samples["landmarks"].append(_since(began))
    return samples


def templates(_: Path) -> Samples:
    """Milliseconds a face, ours and dlib's, on the same faces; `apart`: the largest difference of a number."""
    theirs, ours = _face_recognition(), load_model()
    samples: Samples = {"ours": [], "theirs": [], "apart": []}
    for picture in _varied():
        faces = ours.find(picture)
        if not faces:
            continue
        left, top, right, bottom = faces[0].box
        colours = np.ascontiguousarray(picture[:, :, ::-1])
        ours.embed(picture, faces[0])
        began = time.perf_counter()
        made = ours.embed(picture, faces[0])
        samples["ours"].append(_since(began))
        began = time.perf_counter()
        (wanted,) = theirs.face_encodings(colours, [(top, right - 1, bottom - 1, left)])
        samples["theirs"].append(_since(began))
        samples["apart"].append(float(np.abs(made - wanted).max()))
    return samples


def _varied() -> list[Picture]:
    """Portraits in other light, mirrored, smaller, turned: 54 faces."""
    made = []
    for file in sorted(_PORTRAITS.glob("*.jpg")):
        picture = _portrait(file.stem)
        for alpha in (0.6, 1.0, 1.3):
            lit = cv2.convertScaleAbs(picture, alpha=alpha)
            small = cv2.resize(lit, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            made += [lit, np.ascontiguousarray(lit[:, ::-1]), small]
    return made


def _looked_once() -> int:
    model = load_model()
    finder, best = Finder(model), Best()
    for number, draw in enumerate(frames(3, 1)):
        best.offer(finder.look(draw(), number / _RATE))
    return len([model.embed(look.picture, look.face) for look in best.best() if look.face])


def _portrait(name: str) -> Picture:
    picture = cv2.imread(str(_PORTRAITS / f"{name}.jpg"))
    if picture is None:
        raise FileNotFoundError(_PORTRAITS / f"{name}.jpg")
    found: Picture = picture
    return found


def _face_recognition() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its models' package asks for pkg_resources
        import face_recognition
    return face_recognition


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _age() -> float:
    """Seconds since this process began, from the kernel: the interpreter's own start and all imports are in it."""
    began = float(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    ticks = 100.0
    return float(Path("/proc/uptime").read_text().split()[0]) - began / ticks


def _memory() -> float:
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return float(line.split()[1]) / _MB


def main(kind: str, folder: Path) -> int:
    """One kind of samples."""
    cv2.setNumThreads(1)
    samples = {"loaded": loaded, "frames": per_frame, "templates": templates}[kind](folder)
    (folder / "samples.json").write_text(json.dumps(samples), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
