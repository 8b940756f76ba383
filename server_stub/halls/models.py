"""A hall as it is configured: hours, zones, windows, queues, what numbers are given for, appointments, menus."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from server_stub.texts import Text, Wire

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
HallId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}$")]
WindowId = Annotated[str, StringConstraints(pattern=r"^[A-Z]?[0-9]{2,3}$")]
SlotStart = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
TerminalId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,6}(-[A-Z0-9]{2,6}){1,3}$")]


class Shift(Wire):
    """When windows work; between two shifts is lunch."""

    opens: dt.time
    closes: dt.time

    @model_validator(mode="after")
    def _in_order(self) -> Shift:
        if not self.opens < self.closes:
            raise ValueError("opens and closes are not in order")
        return self


class OpeningDay(Wire):
    """A day that is other than the week says: closed, or open with its own shifts (错时, 延时, 节假日)."""

    day: dt.date
    shifts: tuple[Shift, ...] = ()
    tickets_until: dt.time | None = None
    note: Text = Text(zh="")


class Hours(Wire):
    """The opening calendar; `days` is working (by the national calendar) or all."""

    opens: dt.time
    tickets_until: dt.time
    closes: dt.time
    days: Literal["working", "all"]
    lunch: Shift | None = None
    exceptions: tuple[OpeningDay, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Hours:
        if not self.opens < self.tickets_until <= self.closes:
            raise ValueError("opens, tickets_until and closes are not in order")
        if self.lunch and not self.opens < self.lunch.opens < self.lunch.closes < self.closes:
            raise ValueError("lunch is not within the hours")
        if len({one.day for one in self.exceptions}) != len(self.exceptions):
            raise ValueError("two exceptions for one day")
        return self


class Turns(Wire):
    """How priorities interleave: of so many calls in a row, how many are for each, as long as somebody of it waits."""

    priority: int = Field(default=2, ge=1, le=9)  # 绿窗
    appointment: int = Field(default=2, ge=1, le=9)
    ordinary: int = Field(default=1, ge=1, le=9)  # at least one: nobody waits for ever


class WindowQueue(Wire):
    """One row of numbers that windows call from."""

    name: str
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    zone: Text
    minutes_each: int = Field(ge=1, le=240)  # until enough cases are measured
    quota: int = Field(ge=0, le=999)
    turns: Turns = Turns()


class Window(Wire):
    """A window and the queues it can serve, the first one first."""

    id: WindowId
    skills: tuple[Key, ...] = Field(min_length=1)
    kind: Literal["integrated", "zone", "cross-region", "green", "remedy"] = "integrated"  # 综窗 专区 专窗 绿窗 补救


class HallBusiness(Wire):
    """What numbers are given for. `crowd` is how many wait at the start of a demo."""

    key: Key
    queue: Key
    title: Text
    bring: str
    service: str = ""
    crowd: int = 0
    capacity: int = Field(default=0, ge=0, le=10_000)  # appointments for each slot; 0: none are given
    slots: dict[SlotStart, Annotated[int, Field(ge=0, le=10_000)]] = Field(default={}, max_length=2_000)  # that differ


class AppointmentRules(Wire):
    """预约: city rules differ, so all of them are configuration (DOMAIN.md 3.4)."""

    first_day: int = Field(default=1, ge=0, le=30)  # from so many days ahead; 0: also today
    working_days: int = Field(default=5, ge=1, le=60)  # for the next so many working days
    slot_minutes: int = Field(default=60, ge=5, le=480)
    hold_minutes: int = Field(default=15, ge=1, le=120)
    per_day: int = Field(default=1, ge=1, le=20)  # active bookings of a person for a day
    cancel_hours_before: int = Field(default=2, ge=0, le=72)
    check_in_early_minutes: int = Field(default=30, ge=0, le=240)
    check_in_late_minutes: int = Field(default=15, ge=0, le=240)  # then the number is an ordinary one
    late_counts_from: Literal["start", "end"] = "end"  # of the slot
    remind_at: dt.time = dt.time(10)  # by SMS, the day before
    missed_in_month: int = Field(default=2, ge=1, le=10_000)  # so many no-shows in a month pause online booking
    cancelled_in_month: int = Field(default=5, ge=1, le=10_000)
    repeats_of_item_a_day: int = Field(default=3, ge=1, le=10_000)  # bookings of one business made in a day
    pause_days: int = Field(default=7, ge=1, le=365)


class Hall(Wire):
    """One hall."""

    id: HallId
    name: str
    short: str
    region: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    district: Text
    hours: Hours
    help: str
    hotline: str
    passed_rule: str
    recall_within: int = Field(default=3, ge=0, le=20)  # calls until a passed number needs a new one
    transferred: Literal["by-arrival", "last"] = "by-arrival"  # where a transferred number stands in its new queue
    skill_turns: int = Field(default=4, ge=1, le=50)  # calls in a row for earlier skills while a later one's wait
    pause_reasons: tuple[Annotated[str, StringConstraints(min_length=1, max_length=40)], ...] = (
        "用餐",
        "短暂离开",
        "内部会议",
        "整理材料",
        "设备故障",
    )
    offline_letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] = "K"  # of numbers given while cut off
    settle_minutes: int = Field(default=180, ge=0, le=360)  # from closing until the day's numbers are closed
    elsewhere: Text
    queues: dict[Key, WindowQueue]
    windows: tuple[Window, ...]
    businesses: dict[Key, HallBusiness]
    appointments: AppointmentRules = AppointmentRules()

    @model_validator(mode="after")
    def _consistent(self) -> Hall:
        prefixes = [q.prefix for q in self.queues.values()]
        if len(set(prefixes)) != len(prefixes):
            raise ValueError("two queues have one letter")
        if unknown := {b.queue for b in self.businesses.values()} - set(self.queues):
            raise ValueError(f"no queue {', '.join(sorted(unknown))}")
        if unknown := {skill for w in self.windows for skill in w.skills} - set(self.queues):
            raise ValueError(f"no queue {', '.join(sorted(unknown))}")
        if len({w.id for w in self.windows}) != len(self.windows):
            raise ValueError("two windows have one number")
        if idle := set(self.queues) - {skill for w in self.windows for skill in w.skills}:
            raise ValueError(f"no window serves {', '.join(sorted(idle))}")
        return self

    def windows_of(self, queue: str) -> tuple[Window, ...]:
        """The windows that serve a queue."""
        return tuple(w for w in self.windows if queue in w.skills)

    def window_names(self, queue: str) -> str:
        """As the ticket says it: B05-B12, or a list."""
        return self.windows_by_queue[queue]

    @cached_property
    def windows_by_queue(self) -> dict[str, str]:
        """The same for each queue."""
        return {queue: self._names(queue) for queue in self.queues}

    def _names(self, queue: str) -> str:
        ids = [w.id for w in self.windows_of(queue) if w.skills[0] == queue] or [w.id for w in self.windows_of(queue)]
        numbers = [int(i.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for i in ids]
        in_a_row = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        return f"{ids[0]}-{ids[-1]}" if len(ids) > 2 and in_a_row else "、".join(ids)


class Menu(Wire):
    """What a terminal offers: services in order, the hot ones first, then whole fields; and proofs."""

    hot: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # all services of these fields; empty: only the hot ones
    hidden: tuple[str, ...] = ()  # services that are not shown
    proofs: tuple[str, ...] = ()
    life_events: bool = True


class LocalGuide(Wire):
    """What a district's guide of a service says instead of the common one; the slip follows it."""

    where: Text | None = None
    fee: Text | None = None
    telephone: str = Field(default="", max_length=40)
    supervision: str = Field(default="", max_length=40)
    promised_days: int | None = Field(default=None, ge=0, le=365)  # working days after acceptance


class District(Wire):
    """What differs in a district's guides: names in texts, and what a service says there instead."""

    region: str
    name: Text
    short: Text
    guides: dict[str, LocalGuide] = {}  # by the service's code

    def __hash__(self) -> int:
        return hash(self.region)


class Site(Wire):
    """All halls, menus, districts and terminals of the files."""

    halls: dict[str, Hall]
    menus: dict[str, Menu]
    districts: dict[str, District]
    terminals: dict[str, TerminalEntry]


class TerminalEntry(Wire):
    """A terminal as the files name it; after the first start the register has it."""

    id: TerminalId
    hall: HallId
    place: str
    menu: str
    kind: Literal["self-service", "window", "guide", "display", "system"] = "self-service"
    window: str = ""
    departments: tuple[str, ...] = ()  # whose system it is, for kind system


Site.model_rebuild()
