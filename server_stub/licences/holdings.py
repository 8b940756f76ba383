"""Which e-licences somebody has, and what each is worth on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

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


def of_person(
    db: Db, person: Person, kinds: Collection[str] | None = None, companies: Collection[str] | None = None
) -> list[LicenceRow]:
    """The person's own licences and those of their companies, the newest first; of these kinds only, where named.

    `companies`: credit codes of those that are meant, if not all that the person leads.
    """
    codes = [c.credit_code for c in companies_of(db, person)] if companies is None else companies
    query = select(LicenceRow).where(or_(LicenceRow.person_id == person.id, LicenceRow.credit_code.in_(codes)))
    if kinds is not None:
        query = query.where(LicenceRow.kind.in_(kinds))
    return list(db.scalars(query.order_by(LicenceRow.valid_from.desc(), LicenceRow.kind, LicenceRow.id)))


def value(held: Iterable[LicenceRow], item: str, today: dt.date) -> str:
    """An item's value in the first of these licences that holds; "" without one."""
    for licence in held:
        if holds_on(licence, today):
            return licence.items.get(item, "")
    return ""
