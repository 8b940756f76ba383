"""What staff sees of today's gallery of faces: how many persons, and that they can all be forgotten at once."""

from __future__ import annotations

from kiosk.rules.faces import FILE_WITHIN_DAYS, FILING_DUTY, filing_due
from kiosk.rules.texts import Text
from kiosk.steps.maintenance import Mark, StaffList, StaffRow

_TITLE = Text("今天登记的人脸", "Faces kept today")
_DUE = Text(
    f"达到 {FILING_DUTY} 人，须在 {FILE_WITHIN_DAYS} 个工作日内备案",
    f"{FILING_DUTY} or more must be filed with the authority in {FILE_WITHIN_DAYS} working days",
)
_ABOUT = Text("闭厅时自动清除；也可以现在清除", "Wiped at closing; can be wiped now")


def row(persons: int) -> StaffRow:
    """The line on the first of the pages."""
    due = filing_due(persons)
    mark = Mark.WARN if due else Mark.INFO
    return StaffRow("faces", _TITLE, _DUE if due else _ABOUT, _count(persons), mark, "info")


def page(persons: int) -> StaffList:
    """How many, and the offer to forget them all."""
    rows = (StaffRow("", Text("已登记", "Persons"), _DUE if filing_due(persons) else Text(""), _count(persons)),)
    return StaffList(_TITLE, _ABOUT, rows, Text("现在全部清除", "Wipe all of them now") if persons else Text(""))


def wiped(left: int) -> Text:
    """What became of it."""
    if left:
        return Text(f"没有清除干净，还有 {left} 人，请查看日志", f"{left} are still kept; please see the log")
    return Text("人脸已全部清除", "All faces are wiped")


def _count(persons: int) -> Text:
    return Text(f"{persons} 人", str(persons))
