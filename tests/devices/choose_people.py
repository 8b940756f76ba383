"""`python -m tests.devices.choose_people`: draws shapes by lot and keeps, for each portrait, those that make people far
apart for face_recognition: `devices/emulators/portraits/people.json`.

Run by hand when a photograph or the drawing of shapes changes; takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import sys

import face_recognition
import numpy as np
import numpy.typing as npt
from PIL import Image

from devices.emulators.face_portraits import FOLDER, PORTRAITS, SIZE, Likeness, likeness
from devices.emulators.face_variation import STRENGTH, shape_of, varied

_BEHIND = (110, 120, 130)
_FACE = (100, 60, 700, 760)


def template(shown: Likeness) -> npt.NDArray[np.float64] | None:
    """Its embedding, as a picture of its own; None where dlib finds no face."""
    picture = Image.new("RGB", SIZE, _BEHIND)
    picture.paste(Image.fromarray(shown.rgb), mask=Image.fromarray(shown.alpha))
    pixels = np.asarray(picture.crop(_FACE))
    boxes = face_recognition.face_locations(pixels, 0)
    return face_recognition.face_encodings(pixels, boxes)[0] if len(boxes) == 1 else None


def main(argv: list[str]) -> int:
    """Keeps shapes, the furthest from all others first, as long as they are far enough."""
    arguments = argparse.ArgumentParser(prog="choose_people")
    arguments.add_argument("--tried", type=int, default=220)
    arguments.add_argument("--apart", type=float, default=0.62)
    given = arguments.parse_args(argv)
    kept = [found for portrait in PORTRAITS if (found := template(likeness(portrait))) is not None]
    drawn = []
    for seed in range(1, given.tried + 1):
        for portrait in PORTRAITS:
            if (found := template(varied(portrait, shape_of(seed, STRENGTH)))) is not None:
                drawn.append((portrait, seed, found))
        print(seed, len(drawn), flush=True)
    chosen: dict[str, list[int]] = {portrait: [] for portrait in PORTRAITS}
    templates = np.array([found for _, _, found in drawn])
    while True:  # the furthest from all kept is the next
        nearest = np.min([np.linalg.norm(templates - other, axis=1) for other in kept], axis=0)
        best = int(nearest.argmax())
        if nearest[best] < given.apart:
            break
        portrait, seed, found = drawn[best]
        chosen[portrait].append(seed)
        kept.append(found)
    print({portrait: len(seeds) for portrait, seeds in chosen.items()})
    np.savez("/tmp/p/drawn.npz", t=templates, p=[d[0] for d in drawn], s=[d[1] for d in drawn], base=np.array(kept[:5]))
    (FOLDER / "people.json").write_text(json.dumps(chosen) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
