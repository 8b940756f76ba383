"""Level 1: who has no card with them shows a phone by its code, and says whose it is (HALL.md 1)."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session as Db

from server_stub import identity_numbers
from server_stub.people.models import IdentificationByPhone, Session, Standing
from server_stub.people.service import PHONE, is_name_of, open_session
from server_stub.people.tables import Card, Person
from server_stub.phone_codes import service as phone_codes
from server_stub.phone_codes import tries
from server_stub.platform import Call
from server_stub.problems import Problem


def identify(call: Call, wanted: IdentificationByPhone) -> Session:
    """Opens the session. Problems: code.not-verified, code.too-often, identification.invalid-number, .not-matched."""
    number = wanted.number.strip().upper()
    if not identity_numbers.is_valid(wanted.kind.value, number):
        raise Problem("identification.invalid-number")
    with call.platform.database.read() as db:
        phone = phone_codes.phone_to_sign_in(db, wanted.phone_code, call.platform.clock())

    def job(db: Db) -> Session:
        phone_codes.use_to_sign_in(db, wanted.phone_code, call.platform.clock())
        person = _registered(db, wanted.kind.value, number, wanted.name, phone)
        return open_session(db, call, person, wanted.kind.value, number, PHONE, Standing.OK, show_phone=True)

    with tries.counted(call, f"sign-in/{phone}", "identification.not-matched"):
        return call.platform.database.write(job)


def _registered(db: Db, kind: str, number: str, name: str, phone: str) -> Person:
    """The person of that number, name and phone. Problem: identification.not-matched, whatever it was.

    A card that was lost does not matter here: who lost it comes to have it replaced.
    """
    card = db.get(Card, (kind, number))
    person = db.get(Person, card.person_id) if card else None
    if person is None or person.deceased or not is_name_of(person, name):
        raise Problem("identification.not-matched")
    if not person.phone or not secrets.compare_digest(person.phone, phone):
        raise Problem("identification.not-matched")
    return person
