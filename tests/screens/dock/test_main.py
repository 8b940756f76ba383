"""The dock as a program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from screens.dock.__main__ import main
from tests.screens.dock.conftest import Emulator, Platform


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_ends_cleanly_when_asked(
    qtbot: QtBot, tmp_path: Path, platform: Platform, sdt: Emulator, number: signal.Signals
) -> None:
    arguments = [sys.executable, "-X", "dev", "-m", "screens.dock", "--folder", str(tmp_path)]
    arguments += ["--platform", platform.address]
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    try:
        qtbot.waitUntil(lambda: "JA-ZZ-03" in platform.terminals, timeout=20_000)  # it is up and asks
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert b"Traceback" not in errors
    assert b"QThread" not in errors


def test_without_a_folder_it_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--platform", "http://127.0.0.1:1"])
    assert ended.value.code == 2
    assert "--folder" in capsys.readouterr().err


def test_a_place_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--folder", str(tmp_path), "--at", "left"])
    assert ended.value.code == 2
