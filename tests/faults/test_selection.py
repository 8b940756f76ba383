"""A covering selection of the fault matrix: each device's faults once, each step once. All of it: `make faults`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.visits import VISITS
from tests.faults.catalogue import Fault, Known
from tests.faults.cells import Cell, table
from tests.faults.known import ISSUE
from tests.faults.matrix import Wish, wanted
from tests.faults.menu import listed
from tests.faults.steps import all_steps

SEED = 4
_LONGEST = 420.0  # it takes less than two minutes where nothing else runs

Row = dict[str, Any]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Row], str]]:
    """The cells. What failed beside the other half of the suite is played once more by itself; twice is a failure."""
    out = tmp_path_factory.mktemp("faults") / "faults.json"
    rows, words = _play(out, "--covering", "--seed", str(SEED))
    for row in [row for row in rows if row["result"] != "ok"]:
        part = ("--device", row["device"], "--fault", row["fault"], "--step", row["step"])
        again, more = _play(out, *part)
        same = [one for one in again if one["fault"] == row["fault"] and one["step"] == row["step"]]
        rows[rows.index(row)], words = same[0], f"{words}\nagain:\n{more}"
    print(words)  # noqa: T201 - the seed and the table, where a test fails
    yield rows, words


def _play(out: Path, *options: str) -> tuple[list[Row], str]:
    command = [sys.executable, "-m", "tests.faults", *options, "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=False)
    words = done.stdout + done.stderr
    assert out.exists(), words
    rows: list[Row] = json.loads(out.read_text())
    return rows, words


@pytest.mark.e2e
def test_whatever_breaks_a_person_is_told_what_to_do_and_the_device_comes_back(played: tuple[list[Row], str]) -> None:
    rows, words = played
    assert [row for row in rows if row["result"] != "ok"] == [], words


@pytest.mark.e2e
def test_each_fault_and_each_step_is_tried(played: tuple[list[Row], str]) -> None:
    rows, words = played
    assert {row["step"] for row in rows} == {step.name for step in all_steps()}
    assert len({(row["device"], row["fault"]) for row in rows}) >= 30
    assert f"seed {SEED}" in words


@pytest.mark.e2e
def test_readers_and_printers_fail_somebody_who_needs_them(played: tuple[list[Row], str]) -> None:
    rows, _ = played
    assert sum(row["told_ms"] is not None for row in rows) >= 4


@pytest.mark.e2e
def test_the_faults_that_were_asked_for_are_on_the_emulators_menus(played: tuple[list[Row], str]) -> None:
    rows, _ = played
    there = {(row["device"], row["fault"]) for row in rows}
    assert {name for name, places in ISSUE.items() if not there & set(places)} == set()


def test_a_cell_has_the_fields_that_were_agreed() -> None:
    cell = Cell("a4", "jam", "print-proof/Preview", 120.0, 900.0, "ok")
    assert list(vars(cell)) == ["device", "fault", "step", "told_ms", "recovered_ms", "result", "note"]
    assert not cell.failed
    assert "120 / 120" in table([cell])


def test_steps_are_those_of_the_tours_visits() -> None:
    assert {step.visit for step in all_steps()} <= set(VISITS)
    names = [step.name for step in all_steps()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "refusal",
    [
        "ValueError: fault '?'; known: none, slow, out-mid-job",
        "ValueError: '?' is none of none, slow, out-mid-job",
        "ValueError: kind must be one of none, slow, out-mid-job",
    ],
)
def test_a_refusal_names_the_menu(refusal: str) -> None:
    assert listed(refusal) == ("none", "slow", "out-mid-job")


def test_a_menu_of_two_words_is_read_too() -> None:
    assert listed("ValueError: state must be ok or out") == ("ok", "out")


@pytest.mark.parametrize("seed", range(20))
def test_any_seed_chooses_each_fault_and_each_step(seed: int) -> None:
    faults = [Fault(device, f"fault-{n}", (), (), Known()) for device in ("id-card", "a4", "ticket") for n in range(17)]
    steps = list(all_steps())
    wish = Wish(seed=seed, covering=True)
    chosen = wanted(faults, steps, wish)
    assert {step for _, step in chosen} == set(steps)
    assert {fault.name for fault, _ in chosen} == {fault.name for fault in faults}
    assert chosen == wanted(faults, steps, wish)


def test_a_few_cells_of_each_device_can_be_taken() -> None:
    faults = [Fault(device, f"fault-{n}", (), (), Known()) for device in ("id-card", "a4") for n in range(9)]
    chosen = wanted(faults, list(all_steps()), Wish(in_use=True, most=3))
    assert Counter(fault.device for fault, _ in chosen) == {"a4": 3, "id-card": 3}
    assert all(step.uses(fault.device) or step.speaks_of(fault.device) for fault, step in chosen)
