"""The parts a document is made of: fields of the holder, paragraphs, totals, notes, the signature with its QR code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from printing.pdf.flow import Piece
from printing.pdf.qr import draw_qr
from printing.pdf.seal import DIAMETER, MM, draw_seal
from printing.pdf.text import (
    INK,
    QUIET,
    Line,
    Style,
    draw,
    draw_centred,
    draw_justified,
    draw_right,
    width,
    wrap,
)

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

RULE = (0.62, 0.62, 0.64)
TINT = (0.955, 0.958, 0.965)
_BODY = Style(10.5)
_LABEL = Style(9.5, colour=QUIET)
_VALUE = Style(10.5)
_SIGNED = 74 * MM  # width of issuer, date and seal
_NOTE = Style(8.6, colour=(0.28, 0.28, 0.30))


def lines_drawing(lines: Sequence[Line], style: Style, room: float, indent: float = 0.0) -> Piece:
    """A run of a paragraph's lines as one piece."""

    def drawing(canvas: Canvas, x: float, y: float) -> None:
        for number, line in enumerate(lines):
            inset = indent if number == 0 else 0.0
            base = y - number * style.leading - style.size * 1.16
            draw_justified(canvas, x + inset, base, line, style, room - inset)

    return Piece(len(lines) * style.leading, drawing)


@dataclass(frozen=True)
class Paragraph:
    """Running text, its first line indented by two characters; a salutation is not."""

    text: str
    indented: bool = True

    def pieces(self, room: float) -> Sequence[Piece]:
        """Line by line, the first two and the last two together."""
        style = Style(_BODY.size)
        indent = 2 * style.size if self.indented else 0.0
        lines = wrap(self.text, style, room, indent)
        made = [lines_drawing([line], style, room, indent if number == 0 else 0.0) for number, line in enumerate(lines)]
        last = len(made) - 1
        return [
            Piece(piece.height, piece.draw, 5 * MM if number == 0 else 0.0, number in (0, last - 1) and number != last)
            for number, piece in enumerate(made)
        ]


@dataclass(frozen=True)
class Fields:
    """The holder: labelled values in two columns, long ones over the whole width."""

    fields: tuple[tuple[str, str], ...] = field(repr=False)

    def pieces(self, room: float) -> Sequence[Piece]:
        """One piece a row, with rules above and below."""
        label = min(30 * MM, max((width(name, _LABEL) for name, _ in self.fields), default=0.0) + 6 * MM)
        rows = self._rows(room / 2 - label - 5 * MM)
        made = []
        for number, row in enumerate(rows):
            piece = _field_row(row, room, label, last=number == len(rows) - 1)
            made.append(Piece(piece.height, piece.draw, 0.0, with_next=number == 0 and len(rows) > 1))
        return made

    def _rows(self, half: float) -> list[list[tuple[str, str]]]:
        rows: list[list[tuple[str, str]]] = []
        open_row = False
        for name, value in self.fields:
            short = width(value, _VALUE) <= half and "\n" not in value
            if short and open_row:
                rows[-1].append((name, value))
                open_row = False
            else:
                rows.append([(name, value)])
                open_row = short
        return rows


def _field_row(row: Sequence[tuple[str, str]], room: float, label: float, *, last: bool) -> Piece:
    single = len(row) == 1
    value_room = (room if single else room / 2) - label - 5 * MM
    values = [wrap(value, _VALUE, value_room) for _, value in row]
    height = max(len(lines) for lines in values) * _VALUE.size * 1.4 + 3.4 * MM

    def drawing(canvas: Canvas, x: float, y: float) -> None:
        base = y - 1.7 * MM - _VALUE.size * 1.06
        for column, (name, _) in enumerate(row):
            left = x + column * room / 2
            canvas.setFillColorRGB(*TINT)
            canvas.rect(left, y - height, label, height, stroke=0, fill=1)
            draw(canvas, left + 2.5 * MM, base, name, _LABEL)
            for number, line in enumerate(values[column]):
                draw(canvas, left + label + 2.5 * MM, base - number * _VALUE.size * 1.4, line.text, _VALUE)
        canvas.setStrokeColorRGB(*RULE)
        canvas.setLineWidth(0.5)
        canvas.line(x, y, x + room, y)
        if last:
            canvas.line(x, y - height, x + room, y - height)

    return Piece(height, drawing)


