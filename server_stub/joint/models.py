"""What crosses the interface about applications for life events."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from server_stub.cases.models import CorrectionItem, Key, NoticeView, Signature, Value, Withdrawal
from server_stub.joint.standing import JointState, Turn
from server_stub.licences.models import ResolvedMaterial
from server_stub.texts import Text, Wire

EventKey = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class NewJointNumber(Wire):
    """A number is wanted for a life event."""

    event: EventKey


class PutJoint(Wire):
    """Answers to the event's questions, and the one form (key of the plan's form → value).

    `version` counts what the terminal put; what arrives late with a lower one changes nothing.
    """

    version: int = Field(default=1, ge=1, le=1_000_000)
    answers: dict[Key, Value] = Field(max_length=10)
    form: dict[Key, Value] = Field(max_length=400)


class JointSupplement(Signature):
    """The signature under what was put since a correction was asked for, and for which components that is."""

    services: tuple[Key, ...] = Field(min_length=1, max_length=20)


class JointWithdrawal(Withdrawal):
    """Which components are taken back; none named: all that is open."""

    services: tuple[Key, ...] = Field(default=(), max_length=20)


class JointMaterial(ResolvedMaterial):
    """A material of the one set as it is for this applicant; `services` need it."""

    services: tuple[str, ...]


class JointForm(Wire):
    """What was put so far, for its owner to go on with; `version` is the last one."""

    number: str
    event: str
    version: int
    answers: dict[str, str]
    form: dict[str, str]
    materials: dict[str, int]


class JointComponentView(Wire):
    """A component as the applicant sees it. `state` is its case's, or `waiting` for another component's result."""

    service: str
    title: Text
    department: Text
    number: str
    state: str
    outcome: str  # granted, denied, refused, returned, withdrawn; "" while it is open
    due: Text
    waits_for: tuple[Text, ...] = ()
    note: Text
    correction: tuple[CorrectionItem, ...] = ()  # `target` is a field or material of the one form
    correct_until: dt.date | None = None


class JointCorrectionView(CorrectionItem):
    """补正 over all components: what is wrong with a field or material of the one form, once, and by when."""

    services: tuple[str, ...]
    until: dt.date | None


class ApartView(Wire):
    """What belongs to the event and is applied for by somebody else, or later."""

    service: str
    title: Text
    department: Text
    how: Text


class JointPromiseView(Wire):
    """A material that was promised for later: once, for all components that need it."""

    material: str
    name: Text
    services: tuple[str, ...]
    due_on: dt.date
    state: str


class JointView(Wire):
    """An application with all that its applicant may see and do. `quiet`: a bereavement, where no rating is offered."""

    number: str
    event: str
    title: Text
    applicant: str
    department: Text
    state: JointState
    filed_at: dt.datetime
    due: Text
    due_on: dt.date | None  # the one day by which all is closed; None while the time is not counted, and at the end
    turn: Turn
    next_step: Text
    components: tuple[JointComponentView, ...]
    correction: tuple[JointCorrectionView, ...]  # all that has to be corrected now, in one list
    apart: tuple[ApartView, ...]
    promises: tuple[JointPromiseView, ...]
    notices: tuple[NoticeView, ...]
    may_withdraw: bool
    may_supply: tuple[str, ...]  # the components that have to be corrected
    quiet: bool
    may_rate: bool


class ComponentOverview(Wire):
    """A component as the lead department sees it."""

    service: str
    title: Text
    department: str
    number: str
    state: str
    due_on: dt.date | None


class JointOverview(Wire):
    """An application as its lead department sees it; `late`: the event's limit is over."""

    number: str
    event: str
    title: Text
    state: JointState
    filed_at: dt.datetime
    due_on: dt.date | None
    warned: bool
    late: bool
    components: tuple[ComponentOverview, ...]


class AwaitedResult(Wire):
    """What the department has to give when it grants a component, since others wait for it."""

    what: str
    label: Text
    required: bool
