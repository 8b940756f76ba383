"""Messages of departments' own systems about a case (受理, 办理, 办结 …), in whatever order and however often.

Each carries a sequence number, from 1 (DOMAIN.md 3.6a: the platform must tolerate repeated and out-of-order calls): the
same one again gets the same answer, one that came too early waits for those before it.
"""

from __future__ import annotations

import hmac
from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.access import service_of
from server_stub.cases.models import DepartmentMessage, MessageState
from server_stub.cases.moves import Actor, ActorKind, act
from server_stub.cases.states import CaseState
from server_stub.cases.tables import Case, Parked
from server_stub.digests import canonical, sm3
from server_stub.platform import Call
from server_stub.problems import Problem

_FURTHEST = 100  # messages that may wait for one


def receive(db: Db, call: Call, number: str, message: DepartmentMessage) -> MessageState:
    """Applies it, or keeps it until those before it came. Problems: case.not-found, message.other-body, of the move."""
    case = db.get(Case, number, with_for_update=True)
    if case is None or case.filed_at is None or case.department not in call.terminal.departments:
        raise Problem("case.not-found")
    fingerprint = sm3(canonical(_plain(message)))
    known = db.get(Parked, (number, message.sequence))
    if known is not None:
        if not hmac.compare_digest(known.fingerprint, fingerprint):
            raise Problem("message.other-body")
        return _state(case, message.sequence, known.applied)
    last = db.scalar(select(func.max(Parked.sequence)).where(Parked.case_number == number, Parked.applied)) or 0
    if message.sequence > last + _FURTHEST:
        raise Problem("request.invalid")
    row = Parked(
        case_number=number,
        sequence=message.sequence,
        body=_plain(message),
        fingerprint=fingerprint,
        applied=False,
        at=call.platform.clock(),
    )
    db.add(row)
    if message.sequence == last + 1:
        _apply(db, call, case, row)
        _apply_waiting(db, call, case, message.sequence)
    db.flush()
    return _state(case, message.sequence, row.applied)


def _apply(db: Db, call: Call, case: Case, row: Parked) -> None:
    message = DepartmentMessage.model_validate(row.body)
    service = service_of(call.platform, case)
    actor = Actor(ActorKind.DEPARTMENT, call.terminal.id, service.guide.service.department)
    act(db, call.platform, case, service, actor, message.order)
    row.applied = True


def _apply_waiting(db: Db, call: Call, case: Case, last: int) -> None:
    """Those that came too early, in order; one that is not possible stays, for the department to see and mend."""
    rows = db.scalars(
        select(Parked)
        .where(Parked.case_number == case.number, Parked.sequence > last, Parked.applied.is_(False))
        .order_by(Parked.sequence)
    )
    for row in list(rows):
        if row.sequence != last + 1:
            return
        try:
            with db.begin_nested():
                _apply(db, call, case, row)
        except Problem:
            db.refresh(case)
            return
        last = row.sequence


def _state(case: Case, sequence: int, applied: bool) -> MessageState:
    return MessageState(number=case.number, sequence=sequence, applied=applied, state=CaseState(case.state))


def _plain(message: BaseModel) -> dict[str, Any]:
    return message.model_dump(mode="json")
