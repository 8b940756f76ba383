from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ports import DeviceState, DeviceStatus
from printing.ports import PaperSupply, Reason, TicketDetail
from printing.printers.escpos_status import (
    ErrorCause,
    NotAStatus,
    OfflineCause,
    PaperSensor,
    PrinterState,
    Replies,
    ReplyKind,
    decode,
    decode_block,
    detail,
    device_status,
)


def _printer(
    *, offline: bool = False, waiting: bool = False, feed_button: bool = False, drawer_pin: bool = False
) -> PrinterState:
    return PrinterState(drawer_pin, offline, waiting, feed_button)


@given(st.integers(1, 4), st.integers(0, 255))
def test_any_byte_is_a_status_or_known_not_to_be_one(number: int, byte: int) -> None:
    reply = decode(number, byte)
    fixed_bits = byte & 0b1001_0011 == 0b0001_0010
    assert isinstance(reply, NotAStatus) is not fixed_bits


@pytest.mark.parametrize(
    "number, byte, reply",
    [
        (1, 0x12, _printer()),
        (1, 0x1A, _printer(offline=True)),
        (1, 0x56, _printer(feed_button=True, drawer_pin=True)),
        (1, 0x3A, _printer(offline=True, waiting=True)),
        (2, 0x16, OfflineCause(cover_open=True, feed_button=False, paper_stop=False, error=False)),
        (2, 0x32, OfflineCause(cover_open=False, feed_button=False, paper_stop=True, error=False)),
        (2, 0x52, OfflineCause(cover_open=False, feed_button=False, paper_stop=False, error=True)),
        (3, 0x1A, ErrorCause(mechanical=False, cutter=True, unrecoverable=False, auto_recoverable=False)),
        (3, 0x32, ErrorCause(mechanical=False, cutter=False, unrecoverable=True, auto_recoverable=False)),
        (3, 0x52, ErrorCause(mechanical=False, cutter=False, unrecoverable=False, auto_recoverable=True)),
        (4, 0x12, PaperSensor(near_end=False, end=False)),
        (4, 0x1E, PaperSensor(near_end=True, end=False)),
        (4, 0x72, PaperSensor(near_end=False, end=True)),
        (4, 0x7E, PaperSensor(near_end=True, end=True)),
    ],
)
def test_each_bit_of_the_manuals_has_its_meaning(number: int, byte: int, reply: object) -> None:
    assert decode(number, byte) == reply


@pytest.mark.parametrize(
    "answers, trouble",
    [
        ((0x12, 0x12, 0x12, 0x12), None),
        ((0x1A, 0x32, 0x12, 0x7E), Reason.PAPER_OUT),
        ((0x1A, 0x16, 0x12, 0x12), Reason.COVER_OPEN),
        ((0x1A, 0x36, 0x12, 0x7E), Reason.PAPER_OUT),
        ((0x1A, 0x52, 0x1A, 0x12), Reason.CUTTER),
        ((0x1A, 0x52, 0x16, 0x12), Reason.JAM),
        ((0x1A, 0x52, 0x52, 0x12), Reason.OVERHEATED),
        ((0x1A, 0x52, 0x32, 0x12), Reason.BROKEN),
        ((0x1A, 0x12, 0x12, 0x12), Reason.OTHER),
    ],
)
def test_staff_learns_the_one_thing_to_do(answers: tuple[int, ...], trouble: Reason | None) -> None:
    now = detail(decode(number, byte) for number, byte in enumerate(answers, start=1))
    assert now is not None
    assert now.trouble is trouble


def test_a_round_with_a_byte_that_is_no_status_is_not_believed() -> None:
    assert detail([decode(1, 0x12), decode(2, 0x12), decode(3, 0x00), decode(4, 0x12)]) is None
    assert detail([decode(1, 0x12)]) is None


def test_low_paper_asks_for_staff_while_it_still_prints() -> None:
    assert device_status("t", TicketDetail(PaperSupply.LOW)) == DeviceStatus("t", DeviceState.ATTENTION, "paper-low")
    assert device_status("t", TicketDetail(), printing=True) == DeviceStatus("t", DeviceState.BUSY)
    assert device_status("t", TicketDetail(PaperSupply.OUT)) == DeviceStatus("t", DeviceState.FAULT, "paper-out")


@given(st.lists(st.binary(max_size=12), max_size=12))
def test_answers_are_the_same_however_the_bytes_were_cut_into_packets(packets: list[bytes]) -> None:
    apart, together = Replies(), Replies()
    assert [one for packet in packets for one in apart.feed(packet)] == together.feed(b"".join(packets))


