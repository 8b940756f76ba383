"""All jobs: what is done by itself, and how often."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server_stub import events
from server_stub.appointments import jobs as appointments
from server_stub.cases import archive, promises, timeouts
from server_stub.entitlements import notices
from server_stub.faces import service as faces
from server_stub.jobs import Job
from server_stub.joint import archive as joint_archive
from server_stub.joint import terms as joint_terms
from server_stub.licences import light_codes, reminders
from server_stub.office import sessions as office
from server_stub.outbound import service as outbound
from server_stub.people import service as people
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Platform
from server_stub.queue.closing import close_days
from server_stub.ratings import rateable
from server_stub.reports import ledger
from server_stub.staff import service as staff


def _forget(platform: Platform, db: Session, now: dt.datetime) -> None:
    """Nothing is kept longer than it is needed."""
    platform.idempotency.forget_old(db, now)
    people.forget_old(db, now)
    phone_codes.forget_old(db, now)
    faces.forget_old(db, now)
    appointments.forget_old(db, now)
    light_codes.forget_old(db, now)
    staff.forget_old(db, now)
    office.forget_old(platform, db, now)
    db.execute(delete(events.EventRow).where(events.EventRow.at < now - events.KEPT))


JOBS = (
    Job("forget", _forget, every=dt.timedelta(minutes=10)),
    Job("appointments-expire", appointments.expire, every=dt.timedelta(seconds=20)),
    Job("appointments-remind", appointments.remind, every=dt.timedelta(minutes=1)),
    Job("appointments-miss", appointments.miss, every=dt.timedelta(minutes=10)),
    Job("licence-reminders", reminders.remind, at=dt.time(9, 0)),
    Job("close-days", close_days, every=dt.timedelta(minutes=5)),
    Job("terms", timeouts.every_day, at=dt.time(6, 0)),
    Job("joint-terms", joint_terms.every_day, at=dt.time(6, 30)),
    Job("promises", promises.notice_late, at=dt.time(7, 0)),
    Job("archive", then=archive.archive_closed, every=dt.timedelta(minutes=1)),
    Job("joint-archive", then=joint_archive.archive_closed, every=dt.timedelta(minutes=1)),
    Job("outbound", then=outbound.send_waiting, every=dt.timedelta(seconds=5)),
    Job("rateable", rateable.collect, at=dt.time(18, 0)),
    Job("ledger", ledger.watch, every=dt.timedelta(hours=1)),
    Job("entitlements", notices.open_due, every=dt.timedelta(minutes=10)),
)
