"""Cases (办件): what is filed, and what a person sees of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated

from msgspec import Meta

from kiosk.rules.texts import Text

_CASE_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{21}(?![0-9A-Za-z])", re.ASCII)
_SLIP_ADDRESS = re.compile(r"https?://[^\s?#]{1,200}/c/([A-Za-z0-9_-]{8,40})", re.ASCII)


class CaseState(Enum):
    """Where a case stands (glossary: 收件 预审 受理 补正 不予受理 办理 特别程序 办结 退件 出件 送达)."""

    RECEIVED = "received"
    PRE_REVIEW = "pre-review"
    ACCEPTED = "accepted"
    CORRECTION = "correction"
    REFUSED = "refused"
    IN_PROGRESS = "in-progress"
    CLOSED = "closed"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    ISSUED = "issued"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class CaseStep:
    """One thing that happened to a case."""

    state: CaseState
    at: dt.datetime
    by: Text
    note: Text = Text("")


@dataclass(frozen=True)
class CaseView:
    """A case as its applicant sees it; by number and query code the platform sends the name masked."""

    number: str
    title: Text
    applicant: str = field(repr=False)  # masked by the platform
    department: Text
    state: CaseState
    filed_at: dt.datetime
    due: Text
    steps: tuple[CaseStep, ...]
    next_step: Text


@dataclass(frozen=True)
class SlipLine:
    """A material on the slip: should, did, how."""

    name: str
    due: int
    given: int
    how: str


@dataclass(frozen=True)
class SlipData:
    """What the platform says for the slip of a filed case. All texts are as printed, in Chinese."""

    case_number: str
    query_code: str = field(repr=False)
    applicant: str = field(repr=False)
    document: str = field(repr=False)
    agent: str = field(repr=False)
    service: str
    department: str
    received_by: str
    received_at: dt.datetime
    clock_starts: str
    answer_by: str
    statutory_limit: str
    promised_limit: str
    special_procedure: str
    fee: str
    materials: Annotated[tuple[SlipLine, ...], Meta(max_length=60)]  # it is paper that comes out
    originals: str
    add_later: str
    fingerprint: str
    delivery: str
    query_url: str
    telephone: str
    supervision: str
    notes: Annotated[tuple[str, ...], Meta(max_length=20)] = ()


def case_number_in(code: str) -> str | None:
    """The case number that a scanned code holds, alone or somewhere in a text; None for none, or for several."""
    found = set(_CASE_NUMBER.findall(code))
    return found.pop() if len(found) == 1 else None


def slip_token_in(code: str) -> str:
    """The token in the address that a slip's QR code holds; empty for any other code. It opens nothing by itself."""
    found = _SLIP_ADDRESS.fullmatch(code.strip())
    return found[1] if found else ""
