"""Which authorisation is good for what, and what ends one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, update
from sqlalchemy.orm import Session as Db

from server_stub.authority.tables import GrantRow, GrantState
from server_stub.catalogue.models import ServiceFile
from server_stub.people.finding import has_number
from server_stub.people.tables import Person

HANDLED_BY, AGENT = "handled_by", "agent"  # the question by which a service lets somebody act for another


@dataclass(frozen=True)
class Claim:
    """An authorisation as an agent names it in a form."""

    number: str
    principal_name: str
    principal_number: str


def takes_agents(service: ServiceFile) -> bool:
    """Whether the service can be done for somebody who authorised it."""
    return any(q.key == HANDLED_BY and AGENT in {o.key for o in q.options} for q in service.guide.questions)


def covers(row: GrantRow, service: ServiceFile) -> bool:
    """Whether an authorisation is for this service."""
    return service.code in row.services or (bool(row.area) and service.guide.service.field_key == row.area)


def principal_of(db: Db, agent: Person, claim: Claim, service: ServiceFile, today: dt.date) -> Person | None:
    """Who authorised the agent for this service, if the authorisation is what it is said to be and good today."""
    row = db.get(GrantRow, claim.number) if claim.number else None
    if row is None or row.agent_id != agent.id or row.state != GrantState.GOOD.value or row.until < today:
        return None
    principal = db.get_one(Person, row.principal_id)
    named = principal.name == claim.principal_name and has_number(db, principal, claim.principal_number)
    return principal if named and not principal.deceased and covers(row, service) else None


def use(db: Db, number: str, case_number: str, now: dt.datetime) -> bool:
    """A case is filed with it; one that was for once is thereby used. False: it is not good any more.

    The parts of a life event are one application: `case_number` is that one's for all of them.
    """
    same = (GrantRow.state == GrantState.USED.value) & (GrantRow.case_number == case_number)
    once = (
        update(GrantRow)
        .where(GrantRow.number == number, (GrantRow.state == GrantState.GOOD.value) | same, GrantRow.once)
        .values(state=GrantState.USED.value, case_number=case_number, over_at=now)
    )
    more = (
        update(GrantRow)
        .where(GrantRow.number == number, GrantRow.state == GrantState.GOOD.value, ~GrantRow.once)
        .values(case_number=case_number)
    )
    return any(db.execute(one.returning(GrantRow.number)).first() for one in (once, more))


def end_all(db: Db, person_id: str, now: dt.datetime) -> None:
    """Somebody has died: what they gave and what they were given ends."""
    db.execute(
        update(GrantRow)
        .where(or_(GrantRow.principal_id == person_id, GrantRow.agent_id == person_id))
        .where(GrantRow.state == GrantState.GOOD.value)
        .values(state=GrantState.ENDED.value, over_at=now)
    )
