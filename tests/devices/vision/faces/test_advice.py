"""What a person is told so that their face is seen well."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from devices.face_ports import FaceAdvice
from devices.vision.faces import advice as reasons
from devices.vision.faces.advice import Seen, advice
from devices.vision.faces.finder import Finder
from devices.vision.faces.looks import Look, Picture
from devices.vision.faces.quality import Measured, measured
from tests.devices.vision.faces.stage import NAMES, empty, model, person, portrait, put

GOOD = Measured(300, 140.0, 0.0, 40.0, 0.9, 4.0, 0.0, 0.0)
MIDDLE = (810, 390, 1110, 690)
FINE = Seen((1920, 1080), MIDDLE, GOOD)


def box(width: int, x: int = 960, y: int = 540) -> tuple[int, int, int, int]:
    return x - width // 2, y - width // 2, x + width // 2, y + width // 2


CASES = [
    (replace(FINE, box=box(150)), FaceAdvice.CLOSER),
    (replace(FINE, box=box(600)), FaceAdvice.FURTHER),
    (replace(FINE, box=box(300, x=300)), FaceAdvice.MIDDLE),
    (replace(FINE, box=box(300, y=160)), FaceAdvice.MIDDLE),
    (replace(FINE, measured=replace(GOOD, yaw=30.0)), FaceAdvice.FACE_SCREEN),
    (replace(FINE, measured=replace(GOOD, pitch=-40.0)), FaceAdvice.FACE_SCREEN),
    (replace(FINE, measured=replace(GOOD, light=30.0)), FaceAdvice.TOO_DARK),
    (replace(FINE, measured=replace(GOOD, light=240.0)), FaceAdvice.TOO_BRIGHT),
    (replace(FINE, measured=replace(GOOD, blown=0.4)), FaceAdvice.TOO_BRIGHT),
    (replace(FINE, measured=replace(GOOD, eyes=0.2)), FaceAdvice.UNCOVER),
    (replace(FINE, measured=replace(GOOD, mouth=35.0)), FaceAdvice.UNCOVER),
    (replace(FINE, others=[box(200, x=1500)]), FaceAdvice.ALONE),
    (replace(FINE, speed=2.0), FaceAdvice.HOLD_STILL),
    (replace(FINE, measured=replace(GOOD, sharpness=4.0)), FaceAdvice.HOLD_STILL),
]


@pytest.mark.parametrize(("seen", "wanted"), CASES)
def test_each_reason_has_its_advice(seen: Seen, wanted: FaceAdvice) -> None:
    assert advice(FINE) is FaceAdvice.FINE
    assert advice(seen) is wanted


def test_people_waiting_in_line_send_nobody_away() -> None:
    assert advice(replace(FINE, others=[box(140, x=1500), box(120, x=400)])) is FaceAdvice.FINE


def test_what_must_be_put_right_first_is_said_first() -> None:
    dark_and_aside = replace(FINE, box=box(150, x=200), measured=replace(GOOD, light=20.0, yaw=40.0))
    assert advice(dark_and_aside) is FaceAdvice.TOO_DARK
    assert advice(replace(dark_and_aside, others=[box(150, x=900)])) is FaceAdvice.ALONE


def test_an_advice_does_not_flicker_at_its_threshold() -> None:
    turned = replace(FINE, measured=replace(GOOD, yaw=reasons.TURNED_ASIDE * 0.97))
    assert advice(turned) is FaceAdvice.FINE
    assert advice(turned, FaceAdvice.FACE_SCREEN) is FaceAdvice.FACE_SCREEN
    straight = replace(FINE, measured=replace(GOOD, yaw=reasons.TURNED_ASIDE * 0.9))
    assert advice(straight, FaceAdvice.FACE_SCREEN) is FaceAdvice.FINE


# ---- on frames


def look(frame: Picture) -> Look:
    """What is said after the finder has searched all windows."""
    finder = Finder(model())
    looks = [finder.look(frame, number / 30) for number in range(20)]
    return looks[-1]


def drawn_over(name: str, part: str, colour: tuple[int, int, int], width: float = 300) -> Picture:
    """A frame with somebody who wears a mask, or glasses with dark lenses."""
    frame = person(name, width=width)
    points = model().points(frame, model().find(frame)[0].box)
    if part == "mask":
        outline = np.concatenate([points[2:15], points[[29]]]).astype(np.int32)
        cv2.fillPoly(frame, [outline], colour)
        return frame
    for eye in (points[36:42], points[42:48]):
        across = float(np.ptp(eye[:, 0]))
        x, y = (round(float(one)) for one in eye.mean(axis=0))
        cv2.ellipse(frame, (x, y), (round(across * 0.95), round(across * 0.75)), 0, 0, 360, colour, -1)
    return frame


@pytest.mark.parametrize("name", ["obama-1", "biden-2", "astronaut"])
def test_somebody_who_stands_well_hears_nothing(name: str) -> None:
    assert look(person(name)).advice is FaceAdvice.FINE


def test_an_empty_place_is_told() -> None:
    assert look(empty()).advice is FaceAdvice.NOBODY


def test_somebody_far_away_is_asked_closer() -> None:
    assert look(person(width=150)).advice is FaceAdvice.CLOSER


def test_somebody_too_near_is_asked_back() -> None:
    assert look(person(middle=(960, 540), width=620)).advice is FaceAdvice.FURTHER


def test_somebody_at_the_side_is_asked_to_the_middle() -> None:
    assert look(person(middle=(330, 480))).advice is FaceAdvice.MIDDLE


def test_somebody_who_looks_away_is_asked_to_face_the_screen() -> None:
    assert look(person("obama-2")).advice is FaceAdvice.FACE_SCREEN


def test_bad_light_is_told() -> None:
    frame = person("biden-2")
    assert look(cv2.convertScaleAbs(frame, alpha=0.25)).advice is FaceAdvice.TOO_DARK
    assert look(cv2.convertScaleAbs(frame, alpha=2.0)).advice is FaceAdvice.TOO_BRIGHT


@pytest.mark.parametrize("name", ["obama-1", "obama-2", "biden-2"])
@pytest.mark.parametrize("colour", [(235, 235, 235), (215, 190, 150), (30, 30, 30)])
def test_a_mask_is_told(name: str, colour: tuple[int, int, int]) -> None:
    assert look(drawn_over(name, "mask", colour)).advice is FaceAdvice.UNCOVER


@pytest.mark.parametrize("name", ["obama-1", "biden-2", "astronaut", "biden-1"])
def test_sunglasses_are_told(name: str) -> None:
    assert look(drawn_over(name, "glasses", (25, 25, 25))).advice is FaceAdvice.UNCOVER


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("light", ["warm", "cold", "dim", "bright", "grey"])
def test_nobody_is_told_to_uncover_for_the_light_of_the_hall(name: str, light: str) -> None:
    picture = portrait(name)
    changed = {
        "warm": np.clip(picture * np.array([0.7, 0.95, 1.15]), 0, 255).astype(np.uint8),
        "cold": np.clip(picture * np.array([1.25, 1.0, 0.8]), 0, 255).astype(np.uint8),
        "dim": cv2.convertScaleAbs(picture, alpha=0.45),
        "bright": cv2.convertScaleAbs(picture, alpha=1.5),
        "grey": cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR),
    }[light]
    face = model().find(picture)[0].box
    found = measured(changed, face, model().points(changed, face))
    assert found.eyes > reasons.COVERED_EYES
    assert found.mouth < reasons.COVERED_MOUTH


def test_two_at_the_terminal_are_told() -> None:
    both = put(person("obama-1", (850, 480), 280), "biden-1", (1300, 480), 240)
    seen = look(both)
    assert seen.others == 1
    assert seen.advice is FaceAdvice.ALONE


def test_a_shaken_picture_is_told() -> None:
    frame = person("obama-1")
    smear = np.full((1, 41), 1 / 41, np.float32)
    blurred: Picture = cv2.filter2D(frame, -1, smear)
    both = [look(frame), look(blurred)]
    assert both[0].advice is FaceAdvice.FINE
    assert both[1].advice is FaceAdvice.HOLD_STILL
    assert both[1].quality < 0.5 * both[0].quality


def test_the_better_picture_has_the_higher_quality() -> None:
    best = look(person("obama-1"))
    assert best.quality > 0.7
    assert look(person("obama-1", width=100)).quality < best.quality - 0.05
    for worse in (
        person("obama-2"),
        cv2.convertScaleAbs(person("obama-1"), alpha=0.4),
        cv2.GaussianBlur(person("obama-1"), (0, 0), 6),
    ):
        assert look(worse).quality < best.quality - 0.15
