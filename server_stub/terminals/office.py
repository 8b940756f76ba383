"""For the back office: terminals are registered, changed, given a code, set from afar, taken out of service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.catalogue.tables import Stage
from server_stub.clock import in_hall
from server_stub.configuration.service import State
from server_stub.halls.models import HallId, TerminalId
from server_stub.problems import FieldError, Problem
from server_stub.terminals import register
from server_stub.terminals.models import DeviceReport, Settings
from server_stub.terminals.service import ONLINE
from server_stub.terminals.tables import HeartbeatRow, TerminalRow
from server_stub.texts import Text, Wire

Line = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class TerminalChange(Wire):
    """What an administrator sets of a terminal."""

    place: Line
    menu: Annotated[str, StringConstraints(max_length=40)]
    window: Annotated[str, StringConstraints(pattern=r"^([A-Z]?[0-9]{2,3})?$")] = ""
    stage: Stage = Stage.LIVE


class NewTerminal(TerminalChange):
    """A terminal that is to be registered."""

    id: TerminalId
    hall: HallId
    kind: Literal["self-service", "window", "guide", "display", "system"] = "self-service"
    departments: tuple[Annotated[str, StringConstraints(max_length=40)], ...] = Field(default=(), max_length=40)


@dataclass(frozen=True)
class Heard:
    """A terminal with what was last heard of it. Online: in the last 60 seconds."""

    row: TerminalRow
    settings: Settings
    online: bool
    heard: dt.datetime | None
    software: str
    letters: int
    devices: tuple[DeviceReport, ...]

    @property
    def out_of_order(self) -> tuple[DeviceReport, ...]:
        """The devices that somebody has to look at."""
        return tuple(d for d in self.devices if d.state in ("fault", "absent", "attention"))

    @property
    def silent(self) -> bool:
        """It was enrolled and is not out of service, but nothing is heard of it."""
        return bool(self.row.public_key) and not self.row.blocked and not self.online


def heard(db: Db, halls: Collection[str], now: dt.datetime, id_: str = "") -> list[Heard]:
    """The terminals of these halls, or the one that is named."""
    rows = (
        select(TerminalRow, HeartbeatRow)
        .outerjoin(HeartbeatRow, HeartbeatRow.terminal == TerminalRow.id)
        .where(TerminalRow.hall.in_(halls))
        .order_by(TerminalRow.hall, TerminalRow.kind, TerminalRow.id)
    )
    if id_:
        rows = rows.where(TerminalRow.id == id_)
    return [_heard(row, beat, now) for row, beat in db.execute(rows)]


def _heard(row: TerminalRow, beat: HeartbeatRow | None, now: dt.datetime) -> Heard:
    return Heard(
        row=row,
        settings=Settings.model_validate(row.settings),
        online=beat is not None and beat.at > now - ONLINE and not row.blocked,
        heard=in_hall(beat.at) if beat else None,
        software=beat.software if beat else "",
        letters=beat.letters if beat else 0,
        devices=tuple(DeviceReport.model_validate(device) for device in beat.devices) if beat else (),
    )


def add(db: Db, state: State, wanted: NewTerminal) -> TerminalRow:
    """Registers a terminal; it gives its key with a code. Problem: office.form."""
    if db.get(TerminalRow, wanted.id) is not None:
        raise _wrong("id", "已经有这个编号的终端", "There is a terminal with this number already")
    row = TerminalRow(
        id=wanted.id, hall=wanted.hall, kind=wanted.kind, departments=list(wanted.departments), settings={}
    )
    _set(db, state, row, wanted)
    row.series = 0
    db.add(row)
    db.flush()
    row.series = register.free_series(db, row)
    register.changed(db)
    return row


def change(db: Db, state: State, row: TerminalRow, wanted: TerminalChange) -> None:
    """Another place, menu, window or stage. Problem: office.form."""
    _set(db, state, row, wanted)
    register.changed(db)


def _set(db: Db, state: State, row: TerminalRow, wanted: TerminalChange) -> None:
    hall = state.halls[row.hall]
    if wanted.menu not in state.menus:
        raise _wrong("menu", "没有这份菜单", "There is no such menu")
    if row.kind == "window" and wanted.window not in {window.id for window in hall.windows}:
        raise _wrong("window", "这个大厅没有这个窗口", "This hall has no such window")
    if row.kind != "window" and wanted.window:
        raise _wrong("window", "只有窗口终端才填窗口", "Only a terminal at a window has one")
    row.place, row.menu, row.window, row.stage = wanted.place, wanted.menu, wanted.window, wanted.stage.value


def set_from_afar(row: TerminalRow, settings: Settings) -> None:
    """The terminal hears of it with its next heartbeat."""
    row.settings = settings.model_dump(mode="json")


def revoke_code(row: TerminalRow) -> None:
    """A code that was not used is worth nothing any more."""
    row.enrolment_hash, row.enrolment_until = "", None


def put_out_of_service(db: Db, row: TerminalRow, *, out: bool) -> None:
    """Its calls are refused, or taken again."""
    row.blocked = out
    register.changed(db)


def _wrong(field: str, zh: str, en: str) -> Problem:
    return Problem("office.form", errors=[FieldError(field=field, text=Text(zh=zh, en=en))])
