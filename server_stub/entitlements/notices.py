"""Telling people by itself what they may have: off until a city sets the rule `open_entitlements`."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.entitlements.models import EntitlementState
from server_stub.entitlements.service import evaluate, words_for
from server_stub.entitlements.tables import EntitlementLook, EntitlementNotice
from server_stub.people.tables import Person
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform

_AT_ONCE = 200  # people in one run: a job is short, and it runs again soon


def open_due(platform: Platform, db: Db, now: dt.datetime) -> None:
    """The job: some of those whom nobody looked at today; each policy is told once, and never by its name."""
    if not platform.rules.open_entitlements:
        return
    due = (
        select(Person)
        .outerjoin(EntitlementLook, EntitlementLook.person_id == Person.id)
        .where(~Person.deceased, EntitlementLook.day.is_(None) | (EntitlementLook.day < now.date()))
        .order_by(Person.id)
        .limit(_AT_ONCE)
    )
    for person in db.scalars(due).all():
        db.merge(EntitlementLook(person_id=person.id, day=now.date()))
        _tell(platform, db, person, now)


def _tell(platform: Platform, db: Db, person: Person, now: dt.datetime) -> None:
    known = {
        (n.whose, n.key) for n in db.scalars(select(EntitlementNotice).where(EntitlementNotice.person_id == person.id))
    }
    new = [
        one
        for one in evaluate(db, person, now.date(), platform.faults.sources_down)
        if one.state is EntitlementState.OPEN and (one.whose.id, one.rule.key) not in known
    ]
    for one in new:
        db.add(EntitlementNotice(person_id=person.id, whose=one.whose.id, key=one.rule.key, at=now))
    if new:
        words = f"【政务服务】{words_for(len(new)).zh}，请带身份证到任一自助机或窗口查看，不用写申请。"
        tell(db, person.phone, words, now)
