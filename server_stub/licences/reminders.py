"""Licences that expire soon: a message to their holder, once for each last day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Db

from server_stub.licences.kinds import kinds
from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceRow
from server_stub.people.tables import Person
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Platform

_AT_ONCE = 500  # of one run; the next run takes the next ones


def due(db: Db, today: dt.date, days: int) -> list[LicenceRow]:
    """Valid licences that end within so many days and whose holder was not told of that day yet."""
    ending = select(LicenceRow).where(
        LicenceRow.state == LicenceState.VALID.value,
        LicenceRow.valid_until >= today,
        LicenceRow.valid_until <= today + dt.timedelta(days=days),
        or_(LicenceRow.reminded_of.is_(None), LicenceRow.reminded_of != LicenceRow.valid_until),
    )
    return list(db.scalars(ending.order_by(LicenceRow.valid_until, LicenceRow.id).limit(_AT_ONCE)))


def remind(platform: Platform, db: Db, now: dt.datetime) -> None:
    """Messages for what ends soon."""
    for row in due(db, now.date(), platform.rules.licence_remind_days_before):
        row.reminded_of = row.valid_until
        person = db.get(Person, row.person_id or row.representative_id or "")
        if person is None or person.deceased:
            continue
        title = kinds()[row.kind].title.zh
        whose = f"{row.holder}的" if row.credit_code else "您的"
        words = f"【政务服务】{whose}{title}将于 {row.valid_until} 到期，请及时办理延续或换证，可在自助机或窗口办理。"
        phone_codes.tell(db, person.phone, words, now)
