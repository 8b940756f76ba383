"""For the back office: a day's slots with what is taken, and a slot that holds more or fewer than planned.

What a slot holds is part of the hall's document (`HallBusiness.slots`), so every process plans with it and each change
is a version of its own. A place that is taken is never taken away.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Db

from server_stub.appointments import places
from server_stub.appointments.places import SLOTS
from server_stub.appointments.timetable import Slot, slots_of
from server_stub.configuration.service import Configuration, checked
from server_stub.database import lock
from server_stub.halls.models import Hall, HallBusiness
from server_stub.working_days import Calendar

MOST = 10_000


class TooFew(Exception):
    """More are taken than the slot shall hold."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} are taken")
        self.taken = taken


@dataclass(frozen=True)
class SlotNow:
    """A slot and what is taken of it."""

    slot: Slot
    taken: int
    planned: int  # what the business plans for each

    @property
    def free(self) -> int:
        """What can still be booked."""
        return max(self.slot.capacity - self.taken, 0)


def of_day(db: Db, hall: Hall, day: dt.date, calendar: Calendar) -> list[tuple[HallBusiness, list[SlotNow]]]:
    """The slots of each business that takes appointments."""
    rows = db.execute(select(SLOTS.c.id, SLOTS.c.taken).where(SLOTS.c.hall == hall.id, SLOTS.c.day == day))
    taken = {row.id: int(row.taken) for row in rows}
    return [
        (
            business,
            [
                SlotNow(slot, taken.get(slot.id, 0), business.capacity)
                for slot in slots_of(hall, business, day, calendar)
            ],
        )
        for business in hall.businesses.values()
        if business.capacity
    ]


def change(
    db: Db, configuration: Configuration, slot: Slot, capacity: int | None, author: str, now: dt.datetime
) -> int:
    """The slot holds so many from now on; None: as many as are taken, it is closed. How many it is. TooFew."""
    name = f"hall/{slot.hall}"
    lock(db, f"configuration/{name}")
    places.lock(db.connection(), slot.id)
    taken = db.execute(select(SLOTS.c.taken).where(SLOTS.c.id == slot.id)).scalar_one_or_none() or 0
    holds = taken if capacity is None else capacity
    if holds < taken:
        raise TooFew(taken)
    content = configuration.in_job(db).halls[slot.hall].model_dump(mode="json")
    business = content["businesses"][slot.business]
    today = now.date().isoformat()
    others = {key: value for key, value in business["slots"].items() if key[:10] >= today}
    business["slots"] = {**others, key_of(slot): holds}
    configuration.put(db, name, checked(name, content), author, now)
    db.execute(update(SLOTS).where(SLOTS.c.id == slot.id).values(capacity=holds))
    return holds


def key_of(slot: Slot) -> str:
    """By which the hall's document names it."""
    return f"{slot.starts:%Y-%m-%dT%H:%M}"
