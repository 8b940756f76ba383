"""The A4 page every proof and notice is set on: title, numbers, the document's blocks, page numbers, watermark.

Deterministic: the same frame and blocks give the same bytes. Lengths are in points.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from printing.pdf.flow import Block, Placed, paginate
from printing.pdf.fonts import clean, runs
from printing.pdf.seal import MM
from printing.pdf.text import QUIET, Style, draw, draw_centred, draw_right, width, wrap

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PAGE = (210 * MM, 297 * MM)
_MARGIN = 23 * MM
_ROOM = _PAGE[0] - 2 * _MARGIN
_BOTTOM = 24 * MM
_TOP_LATER = _PAGE[1] - 32 * MM
_WATERMARK = Style(118, bold=True, colour=(0.935, 0.937, 0.942), spacing=30)
_SMALL = Style(8.4, colour=QUIET)
_TITLE_SIZES = (23.0, 20.0, 17.0, 15.0)


@dataclass(frozen=True)
class Frame:
    """What stands around a document's blocks. `issued_at` is aware and printed in its own zone.

    A paper for staff alone has neither code nor watermark, and is marked 内部资料.
    """

    title: str
    number: str
    verification_code: str
    issued_at: datetime
    watermark: str = "样张"


def render(frame: Frame, blocks: Sequence[Block]) -> bytes:
    """The finished PDF: fonts embedded as subsets, title and language in its metadata."""
    pieces = [piece for block in blocks for piece in block.pieces(_ROOM)]
    title = _Title(frame.title)
    first_top = _PAGE[1] - 29 * MM - title.height
    pages = paginate(pieces, first_top - _BOTTOM, _TOP_LATER - _BOTTOM)
    target = io.BytesIO()
    canvas = _canvas(target, frame)
    for number, page in enumerate(pages, 1):
        canvas.doForm("watermark")
        _furniture(canvas, frame, number, len(pages))
        if number == 1:
            title.draw(canvas)
        else:
            _running_title(canvas, frame.title)
        _place(canvas, page, first_top if number == 1 else _TOP_LATER)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _canvas(target: io.BytesIO, frame: Frame) -> Canvas:
    from reportlab.pdfgen.canvas import Canvas

    settings = {"pageCompression": 1, "invariant": 1, "lang": "zh-CN", "pdfVersion": (1, 5)}
    # Without a first font of ours reportlab names Helvetica in every file, which is then missing in it.
    canvas = Canvas(target, pagesize=_PAGE, initialFontName=runs(" ")[0][0], **settings)
    canvas.setTitle(clean(frame.title))
    canvas.setSubject(clean(frame.number))
    canvas.setAuthor("")
    canvas.setCreator("hall-terminal")
    stamp = f"D:{frame.issued_at:%Y%m%d%H%M%S}{frame.issued_at:%z}"
    canvas.setDateFormatter(lambda *_: f"{stamp[:-2]}'{stamp[-2:]}'")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _define_watermark(canvas, frame.watermark)
    return canvas


def _define_watermark(canvas: Canvas, text: str) -> None:
    """Drawn beneath everything, once for all pages; told to readers as an artefact, so that it is not copied."""
    canvas.beginForm("watermark", 0, 0, *_PAGE)
    canvas.addLiteral("/Span <</ActualText ()>> BDC")
    canvas.translate(_PAGE[0] / 2, _PAGE[1] / 2)
    canvas.rotate(40)
    draw_centred(canvas, 0, -_WATERMARK.size * 0.36, text, _WATERMARK)
    canvas.addLiteral("EMC")
    canvas.endForm()


class _Title:
    """The document's name: one line in the largest size that fits, or several in the smallest."""

    def __init__(self, text: str) -> None:
        self._style = next(
            (style for size in _TITLE_SIZES if width(text, style := _title_style(size)) <= _ROOM),
            _title_style(_TITLE_SIZES[-1]),
        )
        self._lines = wrap(text, self._style, _ROOM)[:4]
        self.height = len(self._lines) * self._style.size * 1.4 + 10.5 * MM

    def draw(self, canvas: Canvas) -> None:
        """Draws it with the double rule below."""
        base = _PAGE[1] - 29 * MM - self._style.size * 0.9
        for number, line in enumerate(self._lines):
            draw_centred(canvas, _PAGE[0] / 2, base - number * self._style.size * 1.4, line.text, self._style)
        rule = _PAGE[1] - 29 * MM - self.height + 5.2 * MM
        _double_rule(canvas, rule)


def _title_style(size: float) -> Style:
    return Style(size, bold=True, spacing=size * 0.11)


def _double_rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColorRGB(0.12, 0.20, 0.34)
    canvas.setLineWidth(1.5)
    canvas.line(_MARGIN, y, _PAGE[0] - _MARGIN, y)
    canvas.setLineWidth(0.4)
    canvas.line(_MARGIN, y - 2.4, _PAGE[0] - _MARGIN, y - 2.4)


def _running_title(canvas: Canvas, title: str) -> None:
    line = wrap(title, Style(10, bold=True), _ROOM - 30 * MM)[0].text
    draw(canvas, _MARGIN, _TOP_LATER + 4.5 * MM, f"{line}（续）", Style(10, bold=True))


def _furniture(canvas: Canvas, frame: Frame, page: int, pages: int) -> None:
    """Numbers above, page number and what the paper is below."""
    top = _PAGE[1] - 17 * MM
    draw(canvas, _MARGIN, top, f"编号 {frame.number}", _SMALL)
    if frame.verification_code:
        draw_right(canvas, _PAGE[0] - _MARGIN, top, f"校验码 {frame.verification_code}", _SMALL)
    foot = 14 * MM
    canvas.setStrokeColorRGB(0.75, 0.75, 0.77)
    canvas.setLineWidth(0.4)
    canvas.line(_MARGIN, foot + 4.6 * MM, _PAGE[0] - _MARGIN, foot + 4.6 * MM)
    draw(canvas, _MARGIN, foot, f"数据截至 {frame.issued_at:%Y-%m-%d %H:%M}", _SMALL)
    draw_centred(canvas, _PAGE[0] / 2, foot, f"第 {page} 页 共 {pages} 页", _SMALL)
    marked = f"{frame.watermark}，不作证明使用" if frame.watermark else "内部资料"
    draw_right(canvas, _PAGE[0] - _MARGIN, foot, marked, _SMALL)


def _place(canvas: Canvas, page: Sequence[Placed], top: float) -> None:
    for placed in page:
        placed.piece.draw(canvas, _MARGIN, top - placed.down)
