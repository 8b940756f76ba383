"""Versions and publications: the files' first, then what the back office makes of them (draft → test → live)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, delete, func, select, text
from sqlalchemy.orm import Session

from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.files import FOLDER, Written, load_shared, written_services
from server_stub.catalogue.lines import line_of
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.tables import Channel, ItemKind, PublicationRow, PublicationStep, Stage, VersionRow
from server_stub.database import UtcTime, last_number, lock, next_number
from server_stub.life_events.compiling import compile_life_event
from server_stub.life_events.files import load_frame, written_life_events
from server_stub.life_events.models import LifeEvent

FILES = "files"
_STATE = "state/catalogue"
_IMPORTED = "state/files/"


def state(db: Session) -> int:
    """Counts changes: what is in memory holds as long as it is the same."""
    return last_number(db, _STATE)


def add_version(
    db: Session,
    kind: ItemKind,
    code: str,
    area: str,
    written: Any,
    compiled: str,
    author: str,
    now: dt.datetime,
    line: str = "",
) -> VersionRow:
    """A new version, a draft until it is published. Content is checked before (`compile_service`).

    `line` is what lists and the search need of it (`lines.Line`, JSON).
    """
    lock(db, f"catalogue/{kind.value}/{code}")
    newest = select(func.max(VersionRow.number)).where(VersionRow.kind == kind.value, VersionRow.code == code)
    row = VersionRow(
        kind=kind.value,
        code=code,
        number=(db.scalar(newest) or 0) + 1,
        area=area,
        written=json.loads(json.dumps(written, default=str)),
        compiled=compiled,
        line=line,
        author=author,
        at=now,
    )
    db.add(row)
    db.flush()
    next_number(db, _STATE)
    return row


_SHOW = text(
    "INSERT INTO catalogue_publications (kind, code, channel, stage, version_id, author, at) "
    "VALUES (:kind, :code, :channel, :stage, :version_id, :author, :at) "
    "ON CONFLICT (kind, code, channel, stage) DO UPDATE "
    "SET version_id = excluded.version_id, author = excluded.author, at = excluded.at"
).bindparams(bindparam("at", type_=UtcTime))


def publish(
    db: Session, version: VersionRow, channels: Iterable[Channel], stage: Stage, author: str, now: dt.datetime
) -> None:
    """Shows a version in these channels."""
    names = [channel.value for channel in channels]
    common = {"kind": version.kind, "code": version.code, "stage": stage.value, "author": author, "at": now}
    shown = [{**common, "channel": name, "version_id": version.id} for name in names]
    if shown:
        db.execute(_SHOW, shown)
        db.add(PublicationStep(**common, channels=names, version_id=version.id))
    next_number(db, _STATE)


def withdraw(
    db: Session,
    kind: ItemKind,
    code: str,
    channels: Iterable[Channel],
    stage: Stage,
    author: str,
    now: dt.datetime,
) -> None:
    """The item is no longer offered in these channels."""
    gone = (
        delete(PublicationRow)
        .where(
            PublicationRow.kind == kind.value,
            PublicationRow.code == code,
            PublicationRow.stage == stage.value,
            PublicationRow.channel.in_([channel.value for channel in channels]),
        )
        .returning(PublicationRow.channel)
    )
    names = sorted(db.scalars(gone))
    if names:
        step = {"kind": kind.value, "code": code, "stage": stage.value, "author": author, "at": now}
        db.add(PublicationStep(**step, channels=names, version_id=None))
    next_number(db, _STATE)


def begin(db: Session, now: dt.datetime) -> None:
    """Takes over the files, where they changed since the last start. What people edited stays as they left it."""
    digest = files_digest()
    if last_number(db, f"{_IMPORTED}{digest}"):
        return
    shared = load_shared()
    services: dict[str, ServiceFile] = {}
    newest, shown = _newest(db, ItemKind.SERVICE), _shown(db, ItemKind.SERVICE)
    for written in written_services():
        file = compile_service(written, shared)
        services[file.code] = file
        _take_over(db, ItemKind.SERVICE, newest.get(file.code), shown.get(file.code, set()), written, file, now)
    frame = load_frame()
    newest, shown = _newest(db, ItemKind.LIFE_EVENT), _shown(db, ItemKind.LIFE_EVENT)
    for written in written_life_events():
        event = compile_life_event(written, shared, frame, services)
        _take_over(db, ItemKind.LIFE_EVENT, newest.get(event.key), shown.get(event.key, set()), written, event, now)
    next_number(db, f"{_IMPORTED}{digest}")


def _take_over(
    db: Session,
    kind: ItemKind,
    before: VersionRow | None,
    shown: set[tuple[str, str]],
    written: Written,
    item: ServiceFile | LifeEvent,
    now: dt.datetime,
) -> None:
    compiled = item.model_dump_json()
    if before is not None and (before.author != FILES or before.compiled == compiled):
        return
    code, line = (item.code, line_of(item).model_dump_json()) if isinstance(item, ServiceFile) else (item.key, "")
    row = add_version(db, kind, code, written.area, dict(written.data), compiled, FILES, now, line)
    for stage in Stage:  # what people withdrew stays so
        channels = [c for c in Channel if before is None or (c.value, stage.value) in shown]
        publish(db, row, channels, stage, FILES, now)


def _shown(db: Session, kind: ItemKind) -> dict[str, set[tuple[str, str]]]:
    shown: dict[str, set[tuple[str, str]]] = {}
    rows = select(PublicationRow.code, PublicationRow.channel, PublicationRow.stage)
    for code, channel, stage in db.execute(rows.where(PublicationRow.kind == kind.value)):
        shown.setdefault(code, set()).add((channel, stage))
    return shown


def _newest(db: Session, kind: ItemKind) -> dict[str, VersionRow]:
    ids = select(func.max(VersionRow.id)).where(VersionRow.kind == kind.value).group_by(VersionRow.code)
    return {row.code: row for row in db.scalars(select(VersionRow).where(VersionRow.id.in_(ids)))}


def files_digest(folder: Path = FOLDER) -> str:
    """What the catalogue's files hold, as a short digest."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:32]
