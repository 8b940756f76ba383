"""Which materials an e-licence stands for: what the state has as a licence is not asked for again on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import Handling, Material, ServiceFile
from server_stub.licences.holdings import holds_on, of_person
from server_stub.licences.kinds import kinds
from server_stub.licences.tables import LicenceRow
from server_stub.people.companies import companies_for
from server_stub.people.tables import Person
from server_stub.texts import Text, mask_number


@dataclass(frozen=True)
class Resolved:
    """A material as it is for somebody, and the licence that covers it."""

    material: Material
    licence: LicenceRow | None = None


def resolve(
    db: Db, service: ServiceFile, holder: Person, applicant: Person, answers: dict[str, str], today: dt.date
) -> tuple[Resolved, ...]:
    """The materials that the answers ask for, each with the licence that covers it.

    Papers of a person are the applicant's (of a child also the guardian's, who holds the card; an agent's own count for
    nothing); those of a company are of the company that the holder of the card acts for. What has expired or was lost
    covers nothing.
    """
    wanted = service.materials_for(answers)
    named = {m.licence for m in wanted if m.licence}
    if not named:
        return tuple(Resolved(m) for m in wanted)
    codes = {c.credit_code for c in companies_for(db, holder, service, today)}
    if meant := answers.get("credit_code"):
        codes &= {meant.upper()}
    of_companies = [k for k in named if kinds()[k].of_companies]
    held = _of_people(db, holder, applicant, answers, named) + of_person(db, holder, of_companies, codes)
    usable = [licence for licence in held if holds_on(licence, today)]
    return tuple(_resolved(m, usable, answers) for m in wanted)


def _of_people(
    db: Db, holder: Person, applicant: Person, answers: dict[str, str], named: Iterable[str]
) -> list[LicenceRow]:
    people = [applicant]
    if answers.get("handled_by") == "guardian":
        people = [applicant, holder]
    elif answers.get("handled_by") == "agent" and applicant.id == holder.id:  # for whom is not shown yet
        people = []
    personal = [k for k in named if not kinds()[k].of_companies]
    return [row for person in people for row in of_person(db, person, personal)]


def _resolved(material: Material, held: list[LicenceRow], answers: dict[str, str]) -> Resolved:
    for licence in held:
        if material.licence == licence.kind and _is_meant(licence, answers):
            return Resolved(_covered(material, licence), licence)
    return Resolved(material)


def _is_meant(licence: LicenceRow, answers: dict[str, str]) -> bool:
    """Whether it is of this child, this car, this home, as far as the form says which."""
    kind = kinds()[licence.kind]
    said = {item: {answers[f] for f in kind.fields.get(item, ()) if answers.get(f)} for item in kind.matches}
    return all(not values or licence.items.get(item) in values for item, values in said.items())


def _covered(material: Material, licence: LicenceRow) -> Material:
    return material.model_copy(update={"handling": Handling.EXEMPT, "source": source_of(licence), "defer_days": 0})


def source_of(licence: LicenceRow) -> Text:
    """Where a covered material comes from."""
    number = mask_number(licence.number)
    return Text(zh=f"电子证照 {number}，免提交", en=f"E-licence {number}, nothing to submit")
