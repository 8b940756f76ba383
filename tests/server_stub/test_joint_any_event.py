"""Any of the life events with any right answers can be filed, and every component is what its own service takes."""

from __future__ import annotations

import os
import random
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import select

from server_stub.cases.access import service_of
from server_stub.cases.checks import form_errors, situation_errors
from server_stub.cases.models import MoveOrder
from server_stub.cases.moves import Actor, ActorKind, act
from server_stub.cases.states import Move
from server_stub.cases.tables import Case
from server_stub.identity_numbers import check_character
from server_stub.joint import office
from server_stub.joint.tables import JointApplication
from server_stub.people.tables import Card
from server_stub.texts import Text
from tests.server_stub.applied import CREDIT_CODE, Applied
from tests.server_stub.conftest import Started
from tests.server_stub.eligible import make_eligible
from tests.server_stub.life_event_answers import TODAY, random_answers, random_form
from tests.server_stub.terminal import Terminal, problem, right
from tests.server_stub.test_life_event_plans import FORMS
from tests.server_stub.test_life_events import EVENTS

SEED = os.environ.get("JOINT_SEED", "1")  # another one is another way through every event
CHILDREN = count(1)  # no number is given twice
DEPARTMENT = Actor(ActorKind.DEPARTMENT, "system", Text(zh="部门", en="Department"))
WAYS = (Move.ACCEPT, Move.BEGIN, Move.GRANT)


def test_there_are_44_events_to_apply_for() -> None:
    assert len(FORMS) == 44


def value_of(what: str, rng: random.Random) -> str:
    """What a department might give."""
    first = f"42010220261120{next(CHILDREN):03d}"
    return {
        "business-licence.credit_code": CREDIT_CODE,
        "fund_unit_number": f"420102{rng.randint(1, 999999):06d}",
        "child_number": first + check_character(first),
        "social_unit_bank": "汉口银行江岸支行",
    }.get(what, "62220200" + "".join(rng.choice("0123456789") for _ in range(8)))


class Journey:
    """One application from the answers to the last grant."""

    def __init__(self, applied: Applied, rng: random.Random) -> None:
        self.applied, self.platform, self.rng = applied, applied.platform, rng

    def go(self) -> None:
        applied = self.applied
        self.platform.database.write(lambda db: make_eligible(db, self._holder(db), applied.plan, applied.form))
        applied.take_number()
        right(applied.put())
        right(applied.put_materials(*(applied.deferrable() if self.rng.random() < 0.3 else ())))
        right(applied.sign())
        self._look(filed=True)
        while number := self._next_open():
            self.platform.database.write(partial(self._grant, number))
            self._look(filed=False)
        assert set(applied.states().values()) == {"granted"}, (applied.event, applied.view()["components"])
        assert len(applied.view()["notices"]) == 1

    def _holder(self, db: Any) -> str:
        number = self.applied.terminal.document(self.applied.who)["number"]
        return str(db.get_one(Card, ("resident-card", number)).person_id)

    def _cases(self, db: Any) -> list[Case]:
        return list(db.scalars(select(Case).where(Case.parent == self.applied.number).order_by(Case.number)))

    def _look(self, *, filed: bool) -> None:
        """Each component case is what its own rules take; what is held lacks only what it waits for."""
        with self.platform.database.read() as db:
            row = db.get_one(JointApplication, self.applied.number)
            components = {c.case_number: c for c in row.components}
            for case in self._cases(db):
                service, component = service_of(self.platform, case), components[case.number]
                situation, form = case.situation or {}, case.form or {}
                assert situation_errors(service, situation) == []
                errors = {e.field for e in form_errors(service, situation, form, TODAY) if not e.warning}
                held = case.filed_at is None
                assert errors <= (set(component.awaits) if held else set()), (self.applied.event, case.service)
                assert held <= bool(component.waits_for)
                assert bool(case.state) != held
                needed = {m.key for m in service.materials_for({**form, **situation})}
                assert set(case.materials or {}) == needed or held

    def _next_open(self) -> str:
        with self.platform.database.read() as db:
            open_ = [c.number for c in self._cases(db) if c.filed_at is not None and c.closed_at is None]
            waiting = [c.number for c in self._cases(db) if c.filed_at is None]
        assert open_ or not waiting, (self.applied.event, self.applied.answers)
        return self.rng.choice(open_) if open_ else ""

    def _grant(self, number: str, db: Any) -> None:
        case = db.get_one(Case, number)
        service = service_of(self.platform, case)
        result = {a.what: value_of(a.what, self.rng) for a in office.awaited_of(db, self.platform, case)}
        for move in WAYS:
            case.level = service.facts.decision_levels
            order = MoveOrder(move=move, result=result if move is Move.GRANT else {})
            act(db, self.platform, case, service, DEPARTMENT, order)


def test_any_event_with_any_right_answers_is_filed_and_closes(started: Started) -> None:
    terminal = Terminal(started.app, started.clock)
    session = terminal.known("worker-gaps")
    for key in FORMS:
        rng = random.Random(f"{SEED}/{key}")
        answers = random_answers(EVENTS[key], rng)
        applied = Applied(terminal, key, answers, session=session)
        if not applied.plan.joint:
            applied.take_number()
            assert problem(applied.put()) == (422, "life-event.nothing")
            continue
        applied.form = random_form(applied.plan, rng) | applied.card()
        Journey(applied, rng).go()
