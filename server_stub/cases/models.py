"""What crosses the interface about cases."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server_stub.cases.states import CaseState, Move
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
    """Service, situation (question → option) and form (field → value).

    `version` (DATAVERSION) counts what the terminal put; what arrives late with a lower one changes nothing.
    """

    service: Key
    version: int = Field(default=1, ge=1, le=1_000_000)
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
    """What a case has so far; `superseded`: a later version was there already."""

    number: str
    filed: bool
    superseded: bool = False


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
    """A case as its applicant sees it; the name is masked. `quiet`: a bereavement, where no rating is offered.

    `joint`: the application for a life event, one line for all its components (`/v1/joint-applications/{number}`).
    """

    number: str
    title: Text
    applicant: str
    department: Text
    state: CaseState
    filed_at: dt.datetime
    due: Text
    steps: tuple[CaseStepView, ...]
    next_step: Text
    joint: bool = False
    quiet: bool = False


class Lookup(Wire):
    """A case by number and query code, after its phone code was right."""

    number: Number
    query_code: str = Field(max_length=20)
    phone_code: str = Field(max_length=40)


class SlipToken(Wire):
    """What the QR code of a slip holds, behind the address: as good as number and query code, which stand beside it."""

    token: str = Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")


class SlipCodes(Wire):
    """The number and query code of the case or application whose slip it is."""

    number: Number
    query_code: str


# ---- what departments and staff do with a case


class ChecklistOrder(Wire):
    """For which situation (question → option) the list is wanted."""

    situation: dict[Key, Value] = Field(max_length=10)


class CorrectionItem(Wire):
    """One thing that is missing or wrong: what, why, how to mend it; `target` is the field or material it is about."""

    what: str = Field(min_length=1, max_length=100)
    why: str = Field(min_length=1, max_length=200)
    how: str = Field(min_length=1, max_length=200)
    target: str = Field(default="", max_length=60)


class MoveOrder(Wire):
    """A move with what it needs: a reason to refuse, deny or return, items to correct, a procedure for the clock."""

    move: Move
    note: str = Field(default="", max_length=500)
    reason: str = Field(default="", max_length=500)
    items: tuple[CorrectionItem, ...] = Field(default=(), max_length=30)
    procedure: str = Field(default="", max_length=60)
    way: str = Field(default="", max_length=20)
    place: str = Field(default="", max_length=100)  # counter, locker with its door, or tracking number
    proposal: Literal["", "grant", "deny"] = ""  # what a level proposes to the next; the note says why
    result: dict[Key, Value] = Field(default={}, max_length=30)  # of a grant: what others wait for, as child_number


class NoticeContent(Wire):
    """What a notice says, as printed."""

    title: str = ""
    issuer: str = ""
    addressee: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...]
    item_head: tuple[str, ...] = ()
    items: tuple[tuple[str, ...], ...] = ()
    closing: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()


class NoticeView(Wire):
    """A notice of a case; its paper is at `/v1/cases/{number}/notices/{id}/pdf`."""

    id: str
    kind: str
    title: str
    number: str
    verification_code: str
    issued_at: dt.datetime


class PromiseView(Wire):
    """A material that was promised for later."""

    id: str
    material: str
    name: Text
    due_on: dt.date
    state: str


class CaseDetail(Wire):
    """A case with all that its applicant may see and do."""

    case: CaseView
    notices: tuple[NoticeView, ...]
    promises: tuple[PromiseView, ...]
    correction: tuple[CorrectionItem, ...]
    correct_until: dt.date | None
    may_withdraw: bool
    may_supply: bool


class NewFile(Wire):
    """A file of a material: its bytes in base64. PDF, JPEG or PNG, told by content, not by name."""

    material: Key
    name: str = Field(min_length=1, max_length=120)
    content: str = Field(min_length=4, max_length=7_000_000)


class StoredFile(Wire):
    """A file as it is kept; `digest` is its SM3."""

    id: str
    material: str
    name: str
    media_type: str
    size: int
    digest: str


class Objection(Wire):
    """What somebody says against the record of a late promise."""

    text: str = Field(min_length=2, max_length=500)


class Withdrawal(Wire):
    """Why; voluntary."""

    reason: str = Field(default="", max_length=200)


class DepartmentMessage(Wire):
    """A department's system says what it did: messages of a case are numbered from 1."""

    sequence: int = Field(ge=1, le=100_000)
    order: MoveOrder


class MessageState(Wire):
    """What became of a message; one that came too early is kept until those before it came."""

    number: str
    sequence: int
    applied: bool
    state: CaseState


Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Item = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class NewTransfer(Wire):
    """A case's materials, or its result, go to another place."""

    to_region: Region
    what: Literal["materials", "result"] = "materials"
    items: tuple[Item, ...] = Field(min_length=1, max_length=60)
    way: Literal["system", "post"] = "system"
    tracking: str = Field(default="", max_length=40)


class Acknowledgement(Wire):
    """It came; what was missing of it."""

    missing: tuple[Item, ...] = Field(default=(), max_length=60)


class TransferView(Wire):
    """A hand-over between places."""

    id: str
    case: str
    from_hall: str
    to_region: str
    what: str
    items: tuple[str, ...]
    way: str
    tracking: str
    sent_at: dt.datetime
    received_at: dt.datetime | None
    missing: tuple[str, ...]


class NewJointTask(Wire):
    """Another place is asked for something it knows or must agree to."""

    region: Region
    department: Key
    question: str = Field(min_length=2, max_length=500)


class JointAnswer(Wire):
    """Its answer."""

    agreed: bool
    answer: str = Field(min_length=1, max_length=500)


class JointTaskView(Wire):
    """What another place was asked, and what it said."""

    id: str
    case: str
    region: str
    department: str
    question: str
    agreed: bool | None
    answer: str
    asked_at: dt.datetime
    answered_at: dt.datetime | None
