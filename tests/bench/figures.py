"""A figure of the bench, how a list of samples becomes one, and how all of them are shown and kept."""

from __future__ import annotations

import json
import math
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_COLUMNS = (60, 10, 10, 2)


@dataclass(frozen=True)
class Figure:
    """A row. `value` None: it could not be measured, and `note` says why. `goal` None: it is told only.

    `more` is better, as of a rate; else less is.
    """

    name: str
    value: float | None
    unit: str
    goal: float | None = None
    peer: str = ""
    peer_value: float | None = None
    note: str = ""
    more: bool = False

    @property
    def met(self) -> bool:
        """Whether it was measured and is not on the wrong side of its goal."""
        if self.value is None or self.goal is None:
            return self.value is not None
        return self.value >= self.goal if self.more else self.value <= self.goal

    @property
    def mark(self) -> str:
        """✓, ✗, or nothing where there is no goal."""
        if self.value is not None and self.goal is None:
            return ""
        return "✓" if self.met else "✗"


def missing(section: str, why: Exception) -> Figure:
    """The row of a section that could not be measured."""
    return Figure(section, None, "ms", note=f"未测得 · not measured: {type(why).__name__}: {why}")


def median(samples: Sequence[float]) -> float:
    """The middle one, to a tenth."""
    return round(statistics.median(samples), 1)


def percentile(samples: Sequence[float], part: float) -> float:
    """The smallest sample that `part` (0 to 1) of all do not exceed, to a tenth."""
    ordered = sorted(samples)
    return round(ordered[max(0, math.ceil(part * len(ordered)) - 1)], 1)


def spread(samples: Sequence[float]) -> str:
    """How many samples there were, and from where to where they lie."""
    return f"n={len(samples)}, {min(samples):.1f}–{max(samples):.1f}"


def table(figures: Sequence[Figure]) -> str:
    """All rows as text."""
    lines = [_line("指标 · figure", "实测 value", "目标 goal", "", "对照与说明 · peer, notes")]
    for one in figures:
        value = "—" if one.value is None else f"{one.value:g} {one.unit}"
        goal = "" if one.goal is None else f"{'≥' if one.more else '≤'} {one.goal:g} {one.unit}"
        peer = f"{one.peer}: {one.peer_value:g} {one.unit}; " if one.peer_value is not None else ""
        lines.append(_line(one.name, value, goal, one.mark, peer + one.note))
    return "\n".join(lines)


def keep(figures: Sequence[Figure], file: Path) -> None:
    """Writes the list of rows as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(one) for one in figures], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _line(*cells: str) -> str:
    return columns(_COLUMNS, *cells)


def columns(widths: Sequence[int], *cells: str) -> str:
    """A line of a table: each cell but the last is filled up to its width; Chinese characters are two wide."""
    padded = [cell + " " * (room - _width(cell)) for cell, room in zip(cells[:-1], widths, strict=False)]
    return " ".join([*padded, cells[-1]]).rstrip()


def _width(text: str) -> int:
    """In columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
