"""The driver of the I/O board against the emulator, over a real serial line (a pty)."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.backoff import BackOff, BackOffPolicy
from devices.board.driver import BoardDriver, Pace
from devices.board.messages import BoardId
from devices.cards.sdt_transport import SerialTransport
from devices.emulators.control import Control, ControlError
from devices.fifo import NotDone
from devices.ports import (
    BoardDetail,
    Colour,
    DeviceState,
    DeviceStatus,
    Glow,
    Key,
    KeyPressed,
    Lamp,
    Light,
    PanelChanged,
    PanelEvent,
    PanelState,
)
from tests.devices.running import emulator

SOON = 10.0
SOON_AGAIN = BackOffPolicy(first=0.02, most=0.02)
AT_REST = PanelState(has_ups=True, percent=100, minutes=45)
READY = DeviceStatus("board", DeviceState.READY)
GREEN = Lamp(Glow.BLINK, Colour.GREEN)


def trouble(state: DeviceState, detail: BoardDetail) -> DeviceStatus:
    return DeviceStatus("board", state, detail)


class Desk:
    """One emulated board and its driver."""

    def __init__(self, control: Control, port: Path, pace: Pace) -> None:
        self.control, self.port = control, port
        self.told: queue.Queue[DeviceStatus | PanelEvent] = queue.Queue()
        self.board = BoardDriver("board", SerialTransport(str(port), 115200), self.told.put, pace, BackOff(SOON_AGAIN))

    def next(self) -> DeviceStatus | PanelEvent:
        return self.told.get(timeout=SOON)

    def expect(self, *events: DeviceStatus | PanelEvent) -> None:
        """These come, in this order, and nothing between."""
        for event in events:
            assert self.next() == event

    def until(self, event: DeviceStatus | PanelEvent) -> None:
        """Comes at last."""
        while self.next() != event:
            pass

    def ready(self) -> None:
        self.expect(READY, PanelChanged("board", AT_REST))

    def count(self, event: str) -> int:
        return int(self.control.send("state")["counts"].get(event, 0))

    def shows(self, *lit: str) -> None:
        """The emulator's lamps become these, within a second or so."""
        end = time.monotonic() + SOON
        while (now := self.control.send("state"))["lit"] != list(lit):
            assert time.monotonic() < end, now["lit"]
            with_more = now["counts"].get("light", 0)
            try:
                self.control.send("wait", event="light", after=with_more, seconds=0.2)
            except ControlError:
                continue


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Control, Path]]:
    folder = tmp_path_factory.mktemp("board")
    with emulator("board", folder / "control", ["--link", str(folder / "tty")]) as control:
        yield control, folder / "tty"
    assert not (folder / "tty").is_symlink()


@pytest.fixture
def pace() -> Pace:
    return Pace()


@pytest.fixture
def desk(line: tuple[Control, Path], pace: Pace) -> Iterator[Desk]:
    control, port = line
    control.send("fault", kind="none")
    control.send("plug")
    control.send("door", open=False)
    control.send("near", somebody=False)
    control.send("mains", on=True)
    control.send("battery", percent=100)
    for key in Key:
        control.send("hold", key=key.value, down=False)
    desk = Desk(control, port, pace)
    yield desk
    desk.board.close()


def test_the_lamp_of_the_slot_shines_and_goes_out_with_the_driver(desk: Desk) -> None:
    desk.ready()
    desk.board.light({Light.CARD: GREEN})
    desk.shows("card")
    assert desk.control.send("state")["lights"]["card"] == "blink"
    desk.board.light({Light.A4: GREEN, Light.TICKET: Lamp(Glow.ON)})
    desk.shows("ticket", "a4")
    desk.board.close()
    desk.shows()


def test_a_board_that_was_away_gets_its_lamps_back(desk: Desk) -> None:
    desk.ready()
    desk.board.light({Light.CARD: GREEN})
    desk.shows("card")
    desk.control.send("unplug")
    desk.expect(trouble(DeviceState.ABSENT, BoardDetail.UNPLUGGED))
    assert desk.board.state is None
    desk.control.send("plug")
    desk.ready()
    desk.shows("card")


def test_a_board_that_was_switched_off_and_on_gets_its_lamps_back_unasked(desk: Desk) -> None:
    desk.ready()
    desk.board.light({Light.CARD: GREEN})
    desk.shows("card")
    desk.control.send("restart")
    desk.board.light({Light.CARD: GREEN, Light.SCANNER: GREEN})
    desk.shows("card", "scanner")


def test_every_key_arrives_once_in_order(desk: Desk) -> None:
    desk.ready()
    for key in (*Key, Key.OK, Key.OK):
        desk.control.send("key", key=key.value, ms=1)
        desk.expect(KeyPressed("board", key))


