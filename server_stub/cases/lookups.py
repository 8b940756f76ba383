"""Finding a case by its number and query code: in constant time, and not too often."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.tables import Case
from server_stub.phone_codes.tables import WrongLookup
from server_stub.platform import Call
from server_stub.problems import Problem

WINDOW = dt.timedelta(minutes=10)
PER_CASE, PER_TERMINAL = 5, 20
_NO_CODE = "------"


def plain_number(typed: str) -> str:
    """A number as it is kept, typed with or without spaces."""
    return "".join(typed.split())


def by_query_code(db: Db, number: str, query_code: str) -> Case:
    """The filed case of that number, if the query code is its own. Problem: case.not-found."""
    case = db.get(Case, plain_number(number))
    right = hmac.compare_digest(
        (case.query_code if case and case.filed_at else _NO_CODE).encode(), plain_number(query_code).encode()
    )
    if case is None or case.filed_at is None or not right:
        raise Problem("case.not-found")
    return case


def guard_lookup(call: Call, number: str, query_code: str) -> None:
    """Counts wrong tries, for the number and for the terminal. Problems: case.not-found, code.too-often."""
    guard(call, plain_number(number), lambda db: by_query_code(db, number, query_code))


def guard(call: Call, what: str, find: Callable[[Db], object]) -> None:
    """Whether `find` finds it; a refusal counts as a wrong try at `what` and of the terminal.

    Problems: those of `find`, code.too-often.
    """
    now, what = call.platform.clock(), what[:64]
    with call.platform.database.read() as db:
        if _wrong(db, WrongLookup.case_number == what, now) >= PER_CASE:
            raise Problem("code.too-often")
        if _wrong(db, WrongLookup.terminal == call.terminal.id, now) >= PER_TERMINAL:
            raise Problem("code.too-often")
        try:
            find(db)
            return
        except Problem as problem:
            refused = problem
    call.platform.database.write(lambda db: _count(db, what, call.terminal.id, now))
    raise refused


def _count(db: Db, number: str, terminal: str, now: dt.datetime) -> None:
    db.execute(delete(WrongLookup).where(WrongLookup.at <= now - WINDOW))
    db.add(WrongLookup(case_number=number, terminal=terminal, at=now))


def _wrong(db: Db, whose: object, now: dt.datetime) -> int:
    counted = select(func.count()).select_from(WrongLookup).where(whose, WrongLookup.at > now - WINDOW)  # type: ignore[arg-type]
    return db.scalar(counted) or 0
