"""Whose application it is, and who may work on it. The same rules as for a case."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.access import onlooker
from server_stub.cases.lookups import plain_number
from server_stub.cases.tables import Case
from server_stub.joint.tables import JointApplication
from server_stub.people import service as people
from server_stub.people.service import Holder
from server_stub.platform import Call
from server_stub.problems import Problem


def own_application(db: Db, call: Call, number: str, *, change: bool = True) -> tuple[JointApplication, Holder]:
    """An application of the caller that may still be worked on. Problems: holder, case.not-found.

    What was begun in a session may be finished by its token some days longer, when the line is back.
    """
    if change:  # first the cases, then the application: in the order in which a department's message locks them
        cases = select(Case.number).where(Case.parent == number).order_by(Case.number).with_for_update()
        db.execute(cases).all()
    row = db.get(JointApplication, number, with_for_update=change)
    grace = people.FINISHING if row else dt.timedelta(0)
    holder = people.holder_of(db, call, level=people.CARD, grace=grace)
    if row is None or holder.person.id not in (row.filed_by, row.person_id):
        raise Problem("case.not-found")
    if row.session_hash != holder.token_hash:
        people.holder_of(db, call, level=people.CARD)
    if holder.level < row.level:
        raise Problem("session.level")
    return row, holder


def seen_application(db: Db, call: Call, number: str) -> JointApplication:
    """A filed application of the holder, or that they filed for somebody. Problems of the holder, case.not-found."""
    holder = onlooker(db, call)
    row = db.get(JointApplication, plain_number(number))
    if row is None or row.filed_at is None or holder.person.id not in (row.filed_by, row.person_id):
        raise Problem("case.not-found")
    return row


def cases_of(db: Db, row: JointApplication) -> dict[str, Case]:
    """Service → the component's case, as it stands now."""
    found = select(Case).where(Case.parent == row.number).execution_options(populate_existing=True)
    db.flush()
    return {case.service: case for case in db.scalars(found)}
