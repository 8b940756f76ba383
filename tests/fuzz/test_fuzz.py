"""A short run of every parser's spoiled cases; a million each: `make fuzz`."""

from __future__ import annotations

import pytest

from tests.fuzz.parsers import TARGETS, Target
from tests.fuzz.runner import run, spoiled

CASES, SEED = 4000, 7


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_from_outside_break_a_parser_or_keep_it_busy(name: str) -> None:
    outcome = run(TARGETS[name], CASES, SEED)
    assert outcome.crashes == []
    assert outcome.slow == 0
    assert outcome.cases == CASES


@pytest.mark.parametrize("name", TARGETS)
def test_golden_bytes_are_taken(name: str) -> None:
    for golden in TARGETS[name].golden:
        TARGETS[name].parse(golden)


def test_a_parser_that_crashes_is_found() -> None:
    def weak(data: bytes) -> None:
        if b"\xff" in data:
            raise IndexError("beyond the end")

    outcome = run(Target("weak", weak, (b"right",)), 500, SEED)
    assert outcome.crashed
    assert "IndexError" in outcome.crashes[0]
    assert not outcome.good


def test_a_seed_always_makes_the_same_cases() -> None:
    target = TARGETS["control"]
    assert list(spoiled(target, 200, SEED)) == list(spoiled(target, 200, SEED))
    assert list(spoiled(target, 200, SEED)) != list(spoiled(target, 200, SEED + 1))
