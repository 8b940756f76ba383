"""Puts the sample citizens and staff into the database, and a few people before each window."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Db

from server_stub.authority.tables import GrantRow
from server_stub.cases import slip as slips
from server_stub.cases import terms
from server_stub.cases.filing import digest_of
from server_stub.cases.states import OVER, CaseState
from server_stub.cases.tables import Case, CaseStep
from server_stub.catalogue.models import Handling, ServiceFile
from server_stub.catalogue.tables import Channel
from server_stub.clock import HALL
from server_stub.companies.tables import RoleRow
from server_stub.database import lock, next_number
from server_stub.demo.citizens import Citizen, RegisterFaces, SeededCase, load_citizens, person_id, register_faces
from server_stub.demo.companies import company_row, role_rows
from server_stub.demo.holdings import SampleCompany, SampleLicence
from server_stub.demo.holdings import companies as sample_companies
from server_stub.faces.tables import FaceTemplateRow, PhotoRow
from server_stub.licences.importing import StoredLicence, take_over
from server_stub.licences.models import LicenceState
from server_stub.people import registers as reg
from server_stub.people.companies import Company
from server_stub.people.states import lost_here
from server_stub.people.tables import Card, Person
from server_stub.platform import Platform
from server_stub.queue import giving
from server_stub.queue.tables import QueueRow
from server_stub.records import reader
from server_stub.staff.sample import new_staff
from server_stub.staff.service import keep as keep_staff
from server_stub.texts import mask_name

_FILED_AT = dt.time(10, 26, 8)
_HALL = "JA"


def refresh(platform: Platform) -> None:
    """People, cards, faces and registers as of today; cases, staff and the queues' crowds where there are none yet."""
    now = platform.clock()
    citizens, companies = load_citizens(now.date()), sample_companies(now.date())
    staff, faces = new_staff(platform), register_faces()
    people = {citizen.key: citizen.person for citizen in citizens if citizen.person}

    def job(db: Db) -> None:
        lock(db, "beginning")  # processes may start together
        for citizen in citizens:
            if citizen.person is not None:
                db.execute(delete(Card).where(Card.person_id == citizen.person.id))
                db.merge(citizen.person)
        db.flush()
        lost = lost_here(db)
        for citizen in citizens:
            _keep(db, platform, citizen, lost)
            _keep_face(db, citizen, faces)
        db.flush()
        for citizen in citizens:
            _authorise(db, citizen, now)
        for company in companies:
            _found(db, company, now)
            for register, entries in company.entries.items():
                reader.keep_of_company(db, company.credit_code, register, entries)
            person, whose = people[company.representative], Company(company.credit_code, company.name)
            _take_over(db, platform, company.licences, person, whose)
        _crowds(db, platform, now)
        for member, password_hash in staff:
            keep_staff(db, member, password_hash)

    platform.database.write(job)


def _keep(db: Db, platform: Platform, citizen: Citizen, lost: set[tuple[str, str]]) -> None:
    if citizen.person is None:
        return
    for card in citizen.known_cards:
        card.lost = card.lost or (card.kind, card.number) in lost
        db.add(card)
    for record in citizen.records:
        reg.keep(db, citizen.person.id, record)
    for register, entries in citizen.entries.items():
        reader.keep(db, citizen.person.id, register, entries)
    _take_over(db, platform, citizen.licences, citizen.person)
    if db.scalars(select(Case.number).where(Case.filed_by == citizen.person.id)).first() is None:
        for case in citizen.cases:
            _seed(db, platform, citizen, case)


def _keep_face(db: Db, citizen: Citizen, faces: RegisterFaces) -> None:
    """The register's photograph, and its template where it keeps one of somebody. One of another model goes."""
    if citizen.person is None:
        return
    person, jpeg, numbers = citizen.person.id, faces.photos.get(citizen.face), faces.templates.get(citizen.face)
    if jpeg:
        db.merge(PhotoRow(person_id=person, jpeg=jpeg))
    db.execute(delete(FaceTemplateRow).where(FaceTemplateRow.person_id == person))
    if numbers:
        db.add(FaceTemplateRow(person_id=person, model=faces.model, numbers=numbers))


def _authorise(db: Db, citizen: Citizen, now: dt.datetime) -> None:
    """Authorisations from the start; what became of one since stays so."""
    for grant in citizen.grants:
        there = db.get(GrantRow, grant.number)
        if there is not None:
            there.until = grant.until
            continue
        row = GrantRow(
            number=grant.number,
            principal_id=grant.principal,
            agent_id=person_id(citizen.key),
            services=list(grant.services),
            given_at=now,
            until=grant.until,
        )
        db.add(row)


def _found(db: Db, sample: SampleCompany, now: dt.datetime) -> None:
    """A company with its roles; a role that was taken back since stays so."""
    db.merge(company_row(sample))
    db.flush()
    for role in role_rows(sample, now):
        there = db.get(RoleRow, role.id)
        if there is None:
            db.add(role)
        else:
            there.until = role.until


def _take_over(
    db: Db, platform: Platform, licences: Sequence[SampleLicence], person: Person, company: Company | None = None
) -> None:
    district = platform.district(platform.halls[_HALL].region)
    for one in licences:
        stored = StoredLicence(
            id=one.id,
            identifier=one.identifier,
            kind=one.kind,
            number=one.number,
            person=person,
            company=company,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            items=one.items,
            state=LicenceState(one.state),
        )
        take_over(db, stored, district, platform.clock())


def _seed(db: Db, platform: Platform, citizen: Citizen, seeded: SeededCase) -> None:
    """A case as if it had been filed on its day."""
    person, hall = citizen.person, platform.halls[_HALL]
    version = platform.catalogue.offer(Channel.TERMINAL).versions[seeded.service]
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
        _terms(platform, case, service, on)
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


def _terms(platform: Platform, case: Case, service: ServiceFile, day: dt.date) -> None:
    """The terms that a case has from the day it came to where it stands."""
    calendar, rules, state = platform.calendar, platform.rules, CaseState(case.state)
    at = dt.datetime.combine(day, _FILED_AT, HALL)
    case.answer_due = None
    if state in (CaseState.RECEIVED, CaseState.PRE_REVIEW):
        case.answer_due = calendar.after(day, rules.acceptance_days).day
    elif state is CaseState.CORRECTION:
        case.corrected, case.answer_due = True, calendar.after(day, rules.correction_days).day
    elif state is CaseState.ACCEPTED:
        case.accepted_at = at
        terms.start_clock(case, terms.decision_days(service.facts), day, calendar)
    elif case.state in OVER and case.closed_at is None:
        case.closed_at, case.outcome = at, "granted" if state is CaseState.CLOSED else ""


def _crowds(db: Db, platform: Platform, now: dt.datetime) -> None:
    """The people who came before: numbers that wait, taken in the last quarter of an hour."""
    if db.scalars(select(QueueRow.id).where(QueueRow.day == now.date())).first() is not None:
        return
    for hall in platform.halls.values():
        for business in hall.businesses.values():
            for _ in range(business.crowd):
                giving.give(db, platform, hall, business, now)
