"""ID-card readers on USB: the real driver and the real pyusb, over a bus that is made up."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from devices.backoff import BackOff, BackOffPolicy
from devices.cards.sdt import Pace, SdtReader
from devices.cards.sdt_frames import REQUEST, Frame, Parser
from devices.cards.sdt_usb import Style, UsbTransport, ids_of
from devices.emulators.cards import id_card
from devices.emulators.sdt_sam import Sam
from devices.ports import CardRead, DeviceState, DeviceStatus, ReaderDetail
from tests.devices.cards.people import RESIDENT
from tests.devices.cards.usb_fake import PAIR, REPORTS, SPLIT, UsbReader

SOON = 10.0
STYLES = pytest.mark.parametrize("endpoints", [SPLIT, PAIR, REPORTS], ids=["split", "pair", "reports"])


class Desk:
    """One reader on the bus and its driver."""

    def __init__(self, endpoints: list[tuple[int, int]]) -> None:
        self.sam = Sam()
        self.bus = UsbReader(self._answer, endpoints)
        self.statuses: queue.Queue[DeviceStatus] = queue.Queue()
        self.reader = SdtReader(
            "id",
            UsbTransport(0x0400, 0xC35A, backend=self.bus),
            deliver=self.statuses.put,
            pace=Pace(awaited=0.005, lying=0.005, idle=0.01),
            back_off=BackOff(BackOffPolicy(first=0.02, most=0.02)),
        )

    def _answer(self, request: bytes) -> bytes:
        [frame] = Parser(REQUEST).feed(request)
        return (self.sam.answer(frame) if isinstance(frame, Frame) else b"") or b""

    def told(self) -> DeviceStatus:
        return self.statuses.get(timeout=SOON)

    def tap(self) -> CardRead:
        wanted = self.reader.read_next()
        self.sam.lay(id_card(RESIDENT))
        result = wanted.result(SOON)
        assert isinstance(result, CardRead)
        return result


@pytest.fixture
def desk(endpoints: list[tuple[int, int]]) -> Iterator[Desk]:
    made = Desk(endpoints)
    assert made.told() == DeviceStatus("id", DeviceState.READY)
    yield made
    made.reader.close()


@STYLES
def test_a_card_is_read_however_the_reader_moves_its_frames(desk: Desk) -> None:
    result = desk.tap()
    assert (result.text.name, result.text.number) == (RESIDENT["name"], RESIDENT["number"])
    assert result.sam_id == "05.03-18478531-0000000999-0123456789"


@STYLES
def test_an_answer_in_many_transfers_is_put_together(desk: Desk) -> None:
    desk.bus.chunk = 64
    assert desk.tap().text.name == RESIDENT["name"]


@STYLES
def test_a_reader_pulled_off_the_bus_comes_back_by_itself(desk: Desk) -> None:
    desk.bus.plugged = False
    assert desk.told() == DeviceStatus("id", DeviceState.ABSENT, ReaderDetail.UNPLUGGED)
    back = desk.reader.usable()
    desk.bus.plugged = True
    back.result(SOON)
    assert desk.told() == DeviceStatus("id", DeviceState.READY)
    assert desk.tap().text.name == RESIDENT["name"]


@pytest.mark.parametrize("endpoints", [PAIR])
def test_an_endpoint_that_halted_works_again(desk: Desk) -> None:
    desk.bus.halted = True
    assert desk.tap().text.name == RESIDENT["name"]


def test_a_device_that_can_not_be_used_says_why() -> None:
    reader = UsbReader(lambda _: b"", [(0x81, 2)])
    assert UsbTransport(0x0400, 0xC35A, backend=reader).open() is ReaderDetail.WRONG_ENDPOINTS
    assert UsbTransport(0x0400, 0xC35B, backend=reader).open() is ReaderDetail.UNPLUGGED
    taken = UsbReader(lambda _: b"", PAIR)
    taken.busy = True
    assert UsbTransport(0x0400, 0xC35A, backend=taken).open() is ReaderDetail.IN_USE
    assert UsbTransport(0x0400, 0xC35A, Style.REPORTS, taken).open() is ReaderDetail.IN_USE
    taken.busy = False
    assert UsbTransport(0x0400, 0xC35A, Style.REPORTS, taken).open() is ReaderDetail.WRONG_ENDPOINTS
    assert UsbTransport(0x0400, 0xC35A, Style.PAIR, taken).open() is ReaderDetail.NONE


def test_a_reader_on_this_machines_real_bus_is_looked_for_with_the_real_library() -> None:
    assert UsbTransport(0x0400, 0xC35A).open() in (ReaderDetail.UNPLUGGED, ReaderDetail.NO_USB)


@pytest.mark.parametrize("place", ["", "0400", "400:C35A", "0400:XYZW", "0400:C35A:1", "04 0:C35A"])
def test_ids_that_are_none_are_told_with_an_example(place: str) -> None:
    with pytest.raises(ValueError, match="such as 0400:C35A"):
        ids_of(place)


def test_ids_are_hexadecimal() -> None:
    assert ids_of("0400:c35a") == (0x0400, 0xC35A)
