"""How an appointment is shown, and what arriving for it here and now would come to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from server_stub.appointments.models import Appointment, Arrival, StateName
from server_stub.appointments.places import APPOINTMENTS, SLOTS
from server_stub.appointments.tables import State
from server_stub.clock import HALL, in_hall
from server_stub.halls.models import AppointmentRules, Hall
from server_stub.texts import WEEKDAYS, Text, mask_phone

_NAMES: dict[State, StateName] = {
    State.HELD: "held",
    State.BOOKED: "booked",
    State.CHECKED_IN: "checked-in",
    State.MISSED: "missed",
    State.CANCELLED: "cancelled",
    State.EXPIRED: "expired",
}
_STATUS = {  # 未取号 已取号 过号 取消, the codes of booking systems
    State.HELD: 0,
    State.BOOKED: 0,
    State.CHECKED_IN: 1,
    State.MISSED: 2,
    State.CANCELLED: 3,
    State.EXPIRED: 3,
}

_A, _S = APPOINTMENTS.c, SLOTS.c
AnyRow = Row[*tuple[Any, ...]]
KNOWN: Select[*tuple[Any, ...]] = select(
    _A.id,
    _A.number,
    _A.state,
    _A.channel,
    _A.person_id,
    _A.phone,
    _A.held_until,
    _A.booked_at,
    _A.ticket,
    _A.slot_id,
    _A.business,
    _A.day,
    _S.hall,
    _S.starts,
    _S.ends,
).join(SLOTS, _S.id == _A.slot_id)


@dataclass(frozen=True)
class Known:
    """What is known of an appointment when it is shown."""

    id: str
    number: str
    state: State
    channel: int
    phone: str
    held_until: dt.datetime | None
    hall: str
    business: str
    day: dt.date
    starts: dt.datetime
    ends: dt.datetime

    @classmethod
    def of(cls, row: AnyRow, now: dt.datetime) -> Known:
        """Of a row of KNOWN: what a job will write down is told already."""
        state = State(row.state)
        if state is State.HELD and row.held_until <= now:
            state = State.EXPIRED
        elif state is State.BOOKED and row.day < now.astimezone(HALL).date():
            state = State.MISSED
        return cls(
            id=row.id,
            number=row.number,
            state=state,
            channel=row.channel,
            phone=row.phone,
            held_until=row.held_until,
            hall=row.hall,
            business=row.business,
            day=row.day,
            starts=row.starts,
            ends=row.ends,
        )


def check_in_from(starts: dt.datetime, rules: AppointmentRules) -> dt.datetime:
    """The first moment at which the number is given."""
    return starts - dt.timedelta(minutes=rules.check_in_early_minutes)


def check_in_until(starts: dt.datetime, ends: dt.datetime, rules: AppointmentRules) -> dt.datetime:
    """The last moment at which it is one with an appointment's priority."""
    counted_from = starts if rules.late_counts_from == "start" else ends
    return counted_from + dt.timedelta(minutes=rules.check_in_late_minutes)


def cancel_until(starts: dt.datetime, rules: AppointmentRules) -> dt.datetime:
    """The last moment at which it may be changed or cancelled."""
    return starts - dt.timedelta(hours=rules.cancel_hours_before)


def arrival(known: Known, rules: AppointmentRules, here: str, now: dt.datetime) -> Arrival:
    """What checking in would come to, in the hall `here`."""
    match known.state:
        case State.CHECKED_IN:
            return "done"
        case State.HELD:
            return "unconfirmed"
        case State.MISSED | State.CANCELLED | State.EXPIRED:
            return "ended"
    if known.hall != here:
        return "wrong-hall"
    if known.day != now.astimezone(HALL).date():
        return "other-day"
    if now < check_in_from(known.starts, rules):
        return "early"
    return "now" if now <= check_in_until(known.starts, known.ends, rules) else "late"


def view(known: Known, hall: Hall, here: str, now: dt.datetime) -> Appointment:
    """The appointment as its person sees it."""
    rules, business = hall.appointments, hall.businesses.get(known.business)
    starts, ends = in_hall(known.starts), in_hall(known.ends)
    return Appointment(
        id=known.id,
        number=known.number,
        state=_NAMES[known.state],
        status=_STATUS[known.state],
        channel=known.channel,
        hall=hall.id,
        hall_name=hall.name,
        business=known.business,
        title=business.title if business else Text(zh=known.business),
        place=hall.queues[business.queue].zone if business else Text(zh=""),
        windows=hall.window_names(business.queue) if business else "",
        bring=business.bring if business else "",
        day=known.day,
        starts=starts,
        ends=ends,
        phone=mask_phone(known.phone),
        held_until=in_hall(known.held_until) if known.held_until and known.state is State.HELD else None,
        cancel_until=cancel_until(starts, rules),
        check_in_from=check_in_from(starts, rules),
        check_in_until=check_in_until(starts, ends, rules),
        arrival=arrival(known, rules, here, now),
    )


def when(starts: dt.datetime, ends: dt.datetime) -> Text:
    """11月24日（周二）10:00–11:00, in both languages."""
    first, last = in_hall(starts), in_hall(ends)
    return Text(zh=when_zh(starts, ends), en=f"{first:%A, %B} {first.day}, {first:%H:%M}–{last:%H:%M}")


def when_zh(starts: dt.datetime, ends: dt.datetime) -> str:
    """The same in Chinese only, as messages say it."""
    first, last = in_hall(starts), in_hall(ends)
    hours = f"{first.hour:02}:{first.minute:02}–{last.hour:02}:{last.minute:02}"
    return f"{first.month}月{first.day}日（{WEEKDAYS[first.weekday()]}）{hours}"
