"""Finding a case, or a life event's application, by its number and query code: in constant time, not too often."""

from __future__ import annotations

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.models import SlipCodes
from server_stub.cases.tables import Case
from server_stub.joint.tables import JointApplication
from server_stub.phone_codes import tries
from server_stub.platform import Call
from server_stub.problems import Problem

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
    with tries.counted(call, plain_number(number), "case.not-found"), call.platform.database.read() as db:
        by_query_code(db, number, query_code)


def by_slip_token(call: Call, token: str) -> SlipCodes:
    """What stands on the slip with this token. Counts wrong tries, for the terminal. Problems: see `guard_lookup`."""
    with tries.counted(call, token, "case.not-found"), call.platform.database.read() as db:
        case = db.execute(select(Case).where(Case.token == token)).scalar_one_or_none()
        joint = select(JointApplication).where(JointApplication.token == token)
        found = case or db.execute(joint).scalar_one_or_none()
        if found is None or found.filed_at is None:
            raise Problem("case.not-found")
        return SlipCodes(number=found.number, query_code=found.query_code)
