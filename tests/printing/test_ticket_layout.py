from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.documents import layout
from printing.documents.layout import COLUMNS, ROLL_58, ROLL_80, Align, Line, Qr, Receipt, Roll, clean, width, wrap

any_text = st.text(st.characters(), max_size=120)
chinese = st.text(st.sampled_from("政务服务中心，。（）《》A012 -.;:·—"), max_size=120)


@given(any_text | chinese, st.integers(8, COLUMNS), st.integers(0, 6))
def test_no_line_runs_off_the_paper_whatever_the_text(text: str, room: int, hanging: int) -> None:
    assert all(width(line) <= room for line in wrap(text, room, hanging))


@given(chinese)
def test_nothing_of_a_text_is_lost_by_wrapping(text: str) -> None:
    assert "".join(wrap(text, most=99)).replace(" ", "") == clean(text).replace(" ", "")


@given(any_text)
def test_no_command_for_the_printer_can_hide_in_a_text(text: str) -> None:
    printable = clean(text)
    assert all(one >= " " and one != "\x7f" for one in printable)
    assert clean(printable) == printable


rolls = st.sampled_from((ROLL_58, ROLL_80))


@given(rolls, any_text | chinese, st.integers(1, 6), st.sampled_from(Align))
def test_every_paragraph_becomes_printable_lines(roll: Roll, text: str, size: int, align: Align) -> None:
    for line in roll.lines(text, size=size, align=align):
        assert width(line.text) * size <= roll.columns


@given(rolls, any_text, any_text)
def test_labels_and_pairs_fit_the_paper(roll: Roll, left: str, right: str) -> None:
    for line in (*roll.labelled("办理", left), *roll.pair(left, right), *roll.ends(left, right)):
        assert width(line.text) <= roll.columns


@given(st.lists(any_text, min_size=4, max_size=4))
def test_table_rows_fit_the_paper(cells: list[str]) -> None:
    for line in ROLL_80.table_row(cells, (19, 5, 5, 19), frozenset({1, 2})):
        assert width(line.text) <= COLUMNS


def test_a_line_for_a_wide_roll_is_refused_on_a_narrow_one() -> None:
    with pytest.raises(ValueError, match="wider"):
        Receipt((Line("中" * 17),), ROLL_58)


def test_later_lines_of_a_text_stand_under_its_first() -> None:
    rows = [line.text for line in ROLL_80.labelled("事项", "企业开办" * 8, 10)]
    assert rows[0].startswith("事项      企业开办")
    assert [row[:10].isspace() for row in rows[1:]] == [True] * (len(rows) - 1)
    assert rows[1][10] != " "


def test_numbers_and_words_stay_whole() -> None:
    rows = wrap("办件编号是这样的一串很长的数字号码请记住 420102202611210004127", 48)
    assert any("420102202611210004127" in row for row in rows)


def test_no_line_begins_with_a_comma() -> None:
    rows = wrap("一二三四五六七八九十一二三四五六七八九十一二三四，五", 48)
    assert not rows[1].startswith("，")


def test_a_title_in_two_lines_has_no_orphan() -> None:
    title = ROLL_80.lines("武汉东湖新技术开发区政务服务中心", size=2, align=Align.CENTRE)
    assert [len(line.text) for line in title] == [8, 8]


def test_a_wrong_text_from_outside_does_not_empty_the_roll() -> None:
    rows = wrap("长" * 5000)
    assert len(rows) == 8
    assert rows[-1].endswith("…")


def test_chinese_takes_two_columns_and_latin_with_accents_one() -> None:
    assert [layout.columns(one) for one in "A中·é䶮，\u0301"] == [1, 2, 2, 1, 2, 2, 0]


@pytest.mark.parametrize("size, text", [(2, "中" * 13), (1, "a" * 49), (9, "1")])
def test_a_line_that_cannot_be_printed_is_refused(size: int, text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        Line(text, size)


def test_a_line_with_a_control_character_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be printed"):
        Line("A\x1b@")


@given(st.text("abc0/:.", min_size=1, max_size=layout.LONGEST_QR))
def test_a_qr_code_is_large_enough_for_a_phone_and_fits(data: str) -> None:
    modules = Qr(data).module_dots
    assert layout.MODULE_DOTS[0] <= modules <= layout.MODULE_DOTS[1]


@pytest.mark.parametrize("data", ["", "x" * (layout.LONGEST_QR + 1), "\ud800"])
def test_a_qr_code_that_cannot_be_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="QR"):
        Qr(data)
