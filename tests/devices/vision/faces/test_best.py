"""The best looks of a second."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.vision.faces.best import Best
from devices.vision.faces.looks import Face, Look

PIXEL = np.zeros((1, 1, 3), np.uint8)
FACE = Face((0, 0, 10, 10))

qualities = st.lists(st.floats(0, 1), max_size=60)


def look(at: float, quality: float, person: int = 1, face: Face | None = FACE) -> Look:
    return Look(at, PIXEL, face, quality=quality, person=person)


def test_only_the_three_best_of_a_second_are_embedded() -> None:
    best = Best()
    for number, quality in enumerate([0.2, 0.9, 0.4, 0.8, 0.1, 0.7]):
        best.offer(look(number / 30, quality))
    assert [one.quality for one in best.best()] == [0.9, 0.8, 0.7]


def test_what_is_older_than_a_second_counts_no_more() -> None:
    best = Best()
    best.offer(look(0.0, 0.9))
    best.offer(look(0.5, 0.3))
    best.offer(look(1.2, 0.2))
    assert [one.quality for one in best.best()] == [0.3, 0.2]
    best.offer(look(5.0, 0.0, face=None))
    assert best.best() == []


def test_looks_of_two_persons_are_never_mixed() -> None:
    best = Best()
    best.offer(look(0.0, 0.9, person=1))
    best.offer(look(0.1, 0.2, person=2))
    assert [one.person for one in best.best()] == [2]


def test_a_look_without_a_face_or_without_any_worth_is_not_kept() -> None:
    best = Best()
    best.offer(look(0.0, 0.5))
    best.offer(look(0.1, 0.9, face=None))
    best.offer(look(0.2, 0.0))
    assert [one.quality for one in best.best()] == [0.5]


@given(qualities)
def test_however_the_frames_come_few_of_them_are_held(values: list[float]) -> None:
    best = Best()
    for number, quality in enumerate(values):
        best.offer(look(number / 60, quality))
        assert len(best._looks) <= 6


@given(qualities)
def test_the_best_are_those_of_all_frames_of_the_second(values: list[float]) -> None:
    best = Best()
    for number, quality in enumerate(values):
        best.offer(look(number / 60, quality))
    newest = (len(values) - 1) / 60
    alive = [one for number, one in enumerate(values) if newest - number / 60 < 1.0 and one > 0]
    kept = [one.quality for one in best.best()]
    assert kept[:1] == sorted(alive, reverse=True)[:1]
    if len(values) <= 60:
        assert kept == sorted(alive, reverse=True)[:3]


def test_no_frame_is_left_after_a_visit() -> None:
    picture = np.zeros((4, 4, 3), np.uint8)
    gone = weakref.ref(picture)
    best = Best()
    best.offer(Look(0.0, picture, FACE, quality=1.0))
    del picture
    best.forget()
    gc.collect()
    assert gone() is None


def test_keeping_nothing_makes_no_sense() -> None:
    with pytest.raises(ValueError):
        Best(keep=0)
    with pytest.raises(ValueError):
        Best(window=0.0)
