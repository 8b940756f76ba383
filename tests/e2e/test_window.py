"""A clerk's window as a whole program: two screens, real process, emulated citizens, real platforms."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.window import VISITS

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("window") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.window", "--out", out],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (out / "window.json").exists(), done.stdout + done.stderr
    (out / "words.txt").write_text(done.stdout + done.stderr)
    yield out


@pytest.mark.parametrize("visit", VISITS)
def test_a_clerk_finds_out_who_stands_opposite_or_reads_why_not(day: Path, visit: str) -> None:
    own = [row["result"] for row in json.loads((day / "window.json").read_text()) if row["visit"] == visit]
    assert own == ["ok"], (day / "words.txt").read_text()


def test_no_number_and_no_name_of_anybody_is_in_the_log(day: Path) -> None:
    text = (day / "terminal.log").read_text()
    assert "FaceChecked" in text
    assert "4201" not in text


def test_nothing_was_complained_about(day: Path) -> None:
    words = (day / "words.txt").read_text().splitlines()
    assert [line for line in words if "qrc:" in line or ".qml:" in line or "Traceback" in line] == []
    levels = [json.loads(line)["level"] for line in (day / "terminal.log").read_text().splitlines()]
    assert "error" not in levels
