"""What somebody would get without applying (免申即享), and what they draw already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.cases.dates import age
from server_stub.catalogue.departments import departments
from server_stub.entitlements.models import Entitlement, EntitlementCount, Entitlements, EntitlementState
from server_stub.entitlements.rules import Entries, Rule, register_title, rules
from server_stub.people import service as people
from server_stub.people.relatives import household
from server_stub.people.tables import Person
from server_stub.platform import Call
from server_stub.records import reader
from server_stub.texts import Text, mask_name

FULL_AGE = 18


@dataclass(frozen=True)
class Found:
    """A policy somebody may have or has; `whose` is their own or their child's."""

    rule: Rule
    whose: Person
    state: EntitlementState


class Registers:
    """The registers as one look sees them: each record is read once, those that are down not at all."""

    def __init__(self, db: Db, down: Collection[str]) -> None:
        self._db, self._down = db, frozenset(down)
        self._read: dict[tuple[str, str], Entries] = {}

    def can_answer(self, rule: Rule) -> bool:
        """Whether all registers of a rule can be asked."""
        return not rule.registers & self._down

    def of(self, person: Person, register: str) -> Entries:
        """What a register knows of somebody."""
        key = (person.id, register)
        if key not in self._read:
            self._read[key] = reader.kept(self._db, person, register)
        return self._read[key]


def evaluate(db: Db, person: Person, today: dt.date, down: Collection[str] = ()) -> list[Found]:
    """All policies of a person and their minor children, by the registers."""
    registers = Registers(db, down)
    if person.deceased:
        return []
    children = _minors(db, person, today)
    found = []
    for rule in rules():
        if not registers.can_answer(rule):
            continue
        for whose in children if rule.of_child else [person]:
            if _is_for(rule, registers, person, whose, today):
                drawn = any(c.holds(registers.of(whose, c.register)) for c in rule.drawn)
                found.append(Found(rule, whose, EntitlementState.DRAWN if drawn else EntitlementState.OPEN))
    return found


def _minors(db: Db, person: Person, today: dt.date) -> list[Person]:
    children = (db.get(Person, child) for child in household(db, person.id).children)
    return [c for c in children if c is not None and not c.deceased and age(c.birth, today) < FULL_AGE]


def _is_for(rule: Rule, registers: Registers, person: Person, whose: Person, today: dt.date) -> bool:
    first, last = rule.age
    return (
        first <= age(whose.birth, today) <= last
        and all(c.holds(registers.of(whose, c.register)) for c in rule.when)
        and all(c.holds(registers.of(person, c.register)) for c in rule.family)
    )


def mine(db: Db, call: Call) -> Entitlements:
    """All, by name: level 3. Problems of the holder."""
    person = people.holder_of(db, call, level=people.SECOND_PROOF).person
    down = call.platform.faults.sources_down
    found = evaluate(db, person, call.platform.clock().date(), down)
    silent = sorted({register for rule in rules() for register in rule.registers} & down)
    return Entitlements(
        entitlements=tuple(_entitlement(call, person, one) for one in found),
        not_looked_up=tuple(register_title(register) for register in silent),
    )


def count(db: Db, call: Call) -> EntitlementCount:
    """How many are open: with a card alone nothing more is told. Problems of the holder."""
    person = people.holder_of(db, call, level=people.CARD).person
    found = evaluate(db, person, call.platform.clock().date(), call.platform.faults.sources_down)
    number = sum(one.state is EntitlementState.OPEN for one in found)
    return EntitlementCount(count=number, words=words_for(number))


def words_for(number: int) -> Text:
    """The one sentence that may stand on an open screen or in a message: never which policy."""
    if not number:
        return Text(zh="")
    policies = "1 policy" if number == 1 else f"{number} policies"
    return Text(zh=f"您有 {number} 项可直接享受的政策", en=f"You may have {policies} without applying")


def _entitlement(call: Call, person: Person, found: Found) -> Entitlement:
    rule = found.rule
    return Entitlement(
        key=rule.key,
        title=rule.title,
        who=rule.who,
        amount=rule.amount,
        basis=rule.basis,
        note=rule.note,
        department=departments()[rule.department].name_in(call.district),
        service=rule.service,
        of_child="" if found.whose.id == person.id else mask_name(found.whose.name),
        state=found.state,
    )
