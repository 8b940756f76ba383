"""Which cases are an approver's, whose turn each is, and what this approver may do with it now."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases import promises
from server_stub.cases.access import service_of
from server_stub.cases.lookups import plain_number
from server_stub.cases.moves import Actor, ActorKind
from server_stub.cases.states import FROM, UNDECIDED, CaseState, Move
from server_stub.cases.tables import Case, CaseFile
from server_stub.catalogue.models import ServiceFile
from server_stub.office.visits import Visit
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.staff.models import StaffMember
from server_stub.texts import Text
from server_stub.working_days import Calendar

_APPLICANTS = (Move.SUPPLY, Move.WITHDRAW)
_AFTER = (Move.ISSUE, Move.DELIVER)  # of no level
_SOON = 2  # working days


@dataclass(frozen=True)
class Open:
    """A case on an approver's desk."""

    case: Case
    service: ServiceFile

    @property
    def title(self) -> Text:
        """The service's."""
        return self.service.guide.service.title


@dataclass(frozen=True)
class Light:
    """How much time is left, in words; `kind` is good, soon, late or quiet."""

    kind: str
    words: Text
    due_on: dt.date | None = None


def mine(visit: Visit) -> tuple[ColumnElement[bool], ...]:
    """The filed cases of this approver's departments and hall's district."""
    staff = visit.staff
    found: list[ColumnElement[bool]] = [Case.filed_at.is_not(None), Case.department.in_(staff.departments)]
    if staff.hall:
        found.append(Case.region == visit.platform.halls[staff.hall].region)
    return tuple(found)


def open_case(db: Db, visit: Visit, number: str, *, change: bool = False) -> Open:
    """A case of this approver's. Problem: case.not-found, also for one that is another's."""
    locked = select(Case).where(Case.number == plain_number(number)[:64], *mine(visit))
    case = db.scalars(locked.with_for_update() if change else locked).first()
    if case is None:
        raise Problem("case.not-found")
    return Open(case, service_of(visit.platform, case))


def changing(db: Db, visit: Visit, number: str, version: str) -> Open:
    """The same, to change it: as it was when the form was made. Problems: case.not-found, office.changed."""
    opened = open_case(db, visit, number, change=True)
    if version != version_of(db, opened.case):
        raise Problem("office.changed")
    return opened


def version_of(db: Db, case: Case) -> str:
    """Another one as soon as anything changed that a decision rests on."""
    last = case.steps[-1].id if case.steps else 0
    files = db.scalar(select(func.count()).where(CaseFile.case_number == case.number))
    owed = [(p.id, p.state, p.objection) for p in promises.of_case(db, case.number)]
    told = repr((last, case.state, case.level, case.data_version, files, owed))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def actor_of(visit: Visit, service: ServiceFile) -> Actor:
    """Who acts: the number for the records, the department for the applicant."""
    department = service.guide.service.department
    shown = Text(zh=department.zh.partition("、")[0], en=department.en.partition(",")[0] or "The department")
    return Actor(ActorKind.STAFF, visit.staff.number, shown)


def require_level(staff: StaffMember, case: Case, move: Move) -> None:
    """Problem office.level where the decision stands at a level that is not theirs."""
    if move not in _AFTER and not staff.decides_at(case.level):
        raise Problem("office.level")


def moves_of(staff: StaffMember, opened: Open) -> tuple[Move, ...]:
    """What this approver may do with the case where it stands."""
    case, facts = opened.case, opened.service.facts
    state, last = CaseState(case.state), case.level >= facts.decision_levels

    def fits(move: Move) -> bool:
        match move:
            case Move.ASK_CORRECTION:
                return not case.corrected
            case Move.FORWARD:
                return not last
            case Move.SEND_BACK:
                return case.level > 1
            case Move.GRANT | Move.DENY:
                return last
            case Move.STOP_CLOCK:
                return bool(facts.special)
            case Move.ISSUE:
                return case.outcome == "granted"
        return move not in _APPLICANTS

    return tuple(m for m in Move if state in FROM[m] and fits(m) and (m in _AFTER or staff.decides_at(case.level)))


def turn_of(staff: StaffMember, case: Case) -> Text:
    """Who has to do something."""
    match CaseState(case.state):
        case CaseState.CORRECTION:
            return Text(zh="等申请人补正", en="The applicant's, to correct it")
        case CaseState.SUSPENDED:
            return Text(zh="特别程序进行中", en="A special procedure goes on")
        case CaseState.CLOSED:
            granted = case.outcome == "granted"
            return Text(zh="待出件", en="To be handed over") if granted else Text(zh="待送达", en="To be delivered")
        case CaseState.ISSUED:
            return Text(zh="等申请人领取", en="The applicant's, to collect it")
        case CaseState.REFUSED | CaseState.RETURNED | CaseState.DELIVERED:
            return Text(zh="已结束", en="Over")
    if staff.decides_at(case.level):
        return Text(zh="该我办", en="Mine")
    return Text(zh=f"在第 {case.level} 级", en=f"At level {case.level}")


def due_of(case: Case) -> dt.date | None:
    """The day that counts where the case stands."""
    if case.state in UNDECIDED or case.state == CaseState.CORRECTION.value:
        return case.answer_due
    over = case.closed_at is not None or case.state == CaseState.SUSPENDED.value
    return None if over else case.due_on


def light_of(case: Case, today: dt.date, calendar: Calendar) -> Light:
    """Working days left, as a traffic light."""
    if case.state == CaseState.SUSPENDED.value:
        since = case.stopped_on
        return Light("quiet", Text(zh=f"停表（{since} 起）", en=f"Clock stands (since {since})"))
    due = due_of(case)
    if due is None:
        over = case.closed_at is not None
        return Light("quiet", Text(zh="已办完", en="Done") if over else Text(zh="没有时限", en="No limit"))
    day = dt.timedelta(days=1)
    if due < today:
        late = max(calendar.count(due + day, today + day), 1)
        return Light("late", Text(zh=f"超期 {late} 个工作日", en=f"{_days(late)} late"), due)
    left = calendar.count(today + day, due + day)
    if left == 0:
        return Light("late", Text(zh="今天到期", en="Due today"), due)
    kind = "soon" if left <= _SOON else "good"
    return Light(kind, Text(zh=f"剩 {left} 个工作日", en=f"{_days(left)} left"), due)


def _days(count: int) -> str:
    return f"{count} working {'day' if count == 1 else 'days'}"


def waiting_states() -> Iterable[str]:
    """Where an approver has to do something."""
    wanted = (CaseState.RECEIVED, CaseState.PRE_REVIEW, CaseState.ACCEPTED, CaseState.IN_PROGRESS)
    return tuple(state.value for state in wanted)


def district_name(platform: Platform, region: str) -> Text:
    """A district's name; its code where it is none of ours."""
    found = platform.configuration.now.districts.get(region)
    return found.name if found else Text(zh=region, en=region)
