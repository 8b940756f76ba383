"""What a receipt is: lines in columns, rules, a QR code, the cut. Pure: no fonts, no printer, no Qt.

An 80 mm roll prints 576 dots, 48 half-width columns of 12 dots; a 58 mm roll prints 384 dots, 32 columns. A Chinese
character takes two columns, as in the printers' own 24×24 font, so that text stands the same on every printer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

COLUMNS = 48  # of the widest roll
_COLUMN_DOTS = 12
MODULE_DOTS = (3, 8)  # least and greatest dots per module of a QR code: 0.375 mm is read by any phone

_QR_DOTS = 240  # 30 mm, what a QR code may take at most
_QR_BYTES_M = (
    14,
    26,
    42,
    62,
    84,
    106,
    122,
    152,
    180,
    213,
    251,
    287,
    331,
    362,
    412,
)
LONGEST_QR = _QR_BYTES_M[-1]

# GB/T 15834-2011 5.1: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝”’…—·,.;:?!)]}%")
_NOT_LAST = frozenset("（《〈「『【〔［｛“‘([{￥")

# Signs that printers' fonts lack, and what stands for them on a receipt.
_SIGNS = str.maketrans({"\u2013": "-", "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00a0": " ", "\u202f": " "})
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})


class Align(Enum):
    """Where a line stands."""

    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True)
class Line:
    """One line of text, already cleaned and no wider than the paper; `size` enlarges the 24-dot characters."""

    text: str
    size: int = 1
    bold: bool = False
    align: Align = Align.LEFT

    def __post_init__(self) -> None:
        if not 1 <= self.size <= 8:
            raise ValueError("a line's size is 1 to 8")
        if width(self.text) * self.size > COLUMNS:
            raise ValueError("the line is wider than the paper")
        if self.text != clean(self.text):
            raise ValueError("the line holds characters that cannot be printed")


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Space:
    """Blank paper, `dots` high (8 to a millimetre)."""

    dots: int


@dataclass(frozen=True)
class Qr:
    """A QR code in the middle, of error level M."""

    data: str

    def __post_init__(self) -> None:
        if not fits_qr(self.data):
            raise ValueError(f"a receipt's QR code holds 1 to {LONGEST_QR} bytes")

    @property
    def module_dots(self) -> int:
        """Dots per module: as large as 30 mm allow."""
        size = len(self.data.encode())
        version = 1 + next(index for index, most in enumerate(_QR_BYTES_M) if size <= most)
        least, greatest = MODULE_DOTS
        return max(least, min(greatest, _QR_DOTS // (17 + 4 * version)))


Part = Line | Rule | Space | Qr


@dataclass(frozen=True)
class Roll:
    """The paper a receipt is laid out for."""

    columns: int

    @property
    def dots(self) -> int:
        """What the head prints side by side."""
        return self.columns * _COLUMN_DOTS

    @property
    def narrow(self) -> bool:
        """Whether tables and pairs must stand below each other."""
        return self.columns < COLUMNS

    def lines(self, text: str, *, size: int = 1, bold: bool = False, align: Align = Align.LEFT) -> list[Line]:
        """A paragraph. Centred lines are made about equally long, so that a title has no orphan."""
        room = self.columns // size
        wrapped = wrap(text, room)
        if align is Align.CENTRE and len(wrapped) > 1:
            even = -(-width(clean(text)) // len(wrapped)) + 1
            balanced = wrap(text, min(room, max(2, even)))
            wrapped = balanced if len(balanced) == len(wrapped) else wrapped
        return [Line(one, size, bold, align) for one in wrapped]

    def text(self, text: str, hanging: int = 0) -> list[Line]:
        """Plain lines; nothing where the text is empty."""
        return [Line(one) for one in wrap(text, self.columns, hanging)] if text.strip() else []

    def labelled(self, label: str, text: str, indent: int = 10) -> list[Line]:
        """ "办理  …" with the text's later lines under its first; nothing where the text is empty."""
        return self.text(pad(label, indent) + clean(text).strip(), hanging=indent) if text.strip() else []

    def pair(self, left: str, right_text: str, at: int = COLUMNS // 2) -> list[Line]:
        """Two short texts in one line, the second at column `at` of a wide roll; in two lines where they don't fit."""
        room = self.columns
        at = at * room // COLUMNS
        both = [one for one in (clean(left).strip(), clean(right_text).strip()) if one]
        if len(both) == 2 and width(both[0]) < room - width(both[1]) - 1:
            start = max(width(both[0]) + 2, at) if width(both[1]) <= room - at else width(both[0]) + 2
            return [Line(pad(both[0], min(start, room - width(both[1]))) + both[1])]
        return [Line(row) for one in both for row in wrap(one, room)]

    def ends(self, left: str, end: str) -> list[Line]:
        """Two texts at both ends of a line."""
        left, end = clean(left).strip(), clean(end).strip()
        if width(left) + width(end) + 1 > self.columns:
            return self.pair(left, end)
        return [Line(left + right(end, self.columns - width(left)))]

    def table_row(
        self, cells: Sequence[str], widths: Sequence[int], numbers: frozenset[int] = frozenset(), hanging: int = 0
    ) -> list[Line]:
        """One row of a table; each cell wraps in its own column, the first with a hanging indent.

        Columns listed in `numbers` stand in the middle.
        """
        if len(cells) != len(widths) or sum(widths) > self.columns:
            raise ValueError("the table is wider than the paper")
        wrapped = [
            [_middle(cut_to(clean(cell).strip(), room), room)]
            if index in numbers
            else wrap(cell, room if index == len(cells) - 1 else room - 1, 0 if index else hanging)
            for index, (cell, room) in enumerate(zip(cells, widths, strict=True))
        ]
        height = max(map(len, wrapped))
        rows = ([cell[row] if row < len(cell) else "" for cell in wrapped] for row in range(height))
        return [Line("".join(pad(one, room) for one, room in zip(row, widths, strict=True)).rstrip()) for row in rows]


ROLL_80 = Roll(48)
ROLL_58 = Roll(32)


@dataclass(frozen=True)
class Receipt:
    """What is printed from the top to the cut, on a roll that is wide enough (ValueError)."""

    parts: tuple[Part, ...]
    roll: Roll = ROLL_80

    def __post_init__(self) -> None:
        lines = (part for part in self.parts if isinstance(part, Line))
        if any(width(line.text) * line.size > self.roll.columns for line in lines):
            raise ValueError("a line is wider than the paper")


def clean(text: str) -> str:
    """The text as it can be printed: composed, in one line, without controls (a printer would obey them)."""
    if text.isascii() and text.isprintable():
        return text
    flat = unicodedata.normalize("NFC", text).translate(_SIGNS)
    for breaking in "\t\r\n\v\f\u2028\u2029\x85":
        flat = flat.replace(breaking, " ")
    return "".join(one for one in flat if unicodedata.category(one) not in _UNPRINTABLE)


def columns(character: str) -> int:
    """Half-width columns of one character: 0 (a combining mark), 1 (letters of the West) or 2."""
    if " " <= character <= "~":
        return 1
    if unicodedata.category(character) in _MARKS:
        return 0
    wide = unicodedata.east_asian_width(character)
    if wide == "A":  # “·—×” stand in full squares in Chinese, é and ü do not
        return 1 if unicodedata.name(character, "").startswith("LATIN") else 2
    return 2 if wide in "WF" else 1


def width(text: str) -> int:
    """Half-width columns of a text at size 1."""
    return sum(map(columns, text))


def fits_qr(data: str) -> bool:
    """Whether a QR code of a receipt holds it."""
    try:
        return 0 < len(data.encode()) <= LONGEST_QR
    except UnicodeEncodeError:
        return False


def wrap(text: str, room: int = COLUMNS, hanging: int = 0, most: int = 8) -> list[str]:
    """The text in lines of at most `room` columns, later ones indented by `hanging`; at least one.

    Words and numbers stay whole where they can. After `most` lines the text ends with "…": a wrong text from outside
    must not empty the roll.
    """
    if room - hanging < 2:
        raise ValueError("no room for text beside the indent")
    lines: list[str] = []
    line, indent = "", ""
    for unit in _units(clean(text).strip()):
        for piece in _pieces(unit, room - hanging):
            if line and width(indent + line + piece.rstrip()) > room:
                lines.append(indent + line.rstrip())
                line, indent = "", " " * hanging
                piece = piece.lstrip()
            line += piece
    lines.append(indent + line.rstrip())
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut_to(lines[most - 1], room - 2) + "…"]


def _units(text: str) -> list[str]:
    """What is not broken: words with their spaces, and signs with the character they may not be parted from."""
    units: list[str] = []
    for character in text:
        if units and not _may_break(units[-1][-1], character):
            units[-1] += character
        else:
            units.append(character)
    return units


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST or after == " " or not columns(after):
        return False
    return before == " " or columns(before) == 2 or columns(after) == 2


def _pieces(unit: str, room: int) -> list[str]:
    """A unit wider than the line, broken where it must be."""
    pieces = [""]
    for character in unit:
        if pieces[-1] and width(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def cut_to(text: str, room: int) -> str:
    """The beginning of a text that fits into `room` columns."""
    taken = 0
    for index, character in enumerate(text):
        taken += columns(character)
        if taken > room:
            return text[:index]
    return text


def pad(text: str, room: int) -> str:
    """The text filled with spaces to `room` columns; unchanged where it is as wide."""
    return text + " " * (room - width(text))


def right(text: str, room: int) -> str:
    """The text at the right end of `room` columns."""
    return " " * (room - width(text)) + text


def _middle(text: str, room: int) -> str:
    return " " * ((room - width(text)) // 2) + text
