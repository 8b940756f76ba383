"""The ID-card driver against the emulator, over a real serial line (a pty)."""

from __future__ import annotations

import base64
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.backoff import BackOff, BackOffPolicy
from devices.cards.photo import Photo
from devices.cards.sdt import Pace, SdtReader
from devices.cards.sdt_transport import SerialTransport
from devices.emulators.control import Control
from devices.ports import CardFailed, CardKind, CardRead, DeviceState, DeviceStatus, PhotoState, ReadTrouble
from tests.devices.cards.people import FOREIGNER, HMT, RESIDENT
from tests.devices.running import emulator

SOON = 10.0
QUICK = Pace(awaited=0.005, lying=0.005, idle=0.02)
SOON_AGAIN = BackOffPolicy(first=0.02, most=0.02)


class Desk:
    """One emulated reader and its driver."""

    def __init__(self, control: Control, port: Path, pace: Pace = QUICK, baud: int = 115200) -> None:
        self.control = control
        self.statuses: queue.Queue[DeviceStatus] = queue.Queue()
        self.reader = SdtReader(
            "id",
            SerialTransport(str(port), baud),
            deliver=self.statuses.put,
            pace=pace,
            back_off=BackOff(SOON_AGAIN),
        )

    def ready(self) -> None:
        assert self.statuses.get(timeout=SOON) == DeviceStatus("id", DeviceState.READY)

    def tap(self, card: dict[str, str] = RESIDENT) -> CardRead | CardFailed:
        """Somebody waits, a card is laid on; what the driver makes of it."""
        wanted = self.reader.read_next()
        self.control.send("tap", card=card)
        return wanted.result(SOON)

    def lift(self) -> None:
        self.control.send("lift")
        self.reader.lifted().result(SOON)

    def count(self, event: str) -> int:
        return int(self.control.send("state")["counts"].get(event, 0))

    def after_some_looks(self) -> None:
        """Until the driver has looked a few times more."""
        self.control.send("wait", event="find", after=self.count("find") + 5, seconds=SOON)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Control, Path]]:
    folder = tmp_path_factory.mktemp("sdt")
    with emulator("sdt", folder / "control", ["--link", str(folder / "tty")]) as control:
        yield control, folder / "tty"
    assert not (folder / "tty").is_symlink()


@pytest.fixture
def desk(line: tuple[Control, Path]) -> Iterator[Desk]:
    control, port = line
    control.send("fault", kind="none")
    control.send("lift")
    control.send("plug")
    made = Desk(control, port)
    made.ready()
    yield made
    made.reader.close()


def trouble(result: CardRead | CardFailed) -> ReadTrouble | None:
    return result.trouble if isinstance(result, CardFailed) else None


@pytest.mark.parametrize("card", [RESIDENT, HMT, FOREIGNER], ids=lambda card: card["kind"])
def test_a_card_laid_on_is_read(desk: Desk, card: dict[str, str]) -> None:
    result = desk.tap(card)
    assert isinstance(result, CardRead)
    assert (result.reader, result.text.kind) == ("id", CardKind(card["kind"]))
    assert (result.text.name, result.text.number) == (card["name"], card["number"])
    assert result.photo_state is PhotoState.NO_DECODER


def test_a_card_that_lies_there_before_is_read_when_somebody_wants_it_and_not_earlier(desk: Desk) -> None:
    before = desk.count("read")
    desk.control.send("tap", card=RESIDENT)
    desk.after_some_looks()
    assert desk.count("read") == before
    assert not desk.reader.occupied
    assert isinstance(desk.reader.read_next().result(SOON), CardRead)


def test_a_card_that_was_read_does_not_count_again_and_is_not_taken_for_lifted(desk: Desk) -> None:
    desk.tap()
    lifted, again = desk.reader.lifted(), desk.reader.read_next()
    desk.after_some_looks()
    assert desk.reader.occupied
    assert not lifted.done()
    assert not again.done()
    desk.control.send("lift")
    lifted.result(SOON)
    assert not desk.reader.occupied
    assert not again.done()
    desk.control.send("tap", card=HMT)
    result = again.result(SOON)
    assert isinstance(result, CardRead)
    assert result.text.kind is CardKind.HMT_RESIDENCE


