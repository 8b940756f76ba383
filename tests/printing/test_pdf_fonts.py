"""Every character of a name comes out, on paper and when the text is copied."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import ttfonts

from printing.pdf import build_fonts, reportlab_fix
from printing.pdf.blocks import Paragraph
from printing.pdf.fonts import MISSING, FontFiles, Fonts, clean, default_files, font_file_for, fonts
from printing.pdf.frame import Frame, render
from tests.printing.proof_data import AT

RARE = "㛃䶮𬱖𠅤𤥻㬎𡐓𬍛𫖯鿍鿏龴"


def _document(text: str) -> bytes:
    return render(Frame("证明", "1", "2", AT), [Paragraph(text)])


def test_a_rare_name_is_read_back_as_it_was_written() -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(_document(f"姓名{RARE}止"))).pages)
    assert f"姓名{RARE}止" in text


def test_another_reader_copies_the_same_rare_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_document(f"姓名{RARE}止"))
    told = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert f"姓名{RARE}止" in told


def test_more_than_a_hundred_characters_of_one_font_are_read_back() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
    read = pypdf.PdfReader(io.BytesIO(_document(text))).pages[0].extract_text()
    assert text in read.replace("\n", "")


def test_common_text_needs_one_font_and_a_rare_character_the_fallback() -> None:
    assert font_file_for("武汉市江岸区 2026").name == "NotoSansSC-Regular.ttf"
    assert font_file_for("武汉", bold=True).name == "NotoSansSC-Bold.ttf"
    assert font_file_for("王𤥻").name == "BabelStoneHan.ttf"


def test_only_the_rare_character_changes_the_font() -> None:
    pieces = [(file.name, text) for file, text in fonts().runs("王𤥻明")]
    assert pieces == [("NotoSansSC-Regular.ttf", "王"), ("BabelStoneHan.ttf", "𤥻"), ("NotoSansSC-Regular.ttf", "明")]


def test_a_character_that_no_font_has_leaves_a_visible_gap() -> None:
    assert fonts().runs("王\U000f1234") == [(default_files().regular, f"王{MISSING}")]


def test_a_variation_selector_does_not_hide_the_name() -> None:
    assert "".join(text for _, text in fonts().runs("葛\U000e0100")) == "葛"


def test_without_the_fallback_common_text_still_prints() -> None:
    files = default_files()
    alone = Fonts(FontFiles(files.regular, files.bold, ()))
    assert alone.runs("王𤥻") == [(files.regular, f"王{MISSING}")]


def test_direction_overrides_and_controls_are_not_printed() -> None:
    assert clean("张\u202e三\x00\x1b[31m") == "张三[31m"
    assert clean("\ud800") == MISSING


def test_a_compatibility_ideograph_in_a_name_is_not_replaced() -> None:
    assert clean("\uf92c") == "\uf92c"  # 郎 as another character, which normalisation would change


@given(st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_set(text: str) -> None:
    for file, piece in fonts().runs(text):
        assert piece
        assert file.is_file()


def test_an_unknown_reportlab_is_refused_instead_of_writing_wrong_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lambda name, subset: "something new")
    with pytest.raises(RuntimeError, match="ToUnicode"):
        reportlab_fix.apply()


def test_a_repaired_reportlab_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def repaired(name: str, subset: object) -> str:
        return "<02> <D873DC56>"

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", repaired)
    reportlab_fix.apply()
    assert ttfonts.makeToUnicodeCMap is repaired


def test_fonts_that_are_up_to_date_are_not_built_again() -> None:
    assert build_fonts.build() == ()


def test_a_damaged_font_is_noticed(tmp_path: Path) -> None:
    target = tmp_path / "x.ttf"
    target.write_bytes(b"no font")
    assert not build_fonts.up_to_date(build_fonts.source_font(), target)
    assert not build_fonts.up_to_date(build_fonts.source_font(), tmp_path / "missing.ttf")


def test_missing_fonts_are_told_with_the_command_that_makes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("printing.pdf.fonts.fonts_folder", lambda: tmp_path)
    with pytest.raises(FileNotFoundError, match=r"python -m printing\.pdf\.build_fonts"):
        default_files.__wrapped__()
