"""Levels of decision (拟办 审核 决定): what each proposes to the next, and who carried a case to where it stands.

Whoever accepted a case or passed it on does not decide it. What was sent back is as if it had not been passed on.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.states import Move
from server_stub.cases.tables import Case, CaseOpinion


def note(db: Db, case: Case, actor: str, proposal: str, words: str, now: dt.datetime) -> None:
    """Keeps what a level says, where it says something."""
    if proposal or words:
        row = CaseOpinion(
            case_number=case.number, level=case.level, actor=actor, proposal=proposal, words=words, at=now
        )
        db.add(row)


def opinions(db: Db, number: str) -> list[CaseOpinion]:
    """What the levels said of a case, the first one first."""
    return list(db.scalars(select(CaseOpinion).where(CaseOpinion.case_number == number).order_by(CaseOpinion.id)))


def carried_by(case: Case) -> set[str]:
    """Who accepted it, and who passed it on from the levels below the present one."""
    accepted, passed = set[str](), list[str]()
    for step in case.steps:
        if step.move == Move.ACCEPT.value:
            accepted.add(step.actor)
        elif step.move == Move.FORWARD.value:
            passed.append(step.actor)
        elif step.move == Move.SEND_BACK.value and passed:
            passed.pop()
    return accepted | set(passed)
