"""Pure rules: numbers, masks, checks, texts."""

from __future__ import annotations

import datetime as dt
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import failures
from kiosk.rules import id_number
from kiosk.rules.answers import filed_answers
from kiosk.rules.checks import check_field, luhn_is_right
from kiosk.rules.forms import Condition, Field, FieldKind, Form, Section
from kiosk.rules.masks import mask_name, mask_number, masked_name, masked_number
from kiosk.rules.proofs import Option
from kiosk.rules.texts import Text
from kiosk.steps.filing import Sign
from kiosk.steps.identity import Ask, EnterNumber
from kiosk.steps.step import NotRight

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize("number", ["11010519491231002X", "34052419800101001X", "420102199001010014"])
def test_real_id_numbers_are_accepted(number: str) -> None:
    assert id_number.is_valid(number)


@pytest.mark.parametrize(
    "number", ["421083197002290032", "11010519491231002x", "110105194912310021", "", "1" * 17, "１" * 18]
)
def test_impossible_id_numbers_are_refused(number: str) -> None:
    assert not id_number.is_valid(number)


@given(st.dates(dt.date(1900, 1, 1), TODAY), st.integers(110000, 659999), st.integers(0, 999), st.integers(0, 16))
def test_a_slip_of_the_finger_in_an_id_number_is_noticed(born: dt.date, region: int, sequence: int, place: int) -> None:
    first = f"{region}{born:%Y%m%d}{sequence:03}"
    number = first + id_number.check_character(first)
    assert id_number.is_valid(number)
    digit = str((int(number[place]) + 1) % 10)
    assert not id_number.is_valid(number[:place] + digit + number[place + 1 :])


@given(st.text())
def test_no_text_is_too_strange_for_the_id_check(text: str) -> None:
    id_number.is_valid(text)


@given(st.text(min_size=1).filter(lambda value: "*" not in value))
def test_a_masked_value_never_shows_itself(value: str) -> None:
    for masked in (masked_name(value), masked_number(value)):
        assert value not in str(masked)
        assert repr(masked) == f"<{masked}>"
        assert masked.reveal() == value


def test_masks_look_as_the_hall_writes_them() -> None:
    assert mask_name("张三") == "张*"
    assert mask_number("420102198506150026") == "4201**********0026"


FIELDS = [
    Field("f", Text("f"), kind, required=False, shortest=2, longest=9, options=(Option("a", Text("甲")),))
    for kind in FieldKind
]


@given(st.sampled_from(FIELDS), st.text(max_size=20))
def test_whatever_is_typed_into_whatever_field_gets_an_answer_in_words(field: Field, value: str) -> None:
    error = check_field(field, value, {}, TODAY)
    assert error is None or (error.text.zh and error.text.en)


@pytest.mark.parametrize(
    ("kind", "value", "right"),
    [
        (FieldKind.PHONE, "13800000001", True),
        (FieldKind.PHONE, "12800000001", False),
        (FieldKind.AMOUNT, "1200.50", True),
        (FieldKind.AMOUNT, "1200.505", False),
        (FieldKind.AMOUNT, "1e3", False),
        (FieldKind.DATE, "2026-02-29", False),
        (FieldKind.DATE, "2024-02-29", True),
        (FieldKind.DATE, "20240229", False),
        (FieldKind.DATE, "2024-W09-4", False),
        (FieldKind.MONTH, "2026-13", False),
        (FieldKind.PINYIN, "WANG XIAOMING", True),
        (FieldKind.PINYIN, "WANG  X", False),
        (FieldKind.CHOICE, "b", False),
        (FieldKind.TEXT, "  ", False),
    ],
)
def test_fields_take_what_they_should_and_nothing_else(kind: FieldKind, value: str, right: bool) -> None:
    field = Field("f", Text("f"), kind, options=(Option("a", Text("甲")),))
    assert (check_field(field, value, {}, TODAY) is None) is right


def test_an_unusual_account_number_is_a_warning_not_a_wall() -> None:
    field = Field("account", Text("账号"), FieldKind.DIGITS, shortest=16, longest=19, rule="luhn-warning")
    error = check_field(field, "6222021234567890", {}, TODAY)
    assert error is not None
    assert error.warning
    assert luhn_is_right("4111111111111111")


def test_a_month_before_this_one_is_refused_where_the_form_says_so() -> None:
    field = Field("m", Text("参保月"), FieldKind.MONTH, least="this-month")
    assert check_field(field, "2026-10", {}, TODAY) is not None
    assert check_field(field, "2026-11", {}, TODAY) is None


def test_a_condition_holds_for_any_of_several_choices() -> None:
    assert Condition("kinds", ("b",)).holds({"kinds": "a,b"})
    assert not Condition("kinds", ("b",)).holds({})


def test_every_failure_says_in_both_languages_what_happened_what_to_do_and_another_way() -> None:
    for code, words in failures.TEXTS.items():
        for text in (words.happened, words.now, words.otherwise):
            assert text.zh, code
            assert text.en, code
        assert words.staff, code
        assert words.remedy, code
        assert not any("Error" in t.zh + t.en or "Exception" in t.zh + t.en for t in (words.happened, words.now))


def test_a_failure_of_a_newer_platform_still_has_words() -> None:
    assert failures.texts("something.new").happened.zh


def test_a_dot_is_no_signature() -> None:
    sign = Sign(Text("t"), Text("c"), "d")
    with pytest.raises(ValueError, match="too short"):
        sign.read([[[1.0, 1.0, 0], [1.2, 1.0, 5]]])


@given(st.recursive(st.none() | st.floats() | st.text() | st.integers(), st.lists, max_leaves=12))
def test_whatever_a_page_sends_as_a_signature_is_read_or_refused(given_: object) -> None:
    try:
        signature = Sign(Text("t"), Text("c"), "d").read(given_)
    except ValueError:
        return
    assert signature.length_mm >= 30


@given(st.text(max_size=15))
def test_whatever_a_keypad_sends_is_a_phone_number_or_refused(typed: str) -> None:
    page = EnterNumber(Ask.PHONE, 11, 11)
    try:
        number = page.read(typed)
    except NotRight as wrong:
        assert wrong.errors[0].text.zh
    except ValueError:
        assert not (typed.isascii() and typed.isdigit())
    else:
        assert number == typed


@given(st.binary(max_size=300))
def test_whatever_the_platform_sends_is_a_problem_or_refused(raw: bytes) -> None:
    from kiosk.platforms.client import Problem

    try:
        problem = msgspec.json.decode(raw, type=Problem)
    except msgspec.MsgspecError:
        return
    assert isinstance(json.loads(raw), dict)
    assert isinstance(problem.code, str)


def test_an_answer_to_a_question_that_is_gone_files_nothing_that_hangs_on_it() -> None:
    account = Field("account", Text("账户"), FieldKind.TEXT, when=(Condition("pay_by", ("bank",)),))
    bank = Field("bank", Text("银行"), FieldKind.TEXT, when=(Condition("account", ("other",)),))
    pay_by = Field("pay_by", Text("缴费"), FieldKind.TEXT)
    form = Form((Section("payment", Text("缴费"), (pay_by, account, bank)),))
    changed_mind = {"pay_by": "tax", "account": "other", "bank": "icbc"}
    assert filed_answers(form, changed_mind) == {"pay_by": "tax"}
    assert set(filed_answers(form, changed_mind | {"pay_by": "bank"})) == {"pay_by", "account", "bank"}
