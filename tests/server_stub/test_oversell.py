from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.oversell import attempt

ATTEMPTS = 2_000  # of 200,000 in the bench


def test_three_processes_together_never_oversell(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Nobody is given a place twice, and everybody has what they were told."""
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'hall.db'}"
    else:
        url = request.getfixturevalue("server").create("oversell")
    over, told = attempt(url, ATTEMPTS)
    assert over == 0
    assert told.answers[""] > ATTEMPTS / 10
    assert told.answers["appointment.full"] > ATTEMPTS / 10
