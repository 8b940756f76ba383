"""免身份证刷脸认证: who has no card with them says their number at a window; their face shows whether it is theirs."""

from __future__ import annotations

from sqlalchemy.orm import Session as Db

from server_stub import identity_numbers
from server_stub.faces.models import IdentificationByNumber
from server_stub.people import service as people
from server_stub.people.models import Session
from server_stub.people.tables import Card, Person
from server_stub.platform import Call
from server_stub.problems import Problem


def identify(call: Call, wanted: IdentificationByNumber) -> Session:
    """Opens a session of level 0, which opens nothing but the comparison. Problem: identification.invalid-number.

    A number is no secret, so nothing of the person is in the answer but the standing. That the card was lost does not
    matter: nobody shows it, what is compared is the register's own photograph, and who lost a card comes without one.
    That it has expired does: the photograph is as old as the card, and has ended with it.
    """
    number = wanted.number.strip().upper()
    if not identity_numbers.is_valid(wanted.kind.value, number):
        raise Problem("identification.invalid-number")
    today = call.platform.clock().date()

    def job(db: Db) -> Session:
        card = db.get(Card, (wanted.kind.value, number))
        person = db.get(Person, card.person_id) if card else None
        standing = people.standing_of(card, person, None, today, shown=False)
        return people.open_session(
            db, call, person, wanted.kind.value, number, people.NUMBER, standing, show_phone=False, by_face=True
        )

    return call.platform.database.write(job)
