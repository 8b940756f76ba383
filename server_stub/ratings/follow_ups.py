"""What follows a named bad rating: somebody asks back, remedies it, and the person may rate once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.halls.models import Hall
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.ratings.tables import FollowUpRow, FollowUpState, RatingRow
from server_stub.reports import ledger
from server_stub.reports.tables import ReportKind


def open_one(db: Db, platform: Platform, rating: RatingRow, hall: Hall, now: dt.datetime) -> dt.date:
    """Opens the follow-up, and its line in the ledger; the day it has to be done by.

    Everybody of the owner reads the ledger: what was rated how stands only in the follow-up.
    """
    owner = rating.department or ledger.hall_owner(hall)
    due = platform.calendar.after(now.date(), platform.rules.follow_up_days).day
    entry = ledger.Entry(
        kind=ReportKind.BAD_RATING,
        owner=owner,
        hall=hall,
        text="实名差评回访整改",
        due=due,
    )
    line = ledger.enter(db, entry, now)
    db.add(FollowUpRow(rating_id=rating.id, owner=owner, ledger=line.number, due=due, state=FollowUpState.OPEN.value))
    return due


def of_owner(db: Db, owner: str, staff: str, state: FollowUpState | None = None) -> list[tuple[RatingRow, FollowUpRow]]:
    """The follow-ups of a department or hall, those due first; never those of the clerk who looks."""
    wanted = (
        select(RatingRow, FollowUpRow)
        .join(FollowUpRow, FollowUpRow.rating_id == RatingRow.id)
        .where(FollowUpRow.owner == owner, RatingRow.clerk != staff)
        .order_by(FollowUpRow.due, RatingRow.at)
        .limit(500)
    )
    if state is not None:
        wanted = wanted.where(FollowUpRow.state == state.value)
    return [(rating, follow_up) for rating, follow_up in db.execute(wanted)]


def of_halls(db: Db, halls: Collection[str], staff: str, *, done: bool = False) -> list[tuple[RatingRow, FollowUpRow]]:
    """The follow-ups of what was rated in these halls, whoever owns them; never those of who looks."""
    wanted = (
        select(RatingRow, FollowUpRow)
        .join(FollowUpRow, FollowUpRow.rating_id == RatingRow.id)
        .where(RatingRow.hall.in_(halls), RatingRow.clerk != staff)
        .order_by(FollowUpRow.due, RatingRow.at)
        .limit(500)
    )
    remedied_ones = FollowUpRow.state == FollowUpState.REMEDIED.value
    rows = db.execute(wanted.where(remedied_ones if done else ~remedied_ones))
    return [(rating, follow_up) for rating, follow_up in rows]


def contacted(db: Db, rating_id: str, staff: str, note: str, now: dt.datetime) -> None:
    """Somebody has spoken with the person. LookupError, ValueError, PermissionError (the rated clerk)."""
    _, follow_up = _one(db, rating_id, staff)
    if follow_up.state != FollowUpState.OPEN.value:
        raise ValueError("asked back already")
    follow_up.state, follow_up.contacted_by, follow_up.contacted_at = FollowUpState.CONTACTED.value, staff[:60], now
    follow_up.note = note[:300]
    ledger.note(db, follow_up.ledger, "contacted", staff, note, now)


def remedied(db: Db, rating_id: str, staff: str, note: str, now: dt.datetime) -> None:
    """What was bad is put right; the person may rate once more. Errors as of `contacted`."""
    rating, follow_up = _one(db, rating_id, staff)
    if follow_up.state != FollowUpState.CONTACTED.value:
        raise ValueError("the person is asked first, and once")
    if not note.strip():
        raise ValueError("what was done is needed")
    follow_up.state, follow_up.remedied_by, follow_up.remedied_at = FollowUpState.REMEDIED.value, staff[:60], now
    follow_up.note = note[:300]
    ledger.clear(db, follow_up.ledger, staff, note, now)
    words = "【政务服务】您评价中反映的问题已整改，谢谢。您愿意的话可以再评价一次：自助机「我的评价」。"
    tell(db, rating.phone, words, now)


def _one(db: Db, rating_id: str, staff: str) -> tuple[RatingRow, FollowUpRow]:
    follow_up = db.get(FollowUpRow, rating_id, with_for_update=True)
    if follow_up is None:
        raise LookupError(rating_id)
    rating = db.get_one(RatingRow, rating_id)
    if rating.clerk and rating.clerk == staff:
        raise PermissionError("a clerk does not see who rated them")
    return rating, follow_up
