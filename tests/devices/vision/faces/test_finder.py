"""The person nearest the middle is found and followed; others are counted, and nothing else is made of them."""

from __future__ import annotations

import gc
import math
import time
import weakref
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from devices.face_ports import FaceAdvice
from devices.vision.faces.finder import DEADLINES, SEARCHED_EACH, Finder, windows
from devices.vision.faces.geometry import Points, centre, width
from devices.vision.faces.looks import Face, Look, Picture, Template
from tests.devices.vision.faces.stage import NAMES, empty, model, person, put

RATE = 30.0
TIME = 2.0  # seconds that a frame of any size may take here, on a busy machine


class Counting:
    """The model, with what it was asked."""

    def __init__(self) -> None:
        self.model = model()
        self.detected = self.marked = self.embedded = 0
        self.pixels = 0

    name = property(lambda self: self.model.name)
    length = property(lambda self: self.model.length)
    smallest = property(lambda self: self.model.smallest)

    def find(self, picture: Picture) -> list[Face]:
        return self.model.find(picture)

    def detect(self, picture: Picture) -> list[Face]:
        self.detected += 1
        self.pixels += picture.shape[0] * picture.shape[1]
        return self.model.detect(picture)

    def points(self, picture: Picture, box: tuple[int, int, int, int]) -> Points:
        self.marked += 1
        return self.model.points(picture, box)

    def embed(self, picture: Picture, face: Face) -> Template:
        self.embedded += 1
        return self.model.embed(picture, face)


def played(frames: list[Picture], finder: Finder | None = None, start: float = 0.0) -> list[Look]:
    used = finder or Finder(model())
    return [used.look(frame, start + number / RATE) for number, frame in enumerate(frames)]


def off(look: Look, middle: tuple[float, float]) -> float:
    """How far the face is from where it is, in widths of itself."""
    assert look.face is not None
    x, y = centre(look.face.box)
    return math.hypot(x - middle[0], y - middle[1]) / width(look.face.box)


@pytest.mark.parametrize("name", NAMES)
def test_a_person_is_seen_in_the_first_frame(name: str) -> None:
    (look,) = played([person(name)])
    assert off(look, (960, 480)) < 0.15
    assert look.face is not None and look.face.points is not None
    assert look.face.points.shape == (68, 2)
    assert look.person == 1


def test_somebody_further_away_is_seen_within_four_frames() -> None:
    looks = played([person(middle=(500, 400), width=150)] * 4)
    assert any(look.face for look in looks)
    assert looks[-1].advice is not FaceAdvice.NOBODY


def test_a_walking_person_is_followed_and_stays_the_same() -> None:
    ways = [(700 + 14.0 * number, 480 + 30 * math.sin(number / 5)) for number in range(40)]
    looks = played([person("obama-1", way, 260 + number) for number, way in enumerate(ways)])
    assert max(off(look, way) for look, way in zip(looks, ways, strict=True)) < 0.2
    assert {look.person for look in looks} == {1}


def test_between_two_searches_the_detector_looks_at_little() -> None:
    counting = Counting()
    played([person()] * 31, Finder(counting))
    whole = sum(1 for number in range(1, 32) if number == 1 or number % SEARCHED_EACH == 0)
    assert counting.detected <= 2 * whole
    assert counting.pixels < whole * 420_000  # of 2,073,600 in each frame


def test_others_are_counted_and_never_embedded_nor_marked() -> None:
    counting = Counting()
    frame = put(put(person("obama-1", (960, 480), 280), "biden-1", (300, 500), 180), "astronaut", (1650, 500), 180)
    looks = played([frame] * 31, Finder(counting))
    assert looks[-1].others == 2
    assert counting.embedded == 0
    assert counting.marked == 31  # one person's, once a frame
    assert all(off(look, (960, 480)) < 0.2 for look in looks)


def test_the_person_is_the_one_nearest_the_middle() -> None:
    frame = put(person("biden-1", (420, 500), 300), "obama-1", (1000, 500), 260)
    (look,) = played([frame])
    assert off(look, (1000, 500)) < 0.2


def test_who_is_followed_stays_it_while_others_walk_by() -> None:
    finder = Finder(model())
    alone = played([person("obama-1", (900, 480), 280)] * 5, finder)
    passing = [put(person("obama-1", (900, 480), 280), "biden-1", (1800 - 20.0 * n, 480), 200) for n in range(20)]
    looks = played(passing, finder, start=1 / 6)
    assert {look.person for look in [*alone, *looks]} == {1}


def test_somebody_who_steps_into_the_middle_is_somebody_else() -> None:
    finder = Finder(model())
    played([person("obama-1", (300, 480), 280)] * 5, finder)
    looks = played([put(person("obama-1", (300, 480), 280), "biden-1", (960, 480), 280)] * 11, finder, start=1 / 6)
    assert looks[-1].person == 2
    assert off(looks[-1], (960, 480)) < 0.2


def test_who_comes_after_somebody_went_is_somebody_else() -> None:
    finder = Finder(model())
    before = played([person("obama-1")] * 5, finder)
    away = played([empty()] * 20, finder, start=5 / RATE)
    after = played([person("obama-1")] * 3, finder, start=25 / RATE)
    assert before[-1].person == 1
    assert away[-1].face is None and away[-1].advice is FaceAdvice.NOBODY
    assert after[-1].person == 2