def test_an_empty_reader_is_lifted_at_once(desk: Desk) -> None:
    desk.reader.lifted().result(SOON)


def test_a_wait_that_was_given_up_reads_nothing(desk: Desk) -> None:
    before = desk.count("read")
    assert desk.reader.read_next().cancel()
    desk.control.send("tap", card=RESIDENT)
    desk.after_some_looks()
    assert desk.count("read") == before


@pytest.mark.parametrize("after", [0, 5, 300, 1294])
def test_a_card_lifted_while_it_is_read_is_told_as_that(desk: Desk, after: int) -> None:
    desk.control.send("lift_during_read", after=after)
    assert trouble(desk.tap()) is ReadTrouble.LIFTED
    assert isinstance(desk.tap(), CardRead)


@pytest.mark.parametrize("kind", ["checksum", "short", "garbage", "slow", "read-failed"])
@pytest.mark.parametrize("on", ["read", "find", "select", ""])
def test_one_bad_answer_costs_nothing_but_time(desk: Desk, kind: str, on: str) -> None:
    desk.control.send("fault", kind=kind, on=on, ms=20)
    assert isinstance(desk.tap(), CardRead)


def test_a_reader_that_misses_one_request_is_asked_again(desk: Desk) -> None:
    desk.control.send("fault", kind="silent", on="find")
    assert isinstance(desk.tap(), CardRead)


@pytest.mark.parametrize("kind", ["read-failed", "checksum"])
def test_a_card_that_never_reads_is_unreadable_until_it_was_lifted(desk: Desk, kind: str) -> None:
    desk.control.send("fault", kind=kind, on="read", times=0)
    assert trouble(desk.tap()) is ReadTrouble.UNREADABLE
    desk.control.send("fault", kind="none")
    again = desk.reader.read_next()
    desk.after_some_looks()
    assert not again.done()
    desk.lift()
    desk.control.send("tap", card=RESIDENT)
    assert isinstance(again.result(SOON), CardRead)


def test_a_silent_reader_is_gone_until_it_speaks_again(desk: Desk) -> None:
    wanted = desk.reader.read_next()
    desk.control.send("fault", kind="silent", times=0)
    assert trouble(wanted.result(SOON)) is ReadTrouble.READER_GONE
    assert desk.statuses.get(timeout=SOON) == DeviceStatus("id", DeviceState.FAULT, "silent")
    assert trouble(desk.reader.read_next().result(0)) is ReadTrouble.READER_GONE
    desk.reader.lifted().result(0)
    desk.control.send("fault", kind="none")
    desk.reader.usable().result(SOON)
    assert isinstance(desk.tap(), CardRead)


def test_a_reader_that_babbles_is_at_fault(desk: Desk) -> None:
    desk.control.send("fault", kind="checksum", times=0)
    assert trouble(desk.reader.read_next().result(SOON)) is ReadTrouble.READER_GONE
    assert desk.statuses.get(timeout=SOON).detail == "garbled"


def test_an_unauthorised_sam_is_named_to_staff(desk: Desk) -> None:
    desk.control.send("fault", kind="sam-not-authorised", times=0)
    assert trouble(desk.tap()) is ReadTrouble.READER_GONE
    assert desk.statuses.get(timeout=SOON) == DeviceStatus("id", DeviceState.FAULT, "sam-not-authorised")
    desk.control.send("fault", kind="none")
    desk.reader.usable().result(SOON)
    assert isinstance(desk.reader.read_next().result(SOON), CardRead)


def test_an_unplugged_reader_is_told_once_and_comes_back_by_itself(desk: Desk) -> None:
    wanted = desk.reader.read_next()
    desk.control.send("unplug")
    assert trouble(wanted.result(SOON)) is ReadTrouble.READER_GONE
    assert desk.statuses.get(timeout=SOON) == DeviceStatus("id", DeviceState.ABSENT, "unplugged")
    back = desk.reader.usable()
    assert not back.done()
    desk.control.send("plug")
    back.result(SOON)
    desk.ready()
    assert desk.statuses.empty()
    assert isinstance(desk.tap(), CardRead)


