"""Who belongs to whom, by the police population register."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session as Db

from server_stub.people.registers import Household, record
from server_stub.people.tables import Card, Person


def household(db: Db, person_id: str) -> Household:
    """Somebody's household record, an empty one if there is none."""
    return record(db, person_id, Household) or Household()


def child_of(db: Db, guardian: Person, name: str, number: str) -> Person | None:
    """The guardian's child of that name and number; either parent's register entry will do."""
    card = db.get(Card, ("resident-card", number.strip().upper()))
    if card is None:
        return None
    child = db.get_one(Person, card.person_id)
    related = child.id in household(db, guardian.id).children or guardian.id in household(db, child.id).parents
    return child if related and child.name == name and not child.deceased else None


def relation(db: Db, one: Person, other: Person) -> str | None:
    """What `one` is to `other`: spouse, child, parent, relative (by blood or marriage); None: the register shows none.

    Relatives are brothers and sisters, grandparents and grandchildren, and parents and children in law.
    """
    mine, theirs = household(db, one.id), household(db, other.id)
    if mine.spouse == other.id or theirs.spouse == one.id:
        return "spouse"
    if one.id in theirs.children or other.id in mine.parents:
        return "child"
    if other.id in mine.children or one.id in theirs.parents:
        return "parent"
    siblings = set(mine.parents) & set(theirs.parents)
    across = _next(db, mine, one.id) & {other.id} or _next(db, theirs, other.id) & {one.id}
    return "relative" if siblings or across else None


def _next(db: Db, start: Household, own: str) -> set[str]:
    """Grandparents, grandchildren, and whom the marriages of parents, children and oneself brought."""
    near: Iterable[str] = (*start.parents, *start.children, *filter(None, [start.spouse]))
    found: set[str] = set()
    for person_id in near:
        there = household(db, person_id)
        if person_id == start.spouse:
            found |= {*there.parents, *there.children}
        elif person_id in start.parents:
            found |= {*there.parents, there.spouse}
        else:
            found |= {*there.children, there.spouse}
    return found - {own, ""}
