"""The opening calendar of a hall: when its windows work on a day, and until when numbers are given. Pure.

It is another calendar than that of working days: lunch, Saturday services (错时), longer days (延时), closed days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server_stub.halls.models import Hours, Shift
from server_stub.texts import WEEKDAYS, Text
from server_stub.working_days import Calendar

_LOOK_AHEAD = 30  # days in which the next opening is looked for


@dataclass(frozen=True)
class OpeningHours:
    """A day on which a hall is open. Between two shifts is lunch; no numbers are given from `tickets_until` on."""

    shifts: tuple[Shift, ...]
    tickets_until: dt.time

    @property
    def opens(self) -> dt.time:
        """From when on numbers are given."""
        return self.shifts[0].opens

    @property
    def closes(self) -> dt.time:
        """When the last windows close."""
        return self.shifts[-1].closes

    def gives_numbers_at(self, time: dt.time) -> bool:
        """Whether a number can be taken."""
        return time < self.tickets_until and any(s.opens <= time < s.closes for s in self.shifts)


def hours_of(hours: Hours, calendar: Calendar, day: dt.date) -> OpeningHours | None:
    """A day's hours, None where the hall is closed all day."""
    other = next((e for e in hours.exceptions if e.day == day), None)
    if other is not None:
        shifts = tuple(sorted(other.shifts, key=lambda shift: shift.opens))
        return OpeningHours(shifts, other.tickets_until or shifts[-1].closes) if shifts else None
    if hours.days == "working" and not calendar.is_working(day):
        return None
    if hours.lunch is None:
        return OpeningHours((Shift(opens=hours.opens, closes=hours.closes),), hours.tickets_until)
    morning = Shift(opens=hours.opens, closes=hours.lunch.opens)
    return OpeningHours((morning, Shift(opens=hours.lunch.closes, closes=hours.closes)), hours.tickets_until)


def closed(hours: Hours, calendar: Calendar, now: dt.datetime) -> Text | None:
    """Why no numbers are given at this moment and when they are given again; None if they are given."""
    day, time = now.date(), now.time()
    today = hours_of(hours, calendar, day)
    if today is not None:
        if today.gives_numbers_at(time):
            return None
        if later := next((s.opens for s in today.shifts if time < s.opens < today.tickets_until), None):
            return _later_today(today, later, time)
    following = _next(hours, calendar, day)
    if following is None:
        return Text(zh="大厅暂不开放，请看大厅公告", en="The hall is closed; please see its notices")
    on, opens = following
    when = f"{on.month} 月 {on.day} 日（{WEEKDAYS[on.weekday()]}）{opens:%H:%M}"
    if today is None:
        note = next((e.note for e in hours.exceptions if e.day == day and e.note.zh), Text(zh="今天大厅休息"))
        return Text(
            zh=f"{note.zh}，{when} 开始取号", en=f"The hall is closed today; numbers again from {on} {opens:%H:%M}"
        )
    return Text(
        zh=f"今日取号已于 {today.tickets_until:%H:%M} 截止，{when} 开始取号",
        en=f"Numbers were given until {today.tickets_until:%H:%M}; again from {on} {opens:%H:%M}",
    )


def _later_today(today: OpeningHours, later: dt.time, time: dt.time) -> Text:
    if time < today.opens:
        return Text(
            zh=f"取号时间 {today.opens:%H:%M} 至 {today.tickets_until:%H:%M}",
            en=f"Numbers are given from {today.opens:%H:%M} to {today.tickets_until:%H:%M}",
        )
    return Text(zh=f"午间休息，{later:%H:%M} 开始取号", en=f"Lunch break; numbers again from {later:%H:%M}")


def _next(hours: Hours, calendar: Calendar, day: dt.date) -> tuple[dt.date, dt.time] | None:
    """The next day with hours, and from when."""
    for ahead in range(1, _LOOK_AHEAD + 1):
        on = day + dt.timedelta(days=ahead)
        if (then := hours_of(hours, calendar, on)) is not None:
            return on, then.opens
    return None