def test_a_port_that_is_taken_is_said_to_be(desk: Desk, line: tuple[Control, Path]) -> None:
    second = Desk(*line)
    try:
        assert second.statuses.get(timeout=SOON) == DeviceStatus("id", DeviceState.ABSENT, "in-use")
    finally:
        second.reader.close()
    assert isinstance(desk.tap(), CardRead)


def test_closing_answers_whoever_still_waits(line: tuple[Control, Path]) -> None:
    line[0].send("fault", kind="none")
    line[0].send("lift")
    desk = Desk(*line)
    desk.ready()
    wanted, before = desk.reader.read_next(), threading.active_count()
    desk.reader.close()
    assert trouble(wanted.result(0)) is ReadTrouble.READER_GONE
    assert threading.active_count() == before - 1


@pytest.mark.parametrize(
    ("flag", "expected"), [("Y", ReadTrouble.NOT_A_DOCUMENT), ("Q", ReadTrouble.NOT_A_DOCUMENT), (" ", None)]
)
def test_a_card_of_an_unknown_kind_is_no_document(desk: Desk, flag: str, expected: ReadTrouble | None) -> None:
    raw = bytearray("张三".ljust(61).encode("utf-16-le") + "420102199001010014".ljust(67).encode("utf-16-le"))
    raw[248:250] = flag.encode("utf-16-le")
    assert trouble(desk.tap({"text": base64.b64encode(raw).decode()})) is expected


def test_the_photo_goes_through_the_decoder(line: tuple[Control, Path]) -> None:
    class Decoder:
        seen = b""

        def decode(self, wlt: bytes) -> Photo:
            self.seen = wlt
            return Photo(PhotoState.DECODED, b"png")

        def close(self) -> None: ...

    control, port = line
    control.send("lift")
    decoder = Decoder()
    reader = SdtReader("id", SerialTransport(str(port), 115200), deliver=lambda _: None, photo=decoder, pace=QUICK)
    try:
        wanted = reader.read_next()
        control.send("tap", card={**RESIDENT, "photo": base64.b64encode(b"w" * 1024).decode()})
        result = wanted.result(SOON)
    finally:
        reader.close()
    assert isinstance(result, CardRead)
    assert (result.photo, result.photo_state, decoder.seen) == (b"png", PhotoState.DECODED, b"w" * 1024)


def test_a_name_is_there_soon_after_the_card(line: tuple[Control, Path]) -> None:
    control, port = line
    control.send("fault", kind="none")
    control.send("lift")
    desk = Desk(control, port, Pace())
    desk.ready()
    try:
        took = []
        for _ in range(5):
            wanted = desk.reader.read_next()
            desk.after_some_looks()
            started = time.monotonic()
            control.send("tap", card=RESIDENT)
            assert isinstance(wanted.result(SOON), CardRead)
            took.append(time.monotonic() - started)
            desk.lift()
        assert min(took) < 0.12
    finally:
        desk.reader.close()


def test_two_hundred_cards_leave_nothing_behind(desk: Desk) -> None:
    def held() -> tuple[int, int]:
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))

    desk.tap()
    desk.lift()
    before = held()
    for _ in range(200):
        assert isinstance(desk.tap(), CardRead)
        desk.lift()
    assert held() == before


def test_a_real_lines_pace_still_reads(tmp_path: Path) -> None:
    with emulator("sdt", tmp_path / "control", ["--link", str(tmp_path / "tty"), "--paced"]) as control:
        desk = Desk(control, tmp_path / "tty")
        desk.ready()
        started = time.monotonic()
        assert isinstance(desk.tap(), CardRead)
        assert time.monotonic() - started > 0.112  # 1295 bytes of ten bits at 115200
        desk.reader.close()
