"""Texts for people in both languages, and the masks for what must not be shown in full."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$")]  # what somebody wrote, in one line
Lines = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$")]  # in several


class Wire(BaseModel):
    """Base of everything that crosses the interface: frozen, nothing unknown accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Wire):
    """One text: Chinese and English."""

    zh: str
    en: str = ""


def text(pair: Any) -> Text:
    """A text of a data file, written `[zh, en]`."""
    zh, en = pair
    return _text(str(zh), str(en))


@lru_cache(maxsize=10_000)  # the same words stand in many services
def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


def mask_name(name: str) -> str:
    """张三 → 张*; the first character only, whatever the length."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_number(number: str) -> str:
    """420102198506150021 → 4201**********0021; short numbers keep their last two characters only."""
    if len(number) >= 12:
        return number[:4] + "*" * (len(number) - 8) + number[-4:]
    return "*" * max(len(number) - 2, 0) + number[-2:]


def mask_value(value: str) -> str:
    """What somebody's record says, in a list: the first character only, a long number with its last four."""
    return mask_number(value) if value.isascii() and len(value) >= 12 else mask_name(value)


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678; no phone stays empty."""
    return phone[:3] + "****" + phone[-4:] if phone else ""
