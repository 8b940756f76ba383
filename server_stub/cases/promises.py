"""容缺: promises of materials that follow later, and what becomes of those that don't (HALL.md 4).

Reminder → the authority confirms → notice with time to object → record → repair. Nothing is recorded by itself. What
was promised once for several cases of a life event (`Promise.shared`) counts once for the person.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from enum import Enum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.notices import Writer
from server_stub.cases.states import CaseState
from server_stub.cases.tables import Case, Promise
from server_stub.catalogue.models import Handling, Material
from server_stub.outbound import service as outbound
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.working_days import Calendar


class PromiseState(Enum):
    """Where a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"  # its day is over; the authority has not looked yet
    CONFIRMED = "confirmed"  # the authority says so; objection is possible
    OBJECTED = "objected"
    RECORDED = "recorded"
    REPAIRED = "repaired"
    DISMISSED = "dismissed"  # the objection was right, or the authority lets it be


_NOTHING_FOLLOWS = (CaseState.REFUSED.value, CaseState.RETURNED.value)
_OWED = (PromiseState.OPEN.value, PromiseState.LATE.value, PromiseState.CONFIRMED.value, PromiseState.OBJECTED.value)


def promise(
    db: Db,
    case: Case,
    materials: tuple[Material, ...],
    given: dict[str, int],
    day: dt.date,
    calendar: Calendar,
    shared: Mapping[str, str] | None = None,
) -> list[Promise]:
    """Writes down what was promised with the signature: each deferrable material that was not given.

    `shared`: material → under which name other cases have the same promise.
    """
    made = []
    for material in materials:
        if material.handling is Handling.DEFERRABLE and given.get(material.key, 0) < material.copies:
            row = Promise(
                id=str(uuid.uuid4()),
                case_number=case.number,
                material=material.key,
                name=material.name.model_dump(),
                copies=material.copies,
                shared=(shared or {}).get(material.key, ""),
                due_on=calendar.after(day, material.defer_days).day,
                state=PromiseState.OPEN.value,
                history=[],
            )
            db.add(row)
            made.append(row)
    db.flush()
    return made


def of_case(db: Db, number: str) -> list[Promise]:
    """All promises of a case, the earliest first."""
    return list(
        db.scalars(select(Promise).where(Promise.case_number == number).order_by(Promise.due_on, Promise.material))
    )


def given(db: Db, platform: Platform, case: Case, material: str, now: dt.datetime) -> list[Promise]:
    """A promised material has come; gives the promises that it keeps, also those of other cases that share it.

    One that was recorded is repaired by that, on request of its holder.
    """
    kept = []
    for row in _together(db, case.number, material):
        if row.state in _OWED:
            _move(row, PromiseState.KEPT, "terminal", now)
            kept.append(row)
    return kept


def _together(db: Db, number: str, material: str) -> list[Promise]:
    """The promise of this case, and those that are the same one for the person."""
    own = (Promise.case_number == number) & (Promise.material == material)
    shared = select(Promise.shared).where(own, Promise.shared != "").scalar_subquery()
    return list(db.scalars(select(Promise).where(or_(own, Promise.shared == shared)).with_for_update()))


def notice_late(platform: Platform, db: Db, now: dt.datetime) -> None:
    """Each day: what is due soon is reminded of once, what was not kept waits for its authority."""
    today = now.date()
    soon = platform.calendar.after(today, platform.rules.remind_days_before).day
    open_ = select(Promise).where(Promise.state == PromiseState.OPEN.value, Promise.due_on <= soon)
    told = set[str]()
    for row in db.scalars(open_.order_by(Promise.case_number)):
        case, name = db.get_one(Case, row.case_number), row.name["zh"]
        if case.state in _NOTHING_FOLLOWS:
            continue
        if row.due_on < today:
            _move(row, PromiseState.LATE, "system", now)
            words = f"承诺后补的“{name}”已过期限，请尽快补交。"
        elif any(entry["what"] == "reminded" for entry in row.history):
            continue
        else:
            row.history = [*row.history, _entry("reminded", "system", now)]
            words = f"请在 {row.due_on} 前补交“{name}”，任一自助机或手机扫码均可。"
        if row.shared not in told:
            tell(db, case.phone, f"【政务服务】办件 {case.parent or case.number}：{words}", now)
        told |= {row.shared} - {""}


def confirm(db: Db, platform: Platform, writer: Writer, row: Promise, actor: str) -> None:
    """The authority confirms that it was not kept: the person is told, and may object."""
    _need(row, PromiseState.LATE)
    row.objection_until = platform.calendar.after(writer.now.date(), platform.rules.objection_days).day
    writer.late_promise(row)
    _move(row, PromiseState.CONFIRMED, actor, writer.now)
    case = writer.case
    words = f"【政务服务】办件 {case.number}：“{row.name['zh']}”逾期未补，可在 {row.objection_until} 前提出异议。"
    tell(db, case.phone, words, writer.now)


def object_to(row: Promise, text: str, now: dt.datetime) -> None:
    """The person objects, in time."""
    _need(row, PromiseState.CONFIRMED)
    if row.objection_until is None or now.date() > row.objection_until:
        raise Problem("promise.too-late")
    row.objection = text
    _move(row, PromiseState.OBJECTED, "applicant", now)


def record(db: Db, row: Promise, actor: str, now: dt.datetime) -> None:
    """The authority records it: only after the time to object, or when the objection was not right."""
    _need(row, PromiseState.CONFIRMED, PromiseState.OBJECTED)
    if row.state == PromiseState.CONFIRMED.value and (row.objection_until is None or now.date() <= row.objection_until):
        raise Problem("promise.objection-open")
    first = not _is_recorded_elsewhere(db, row)
    _move(row, PromiseState.RECORDED, actor, now)
    if first:
        outbound.put(db, "credit", "promise-recorded", row.case_number, _credit(row), now)


def dismiss(row: Promise, actor: str, now: dt.datetime) -> None:
    """The objection was right, or the authority lets it be."""
    _need(row, PromiseState.LATE, PromiseState.CONFIRMED, PromiseState.OBJECTED)
    _move(row, PromiseState.DISMISSED, actor, now)


def repair(db: Db, row: Promise, actor: str, now: dt.datetime) -> None:
    """信用修复: what was recorded is taken back, since the material came after all."""
    _need(row, PromiseState.RECORDED)
    _move(row, PromiseState.REPAIRED, actor, now)
    if not _is_recorded_elsewhere(db, row):
        outbound.put(db, "credit", "promise-repaired", row.case_number, _credit(row), now)


def _is_recorded_elsewhere(db: Db, row: Promise) -> bool:
    """Whether the same promise is on record already, for another case."""
    others = (Promise.shared == row.shared, Promise.shared != "", Promise.id != row.id)
    recorded = select(Promise.id).where(*others, Promise.state == PromiseState.RECORDED.value)
    return db.scalars(recorded).first() is not None


def _credit(row: Promise) -> dict[str, str]:
    return {"case": row.case_number, "material": row.material, "due_on": str(row.due_on), "state": row.state}


def _need(row: Promise, *states: PromiseState) -> None:
    if row.state not in {state.value for state in states}:
        raise Problem("promise.state")


def _move(row: Promise, state: PromiseState, actor: str, now: dt.datetime) -> None:
    row.state = state.value
    row.history = [*row.history, _entry(state.value, actor, now)]


def _entry(what: str, actor: str, now: dt.datetime) -> dict[str, str]:
    return {"what": what, "by": actor, "at": now.isoformat()}
