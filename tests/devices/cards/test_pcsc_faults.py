"""Social-security card readers where things go wrong between cards, readers and programs, on a real pcscd."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.cards.pcsc_slots import Slots
from devices.emulators.control import Control, ControlError
from devices.ports import CardRead, DeviceState, DeviceStatus, ReaderDetail, ReadTrouble
from tests.devices.cards.people import RESIDENT, SOCIAL
from tests.devices.cards.test_pcsc import SOON, Desk, desk, slot, trouble
from tests.devices.running import emulator

__all__ = ["desk", "slot"]  # fixtures

OTHER = {**SOCIAL, "name": "李四", "number": "420102198506150021"}
ID_CARD = {"kind": "resident"}
BANK_CARD = {"kind": "bank"}


@pytest.fixture(scope="module")
def second_slot(slot: Control, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Control]:
    with emulator("pcsc", tmp_path_factory.mktemp("pcsc2") / "control", ["--slot", "any"]) as control:
        yield control


@pytest.fixture
def two(slot: Control, second_slot: Control) -> Iterator[Desk]:
    for control in (slot, second_slot):
        control.send("fault", kind="none")
        control.send("remove")
    made = Desk(slot, "Virtual PCD 00 0*")
    made.ready()
    made.reader.lifted().result(SOON)
    yield made
    made.reader.close()


@pytest.mark.parametrize(
    ("card", "expected"), [(ID_CARD, ReadTrouble.WRONG_READER), (BANK_CARD, ReadTrouble.NOT_A_DOCUMENT)]
)
def test_an_id_card_on_a_plain_reader_is_told_apart_from_a_card_that_is_no_document(
    desk: Desk, card: dict[str, str], expected: ReadTrouble
) -> None:
    wanted = desk.reader.read_next()
    desk.control.send("insert", card=card)
    assert trouble(wanted.result(SOON)) is expected
    desk.remove()
    assert isinstance(desk.insert(), CardRead)


def test_a_card_swapped_in_the_middle_is_not_mixed_with_the_one_before(desk: Desk) -> None:
    desk.control.send("swap_during_read", card=OTHER, after=3)
    assert trouble(desk.insert()) is ReadTrouble.LIFTED
    result = desk.reader.read_next().result(SOON)
    assert isinstance(result, CardRead)
    assert (result.text.name, result.text.number) == (OTHER["name"], OTHER["number"])


def test_a_reader_that_another_program_holds_is_told_once_and_reads_when_it_is_free(desk: Desk) -> None:
    desk.control.send("insert", card=SOCIAL)
    desk.control.send("wait", event="powered", after=desk.count("powered") - 1, seconds=SOON)
    desk.control.send("hold")
    assert trouble(desk.reader.read_next().result(SOON)) is ReadTrouble.HELD
    assert desk.statuses.get(timeout=SOON) == DeviceStatus("ssc", DeviceState.BUSY, ReaderDetail.HELD)
    again = desk.reader.read_next()
    with pytest.raises(TimeoutError):
        again.result(1.5)
    assert desk.statuses.empty()
    desk.control.send("release")
    assert isinstance(again.result(SOON), CardRead)
    desk.ready()


def test_staff_sees_that_a_held_reader_is_free_again_though_nobody_waits_for_a_card(desk: Desk) -> None:
    desk.control.send("insert", card=SOCIAL)
    desk.control.send("wait", event="powered", after=desk.count("powered") - 1, seconds=SOON)
    desk.control.send("hold")
    assert trouble(desk.reader.read_next().result(SOON)) is ReadTrouble.HELD
    assert desk.statuses.get(timeout=SOON).detail == ReaderDetail.HELD
    desk.control.send("release")
    desk.ready()


def test_a_foreign_card_left_in_one_reader_does_not_stop_the_other(two: Desk, second_slot: Control) -> None:
    wanted = two.reader.read_next()
    second_slot.send("insert", card=BANK_CARD)
    assert trouble(wanted.result(SOON)) is ReadTrouble.NOT_A_DOCUMENT
    result = two.insert()
    assert isinstance(result, CardRead)
    assert result.text.number == SOCIAL["number"]


def test_a_foreign_card_that_is_in_first_is_passed_over_for_the_document(two: Desk, second_slot: Control) -> None:
    for control, card in ((two.control, BANK_CARD), (second_slot, SOCIAL)):
        powered = control.send("state")["counts"].get("powered", 0)
        control.send("insert", card=card)
        control.send("wait", event="powered", after=powered, seconds=SOON)
    results = [two.reader.read_next().result(SOON)]
    while trouble(results[-1]) is ReadTrouble.NOT_A_DOCUMENT:  # pcscd may have told of one card before the other
        results.append(two.reader.read_next().result(SOON))
    assert isinstance(results[-1], CardRead)
    assert len(results) <= 2


def test_two_documents_at_once_are_nobodys(two: Desk, second_slot: Control) -> None:
    for control, card in ((two.control, SOCIAL), (second_slot, OTHER)):
        powered = control.send("state")["counts"].get("powered", 0)
        control.send("insert", card=card)
        control.send("wait", event="powered", after=powered, seconds=SOON)
    result = two.reader.read_next().result(SOON)
    assert trouble(result) is ReadTrouble.TWO_CARDS or (
        isinstance(result, CardRead) and result.text.number in (SOCIAL["number"], OTHER["number"])
    ), "pcscd may have told of one card before the other"


def test_a_card_of_no_known_kind_is_refused_in_words(slot: Control) -> None:
    with pytest.raises(ControlError, match="known: social-security, resident, bank"):
        slot.send("insert", card={**RESIDENT, "kind": "library"})


# ---- which cards were judged


def test_a_card_counts_anew_when_it_is_put_in_anew_and_not_when_another_is() -> None:
    slots = Slots()
    slots.see({"a": 1}, continuous=True)
    slots.judge({"a": 1, "gone": 9})
    slots.see({"a": 1, "b": 2}, continuous=True)
    assert (slots.fresh, slots.occupied) == ({"b": 2}, True)
    slots.see({"a": 3, "b": 2}, continuous=True)
    assert (slots.fresh, slots.occupied) == ({"a": 3, "b": 2}, False)


def test_a_card_put_in_while_the_one_before_was_judged_is_not_judged_with_it() -> None:
    slots = Slots()
    slots.see({"a": 1}, continuous=True)
    reading = slots.fresh
    slots.see({"a": 2}, continuous=True)
    slots.judge(reading)
    assert slots.fresh == {"a": 2}


def test_what_was_judged_before_pcscd_went_away_still_is_if_it_is_in_the_same_slot() -> None:
    slots = Slots()
    slots.see({"a": 7, "b": 8}, continuous=True)
    slots.judge({"a": 7})
    slots.see({"a": 1, "b": 2}, continuous=False)
    assert slots.fresh == {"b": 2}
    slots.see({}, continuous=True)
    assert slots.empty
