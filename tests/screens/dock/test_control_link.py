"""Emulators are reached without waiting, come and go, and can't hurt the dock."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from screens.dock.control_link import EmulatorLink
from screens.dock.outcomes import Answered, Gone, Outcome, Refused
from tests.screens.dock.conftest import Emulator


@pytest.fixture
def link(qtbot: QtBot, tmp_path: Path) -> Iterator[EmulatorLink]:
    link = EmulatorLink(tmp_path / "sdt.sock", patience_ms=3000)
    yield link
    link.close()


@contextmanager
def _peer(path: Path, says: bytes | None) -> Iterator[None]:
    """Listens, answers each request with these bytes and closes; with None it says nothing and stays."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen()
    kept: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            kept.append(connection)
            if says is not None:
                connection.recv(65536)
                connection.sendall(says)
                connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for connection in kept:
            connection.close()


def _send(qtbot: QtBot, link: EmulatorLink, command: str, **arguments: object) -> Outcome:
    with qtbot.waitSignal(link.answered) as waited:
        link.send(command, arguments)
    outcome, _ = waited.args or (None, None)
    assert isinstance(outcome, Answered | Refused | Gone)
    return outcome


def test_a_command_arrives_with_its_arguments(qtbot: QtBot, link: EmulatorLink, sdt: Emulator) -> None:
    assert isinstance(_send(qtbot, link, "fault", kind="checksum", times=0), Answered)
    assert sdt.told == [("fault", {"kind": "checksum", "times": 0})]


def test_a_refusal_is_told(qtbot: QtBot, link: EmulatorLink, sdt: Emulator) -> None:
    outcome = _send(qtbot, link, "explode")
    assert isinstance(outcome, Refused)
    assert "explode" in outcome.why


def test_an_absent_emulator_is_absent_and_comes_back_by_itself(qtbot: QtBot, link: EmulatorLink, sdt: Emulator) -> None:
    with qtbot.waitSignal(link.changed):
        link.poll()
    assert link.present
    qtbot.waitUntil(lambda: "tap" in link.offers)
    sdt.close()
    with qtbot.waitSignal(link.changed):
        link.poll()
    assert not link.present
    assert isinstance(_send(qtbot, link, "lift"), Gone)
    sdt.open()
    with qtbot.waitSignal(link.changed):
        link.poll()
    assert link.present


def test_commands_keep_their_order(qtbot: QtBot, link: EmulatorLink, sdt: Emulator) -> None:
    held = threading.Event()
    sdt.before["tap"] = lambda: held.wait(3)
    link.send("tap", {"card": {}})
    link.send("lift")
    outcomes: list[str] = []
    link.answered.connect(lambda outcome, _given: outcomes.append(outcome.command))
    link.poll()
    qtbot.waitUntil(lambda: link.present)
    held.set()
    qtbot.waitUntil(lambda: len(outcomes) == 2)
    assert [command for command, _ in sdt.told] == ["tap", "lift"]


def test_a_command_that_waits_does_not_hold_up_the_others(qtbot: QtBot, link: EmulatorLink, sdt: Emulator) -> None:
    held = threading.Event()
    sdt.before["wait"] = lambda: held.wait(3)
    link.send_beside("wait", {"event": "read", "seconds": 2.5})
    assert isinstance(_send(qtbot, link, "lift"), Answered)
    with qtbot.waitSignal(link.answered):
        held.set()
    assert [command for command, _ in sdt.told] == ["lift", "wait"]


@pytest.mark.parametrize("says", [b"", b"\n", b"{}\n", b"nonsense\n", b'{"ok": true', b"\xff\xfe\n", b"[1]\n"])
def test_nonsense_from_an_emulator_is_an_outcome(qtbot: QtBot, link: EmulatorLink, tmp_path: Path, says: bytes) -> None:
    with _peer(tmp_path / "sdt.sock", says):
        assert isinstance(_send(qtbot, link, "lift"), Gone | Refused)


def test_an_emulator_that_says_nothing_is_given_up(qtbot: QtBot, tmp_path: Path) -> None:
    link = EmulatorLink(tmp_path / "sdt.sock", patience_ms=80)
    with _peer(tmp_path / "sdt.sock", None):
        assert _send(qtbot, link, "lift") == Gone("lift", "no answer in time")
        qtbot.waitUntil(lambda: link.trouble == "no answer in time")
    link.close()


def test_nothing_is_heard_after_the_end(qtbot: QtBot, link: EmulatorLink, sdt: Emulator) -> None:
    heard: list[object] = []
    link.answered.connect(lambda *_: heard.append(1))
    link.changed.connect(lambda: heard.append(2))
    link.send("lift")
    link.poll()
    link.close()
    other = EmulatorLink(sdt.path)
    assert isinstance(_send(qtbot, other, "lift"), Answered)  # a whole exchange later
    other.close()
    assert heard == []


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), 1e300, -5, True, "many", None])
def test_any_waiting_time_typed_by_hand_is_bounded(
    qtbot: QtBot, link: EmulatorLink, sdt: Emulator, seconds: object
) -> None:
    with qtbot.waitSignal(link.answered):
        link.send_beside("wait", {"seconds": seconds})
