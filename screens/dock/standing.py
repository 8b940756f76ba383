"""How an emulator stands, in a word, from the state it tells."""

from __future__ import annotations

from collections.abc import Mapping

from screens.dock.words import Words


def of_emulator(key: str, present: bool, state: Mapping[str, object], trouble: str) -> tuple[str, Words]:
    """Tone ("good", "worry", "bad", "absent") and words for a panel's head."""
    if not present:
        return "absent", Words("不在", "Absent") if trouble != "no answer in time" else Words("不应答", "No answer")
    fault = state.get("fault")
    if fault not in (None, "", "none", False):
        return "bad", Words("有故障", "Fault")
    paper = state.get("paper")
    if paper == "out":
        return "bad", Words("没纸", "Out of paper")
    if paper == "near-end":
        return "worry", Words("纸快没了", "Paper near end")
    if state.get("plugged") is False:
        return "bad", Words("拔掉了", "Unplugged")
    return "good", Words("就绪", "Ready")
