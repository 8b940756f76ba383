"""Each life event can be applied for by somebody of the demo, with the registers and licences as they are there."""

from __future__ import annotations

import random

from sqlalchemy.orm import Session as Db

from server_stub.joint.checking import Checking, check
from server_stub.life_events.plans import Plan, plan
from server_stub.life_events.splitting import gathered
from server_stub.people.prefill import Asker, known_values
from server_stub.people.service import Holder
from server_stub.people.tables import Card, Person
from server_stub.problems import Problem
from tests.server_stub.conftest import Started
from tests.server_stub.life_event_answers import TODAY, random_answers, random_form
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_life_event_plans import FORMS
from tests.server_stub.test_life_events import EVENTS, FILES

WHO = ("worker-gaps", "company-owner", "mother", "home-owner", "elder-85", "shop-owner", "tenant-a", "turning-65")
TRIES = 12


def test_explore(started: Started) -> None:
    terminal = Terminal(started.app, started.clock)
    platform = started.app.state.platform
    missing = {}
    found = {}
    with platform.database.read() as db:
        holders = {}
        for who in WHO:
            document = terminal.document(who)
            card = db.get_one(Card, (document["kind"], document["number"]))
            person = db.get_one(Person, card.person_id)
            holders[who] = Holder("", "", person, document["kind"], document["number"], 3, None)
        for key in FORMS:
            why = []
            for n in range(TRIES):
                for who, holder in holders.items():
                    rng = random.Random(f"{key}/{who}/{n}")
                    answers = random_answers(EVENTS[key], rng)
                    made = plan(EVENTS[key], FILES, answers)
                    if not made.joint:
                        continue
                    form = filled(db, made, holder, rng)
                    try:
                        check(Checking(db, holder, "0", TODAY), made, form)
                    except Problem as problem:
                        why.append(
                            (
                                who,
                                problem.code,
                                problem.also and problem.also.zh,
                                [(e.field, e.text.zh) for e in problem.errors],
                            )
                        )
                        continue
                    found[key] = (who, n)
                    break
                if key in found:
                    break
            if key not in found:
                missing[key] = why[:6]
    import pprint

    pprint.pprint(found)
    pprint.pprint(missing, width=200)
    assert 0


def filled(db: Db, made: Plan, holder: Holder, rng: random.Random) -> dict[str, str]:
    """The one form with what registers know, the rest at random."""
    asker = Asker(holder.person, holder.person, 3, TODAY)
    own = {file.code: {p.field: p.value for p in known_values(db, asker, file)} for _, file in made.joint}
    keys = {f.key for f in made.form.fields}
    card = {"name": holder.person.name, "document_number": holder.number, "phone": "13800000001"}
    form = random_form(made, rng) | gathered(made, own) | {k: v for k, v in card.items() if k in keys}
    return {f.key: form[f.key] for f in made.form.fields if f.is_there(form) and f.key in form}
