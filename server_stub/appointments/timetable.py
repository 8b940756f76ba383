"""Which slots a hall has on which days: by its opening calendar, the national one, and its rules for appointments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server_stub.clock import HALL
from server_stub.halls.models import Hall, HallBusiness, OpeningDay, Shift
from server_stub.working_days import Calendar

if TYPE_CHECKING:
    from server_stub.configuration.service import State

_FARTHEST = 400  # days that are looked through for open ones
_MOST_OFFERS = 500  # of halls and businesses that are remembered


@dataclass(frozen=True)
class Slot:
    """A slot as it is planned. Moments are in the hall's zone."""

    id: str
    hall: str
    business: str
    day: dt.date
    starts: dt.datetime
    ends: dt.datetime
    capacity: int


@dataclass(frozen=True)
class OfferedDay:
    """A day with its slots; `estimated`: its year's national calendar is not published, it may turn out a holiday."""

    day: dt.date
    slots: tuple[Slot, ...]
    note: OpeningDay | None
    estimated: bool


@dataclass(frozen=True)
class Offer:
    """What can be booked on one day."""

    days: tuple[OfferedDay, ...]
    by_start: Mapping[dt.datetime, Slot]


def exception_of(hall: Hall, day: dt.date) -> OpeningDay | None:
    """What the hall's calendar says of just this day."""
    return next((one for one in hall.hours.exceptions if one.day == day), None)


def shifts_of(hall: Hall, day: dt.date, calendar: Calendar) -> tuple[Shift, ...]:
    """When the hall's windows work on a day; nothing: it is closed."""
    if own := exception_of(hall, day):
        return own.shifts
    hours = hall.hours
    if not _is_regular(hall, day, calendar):
        return ()
    if hours.lunch is None:
        return (Shift(opens=hours.opens, closes=hours.closes),)
    return (
        Shift(opens=hours.opens, closes=hours.lunch.opens),
        Shift(opens=hours.lunch.closes, closes=hours.closes),
    )


def _is_regular(hall: Hall, day: dt.date, calendar: Calendar) -> bool:
    return hall.hours.days == "all" or calendar.is_working(day)


def slots_of(hall: Hall, business: HallBusiness, day: dt.date, calendar: Calendar) -> tuple[Slot, ...]:
    """The slots of a day in order; what is left of a shift after the last whole slot is not offered."""
    if not business.capacity:
        return ()
    long, slots = dt.timedelta(minutes=hall.appointments.slot_minutes), []
    for shift in shifts_of(hall, day, calendar):
        starts = dt.datetime.combine(day, shift.opens, HALL)
        closes = dt.datetime.combine(day, shift.closes, HALL)
        while starts + long <= closes:
            id_ = f"{hall.id}/{business.key}/{starts:%Y%m%d%H%M}"
            holds = business.slots.get(f"{starts:%Y-%m-%dT%H:%M}", business.capacity) if business.slots else None
            capacity = business.capacity if holds is None else holds
            slots.append(Slot(id_, hall.id, business.key, day, starts, starts + long, capacity))
            starts += long
    return tuple(slots)


def days_of(hall: Hall, today: dt.date, calendar: Calendar) -> tuple[dt.date, ...]:
    """The days that can be booked today: from `first_day` ahead, the hall's next `working_days` working days.

    A day on which the hall is open beyond its week (a Saturday) lies between them and is offered too, uncounted.
    """
    left, days = hall.appointments.working_days, []
    first = today + dt.timedelta(days=hall.appointments.first_day)
    for day in (first + dt.timedelta(days=n) for n in range(_FARTHEST)):
        if not left:
            break
        if shifts_of(hall, day, calendar):
            days.append(day)
            left -= _is_regular(hall, day, calendar)
    return tuple(days)


def offer_of(hall: Hall, business: HallBusiness, today: dt.date, calendar: Calendar) -> Offer:
    """All that can be booked today, whatever is taken of it."""
    days = tuple(
        OfferedDay(
            day, slots_of(hall, business, day, calendar), exception_of(hall, day), not calendar.is_published(day.year)
        )
        for day in days_of(hall, today, calendar)
    )
    return Offer(days, {slot.starts: slot for day in days for slot in day.slots})


class Timetable:
    """Remembers offers as long as the configuration is the same: computing one takes longer than a booking may."""

    def __init__(self) -> None:
        self._of: tuple[State, dict[tuple[str, str, dt.date], Offer]] | None = None

    def offer(self, state: State, hall: Hall, business: HallBusiness, today: dt.date) -> Offer:
        """What can be booked today."""
        remembered = self._of
        if remembered is None or remembered[0] is not state:
            remembered = self._of = (state, {})
        offers, key = remembered[1], (hall.id, business.key, today)
        found = offers.get(key)
        if found is None:
            if len(offers) >= _MOST_OFFERS:
                offers.clear()
            found = offers[key] = offer_of(hall, business, today, state.calendar)
        return found
