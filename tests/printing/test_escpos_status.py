from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ports import DeviceState, DeviceStatus
from printing.ports import Reason
from printing.printers.escpos_status import (
    Condition,
    ErrorCause,
    NotAStatus,
    OfflineCause,
    PaperSensor,
    PrinterState,
    Replies,
    ReplyKind,
    condition,
    decode,
    device_status,
)


@given(st.integers(1, 4), st.integers(0, 255))
def test_any_byte_is_a_status_or_known_not_to_be_one(number: int, byte: int) -> None:
    reply = decode(number, byte)
    fixed_bits = byte & 0b1001_0011 == 0b0001_0010
    assert isinstance(reply, NotAStatus) is not fixed_bits


@pytest.mark.parametrize(
    "number, byte, reply",
    [
        (1, 0x12, PrinterState(offline=False, waiting=False, feed_button=False)),
        (1, 0x1A, PrinterState(offline=True, waiting=False, feed_button=False)),
        (1, 0x3A, PrinterState(offline=True, waiting=True, feed_button=False)),
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
        ((0x1A, 0x52, 0x32, 0x12), Reason.OTHER),
        ((0x1A, 0x12, 0x12, 0x12), Reason.OTHER),
    ],
)
def test_staff_learns_the_one_thing_to_do(answers: tuple[int, ...], trouble: Reason | None) -> None:
    now = condition(decode(number, byte) for number, byte in enumerate(answers, start=1))
    assert now is not None
    assert now.trouble is trouble


def test_a_round_with_a_byte_that_is_no_status_is_not_believed() -> None:
    assert condition([decode(1, 0x12), decode(2, 0x12), decode(3, 0x00), decode(4, 0x12)]) is None
    assert condition([decode(1, 0x12)]) is None


def test_low_paper_asks_for_staff_while_it_still_prints() -> None:
    assert device_status("t", Condition(None, paper_low=True)) == DeviceStatus("t", DeviceState.ATTENTION, "paper-low")
    assert device_status("t", Condition(None), printing=True) == DeviceStatus("t", DeviceState.BUSY)
    assert device_status("t", Condition(Reason.PAPER_OUT)) == DeviceStatus("t", DeviceState.FAULT, "paper-out")


@given(st.lists(st.binary(max_size=12), max_size=12))
def test_answers_are_the_same_however_the_bytes_were_cut_into_packets(packets: list[bytes]) -> None:
    apart, together = Replies(), Replies()
    assert [one for packet in packets for one in apart.feed(packet)] == together.feed(b"".join(packets))


def test_automatic_status_blocks_and_flow_control_are_no_answers() -> None:
    block, xon, xoff = b"\x14\x00\x0c\x0f", b"\x11", b"\x13"
    assert Replies().feed(block + xoff + b"\x12" + xon + block + b"\x00") == [
        (ReplyKind.REAL_TIME, 0x12),
        (ReplyKind.IN_ORDER, 0x00),
    ]


def test_the_answer_to_clearing_is_not_taken_for_the_end_of_a_job() -> None:
    assert Replies().feed(b"\x37\x25\x00\x12") == [(ReplyKind.REAL_TIME, 0x12)]
