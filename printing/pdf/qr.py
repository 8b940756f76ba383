"""A QR code as filled squares: sharp at every resolution."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_LONGEST = 1200  # bytes: still readable at 26 mm with error correction M


def matrix(text: str) -> list[list[bool]]:
    """The modules of a QR code (ISO/IEC 18004, correction level M), without its quiet zone; ValueError if too long."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    if len(text.encode()) > _LONGEST:
        raise ValueError("the text is too long for a QR code on paper")
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]


def draw_qr(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    """Draws the code into a square of `size` points with its lower left corner at (x, y)."""
    rows = matrix(text)
    module = size / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        column = 0
        for dark, run in groupby(row):
            length = sum(1 for _ in run)
            if dark:
                path.rect(x + column * module, y + size - (number + 1) * module, length * module, module)
            column += length
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)
