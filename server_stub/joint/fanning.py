"""One application becomes one case for each component, all in one transaction."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases import filing, promises
from server_stub.cases.models import SlipData
from server_stub.cases.tables import Case, CaseFile
from server_stub.catalogue.models import Handling, Material
from server_stub.joint.checking import Checked
from server_stub.joint.covering import of_service
from server_stub.joint.materials import OneSet
from server_stub.joint.tables import JointApplication, JointComponent, JointFile
from server_stub.licences import uses
from server_stub.life_events.splitting import Share
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.platform import Call


@dataclass(frozen=True)
class FiledPart:
    """A component that became a case."""

    component: JointComponent
    case: Case
    slip: SlipData
    owes: bool  # a material was promised


def fan_out(
    db: Db, call: Call, row: JointApplication, holder: Holder, one_set: OneSet, checked: Checked
) -> list[FiledPart]:
    """Each component's case: received by its department, or held until what it waits for is there."""
    uses.take(db, one_set.covers.values())
    made = [_file(db, call, row, holder, one_set, checked, place) for place in range(len(checked.shares))]
    for part in made:
        filing.effects(db, call, part.case, checked.applicants[part.component.service])
    _give_files(db, row, one_set, made)
    db.flush()
    return made


def _file(
    db: Db, call: Call, row: JointApplication, holder: Holder, one_set: OneSet, checked: Checked, place: int
) -> FiledPart:
    share, now = checked.shares[place], call.platform.clock()
    service, applicant = share.file, checked.applicants[share.file.code]
    materials = one_set.of(share)
    case = _case(row, share, applicant, one_set.copies_for(share, materials))
    case.number = filing.next_case_number(db, row.region, now)
    case.applicant = filing.parties_for(db, case, holder, applicant, now.date()).applicant
    db.add(case)
    component = JointComponent(
        service=service.code,
        place=place,
        case_number=case.number,
        waits_for=list(share.waits_for),
        awaits={key: [awaited.service, awaited.what] for key, awaited in share.awaits.items()},
        postponed=list(checked.postponed[service.code]),
        filled={},
        result={},
    )
    row.components.append(component)
    db.flush()
    filing.submit(db, call, case, service, holder)
    if not share.waits_for:
        filing.enter(call.platform, case, now)
        filing.received(case, now, call.terminal.id)
    owed = _promise(db, call, row, case, share, materials, one_set, now)
    filing.note_covers(db, case, service, of_service(one_set.covers, service.code), call.terminal.id, now)
    there = one_set.there_for(share, materials)
    slip = filing.slip_of(db, call, case, service, holder, applicant, materials, there)
    case.slip = slip.model_dump(mode="json")
    return FiledPart(component, case, slip, owes=bool(owed))


def _case(row: JointApplication, share: Share, applicant: Person, copies: dict[str, int]) -> Case:
    """The case with its share of form and materials, under the signature and the query code of the whole."""
    service = share.file
    of_company = "company" in service.guide.service.audience
    return Case(
        service=service.code,
        service_version=row.services[service.code],
        region=row.region,
        department=service.facts.department,
        session_hash=row.session_hash,
        filed_by=row.filed_by,
        person_id=applicant.id,
        company=share.form.get("credit_code", "") if of_company else "",
        parent=row.number,
        terminal=row.terminal,
        first_contact=row.first_contact,
        given_at=row.given_at,
        data_version=1,
        situation=share.situation,
        form=share.form,
        materials=copies,
        phone=share.form.get("phone", "") or row.phone,
        digest=row.digest,
        strokes=row.strokes,
        query_code=row.query_code,
        token=secrets.token_urlsafe(18),
        covers={},
        due={},
    )


def _promise(
    db: Db,
    call: Call,
    row: JointApplication,
    case: Case,
    share: Share,
    materials: tuple[Material, ...],
    one_set: OneSet,
    now: dt.datetime,
) -> list[object]:
    """What follows later, by the same day for all components: promised once."""
    late = tuple(m for m in materials if m.handling is Handling.DEFERRABLE)
    shared = one_set.shared(row.number, share)
    calendar = call.platform.calendar
    return [*promises.promise(db, case, late, case.materials or {}, now.date(), calendar, shared)]


def _give_files(db: Db, row: JointApplication, one_set: OneSet, made: list[FiledPart]) -> None:
    """Each component gets the files of what it needs; what nobody needs is not kept."""
    numbers = {part.component.service: part.case.number for part in made}
    for file in db.scalars(select(JointFile).where(JointFile.application == row.number)):
        for service, key in one_set.keys_in(file.material).items():
            db.add(copy_of(file, numbers[service], key))
        db.delete(file)


def copy_of(file: JointFile, number: str, material: str) -> CaseFile:
    """The file for a component's case."""
    return CaseFile(
        id=str(uuid.uuid4()),
        case_number=number,
        material=material,
        name=file.name,
        media_type=file.media_type,
        content=file.content,
        digest=file.digest,
        at=file.at,
    )
