"""Keypad typing and masks, for any keys and any values."""

from __future__ import annotations

import datetime as dt
import string

from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.checks import check_field
from kiosk.rules.forms import Field, FieldKind
from kiosk.rules.texts import Text
from screens.models.keys import KEYPAD, bare, grouped, longest, with_key, without_last
from screens.models.privacy import mask_value

TODAY = dt.date(2026, 11, 21)
fields = st.builds(
    lambda kind, most: Field("f", Text("某项"), kind, longest=most), st.sampled_from(KEYPAD), st.integers(1, 19)
)
keys = st.text(alphabet=string.digits + ".Xx一١ \n", max_size=40)


@given(fields, keys)
def test_no_keys_make_a_value_that_can_not_be_one(field: Field, pressed: str) -> None:
    value = ""
    for key in pressed:
        value = with_key(field, value, key)
    assert value.isascii()
    assert all(c in string.digits + "-." for c in value)
    if field.kind is not FieldKind.AMOUNT:
        assert len(bare(field, value)) <= longest(field)


@given(fields, keys)
def test_erasing_everything_leaves_nothing(field: Field, pressed: str) -> None:
    value = ""
    for key in pressed:
        value = with_key(field, value, key)
    for _ in range(len(value) + 1):
        value = without_last(field, value)
    assert value == ""


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_any_day_can_be_typed_and_is_right(day: dt.date) -> None:
    field = Field("day", Text("日期"), FieldKind.DATE)
    value = ""
    for key in f"{day:%Y%m%d}":
        value = with_key(field, value, key)
    assert value == day.isoformat()
    assert check_field(field, value, {}, TODAY) is None


@given(st.decimals(0, 999_999_999, places=2, allow_nan=False))
def test_any_amount_can_be_typed_and_is_right(amount: object) -> None:
    field = Field("amount", Text("金额"), FieldKind.AMOUNT)
    value = ""
    for key in str(amount):
        value = with_key(field, value, key)
    assert value == str(amount)
    assert check_field(field, value, {}, TODAY) is None


def test_numbers_are_shown_in_groups_that_are_easy_to_check() -> None:
    def shown(kind: FieldKind, value: str, most: int = 60, rule: str = "") -> str:
        return grouped(Field("f", Text("某项"), kind, longest=most, rule=rule), value)

    assert shown(FieldKind.PHONE, "13812345678") == "138 1234 5678"
    assert shown(FieldKind.DATE, "2026-1") == "2026 - 1_ - __"
    assert shown(FieldKind.MONTH, "2026-12") == "2026 - 12"
    assert shown(FieldKind.DIGITS, "6217001234567890123", 19) == "6217 0012 3456 7890 123"
    assert shown(FieldKind.DIGITS, "420102198506150021", 18, "resident-number") == "420102 19850615 0021"
    assert shown(FieldKind.AMOUNT, "120.5") == "120.5"


@given(st.text(min_size=2, max_size=80))
def test_a_mask_never_shows_the_whole_value(value: str) -> None:
    assert mask_value(value) != value or value.count("*") == len(value) - 1


def test_masks_keep_what_a_person_needs_to_recognise_their_own() -> None:
    assert mask_value("陈䶮") == "陈*"
    assert mask_value("420102198506150021") == "4201**********0021"
    assert mask_value("13812345678") == "138****5678"
    assert mask_value("1985-06-15") == "1985-**-**"
    assert mask_value("湖北省武汉市江岸区") == "湖北省****"
    assert mask_value("女") == "女"
