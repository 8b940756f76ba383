"""Rosters: a day is written as a whole; nobody sits at two windows at once, nor where they can't do the work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Db

from server_stub.catalogue.tables import Channel
from server_stub.database import lock
from server_stub.halls.models import Hall, Window
from server_stub.platform import Platform
from server_stub.queue.opening import hours_of
from server_stub.queue.tables import WindowRow, WindowState
from server_stub.rosters.tables import RosterRow
from server_stub.staff.models import Role
from server_stub.staff.service import member_of
from server_stub.staff.tables import StaffRow
from server_stub.texts import Text

_NOON = dt.time(12)
_GRACE = dt.timedelta(minutes=15)  # after the hall opens, until somebody counts as missing


class Half(Enum):
    """Half a day."""

    MORNING = "am"
    AFTERNOON = "pm"


@dataclass(frozen=True)
class Duty:
    """Who sits at a window for half a day, and who takes over."""

    half: Half
    window: str
    staff: str
    stand_in: str = ""


@dataclass(frozen=True)
class Clash:
    """Why a duty can't be."""

    duty: Duty
    text: Text


@dataclass(frozen=True)
class Missing:
    """Somebody who should sit at a window now and does not."""

    window: str
    staff: str
    stand_in: str


class Clashes(Exception):
    """What of a day can't be; nothing of it is kept."""

    def __init__(self, clashes: Iterable[Clash]) -> None:
        super().__init__("clashes")
        self.clashes = tuple(clashes)


def clerks(db: Db, hall: Hall) -> list[StaffRow]:
    """Who may be put at this hall's windows."""
    rows = select(StaffRow).where(StaffRow.active, StaffRow.hall.in_(("", hall.id))).order_by(StaffRow.number)
    return [row for row in db.scalars(rows) if Role.CLERK.value in row.roles]


def of_days(db: Db, hall: Hall, first: dt.date, last: dt.date) -> dict[dt.date, dict[tuple[str, Half], RosterRow]]:
    """The rosters of these days by day, window and half."""
    found: dict[dt.date, dict[tuple[str, Half], RosterRow]] = {}
    rows = select(RosterRow).where(RosterRow.hall == hall.id, RosterRow.day >= first, RosterRow.day <= last)
    for row in db.scalars(rows):
        found.setdefault(row.day, {})[row.window, Half(row.half)] = row
    return found


def put(db: Db, platform: Platform, hall: Hall, day: dt.date, duties: Iterable[Duty], author: str) -> int:
    """A day's roster instead of the one that was; how many half days it has. Clashes."""
    lock(db, f"roster/{day}")
    wanted = [duty for duty in duties if duty.staff]
    if clashes := list(_clashes(db, platform, hall, day, wanted)):
        raise Clashes(clashes)
    db.execute(delete(RosterRow).where(RosterRow.hall == hall.id, RosterRow.day == day))
    now = platform.clock()
    for duty in wanted:
        row = RosterRow(hall=hall.id, day=day, half=duty.half.value, window=duty.window, staff=duty.staff)
        row.stand_in, row.author, row.at = duty.stand_in, author, now
        db.add(row)
    db.flush()
    return len(wanted)


def copy_week(db: Db, platform: Platform, hall: Hall, monday: dt.date, author: str) -> tuple[int, int]:
    """The week before again, on open days that have no roster yet: how many half days were taken over, and left out.

    What can't be (somebody left, or is elsewhere that day) is left out.
    """
    before = of_days(db, hall, monday - dt.timedelta(days=7), monday - dt.timedelta(days=1))
    present = of_days(db, hall, monday, monday + dt.timedelta(days=6))
    taken = left_out = 0
    for day, rows in sorted(before.items()):
        to = day + dt.timedelta(days=7)
        if to in present or hours_of(hall.hours, platform.calendar, to) is None:
            left_out += len(rows)
            continue
        duties = [Duty(half, window, row.staff, row.stand_in) for (window, half), row in rows.items()]
        wrong = {clash.duty for clash in _clashes(db, platform, hall, to, duties)}
        possible = [duty for duty in duties if duty not in wrong]
        taken += put(db, platform, hall, to, possible, author)
        left_out += len(wrong)
    return taken, left_out


