"""A few of the emulated presentations that the bench counts by the hundred."""

from __future__ import annotations

import pytest

from devices.vision.faces.models import FaceModel, load_model
from tests.bench.attacks import PERSON, Outcome, Presentation, bounds, presented, row_of, table

SEED = 1500  # beside those that are reported


@pytest.fixture(scope="module")
def model() -> FaceModel:
    return load_model()


@pytest.mark.parametrize("challenges", [0, 1])
def test_a_person_is_taken_for_alive_within_three_seconds(model: FaceModel, challenges: int) -> None:
    outcome = presented(Presentation(PERSON, SEED, challenges), model)
    assert outcome.accepted
    assert outcome.seconds <= 3.0


@pytest.mark.parametrize("species", ["print", "bent-print", "cut-eyes", "still", "phone", "tablet", "loop"])
def test_an_attack_is_refused_and_it_is_told_why(model: FaceModel, species: str) -> None:
    outcome = presented(Presentation(species, SEED), model)
    assert not outcome.accepted
    assert outcome.reasons


def test_a_still_is_refused_without_our_screens_colours_too(model: FaceModel) -> None:
    assert not presented(Presentation("still", SEED, challenges=0, tinted=False), model).accepted


def test_the_bounds_of_a_rate_are_exact() -> None:
    assert bounds(0, 150) == pytest.approx((0.0, 1 - 0.025 ** (1 / 150)))
    assert bounds(150, 150) == pytest.approx((0.025 ** (1 / 150), 1.0))
    low, high = bounds(1, 2)
    assert (low, high) == pytest.approx((1 - 0.975**0.5, 0.975**0.5), abs=1e-6)


def test_the_table_tells_rates_bounds_and_that_it_certifies_nothing() -> None:
    outcomes = [Outcome("print", seed, seed == 3, 0.8, False, ("flatness",)) for seed in range(10)]
    told = table([row_of(outcomes)])
    assert "1/10" in told
    assert "10.0%" in told
    assert "no certification" in told


def test_a_person_who_is_refused_is_an_error_and_an_attack_that_is_refused_is_none() -> None:
    refused = [Outcome(species, 0, False, 1.0, False, ()) for species in (PERSON, "print")]
    assert [row_of([one]).errors for one in refused] == [1, 0]
