"""Puts the sample citizens into the database, and a few people before each window."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Db

from server_stub.cases import slip as slips
from server_stub.cases.filing import digest_of
from server_stub.cases.states import CaseState
from server_stub.cases.tables import Case, CaseStep
from server_stub.catalogue.models import Handling
from server_stub.catalogue.tables import Channel
from server_stub.clock import HALL
from server_stub.database import lock, next_number
from server_stub.demo.citizens import Citizen, SeededCase, load_citizens
from server_stub.people import registers as reg
from server_stub.people.tables import Card
from server_stub.platform import Platform
from server_stub.queue import service as queue
from server_stub.queue.tables import QueueRow
from server_stub.texts import mask_name

_FILED_AT = dt.time(10, 26, 8)
_HALL = "JA"


def refresh(platform: Platform) -> None:
    """People, cards and registers as of today; cases and the queues' crowds where there are none yet."""
    now = platform.clock()
    citizens = load_citizens(now.date())

    def job(db: Db) -> None:
        lock(db, "beginning")  # processes may start together
        for citizen in citizens:
            if citizen.person is not None:
                db.execute(delete(Card).where(Card.person_id == citizen.person.id))
                db.merge(citizen.person)
        db.flush()
        for citizen in citizens:
            _keep(db, platform, citizen)
        _crowds(db, platform, now)

    platform.database.write(job)


def _keep(db: Db, platform: Platform, citizen: Citizen) -> None:
    if citizen.person is None:
        return
    db.add_all(citizen.known_cards)
    for record in citizen.records:
        reg.keep(db, citizen.person.id, record)
    if db.scalars(select(Case.number).where(Case.filed_by == citizen.person.id)).first() is None:
        for case in citizen.cases:
            _seed(db, platform, citizen, case)


def _seed(db: Db, platform: Platform, citizen: Citizen, seeded: SeededCase) -> None:
    """A case as if it had been filed on its day."""
    person, hall = citizen.person, platform.halls[_HALL]
    version, _ = platform.catalogue.offer(Channel.TERMINAL).services[seeded.service]
    service = platform.catalogue.localised(version, platform.district(hall.region))
    if person is None:
        raise ValueError("a case of somebody the platform does not know")
    at = dt.datetime.combine(seeded.filed_on, _FILED_AT, HALL)
    prefix = f"{hall.region}{at:%Y%m%d}"
    materials = service.materials_for({**seeded.form, **seeded.situation})
    case = Case(
        number=f"{prefix}{next_number(db, f'case/{prefix}'):07d}",
        service=seeded.service,
        service_version=version,
        region=hall.region,
        department=service.facts.department,
        first_contact=hall.short,
        session_hash="",
        filed_by=person.id,
        person_id=person.id,
        terminal="JA-ZZ-01",
        given_at=at,
        filed_at=at,
        situation=seeded.situation,
        form=seeded.form,
        materials={m.key: 0 if m.handling is Handling.DEFERRABLE else m.copies for m in materials},
        phone=person.phone,
        applicant=mask_name(person.name),
        digest=digest_of(seeded.service, seeded.situation, seeded.form),
        query_code=seeded.query_code,
        token=secrets.token_urlsafe(18),
        due=seeded.due.model_dump(),
        state=CaseState.RECEIVED.value,
    )
    db.add(case)
    for on, state, by, note in seeded.steps:
        moment = dt.datetime.combine(on, _FILED_AT, HALL)
        case.state = CaseState(state).value
        case.steps.append(CaseStep(state=state, at=moment, by=by.model_dump(), note=note.model_dump()))
    filed = slips.Filed(
        number=case.number,
        query_code=case.query_code,
        token=case.token,
        applicant=case.applicant,
        document_kind=citizen.known_cards[0].kind,
        document_number=citizen.number,
        agent="无",
        situation=seeded.situation,
        materials=materials,
        given=case.materials or {},
        digest=case.digest,
        at=at,
        notes=(),
    )
    case.slip = slips.slip_of(platform, hall, service, filed).model_dump(mode="json")


def _crowds(db: Db, platform: Platform, now: dt.datetime) -> None:
    """The people who came before: numbers that wait, taken in the last quarter of an hour."""
    if db.scalars(select(QueueRow.id).where(QueueRow.day == now.date())).first() is not None:
        return
    for hall in platform.halls.values():
        for business in hall.businesses.values():
            for _ in range(business.crowd):
                queue.new_row(db, hall, business, now, "")
