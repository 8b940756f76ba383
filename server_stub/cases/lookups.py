"""Finding a case, or a life event's application, by its number and query code: in constant time, not too often."""

from __future__ import annotations

import datetime as dt
import hmac

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.tables import Case
from server_stub.joint.tables import JointApplication
from server_stub.phone_codes.tables import WrongLookup
from server_stub.platform import Call
from server_stub.problems import Problem

WINDOW = dt.timedelta(minutes=10)
PER_CASE, PER_TERMINAL = 5, 20
_NO_CODE = "------"


def plain_number(typed: str) -> str:
    """A number as it is kept, typed with or without spaces."""
    return "".join(typed.split())


def by_query_code(db: Db, number: str, query_code: str) -> Case | JointApplication:
    """What was filed under that number, if the query code is its own. Problem: case.not-found."""
    plain = plain_number(number)
    case: Case | JointApplication | None = db.get(Case, plain)
    application = db.get(JointApplication, plain)
    case = case or application
    right = hmac.compare_digest(
        (case.query_code if case and case.filed_at else _NO_CODE).encode(), plain_number(query_code).encode()
    )
    if case is None or case.filed_at is None or not right:
        raise Problem("case.not-found")
    return case


def guard_lookup(call: Call, number: str, query_code: str) -> None:
    """Counts wrong tries, for the number and for the terminal. Problems: case.not-found, code.too-often."""
    now, plain = call.platform.clock(), plain_number(number)[:64]
    with call.platform.database.read() as db:
        if _wrong(db, WrongLookup.case_number == plain, now) >= PER_CASE:
            raise Problem("code.too-often")
        if _wrong(db, WrongLookup.terminal == call.terminal.id, now) >= PER_TERMINAL:
            raise Problem("code.too-often")
        try:
            by_query_code(db, number, query_code)
            return
        except Problem as problem:
            refused = problem
    call.platform.database.write(lambda db: _count(db, plain, call.terminal.id, now))
    raise refused


def _count(db: Db, number: str, terminal: str, now: dt.datetime) -> None:
    db.execute(delete(WrongLookup).where(WrongLookup.at <= now - WINDOW))
    db.add(WrongLookup(case_number=number, terminal=terminal, at=now))


def _wrong(db: Db, whose: object, now: dt.datetime) -> int:
    counted = select(func.count()).select_from(WrongLookup).where(whose, WrongLookup.at > now - WINDOW)  # type: ignore[arg-type]
    return db.scalar(counted) or 0
