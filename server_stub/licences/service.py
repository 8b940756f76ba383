"""A person's e-licences as they and clerks see them, the materials they cover, and the ledger of their uses."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.cases.acting import applicant_of
from server_stub.clock import in_hall
from server_stub.licences import uses
from server_stub.licences.covering import Resolved, resolve
from server_stub.licences.holdings import of_person, state_on
from server_stub.licences.kinds import kinds
from server_stub.licences.models import (
    AskedMaterials,
    CoveringLicence,
    LicenceContent,
    LicenceView,
    LookedUp,
    Lookup,
    ResolvedMaterial,
    UsesView,
    UseView,
)
from server_stub.licences.tables import LicenceRow, LicenceUse
from server_stub.people import service as people
from server_stub.people.companies import companies_of
from server_stub.people.tables import Person
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.records.models import FactView
from server_stub.texts import Text, mask_name, mask_number

MOST_USES = 100  # of one answer


def own(db: Db, call: Call) -> list[LicenceView]:
    """Own licences and those of own companies; with a card alone only which kinds there are. Problems of the holder."""
    holder, today = people.holder_of(db, call, level=people.CARD), call.platform.clock().date()
    return [_view(row, today, holder.level) for row in of_person(db, holder.person)]


def _view(row: LicenceRow, today: dt.date, level: int) -> LicenceView:
    kind = kinds()[row.kind]
    seen = LicenceView(id=row.id, kind=row.kind, title=kind.title, state=state_on(row, today))
    if level < people.SECOND_PROOF:
        return seen
    return seen.model_copy(
        update={
            "holder": masked_holder(row),
            "number": mask_number(row.number),
            "issuer": Text(**row.issuer),
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "items": tuple(
                FactView(label=item.label, value=item.masked(row.items[key]))
                for key, item in kind.items.items()
                if row.items.get(key)
            ),
        }
    )


def masked_holder(row: LicenceRow) -> str:
    """A person's name is masked, a company's is public."""
    return row.holder if row.credit_code else mask_name(row.holder)


def own_licence(db: Db, person: Person, licence_id: str) -> LicenceRow:
    """A licence of the person or of their company. Problem: licence.not-found."""
    found = next((row for row in of_person(db, person) if row.id == licence_id), None)
    if found is None:
        raise Problem("licence.not-found")
    return found


def at_window(db: Db, call: Call, licence_id: str) -> LicenceRow:
    """A licence of the person at this window. Problems of the holder, licence.window-only, licence.not-found."""
    if call.terminal.kind != "window":
        raise Problem("licence.window-only")
    return own_licence(db, people.holder_of(db, call, level=people.CARD).person, licence_id)


def look_up(db: Db, call: Call, licence_id: str, lookup: Lookup) -> LookedUp:
    """Notes that a clerk reads a licence of the person before them. Problems as `at_window`, service.unknown."""
    row, (_, service) = at_window(db, call, licence_id), call.service(lookup.service)
    use = uses.Use(
        purpose=uses.Purpose.WINDOW,
        department=service.guide.service.department,
        matter=service.guide.service.title,
        terminal=call.terminal.id,
        staff=lookup.staff,
    )
    return LookedUp(number=uses.add(db, row, use, call.platform.clock()).seq)


def content(row: LicenceRow, today: dt.date) -> LicenceContent:
    """A licence in full."""
    kind = kinds()[row.kind]
    return LicenceContent(
        id=row.id,
        kind=row.kind,
        title=kind.title,
        state=state_on(row, today),
        identifier=row.identifier,
        holder=row.holder,
        number=row.number,
        issuer=Text(**row.issuer),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        items=tuple(
            FactView(label=item.label, value=item.shown(row.items[key]))
            for key, item in kind.items.items()
            if row.items.get(key)
        ),
    )


# ---- materials


def materials(db: Db, call: Call, asked: AskedMaterials) -> list[ResolvedMaterial]:
    """The materials for these answers, each as it is for this person. Problems of the holder, service.unknown."""
    _, service = call.service(asked.service)
    holder = people.holder_of(db, call, level=max(service.guide.level, people.CARD))
    answers = {key: value for key, value in asked.answers.items() if "\0" not in value}  # no database's text holds one
    today = call.platform.clock().date()
    applicant = applicant_of(db, holder.person, service, answers, answers, today)
    return [_resolved(one) for one in resolve(db, service, holder.person, applicant, answers, today)]


def _resolved(one: Resolved) -> ResolvedMaterial:
    material = one.material
    return ResolvedMaterial(
        key=material.key,
        name=material.name,
        handling=material.handling,
        source=material.source,
        copies=material.copies,
        form=material.form,
        defer_days=material.defer_days,
        covered_by=covering_view(one.licence) if one.licence else None,
    )


def covering_view(row: LicenceRow) -> CoveringLicence:
    """The licence as it is shown beside what it stands for."""
    return CoveringLicence(
        id=row.id,
        kind=row.kind,
        title=kinds()[row.kind].title,
        number=mask_number(row.number),
        issuer=Text(**row.issuer),
        valid_until=row.valid_until,
    )


# ---- the ledger


def own_uses(db: Db, call: Call, company: str, before: int | None) -> UsesView:
    """Who used the person's licences, or those of a company of theirs. Problems of the holder, licence.not-found."""
    holder = people.holder_of(db, call, level=people.SECOND_PROOF)
    if company and company not in {c.credit_code for c in companies_of(db, holder.person)}:
        raise Problem("licence.not-found")
    ledger = f"company/{company}" if company else f"person/{holder.person.id}"
    rows, end = uses.chain(db, ledger)
    newest = [row for row in reversed(rows) if before is None or row.seq < before]
    return UsesView(
        whole=uses.is_whole(rows, end),
        length=len(rows),
        head=end.head if end else uses.BEGINNING,
        uses=tuple(_use(row) for row in newest[:MOST_USES]),
    )


def _use(row: LicenceUse) -> UseView:
    return UseView(
        number=row.seq,
        licence=row.licence_id,
        title=kinds()[row.kind].title,
        purpose=uses.Purpose(row.purpose),
        department=Text(**row.department),
        terminal=row.terminal,
        staff=row.staff,
        case_number=row.case_number,
        matter=Text(**row.matter),
        at=in_hall(row.at),
        hash=row.hash,
    )
