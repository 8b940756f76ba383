"""Enrolling terminals, hearing from them, and telling who is there."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.platform import Call, Platform
from server_stub.problems import Problem
from server_stub.terminals import register
from server_stub.terminals.models import Enrolled, Enrolment, Heartbeat, HeartbeatAnswer, Settings, TerminalState
from server_stub.terminals.tables import HeartbeatRow, TerminalRow

ONLINE = dt.timedelta(seconds=60)
_OUT_OF_ORDER = ("fault", "absent")


def enrol(platform: Platform, db: Db, id_: str, wanted: Enrolment) -> Enrolled:
    """Takes a terminal's key. Problems: terminal.unknown, terminal.enrolment, terminal.blocked."""
    row = db.get(TerminalRow, id_, with_for_update=True)
    if row is None:
        raise Problem("terminal.unknown")
    if row.blocked:
        raise Problem("terminal.blocked")
    if not register.enrol(db, row, wanted.code, wanted.public_key, platform.clock()):
        raise Problem("terminal.enrolment")
    row.series = row.series or register.free_series(db, row)
    settings = Settings.model_validate(row.settings)
    return Enrolled(id=row.id, hall=row.hall, kind=row.kind, settings=settings, offline_series=row.series)


def beat(call: Call, db: Db, heartbeat: Heartbeat) -> HeartbeatAnswer:
    """Notes what the terminal says."""
    now = call.platform.clock()
    db.merge(
        HeartbeatRow(
            terminal=call.terminal.id,
            at=now,
            software=heartbeat.software,
            devices=[device.model_dump() for device in heartbeat.devices],
            letters=heartbeat.letters,
        )
    )
    settings = db.scalars(select(TerminalRow.settings).where(TerminalRow.id == call.terminal.id)).one()
    return HeartbeatAnswer(now=now, settings=Settings.model_validate(settings))


def states(db: Db, hall: str, now: dt.datetime) -> list[TerminalState]:
    """The terminals of a hall."""
    rows = db.execute(
        select(TerminalRow, HeartbeatRow)
        .outerjoin(HeartbeatRow, HeartbeatRow.terminal == TerminalRow.id)
        .where(TerminalRow.hall == hall)
        .order_by(TerminalRow.id)
    )
    return [_state(terminal, heard, now) for terminal, heard in rows]


def _state(terminal: TerminalRow, heard: HeartbeatRow | None, now: dt.datetime) -> TerminalState:
    return TerminalState(
        id=terminal.id,
        place=terminal.place,
        kind=terminal.kind,
        online=heard is not None and heard.at > now - ONLINE and not terminal.blocked,
        heard=in_hall(heard.at) if heard else None,
        faults=tuple(d["name"] for d in heard.devices if d["state"] in _OUT_OF_ORDER) if heard else (),
    )
