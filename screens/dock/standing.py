"""How an emulator or the platform stands, in a word, from the state it tells."""

from __future__ import annotations

from collections.abc import Mapping

from screens.dock.platform_link import Reach
from screens.dock.words import Words

Standing = tuple[str, Words]
"""Tone ("good", "worry", "bad", "absent") and the word."""

_ABSENT = Words("不在", "Absent")
_FAULT = Words("有故障", "Fault")
_NO_PAPER = Words("没纸", "Out of paper")
_DEMO_OFF = Words("没有开演示 (--demo)", "Started without --demo")

# The first that holds is told: field of the state, what it is (or has, if it is a list), how that is called.
_WORDS: tuple[tuple[str, object, Standing], ...] = (
    ("plugged", False, ("bad", Words("拔掉了", "Unplugged"))),
    ("silent", True, ("bad", Words("卡住了", "Hangs"))),
    ("paper", "out", ("bad", _NO_PAPER)),
    ("faults", "paper", ("bad", _NO_PAPER)),
    ("faults", "jam", ("bad", Words("卡纸", "Jammed"))),
    ("faults", "cover", ("bad", Words("盖开着", "Cover open"))),
    ("cover_open", True, ("bad", Words("盖开着", "Cover open"))),
    ("faults", "toner", ("bad", Words("没墨粉", "Toner empty"))),
    ("cutter_error", True, ("bad", Words("切刀坏了", "Cutter jammed"))),
    ("paper", "near-end", ("worry", Words("纸快没了", "Paper near end"))),
    ("busy", True, ("good", Words("正在打", "Printing"))),
    ("on_battery", True, ("worry", Words("用电池", "On battery"))),
    ("door_open", True, ("worry", Words("门开着", "Door open"))),
    ("lit", "card", ("good", Words("读卡灯亮", "Card lamp on"))),
    ("lit", "ticket", ("good", Words("小票口灯亮", "Ticket lamp on"))),
    ("lit", "a4", ("good", Words("A4 口灯亮", "A4 lamp on"))),
    ("lit", "scanner", ("good", Words("扫码灯亮", "Scanner lamp on"))),
)


def of_emulator(present: bool, state: Mapping[str, object], trouble: str) -> Standing:
    """How an emulator stands; `trouble` is why its state isn't known."""
    if not present:
        return "absent", Words("不应答", "No answer") if trouble == "no answer in time" else _ABSENT
    for field, value, standing in _WORDS:
        told = state.get(field)
        if told is not None and (value in told if isinstance(told, list) else told == value):
            return standing
    if any(state.get(field, "none") != "none" for field in ("fault", "order")):
        return "bad", _FAULT
    return "good", Words("就绪", "Ready")


def of_platform(reach: Reach, faults: Mapping[str, object]) -> Standing:
    """How the platform stands: whether it can be reached, and whether a fault is on order."""
    if reach is not Reach.READY:
        return ("worry", _DEMO_OFF) if reach is Reach.NO_DEMO else ("absent", _ABSENT)
    return ("bad", _FAULT) if any(faults.values()) else ("good", Words("就绪", "Ready"))
