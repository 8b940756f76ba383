"""What a ticket printer is like: its roll, its blade, its font; named in the URI's query.

`?width=58` (80 if not given), `&cut=no` (yes for 80 mm, no for 58 mm if not given), `&font=gbk` (gb2312 if not given).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from printing.documents.layout import ROLL_58, ROLL_80, Roll
from printing.printers.escpos_link import asked_of
from printing.printers.escpos_text import Rom

_T = TypeVar("_T")

_ROLLS: Mapping[str, Roll] = {"58": ROLL_58, "80": ROLL_80}
_CUTS: Mapping[str, bool] = {"yes": True, "no": False}
_FONTS: Mapping[str, Rom] = {rom.value: rom for rom in Rom}


@dataclass(frozen=True)
class Profile:
    """80 mm (576 dots, 48 columns) with a blade, the common printer of a hall, if nothing else is said."""

    roll: Roll = ROLL_80
    cuts: bool = True
    rom: Rom = Rom.GB2312


def profile_for(uri: str) -> Profile:
    """The profile a URI names; ValueError says what is allowed."""
    asked = asked_of(uri)
    width = asked.get("width", "80")
    roll = _one_of(uri, "width", width, _ROLLS)
    cuts = _one_of(uri, "cut", asked.get("cut", "yes" if width == "80" else "no"), _CUTS)
    return Profile(roll, cuts, _one_of(uri, "font", asked.get("font", Rom.GB2312.value), _FONTS))


def _one_of(uri: str, key: str, value: str, allowed: Mapping[str, _T]) -> _T:
    if value not in allowed:
        raise ValueError(f"{uri}: {key} is one of {', '.join(allowed)}")
    return allowed[value]
