"""Texts that are made from numbers."""

from __future__ import annotations

from server_stub.texts import Text


def days(count: int) -> str:
    """Working days in English."""
    return f"{count} working day" if count == 1 else f"{count} working days"


def promised_text(count: int, *, immediate: bool) -> Text:
    """The promised limit (承诺时限) in working days after acceptance."""
    if immediate and not count:
        return Text(zh="即办，当场办结", en="At once")
    return Text(zh=f"受理后 {count} 个工作日", en=f"{days(count)} after acceptance")


def promised_on_slip(limit: Text) -> str:
    """The same as a slip says it."""
    return limit.zh.replace(" 个工作日", " 工作日")