def test_door_power_and_somebody_near_are_told_as_they_change(desk: Desk) -> None:
    desk.ready()
    desk.control.send("near", somebody=True)
    desk.expect(PanelChanged("board", PanelState(near=True, has_ups=True, percent=100, minutes=45)))
    desk.control.send("near", somebody=False)
    desk.until(PanelChanged("board", AT_REST))
    desk.control.send("door", open=True)
    desk.expect(trouble(DeviceState.ATTENTION, BoardDetail.DOOR_OPEN))
    desk.control.send("mains", on=False, minutes=12)
    desk.until(trouble(DeviceState.ATTENTION, BoardDetail.ON_BATTERY))
    desk.until(
        PanelChanged("board", PanelState(door_open=True, has_ups=True, on_battery=True, percent=100, minutes=12))
    )
    desk.control.send("mains", on=True, minutes=45)
    desk.until(trouble(DeviceState.ATTENTION, BoardDetail.DOOR_OPEN))
    desk.control.send("door", open=False)
    desk.until(READY)


def test_tones_are_sounded_now_or_never(desk: Desk) -> None:
    desk.ready()
    before = desk.control.send("state")["tones"]
    heard = desk.count("buzzer")
    desk.board.beep(3)
    desk.control.send("wait", event="buzzer", after=heard, seconds=SOON)
    assert desk.control.send("state")["tones"] == before + 3
    with pytest.raises(ValueError, match="10 tones"):
        desk.board.beep(10)


def test_a_self_test_hears_who_the_board_is(desk: Desk) -> None:
    desk.ready()
    assert desk.board.identify().result(SOON) == BoardId(1, "1.0", "00c0ffee")
    desk.board.close()
    assert desk.board.identify().result(SOON) is NotDone.GONE


def test_a_lost_or_broken_answer_costs_nothing(desk: Desk) -> None:
    desk.ready()
    for kind in ("silent", "bad-crc", "garbage", "split"):
        desk.control.send("fault", kind=kind, times=1)
        desk.board.light({Light.CARD: GREEN})
        desk.shows("card")
        desk.board.light({})
        desk.shows()
    assert desk.told.empty()


@pytest.mark.parametrize("pace", [Pace(watch=0.05)])
@pytest.mark.parametrize(("kind", "detail"), [("silent", BoardDetail.SILENT), ("bad-crc", BoardDetail.GARBLED)])
def test_a_board_that_says_nothing_right_is_named_and_comes_back(desk: Desk, kind: str, detail: BoardDetail) -> None:
    desk.ready()
    desk.control.send("fault", kind=kind, times=0)
    desk.expect(trouble(DeviceState.FAULT, detail))
    desk.control.send("fault", kind="none")
    desk.ready()


@pytest.mark.parametrize("pace", [Pace(watch=0.05)])
def test_a_board_of_another_version_is_not_used(desk: Desk) -> None:
    desk.ready()
    desk.control.send("fault", kind="version", times=0)
    desk.control.send("unplug")
    desk.control.send("plug")
    desk.until(trouble(DeviceState.FAULT, BoardDetail.OTHER_VERSION))
    desk.control.send("fault", kind="none")
    desk.until(READY)


@pytest.mark.parametrize("pace", [Pace(watch=0.05, stuck=0.1)])
def test_a_stuck_key_is_told_to_staff_and_presses_nothing_more(desk: Desk) -> None:
    desk.ready()
    desk.control.send("hold", key="ok", down=True)
    desk.expect(KeyPressed("board", Key.OK), trouble(DeviceState.ATTENTION, BoardDetail.KEY_STUCK))
    desk.control.send("hold", key="ok", down=False)
    desk.expect(READY)


def test_a_board_at_rest_is_asked_only_each_five_seconds(desk: Desk) -> None:
    desk.ready()
    before = desk.count("state")
    with pytest.raises(ControlError):
        desk.control.send("wait", event="state", after=before, seconds=1.5)


def test_nothing_that_is_wanted_waits_for_the_next_look_however_it_falls_between_two_requests(desk: Desk) -> None:
    desk.board.close()
    for round_ in range(30):
        again = Desk(desk.control, desk.port, Pace())
        again.ready()
        again.board.light({Light.CARD: GREEN})
        if round_ % 2:
            again.board.beep(1)
        began = time.monotonic()
        again.board.close()
        assert time.monotonic() - began < 1.0, "the driver slept over its own end"


def test_a_port_that_another_program_has_is_named(desk: Desk) -> None:
    desk.ready()
    second = Desk(desk.control, desk.port, Pace())
    try:
        second.expect(trouble(DeviceState.ABSENT, BoardDetail.IN_USE))
    finally:
        second.board.close()
