"""The whole program against the running platforms and emulators: every visit of the tour, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.visits import VISITS
from tests.faults.steps import all_steps

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("tour") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.tour", "--out", out], capture_output=True, text=True, timeout=600, check=False
    )
    assert (out / "tour.json").exists(), done.stdout + done.stderr
    (out / "words.txt").write_text(done.stdout + done.stderr)
    yield out


def rows(tour: Path) -> list[dict[str, Any]]:
    listed = json.loads((tour / "tour.json").read_text())
    assert isinstance(listed, list)
    return listed


@pytest.mark.parametrize("visit", VISITS)
def test_a_person_gets_through(tour: Path, visit: str) -> None:
    own = [row for row in rows(tour) if row["visit"] == visit]
    assert own, (tour / "words.txt").read_text()
    assert {row["result"] for row in own} == {"ok"}
    assert list((tour / visit).glob("*.png"))


def test_every_page_of_the_tour_says_when_it_was_drawn(tour: Path) -> None:
    for row in rows(tour):
        assert set(row) == {"visit", "page", "shown_ms", "result"}
        assert row["shown_ms"] >= 0


def test_the_fault_matrix_tries_every_page_of_the_visits(tour: Path) -> None:
    shown = {(row["visit"], row["page"]) for row in rows(tour) if row["visit"] != "maintenance"}  # staff's own
    steps = list(all_steps())
    assert {page for _, page in shown} - {"Waiting"} <= {step.page for step in steps}
    assert {(step.visit, step.page) for step in steps if step.service} <= shown


def test_papers_came_out(tour: Path) -> None:
    filed = ("flexible-employment", "social-card", "residence-permit", "senior-card", "housing-fund", "queue-number")
    assert len(list((tour / "tickets").glob("*.png"))) >= len(filed)
    assert len(list((tour / "pages").glob("*.pdf"))) >= 2


def test_nothing_of_anybody_stays_in_the_log_or_the_outbox(tour: Path) -> None:
    people = yaml.safe_load((Path("server_stub") / "data" / "people.yaml").read_text())
    secrets = {person["name"] for person in people} | {p["phone"] for p in people if p.get("phone")}
    secrets |= {person["birth"].replace("-", "") for person in people if "-" in str(person.get("birth", ""))}
    left = (tour / "terminal.log").read_bytes() + (tour / "outbox.db").read_bytes()
    assert b"VisitEnded" in left, "the log was really written"
    for secret in secrets:
        assert secret.encode() not in left, f"{secret} was left behind"


def test_nothing_was_complained_about(tour: Path) -> None:
    complaints = [
        line
        for line in (tour / "words.txt").read_text().splitlines()
        if "qrc:" in line or ".qml:" in line or "Traceback" in line
    ]
    assert complaints == []
    levels = [json.loads(line)["level"] for line in (tour / "terminal.log").read_text().splitlines()]
    assert "error" not in levels
