"""A table over any number of pages: its head is repeated, columns are as wide as their contents ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations
from math import ceil
from typing import TYPE_CHECKING

from printing.pdf.blocks import RULE, TINT
from printing.pdf.flow import Piece
from printing.pdf.seal import MM
from printing.pdf.text import QUIET, Line, Style, draw, draw_centred, draw_right, width, wrap

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PAD = 1.9 * MM
_SAMPLE = 60
_BALANCED = 4  # lines; longer texts look even by themselves
_NARROWEST = 12 * MM
_LONGEST_CELL = 40  # lines in one piece of a row; a longer cell goes on in a row of its own
_AMOUNT = re.compile(r"[-+]?[¥￥]?[\d,]+\.\d{2}%?")
_SHORT = re.compile(r"[-\d./:~—–至\s年月日个]{1,24}")


@dataclass(frozen=True)
class Table:
    """Head and rows; all rows have as many cells as the head. Without rows it says that there is no record."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)

    def pieces(self, room: float) -> Sequence[Piece]:
        """The head together with the first row, then a piece for each row."""
        if not self.head:
            return []
        size = 9.5 if len(self.head) <= 7 else 8.2
        style, strong = Style(size), Style(size, bold=True)
        widths = self._widths(room, style, strong)
        head = _row(self.head, widths, strong, ["centre"] * len(widths), tinted=True)
        rows = self._body(widths, style)
        if not rows:
            rows = [_empty(room)]
        made = [Piece(head.height, head.draw, before=5 * MM, with_next=True)]
        made.extend(Piece(row.height, row.draw, again=head) for row in rows)
        return made

    def _body(self, widths: Sequence[float], style: Style) -> list[Piece]:
        alignments = [_alignment([row[column] for row in self.rows]) for column in range(len(widths))]
        pieces = []
        for row in self.rows:
            cells = [balanced(text, style, wide - 2 * _PAD) for text, wide in zip(row, widths, strict=True)]
            for start in range(0, max(len(lines) for lines in cells), _LONGEST_CELL):
                part = [lines[start : start + _LONGEST_CELL] for lines in cells]
                pieces.append(_cells(part, widths, style, alignments, tinted=False))
        return pieces

    def _widths(self, room: float, style: Style, strong: Style) -> list[float]:
        """What each column asks for; where that is too much, the widest give way, where too little, all gain."""
        asked = [
            max(width(name, strong), *(_longest_line(row[column], style) for row in self.rows), 6 * MM) + 2 * _PAD + 1
            if self.rows
            else width(name, strong) + 2 * _PAD + 1
            for column, name in enumerate(self.head)
        ]
        if sum(asked) <= room:
            spare = (room - sum(asked)) / len(asked)
            return [one + spare for one in asked]
        limit = _fair_limit(asked, room)
        broken = [column for column, one in enumerate(asked) if one > limit]
        return _fewest_lines([min(one, limit) for one in asked], broken, self._wanted(style))

    def _wanted(self, style: Style) -> list[list[float]]:
        """Widths of the cells' texts, of rows that differ (a sample of a long table)."""
        sample = dict.fromkeys(self.rows[:_SAMPLE])
        return [[_longest_line(cell, style) for cell in row] for row in sample]


def balanced(text: str, style: Style, room: float) -> tuple[Line, ...]:
    """The text in as few lines as fit, of about the same length: no single character is left for the last."""
    lines = wrap(text, style, room)
    if not 1 < len(lines) <= _BALANCED or "\n" in text:
        return lines
    narrow, wide = room / 2, room
    while wide - narrow > style.size / 2:
        middle = (narrow + wide) / 2
        tried = wrap(text, style, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            wide, lines = middle, tried
    return lines


def _longest_line(text: str, style: Style) -> float:
    return max(width(line, style) for line in text.split("\n"))


def _fair_limit(asked: Sequence[float], room: float) -> float:
    """The width at which wider columns are cut so that all together fill the room."""
    left, columns = room, len(asked)
    for one in sorted(asked):
        if one * columns >= left:
            return left / columns
        left, columns = left - one, columns - 1
    return max(asked)


def _fewest_lines(widths: list[float], broken: Sequence[int], rows: Sequence[Sequence[float]]) -> list[float]:
    """Moves room between the columns whose texts are broken as long as the table gets shorter by it."""
    best, lines = widths, _lines(widths, rows)
    for step in (8 * MM, 4 * MM, 2 * MM, 1 * MM):
        for taken, given in permutations(broken, 2):
            tried = list(best)
            tried[taken], tried[given] = tried[taken] - step, tried[given] + step
            if tried[taken] >= _NARROWEST and (fewer := _lines(tried, rows)) < lines:
                best, lines = tried, fewer
    return best


def _lines(widths: Sequence[float], rows: Sequence[Sequence[float]]) -> int:
    """How many lines the rows need, about; a column narrower than its text counts for the lines it makes."""
    return sum(
        max(ceil(text / (wide - 2 * _PAD - 0.5)) for text, wide in zip(row, widths, strict=True)) for row in rows
    )


def _alignment(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    if filled and all(_AMOUNT.fullmatch(cell) for cell in filled):
        return "right"
    if all(_SHORT.fullmatch(cell) or len(cell) <= 8 for cell in filled):
        return "centre"
    return "left"


def _row(texts: Sequence[str], widths: Sequence[float], style: Style, aligned: Sequence[str], *, tinted: bool) -> Piece:
    cells = [wrap(text, style, wide - 2 * _PAD) for text, wide in zip(texts, widths, strict=True)]
    return _cells([lines[:_LONGEST_CELL] for lines in cells], widths, style, aligned, tinted=tinted)


def _cells(
    cells: Sequence[Sequence[Line]], widths: Sequence[float], style: Style, aligned: Sequence[str], *, tinted: bool
) -> Piece:
    leading = style.size * 1.38
    most = max(len(lines) for lines in cells)
    height = most * leading + 3.2 * MM

    def drawing(canvas: Canvas, x: float, y: float) -> None:
        if tinted:
            canvas.setFillColorRGB(*TINT)
            canvas.rect(x, y - height, sum(widths), height, stroke=0, fill=1)
        _grid(canvas, x, y, widths, height)
        left = x
        for lines, wide, how in zip(cells, widths, aligned, strict=True):
            base = y - (height - len(lines) * leading) / 2 - style.size * 1.04
            for number, line in enumerate(lines):
                _cell(canvas, left, base - number * leading, line.text, style, wide, how)
            left += wide

    return Piece(height, drawing)


def _grid(canvas: Canvas, x: float, y: float, widths: Sequence[float], height: float) -> None:
    canvas.setStrokeColorRGB(*RULE)
    canvas.setLineWidth(0.5)
    canvas.rect(x, y - height, sum(widths), height, stroke=1, fill=0)
    edge = x
    for wide in widths[:-1]:
        edge += wide
        canvas.line(edge, y, edge, y - height)


def _cell(canvas: Canvas, x: float, y: float, text: str, style: Style, wide: float, how: str) -> None:
    if how == "right":
        draw_right(canvas, x + wide - _PAD, y, text, style)
    elif how == "centre":
        draw_centred(canvas, x + wide / 2, y, text, style)
    else:
        draw(canvas, x + _PAD, y, text, style)


def _empty(room: float) -> Piece:
    height = 11 * MM

    def drawing(canvas: Canvas, x: float, y: float) -> None:
        _grid(canvas, x, y, [room], height)
        draw_centred(canvas, x + room / 2, y - height / 2 - 3.4, "（无记录）", Style(10, colour=QUIET))

    return Piece(height, drawing)
