"""`python -m tests.devices.choose_people`: draws shapes by lot and keeps, for each portrait, those that make people far
apart for face_recognition: `devices/emulators/portraits/people.json`.

Run by hand when a photograph or the drawing of shapes changes; takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from devices.cards.specimen_photo import decode, encode
from devices.emulators.face_parts import Patch, eye_patch, mouth_patch
from devices.emulators.face_person import Person, id_photo
from devices.emulators.face_portraits import FOLDER, PORTRAITS, Likeness, likeness
from devices.emulators.face_scene import Scene
from devices.emulators.face_variation import STRENGTH, shape_of, varied
from tests.devices.faces_seen import Numbers, eyes_open, far_apart, mouth_open, points_of, template_of

APART = (0.62, 0.56, 0.52)
"""Distances that are wished, the best first: people with low seeds are the furthest apart."""

Flags = npt.NDArray[np.bool_]

_FACE = (100, 60, 700, 760)  # of a likeness
_MIDDLE = (560, 100, 1360, 900)  # of a frame


def blinks(shown: Likeness) -> bool:
    """Whether dlib sees the eyes close and the mouth open, as clearly as those of a photograph."""
    try:
        open_eyes, shut = _openings(shown, ()), _openings(shown, both_eyes(shown, 1.0))
        mouth = _openings(shown, (mouth_patch(shown, 1.0),))
    except ValueError:  # no face any more
        return False
    return shut[0] < 0.62 * open_eyes[0] and mouth[1] > open_eyes[1] + 0.22


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


def templates(shown: Likeness) -> Numbers:
    """Their embeddings before the camera and on their card's photo: 2 × 128; ValueError where dlib finds no face."""
    person, scene = Person("", face=shown), Scene()
    scene.stand(person)
    live = np.asarray(scene.frame(0.2).crop(_MIDDLE))
    return np.array([template_of(live), template_of(np.asarray(decode(encode(id_photo(person)))))])


def nearest(one: Numbers, other: Numbers) -> float:
    """The least distance of two people, live and on their cards; two cards never meet."""
    return min(far_apart(one[0], other[0]), far_apart(one[0], other[1]), far_apart(one[1], other[0]))


def furthest(near: Flags, allowed: Flags, kept: Sequence[int], tries: int = 300) -> list[int]:
    """A large set of which no two are `near`, those `kept` first. Found by lots: the largest can't be."""
    chance = np.random.default_rng(1)
    largest: list[int] = list(kept)
    for _ in range(tries):
        found, left = list(kept), allowed & ~near[list(kept)].any(0)
        while left.any():
            crowded = near[:, left].sum(1) + chance.uniform(0, 3, len(near))
            one = int(np.where(left, crowded, np.inf).argmin())
            found.append(one)
            left &= ~near[one]
        largest = max(largest, found, key=len)
    return largest


def main(argv: list[str]) -> int:
    """Draws, and keeps large sets of people who are far enough from each other and from the photographs."""
    arguments = argparse.ArgumentParser(prog="choose_people")
    arguments.add_argument("--tried", type=int, default=150)
    given = arguments.parse_args(argv)
    photographs = [templates(likeness(portrait)) for portrait in PORTRAITS]
    drawn: list[tuple[str, int, Numbers]] = []
    for portrait, seed in ((portrait, seed) for seed in range(1, given.tried + 1) for portrait in PORTRAITS):
        shown = varied(portrait, shape_of(seed, STRENGTH))
        try:
            found = templates(shown)
        except ValueError:  # no face any more
            continue
        if min(nearest(found, other) for other in photographs) >= min(APART) and blinks(shown):
            drawn.append((portrait, seed, found))
    write(drawn, photographs)
    return 0


def write(drawn: Sequence[tuple[str, int, Numbers]], photographs: Sequence[Numbers]) -> None:
    """Chooses in steps: first those who are far from all, then who is still far enough."""
    far = np.array([[nearest(one, other) if one is not other else 0 for *_, other in drawn] for *_, one in drawn])
    alone = np.array([min(nearest(found, other) for other in photographs) for *_, found in drawn])
    kept, groups = list[int](), list[dict[str, Any]]()
    for apart in APART:
        more = furthest(far < apart, alone >= apart, kept)
        people = {name: [drawn[each][1] for each in more[len(kept) :] if drawn[each][0] == name] for name in PORTRAITS}
        groups.append({"apart": apart, "people": people})
        kept = more
    lines = ",\n".join(f" {json.dumps(group)}" for group in groups)
    (FOLDER / "people.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
