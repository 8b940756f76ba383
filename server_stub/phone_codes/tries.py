"""Wrong tries at what a number and a short code open: counted for the number and for the terminal, in 10 minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Db

from server_stub.phone_codes.tables import WrongLookup
from server_stub.platform import Call
from server_stub.problems import Problem

WINDOW = dt.timedelta(minutes=10)
PER_NUMBER, PER_TERMINAL = 5, 20
_LONGEST = 64


@contextmanager
def counted(call: Call, what: str, wrong: str) -> Iterator[None]:
    """Looks something up: the problem `wrong` in it counts as a wrong try at `what`. Problem: code.too-often."""
    now, what = call.platform.clock(), what[:_LONGEST]
    with call.platform.database.read() as db:
        if _tries(db, WrongLookup.case_number == what, now) >= PER_NUMBER:
            raise Problem("code.too-often")
        if _tries(db, WrongLookup.terminal == call.terminal.id, now) >= PER_TERMINAL:
            raise Problem("code.too-often")
    try:
        yield
    except Problem as problem:
        if problem.code == wrong:
            call.platform.database.write(lambda db: _count(db, what, call.terminal.id, now))
        raise


def _count(db: Db, what: str, terminal: str, now: dt.datetime) -> None:
    db.execute(delete(WrongLookup).where(WrongLookup.at <= now - WINDOW))
    db.add(WrongLookup(case_number=what, terminal=terminal, at=now))


def _tries(db: Db, whose: object, now: dt.datetime) -> int:
    tried = select(func.count()).select_from(WrongLookup).where(whose, WrongLookup.at > now - WINDOW)  # type: ignore[arg-type]
    return db.scalar(tried) or 0