def missing(db: Db, platform: Platform, hall: Hall, now: dt.datetime) -> list[Missing]:
    """Who should sit at a window at this moment and has not signed on there. `now` is the hall's time."""
    hours = hours_of(hall.hours, platform.calendar, now.date())
    if hours is None or not any(_works(shift.opens, shift.closes, now) for shift in hours.shifts):
        return []
    signed_on = {
        (row.window, row.staff)
        for row in db.scalars(
            select(WindowRow).where(WindowRow.hall == hall.id, WindowRow.state != WindowState.CLOSED.value)
        )
    }
    rows = of_days(db, hall, now.date(), now.date()).get(now.date(), {})
    half = half_of(hall, now.time())
    return [
        Missing(window, row.staff, row.stand_in)
        for (window, when), row in sorted(rows.items(), key=lambda one: one[0][0])
        if when is half and not {(window, row.staff), (window, row.stand_in)} & signed_on
    ]


def _works(opens: dt.time, closes: dt.time, now: dt.datetime) -> bool:
    return dt.datetime.combine(now.date(), opens, now.tzinfo) + _GRACE <= now and now.time() < closes


def half_of(hall: Hall, time: dt.time) -> Half:
    """Morning ends with lunch, or at noon."""
    ends = hall.hours.lunch.opens if hall.hours.lunch else _NOON
    return Half.MORNING if time < ends else Half.AFTERNOON


def departments_of(platform: Platform, hall: Hall, window: Window) -> frozenset[str]:
    """Whose services a window's first queue is for; nothing where it is for no service in particular."""
    offered = platform.catalogue.offer(Channel.WINDOW).services
    codes = {one.service for one in hall.businesses.values() if one.queue == window.skills[0] and one.service}
    return frozenset(offered[code][1].facts.department for code in codes if code in offered)


def _clashes(db: Db, platform: Platform, hall: Hall, day: dt.date, duties: list[Duty]) -> Iterable[Clash]:
    known = {row.number: row for row in clerks(db, hall)}
    windows = {window.id: window for window in hall.windows}
    elsewhere = {
        (row.staff, Half(row.half)): row
        for row in db.scalars(select(RosterRow).where(RosterRow.day == day, RosterRow.hall != hall.id))
    }
    seats: dict[tuple[str, Half], str] = {}
    for duty in duties:
        first = seats.setdefault((duty.staff, duty.half), duty.window)
        if duty.window not in windows:
            yield Clash(duty, Text(zh="没有这个窗口", en="There is no such window"))
        elif duty.staff not in known or (duty.stand_in and duty.stand_in not in known):
            yield Clash(duty, Text(zh="这个人不在本厅窗口岗位", en="This is no clerk of this hall"))
        elif first != duty.window:
            yield Clash(duty, Text(zh=f"同一时间已排在 {first} 窗口", en=f"Is at window {first} at that time already"))
        elif (other := elsewhere.get((duty.staff, duty.half))) is not None:
            zh, en = f"同一时间已排在 {other.hall} {other.window}", f"Is at {other.hall} {other.window} at that time"
            yield Clash(duty, Text(zh=zh, en=en))
        elif duty.stand_in == duty.staff:
            yield Clash(duty, Text(zh="A 角和 B 角不能是同一个人", en="The stand-in must be somebody else"))
        elif lacking := _lacks(platform, hall, windows[duty.window], known, duty):
            yield Clash(duty, lacking)


def _lacks(platform: Platform, hall: Hall, window: Window, known: Mapping[str, StaffRow], duty: Duty) -> Text | None:
    needed = departments_of(platform, hall, window)
    for number in filter(None, (duty.staff, duty.stand_in)):
        own = member_of(known[number]).departments
        if needed and own and not needed & set(own):
            name, queue = known[number].name, hall.queues[window.skills[0]].name
            return Text(zh=f"{name}不办“{queue}”的业务", en=f"{name} does not do the work of this window's queue")
    return None
