"""Each life event can be applied for by somebody of the demo, with the registers and licences as they are there."""

from __future__ import annotations

import random
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.companies.prefill import company_meant
from server_stub.demo.citizens import person_id
from server_stub.joint.checking import Checking, check
from server_stub.life_events.plans import Plan, plan
from server_stub.life_events.splitting import gathered
from server_stub.people import registers as reg
from server_stub.people.models import Standing
from server_stub.people.prefill import Asker, known_values
from server_stub.people.service import SECOND_PROOF, Holder
from server_stub.people.tables import Card, Person
from server_stub.problems import Problem
from tests.server_stub.applied import Applied
from tests.server_stub.conftest import Started
from tests.server_stub.life_event_answers import TODAY, random_answers, random_form
from tests.server_stub.terminal import Terminal, right
from tests.server_stub.test_life_event_plans import FORMS
from tests.server_stub.test_life_events import EVENTS, FILES

WHO = (
    "worker-gaps",
    "company-owner",
    "mother",
    "elder-85",
    "tenant-a",
    "turning-65",
    "company-head",
    "permit-overdue",
    "bereaved",
)
TRIES = 20  # with other answers each

Form = dict[str, str]
Way = tuple[str, Form, Form]  # who, answers, the one form


def holder_of(db: Db, document: Mapping[str, str]) -> Holder:
    """A citizen as a session of level 3 knows them."""
    card = db.get_one(Card, (document["kind"], document["number"]))
    person = db.get_one(Person, card.person_id)
    return Holder("", "", person, card.kind, card.number, SECOND_PROOF, Standing.OK)


def child_of(db: Db, holder: Holder) -> Form:
    """The holder's first child, as they would fill it in."""
    household = reg.record(db, holder.person.id, reg.Household)
    if household is None or not household.children:
        return {}
    card = db.scalars(select(Card).where(Card.person_id == household.children[0])).one()
    return {"child_name": db.get_one(Person, card.person_id).name, "child_number": card.number}


def father_of(db: Db, holder: Holder) -> Form:
    """Who has died, of the bereaved one of the demo."""
    if holder.person.id != person_id("bereaved"):
        return {}
    card = db.scalars(select(Card).where(Card.person_id == person_id("deceased"))).one()
    name = db.get_one(Person, card.person_id).name
    return {"deceased_name": name, "deceased_number": card.number, "relation_to_deceased": "child"}


def filled(db: Db, made: Plan, holder: Holder, rng: random.Random) -> Form:
    """The one form with what registers, licences and card know; the rest at random."""
    own = {}
    for _, file in made.joint:
        company = company_meant(db, holder.person, file, "", TODAY)
        asker = Asker(holder.person, holder.person, holder.level, TODAY, company=company)
        own[file.code] = {p.field: p.value for p in known_values(db, asker, file)}
    card = {"name": holder.person.name, "document_number": holder.number, "phone": "13800000001"}
    form = random_form(made, rng) | gathered(made, own) | card | child_of(db, holder) | father_of(db, holder)
    return {f.key: form[f.key] for f in made.form.fields if f.is_there(form) and f.key in form}


def way_through(db: Db, key: str, holders: Mapping[str, Holder]) -> Way | None:
    """Who of them may have all that some answers come to."""
    for n in range(TRIES):
        for who, holder in holders.items():
            rng = random.Random(f"{key}/{who}/{n}")
            answers = random_answers(EVENTS[key], rng)
            made = plan(EVENTS[key], FILES, answers)
            if not made.joint:
                continue
            form = filled(db, made, holder, rng)
            try:
                check(Checking(db, holder, "", TODAY), made, form)
            except Problem:
                continue
            return who, answers, form
    return None


def test_somebody_of_the_demo_can_apply_for_each_event_as_things_stand(started: Started) -> None:
    """What e-licences cover is not given; the application is taken back, so that the next one finds nothing open."""
    terminal = Terminal(started.app, started.clock)
    platform, covered = started.app.state.platform, set()
    with platform.database.read() as db:
        holders = {who: holder_of(db, terminal.document(who)) for who in WHO}
        ways = {key: way_through(db, key, holders) for key in FORMS}
    assert [key for key, way in ways.items() if way is None] == []
    sessions = {who: terminal.known(who) for who in WHO}
    for key, way in ways.items():
        assert way is not None
        who, answers, form = way
        applied = Applied(terminal, key, answers, who, session=sessions[who])
        applied.form = form
        applied.take_number()
        right(applied.put())
        materials = terminal.get(f"{applied.path}/materials", applied.session.token)
        covered |= {m["covered_by"]["kind"] for m in materials if m["covered_by"]}
        given = [{"key": m["key"], "given": m["copies"]} for m in materials if not m["covered_by"]]
        right(applied.call("PUT", "/materials", given))
        slip = right(applied.sign()).json()
        assert slip["case_number"] == applied.number, (key, who)
        if applied.view()["may_withdraw"]:
            right(applied.call("POST", "/withdrawal", {}))
    assert len(covered) > 1, "some materials come from e-licences"
