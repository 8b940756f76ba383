"""What crosses the interface about ratings."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from server_stub.texts import Line, Lines, Text, Wire

Visit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^(1[3-9][0-9]{9})?$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,39}$")]


class About(Enum):
    """What a rating is of."""

    CASE = "case"
    WINDOW = "window"
    MACHINE = "machine"


class Level(Wire):
    """One of the five levels."""

    stars: int
    title: Text


class Reason(Wire):
    """A reason that may be chosen; `low` ones are shown with one and two stars, the others with more."""

    key: str
    title: Text
    low: bool


class Questions(Wire):
    """What a rating page shows. Rating is voluntary: no level is chosen beforehand, leaving the page is no answer."""

    about: About
    levels: tuple[Level, ...]
    reasons: tuple[Reason, ...]


class NewRating(Wire):
    """A rating of a case (an own one, or by its query code) or of a visit, whose id the terminal made.

    `contact`: the person may be asked about it, on the phone given or on the registered one.
    """

    case_number: Line = Field(default="", max_length=64)
    query_code: Line = Field(default="", max_length=20)
    visit: Visit | None = None
    stars: int = Field(ge=1, le=5)
    reasons: tuple[Key, ...] = Field(default=(), max_length=10)
    text: Lines = Field(default="", max_length=300)
    contact: bool = False
    phone: Phone = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> NewRating:
        if bool(self.case_number) == (self.visit is not None):
            raise ValueError("a case or a visit")
        return self


class Rated(Wire):
    """What the person is told. `asked_by`: until when somebody asks back, none if nobody does."""

    number: int
    thanks: Text
    asked_by: dt.date | None


class MyRating(Wire):
    """A rating whose giver consented to be asked, with what came of it."""

    case_number: str
    visit: str
    stars: int
    at: dt.datetime
    state: str  # given, open, contacted, remedied
    may_rate_again: bool
