"""Sessions of the back office: a random cookie, bound to nothing; half an hour without a page ends it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Db

from server_stub.office.tables import OfficeDraft, OfficeSession
from server_stub.platform import Platform
from server_stub.staff.models import StaffMember
from server_stub.staff.service import member_of
from server_stub.staff.tables import StaffRow
from server_stub.texts import Text

DRAFTS_KEPT = dt.timedelta(days=14)
REVEALED_FOR = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Present:
    """Who is signed in, and what their session holds."""

    staff: StaffMember
    said: Text | None
    revealed: dict[str, str]


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def csrf_of(token: str) -> str:
    """What every form of a session carries. It follows from the cookie's token, which no other page can read."""
    return hmac.new(_bytes(token), b"office form", hashlib.sha256).hexdigest()


def is_csrf(token: str, given: str) -> bool:
    """Whether a form came from a page of this session; in constant time."""
    return hmac.compare_digest(csrf_of(token).encode(), _bytes(given))


def open_one(platform: Platform, db: Db, staff: StaffMember, now: dt.datetime) -> str:
    """A session; its token."""
    token = new_token()
    until = now + dt.timedelta(hours=platform.rules.staff_session_hours)
    row = OfficeSession(
        token_hash=hashed(token), staff=staff.number, opened_at=now, seen_at=now, expires_at=until, revealed={}
    )
    db.add(row)
    return token


def present(platform: Platform, db: Db, token: str, now: dt.datetime, *, page: bool) -> Present | None:
    """Who it is, if the session still holds; that they were here is noted. A `page` tells what is to be told, once."""
    row = db.get(OfficeSession, hashed(token), with_for_update=True) if token else None
    idle = dt.timedelta(minutes=platform.rules.office_idle_minutes)
    if row is None or row.expires_at <= now or row.seen_at + idle <= now:
        return None
    staff = db.get(StaffRow, row.staff)
    if staff is None or not staff.active:
        return None
    row.seen_at = now
    said = Text(**row.said) if row.said else None
    if page:
        row.said = None
    return Present(member_of(staff), said, dict(row.revealed))


def say(db: Db, token: str, said: Text) -> None:
    """Told on the next page."""
    row = db.get(OfficeSession, hashed(token), with_for_update=True)
    if row is not None:
        row.said = said.model_dump()


def reveal(db: Db, token: str, subject: str, now: dt.datetime, *, shown: bool) -> None:
    """Shows the masked parts of a case in full for some minutes, or masks them again."""
    row = db.get(OfficeSession, hashed(token), with_for_update=True)
    if row is None:
        return
    others = {key: until for key, until in row.revealed.items() if key != subject and until > now.isoformat()}
    row.revealed = {**others, subject: (now + REVEALED_FOR).isoformat()} if shown else others


def end(db: Db, token: str) -> None:
    """Signed out."""
    db.execute(delete(OfficeSession).where(OfficeSession.token_hash == hashed(token)))


def end_all_of(db: Db, staff: str) -> None:
    """Nobody is signed in with this number any more (deactivated, another password)."""
    db.execute(delete(OfficeSession).where(OfficeSession.staff == staff))


def forget_old(platform: Platform, db: Db, now: dt.datetime) -> None:
    """Deletes sessions that are over, and drafts nobody came back to."""
    idle = now - dt.timedelta(minutes=platform.rules.office_idle_minutes)
    db.execute(delete(OfficeSession).where((OfficeSession.expires_at <= now) | (OfficeSession.seen_at <= idle)))
    db.execute(delete(OfficeDraft).where(OfficeDraft.at <= now - DRAFTS_KEPT))


def draft(db: Db, staff: str, subject: str) -> OfficeDraft | None:
    """What somebody has written about something."""
    return db.scalars(select(OfficeDraft).where(OfficeDraft.staff == staff, OfficeDraft.subject == subject)).first()


def keep_draft(db: Db, staff: str, subject: str, content: dict[str, object], now: dt.datetime) -> None:
    """Keeps it until it is done."""
    db.merge(OfficeDraft(staff=staff, subject=subject, content=content, at=now))


def drop_draft(db: Db, staff: str, subject: str) -> None:
    """It is done, or no longer wanted."""
    db.execute(delete(OfficeDraft).where(OfficeDraft.staff == staff, OfficeDraft.subject == subject))


def hashed(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(_bytes(token)).hexdigest()


def _bytes(given: str) -> bytes:
    return given.encode("utf-8", "surrogatepass")
