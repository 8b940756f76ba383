"""What the applicant sees of their cases: lists, one case whole, the slip, notices."""

from __future__ import annotations

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases import promises
from server_stub.cases.access import onlooker, seen_case, service_of
from server_stub.cases.lookups import by_query_code, plain_number
from server_stub.cases.models import (
    CaseDetail,
    CaseView,
    CorrectionItem,
    Lookup,
    NoticeView,
    PromiseView,
    SlipData,
    SlipPrint,
)
from server_stub.cases.states import CaseState, Move, possible
from server_stub.cases.tables import Case, NoticeRow, SlipReprint
from server_stub.cases.views import view_of
from server_stub.clock import in_hall
from server_stub.companies.authority import led_by
from server_stub.joint.tables import JointApplication
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import Text


def own(db: Db, call: Call) -> list[CaseView]:
    """Own cases, newest first: those of the holder, those they filed for others, those of companies they lead.

    Parts of a life event stand with it.
    """
    holder = onlooker(db, call)
    led = led_by(db, holder.person.id, call.platform.clock().date())
    mine = (Case.person_id == holder.person.id) | (Case.filed_by == holder.person.id)
    mine |= Case.company.in_(led) if led else false()
    alone = (Case.filed_at.is_not(None), Case.parent == "")
    newest = select(Case).where(mine, *alone).order_by(Case.filed_at.desc(), Case.number.desc())
    return [view_of(case, service_of(call.platform, case)) for case in db.scalars(newest)]


def detail(db: Db, call: Call, number: str) -> CaseDetail:
    """One own case. Problems of the holder, case.not-found."""
    case = seen_case(db, call, number)
    moves = possible(CaseState(case.state))
    return CaseDetail(
        case=view_of(case, service_of(call.platform, case)),
        notices=tuple(notice_view(row) for row in notices_of(db, case.number)),
        promises=tuple(
            PromiseView(id=p.id, material=p.material, name=Text(**p.name), due_on=p.due_on, state=p.state)
            for p in promises.of_case(db, case.number)
        ),
        correction=tuple(CorrectionItem.model_validate(item) for item in case.correction or ()),
        correct_until=case.answer_due if case.state == CaseState.CORRECTION.value else None,
        may_withdraw=Move.WITHDRAW in moves,
        may_supply=Move.SUPPLY in moves,
    )


def notices_of(db: Db, number: str) -> list[NoticeRow]:
    """The notices of a case, in their order."""
    return list(db.scalars(select(NoticeRow).where(NoticeRow.case_number == number).order_by(NoticeRow.place)))


def notice_of(db: Db, call: Call, number: str, id_: str) -> NoticeRow:
    """A notice of an own case. Problems of the holder, case.not-found, notice.not-found."""
    case = seen_case(db, call, number)
    row = db.get(NoticeRow, id_)
    if row is None or row.case_number != case.number:
        raise Problem("notice.not-found")
    return row


def notice_view(row: NoticeRow) -> NoticeView:
    """A notice as it is listed."""
    return NoticeView(
        id=row.id,
        kind=row.kind,
        title=row.content["title"],
        number=row.number,
        verification_code=row.verification_code,
        issued_at=in_hall(row.issued_at),
    )


def slip_of(db: Db, call: Call, number: str) -> SlipData:
    """The slip of an own, filed case. Problems of the holder, case.not-found."""
    case = seen_case(db, call, number)
    if case.slip is None:
        raise Problem("case.not-found")
    slip = SlipData.model_validate(case.slip)
    return slip.model_copy(update={"received_at": in_hall(slip.received_at)})


def print_slip(db: Db, call: Call, number: str) -> SlipPrint:
    """The slip, to be printed once more; how often that was is counted. Problems of the holder, case.not-found."""
    slip = slip_of(db, call, number)
    db.add(SlipReprint(case_number=slip.case_number, terminal=call.terminal.id, at=call.platform.clock()))
    db.flush()
    times = select(func.count()).where(SlipReprint.case_number == slip.case_number)
    return SlipPrint(slip=slip, reprint=db.execute(times).scalar_one())


def look_up(db: Db, call: Call, wanted: Lookup) -> Case | JointApplication:
    """A case or application by number and query code. Problems: case.not-found, code.not-verified."""
    case = by_query_code(db, plain_number(wanted.number), wanted.query_code)
    if not phone_codes.verified_for_case(db, wanted.phone_code, case.number, call.platform.clock()):
        raise Problem("code.not-verified")
    return case
