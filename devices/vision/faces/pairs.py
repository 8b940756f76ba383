"""The list of pairs for a calibration: a CSV file with the columns file_a, file_b and same."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader as _Rows

MOST_BYTES = 64 << 20
MOST_PAIRS = 500_000
COLUMNS = ("file_a", "file_b", "same")

_YES = frozenset(("1", "true", "yes", "y", "same", "是"))
_NO = frozenset(("0", "false", "no", "n", "different", "否"))
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what a Chinese Excel saves


class ListTrouble(StrEnum):
    """Why a file is no list of pairs."""

    MISSING = "missing"
    TOO_LARGE = "too-large"
    NO_TEXT = "no-text"
    NO_COLUMNS = "no-columns"  # its first line does not name them
    BAD_ROW = "bad-row"


@dataclass(frozen=True)
class NoList:
    """`line`: where, counted from 1; 0 where it is no matter of a line."""

    trouble: ListTrouble
    line: int = 0


@dataclass(frozen=True)
class Pair:
    """Two pictures, and whether they show the same person."""

    file_a: Path
    file_b: Path
    same: bool


def read_pairs(file: Path) -> list[Pair] | NoList:
    """All pairs; names are relative to the list's folder."""
    try:
        with file.open("rb") as reading:
            data = reading.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return NoList(ListTrouble.MISSING)
    return pairs_in(data, file.parent)


def pairs_in(data: bytes, folder: Path) -> list[Pair] | NoList:
    """The pairs of a list as bytes. A row that is wrong makes the whole list wrong: figures of half a list mislead."""
    if len(data) > MOST_BYTES:
        return NoList(ListTrouble.TOO_LARGE)
    text = _text(data)
    if text is None:
        return NoList(ListTrouble.NO_TEXT)
    first = text.partition("\n")[0]
    rows: _Rows = csv.reader(
        text.splitlines(), delimiter=";" if ";" in first and "," not in first else ",", strict=True
    )
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        if not set(COLUMNS) <= set(names):
            return NoList(ListTrouble.NO_COLUMNS, 1)
        return _pairs(rows, [names.index(column) for column in COLUMNS], folder)
    except csv.Error:
        return NoList(ListTrouble.BAD_ROW, rows.line_num)


def _pairs(rows: _Rows, places: list[int], folder: Path) -> list[Pair] | NoList:
    found: list[Pair] = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(found) == MOST_PAIRS:
            return NoList(ListTrouble.TOO_LARGE, rows.line_num)
        if len(row) <= max(places):
            return NoList(ListTrouble.BAD_ROW, rows.line_num)
        file_a, file_b, same = (row[place].strip() for place in places)
        if not file_a or not file_b or same.lower() not in _YES | _NO:
            return NoList(ListTrouble.BAD_ROW, rows.line_num)
        found.append(Pair(folder / file_a, folder / file_b, same.lower() in _YES))
    return found


def _text(data: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
