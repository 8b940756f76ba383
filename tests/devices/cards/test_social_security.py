"""Social-security cards: the APDUs of the public reader programs, records, and any answer a card may give."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.cards import social_security as ssc
from devices.cards.social_security import File, Item, Refused
from devices.emulators.ssc_card import Card
from devices.ports import CardKind, CardText, ReadTrouble
from tests.devices.cards.people import SOCIAL


def read(fault: str = "", **changes: Any) -> CardText | Refused:
    card = Card({**SOCIAL, **changes})
    return ssc.read_card(lambda command: card.answer(command, fault))


def test_the_commands_are_those_of_the_public_reader_programs() -> None:
    assert ssc.select_application().hex(" ").upper() == "00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF"
    assert ssc.select_file(File.EF05).hex(" ").upper() == "00 A4 02 00 02 EF 05"
    assert ssc.select_file(File.EF06).hex(" ").upper() == "00 A4 02 00 02 EF 06"
    assert ssc.read_record(2, ssc.EF06_V1[1]).hex(" ").upper() == "00 B2 02 04 20"
    assert ssc.get_response(0x1F).hex(" ").upper() == "00 C0 00 00 1F"


def test_record_numbers_follow_the_cards_version() -> None:
    assert [item.tag for item in ssc.ef06("1.00")] == [0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
    assert [item.tag for item in ssc.ef06("2.00")] == [0x08, 0x09, 0x4E, 0x0A, 0x0B, 0x0C, 0x0D]


def test_records_of_a_name_and_a_date_are_understood_byte_for_byte() -> None:
    name = Item("name", 0x09, 30)
    assert ssc.text(ssc.record(bytes.fromhex("09 06 D5C5 C8FD 2020"), name)) == "张三"
    assert ssc.bcd(bytes.fromhex("19900101")) == "19900101"
    assert ssc.bcd(bytes(4)) == ssc.bcd(b"\xff" * 4) == ""
    assert ssc.record(bytes.fromhex("0A 01 31"), name) == b""  # another record
    assert ssc.record(bytes.fromhex("09 06 D5C5"), name) == b""  # not whole


@pytest.mark.parametrize("version", ["1.00", "2.00", "2.10"])
def test_the_holder_is_read_from_cards_of_the_open_versions(version: str) -> None:
    text = read(ssc_version=version, name="张三")
    assert text == CardText(
        kind=CardKind.SOCIAL_SECURITY,
        name="张三",
        number="420102199001010014",
        sex="2",
        nation="15",
        birth="19900101",
        issuer="420100",
        valid_from="20180101",
        valid_until="20280101",
    )


@pytest.mark.parametrize("name", ["㛃", "䶮", "𬱖", "买买提·阿不都热合曼·艾力江·吐尔逊"])
def test_rare_and_long_names_survive_also_over_two_records(name: str) -> None:
    text = read(name=name)
    assert isinstance(text, CardText)
    assert text.name == name


def test_a_third_generation_card_keeps_its_holder_and_says_so() -> None:
    text = read(ssc_version="3.00")
    assert isinstance(text, Refused)
    assert text.trouble is ReadTrouble.HOLDER_LOCKED


def test_a_second_generation_card_that_refuses_is_locked_as_well() -> None:
    card = Card(SOCIAL)

    def transmit(command: bytes) -> bytes:
        return b"\x69\x82" if command == ssc.select_file(File.EF06) else card.answer(command)

    outcome = ssc.read_card(transmit)
    assert isinstance(outcome, Refused)
    assert outcome.trouble is ReadTrouble.HOLDER_LOCKED


@pytest.mark.parametrize("words", ["6A82", "6A81", "6D00", "6E00", "6300"])
def test_any_other_card_is_no_document(words: str) -> None:
    outcome = ssc.read_card(lambda _: bytes.fromhex(words))
    assert outcome == Refused(ReadTrouble.NOT_A_DOCUMENT, f"SELECT: {words}")


def test_short_records_and_no_answers_are_unreadable() -> None:
    for outcome in (read(fault="short"), ssc.read_card(lambda _: b""), ssc.read_card(lambda _: b"\x90")):
        assert isinstance(outcome, Refused)
        assert outcome.trouble is ReadTrouble.UNREADABLE


def test_the_pin_is_never_tried_and_nothing_is_written() -> None:
    card, sent = Card(SOCIAL), []

    def transmit(command: bytes) -> bytes:
        sent.append(command[1])
        return card.answer(command)

    ssc.read_card(transmit)
    assert set(sent) == {0xA4, 0xB2, 0xC0}


def test_a_card_that_always_has_more_to_say_is_not_listened_to_for_ever() -> None:
    asked = []

    def endless(command: bytes) -> bytes:
        asked.append(command)
        return b"\x6f\x00\x61\x10"

    assert isinstance(ssc.read_card(endless), Refused)
    assert len(asked) < 10


words = st.sampled_from([b"\x90\x00", b"\x61\x08", b"\x6c\x04"])
answers = st.one_of(st.binary(max_size=40), st.builds(bytes.__add__, st.binary(max_size=40), words))


@given(st.lists(answers, min_size=1, max_size=30))
def test_any_answers_give_a_card_or_a_reason(given_answers: list[bytes]) -> None:
    following = iter(given_answers)
    assert isinstance(ssc.read_card(lambda _: next(following, b"\x6f\x00")), CardText | Refused)


items = st.sampled_from([*ssc.EF05, *ssc.EF06_V2])


@given(st.dictionaries(items, st.binary(max_size=40)))
def test_any_records_give_texts_that_can_be_shown(values: dict[Item, bytes]) -> None:
    text = ssc.card_text(values)
    if isinstance(text, CardText):
        assert all(str(value).encode() is not None for value in dataclasses.asdict(text).values())


@given(st.binary(max_size=80), items)
def test_any_record_is_a_value_or_nothing(raw: bytes, item: Item) -> None:
    value = ssc.record(raw, item)
    assert value == b"" or (raw[0] == item.tag and len(value) == raw[1])


@given(st.binary(max_size=30))
def test_the_emulated_card_answers_any_bytes(command: bytes) -> None:
    assert len(Card(SOCIAL).answer(command)) >= 2


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20))
def test_any_name_in_gbk_comes_back(name: str) -> None:
    text = read(name=name)
    assert isinstance(text, CardText)
    assert text.name == name


def refuses(make: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        make()


def test_what_does_not_fit_on_a_card_is_misuse() -> None:
    refuses(lambda: Card({**SOCIAL, "ssc_version": "1.00", "name": "张" * 16}), "version 1")
    refuses(lambda: Card({**SOCIAL, "number": "4" * 19}), "number takes 19")
