"""Queue numbers of a day, what they went through, and the windows that call them."""

from __future__ import annotations

import datetime as dt
from enum import Enum, IntEnum

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime

_LONG_AGO = "1970-01-01 00:00:00"  # of rows that are older than the column
_IN_PROCESS = text("state = 1 AND \"window\" <> ''")  # a word of PostgreSQL's own


class Kind(IntEnum):
    """The class of a number, with the codes queue systems use. It stands on no ticket and no display."""

    ORDINARY = 1
    APPOINTMENT = 2
    PRIORITY = 3  # 绿窗: on request, nobody asks why


class NumberState(IntEnum):
    """Where a number stands, with the codes queue systems use."""

    WAITING = 0
    IN_PROCESS = 1
    DONE = 2
    PASSED = 3
    CANCELLED = 4  # done at a terminal meanwhile
    CLOSED = 5  # the day ended before it
    REPLACED = 6  # 换号: passed, and another number was given for it


class QueueRow(Base):
    """One number. `serial` is the flow number, yyyymmdd and six digits; `since` is when its present state began.

    In a queue the numbers of one class stand by `placed_at`: when they were taken, also those that a terminal gave
    while its line was down. `wanted_window` has its value while only that window may call the number.
    """

    __tablename__ = "queue_numbers"
    __table_args__ = (
        UniqueConstraint("hall", "day", "number"),
        UniqueConstraint("hall", "serial"),
        Index(None, "hall", "day", "queue", "state", "kind", "placed_at", "sequence"),
        Index(None, "hall", "day", "phone"),
        Index(
            "uq_queue_numbers_window",  # a window serves one number at a time
            "hall",
            "day",
            "window",
            unique=True,
            sqlite_where=_IN_PROCESS,
            postgresql_where=_IN_PROCESS,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hall: Mapped[str] = mapped_column(String(10), index=True)
    day: Mapped[dt.date] = mapped_column(index=True)
    queue: Mapped[str] = mapped_column(String(40))
    business: Mapped[str] = mapped_column(String(60))
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(8))
    serial: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(11), default="")
    state: Mapped[int] = mapped_column(default=NumberState.WAITING)
    taken_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    called_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    kind: Mapped[int] = mapped_column(default=Kind.ORDINARY, server_default="1")
    placed_at: Mapped[dt.datetime] = mapped_column(UtcTime, server_default=_LONG_AGO)
    since: Mapped[dt.datetime] = mapped_column(UtcTime, server_default=_LONG_AGO)
    periods: Mapped[int] = mapped_column(default=0, server_default="0")  # how many are written
    window: Mapped[str] = mapped_column(String(8), default="", server_default="")  # that called it last
    wanted_window: Mapped[str] = mapped_column(String(8), default="", server_default="")
    passed_after: Mapped[int] = mapped_column(default=0, server_default="0")  # so many calls of its queue that day
    told: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # that its turn is near
    offline: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    replaces: Mapped[str] = mapped_column(String(36), default="", server_default="")
    appointment_id: Mapped[str] = mapped_column(String(36), default="", server_default="")


class Spell(Enum):
    """What a number does in a period."""

    WAIT = "wait"
    SERVE = "serve"
    AWAY = "away"  # passed, until it is called back or replaced


class End(Enum):
    """What ended a period."""

    CALLED = "called"
    CALLED_BACK = "called-back"
    DONE = "done"
    PASSED = "passed"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    CLOSED = "closed"


class PeriodRow(Base):
    """What a number did from when to when, written once, at its end; the next period begins at that moment.

    `window` and `staff` are who ended it: who called after a wait, who served.
    """

    __tablename__ = "queue_periods"
    __table_args__ = (
        UniqueConstraint("number_id", "step"),
        Index(None, "hall", "queue", "spell", "ended_by", "ended_at"),
        Index(None, "hall", "day"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    number_id: Mapped[str] = mapped_column(ForeignKey("queue_numbers.id"))
    step: Mapped[int]  # 1, 2, 3 … of its number
    hall: Mapped[str] = mapped_column(String(10))
    day: Mapped[dt.date]
    queue: Mapped[str] = mapped_column(String(40))
    business: Mapped[str] = mapped_column(String(60))
    spell: Mapped[str] = mapped_column(String(5))
    started_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    ended_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    ended_by: Mapped[str] = mapped_column(String(12))
    window: Mapped[str] = mapped_column(String(8), default="")
    staff: Mapped[str] = mapped_column(String(20), default="")


class WindowState(Enum):
    """Whether a window works."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


class WindowRow(Base):
    """A window as it stands now: who sits there, whom it serves, whom it called last."""

    __tablename__ = "queue_windows"

    hall: Mapped[str] = mapped_column(String(10), primary_key=True)
    window: Mapped[str] = mapped_column(String(8), primary_key=True)
    state: Mapped[str] = mapped_column(String(6), default=WindowState.CLOSED.value)
    reason: Mapped[str] = mapped_column(String(40), default="")  # of a pause
    since: Mapped[dt.datetime] = mapped_column(UtcTime)
    terminal: Mapped[str] = mapped_column(String(30), default="")
    staff: Mapped[str] = mapped_column(String(20), default="")
    serving: Mapped[str] = mapped_column(String(36), default="")  # id of the number
    last_number: Mapped[str] = mapped_column(String(8), default="")
    called_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    recalls: Mapped[int] = mapped_column(default=0)  # of the number called last
    passed_over: Mapped[int] = mapped_column(default=0)  # calls in a row that left somebody of a later skill waiting


class WindowPeriodRow(Base):
    """How long a window worked or paused, and who sat there; written once, at its end."""

    __tablename__ = "queue_window_periods"
    __table_args__ = (Index(None, "hall", "day"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    hall: Mapped[str] = mapped_column(String(10))
    day: Mapped[dt.date]
    window: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(6))
    reason: Mapped[str] = mapped_column(String(40))
    staff: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    ended_at: Mapped[dt.datetime] = mapped_column(UtcTime)
