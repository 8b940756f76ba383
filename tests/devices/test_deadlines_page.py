"""`docs/deadlines.md` lists every deadline of every driver with the seconds it really has, and no others."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import devices
import printing

PAGE = Path(__file__).parents[2] / "docs" / "deadlines.md"


def _modules() -> Iterator[str]:
    for package in (devices, printing):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield found.name


def _kept() -> dict[tuple[str, str], float]:
    """(module, name) → seconds, of each module that has `DEADLINES` of its own."""
    kept = {}
    for name in _modules():
        source = Path(importlib.import_module(name).__file__ or "").read_text(encoding="utf-8")
        if re.search(r"^DEADLINES\b", source, re.M):
            for key, seconds in importlib.import_module(name).DEADLINES.items():
                kept[name, key] = seconds
    return kept


def _listed() -> dict[tuple[str, str], float]:
    listed, module = {}, ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## `([a-z0-9_.]+)`", line):
            module = heading[1]
        elif row := re.match(r"\| `([a-z0-9_-]+)` \| ([0-9.]+) \| \S", line):
            listed[module, row[1]] = float(row[2])
    return listed


def test_staff_can_look_up_how_long_each_driver_waits() -> None:
    kept = {place: round(seconds, 3) for place, seconds in _kept().items()}
    assert _listed() == kept
    assert len(kept) > 50
