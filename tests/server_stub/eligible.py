"""Registers that let somebody have whatever a life event asks for: what its components' conditions look at."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session as Db

from server_stub.life_events.plans import Plan
from server_stub.life_events.splitting import Share, split
from server_stub.people import registers as reg
from server_stub.people.companies import BUSINESS_LICENCE
from server_stub.people.tables import Card, Person, Record
from tests.server_stub.life_event_answers import TODAY

PRINCIPAL = "principal"


def make_eligible(db: Db, holder_id: str, plan: Plan, form: dict[str, str]) -> None:
    """For this plan and form; what earlier ones left behind is gone."""
    _owns(db, holder_id, plan, form)
    for share in split(plan, form):
        match share.situation.get("handled_by"):
            case "agent":
                _authorise(db, holder_id, plan, share)
                _registers(db, PRINCIPAL, share)
            case "guardian" if "child_number" in share.form:
                _registers(db, _child(db, holder_id, share), share)
            case _:
                _registers(db, holder_id, share)


def _owns(db: Db, holder_id: str, plan: Plan, form: dict[str, str]) -> None:
    """The company that the form names."""
    origins = {f"{BUSINESS_LICENCE}.credit_code", "company_credit_code"}
    for field in plan.form.fields:
        if field.origin in origins and form.get(field.key):
            reg.keep(db, holder_id, reg.Licence(credit_code=form[field.key], name="样例"))


def _authorise(db: Db, holder_id: str, plan: Plan, share: Share) -> None:
    form = share.form
    _person(db, PRINCIPAL, form["principal_name"])
    grant = reg.Grant(
        number=form["agent_grant"],
        principal=PRINCIPAL,
        principal_name=form["principal_name"],
        principal_number=form["principal_number"].upper(),
        services=tuple(file.code for _, file in plan.joint),
        until=TODAY + dt.timedelta(days=7),
    )
    reg.keep(db, holder_id, reg.Grants(grants=(grant,)))


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