def test_automatic_status_blocks_and_flow_control_are_no_answers() -> None:
    block, xon, xoff = b"\x14\x00\x0c\x0f", b"\x11", b"\x13"
    assert Replies().feed(block + xoff + b"\x12" + xon + block + b"\x00") == [
        (ReplyKind.AUTOMATIC, block),
        (ReplyKind.REAL_TIME, b"\x12"),
        (ReplyKind.AUTOMATIC, block),
        (ReplyKind.IN_ORDER, b"\x00"),
    ]


def test_an_answer_in_the_middle_of_a_block_parts_neither() -> None:
    assert Replies().feed(b"\x18\x08\x12\x03\x0f") == [
        (ReplyKind.REAL_TIME, b"\x12"),
        (ReplyKind.AUTOMATIC, b"\x18\x08\x03\x0f"),
    ]


def test_half_a_block_of_yesterday_does_not_swallow_the_end_of_todays_job() -> None:
    replies = Replies()
    assert replies.feed(b"\x18\x08") == []
    replies.forget_block()
    assert replies.feed(b"\x00") == [(ReplyKind.IN_ORDER, b"\x00")]


def test_the_answer_to_clearing_is_not_taken_for_the_end_of_a_job() -> None:
    assert Replies().feed(b"\x37\x25\x00\x12") == [(ReplyKind.REAL_TIME, b"\x12")]


@given(st.binary(max_size=40))
def test_noise_is_never_a_status(noise: bytes) -> None:
    for kind, found in Replies().feed(noise):
        match kind:
            case ReplyKind.REAL_TIME:
                assert found[0] & 0b1001_0011 == 0b0001_0010
            case ReplyKind.IN_ORDER:
                assert not found[0] & 0b1001_0000
            case ReplyKind.AUTOMATIC:
                assert decode_block(found) is not None


@given(st.binary(min_size=4, max_size=4))
def test_any_four_bytes_are_an_automatic_status_or_known_not_to_be_one(block: bytes) -> None:
    fixed_bits = block[0] & 0b1001_0011 == 0b0001_0000 and not any(byte & 0b1001_0000 for byte in block[1:])
    assert (decode_block(block) is not None) is fixed_bits


@pytest.mark.parametrize(
    "block, said",
    [
        (b"\x10\x00\x00\x0f", TicketDetail()),
        (b"\x14\x00\x00\x0f", TicketDetail(drawer_pin=True)),
        (b"\x18\x00\x0f\x0f", TicketDetail(PaperSupply.OUT, offline=True)),
        (b"\x10\x00\x03\x0f", TicketDetail(PaperSupply.LOW)),
        (b"\x38\x00\x00\x0f", TicketDetail(offline=True, cover_open=True)),
        (b"\x58\x02\x00\x0f", TicketDetail(offline=True, feed_button=True)),
        (b"\x18\x01\x00\x0f", TicketDetail(offline=True, waiting=True)),
        (b"\x18\x04\x00\x0f", TicketDetail(offline=True, mechanical=True)),
        (b"\x18\x08\x00\x0f", TicketDetail(offline=True, cutter_stuck=True)),
        (b"\x18\x20\x00\x0f", TicketDetail(offline=True, unrecoverable=True)),
        (b"\x18\x40\x00\x0f", TicketDetail(offline=True, head_hot=True)),
    ],
)
def test_each_bit_of_an_automatic_status_has_its_meaning(block: bytes, said: TicketDetail) -> None:
    assert decode_block(block) == said


@given(st.integers(0, 15), st.integers(0, 15), st.integers(0, 15), st.integers(0, 3))
def test_asked_or_unasked_a_printer_says_the_same(printer: int, cause: int, error: int, paper: int) -> None:
    """The same facts by both ways, whatever their combination."""
    drawer, offline, cover, feed = (bool(printer >> bit & 1) for bit in range(4))
    mechanical, cutter, broken, hot = (bool(error >> bit & 1) for bit in range(4))
    waiting, near, out = bool(cause & 1), bool(paper & 1), bool(paper & 2)
    asked = (
        0x04 * drawer | 0x08 * offline | 0x20 * waiting | 0x40 * feed,
        0x04 * cover | 0x08 * feed | 0x20 * out | 0x40 * (error > 0),
        0x04 * mechanical | 0x08 * cutter | 0x20 * broken | 0x40 * hot,
        0x0C * near | 0x60 * out,
    )
    errors = 0x01 * waiting | 0x02 * feed | asked[2]
    first = 0x10 | 0x04 * drawer | 0x08 * offline | 0x20 * cover | 0x40 * feed
    unasked = bytes((first, errors, 0x03 * near | 0x0C * out, 0))
    assert decode_block(unasked) == detail(decode(number, 0x12 | bits) for number, bits in enumerate(asked, start=1))
