"""Rates, bounds and thresholds of a calibration."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from devices.vision.faces import plots
from devices.vision.faces.curves import Curves, binomial, clopper_pearson

CURVES = Curves(np.array([0.2, 0.3, 0.4, 0.7]), np.array([0.35, 0.6, 0.8, 0.9, 1.0]))


def test_rates_at_a_threshold_count_the_pairs_up_to_it() -> None:
    rates = CURVES.at(0.6)
    assert (rates.false_accepts, rates.different, rates.false_rejects, rates.same) == (2, 5, 1, 4)
    assert (rates.far, rates.frr) == (0.4, 0.25)
    assert rates.accuracy == pytest.approx(6 / 9)


def test_a_pair_without_a_face_is_a_false_reject_and_never_a_false_accept() -> None:
    rates = Curves(np.array([0.2, math.inf]), np.array([0.9, math.inf])).at(0.5)
    assert (rates.far, rates.frr, rates.accuracy) == (0, 0.5, 0.75)


def test_a_wished_far_gives_the_widest_threshold_that_keeps_to_it_and_no_pair_stands_on_it() -> None:
    assert CURVES.for_far(0.0001).threshold == pytest.approx((0.3 + 0.35) / 2)
    assert CURVES.for_far(0.2).threshold == pytest.approx((0.4 + 0.6) / 2)
    assert CURVES.for_far(0.99).threshold == pytest.approx(0.95)
    assert CURVES.for_far(0.4).far == 0.4


shares = some.lists(some.one_of(some.floats(0, 2), some.just(math.inf)), max_size=30)


@given(shares, shares, some.floats(0.001, 0.9))
def test_a_wished_far_is_never_exceeded(same: list[float], different: list[float], wished: float) -> None:
    curves = Curves(np.array(same, np.float64), np.array(different, np.float64))
    rates = curves.for_far(wished)
    assert math.isfinite(rates.threshold)
    assert not rates.far > wished
    fars = [one.far for one in curves.all()]
    assert not different or fars == sorted(fars)


def test_bounds_are_those_of_clopper_and_pearson() -> None:
    for of in (1, 10, 262, 3000):  # none seen: known in closed form
        assert clopper_pearson(0, of).low == 0
        assert clopper_pearson(0, of).high == pytest.approx(1 - 0.025 ** (1 / of), abs=1e-9)
        assert clopper_pearson(of, of).low == pytest.approx(0.025 ** (1 / of), abs=1e-9)
    known = clopper_pearson(4, 20)  # tables: 0.0573, 0.4366
    assert known.low == pytest.approx(0.0573, abs=5e-5)
    assert known.high == pytest.approx(0.4366, abs=5e-5)
    assert (clopper_pearson(0, 0).low, clopper_pearson(0, 0).high) == (0, 1)


@given(some.integers(0, 40), some.integers(0, 40), some.integers(1, 99))
def test_the_binomial_sum_is_exact(count: int, more: int, percent: int) -> None:
    of, share = count + more, Fraction(percent, 100)
    exact = sum(math.comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(count + 1))
    assert binomial(count, of, percent / 100) == pytest.approx(float(exact), abs=1e-10)


@given(some.integers(0, 200), some.integers(0, 200))
def test_bounds_hold_the_share_that_was_seen(count: int, more: int) -> None:
    if count + more:
        bounds = clopper_pearson(count, count + more)
        assert bounds.low <= count / (count + more) <= bounds.high


def test_misuse_raises() -> None:
    for count, of, confidence in ((3, 2, 0.95), (-1, 2, 0.95), (1, 2, 1.0)):
        with pytest.raises(ValueError, match="of"):
            clopper_pearson(count, of, confidence)


@pytest.mark.parametrize("curves", [CURVES, Curves(np.array([]), np.array([])), Curves(np.array([0.0]), np.array([]))])
def test_pictures_are_drawn_of_many_few_and_no_pairs(tmp_path: Path, curves: Curves) -> None:
    marks = (plots.Mark("default", curves.at(0.5)), plots.Mark("chosen", curves.for_far(0.01)))
    for draw in (plots.roc, plots.det, plots.distances):
        file = tmp_path / f"{draw.__name__}.png"
        draw(curves, marks, file)
        with Image.open(file) as image:
            assert image.size == (760, 600)
            assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 8
