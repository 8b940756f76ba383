"""跨域: a case that is taken here and belongs to another place (异地代收代办), or is worked on by several (多地联办).

Handed on is handed on only when the other side says that it came, with what was missing; so is the result on its way
back. 全程网办 needs none of this: the case belongs to its own department from the start.
"""

from __future__ import annotations

import uuid
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.models import (
    Acknowledgement,
    JointAnswer,
    JointTaskView,
    NewJointTask,
    NewTransfer,
    TransferView,
)
from server_stub.cases.tables import Case, CaseStep, JointTask, Transfer
from server_stub.clock import in_hall
from server_stub.halls.models import Hall
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.texts import Text


class Place(Protocol):
    """Where somebody acts: a terminal's call, or somebody of the back office at their hall."""

    @property
    def platform(self) -> Platform:
        """The platform."""

    @property
    def hall(self) -> Hall:
        """The hall."""


def hand_on(db: Db, place: Place, number: str, wanted: NewTransfer, by: str) -> TransferView:
    """Sends a case's materials to the place that owns it, or its result back. Problem: case.not-found."""
    case = _case(db, number)
    now = place.platform.clock()
    row = Transfer(
        id=str(uuid.uuid4()),
        case_number=case.number,
        from_hall=place.hall.id,
        to_region=wanted.to_region,
        what=wanted.what,
        items=list(wanted.items),
        way=wanted.way,
        tracking=wanted.tracking,
        sent_by=by,
        sent_at=now,
        missing=[],
    )
    db.add(row)
    district = place.platform.configuration.now.districts.get(wanted.to_region)
    to = district.name if district else Text(zh=wanted.to_region, en=wanted.to_region)
    what = Text(zh="材料", en="The papers") if wanted.what == "materials" else Text(zh="结果", en="The result")
    _note(case, place, by, Text(zh=f"{what.zh}已移交 {to.zh}", en=f"{what.en} went to {to.en}"))
    return _view(row)


def acknowledge(db: Db, place: Place, transfer_id: str, given: Acknowledgement, by: str) -> TransferView:
    """The other side has it. Problems: transfer.not-found, transfer.state."""
    row = db.get(Transfer, transfer_id, with_for_update=True)
    if row is None or row.to_region != place.hall.region:
        raise Problem("transfer.not-found")
    if row.received_at is not None:
        if row.received_by == by and tuple(row.missing) == given.missing:
            return _view(row)
        raise Problem("transfer.state")
    if not set(given.missing) <= set(row.items):
        raise Problem("request.invalid")
    row.received_at, row.received_by, row.missing = place.platform.clock(), by, list(given.missing)
    case = _case(db, row.case_number)
    lacking = "，缺：" + "、".join(given.missing) if given.missing else ""
    _note(case, place, by, Text(zh=f"已签收{lacking}", en="Received" + (", something is missing" if lacking else "")))
    if row.what == "result":
        tell(
            db,
            case.phone,
            f"【政务服务】办件 {case.number} 的结果已到{place.hall.short}，可凭证件领取。",
            row.received_at,
        )
    return _view(row)


def transfers(db: Db, place: Place) -> list[TransferView]:
    """What this hall sent and what is on its way to it, the newest first."""
    mine = (Transfer.from_hall == place.hall.id) | (Transfer.to_region == place.hall.region)
    return [_view(row) for row in db.scalars(select(Transfer).where(mine).order_by(Transfer.sent_at.desc()).limit(200))]


def ask(db: Db, place: Place, number: str, wanted: NewJointTask, by: str) -> JointTaskView:
    """Asks another place or department. Problem: case.not-found."""
    case = _case(db, number)
    row = JointTask(
        id=str(uuid.uuid4()),
        case_number=case.number,
        region=wanted.region,
        department=wanted.department,
        question=wanted.question,
        asked_by=by,
        asked_at=place.platform.clock(),
    )
    db.add(row)
    db.flush()
    return _task(row)


def answer(db: Db, place: Place, task_id: str, given: JointAnswer, by: str) -> JointTaskView:
    """The other place's answer, once. Problems: transfer.not-found, transfer.state."""
    row = db.get(JointTask, task_id, with_for_update=True)
    if row is None or row.region != place.hall.region:
        raise Problem("transfer.not-found")
    if row.answered_at is not None:
        if (row.agreed, row.answer) == (given.agreed, given.answer):
            return _task(row)
        raise Problem("transfer.state")
    row.agreed, row.answer = given.agreed, given.answer
    row.answered_by, row.answered_at = by, place.platform.clock()
    return _task(row)


def tasks(db: Db, place: Place) -> list[JointTaskView]:
    """What this hall's region is asked, unanswered first."""
    rows = select(JointTask).where(JointTask.region == place.hall.region)
    return [
        _task(r) for r in db.scalars(rows.order_by(JointTask.answered_at.is_not(None), JointTask.asked_at).limit(200))
    ]


def _case(db: Db, number: str) -> Case:
    case = db.get(Case, number, with_for_update=True)
    if case is None or case.filed_at is None:
        raise Problem("case.not-found")
    return case


def _note(case: Case, place: Place, by: str, note: Text) -> None:
    """A step that changes nothing of where the case stands."""
    shown = Text(zh=place.hall.short, en=place.hall.district.en)
    case.steps.append(
        CaseStep(
            state=case.state,
            move="hand-on",
            actor=by,
            at=place.platform.clock(),
            by=shown.model_dump(),
            note=note.model_dump(),
        )
    )


def _view(row: Transfer) -> TransferView:
    return TransferView(
        id=row.id,
        case=row.case_number,
        from_hall=row.from_hall,
        to_region=row.to_region,
        what=row.what,
        items=tuple(row.items),
        way=row.way,
        tracking=row.tracking,
        sent_at=in_hall(row.sent_at),
        received_at=in_hall(row.received_at) if row.received_at else None,
        missing=tuple(row.missing),
    )


def _task(row: JointTask) -> JointTaskView:
    return JointTaskView(
        id=row.id,
        case=row.case_number,
        region=row.region,
        department=row.department,
        question=row.question,
        agreed=row.agreed,
        answer=row.answer,
        asked_at=in_hall(row.asked_at),
        answered_at=in_hall(row.answered_at) if row.answered_at else None,
    )
