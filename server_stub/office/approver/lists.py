"""`/office/cases`: the approver's cases, due first; by state, by number, fifty a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases.access import service_of
from server_stub.cases.states import UNDECIDED, CaseState
from server_stub.cases.tables import Case
from server_stub.office.approver import reach
from server_stub.office.approver.reach import Light
from server_stub.office.approver.words import STATES
from server_stub.office.visits import ApproverVisit, Visit
from server_stub.texts import Text

router = APIRouter(prefix="/cases")
_A_PAGE = 50
_MINE = "mine"
_TITLE = Text(zh="我的办件", en="My cases")
_DUE = case(
    (Case.state.in_((*UNDECIDED, CaseState.CORRECTION.value)), Case.answer_due),
    (Case.closed_at.is_not(None), None),
    (Case.state == CaseState.SUSPENDED.value, None),
    else_=Case.due_on,
)


@dataclass(frozen=True)
class Row:
    """One case in the list."""

    number: str
    title: Text
    applicant: str
    state: Text
    level: str
    turn: Text
    light: Light
    case: Case


@router.get("")
def cases(
    visit: ApproverVisit,
    state: Annotated[str, Query(max_length=20)] = _MINE,
    q: Annotated[str, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """My cases; `state` is mine (my turn), all or a state; `q` begins or ends a number."""
    wanted = state if state in {_MINE, "all", *(s.value for s in CaseState)} else _MINE
    number = "".join(c for c in q if c.isascii() and (c.isalnum() or c == "-"))
    wanted = "all" if number else wanted
    with visit.platform.database.read() as db:
        found = _page_of(db, visit, wanted, number, page)
        rows = [_row(visit, one) for one in found[:_A_PAGE]]
        counts = _counts(db, visit)
    visit.look("list", wanted)
    return visit.page(
        "approver/cases.html",
        title=_TITLE,
        rows=rows,
        counts=counts,
        states=[(one.value, words) for one, words in STATES.items() if counts.get(one.value)],
        chosen=wanted,
        q=number,
        page=page,
        more=len(found) > _A_PAGE,
    )


def _page_of(db: Db, visit: Visit, state: str, number: str, page: int) -> list[Case]:
    query = select(Case).where(*reach.mine(visit))
    if number:
        query = query.where(or_(Case.number.startswith(number), Case.number.endswith(number)))
    elif state == _MINE:
        query = query.where(_my_turn(visit))
    elif state != "all":
        query = query.where(Case.state == state)
    query = query.order_by(_DUE.is_(None), _DUE, Case.number).offset((page - 1) * _A_PAGE).limit(_A_PAGE + 1)
    return list(db.scalars(query))


def _my_turn(visit: Visit) -> ColumnElement[bool]:
    """Where I have to do something: at my level, or to hand over."""
    levels = visit.staff.levels
    waits = Case.state.in_(reach.waiting_states())
    at_mine = and_(waits, Case.level.in_(levels)) if levels else waits
    return or_(at_mine, and_(Case.state == CaseState.CLOSED.value, Case.outcome == "granted"))


def _counts(db: Db, visit: Visit) -> dict[str, int]:
    """How many there are in each filter."""
    by_state = select(Case.state, func.count()).where(*reach.mine(visit)).group_by(Case.state)
    counts = {str(row[0]): int(row[1]) for row in db.execute(by_state)}
    counts["all"] = sum(counts.values())
    counts[_MINE] = db.scalar(select(func.count()).select_from(Case).where(*reach.mine(visit), _my_turn(visit))) or 0
    return counts


def _row(visit: Visit, one: Case) -> Row:
    service = service_of(visit.platform, one)
    levels = service.facts.decision_levels
    return Row(
        number=one.number,
        title=service.guide.service.title,
        applicant=one.applicant,
        state=STATES[CaseState(one.state)],
        level=f"{one.level}/{levels}" if levels > 1 else "",
        turn=reach.turn_of(visit.staff, one),
        light=reach.light_of(one, visit.today, visit.platform.calendar),
        case=one,
    )
