"""What crosses the interface about corrections of data."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated

from pydantic import Field, StringConstraints

from server_stub.corrections.tables import CorrectionState
from server_stub.texts import Line, Text, Wire


class Wrong(Enum):
    """What is wrong with it."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    NOT_MINE = "not-mine"
    MISSING = "missing"


class NewCorrection(Wire):
    """What somebody says is wrong: a field of a service's form, or `register.item`."""

    service: Line = Field(default="", max_length=60)
    what: Annotated[Line, StringConstraints(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)?$")] = Field(max_length=100)
    wrong: Wrong
    text: Line = Field(default="", max_length=200)


class Correction(Wire):
    """A request as the person sees it; the shown value is masked."""

    number: str
    label: Text
    department: Text
    shown: str
    wrong: Wrong
    text: str
    at: dt.datetime
    due: dt.date
    state: CorrectionState
    answer: str
    answered_at: dt.datetime | None
