"""Finding somebody whom another person names: by name and number together, and not by trying."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.people.service import is_name_of
from server_stub.people.tables import Card, Person
from server_stub.problems import Problem


def find_person(db: Db, name: str, number: str) -> Person:
    """The living person of that name with a document of that number. Problem: person.not-found."""
    cards = select(Card).where(Card.number == number.strip().upper()).limit(1)
    card = db.scalars(cards).first()
    person = db.get(Person, card.person_id) if card else None
    if person is None or person.deceased or not is_name_of(person, name):
        raise Problem("person.not-found")
    return person


def number_of(db: Db, person_id: str) -> str:
    """The number of somebody's main document, "" if none is known."""
    numbers = select(Card.number).where(Card.person_id == person_id).order_by(Card.kind != "resident-card", Card.kind)
    return db.scalars(numbers.limit(1)).first() or ""


def has_number(db: Db, person: Person, number: str) -> bool:
    """Whether one of the person's documents has that number."""
    wanted = select(Card.number).where(Card.person_id == person.id, Card.number == number.strip().upper())
    return db.scalars(wanted.limit(1)).first() is not None
