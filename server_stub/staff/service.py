"""Members of staff: their passwords, their sessions at terminals, what they may do. The back office uses the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session as Db

from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.staff import passwords
from server_stub.staff.models import Role, StaffMember
from server_stub.staff.tables import StaffRow, StaffSessionRow
from server_stub.texts import Text

_LONGEST_LOCK = dt.timedelta(hours=24)
_BY_TOKEN = (
    select(StaffRow)
    .join(StaffSessionRow, StaffSessionRow.staff == StaffRow.number)
    .where(
        StaffSessionRow.token_hash == bindparam("token_hash"),
        StaffSessionRow.terminal == bindparam("terminal"),
        StaffSessionRow.expires_at > bindparam("now"),
        StaffRow.active,
    )
)
_SIGNED_IN = (
    select(StaffSessionRow.token_hash)
    .join(StaffRow, StaffSessionRow.staff == StaffRow.number)
    .where(
        StaffSessionRow.staff == bindparam("staff"),
        StaffSessionRow.terminal == bindparam("terminal"),
        StaffSessionRow.expires_at > bindparam("now"),
        StaffRow.active,
    )
)


def authenticate(platform: Platform, number: str, password: str, now: dt.datetime) -> StaffMember | Problem:
    """Who it is, or why not: staff.credentials, staff.locked.

    Not to be called from a job or a loop: checking takes some 60 ms outside of any transaction, then the outcome is
    written in one. It is answered and not raised, because a wrong password is a fact to be kept. After
    `Rules.staff_tries` wrong ones in a row the number is locked, for twice as long with each further one; while it is,
    the right one is refused too.
    """
    with platform.database.read() as db:
        known = db.get(StaffRow, number)
        kept = known.password_hash if known is not None and known.active else ""
    right = passwords.is_right(kept, password)

    def outcome(db: Db) -> StaffMember | Problem:
        row = db.get(StaffRow, number, with_for_update=True)
        if row is None or not row.active:
            return Problem("staff.credentials")
        if row.locked_until is not None and row.locked_until > now:
            return Problem("staff.locked", also=_locked(row.locked_until - now))
        if right and row.password_hash == kept:
            row.wrong, row.locked_until = 0, None
            return member_of(row)
        return _note_wrong(platform, row, now)

    return platform.database.write(outcome)


def open_session(
    platform: Platform, db: Db, staff: StaffMember, terminal: str, now: dt.datetime
) -> tuple[str, dt.datetime]:
    """A token for this terminal and until when it is good. Who was signed in there before is not any more."""
    token = secrets.token_urlsafe(32)
    until = now + dt.timedelta(hours=platform.rules.staff_session_hours)
    db.execute(delete(StaffSessionRow).where(StaffSessionRow.terminal == terminal))
    row = StaffSessionRow(
        token_hash=_hash(token), staff=staff.number, terminal=terminal, opened_at=now, expires_at=until
    )
    db.add(row)
    return token, until


def by_token(db: Db, token: str, terminal: str, now: dt.datetime) -> StaffMember:
    """Whose token it is, at the terminal where it was given. Problem: staff.session."""
    found = {"token_hash": _hash(token), "terminal": terminal, "now": now}
    row = db.scalars(_BY_TOKEN, found).first() if token else None
    if row is None:
        raise Problem("staff.session")
    return member_of(row)


def close_session(db: Db, token: str) -> None:
    """The token is worth nothing any more."""
    db.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == _hash(token)))


def is_signed_in(db: Db, number: str, terminal: str, now: dt.datetime) -> bool:
    """Whether somebody has a session at a terminal."""
    return db.scalars(_SIGNED_IN, {"staff": number, "terminal": terminal, "now": now}).first() is not None


def signed_in_at(db: Db, terminal: str, now: dt.datetime) -> str:
    """The number of who is signed in at a terminal, "" for nobody."""
    row = db.scalars(
        select(StaffSessionRow).where(StaffSessionRow.terminal == terminal, StaffSessionRow.expires_at > now)
    ).first()
    return row.staff if row else ""


def require(staff: StaffMember, *roles: Role) -> None:
    """Problem staff.role unless they have one of these."""
    if not staff.may(*roles):
        raise Problem("staff.role")


def keep(db: Db, member: StaffMember, password_hash: str) -> None:
    """A new member of staff, or a known one with another password, other roles; a lock ends."""
    db.merge(
        StaffRow(
            number=member.number,
            name=member.name,
            password_hash=password_hash,
            roles=[role.value for role in member.roles],
            departments=list(member.departments),
            hall=member.hall,
            levels=list(member.levels),
            active=True,
            wrong=0,
            locked_until=None,
        )
    )


def member_of(row: StaffRow) -> StaffMember:
    """A row as a member of staff."""
    return StaffMember(
        number=row.number,
        name=row.name,
        roles=tuple(Role(role) for role in row.roles),
        departments=tuple(row.departments),
        hall=row.hall,
        levels=tuple(row.levels),
    )


def forget_old(db: Db, now: dt.datetime) -> None:
    """Deletes sessions that are over."""
    db.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at <= now))


def _note_wrong(platform: Platform, row: StaffRow, now: dt.datetime) -> Problem:
    row.wrong += 1
    beyond = row.wrong - platform.rules.staff_tries
    if beyond < 0:
        return Problem("staff.credentials")
    lock = min(dt.timedelta(minutes=platform.rules.staff_lock_minutes) * 2 ** min(beyond, 20), _LONGEST_LOCK)
    row.locked_until = now + lock
    return Problem("staff.locked", also=_locked(lock))


def _locked(left: dt.timedelta) -> Text:
    minutes = -(-int(left.total_seconds()) // 60)
    return Text(zh=f"密码连续输错，{minutes} 分钟后再试", en=f"Too many wrong passwords; again in {minutes} minutes")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def names(db: Db, numbers: Collection[str]) -> dict[str, str]:
    """The names of these members of staff."""
    rows = db.execute(select(StaffRow.number, StaffRow.name).where(StaffRow.number.in_(numbers)))
    return {row.number: row.name for row in rows}