@dataclass(frozen=True)
class Totals:
    """Sums below a table, at its right edge."""

    totals: tuple[tuple[str, str], ...] = field(repr=False)

    def pieces(self, room: float) -> Sequence[Piece]:
        """One piece for all of them."""
        if not self.totals:
            return []
        height = 7.2 * MM
        texts = [(f"{name}：", value) for name, value in self.totals]

        def drawing(canvas: Canvas, x: float, y: float) -> None:
            for number, (name, value) in enumerate(texts):
                base = y - number * height - 4.9 * MM
                strong = Style(11, bold=True)
                draw_right(canvas, x + room - 2.5 * MM, base, value, strong)
                draw_right(canvas, x + room - 3.5 * MM - width(value, strong), base, name, Style(10))

        return [Piece(height * len(texts), drawing, before=1.2 * MM)]


@dataclass(frozen=True)
class Notes:
    """Numbered notes in small print under a heading."""

    notes: tuple[str, ...]
    validity: str = ""

    def pieces(self, room: float) -> Sequence[Piece]:
        """The heading with the first note, then a piece for each note."""
        notes = [*self.notes, *([f"有效期：{self.validity}"] if self.validity else [])]
        if not notes:
            return []
        made = [Piece(_NOTE.leading, _note_heading, before=6 * MM, with_next=True)]
        for number, note in enumerate(notes, 1):
            sign = f"{number}. " if len(notes) > 1 else ""
            made.extend(_note(sign, note, room))
        return made


def _note_heading(canvas: Canvas, x: float, y: float) -> None:
    draw(canvas, x, y - _NOTE.size * 1.16, "说明", Style(_NOTE.size + 0.4, bold=True, colour=_NOTE.colour))


def _note(sign: str, note: str, room: float) -> list[Piece]:
    inset = 5 * MM if sign else 0.0
    made = []
    for number, line in enumerate(wrap(note, _NOTE, room - inset)):

        def drawing(canvas: Canvas, x: float, y: float, line: Line = line, number: int = number) -> None:
            base = y - _NOTE.size * 1.16
            if number == 0 and sign:
                draw(canvas, x, base, sign, _NOTE)
            draw_justified(canvas, x + inset, base, line, _NOTE, room - inset)

        made.append(Piece(_NOTE.leading, drawing, before=0.6 * MM if number == 0 else 0.0))
    return made


@dataclass(frozen=True)
class SignOff:
    """The end of a document: QR code and how to verify at the left, issuer, date and seal at the right."""

    issuer: str
    issued_at: datetime
    qr_text: str = field(repr=False)
    verification_code: str

    def pieces(self, room: float) -> Sequence[Piece]:
        """One piece: a signature never stands apart from its seal."""
        return [Piece(46 * MM, lambda canvas, x, y: self._draw(canvas, x, y, room), before=6 * MM)]

    def _draw(self, canvas: Canvas, x: float, y: float, room: float) -> None:
        middle = x + room - _SIGNED / 2
        centre = y - 3 * MM - DIAMETER / 2
        draw_seal(canvas, middle, centre)
        sizes = (Style(size, bold=True) for size in (11.5, 10.5, 9.5))
        issuer = next((style for style in sizes if width(self.issuer, style) <= _SIGNED), Style(9.5, bold=True))
        lines = wrap(self.issuer, issuer, _SIGNED)[:4]
        for number, line in enumerate(reversed(lines)):
            draw_centred(canvas, middle, centre + 5.2 * MM + number * issuer.size * 1.3, line.text, issuer)
        date = f"{self.issued_at.year} 年 {self.issued_at.month} 月 {self.issued_at.day} 日"
        draw_centred(canvas, middle, centre - 8.8 * MM, date, Style(11))
        self._draw_verification(canvas, x, y)

    def _draw_verification(self, canvas: Canvas, x: float, y: float) -> None:
        size = 29 * MM
        draw_qr(canvas, x, y - 5 * MM - size, self.qr_text, size)
        left, base = x + size + 5 * MM, y - 12 * MM
        draw(canvas, left, base, "扫码核验真伪", Style(10, bold=True))
        draw(canvas, left, base - 6.2 * MM, "或在核验页面输入校验码", Style(8.6, colour=QUIET))
        draw(canvas, left, base - 13.4 * MM, self.verification_code, Style(12, bold=True, colour=INK, spacing=0.6))
        made = f"出具时间 {self.issued_at:%Y-%m-%d %H:%M:%S}"
        draw(canvas, left, base - 19.4 * MM, made, Style(8.6, colour=QUIET))
