"""A round mark where an agency's electronic seal would stand: our own drawing, plainly a sample, without any emblem."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from printing.pdf.text import Style, draw, draw_centred, width

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
DIAMETER = 40 * MM
_RED = (0.87, 0.30, 0.28)
_UPPER = "样章·仅供演示"
_LOWER = "不具法律效力"


def draw_seal(canvas: Canvas, x: float, y: float) -> None:
    """Draws the mark, 40 mm wide, with its centre at (x, y) points."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColorRGB(*_RED)
    radius = DIAMETER / 2
    canvas.setLineWidth(0.9 * MM)
    canvas.circle(0, 0, radius - 0.45 * MM)
    canvas.setLineWidth(0.25 * MM)
    canvas.circle(0, 0, radius - 1.7 * MM)
    canvas.setDash(0.8 * MM, 0.8 * MM)
    canvas.circle(0, 0, 10.6 * MM)
    canvas.setDash()
    ring = Style(12.5, bold=True, colour=_RED)
    _on_arc(canvas, _UPPER, ring, radius=12.4 * MM, middle=90.0, step=21.0)
    _on_arc(canvas, _LOWER, Style(9.0, bold=True, colour=_RED), radius=15.0 * MM, middle=270.0, step=15.0)
    _middle(canvas)
    canvas.restoreState()


def _middle(canvas: Canvas) -> None:
    """Kept low and small: issuer and date are set across the mark, above and below these two characters."""
    draw_centred(canvas, 0, -2.1 * MM, "样章", Style(16, bold=True, colour=_RED, spacing=2))


def _on_arc(canvas: Canvas, text: str, style: Style, radius: float, middle: float, step: float) -> None:
    """Sets a text along a circle, `step` degrees a character; readable from inside, above the centre and below."""
    above = middle < 180
    for index, character in enumerate(text):
        offset = (index - (len(text) - 1) / 2) * step
        angle = middle - offset if above else middle + offset
        canvas.saveState()
        canvas.translate(radius * math.cos(math.radians(angle)), radius * math.sin(math.radians(angle)))
        canvas.rotate(angle - 90 if above else angle + 90)
        draw(canvas, -width(character, style) / 2, 0, character, style)
        canvas.restoreState()
