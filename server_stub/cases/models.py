"""What crosses the interface about cases."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from server_stub.cases.tables import CaseState
from server_stub.texts import Text, Wire

Key = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Value = Annotated[str, StringConstraints(max_length=400)]
Number = Annotated[str, StringConstraints(max_length=64)]


class NewNumber(Wire):
    """A case number is wanted for a service."""

    service: Key


class CaseNumber(Wire):
    """A number of the platform (统一赋码), opaque."""

    number: str


class PutCase(Wire):
    """Service, situation (question → option) and form (field → value)."""

    service: Key
    situation: dict[Key, Value] = Field(max_length=10)
    form: dict[Key, Value] = Field(max_length=100)


class GivenMaterial(Wire):
    """How many copies of a material were given; 0 for a deferred one."""

    key: Key
    given: int = Field(ge=0, le=99)


class Signature(Wire):
    """A signature: `digest` is the SM3 (GB/T 32905), hex, of canonical JSON of what was put."""

    digest: str = Field(max_length=80)
    strokes: str = Field(max_length=1_500_000)


class Progress(Wire):
    """What a case has so far."""

    number: str
    filed: bool


class SlipLine(Wire):
    """A material on the slip."""

    name: str
    due: int
    given: int
    how: str


class SlipData(Wire):
    """What the slip of a filed case says, as printed, in Chinese."""

    case_number: str
    query_code: str
    applicant: str
    document: str
    agent: str
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
    materials: tuple[SlipLine, ...]
    originals: str
    add_later: str
    fingerprint: str
    delivery: str
    query_url: str
    telephone: str
    supervision: str
    notes: tuple[str, ...] = ()


class SlipPrint(Wire):
    """What a slip says that is printed once more; `reprint` counts from 1."""

    slip: SlipData
    reprint: int


class CaseStepView(Wire):
    """One thing that happened."""

    state: CaseState
    at: dt.datetime
    by: Text
    note: Text


class CaseView(Wire):
    """A case as its applicant sees it; the name is masked."""

    number: str
    title: Text
    applicant: str
    department: Text
    state: CaseState
    filed_at: dt.datetime
    due: Text
    steps: tuple[CaseStepView, ...]
    next_step: Text


class Lookup(Wire):
    """A case by number and query code, after its phone code was right."""

    number: Number
    query_code: str = Field(max_length=20)
    phone_code: str = Field(max_length=40)
