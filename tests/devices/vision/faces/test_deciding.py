"""Decisions from several frames: strangers, the same person, siblings and twins."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from devices.face_ports import FaceVerdict
from devices.vision.faces.deciding import DEFAULTS, Thresholds, decide_many, decide_one, thresholds_for
from devices.vision.faces.looks import Template
from devices.vision.faces.searching import FURTHEST, Index, Nearest
from tests.devices.vision.faces.galleries import near, template

ACCEPTED, UNSURE, NO_MATCH = FaceVerdict.ACCEPTED, FaceVerdict.UNSURE, FaceVerdict.NO_MATCH
LIMITS = Thresholds(accept=0.5, clerk=0.6, many_accept=0.45, many_clerk=0.55, margin=0.08)


@pytest.mark.parametrize(
    ("distances", "verdict"),
    [
        ([0.3, 0.35, 0.4], ACCEPTED),
        ([0.3, 0.35, 0.55], ACCEPTED),  # two agree, and the third does not contradict
        ([0.3, 0.55, 0.56], UNSURE),
        ([0.3, 0.35, 0.9], UNSURE),  # somebody else stepped in for a frame
        ([0.55, 0.56, 0.57], UNSURE),
        ([0.3, 0.7, 0.8], NO_MATCH),
        ([0.7, 0.8, 0.9], NO_MATCH),
        ([0.3], UNSURE),  # one frame is never enough
        ([0.3, 0.4], ACCEPTED),
        ([0.3, 0.52], UNSURE),
        ([0.3, 0.35, 0.4, 0.9], ACCEPTED),  # the best three count
        ([math.nan, math.nan, 0.2], NO_MATCH),
        ([0.3, 0.31, math.nan], UNSURE),
    ],
)
def test_a_card_and_a_person_are_compared_by_several_frames(distances: list[float], verdict: FaceVerdict) -> None:
    assert decide_one(distances, LIMITS).verdict is verdict


def test_the_decision_tells_its_numbers() -> None:
    decision = decide_one([0.3, 0.4, 0.35], LIMITS)
    assert (decision.distance, decision.threshold, decision.frames) == (0.35, 0.5, 3)


@given(some.lists(some.floats(0, 2), min_size=1, max_size=6), some.integers(0, 5), some.floats(0, 1))
def test_a_frame_that_is_further_away_never_helps(distances: list[float], which: int, more: float) -> None:
    order = [ACCEPTED, UNSURE, NO_MATCH]
    worse = list(distances)
    worse[which % len(worse)] += more
    assert order.index(decide_one(worse, LIMITS).verdict) >= order.index(decide_one(distances, LIMITS).verdict)


# ---- 1:N, with a gallery of strangers, siblings and twins


def frames(index: Index, of: Template, distance: float = 0.25) -> list[Nearest | None]:
    """Three frames of somebody, each as far from their enrolled template as one person's pictures are."""
    return [index.search(near(of, distance, seed)) for seed in (11, 12, 13)]


def enrolled(**people: Template) -> Index:
    index = Index(128)
    for name, one in people.items():
        index.add(name, np.array([one]))
    for number in range(300):
        index.add(f"stranger-{number}", np.array([template(1000 + number)]))
    return index


ANNA = template(1)
SISTER = near(ANNA, 0.45, seed=5)
TWIN = near(ANNA, 0.15, seed=6)


def test_somebody_who_checked_in_is_found_among_strangers() -> None:
    decision = decide_many(frames(enrolled(anna=ANNA), ANNA), LIMITS)
    assert (decision.verdict, decision.person) == (ACCEPTED, "anna")
    assert decision.margin > 0.5


def test_two_sisters_who_both_checked_in_are_each_found_as_themselves() -> None:
    index = enrolled(anna=ANNA, sister=SISTER)
    assert decide_many(frames(index, ANNA, 0.2), LIMITS).person == "anna"
    assert decide_many(frames(index, SISTER, 0.2), LIMITS).person == "sister"


@pytest.mark.parametrize("who", [ANNA, TWIN])
def test_of_twins_who_both_checked_in_neither_is_taken_for_the_other_a_clerk_looks(who: Template) -> None:
    decision = decide_many(frames(enrolled(anna=ANNA, twin=TWIN), who, 0.3), LIMITS)
    assert decision.verdict is UNSURE
    assert decision.margin < LIMITS.margin


def test_a_sister_who_did_not_check_in_is_not_taken_for_the_one_who_did() -> None:
    decision = decide_many(frames(enrolled(anna=ANNA), SISTER, 0.3), LIMITS)
    assert decision.verdict is UNSURE


def test_a_stranger_is_nobody_and_no_name_is_told() -> None:
    decision = decide_many(frames(enrolled(anna=ANNA), template(7)), LIMITS)
    assert (decision.verdict, decision.person) == (NO_MATCH, "")


def test_frames_that_name_two_persons_are_for_a_clerk() -> None:
    index = enrolled(anna=ANNA, bob=template(2))
    mixed = [*frames(index, ANNA)[:2], frames(index, template(2))[0]]
    assert decide_many(mixed, LIMITS).verdict is UNSURE


def test_an_empty_gallery_and_a_single_frame() -> None:
    nobody = decide_many([None, None, None], LIMITS)
    assert (nobody.verdict, nobody.distance) == (NO_MATCH, FURTHEST)  # a number that can be sent
    assert decide_many(frames(enrolled(anna=ANNA), ANNA)[:1], LIMITS).verdict is UNSURE


def test_misuse_raises() -> None:
    for call in (decide_one, decide_many):
        with pytest.raises(ValueError, match="no frame"):
            call([], LIMITS)
    for wrong in ((0.6, 0.5, 0.4, 0.5, 0.1), (0.5, math.inf, 0.4, 0.5, 0.1), (0.5, 0.6, 0.4, 0.5, math.nan)):
        with pytest.raises(ValueError, match="contradict"):
            Thresholds(*wrong)


def test_a_model_nobody_has_measured_accepts_nobody_and_dlib_has_its_own_thresholds() -> None:
    assert thresholds_for("dlib-4f80be071608") is DEFAULTS["dlib"]
    assert decide_one([0.01] * 3, thresholds_for("mine-1234")).verdict is NO_MATCH
