"""Levels, reasons and codes of the data file."""

from __future__ import annotations

from functools import cache
from typing import Any

from server_stub.data_files import load_yaml
from server_stub.ratings.models import About, Level, Questions, Reason
from server_stub.texts import text

BAD = 2  # stars, and fewer


@cache
def _file() -> Any:
    return load_yaml("ratings.yaml")


@cache
def questions(about: About) -> Questions:
    """What is asked about it."""
    levels = tuple(Level(stars=stars, title=text(title)) for stars, title in _file()["levels"].items())
    reasons = tuple(
        Reason(key=r["key"], title=text(r["title"]), low=r.get("low", False)) for r in _file()["reasons"][about.value]
    )
    return Questions(about=about, levels=levels, reasons=reasons)


def channel_of(kind: str) -> int:
    """The channel's code for a kind of terminal."""
    return int(_file()["channels"][kind])


def promise_time(immediate: bool) -> str:
    """The code of 承诺件 or 即办件."""
    return str(_file()["promise_time"]["immediate" if immediate else "promised"])


def data_source() -> str:
    """Which system of this city it is."""
    return str(_file()["data_source"])
