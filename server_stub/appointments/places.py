"""The places of a slot. The database keeps the count: a place is taken by a conditional update, under a CHECK.

`taken` moves in the transaction that moves the appointment. Who locks a slot and appointments of it locks the slot
first, and two slots in the order of their ids: so nobody waits for each other in a circle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, case, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session as Db

from server_stub.appointments.tables import AppointmentRow, SlotRow, State
from server_stub.appointments.timetable import Slot
from server_stub.database import Base
from server_stub.prepared import Prepared
from server_stub.problems import Problem

SLOTS = Base.metadata.tables[SlotRow.__tablename__]
APPOINTMENTS = Base.metadata.tables[AppointmentRow.__tablename__]
_S, _A = SLOTS.c, APPOINTMENTS.c

_TAKE = Prepared(
    update(SLOTS)
    .where(_S.id == bindparam("slot"), _S.taken < _S.capacity, _S.taken < bindparam("planned"))
    .values(taken=_S.taken + 1)
)
_GIVE_BACK = update(SLOTS).where(_S.id == bindparam("slot")).values(taken=_S.taken - bindparam("places"))
_LOCK = select(_S.taken).where(_S.id == bindparam("slot")).with_for_update()
_HELD_TOO_LONG = (_A.state == State.HELD, _A.held_until <= bindparam("now"))
_LOOK = select(
    _S.capacity, _S.taken, exists().where(_A.slot_id == bindparam("slot"), *_HELD_TOO_LONG).label("expiring")
).where(_S.id == bindparam("slot"))
_MAKE = {
    "postgresql": postgresql.insert(SLOTS).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(SLOTS).on_conflict_do_nothing(),
}
_PLAN = (
    update(SLOTS)
    .where(_S.id == bindparam("slot"))
    .values(capacity=case((_S.taken > bindparam("planned"), _S.taken), else_=bindparam("planned")))
)
_EXPIRE = (
    update(APPOINTMENTS)
    .where(_A.slot_id == bindparam("slot"), *_HELD_TOO_LONG)
    .values(state=State.EXPIRED, ended_at=_A.held_until)
)


def take(connection: Connection, slot: Slot, now: dt.datetime) -> None:
    """Takes one place. Problem: appointment.full."""
    wanted = {"slot": slot.id, "planned": slot.capacity}
    if _TAKE.run(connection, wanted):
        return
    if not _makes_room(connection, slot, now) or not _TAKE.run(connection, wanted):
        raise Problem("appointment.full")


def _makes_room(connection: Connection, slot: Slot, now: dt.datetime) -> bool:
    """Makes a slot that is new, takes over what is planned now, gives back what was held too long; whether it helps."""
    planned = {"slot": slot.id, "planned": slot.capacity}
    found = connection.execute(_LOOK, {"slot": slot.id, "now": now}).first()
    if found is None:
        row = {"id": slot.id, "hall": slot.hall, "business": slot.business, "day": slot.day}
        row |= {"starts": slot.starts, "ends": slot.ends, "capacity": slot.capacity, "taken": 0}
        connection.execute(_MAKE[connection.dialect.name], row)
        return True
    if found.capacity != slot.capacity:
        connection.execute(_PLAN, planned)
    expired = expire(connection, [slot.id], now) if found.expiring else 0
    return bool(expired) or found.taken < slot.capacity


def lock(connection: Connection, slot_id: str) -> None:
    """Nobody else takes or gives back places of this slot until the transaction ends."""
    connection.execute(_LOCK, {"slot": slot_id})


def give_back(connection: Connection, slot_id: str, places: int = 1) -> None:
    """Gives places back, and locks the slot: comes before the appointments that gave them."""
    connection.execute(_GIVE_BACK, {"slot": slot_id, "places": places})


def move(connection: Connection, old_id: str, new: Slot, now: dt.datetime) -> None:
    """Takes a place of another slot for one of the old. Problem: appointment.full; the job must end with it."""
    if old_id < new.id:
        give_back(connection, old_id)
        take(connection, new, now)
    else:
        take(connection, new, now)
        give_back(connection, old_id)


def expire(connection: Connection, slot_ids: Iterable[str], now: dt.datetime) -> int:
    """Gives back what was held too long in these slots; how many."""
    total = 0
    for slot_id in sorted(slot_ids):
        lock(connection, slot_id)
        expired = connection.execute(_EXPIRE, {"slot": slot_id, "now": now}).rowcount
        if expired:
            give_back(connection, slot_id, expired)
        total += expired
    return total


@dataclass(frozen=True)
class Discrepancy:
    """A slot whose count is not what its appointments say."""

    slot: str
    capacity: int
    taken: int
    counted: int


def audit(db: Db) -> list[Discrepancy]:
    """Slots that are oversold or counted wrongly: none, whatever happened."""
    counted = func.count(_A.id).filter(_A.state <= State.MISSED)
    rows = db.execute(
        select(_S.id, _S.capacity, _S.taken, counted.label("counted"))
        .outerjoin(APPOINTMENTS, _A.slot_id == _S.id)
        .group_by(_S.id, _S.capacity, _S.taken)
        .having((counted != _S.taken) | (_S.taken > _S.capacity))
        .order_by(_S.id)
    )
    return [Discrepancy(*row) for row in rows]
