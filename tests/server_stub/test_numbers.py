from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_stub import identity_numbers
from server_stub.cases.checks import luhn_is_right
from server_stub.documents.insurance import months, span
from server_stub.texts import mask_name, mask_number, mask_phone

KINDS = ["resident-card", "hmt-residence-card", "foreigner-card", "social-security-card"]


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "34052419800101001X", "420102199001010014", "420102198506150026"]
)
def test_published_numbers_pass(number: str) -> None:
    assert identity_numbers.resident_is_valid(number)


@given(
    born=st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)),
    region=st.integers(110000, 829999),
    sequence=st.integers(0, 999),
    place=st.integers(0, 17),
    change=st.integers(1, 9),
)
def test_one_wrong_digit_is_always_noticed(born: dt.date, region: int, sequence: int, place: int, change: int) -> None:
    first = f"{region}{born:%Y%m%d}{sequence:03d}"
    number = first + identity_numbers.check_character(first)
    assert identity_numbers.resident_is_valid(number)
    digit = number[place]
    other = "0123456789"[(int(digit) + change) % 10] if digit != "X" else str(change)
    assert not identity_numbers.resident_is_valid(number[:place] + other + number[place + 1 :])


@given(kind=st.sampled_from(KINDS), number=st.text(max_size=24))
def test_any_text_is_judged_without_a_crash(kind: str, number: str) -> None:
    assert identity_numbers.is_valid(kind, number) in (True, False)


@given(number=st.text("0123456789", min_size=2, max_size=19), place=st.integers(0, 18), change=st.integers(1, 9))
def test_a_luhn_digit_notices_one_wrong_digit(number: str, place: int, change: int) -> None:
    digit = next(d for d in "0123456789" if luhn_is_right(number + d))
    right, at = number + digit, place % (len(number) + 1)
    wrong = right[:at] + str((int(right[at]) + change) % 10) + right[at + 1 :]
    assert not luhn_is_right(wrong)


@given(text=st.text(max_size=40))
def test_masks_show_no_more_than_they_may(text: str) -> None:
    assert len(mask_name(text).replace("*", "")) <= 1 or "*" in text
    hidden = sum(1 for a, b in zip(text, mask_number(text), strict=True) if a != b or b == "*")
    assert hidden >= min(len(text) - 2, 4) if len(text) > 2 else True


def test_masks_are_those_of_the_slip() -> None:
    assert mask_name("张三") == "张*"
    assert mask_name("䶮") == "䶮*"
    assert mask_number("420102199001010014") == "4201**********0014"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("") == ""


@given(today=st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31)))
def test_a_period_has_as_many_months_as_it_says(today: dt.date) -> None:
    for period, count in (("12-months", 12), ("24-months", 24)):
        first, last = span(period, today)
        assert months(first, last) == count
        assert last < f"{today:%Y-%m}"
    assert span("all", today)[0] == ""
