"""Which e-licences somebody has, and what each is worth on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Db

from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceRow
from server_stub.people.companies import companies_of
from server_stub.people.tables import Person


def state_on(licence: LicenceRow, day: dt.date) -> LicenceState:
    """What a licence is worth on a day."""
    state = LicenceState(licence.state)
    if state is LicenceState.VALID and licence.valid_until is not None and licence.valid_until < day:
        return LicenceState.EXPIRED
    return state


def holds_on(licence: LicenceRow, day: dt.date) -> bool:
    """Whether a licence may stand for a paper on that day."""
    return state_on(licence, day) is LicenceState.VALID and licence.valid_from <= day


def of_person(db: Db, person: Person, kinds: Collection[str] | None = None) -> list[LicenceRow]:
    """The person's own licences and those of their companies, the newest first; of these kinds only, where named."""
    companies = [c.credit_code for c in companies_of(db, person)]
    query = select(LicenceRow).where(or_(LicenceRow.person_id == person.id, LicenceRow.credit_code.in_(companies)))
    if kinds is not None:
        query = query.where(LicenceRow.kind.in_(kinds))
    return list(db.scalars(query.order_by(LicenceRow.valid_from.desc(), LicenceRow.kind, LicenceRow.id)))


def value(db: Db, person: Person, origin: str, today: dt.date) -> str:
    """The value of `licence-kind.item` in the person's newest licence of that kind that holds; "" without one."""
    kind, _, item = origin.partition(".")
    for licence in of_person(db, person, [kind]):
        if holds_on(licence, today):
            return licence.items.get(item, "")
    return ""
