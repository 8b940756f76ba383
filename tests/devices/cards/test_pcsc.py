"""The social-security card driver against a card in the virtual slot of a real pcscd."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.cards.pcsc import PcscReader
from devices.cards.pcsc_service import matches
from devices.emulators.control import Control, ControlError
from devices.ports import CardFailed, CardRead, DeviceState, DeviceStatus, ReadTrouble
from tests.devices.cards.people import SOCIAL
from tests.devices.running import emulator

SOON = 15.0


class Desk:
    """One slot and its driver."""

    def __init__(self, control: Control, pattern: str = "", seconds: float = 3.0) -> None:
        self.control = control
        self.statuses: queue.Queue[DeviceStatus] = queue.Queue()
        self.reader = PcscReader(
            "ssc", pattern or control.send("state")["slot"], deliver=self.statuses.put, seconds=seconds
        )

    def ready(self) -> None:
        assert self.statuses.get(timeout=SOON) == DeviceStatus("ssc", DeviceState.READY)

    def insert(self, **changes: Any) -> CardRead | CardFailed:
        """Somebody waits, a card is put in; what the driver makes of it."""
        wanted = self.reader.read_next()
        self.control.send("insert", card={**SOCIAL, **changes})
        return wanted.result(SOON)

    def remove(self) -> None:
        lifted = self.reader.lifted()
        self.control.send("remove")
        lifted.result(SOON)

    def count(self, event: str) -> int:
        return int(self.control.send("state")["counts"].get(event, 0))


@pytest.fixture(scope="module")
def slot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Control]:
    with emulator("pcsc", tmp_path_factory.mktemp("pcsc") / "control", ["--slot", "any"]) as control:
        yield control


@pytest.fixture
def desk(slot: Control) -> Iterator[Desk]:
    slot.send("fault", kind="none")
    slot.send("remove")
    made = Desk(slot)
    made.ready()
    made.reader.lifted().result(SOON)
    yield made
    made.reader.close()


def trouble(result: CardRead | CardFailed) -> ReadTrouble | None:
    return result.trouble if isinstance(result, CardFailed) else None


@pytest.mark.parametrize("version", ["1.00", "2.00"])
def test_a_card_put_in_is_read(desk: Desk, version: str) -> None:
    result = desk.insert(ssc_version=version)
    assert isinstance(result, CardRead)
    assert (result.reader, result.text.name, result.text.number) == ("ssc", SOCIAL["name"], SOCIAL["number"])


def test_a_card_that_is_in_is_read_when_somebody_wants_it_and_only_once(desk: Desk) -> None:
    desk.control.send("insert", card=SOCIAL)
    desk.control.send("wait", event="powered", after=desk.count("powered") - 1, seconds=SOON)
    assert desk.count("apdu") == 0 or not desk.reader.occupied
    assert isinstance(desk.reader.read_next().result(SOON), CardRead)
    assert desk.reader.occupied
    again, asked = desk.reader.read_next(), desk.count("apdu")
    desk.remove()
    assert not desk.reader.occupied
    assert not again.done()
    assert desk.count("apdu") == asked
    desk.control.send("insert", card=SOCIAL)
    assert isinstance(again.result(SOON), CardRead)


@pytest.mark.parametrize(
    ("fault", "changes", "expected"),
    [
        ("none", {"ssc_version": "3.00"}, ReadTrouble.HOLDER_LOCKED),
        ("wrong-aid", {}, ReadTrouble.NOT_A_DOCUMENT),
        ("short", {}, ReadTrouble.UNREADABLE),
        ("slow", {}, None),
    ],
)
def test_each_kind_of_card_has_its_own_answer(
    desk: Desk, fault: str, changes: dict[str, str], expected: ReadTrouble | None
) -> None:
    desk.control.send("fault", kind=fault, times=0, ms=10)
    assert trouble(desk.insert(**changes)) is expected
    desk.control.send("fault", kind="none")
    desk.remove()
    assert isinstance(desk.insert(), CardRead)


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_card_pulled_out_while_it_is_read_is_told_as_that(desk: Desk, after: int) -> None:
    desk.control.send("remove_during_read", after=after)
    assert trouble(desk.insert()) is ReadTrouble.LIFTED
    desk.reader.lifted().result(SOON)
    assert isinstance(desk.insert(), CardRead)


def test_a_hung_card_is_given_up_and_the_next_one_reads(slot: Control) -> None:
    slot.send("remove")
    desk = Desk(slot, seconds=0.3)
    desk.ready()
    try:
        desk.reader.lifted().result(SOON)  # pcscd looks each 400 ms: it may still believe in the card before
        first = desk.reader.child
        desk.control.send("fault", kind="silent")
        assert trouble(desk.insert()) is ReadTrouble.NO_ANSWER
        again = desk.reader.read_next()
        desk.remove()
        assert not again.done()
        desk.control.send("insert", card=SOCIAL)
        assert isinstance(again.result(SOON), CardRead)
        assert desk.reader.child != first
        assert desk.statuses.empty(), "the person is told of the card, staff of nothing"
    finally:
        desk.reader.close()


def test_pcscd_may_go_and_come_back(desk: Desk) -> None:
    if desk.control.send("state")["pcscd"] != "ours":
        with pytest.raises(ControlError, match="another emulator uses it"):
            desk.control.send("stop_pcscd")
        return
    desk.insert()
    wanted = desk.reader.read_next()
    desk.control.send("stop_pcscd")
    assert trouble(wanted.result(SOON)) is ReadTrouble.READER_GONE
    assert desk.statuses.get(timeout=SOON) == DeviceStatus("ssc", DeviceState.ABSENT, "no-service")
    assert not desk.reader.occupied, "nobody is asked to take a card out of a reader that is gone"
    back = desk.reader.usable()
    desk.control.send("start_pcscd")
    back.result(SOON)
    desk.ready()
    desk.reader.read_next()  # the card is still in, and was read before
    desk.remove()
    assert isinstance(desk.insert(), CardRead)


def test_a_reader_that_is_not_there_is_unplugged(slot: Control) -> None:
    desk = Desk(slot, "No Such Reader*")
    try:
        assert desk.statuses.get(timeout=SOON) == DeviceStatus("ssc", DeviceState.ABSENT, "unplugged")
        assert trouble(desk.reader.read_next().result(SOON)) is ReadTrouble.READER_GONE
        desk.reader.lifted().result(0)
    finally:
        desk.reader.close()


def test_a_child_that_is_killed_is_replaced_unnoticed(desk: Desk) -> None:
    assert isinstance(desk.insert(), CardRead)
    child = desk.reader.child
    assert child
    lifted = desk.reader.lifted()
    os.kill(child, signal.SIGKILL)
    desk.remove()
    lifted.result(SOON)
    assert isinstance(desk.insert(), CardRead)
    assert desk.statuses.empty()


def test_no_child_outlives_its_driver(desk: Desk) -> None:
    child = desk.reader.child
    wanted = desk.reader.read_next()
    desk.reader.close()
    assert trouble(wanted.result(0)) is ReadTrouble.READER_GONE
    assert not Path(f"/proc/{child}").exists()


def test_a_name_is_there_soon_after_pcscd_has_seen_the_card(desk: Desk) -> None:
    took = []
    for _ in range(3):
        wanted, powered = desk.reader.read_next(), desk.count("powered")
        desk.control.send("insert", card=SOCIAL)
        desk.control.send("wait", event="powered", after=powered, seconds=SOON)
        started = time.monotonic()
        assert isinstance(wanted.result(SOON), CardRead)
        took.append(time.monotonic() - started)
        desk.remove()
    assert min(took) < 0.12


def test_many_cards_leave_nothing_behind(desk: Desk) -> None:
    def held() -> tuple[int, int, int | None]:
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir())), desk.reader.child

    desk.insert()
    desk.remove()
    before = held()
    for _ in range(4):
        assert isinstance(desk.insert(), CardRead)
        desk.remove()
    assert held() == before


@pytest.mark.parametrize(
    ("name", "pattern", "meant"),
    [
        ("ACS ACR39U 00 00", "ACS*", True),
        ("ACS Dual [PICC] 01 00", "ACS Dual [PICC]*", True),
        ("ACS Dual [PICC] 01 00", "ACS Dual [PICC] 01 00", True),
        ("Virtual PCD 00 01", "Virtual PCD 00 00", False),
    ],
)
def test_readers_are_named_with_stars_and_with_their_own_brackets(name: str, pattern: str, meant: bool) -> None:
    assert matches(name, pattern) is meant
