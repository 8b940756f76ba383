"""From state to state: each move writes the period that it ends, so that waiting and serving times are exact."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session as Db

from server_stub.database import last_number, lock
from server_stub.events import publish
from server_stub.queue.tables import End, NumberState, PeriodRow, QueueRow, Spell

_SPELLS = {
    NumberState.WAITING: Spell.WAIT,
    NumberState.IN_PROCESS: Spell.SERVE,
    NumberState.PASSED: Spell.AWAY,
}
_LEADS_TO = {
    End.CALLED: NumberState.IN_PROCESS,
    End.CALLED_BACK: NumberState.IN_PROCESS,
    End.DONE: NumberState.DONE,
    End.PASSED: NumberState.PASSED,
    End.TRANSFERRED: NumberState.WAITING,
    End.CANCELLED: NumberState.CANCELLED,
    End.REPLACED: NumberState.REPLACED,
    End.CLOSED: NumberState.CLOSED,
}
_POSSIBLE = {
    Spell.WAIT: frozenset({End.CALLED, End.CANCELLED, End.CLOSED}),
    Spell.SERVE: frozenset({End.DONE, End.PASSED, End.TRANSFERRED, End.CLOSED}),
    Spell.AWAY: frozenset({End.CALLED_BACK, End.REPLACED, End.CLOSED}),
}
_BY_NUMBER = select(QueueRow).where(
    QueueRow.hall == bindparam("hall"), QueueRow.day == bindparam("day"), QueueRow.number == bindparam("number")
)


def hold(db: Db, hall: str) -> None:
    """Nobody else moves a number of this hall until the transaction ends."""
    lock(db, f"queue/{hall}")


def spell(row: QueueRow) -> Spell | None:
    """What a number does now; None if it has come to an end."""
    return _SPELLS.get(NumberState(row.state))


def move(db: Db, row: QueueRow, why: End, now: dt.datetime, *, window: str = "", staff: str = "") -> None:
    """Ends the number's period. The hall is held. ValueError where the state allows no such move."""
    doing = spell(row)
    if doing is None or why not in _POSSIBLE[doing]:
        raise ValueError(f"{why} is no move from state {row.state}")
    ended = max(now, row.since)  # a clock that was put back makes no negative times
    row.periods += 1
    db.add(
        PeriodRow(
            number_id=row.id,
            step=row.periods,
            hall=row.hall,
            day=row.day,
            queue=row.queue,
            business=row.business,
            spell=doing.value,
            started_at=row.since,
            ended_at=ended,
            ended_by=why.value,
            window=window,
            staff=staff,
        )
    )
    row.state, row.since = _LEADS_TO[why], ended


def find(db: Db, hall: str, day: dt.date, number: str) -> QueueRow | None:
    """A number of the day as it is printed."""
    return db.scalars(_BY_NUMBER, {"hall": hall, "day": day, "number": number}).first()


def calls_scope(hall: str, queue: str, day: dt.date) -> str:
    """The counter of a queue's calls."""
    return f"calls/{hall}/{queue}/{day}"


def calls_of(db: Db, hall: str, queue: str, day: dt.date) -> int:
    """How many calls a queue has had that day; calling back counts for nothing."""
    return last_number(db, calls_scope(hall, queue, day))


def topic(hall: str) -> str:
    """Whom the changes of a hall's queues concern."""
    return f"queue/{hall}"


def tell(db: Db, hall: str, kind: str, now: dt.datetime, **data: str | int) -> None:
    """An event for windows and display: never who somebody is, nor the class of a number."""
    publish(db, topic(hall), kind, data, now)
