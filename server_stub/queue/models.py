"""What crosses the interface about queue numbers, windows and the display."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from server_stub.queue.tables import Spell, WindowState
from server_stub.texts import Text, Wire

Phone = Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9-]{2,7}$", max_length=8)]
Uuid = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", max_length=36)
]

StateWord = Literal["waiting", "in-process", "done", "passed", "cancelled", "closed", "replaced"]


class Business(Wire):
    """What numbers are given for, and how long it takes now (minutes, a range)."""

    key: str
    title: Text
    zone: Text
    windows: str
    waiting: int
    wait_from: int
    wait_to: int
    open: bool
    full: bool = False  # not open because today's numbers are gone
    closed_because: Text = Text(zh="")
    machine_service: str = ""
    machine_minutes: int = 0


class NewNumber(Wire):
    """A number is wanted; the phone is voluntary, and priority is given to who asks for it: no reason is taken."""

    business: str = Field(max_length=60)
    phone: Phone | None = None
    priority: bool = False


class QueueNumber(Wire):
    """A number and what its ticket says, as printed. It doesn't say who has priority."""

    id: str
    number: str
    hall: str
    kind: str
    taken_at: dt.datetime
    queue: str
    business: str
    place: str
    windows: str
    ahead: int
    wait_from: int
    wait_to: int
    bring: str
    machine_hint: str
    passed_rule: str
    token: str
    closing: str
    help: str
    hotline: str
    serial: str


class OfflineNumber(Wire):
    """A number that a terminal gave by itself: `id` was made with the ticket, `number` is of its own series."""

    id: Uuid
    number: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,3}-[0-9]{3}$")]
    business: str = Field(max_length=60)
    taken_at: AwareDatetime
    phone: Phone | None = None
    priority: bool = False


class OfflineNumbers(Wire):
    """What came together while the line was down, oldest first."""

    numbers: tuple[OfflineNumber, ...] = Field(max_length=200)


class MergedNumber(Wire):
    """What became of one: merged now, known from an earlier list, or refused and why (for the guide desk)."""

    id: str
    number: str
    outcome: Literal["merged", "known", "refused"]
    because: Text = Text(zh="")


class MergedNumbers(Wire):
    """In the order of the list."""

    numbers: tuple[MergedNumber, ...]


class Pause(Wire):
    """Why a window pauses: one of the hall's reasons."""

    reason: str = Field(min_length=1, max_length=40)


class CallBack(Wire):
    """A passed number whose owner has come."""

    number: Number


class Transfer(Wire):
    """Where to: a business, else a queue, else a window alone; a window may be named with the others."""

    business: str = Field(default="", max_length=60)
    queue: str = Field(default="", max_length=40)
    window: str = Field(default="", max_length=8)

    @model_validator(mode="after")
    def _somewhere(self) -> Transfer:
        if bool(self.business) == bool(self.queue) and (self.business or not self.window):
            raise ValueError("a business or a queue, or a window, is needed")
        return self


class Nothing(Wire):
    """An order without details."""


class ServedNumber(Wire):
    """The number at a window, for its clerk. `asked_for_priority` says that help may be wanted, not which."""

    number: str
    queue: str
    business: str
    title: Text
    service: str
    appointment_id: str
    asked_for_priority: bool
    taken_at: dt.datetime
    called_at: dt.datetime
    recalls: int
    been_before: bool  # at a window: its history says where


class PassedNumber(Wire):
    """A number that may still be called back at a window."""

    number: str
    calls_left: int


class QueueState(Wire):
    """A queue of a window, in the order of its skills."""

    key: str
    name: str
    waiting: int


class WindowView(Wire):
    """A window, for its clerk."""

    window: str
    state: WindowState
    reason: str
    since: dt.datetime
    staff: str
    serving: ServedNumber | None
    queues: tuple[QueueState, ...]
    passed: tuple[PassedNumber, ...]
    pause_reasons: tuple[str, ...]


class WindowLine(Wire):
    """A window among all of its hall."""

    window: str
    kind: str
    skills: tuple[str, ...]
    state: WindowState
    reason: str
    since: dt.datetime | None
    staff: str
    number: str  # that is served there


class Period(Wire):
    """What a number did from when to when, and what ended it."""

    spell: Spell
    queue: str
    started_at: dt.datetime
    ended_at: dt.datetime
    ended_by: str
    window: str


class NumberView(Wire):
    """A number of today with its history, for staff. `since` is when its present state began."""

    id: str
    number: str
    state: StateWord
    queue: str
    business: str
    taken_at: dt.datetime
    since: dt.datetime
    window: str
    wanted_window: str
    offline: bool
    replaces: str  # the number it was given for
    periods: tuple[Period, ...]


class BoardWindow(Wire):
    """A window on the display; `number` while it is served, `text` is what its own LED line shows."""

    window: str
    zone: Text
    state: WindowState
    number: str
    last_number: str
    called_at: dt.datetime | None
    recalls: int
    text: Text


class BoardQueue(Wire):
    """A queue on the display."""

    key: str
    name: str
    zone: Text
    windows: str
    waiting: int
    wait_from: int
    wait_to: int


class Board(Wire):
    """What a display shows now; its stream of events goes on after `last_event`."""

    hall: str
    at: dt.datetime
    last_event: int
    windows: tuple[BoardWindow, ...]
    queues: tuple[BoardQueue, ...]


class Times(Wire):
    """How long, in seconds."""

    count: int
    mean: float
    median: float
    p95: float


class Figures(Wire):
    """A queue or a window on one day.

    `taken` is a queue's: numbers given for it, wherever they went then. `open` and `paused` are a window's, in seconds,
    as far as these spans have ended.
    """

    key: str
    taken: int
    called: int
    served: int
    passed: int
    called_back: int
    transferred: int
    cancelled: int
    replaced: int
    closed: int
    wait: Times
    serve: Times
    open: int
    paused: int


class DayFigures(Wire):
    """A hall's day."""

    day: dt.date
    queues: tuple[Figures, ...]
    windows: tuple[Figures, ...]
