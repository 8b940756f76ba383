"""The whole program with a camera for faces: emulated citizens are known by card and face, and by face alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.face_visits import FACE_VISITS

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("faces") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.tour", *FACE_VISITS, "--out", out],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (out / "tour.json").exists(), done.stdout + done.stderr
    (out / "words.txt").write_text(done.stdout + done.stderr)
    yield out


@pytest.mark.parametrize("visit", FACE_VISITS)
def test_a_person_gets_through(tour: Path, visit: str) -> None:
    own = [row for row in json.loads((tour / "tour.json").read_text()) if row["visit"] == visit]
    assert own, (tour / "words.txt").read_text()
    assert {row["result"] for row in own} == {"ok"}


def test_the_log_has_consents_purposes_and_outcomes_and_nothing_of_a_face(tour: Path) -> None:
    lines = [json.loads(line) for line in (tour / "terminal.log").read_text().splitlines()]
    consents = {line["consent"] for line in lines if line.get("event") == "FaceConsentGiven"}
    checked = [line for line in lines if line.get("event") == "FaceChecked"]
    assert {line["consent"] for line in checked} <= consents
    assert {(line["purpose"], line["outcome"]) for line in checked} >= {
        ("prove", "accepted"),
        ("prove", "no-match"),
        ("today", "enrolled"),
        ("find", "accepted"),
    }
    known = {"at", "level", "event", "consent", "purpose", "outcome", "model"}
    assert all(set(line) == known for line in checked)
    assert [line["persons"] for line in lines if line.get("event") == "FacesKept"][-1] == 0


def test_nothing_was_complained_about(tour: Path) -> None:
    words = (tour / "words.txt").read_text().splitlines()
    assert [line for line in words if "qrc:" in line or ".qml:" in line or "Traceback" in line] == []
    levels = [json.loads(line)["level"] for line in (tour / "terminal.log").read_text().splitlines()]
    assert "error" not in levels
