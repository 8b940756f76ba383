"""The scanner driver against the emulator, over a real serial line (a pty)."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.backoff import BackOff, BackOffPolicy
from devices.cards.sdt_transport import SerialTransport
from devices.emulators.control import Control, ControlError
from devices.ports import CodeFailed, CodeRead, CodeTrouble, DeviceState, DeviceStatus, ReaderDetail
from devices.scanning.scanners import Scanners
from devices.scanning.serial_scanner import SerialScanner
from tests.devices.running import emulator

SOON = 10.0
NUMBER = "420102202611210004127"


class Desk:
    def __init__(self, control: Control, port: Path) -> None:
        self.control = control
        self.statuses: queue.Queue[DeviceStatus] = queue.Queue()
        self.scanner = SerialScanner(
            "codes",
            SerialTransport(str(port), 9600),
            deliver=self.statuses.put,
            back_off=BackOff(BackOffPolicy(first=0.02, most=0.02)),
        )

    def told(self) -> DeviceStatus:
        return self.statuses.get(timeout=SOON)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Control, Path]]:
    folder = tmp_path_factory.mktemp("scan")
    with emulator("scan", folder / "control", ["--link", str(folder / "tty")]) as control:
        yield control, folder / "tty"


@pytest.fixture
def desk(line: tuple[Control, Path]) -> Iterator[Desk]:
    line[0].send("fault", kind="none")
    line[0].send("plug")
    made = Desk(*line)
    assert made.told() == DeviceStatus("codes", DeviceState.READY)
    yield made
    made.scanner.close()


@pytest.mark.parametrize("suffix", ["cr", "lf", "crlf", "tab", "none"])
def test_a_code_comes_through_whatever_the_scanner_puts_behind_it(desk: Desk, suffix: str) -> None:
    wanted = desk.scanner.read_next()
    desk.control.send("scan", text=NUMBER, suffix=suffix)
    assert wanted.result(SOON) == CodeRead("codes", NUMBER)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("split", CodeRead("codes", NUMBER)),
        ("garbage", CodeFailed("codes", CodeTrouble.NO_TEXT)),
        ("endless", CodeFailed("codes", CodeTrouble.TOO_LONG)),
    ],
)
def test_a_bad_code_is_refused_by_name_and_the_next_one_comes_through(
    desk: Desk, fault: str, expected: CodeRead | CodeFailed
) -> None:
    wanted = desk.scanner.read_next()
    desk.control.send("fault", kind=fault, ms=5)
    desk.control.send("scan", text=NUMBER)
    assert wanted.result(SOON) == expected
    wanted = desk.scanner.read_next()
    desk.control.send("scan", text=NUMBER)
    assert wanted.result(SOON) == CodeRead("codes", NUMBER)


def test_what_is_scanned_while_nobody_waits_is_nobodys(desk: Desk) -> None:
    first = desk.scanner.read_next()
    desk.control.send("scan", text="early")
    first.result(SOON)
    assert desk.scanner.read_next().cancel()
    desk.control.send("scan", text="late")
    wanted = Scanners([desk.scanner]).read_next()
    desk.control.send("scan", text=NUMBER)
    assert wanted.result(SOON) in (CodeRead("codes", NUMBER), CodeRead("codes", "late"))


def test_an_unplugged_scanner_is_told_once_and_comes_back_by_itself(desk: Desk) -> None:
    wanted = desk.scanner.read_next()
    desk.control.send("unplug")
    assert wanted.result(SOON) == CodeFailed("codes", CodeTrouble.SCANNER_GONE)
    assert desk.told() == DeviceStatus("codes", DeviceState.ABSENT, ReaderDetail.UNPLUGGED)
    assert desk.scanner.read_next().result(0) == CodeFailed("codes", CodeTrouble.SCANNER_GONE)
    with pytest.raises(ControlError, match="unplugged"):
        desk.control.send("scan", text=NUMBER)
    desk.control.send("plug")
    assert desk.told() == DeviceStatus("codes", DeviceState.READY)
    wanted = desk.scanner.read_next()
    desk.control.send("scan", text=NUMBER)
    assert wanted.result(SOON) == CodeRead("codes", NUMBER)
    assert desk.statuses.empty()


def test_closing_answers_whoever_still_waits_and_ends_the_thread(line: tuple[Control, Path]) -> None:
    line[0].send("plug")
    desk = Desk(*line)
    desk.told()
    wanted, before = desk.scanner.read_next(), threading.active_count()
    desk.scanner.close()
    assert wanted.result(0) == CodeFailed("codes", CodeTrouble.SCANNER_GONE)
    assert threading.active_count() == before - 1


def test_what_was_scanned_stands_in_no_print_of_it() -> None:
    assert NUMBER not in repr(CodeRead("codes", NUMBER))


# ---- several as one


class Shown:
    """A scanner whose codes come from the test."""

    def __init__(self, name: str) -> None:
        from devices.scanning.awaited import Awaited

        self.name, self.awaited = name, Awaited(name)
        self.read_next = self.awaited.next

    def close(self) -> None: ...


def test_the_first_code_of_any_scanner_counts_and_a_lost_one_does_not_end_the_wait() -> None:
    one, other = Shown("one"), Shown("other")
    wanted = Scanners([one, other]).read_next()
    one.awaited.gone()
    assert not wanted.done()
    other.awaited.give(CodeRead("other", NUMBER))
    assert wanted.result(0) == CodeRead("other", NUMBER)
    wanted = Scanners([one, other]).read_next()
    other.awaited.gone()
    assert isinstance(wanted.result(0), CodeFailed)
    assert isinstance(Scanners([]).read_next().result(0), CodeFailed)


def test_giving_up_gives_the_scanners_their_rest() -> None:
    one = Shown("one")
    assert Scanners([one]).read_next().cancel()
    assert not one.awaited.give(CodeRead("one", NUMBER))
