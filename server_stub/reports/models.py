"""What crosses the interface about reports."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from server_stub.reports.tables import Progress, ReportKind
from server_stub.texts import Line, Lines, Text, Wire

Phone = Annotated[str, StringConstraints(pattern=r"^(1[3-9][0-9]{9})?$")]


class About(Enum):
    """What could not be done, or does not work."""

    SERVICE = "service"
    CASE = "case"
    HALL = "hall"
    MACHINE = "machine"  # 这台机器有问题


class Trouble(Enum):
    """What is wrong with a machine."""

    NONE = ""
    CARD_READER = "card-reader"
    PRINTER = "printer"
    SCREEN = "screen"
    SOUND = "sound"
    SLOW = "slow"
    DIRTY = "dirty"


class NewReport(Wire):
    """Something could not be done, or this machine has a problem. Who reports and a phone are voluntary."""

    about: About
    service: Line = Field(default="", max_length=60)
    case_number: Line = Field(default="", max_length=64)
    query_code: Line = Field(default="", max_length=20)
    trouble: Trouble = Trouble.NONE
    text: Lines = Field(default="", max_length=500)
    phone: Phone = ""

    @model_validator(mode="after")
    def _says_what(self) -> NewReport:
        if self.about is About.SERVICE and not self.service:
            raise ValueError("which service")
        if self.about is About.CASE and not self.case_number:
            raise ValueError("which case")
        if len(self.text.strip()) < 2 and (self.about is not About.MACHINE or self.trouble is Trouble.NONE):
            raise ValueError("what happened")
        return self


class Reported(Wire):
    """A report was taken: its number and query code open the answer."""

    number: str
    query_code: str
    answer_by: dt.date
    next_step: Text


class ReportLookup(Wire):
    """A report by number and query code."""

    number: Line = Field(max_length=30)
    query_code: Line = Field(max_length=20)


class ReportStepView(Wire):
    """One thing that happened."""

    at: dt.datetime
    note: Text


class ReportView(Wire):
    """A report as who made it sees it."""

    number: str
    kind: ReportKind
    progress: Progress
    at: dt.datetime
    answer_by: dt.date
    answer: str
    steps: tuple[ReportStepView, ...]
