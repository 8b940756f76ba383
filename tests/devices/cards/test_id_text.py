"""The text block of ID cards."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.cards import codes, id_text
from devices.cards.id_text import NotACard, WhyNot
from devices.emulators.cards import id_card
from devices.ports import CardKind, CardText
from tests.devices.cards.people import FOREIGNER, FOREIGNER_2023, HMT, RESIDENT


def block(**items: str) -> bytes:
    return id_text.encode(CardKind.RESIDENT, {"name": "张三", "number": "420102199001010014", **items})


def test_a_resident_card_stands_byte_for_byte_where_the_standard_puts_it() -> None:
    raw = id_card(RESIDENT).blocks.text
    golden = {
        0: "张㛃𬱖",
        30: "2",
        32: "15",
        36: "19900101",
        52: "湖北省武汉市江岸区六合路1号",
        122: "420102199001010014",
    }
    golden |= {158: "武汉市公安局江岸分局", 188: "20150301", 204: "20350301", 248: " "}
    for offset, text in golden.items():
        assert raw[offset:].decode("utf-16-le").startswith(text)
    assert len(raw) == 256


def test_a_foreigners_card_stands_where_its_own_table_puts_it() -> None:
    raw = id_card(FOREIGNER).blocks.text
    golden = {0: "SMITH, JOHN", 120: "1", 122: "USA420080020312", 152: "USA", 158: "史密斯", 220: "19800203"}
    golden |= {188: "20200101", 204: "20300101", 240: "4200", 248: "I"}
    for offset, text in golden.items():
        assert raw[offset:].decode("utf-16-le").startswith(text)


@pytest.mark.parametrize("card", [RESIDENT, HMT, FOREIGNER, FOREIGNER_2023], ids=lambda card: card["kind"])
def test_what_is_written_on_a_card_is_read_from_it(card: dict[str, str]) -> None:
    text = id_text.decode(id_card(card).blocks.text)
    assert isinstance(text, CardText)
    assert text.kind is CardKind(card["kind"])
    expected = dict(card, kind=text.kind)
    for date in ("birth", "valid_from", "valid_until"):
        expected[date] = card[date].replace("-", "")
    expected["sex"], expected["nation"] = codes.sex_code(card["sex"]), codes.nation_code(card.get("nation", ""))
    assert {key: value for key, value in dataclasses.asdict(text).items() if value} == {
        key: value for key, value in expected.items() if value
    }


@pytest.mark.parametrize("name", ["㛃", "䶮", "𬱖", "王𬱖㛃䶮", "𠮷" * 7])
def test_rare_names_survive(name: str) -> None:
    text = id_text.decode(block(name=name))
    assert isinstance(text, CardText)
    assert text.name == name


def test_a_card_without_end_says_so() -> None:
    text = id_text.decode(id_card({**RESIDENT, "valid_until": None}).blocks.text)
    assert isinstance(text, CardText)
    assert text.valid_until == "长期"


def test_an_address_cut_off_within_a_rare_character_loses_only_that() -> None:
    raw = bytearray(block(address="路" * 35))
    raw[52 + 68 : 52 + 70] = "𬱖".encode("utf-16-le")[:2]
    text = id_text.decode(bytes(raw))
    assert isinstance(text, CardText)
    assert text.address == "路" * 34


def test_a_card_of_2023_is_read_only_where_its_number_proves_the_guessed_places_right() -> None:
    raw = bytearray(id_card(FOREIGNER_2023).blocks.text)
    text = id_text.decode(bytes(raw))
    assert isinstance(text, CardText)
    assert text.english_name == FOREIGNER_2023["english_name"]
    raw[122:124] = "8".encode("utf-16-le")
    assert id_text.decode(bytes(raw)) == NotACard(WhyNot.UNCONFIRMED)
    raw[122:126] = "91".encode("utf-16-le")
    assert id_text.decode(bytes(raw)) == NotACard(WhyNot.UNCONFIRMED)


def test_an_unknown_flag_is_no_card() -> None:
    raw = bytearray(block())
    raw[248:250] = b"Q\x00"
    assert id_text.decode(bytes(raw)) == NotACard(WhyNot.UNKNOWN_FLAG)


def test_blank_and_short_blocks_are_no_cards() -> None:
    assert id_text.decode(" ".encode("utf-16-le") * 128) == NotACard(WhyNot.NO_NUMBER)
    assert id_text.decode(block(name="")) == NotACard(WhyNot.NO_NAME)
    assert id_text.decode(b"") == NotACard(WhyNot.LENGTH)


def test_what_does_not_fit_on_a_card_is_misuse() -> None:
    with pytest.raises(ValueError, match="address takes"):
        block(address="路" * 36)
    with pytest.raises(ValueError, match="no nationality"):
        block(nationality="CHN")


@given(st.binary(min_size=256, max_size=256))
def test_any_256_bytes_are_a_card_or_not(raw: bytes) -> None:
    assert isinstance(id_text.decode(raw), CardText | NotACard)


@given(
    st.binary(min_size=248, max_size=248),
    st.sampled_from([" ", "J", "I", "Y", "\0"]),
    st.binary(min_size=6, max_size=6),
)
def test_any_bytes_under_a_known_flag_are_texts_that_can_be_shown(raw: bytes, flag: str, rest: bytes) -> None:
    number = "420102199001010".encode("utf-16-le")
    text = id_text.decode(raw[:122] + number + raw[122 + len(number) :] + flag.encode("utf-16-le") + rest)
    if isinstance(text, CardText):
        for value in dataclasses.asdict(text).values():
            # half a surrogate pair could not be encoded
            assert isinstance(value, CardKind) or value.encode().decode() == value


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=7)


@given(names, names, st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
def test_any_name_and_address_that_fit_come_back(name: str, address: str, number: str) -> None:
    text = id_text.decode(block(name=name, address=address, number=number))
    assert isinstance(text, CardText)
    assert (text.name, text.address, text.number) == (name, address, number)


def test_the_code_tables_are_complete() -> None:
    assert len(codes.NATIONS) == 58
    assert (codes.NATIONS["01"], codes.NATIONS["56"], codes.NATIONS["15"]) == ("汉", "基诺", "土家")
    assert codes.nation_code("汉族") == codes.nation_code("汉") == codes.nation_code("01") == "01"
    assert codes.sex_code("男") == "1"
