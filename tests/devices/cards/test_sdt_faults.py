"""Every fault of an ID-card reader: what citizens and staff are told, and that it passes without a restart."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from devices.backoff import BackOff
from devices.cards.sdt import SPEEDS, Pace, SdtReader
from devices.cards.sdt_transport import SerialTransport
from devices.emulators.control import Control
from devices.fifo import NotDone
from devices.ports import CardRead, DeviceState, DeviceStatus, ReaderDetail, ReadTrouble
from tests.devices.cards.people import FOREIGNER_2023, RESIDENT
from tests.devices.cards.test_sdt import SOON, Desk, desk, line, trouble

__all__ = ["desk", "line"]  # fixtures

BACK_WITHIN = 5.0


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("read-failed", ReadTrouble.UNREADABLE),
        ("rejected", ReadTrouble.UNREADABLE),
        ("wrong-card", ReadTrouble.NOT_A_DOCUMENT),
        ("long", ReadTrouble.UNREADABLE),
    ],
)
def test_a_card_that_does_not_read_is_told_as_what_it_is_and_the_next_one_reads(
    desk: Desk, fault: str, expected: ReadTrouble
) -> None:
    desk.control.send("fault", kind=fault, times=0, on="read")
    assert trouble(desk.tap()) is expected
    desk.control.send("fault", kind="none")
    desk.lift()
    assert isinstance(desk.tap(), CardRead)
    assert desk.statuses.empty(), "the person is told of the card, staff of nothing"


def test_two_cards_at_once_are_told_apart_from_a_bad_one(desk: Desk) -> None:
    desk.control.send("second")
    assert trouble(desk.tap()) is ReadTrouble.TWO_CARDS
    desk.lift()
    assert isinstance(desk.tap(), CardRead)


@pytest.mark.parametrize("on", ["find", "select", "read"])
def test_frames_that_come_in_pieces_are_put_together(desk: Desk, on: str) -> None:
    desk.control.send("fault", kind="split", ms=5, times=0, on=on)
    assert isinstance(desk.tap(), CardRead)


def test_a_late_answer_is_not_taken_for_the_next_one(desk: Desk) -> None:
    desk.control.send("fault", kind="slow", on="find", ms=350, times=2)
    assert isinstance(desk.tap(), CardRead)


def test_a_reader_that_is_stuck_is_told_once_and_not_as_ready_in_between(desk: Desk) -> None:
    desk.control.send("fault", kind="stuck", times=0)
    assert trouble(desk.reader.read_next().result(SOON)) is ReadTrouble.READER_GONE
    seen = [desk.statuses.get(timeout=SOON), desk.statuses.get(timeout=SOON)]
    assert seen == [
        DeviceStatus("id", DeviceState.FAULT, ReaderDetail.SILENT),
        DeviceStatus("id", DeviceState.FAULT, ReaderDetail.STUCK),
    ]
    resets = desk.count("reset-sam")
    desk.control.send("wait", event="reset-sam", after=resets + 2, seconds=SOON)
    assert desk.statuses.empty()
    desk.control.send("fault", kind="none")
    desk.reader.usable().result(SOON)
    desk.ready()


@pytest.mark.parametrize(
    ("fault", "detail"),
    [("sam-self-test", ReaderDetail.SAM_SELF_TEST), ("sam-not-authorised", ReaderDetail.SAM_NOT_AUTHORISED)],
)
def test_a_security_module_in_trouble_is_named(desk: Desk, fault: str, detail: ReaderDetail) -> None:
    desk.control.send("fault", kind=fault, times=0)
    assert desk.statuses.get(timeout=SOON) == DeviceStatus("id", DeviceState.FAULT, detail)
    desk.control.send("fault", kind="none")
    desk.ready()


@pytest.mark.parametrize("fault", ["unplug", "silent", "checksum", "stuck", "sam-not-authorised"])
def test_a_reader_is_back_within_five_seconds_of_its_fault(line: tuple[Control, Path], fault: str) -> None:
    """With the pauses of the hall, after the longest of them was reached."""
    control, port = line
    control.send("fault", kind="none")
    control.send("plug")
    reader = SdtReader(
        "id", SerialTransport(str(port), 115200), deliver=lambda _: None, back_off=BackOff(chance=lambda: 1.0)
    )
    try:
        reader.usable().result(SOON)
        gone = reader.read_next()
        control.send("unplug") if fault == "unplug" else control.send("fault", kind=fault, times=0)
        assert trouble(gone.result(SOON)) is ReadTrouble.READER_GONE
        began = time.monotonic()
        back = reader.usable()
        with pytest.raises(TimeoutError):
            back.result(3.0)
        control.send("plug")
        control.send("fault", kind="none")
        mended = time.monotonic()
        back.result(SOON)
        assert time.monotonic() - mended < BACK_WITHIN < SOON
        assert mended - began >= 3.0
    finally:
        reader.close()


# ---- what goes with a read, and staff's commands


def test_each_read_says_which_security_module_vouches_for_it_and_no_print_of_it_does(desk: Desk) -> None:
    result = desk.tap()
    assert isinstance(result, CardRead)
    assert result.sam_id == "05.03-18478531-0000000999-0123456789"
    assert "18478531" not in repr(result)


@pytest.mark.parametrize("address", ["湖北省武汉市江汉区新华路3号", "湖北省武汉市洪山区" + "珞喻路" * 20 + "1037号"])
def test_an_address_added_later_is_read_too(desk: Desk, address: str) -> None:
    result = desk.tap({**RESIDENT, "newest_address": address})
    assert isinstance(result, CardRead)
    assert (result.text.address, result.text.newest_address) == (RESIDENT["address"], address)


def test_a_card_without_a_later_address_has_none(desk: Desk) -> None:
    result = desk.tap()
    assert isinstance(result, CardRead)
    assert result.text.newest_address == ""


@pytest.mark.parametrize("fault", ["silent", "short", "checksum"])
def test_a_reader_that_fails_at_the_later_address_still_gives_the_card(desk: Desk, fault: str) -> None:
    desk.control.send("fault", kind=fault, times=0, on="read-address")
    assert isinstance(desk.tap({**RESIDENT, "newest_address": "新地址"}), CardRead)
    desk.control.send("fault", kind="none")


def test_the_card_of_2023_is_read_but_marked_as_unconfirmed_by_its_kind(desk: Desk) -> None:
    result = desk.tap(FOREIGNER_2023)
    assert isinstance(result, CardRead)
    assert result.text.issue_count == "01"


def test_staff_can_ask_the_security_module_and_change_the_lines_speed(desk: Desk) -> None:
    reader = desk.reader
    assert reader.sam_status().result(SOON) is True
    assert str(reader.sam_id().result(SOON)).startswith("05.03-")
    for baud in SPEEDS:
        assert reader.change_speed(baud).result(SOON) is True
        assert desk.control.send("state")["speed"] == baud
        assert isinstance(desk.tap(), CardRead)
        desk.lift()
    with pytest.raises(ValueError, match="115200, 57600"):
        reader.change_speed(4800)
    reader.change_speed(115200).result(SOON)
    assert desk.statuses.empty()


def test_a_line_at_another_speed_than_its_reader_is_silent_and_found_again_at_the_right_one(
    line: tuple[Control, Path], desk: Desk
) -> None:
    desk.reader.close()
    other = Desk(*line, baud=9600)
    try:
        assert other.statuses.get(timeout=SOON) == DeviceStatus("id", DeviceState.FAULT, ReaderDetail.SILENT)
    finally:
        other.reader.close()


def test_a_command_to_a_reader_that_is_gone_times_out_and_one_that_is_cancelled_does_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.cards.sdt.DEADLINES", {"command": 0.3, "closing": 5.0})
    desk.control.send("unplug")
    assert trouble(desk.reader.read_next().result(SOON)) is ReadTrouble.READER_GONE
    late, given_up = desk.reader.sam_status(), desk.reader.sam_status()
    assert given_up.cancel()
    assert late.result(SOON) is NotDone.TIMED_OUT
    assert given_up.cancelled()


def test_a_command_in_hand_when_the_reader_goes_is_gone_not_timed_out(desk: Desk) -> None:
    desk.control.send("fault", kind="silent", times=0, on="sam-status")
    assert desk.reader.sam_status().result(SOON) is NotDone.GONE
    desk.control.send("fault", kind="none")


def test_at_rest_a_reader_is_asked_once_a_second_and_no_more(line: tuple[Control, Path]) -> None:
    control, port = line
    control.send("fault", kind="none")
    control.send("lift")
    desk = Desk(control, port, Pace())
    desk.ready()
    try:
        begun = desk.count("find")
        first = int(control.send("wait", event="find", after=begun, seconds=SOON)["ns"])
        third = int(control.send("wait", event="find", after=begun + 2, seconds=SOON)["ns"])
        assert third - first > 1.9e9
        others = {name: desk.count(name) for name in ("select", "read", "reset-sam", "sam-status")}
        control.send("wait", event="find", after=begun + 3, seconds=SOON)
        assert {name: desk.count(name) for name in others} == others
    finally:
        desk.reader.close()
