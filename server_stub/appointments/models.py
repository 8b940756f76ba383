"""What crosses the interface about appointments."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from server_stub.queue.models import QueueNumber
from server_stub.texts import Text, Wire

HallCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,6}$")]
BusinessKey = Annotated[str, StringConstraints(max_length=60)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9 ]{0,20}$")]
PhoneTail = Annotated[str, StringConstraints(pattern=r"^([0-9]{4})?$")]
StateName = Literal["held", "booked", "checked-in", "missed", "cancelled", "expired"]
Arrival = Literal["now", "early", "late", "other-day", "wrong-hall", "done", "unconfirmed", "ended"]
ChannelName = Literal["net", "phone", "wechat", "terminal"]


class BookableBusiness(Wire):
    """What appointments are given for."""

    key: str
    title: Text
    zone: Text
    bring: str


class BookableHall(Wire):
    """A hall that gives appointments, and its rules as far as a person needs them."""

    id: str
    name: str
    short: str
    here: bool  # this terminal's own
    hold_minutes: int
    cancel_hours_before: int
    businesses: tuple[BookableBusiness, ...]


class SlotView(Wire):
    """One slot: `limit` places, of which `booked` are taken and `left` can be had. `own`: this person has one."""

    starts: dt.datetime
    ends: dt.datetime
    limit: int
    booked: int
    left: int
    own: bool


class DayView(Wire):
    """A day and its slots; `estimated`: the national calendar of its year is not published yet (预计)."""

    day: dt.date
    weekday: str
    note: Text
    estimated: bool
    slots: tuple[SlotView, ...]


class NewAppointment(Wire):
    """A place in a slot is wanted: held for some minutes, or booked at once with `confirm`.

    `hall` empty: this terminal's. `phone` empty: the one that is registered. `channel`: who calls for somebody (the net
    hall, the hotline) names itself; a self-service terminal is one.
    """

    business: BusinessKey
    starts: AwareDatetime
    hall: HallCode = ""
    confirm: bool = False
    phone: str = Field(default="", pattern=r"^(1[3-9][0-9]{9})?$")
    channel: ChannelName = "terminal"


class Change(Wire):
    """Another slot for an appointment, in the same hall."""

    starts: AwareDatetime


class Proof(Wire):
    """Whose appointment it is, where nobody has identified: its number and the last four digits of the phone."""

    number: Number = ""
    phone_tail: PhoneTail = ""


class Lookup(Wire):
    """An appointment by its number and the last four digits of its phone."""

    number: Number
    phone_tail: str = Field(pattern=r"^[0-9]{4}$")


class Appointment(Wire):
    """An appointment as its person sees it. `status` is 0 未取号 1 已取号 2 过号 3 取消 (DOMAIN.md 3.6b)."""

    id: str
    number: str
    state: StateName
    status: int
    channel: int
    hall: str
    hall_name: str
    business: str
    title: Text
    place: Text
    windows: str
    bring: str
    day: dt.date
    starts: dt.datetime
    ends: dt.datetime
    phone: str  # masked
    held_until: dt.datetime | None
    cancel_until: dt.datetime
    check_in_from: dt.datetime
    check_in_until: dt.datetime  # after that an ordinary number is given
    arrival: Arrival  # what checking in here and now would come to


class CheckedIn(Wire):
    """The number for an appointment. `late`: it is an ordinary one; `again`: it was given before."""

    appointment: Appointment
    ticket: QueueNumber
    late: bool
    again: bool
