"""Lines of text: widths, breaking by the rules of Chinese composition, drawing with a font per run."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.pdf.fonts import clean, runs

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Colour = tuple[float, float, float]
INK: Colour = (0.10, 0.10, 0.11)
QUIET: Colour = (0.38, 0.38, 0.40)

# GB/T 15834-2011 5.1: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝”’…—～·,.;:?!)]}%‰℃°")
_NOT_LAST = frozenset("（《〈「『【〔［｛“‘([{￥$№")
# Full-width signs with their ink in the left half may stand half out of the line.
_HANGING = frozenset("，。、；：")


@dataclass(frozen=True)
class Style:
    """How a text is set: size in points, weight, colour, extra space between characters in points."""

    size: float
    bold: bool = False
    colour: Colour = INK
    spacing: float = 0.0

    @property
    def leading(self) -> float:
        """Distance of two base lines."""
        return self.size * 1.55


@dataclass(frozen=True)
class Line:
    """One set line; `width` in points; `ends` if the paragraph ends here (never stretched then)."""

    text: str
    width: float
    ends: bool


@functools.lru_cache(maxsize=8192)
def _advance(character: str, bold: bool) -> float:
    """Width of a character at size 1."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(sum(stringWidth(piece, font, 1.0) for font, piece in runs(character, bold=bold)))


def width(text: str, style: Style) -> float:
    """Width in points of a text set in one line."""
    return sum(_advance(one, style.bold) for one in text) * style.size + style.spacing * max(0, len(text) - 1)


def wrap(text: str, style: Style, room: float, first_indent: float = 0.0) -> tuple[Line, ...]:
    """The text in lines no wider than `room` points; at least one line; a line feed ends a paragraph."""
    lines: list[Line] = []
    for number, paragraph in enumerate(clean(text).split("\n")):
        lines.extend(_paragraph(paragraph.strip(), style, room, first_indent if number == 0 else 0.0))
    return tuple(lines)


def _paragraph(text: str, style: Style, room: float, indent: float) -> Iterator[Line]:
    line, taken, left = "", 0.0, room - indent
    for unit in _units(text):
        wide = width(unit, style) + (style.spacing if line else 0.0)
        hang = style.size / 2 if unit[-1:] in _HANGING else 0.0
        if line and taken + wide - hang > left:
            yield Line(line.rstrip(), width(line.rstrip(), style), ends=False)
            line, taken, left = "", 0.0, room
            unit = unit.lstrip()
            wide = width(unit, style)
        while wide > room and len(unit) > 1:  # one word wider than the line: broken where it must be
            fits = _fitting(unit, style, left)
            yield Line(unit[:fits], width(unit[:fits], style), ends=False)
            unit, left = unit[fits:], room
            wide = width(unit, style)
        line, taken = line + unit, taken + wide
    yield Line(line, width(line, style), ends=True)


def _fitting(text: str, style: Style, room: float) -> int:
    """How many characters fit into a line; at least one, so that every text ends."""
    taken = 0.0
    for count, character in enumerate(text):
        taken += _advance(character, style.bold) * style.size + style.spacing
        if taken > room + style.spacing:
            return max(1, count)
    return len(text)


def _units(text: str) -> Iterator[str]:
    """What is never broken: words, and signs with the character they may not be parted from."""
    unit = ""
    for character in text:
        if unit and _may_break(unit[-1], character):
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    if after == " ":
        return False
    if before == " ":
        return True
    return not (_is_word(before) and _is_word(after))


def _is_word(character: str) -> bool:
    """Latin letters, digits and the signs inside of numbers and codes."""
    return character < "\u2000" and character != " "


def draw(canvas: Canvas, x: float, y: float, text: str, style: Style, stretch: float = 0.0) -> None:
    """Draws one line with its base line at y; `stretch` points more between characters."""
    pen = canvas.beginText(x, y)
    pen.setFillColorRGB(*style.colour)
    pen.setCharSpace(style.spacing + stretch)
    for font, piece in runs(text, bold=style.bold):
        pen.setFont(font, style.size)
        pen.textOut(piece)
    pen.setCharSpace(0)
    canvas.drawText(pen)


def draw_centred(canvas: Canvas, x: float, y: float, text: str, style: Style) -> None:
    """Draws one line with its middle at x."""
    draw(canvas, x - width(text, style) / 2, y, text, style)


def draw_right(canvas: Canvas, x: float, y: float, text: str, style: Style) -> None:
    """Draws one line that ends at x."""
    draw(canvas, x - width(text, style), y, text, style)


def draw_justified(canvas: Canvas, x: float, y: float, line: Line, style: Style, room: float) -> None:
    """Draws a line of a paragraph: inner lines are stretched to the right edge, if they are nearly full."""
    text = line.text
    hang = style.size / 2 if text[-1:] in _HANGING else 0.0
    spare = room - line.width + (hang if line.width > room else 0.0)
    full = not line.ends and len(text) > 1 and spare < style.size * 2.5
    draw(canvas, x, y, text, style, stretch=spare / (len(text) - 1) if full else 0.0)
