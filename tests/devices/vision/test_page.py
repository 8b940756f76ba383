"""The page is found, straightened and judged: over rendered scenes on any desk, in any light."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import pytest

from devices.emulators.paper_scene import DESKS, Look, render, specimen
from devices.ports import Advice
from devices.vision.page import find_page, outline
from devices.vision.quality import brightness, judged, quick_look
from devices.vision.straighten import LEAST_DPI, MOST_DPI, skew, straightened
from tests.devices.vision.scenes import bgr, farthest, look, scene

SCENES = 100
_PIXELS = 3.0
_SHARE = 0.95


def test_the_corners_are_found_to_a_few_pixels_in_nearly_all_of_a_hundred_scenes() -> None:
    found = []
    for seed in range(SCENES):
        picture, truth = scene(seed)
        corners = find_page(picture)
        found.append(corners is not None and farthest(corners, truth) <= _PIXELS)
    assert sum(found) >= _SHARE * SCENES, f"{sum(found)} of {SCENES}; not: {[s for s in range(SCENES) if not found[s]]}"


@pytest.mark.parametrize("desk", DESKS)
def test_an_empty_desk_shows_no_page(desk: object) -> None:
    for seed in range(3):
        picture = bgr(render(None, dataclasses.replace(look(seed), desk=desk), (1280, 720), seed)[0])  # type: ignore[arg-type]
        assert find_page(picture) is None


@pytest.mark.parametrize("shift", [(0.25, 0.0), (-0.25, 0.0), (0.0, 0.3), (0.0, -0.3)])
def test_a_page_that_is_cut_off_is_no_whole_page(shift: tuple[float, float]) -> None:
    picture = bgr(render(specimen(), Look(fill=0.7, shift=shift), (1280, 720))[0])
    assert find_page(picture) is None
    assert quick_look(picture, outline(picture)) is Advice.NO_PAGE


def test_a_hand_or_a_card_is_no_page() -> None:
    desk = bgr(render(None, Look(), (1280, 720))[0])
    hand, card = desk.copy(), desk.copy()
    cv2.ellipse(hand, (640, 400), (220, 300), 20, 0, 360, (150, 170, 210), cv2.FILLED)
    cv2.rectangle(card, (560, 300), (700, 390), (240, 240, 240), cv2.FILLED)
    assert find_page(hand) is None
    assert find_page(card) is None


def test_a_page_comes_out_at_a_resolution_for_paper_with_a4_proportions() -> None:
    picture, _ = scene(7)
    corners = find_page(picture)
    assert corners is not None
    page = straightened(picture, corners)
    long, short = max(page.shape[:2]), min(page.shape[:2])
    assert long / short == pytest.approx(2**0.5, rel=0.01)
    assert LEAST_DPI <= long / 11.693 + 0.5 <= MOST_DPI + 1


@pytest.mark.parametrize("lean", [-3.0, -1.4, 0.8, 2.6])
@pytest.mark.parametrize("lying", [False, True])
def test_text_that_leans_on_its_page_is_levelled(lean: float, lying: bool) -> None:
    upright = specimen(2).rotate(lean, fillcolor=(250, 249, 246))
    page = bgr(upright.rotate(90, expand=True) if lying else upright)
    assert skew(page) == pytest.approx(-lean, abs=0.3)


def test_a_page_without_text_is_left_as_it_is() -> None:
    assert skew(np.full((1000, 700, 3), 240, np.uint8)) == 0.0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"light": 0.8}, Advice.FINE),
        ({"light": 0.8, "glare": True}, Advice.GLARE),
        ({"light": 0.8, "blur": 3.0}, Advice.BLUR),
        ({"light": 0.25}, Advice.DARK),
    ],
    ids=["fine", "glare", "blur", "dark"],
)
def test_advice_names_what_is_wrong_on_any_desk(change: dict[str, object], expected: Advice) -> None:
    right = []
    for seed in range(12):
        how = dataclasses.replace(look(seed), **{"glare": False, "blur": 0.0, **change})  # type: ignore[arg-type]
        picture = bgr(render(specimen(1 + seed % 3), how, (1920, 1080), seed)[0])
        corners = find_page(picture)
        assert corners is not None
        right.append(judged(straightened(picture, corners)).advice is expected)
        right.append(quick_look(picture, outline(picture)) is expected)
    assert sum(right) >= 0.95 * len(right)


def test_a_black_frame_is_darker_than_any_desk() -> None:
    assert brightness(np.zeros((720, 1280, 3), np.uint8)) == 0
    assert quick_look(np.zeros((720, 1280, 3), np.uint8), None) is Advice.DARK
