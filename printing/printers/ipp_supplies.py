"""Toner and what else runs low: PWG 5100.9 `marker-…`, and the `printer-supply` of RFC 3805 as IPP carries it."""

from __future__ import annotations

from collections.abc import Mapping

from printing.ports import Supply
from printing.printers.ipp_message import Value

SUPPLY_ATTRIBUTES = ("marker-names", "marker-types", "marker-levels", "marker-low-levels", "printer-supply")

_LOW = 10  # percent, where the printer names no limit of its own
_WASTE = ("waste", "receptacle")  # is filled, not used up; the printer has reasons of its own for it
_MOST = 16


def supplies(values: Mapping[str, tuple[Value, ...]]) -> tuple[Supply, ...]:
    """The supplies of a printer's description; nothing that can't be read."""
    return (_markers(values) or _printer_supplies(values))[:_MOST]


def _markers(values: Mapping[str, tuple[Value, ...]]) -> tuple[Supply, ...]:
    names, kinds = values.get("marker-names", ()), values.get("marker-types", ())
    levels, limits = values.get("marker-levels", ()), values.get("marker-low-levels", ())
    found = []
    for place, level in enumerate(levels):
        kind, name = str(_at(kinds, place, "")), str(_at(names, place, ""))
        if isinstance(level, int) and not isinstance(level, bool) and not _is_waste(kind):
            limit = _at(limits, place, _LOW)
            found.append(_supply(name or kind, level, limit if isinstance(limit, int) else _LOW))
    return tuple(found)


def _printer_supplies(values: Mapping[str, tuple[Value, ...]]) -> tuple[Supply, ...]:
    """ "type=toner;class=supplyThatIsConsumed;maxcapacity=100;level=70;colorantname=black;" each."""
    found = []
    for value in values.get("printer-supply", ()):
        text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
        said = {key.strip().lower(): word.strip() for key, _, word in (one.partition("=") for one in text.split(";"))}
        level, most = _number(said.get("level", "")), _number(said.get("maxcapacity", ""))
        if level is None or _is_waste(f"{said.get('type', '')} {said.get('class', '')}".lower()):
            continue
        percent = min(100, level * 100 // most) if most is not None and most > 0 and level >= 0 else -1
        found.append(_supply(said.get("colorantname") or said.get("type", ""), percent, _LOW))
    return tuple(found)


def _supply(name: str, percent: int, limit: int) -> Supply:
    known = 0 <= percent <= 100
    return Supply(name[:40], percent if known else -1, low=known and percent <= limit)


def _is_waste(kind: str) -> bool:
    return any(word in kind.lower() for word in _WASTE)


def _at(values: tuple[Value, ...], place: int, otherwise: Value) -> Value:
    return values[place] if place < len(values) else otherwise


def _number(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
