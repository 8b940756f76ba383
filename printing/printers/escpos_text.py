"""Text for printers with a Chinese font of their own: FS & and two-byte GB18030 codes.

Printers differ in what their font holds: all have the characters of GB 2312-1980, most also those of GBK, hardly one
the rest of GB 18030-2022. A code the printer lacks comes out blank or as two wrong characters, so whatever is outside
the stated font is drawn (`escpos_raster`).
"""

from __future__ import annotations

from enum import Enum

from printing.documents.layout import Align, Line, columns

CELL = 24  # dots of a full-width character, in both directions
LEADING = 8  # blank dots below a line of size 1

_LARGEST_TEXT = 2  # FS ! doubles, no more; the printer's own pixels look coarse above it


class Rom(Enum):
    """Which characters a printer's own font holds; the value is Python's codec for the same table."""

    GB2312 = "gb2312"
    GBK = "gbk"


def in_rom(character: str, rom: Rom) -> bool:
    """Whether the printer's font has the character, in the width that the layout counts with."""
    if " " <= character <= "~":
        return True
    try:
        code = character.encode("gb18030")
        code.decode(rom.value)
    except UnicodeError:
        return False
    return len(code) == 2 and columns(character) == 2 and not _is_private(code)


def _is_private(code: bytes) -> bool:
    """Rows that GB 18030 leaves to users: every printer has something else there."""
    lead, trail = code
    return 0xAA <= lead <= 0xAF or 0xF8 <= lead <= 0xFE or (0xA1 <= lead <= 0xA7 and trail < 0xA1)


def can_be_text(line: Line, rom: Rom) -> bool:
    """Whether a line may go out as text; otherwise it is drawn."""
    return line.size <= _LARGEST_TEXT and all(in_rom(one, rom) for one in line.text)


def pitch(line: Line) -> int:
    """Dots from the top of a line to the top of the next, drawn or not."""
    return CELL * line.size + LEADING


def align(where: Align) -> bytes:
    """ESC a: where what follows stands."""
    return b"\x1ba" + (b"\x01" if where is Align.CENTRE else b"\x00")


def start() -> bytes:
    """ESC @ (what an earlier job left is forgotten), FS & (Chinese), FS S 0 0 (no gaps between characters)."""
    return b"\x1b@\x1c&\x1cS\x00\x00"


def encode(line: Line) -> bytes:
    """The line with its whole state, so that nothing depends on the lines before.

    Both GS ! and FS ! are sent: on some printers only the latter enlarges Chinese characters.
    """
    double = line.size == _LARGEST_TEXT
    return b"".join(
        (
            align(line.align),
            b"\x1bE\x01" if line.bold else b"\x1bE\x00",
            b"\x1d!\x11" if double else b"\x1d!\x00",
            b"\x1c!\x0c" if double else b"\x1c!\x00",
            bytes((0x1B, 0x33, pitch(line))),
            line.text.encode("gb18030"),
            b"\n",
        )
    )


def feed(dots: int) -> bytes:
    """ESC J: blank paper."""
    whole, rest = divmod(dots, 255)
    return b"\x1bJ\xff" * whole + (bytes((0x1B, 0x4A, rest)) if rest else b"")
