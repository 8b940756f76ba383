"""Registers that let somebody have whatever a life event asks for: what its components' conditions look at."""

from __future__ import annotations

import datetime as dt
from typing import TypeGuard

from sqlalchemy import delete
from sqlalchemy.orm import Session as Db

from server_stub.authority.tables import GrantRow, GrantState
from server_stub.cases.acting import is_for_ward
from server_stub.catalogue.models import COMPANY_FIELDS
from server_stub.clock import HALL
from server_stub.companies.authority import register
from server_stub.companies.tables import Role, RoleRow
from server_stub.life_events.binding import Asked
from server_stub.life_events.plans import Plan
from server_stub.life_events.splitting import Share, split
from server_stub.people import registers as reg
from server_stub.people.companies import BUSINESS_LICENCE
from server_stub.people.prefill import origin_of
from server_stub.people.tables import Card, Person, Record
from tests.server_stub.applied import CREDIT_CODE
from tests.server_stub.life_event_answers import TODAY

PRINCIPAL, DECEASED = "principal", "deceased"


def make_eligible(db: Db, holder_id: str, plan: Plan, form: dict[str, str]) -> None:
    """For this plan and form; what earlier ones left behind is gone."""
    _owns(db, holder_id, plan, form)
    for share in split(plan, form):
        acting = holder_id
        if share.situation.get("handled_by") == "agent":
            _authorise(db, holder_id, plan, share)
            acting = PRINCIPAL
        if is_for_ward(share.file, share.situation, share.form):
            acting = _child(db, acting, share)
        _registers(db, acting, share)
        if "relative-of-deceased" in share.file.checks and "deceased_number" in share.form:
            _bereave(db, holder_id, plan, share, form)


def _owns(db: Db, holder_id: str, plan: Plan, form: dict[str, str]) -> None:
    """The company that the form names."""
    for asked in plan.form.fields:
        if asked.key in COMPANY_FIELDS and asked.is_there(form):
            form[asked.key] = CREDIT_CODE
    for share in split(plan, form):
        for field in share.file.fields:
            code = share.form.get(field.key, "")
            if code and (field is share.file.company_field or origin_of(field) == f"{BUSINESS_LICENCE}.credit_code"):
                _lead(db, holder_id, code.upper(), share.form.get("company_name", "样例"))


def _lead(db: Db, person_id: str, code: str, name: str) -> None:
    register(db, code, name, {}, None, dt.datetime.combine(TODAY, dt.time(9), HALL))
    role = RoleRow(
        id=f"{code}/{person_id}"[:36],
        credit_code=code,
        person_id=person_id,
        role=Role.LICENCE_MANAGER.value,
        services=[],
        areas=[],
        given_at=dt.datetime.combine(TODAY, dt.time(9), HALL),
    )
    db.merge(role)
    db.flush()


def _authorise(db: Db, holder_id: str, plan: Plan, share: Share) -> None:
    form = share.form
    _person(db, PRINCIPAL, form["principal_name"])
    _card(db, PRINCIPAL, form["principal_number"])
    grant = GrantRow(
        number=form["agent_grant"],
        principal_id=PRINCIPAL,
        agent_id=holder_id,
        services=[file.code for _, file in plan.joint],
        once=True,
        given_at=dt.datetime.combine(TODAY, dt.time(9), HALL),
        until=TODAY + dt.timedelta(days=7),
        state=GrantState.GOOD.value,
    )
    db.merge(grant)
    db.flush()


def _card(db: Db, person_id: str, number: str) -> None:
    db.merge(Card(kind="resident-card", number=number.upper(), person_id=person_id))
    db.flush()


def _bereave(db: Db, holder_id: str, plan: Plan, share: Share, form: dict[str, str]) -> None:
    """Who has died, as a relative of the holder; nobody is commissioned, that is for a window."""
    _person(db, DECEASED, share.form["deceased_name"]).deceased = True
    _card(db, DECEASED, share.form["deceased_number"])
    for key in {b.key for (_, own), b in plan.bound.bindings.items() if own == "relation_to_deceased" and is_asked(b)}:
        if key in form:
            form[key] = "spouse"
    household = reg.record(db, holder_id, reg.Household) or reg.Household()
    reg.keep(db, holder_id, household.model_copy(update={"spouse": DECEASED}))


def is_asked(binding: object) -> TypeGuard[Asked]:
    """Whether the one form asks for it."""
    return isinstance(binding, Asked)


def _child(db: Db, holder_id: str, share: Share) -> str:
    number = share.form["child_number"].upper()
    card = db.get(Card, ("resident-card", number))
    child = card.person_id if card else f"child-{number}"
    _person(db, child, share.form["child_name"], dt.date(2018, 5, 1))
    if card is None:
        db.add(Card(kind="resident-card", number=number, person_id=child))
    household = reg.record(db, holder_id, reg.Household) or reg.Household()
    reg.keep(db, holder_id, household.model_copy(update={"children": (child,)}))
    return child


def _person(db: Db, id_: str, name: str, birth: dt.date = dt.date(1985, 1, 1)) -> Person:
    person = db.merge(Person(id=id_, name=name, english_name="", sex="1", birth=birth, phone="", deceased=False))
    db.flush()
    return person


def _registers(db: Db, person_id: str, share: Share) -> None:
    person, checks = db.get_one(Person, person_id), set(share.file.checks)
    case = share.situation.get("situation", "")
    if "age-16-to-retirement" in checks:
        person.birth = dt.date(1988, 6, 15)
    if checks & {"no-pension", "no-unit-insurance", "age-16-to-retirement"}:
        reg.keep(db, person_id, reg.SocialInsurance(personal_number="1", status="stopped"))
    if "one-social-card" in checks:
        _keep_or_not(db, person_id, reg.SocialCard(number="A1", bank="icbc"), "social-card", there=case != "first")
    if "fund-open" in checks:
        fund = reg.HousingFund(account="1", unit="样例", balance="9000.00", quota_left="9000.00", months=60)
        reg.keep(db, person_id, fund)
    if "senior-age" in checks:
        person.birth = dt.date(1960 if case == "red-65" else 1965, 1, 1)
        there = case in ("lost", "faulty")
        _keep_or_not(db, person_id, reg.SeniorCard(colour="blue", number="1"), "senior-card", there=there)


def _keep_or_not(db: Db, person_id: str, record: reg.SocialCard | reg.SeniorCard, source: str, *, there: bool) -> None:
    if there:
        reg.keep(db, person_id, record)
    else:
        db.execute(delete(Record).where(Record.person_id == person_id, Record.source == source))
