"""A receipt as the bytes of an ESC/POS job."""

from __future__ import annotations

import functools
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from printing.documents.layout import Align, Line, Part, Qr, Receipt, Roll, Rule, Space
from printing.printers import escpos_raster as raster
from printing.printers import escpos_text as text
from printing.printers.escpos_text import Rom

_PROFILE = "TM-T20II"  # 576 dots, cutter, QR: what the library must know of an 80 mm printer
_QR_ROWS = 240  # at most; only the time a print may take depends on it
_LEVEL_M = 1
TEAR_DOTS = 136  # 17 mm: from the head past the tear bar, where there is no blade


@dataclass(frozen=True)
class Job:
    """The commands from ESC @ to the cut, in pieces between which it may be broken off; rows of dots printed."""

    pieces: tuple[bytes, ...]
    rows: int

    @property
    def data(self) -> bytes:
        """All of its bytes."""
        return b"".join(self.pieces)


def job(receipt: Receipt, rom: Rom = Rom.GB2312, *, cuts: bool = True) -> Job:
    """Encodes a receipt for a printer whose font holds `rom`; without a blade the paper is fed past the tear bar."""
    pieces = [_part(part, rom, receipt.roll) for part in receipt.parts]
    end = _cut() if cuts else text.feed(TEAR_DOTS)
    rows = sum(rows for _, rows in pieces) + (0 if cuts else TEAR_DOTS)
    return Job((text.start(), *(piece for piece, _ in pieces), end), rows)


def _cut() -> bytes:
    """GS V 66: feeds to the blade, then cuts."""
    return _written(lambda printer: printer.cut(feed=False))


def warm_up() -> None:
    """Does beforehand what the first job would wait for: the library's tables (0.2 s), fonts and their tables."""
    figures = [Line("0", size=size, bold=True) for size in (4, 6)]
    job(Receipt((Line("候0"), Line("龘0"), *figures, Rule(), Space(1), Qr("0"))))


def _part(part: Part, rom: Rom, roll: Roll) -> tuple[bytes, int]:
    match part:
        case Line() if not part.text:
            return text.feed(text.pitch(part)), text.pitch(part)
        case Line() if text.can_be_text(part, rom):
            return text.encode(part), text.pitch(part)
        case Line():
            return text.align(part.align) + _image(raster.draw(part)), text.pitch(part)
        case Rule():
            return _rule(roll)
        case Space():
            return text.feed(part.dots), part.dots
        case Qr():
            return _qr(part)


@functools.cache
def _rule(roll: Roll) -> tuple[bytes, int]:
    drawn = raster.rule(roll)
    return text.align(Align.LEFT) + _image(drawn), drawn.height


def _qr(part: Qr) -> tuple[bytes, int]:
    code = _written(lambda printer: printer.qr(part.data, ec=_LEVEL_M, size=part.module_dots, native=True))
    quiet = 4 * part.module_dots  # ISO/IEC 18004: four modules on each side; above, a line's leading is part of them
    before, after = text.feed(quiet - text.LEADING), text.feed(quiet)
    return text.align(Align.CENTRE) + before + code + after, _QR_ROWS + 2 * quiet


def _image(picture: Image.Image) -> bytes:
    return _written(lambda printer: printer.image(picture))


def _written(write: Callable[[Any], None]) -> bytes:
    """What python-escpos writes; used for QR codes, pictures and the cut only (its text() loses characters)."""
    printer = _library()(profile=_PROFILE)
    write(printer)
    return bytes(printer.output)


@functools.cache
def _library() -> Any:
    """python-escpos' printer that writes into memory.

    On import it leaves a folder of its own in the temporary files and a handler on the root logger: both are undone.
    """
    root = logging.getLogger()
    handlers = list(root.handlers)
    from escpos import capabilities
    from escpos.printer.dummy import Dummy

    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:  # else it is a folder that somebody chose
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
    return Dummy