def test_a_hand_before_the_face_for_a_moment_changes_nobody() -> None:
    finder = Finder(model())
    played([person()] * 5, finder)
    covered = person()
    covered[300:700, 760:1160] = 90
    hidden = played([covered] * 4, finder, start=5 / RATE)
    after = played([person()] * 3, finder, start=9 / RATE)
    assert hidden[-1].face is None
    assert hidden[-1].advice is FaceAdvice.FACE_SCREEN
    assert after[-1].person == 1 and after[-1].face is not None


def test_another_face_that_is_swapped_in_after_a_gap_has_another_number() -> None:
    finder = Finder(model())
    played([person("obama-1")] * 5, finder)
    gap = round(DEADLINES["gap"] * RATE) + 2
    played([empty()] * gap, finder, start=5 / RATE)
    looks = played([person("biden-1")] * 3, finder, start=(5 + gap) / RATE)
    assert looks[-1].person == 2


def test_what_is_no_face_any_more_is_not_followed_for_long() -> None:
    """A picture of the face's surroundings that correlates, but in which the detector finds none."""
    counting = Counting()
    finder = Finder(counting)
    played([person()] * 5, finder)
    counting.detect = lambda picture: []  # type: ignore[method-assign]
    looks = played([person()] * 60, finder, start=5 / RATE)
    assert looks[0].face is not None
    assert looks[-1].face is None


def test_forgetting_leaves_nothing_of_a_visit() -> None:
    finder = Finder(model())
    frame = person()
    gone = weakref.ref(frame)
    finder.look(frame, 0.0)
    del frame
    finder.forget()
    gc.collect()
    assert gone() is None
    assert finder.look(empty(), 1.0).face is None


BAD: dict[str, Callable[[], Picture]] = {
    "one pixel": lambda: np.zeros((1, 1, 3), np.uint8),
    "one line": lambda: np.zeros((1, 4000, 3), np.uint8),
    "one grey pixel": lambda: np.zeros((1, 1), np.uint8),
    "nothing": lambda: np.zeros((0, 0, 3), np.uint8),
    "floats": lambda: np.zeros((480, 640, 3), np.float64),
    "seven channels": lambda: np.zeros((480, 640, 7), np.uint8),
    "black": lambda: np.zeros((1080, 1920, 3), np.uint8),
    "white": lambda: np.full((1080, 1920, 3), 255, np.uint8),
    "endless": lambda: np.zeros((9000, 9000), np.uint8),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_frame_with_nothing_in_it_says_that_nobody_is_there(kind: str) -> None:
    looks = played([BAD[kind]()] * 3)
    assert all(look.face is None and look.advice is FaceAdvice.NOBODY and look.others == 0 for look in looks)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("grey", lambda frame: cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)),
        ("one channel", lambda frame: cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)[:, :, None]),
        ("alpha", lambda frame: cv2.cvtColor(frame, cv2.COLOR_BGR2BGRA)),
        ("16 bits", lambda frame: frame.astype(np.uint16) << 8),
        ("mirrored", lambda frame: frame[:, ::-1]),
        ("portrait", lambda frame: frame[:, 660:1260]),
        ("small", lambda frame: cv2.resize(frame, (640, 360), interpolation=cv2.INTER_AREA)),
    ],
)
def test_frames_of_any_kind_show_the_person(kind: str, changed: Callable[[Picture], Picture]) -> None:
    looks = played([changed(person())] * 4)
    assert all(look.face is not None for look in looks[1:])
    assert looks[-1].picture.shape[2] == 3
    assert model().embed(looks[-1].picture, looks[-1].face).shape == (128,)  # type: ignore[arg-type]


def test_a_frame_of_8k_takes_bounded_time() -> None:
    frame = cv2.resize(person(), (7680, 4320), interpolation=cv2.INTER_LINEAR)
    finder = Finder(model())
    finder.look(frame, 0.0)
    began = time.monotonic()
    look = finder.look(frame, 1 / RATE)
    assert time.monotonic() - began < TIME
    assert off(look, (3840, 1920)) < 0.2


def test_a_crowd_of_two_hundred_is_counted_and_one_is_processed() -> None:
    counting = Counting()
    face = model().find(person())[0].box
    left, top, right, bottom = (face[0] - 45, face[1] - 45, face[2] + 45, face[3] + 45)
    tile = cv2.resize(person()[top:bottom, left:right], (192, 192), interpolation=cv2.INTER_AREA)
    crowd = cv2.resize(np.tile(tile, (10, 20, 1)), (3840, 1920))
    finder = Finder(counting)
    began = time.monotonic()
    looks = played([crowd] * 3, finder)
    assert time.monotonic() - began < 3 * TIME
    assert counting.marked <= 3
    assert looks[-1].others >= 150 or windows(crowd)[0][1] * 135 < model().smallest


def test_a_frame_s_picture_is_not_kept_by_the_finder() -> None:
    finder = Finder(model())
    frame = person()
    gone = weakref.ref(frame)
    finder.look(frame, 0.0)
    del frame
    gc.collect()
    assert gone() is None
