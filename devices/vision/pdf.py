"""Pages of a document camera as one PDF: a JPEG a page, just as it is. No library is needed for so little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_PAGES = 12
"""Twelve pages of 300 KB stay below what the platform takes as one file (5 MB)."""

_A4_POINTS = (595.28, 841.89)
_GREY, _COLOURS = "/DeviceGray", "/DeviceRGB"


@dataclass(frozen=True)
class PdfPage:
    """One page: its JPEG with width and height in pixels, and by how many quarters it is turned clockwise."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    grey: bool
    quarters: int = 0


def pdf_of(pages: Sequence[PdfPage]) -> bytes:
    """The PDF (ISO 32000-1); the longer side of each page is as long as A4's. ValueError for no pages or too many."""
    if not 1 <= len(pages) <= MOST_PAGES:
        raise ValueError(f"1 to {MOST_PAGES} pages make a document, not {len(pages)}")
    first = 3
    kids = " ".join(f"{first + 3 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
    ]
    for at, page in enumerate(pages):
        objects += _objects(page, first + 3 * at)
    return _file(objects)


def _objects(page: PdfPage, number: int) -> list[bytes]:
    """Page, content and picture of one page; the page is object `number`."""
    longer = max(page.width, page.height)
    width, height = (side / longer * _A4_POINTS[1] for side in (page.width, page.height))
    draw = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q".encode()
    about = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Rotate {page.quarters % 4 * 90} "
        f"/Contents {number + 1} 0 R /Resources << /XObject << /P {number + 2} 0 R >> >> >>"
    )
    picture = (
        f"/Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} /BitsPerComponent 8 "
        f"/ColorSpace {_GREY if page.grey else _COLOURS} /Filter /DCTDecode"
    )
    return [about.encode(), _stream("", draw), _stream(picture, page.jpeg)]


def _stream(entries: str, content: bytes) -> bytes:
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
