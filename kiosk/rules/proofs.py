"""Proofs a person may print, and the finished document the platform issues for one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated

from msgspec import Meta

from kiosk.rules.texts import Text


class Availability(Enum):
    """Whether a proof can be issued now: "no record" and "can't be looked up" are two different answers."""

    AVAILABLE = "available"
    NO_RECORD = "no-record"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Option:
    """One value of a question, such as a purpose or an insurance."""

    key: str
    title: Text
    hint: Text = Text("")


@dataclass(frozen=True)
class Question:
    """A question a proof or a service asks before it can go on; the answer is an option's key."""

    key: str
    title: Text
    options: tuple[Option, ...]
    hint: Text = Text("")


@dataclass(frozen=True)
class Proof:
    """One printable proof of this person. `questions` are asked in order (insurance, period, purpose, scope …)."""

    kind: str
    title: Text
    department: Text
    about: Text
    availability: Availability
    questions: tuple[Question, ...] = ()
    copies_at_most: Annotated[int, Meta(ge=1, le=20)] = 3


@dataclass(frozen=True)
class IssuedDocument:
    """A finished document. `pdf` is what is previewed and printed, byte for byte."""

    id: str
    kind: str
    title: Text
    number: str = field(repr=False)
    verification_code: str = field(repr=False)
    issued_at: dt.datetime
    pages: int
    pdf: bytes = field(default=b"", repr=False)  # fetched apart
