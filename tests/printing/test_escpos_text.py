from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printing.documents.layout import ROLL_80, Align, Line, Qr, Receipt, Rule, Space
from printing.printers import escpos_raster as raster
from printing.printers import escpos_text as text
from printing.printers.escpos_job import job, warm_up
from printing.printers.escpos_text import Rom


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    warm_up()


def test_chinese_goes_out_as_two_byte_codes_in_the_printers_own_font() -> None:
    assert text.encode(Line("办理 A1")) == (
        b"\x1ba\x00\x1bE\x00\x1d!\x00\x1c!\x00\x1b3\x20" + bytes.fromhex("B0ECC0ED") + b" A1\n"
    )


def test_a_title_is_doubled_for_letters_and_for_chinese() -> None:
    assert text.encode(Line("中", size=2, bold=True, align=Align.CENTRE)) == (
        b"\x1ba\x01\x1bE\x01\x1d!\x11\x1c!\x0c\x1b3\x38" + bytes.fromhex("D6D0") + b"\n"
    )


def test_a_job_begins_clean_in_chinese_and_ends_with_the_cut() -> None:
    data = job(Receipt((Line("号"),))).data
    assert data.startswith(b"\x1b@\x1c&\x1cS\x00\x00")
    assert data.endswith(b"\x1dVB\x00")


def test_punctuation_alone_is_chinese_too() -> None:
    assert job(Receipt((Line("，。（）"),))).data.count(bytes.fromhex("A3ACA1A3A3A8A3A9")) == 1


@pytest.mark.parametrize("rare", "㛃䶮𬱖龦鿍é€\ue863")
def test_what_the_printers_font_lacks_is_drawn(rare: str) -> None:
    data = job(Receipt((Line(f"申请人 {rare}*"),))).data
    assert b"\x1dv0\x00" in data
    assert rare.encode("gb18030") not in data


def test_a_character_of_gbk_is_drawn_unless_the_printer_is_known_to_have_it() -> None:
    receipt = Receipt((Line("陶喆"),))
    assert "喆".encode("gb18030") not in job(receipt, Rom.GB2312).data
    assert "喆".encode("gb18030") in job(receipt, Rom.GBK).data


def test_the_characters_of_the_standard_are_all_left_to_the_printer() -> None:
    level_1_and_2 = [
        bytes((lead, trail)).decode("gb2312")
        for lead in range(0xB0, 0xF8)
        for trail in range(0xA1, 0xFF if lead != 0xD7 else 0xFA)
    ]
    assert len(level_1_and_2) == 6763
    assert all(text.in_rom(one, Rom.GB2312) for one in level_1_and_2)


@given(st.characters())
def test_whatever_goes_out_as_text_is_a_code_of_the_printers_font(character: str) -> None:
    if text.in_rom(character, Rom.GB2312) and character > "~":
        code = character.encode("gb18030")
        assert len(code) == 2
        assert 0xA1 <= code[0] <= 0xF7
        assert code[1] >= 0xA1


def test_drawn_and_printed_lines_have_the_same_pitch() -> None:
    for size in (1, 2, 6):
        line = Line("㛃", size=size)
        assert raster.draw(line).height == text.pitch(line)


def test_a_drawn_character_stands_in_its_own_columns() -> None:
    drawn = raster.draw(Line("一㛃一"))
    assert drawn.width == 72
    for column in range(3):
        cell = drawn.crop((column * 24, 0, column * 24 + 24, 24))
        assert _ink(cell) > 10


def test_a_letter_wider_than_its_column_does_not_run_into_the_next() -> None:
    assert _ink(raster.draw(Line("W " * 5)).crop((12, 0, 24, 24))) == 0


def test_the_figures_of_the_number_are_12_mm_high() -> None:
    inverted = raster.draw(Line("0123", size=6, bold=True)).convert("L").point(lambda dot: 255 - dot)
    box = inverted.getbbox()
    assert box is not None
    assert (box[3] - box[1]) / 8 >= 12


def _ink(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[0]


@given(st.text(st.characters(), max_size=40))
def test_any_line_of_any_text_can_be_encoded(any_text: str) -> None:
    for line in ROLL_80.lines(any_text):
        assert job(Receipt((line,))).data


def test_a_job_may_be_broken_off_between_any_two_pieces() -> None:
    work = job(Receipt((Line("A"), Rule(), Space(300), Qr("token"), Line("", 1))))
    assert b"".join(work.pieces) == work.data
    assert work.rows > 300


def test_the_qr_code_is_left_to_the_printer_with_level_m() -> None:
    data = job(Receipt((Qr("t:Zx81"),))).data
    assert b"\x1d(k\x04\x001A2\x00" in data
    assert b"\x1d(k\x03\x001E1" in data
    assert b"\x1d(k\x09\x001P0t:Zx81" in data
    assert b"\x1d(k\x03\x001Q0" in data
