"""Lines drawn dot by dot, for characters a printer's font lacks and for large figures.

Every character stands in the cell the printer would give it (24 dots × size, half of it for letters), so that drawn
and printed lines keep the same columns.
"""

from __future__ import annotations

import functools
import threading
import unicodedata
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from printing.documents.layout import COLUMNS, ROLL_80, Line, Roll, columns, width
from printing.pdf.fonts import font_file_for
from printing.printers.escpos_text import CELL, pitch

DOTS = COLUMNS * CELL // 2

_BASELINE = 0.88  # of the em square, from its top: where CJK fonts put it
_INK = 118  # of 255: a little below the middle keeps thin strokes of small characters
_FREETYPE = threading.Lock()  # a face may be used by one thread at a time


def draw(line: Line) -> Image.Image:
    """The line as a black and white picture of `pitch(line)` rows, as wide as its text (in whole bytes)."""
    room = min(DOTS, -(-width(line.text) * line.size * CELL // 2 // 8) * 8)
    sheet = Image.new("L", (max(8, room), pitch(line)), 255)
    left = 0
    with _FREETYPE:
        for cluster in _clusters(line.text):
            cell = sum(map(columns, cluster)) * line.size * CELL // 2
            _draw_cell(sheet, left, cell, cluster, line)
            left += cell
    return sheet.point(lambda grey: 255 if grey > 255 - _INK else 0).convert("1")


def rule(roll: Roll = ROLL_80) -> Image.Image:
    """A thin line across the paper with a little room around it."""
    sheet = Image.new("1", (roll.dots, 12), 1)
    ImageDraw.Draw(sheet).rectangle((0, 5, roll.dots - 1, 6), fill=0)
    return sheet


def _clusters(text: str) -> list[str]:
    """Characters with the marks that stand on them."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.category(character) in ("Mn", "Me"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _draw_cell(sheet: Image.Image, left: int, cell: int, text: str, line: Line) -> None:
    if text == " " or not cell:
        return
    em = CELL * line.size
    font = _font(font_file_for(text, bold=line.bold), em)
    baseline = round(em * _BASELINE)
    advance = font.getlength(text)
    if advance <= cell:
        ImageDraw.Draw(sheet).text((left + (cell - advance) / 2, baseline), text, font=font, fill=0, anchor="ls")
        return
    drawn = Image.new("L", (round(advance), sheet.height), 255)
    ImageDraw.Draw(drawn).text((0, baseline), text, font=font, fill=0, anchor="ls")
    sheet.paste(drawn.resize((cell, sheet.height), Image.Resampling.LANCZOS), (left, 0))


@functools.lru_cache(maxsize=16)
def _font(file: Path, em: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, em, layout_engine=ImageFont.Layout.BASIC)
