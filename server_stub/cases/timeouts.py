"""What happens when a term ends: warnings before, acceptance by silence (行政许可法 32), 超时默认 where a city has it.

超时默认 is off, covers a whitelist, warns before, and records whose authority gave the seal. What a body of the state
or the province decides, or what concerns safety or secrecy, is never decided by a clock.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.access import service_of
from server_stub.cases.models import MoveOrder
from server_stub.cases.moves import SYSTEM, act
from server_stub.cases.states import AT_WORK, UNDECIDED, CaseState, Move
from server_stub.cases.tables import Case, WarningRow
from server_stub.catalogue.models import Kind, Sensitivity, ServiceFile
from server_stub.clock import in_hall
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.problems import Problem


def every_day(platform: Platform, db: Db, now: dt.datetime) -> None:
    """All terms that end, or are about to."""
    today = in_hall(now).date()
    _warn(platform, db, today, now)
    _answers_due(platform, db, today)
    _decisions_due(platform, db, today)
    _corrections_due(platform, db, today, now)


def may_default(platform: Platform, service: ServiceFile) -> bool:
    """Whether 超时默认 may decide this service."""
    rule, facts = platform.rules.default_on_timeout, service.facts
    return (
        rule.enabled
        and service.code in rule.services
        and facts.vertical == "none"
        and facts.sensitive is Sensitivity.NONE
    )


def _warn(platform: Platform, db: Db, today: dt.date, now: dt.datetime) -> None:
    """The department is warned some working days before a term ends, once for each term."""
    soon = platform.calendar.after(today, platform.rules.default_on_timeout.warn_days_before).day
    for kind, states, column in (("answer", UNDECIDED, Case.answer_due), ("decision", AT_WORK, Case.due_on)):
        for case in db.scalars(select(Case).where(Case.state.in_(states), column <= soon)):
            due = case.answer_due if kind == "answer" else case.due_on
            if due is not None and db.get(WarningRow, (case.number, kind, due)) is None:
                db.add(WarningRow(case_number=case.number, kind=kind, due_on=due, at=now))


def _answers_due(platform: Platform, db: Db, today: dt.date) -> None:
    for case in db.scalars(select(Case).where(Case.state.in_(UNDECIDED), Case.answer_due < today)):
        service = service_of(platform, case)
        if service.facts.kind is Kind.LICENCE and platform.rules.acceptance_by_silence:
            note = "逾期未告知，自收到申请材料之日起即为受理（行政许可法第三十二条）"
            act(db, platform, case, service, SYSTEM, MoveOrder(move=Move.ACCEPT, note=note))
        elif may_default(platform, service) and _was_warned(db, case, "answer", case.answer_due):
            act(db, platform, case, service, SYSTEM, MoveOrder(move=Move.ACCEPT, note=_authority(platform)))


def _decisions_due(platform: Platform, db: Db, today: dt.date) -> None:
    for case in list(db.scalars(select(Case).where(Case.state.in_(AT_WORK), Case.due_on < today))):
        service = service_of(platform, case)
        if not may_default(platform, service) or not _was_warned(db, case, "decision", case.due_on):
            continue
        try:
            with db.begin_nested():
                _grant(platform, db, case, service)
        except Problem:  # others wait for what only the department can say, such as a number
            db.refresh(case)


def _grant(platform: Platform, db: Db, case: Case, service: ServiceFile) -> None:
    if case.state == CaseState.ACCEPTED.value:
        act(db, platform, case, service, SYSTEM, MoveOrder(move=Move.BEGIN))
    case.level = service.facts.decision_levels
    act(db, platform, case, service, SYSTEM, MoveOrder(move=Move.GRANT, note=_authority(platform)))


def _corrections_due(platform: Platform, db: Db, today: dt.date, now: dt.datetime) -> None:
    """Not supplied in time: the case is returned, and can be filed again. Reminded of before."""
    soon = platform.calendar.after(today, platform.rules.remind_days_before).day
    waiting = select(Case).where(Case.state == CaseState.CORRECTION.value, Case.answer_due <= soon)
    for case in db.scalars(waiting):
        if case.answer_due is not None and case.answer_due < today:
            order = MoveOrder(move=Move.RETURN, reason="逾期未补正")
            act(db, platform, case, service_of(platform, case), SYSTEM, order)
        elif case.answer_due is not None and db.get(WarningRow, (case.number, "remind", case.answer_due)) is None:
            db.add(WarningRow(case_number=case.number, kind="remind", due_on=case.answer_due, at=now))
            tell(
                db, case.phone, f"【政务服务】办件 {case.number} 还有待补正的内容，请在 {case.answer_due} 前补齐。", now
            )


def _was_warned(db: Db, case: Case, kind: str, due: dt.date | None) -> bool:
    return due is not None and db.get(WarningRow, (case.number, kind, due)) is not None


def _authority(platform: Platform) -> str:
    return f"超过公开承诺时限，按“超时默认、自动用印”办理，用印依据：{platform.rules.default_on_timeout.authority}"
