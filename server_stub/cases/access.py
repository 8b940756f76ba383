"""Whose case it is, and under which version of its service it was filed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.cases.lookups import plain_number
from server_stub.cases.tables import Case
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.tables import Channel
from server_stub.companies.authority import led_by
from server_stub.database import is_postgresql
from server_stub.people import service as people
from server_stub.people.models import Standing
from server_stub.people.service import Holder
from server_stub.platform import Call, Platform
from server_stub.problems import Problem

_SEEN = (Standing.OK, Standing.EXPIRED)  # an expired card still shows own cases


def service_of(platform: Platform, case: Case) -> ServiceFile:
    """The service a case was filed under, in its version and its district's words."""
    version = case.service_version
    if version is None:
        version = platform.catalogue.offer(Channel.TERMINAL).versions[case.service]
    return platform.catalogue.localised(version, platform.district(case.region or case.number[:6]))


def filer(db: Db, call: Call, service: ServiceFile) -> Holder:
    """Who files, at the service's level. Problems of the holder."""
    return people.holder_of(db, call, level=service.guide.level)


def own_case(db: Db, call: Call, number: str, *, change: bool = True) -> tuple[Case, ServiceFile, Holder]:
    """A case of the caller that may still be worked on; nobody else does until then. Problems: holder, case.not-found.

    A terminal whose line broke finishes later what was begun in the session: a token that took this very number is
    good for that some days longer than for reading.
    """
    case = db.get(Case, number, with_for_update=change and is_postgresql(db))  # SQLite has one writer anyway
    grace = people.FINISHING if case else dt.timedelta(0)
    holder = people.holder_of(db, call, level=people.CARD, grace=grace)
    if case is None or not is_own(db, call, case, holder):
        raise Problem("case.not-found")
    if case.parent and case.filed_at is None:  # it waits for another part of a life event
        raise Problem("case.not-found")
    if case.session_hash != holder.token_hash:
        people.holder_of(db, call, level=people.CARD)
    service = service_of(call.platform, case)
    if holder.level < service.guide.level:
        raise Problem("session.level")
    return case, service, holder


def is_own(db: Db, call: Call, case: Case, holder: Holder) -> bool:
    """Whether a case is somebody's: the applicant's, who filed it, who leads the company that applied."""
    if holder.person.id in (case.filed_by, case.person_id):
        return True
    return bool(case.company) and case.company in led_by(db, holder.person.id, call.platform.clock().date())


def onlooker(db: Db, call: Call) -> Holder:
    """Who sees own cases; an expired card will do. Problems of the holder."""
    return people.holder_of(db, call, level=people.CARD, standings=_SEEN)


def seen_case(db: Db, call: Call, number: str) -> Case:
    """A filed case that the holder may see. Problems of the holder, case.not-found."""
    holder = onlooker(db, call)
    case = db.get(Case, plain_number(number))
    if case is None or case.filed_at is None or not is_own(db, call, case, holder):
        raise Problem("case.not-found")
    return case
