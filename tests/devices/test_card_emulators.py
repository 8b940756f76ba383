"""The card emulators as programs: how they start, refuse and end."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.emulators.__main__ import KINDS, main
from devices.emulators.control import ControlError
from tests.devices.running import emulator


def test_an_unknown_kind_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["toaster"]) == 2
    assert main([]) == 2
    assert f"{{{','.join(KINDS)}}}" in capsys.readouterr().err


def test_commands_that_make_no_sense_are_refused_in_words(tmp_path: Path) -> None:
    with emulator("sdt", tmp_path / "control", ["--link", str(tmp_path / "tty")]) as control:
        assert {"tap", "lift", "fault", "wait", "state", "unplug", "plug"} <= set(control.send("help")["commands"])
        for command, arguments, why in (
            ("fault", {"kind": "fire"}, "known: none, checksum"),
            ("tap", {"card": {"kind": "library"}}, "library"),
            ("tap", {"card": {"kind": "social-security"}}, "other reader"),
            ("tap", {"card": {"name": "张" * 16, "number": "1"}}, "name takes 32 bytes"),
            ("tap", {"card": {"name": "张", "number": "1", "photo": "YWJj"}}, "photo of 3 bytes"),
            ("wait", {"event": "read", "seconds": 0.01}, "no read"),
            ("tap", {}, "card"),
        ):
            with pytest.raises(ControlError, match=why):
                control.send(command, **arguments)
        assert control.send("state")["card"] is False


def test_plugging_twice_and_unplugging_twice_does_no_harm(tmp_path: Path) -> None:
    with emulator("sdt", tmp_path / "control", ["--link", str(tmp_path / "tty")]) as control:
        for _ in range(3):
            control.send("unplug")
            control.send("unplug")
            assert not (tmp_path / "tty").exists()
            control.send("plug")
            control.send("plug")
            assert (tmp_path / "tty").exists()
    assert list(tmp_path.iterdir()) == []
