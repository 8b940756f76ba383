from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.bench.figures import Figure, keep, median, missing, percentile, table

_SAMPLES = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


def test_a_figure_over_its_goal_is_not_met() -> None:
    assert Figure("a", 10.0, "ms", 10.0).mark == "✓"
    assert Figure("a", 10.1, "ms", 10.0).mark == "✗"


def test_a_figure_without_a_goal_is_told_only() -> None:
    told = Figure("a", 10.0, "ms")
    assert (told.met, told.mark) == (True, "")


def test_what_could_not_be_measured_is_never_met_and_says_why() -> None:
    row = missing("tour", OSError("no printer"))
    assert not row.met
    assert "OSError: no printer" in table([row])


@given(_SAMPLES, st.floats(0, 1))
def test_so_many_samples_do_not_exceed_a_percentile(samples: list[float], part: float) -> None:
    value = percentile(samples, part)
    assert sum(sample <= value + 0.05 for sample in samples) >= part * len(samples) - 1e-9


@given(_SAMPLES)
def test_the_median_lies_among_its_samples(samples: list[float]) -> None:
    assert min(samples) - 0.05 <= median(samples) <= max(samples) + 0.05


def test_the_file_holds_every_row_with_its_peer(tmp_path: Path) -> None:
    keep([Figure("start", 291.0, "ms", 500.0, "bare", 128.0)], tmp_path / "out" / "bench.json")
    (row,) = json.loads((tmp_path / "out" / "bench.json").read_text(encoding="utf-8"))
    wanted = {"name": "start", "value": 291.0, "unit": "ms", "goal": 500.0, "peer": "bare", "peer_value": 128.0}
    assert wanted.items() <= row.items()
