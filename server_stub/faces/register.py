"""Photographs and templates of the register: of whom they are given out, and to whom, to compare a live face with."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Collection

from sqlalchemy.orm import Session as Db

from server_stub.clock import HALL
from server_stub.faces.models import FaceTemplate
from server_stub.faces.tables import FaceTemplateRow, PhotoRow
from server_stub.people import service as people
from server_stub.people.models import Standing
from server_stub.people.tables import Person
from server_stub.platform import Call
from server_stub.problems import Problem

GUARDED = 14
"""Years: below, a face is looked at with a guardian's consent only (PIPL 28 and 31)."""

_FLOAT = struct.calcsize("<f")


def compared(db: Db, call: Call, standings: Collection[Standing] = (Standing.OK,)) -> people.Holder:
    """Whose face is compared: the holder of a card's session, or at a window who said their number (level 0).

    A phone alone (level 1) is no way to it. Problems of the holder.
    """
    at_window = call.terminal.kind == "window"
    least = people.NUMBER if at_window else people.CARD
    holder = people.holder_of(db, call, level=least, standings=standings)
    if people.NUMBER < holder.level < people.CARD:
        raise Problem("session.level")
    return holder


def photo(call: Call) -> bytes:
    """The register's photograph of who is compared. Problems of the holder, face.guardian, photo.none."""
    with call.platform.database.read() as db:
        return photo_of(db, _grown_up(db, call).id)


def template(call: Call, model: str) -> FaceTemplate:
    """The register's template of who is compared. Problems of the holder, face.guardian, template.none."""
    with call.platform.database.read() as db:
        row = db.get(FaceTemplateRow, (_grown_up(db, call).id, model))
    if row is None:
        raise Problem("template.none")
    numbers = struct.unpack(f"<{len(row.numbers) // _FLOAT}f", row.numbers)
    return FaceTemplate(model=row.model, numbers=numbers)


def photo_of(db: Db, person_id: str) -> bytes:
    """Somebody's photograph: JPEG. Problem: photo.none."""
    row = db.get(PhotoRow, person_id)
    if row is None:
        raise Problem("photo.none")
    return row.jpeg


def refuse_children(person: Person, now: dt.datetime) -> None:
    """Problem face.guardian for who is not yet 14 today."""
    today, birth = now.astimezone(HALL).date(), person.birth
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    if age < GUARDED:
        raise Problem("face.guardian")


def _grown_up(db: Db, call: Call) -> Person:
    person = compared(db, call).person
    refuse_children(person, call.platform.clock())
    return person
