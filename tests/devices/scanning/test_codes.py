"""What is scanned is data, never an instruction."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ports import CodeTrouble
from devices.scanning.codes import LONGEST, CodeLines, text_of

NUMBER = "420102202611210004127"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"420102202611210004127", NUMBER),
        ("办件".encode(), "办件"),
        ("办件".encode("gb18030"), "办件"),
        ("㛃".encode("gb18030"), "㛃"),
        (b"  padded  ", "padded"),
        (b"\x1b[2J", CodeTrouble.CONTROL),
        (b"a\x07b", CodeTrouble.CONTROL),
        ("abc\u202etxt.exe".encode(), CodeTrouble.CONTROL),  # turns the order around
        ("a\u200bb".encode(), CodeTrouble.CONTROL),  # hides between letters
        (b"\xff\xff\xff", CodeTrouble.NO_TEXT),
        (b"1" * (LONGEST + 1), CodeTrouble.TOO_LONG),
        (b"1" * LONGEST, "1" * LONGEST),
    ],
)
def test_a_code_is_one_line_of_printable_text_or_refused_by_name(raw: bytes, code: str | CodeTrouble) -> None:
    assert text_of(raw) == code


@given(st.lists(st.binary(max_size=700), max_size=6))
def test_any_bytes_give_data_or_a_named_refusal_and_no_control_character_gets_through(chunks: list[bytes]) -> None:
    lines = CodeLines()
    codes = [code for chunk in chunks for code in lines.feed(chunk)] + lines.end()
    for code in codes:
        if isinstance(code, str):
            assert code
            assert len(code.encode()) <= LONGEST * 2, "GB 18030 may be shorter than UTF-8"
            assert not any(unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" for c in code)
        else:
            assert code in CodeTrouble
    assert not lines.in_code


@given(st.binary(max_size=300), st.integers(1, 50))
def test_how_a_line_cuts_a_code_does_not_matter(raw: bytes, size: int) -> None:
    whole, pieces = CodeLines(), CodeLines()
    expected = whole.feed(raw) + whole.end()
    assert [c for start in range(0, len(raw), size) for c in pieces.feed(raw[start : start + size])] + (
        pieces.end()
    ) == expected


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n", b"\t"])
def test_each_suffix_ends_a_code_and_is_no_code_itself(suffix: bytes) -> None:
    lines = CodeLines()
    assert lines.feed(b"one" + suffix + b"two" + suffix) == ["one", "two"]


def test_a_code_that_never_ends_is_refused_once_and_takes_no_more_memory_than_a_long_one() -> None:
    lines = CodeLines()
    for _ in range(100):
        assert lines.feed(b"9" * 10_000) == []
    assert lines.feed(b"\r" + NUMBER.encode() + b"\r") == [CodeTrouble.TOO_LONG, NUMBER]
