"""For the back office: members of staff are added, changed, locked, and given another password."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Db

from server_stub.catalogue.departments import departments
from server_stub.problems import FieldError, Problem
from server_stub.staff import service
from server_stub.staff.models import StaffMember
from server_stub.staff.tables import StaffRow, StaffSessionRow
from server_stub.texts import Text

_LETTERS = "23456789abcdefghijkmnpqrstuvwxyz"


def listed(db: Db, hall: str = "") -> list[StaffRow]:
    """All, or those of one hall, by number."""
    query = select(StaffRow).order_by(StaffRow.hall, StaffRow.number)
    return list(db.scalars(query.where(StaffRow.hall == hall) if hall else query))


def new_password() -> str:
    """One that nobody guesses and that can be read out: 60 bits, xxxx-xxxx-xxxx."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(letters[n : n + 4] for n in range(0, 12, 4))


def add(db: Db, member: StaffMember, password_hash: str) -> None:
    """Somebody new. Problem: office.form."""
    if db.get(StaffRow, member.number) is not None:
        raise _wrong("number", "已经有这个工号", "There is somebody with this number already")
    _check(member)
    service.keep(db, member, password_hash)


def change(row: StaffRow, member: StaffMember) -> None:
    """Another name, hall, other roles, departments or levels. Problem: office.form."""
    _check(member)
    row.name, row.hall = member.name, member.hall
    row.roles = [role.value for role in member.roles]
    row.departments, row.levels = list(member.departments), list(member.levels)


def lock(db: Db, row: StaffRow) -> None:
    """They sign in nowhere any more, and are signed out at terminals."""
    row.active = False
    db.execute(delete(StaffSessionRow).where(StaffSessionRow.staff == row.number))


def unlock(row: StaffRow) -> None:
    """They may sign in again, also where wrong passwords had locked them out."""
    row.active, row.wrong, row.locked_until = True, 0, None


def set_password(db: Db, row: StaffRow, password_hash: str) -> None:
    """Another password; who was signed in with the old one is not any more."""
    row.password_hash = password_hash
    row.wrong, row.locked_until = 0, None
    db.execute(delete(StaffSessionRow).where(StaffSessionRow.staff == row.number))


def is_locked_out(row: StaffRow, now: dt.datetime) -> bool:
    """Whether wrong passwords keep them out at this moment."""
    return row.locked_until is not None and row.locked_until > now


def _check(member: StaffMember) -> None:
    if unknown := [key for key in member.departments if key not in departments()]:
        raise _wrong("departments", f"没有这个部门：{unknown[0]}", f"There is no department {unknown[0]}")


def _wrong(field: str, zh: str, en: str) -> Problem:
    return Problem("office.form", errors=[FieldError(field=field, text=Text(zh=zh, en=en))])
