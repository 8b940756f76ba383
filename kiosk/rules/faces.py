"""What the law wants of looking at faces, as conditions that code asks before it does (DOMAIN.md 3.7, HALL.md 2).

人脸识别技术应用安全管理办法 (in force since 2025-06-01) and PIPL: each purpose with a consent of its own, notice before
anything is seen, a guardian for who is under 14, never the only way, forgotten when the purpose is reached, and a
filing duty from 100,000 stored persons on.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from enum import Enum

GUARDED_UNTIL = 14
"""Years of age: before, a face is looked at with a guardian's consent only."""

FILING_DUTY = 100_000
"""Stored persons from which on whoever stores them files with the provincial authority."""

FILE_WITHIN_DAYS = 30
"""Working days for that."""

TRIES = 3
"""Then another way: nobody is kept before a camera that does not know them."""


class Outcome(Enum):
    """How looking ended: what the log and the platform hear of it; the value travels."""

    ACCEPTED = "accepted"
    CLERK_SAME = "clerk-same"
    CLERK_OTHER = "clerk-other"
    UNSURE = "unsure"
    NO_MATCH = "no-match"
    NOT_LIVE = "not-live"
    ENROLLED = "enrolled"
    NO_RESULT = "no-result"
    BROKEN_OFF = "broken-off"


class NotAllowed(Exception):
    """The law does not allow that; a bug of whoever asked. The message names no person."""


@dataclass(frozen=True)
class Consent:
    """Somebody agreed to one purpose, after the notice was shown. `number` travels; the person is not in it."""

    number: str
    purpose: Enum
    at: dt.datetime


@dataclass
class Consents:
    """What was agreed to in one visit. Each consent is for one purpose, and ends with the visit or when withdrawn."""

    _given: list[Consent] = field(default_factory=list)

    def give(self, purpose: Enum, at: dt.datetime) -> Consent:
        """The person agreed, just now."""
        consent = Consent(str(uuid.uuid4()), purpose, at)
        self._given.append(consent)
        return consent

    def check(self, consent: Consent, purpose: Enum) -> str:
        """The number under which may be looked; NotAllowed where nobody agreed to this purpose, or withdrew it."""
        if consent.purpose is not purpose or consent not in self._given:
            raise NotAllowed("no consent for this purpose")
        return consent.number

    def withdraw(self, consent: Consent) -> None:
        """From now on nothing is looked at under it."""
        if consent in self._given:
            self._given.remove(consent)

    def forget(self) -> None:
        """The visit is over."""
        self._given.clear()


@dataclass(frozen=True)
class FaceFact:
    """What became of one look: all that is kept of it. Never a picture, a template or a distance."""

    consent: str
    purpose: Enum
    outcome: Outcome
    model: str
    at: dt.datetime


def age(birth: dt.date, today: dt.date) -> int:
    """Full years. Who was born on 29 February has their birthday on 1 March in other years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def may_be_asked(birth: dt.date | None, today: dt.date) -> bool:
    """Whether a face may be offered at all: not to children, and not to who may be one."""
    return birth is not None and birth <= today and age(birth, today) >= GUARDED_UNTIL


def filing_due(persons: int) -> bool:
    """Whether so many stored persons must be filed."""
    return persons >= FILING_DUTY
