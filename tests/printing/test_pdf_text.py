"""Lines are broken as Chinese is set, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.pdf.fonts import clean
from printing.pdf.qr import matrix
from printing.pdf.text import Style, width, wrap

BODY = Style(10.0)
_SIGNS = st.text(alphabet="中文名称，。（）“”、abcXYZ 0123456789-.", max_size=80)


@given(_SIGNS, st.floats(30, 200))
def test_no_character_is_lost_by_breaking(text: str, room: float) -> None:
    whole = "".join(line.text for line in wrap(text, BODY, room))
    assert whole.replace(" ", "") == clean(text).replace(" ", "")


@given(st.text(alphabet="中文名称，。（）、ab12", max_size=80), st.floats(60, 200))
def test_a_line_stands_out_by_half_a_sign_at_most(text: str, room: float) -> None:
    assert all(line.width <= room + BODY.size / 2 + 0.01 for line in wrap(text, BODY, room))


@given(st.text(alphabet="中文，。）", min_size=1, max_size=60).filter(lambda text: text[0] in "中文"))
def test_no_line_begins_with_a_closing_sign(text: str) -> None:
    short = "".join(
        sign for index, sign in enumerate(text) if index == 0 or sign in "中文" or text[index - 1] in "中文"
    )
    assert all(line.text[:1] not in "，。）" for line in wrap(short, BODY, 80) if line.text)


def test_numbers_and_codes_are_not_torn_apart() -> None:
    lines = [line.text for line in wrap("校验码 7K3M-92QF-TX4D 与编号420102199003070014", BODY, 110)]
    assert any("7K3M-92QF-TX4D" in line for line in lines)
    assert any("420102199003070014" in line for line in lines)


def test_a_line_feed_begins_a_new_line() -> None:
    assert [line.text for line in wrap("甲\n乙", BODY, 100)] == ["甲", "乙"]


def test_a_chinese_character_is_as_wide_as_it_is_high() -> None:
    assert width("武汉", BODY) == pytest.approx(20.0)


def test_a_code_that_could_not_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        matrix("x" * 2000)
    assert len(matrix("https://zwfw.example.cn/v/7K3M92QFTX4D")) >= 25
