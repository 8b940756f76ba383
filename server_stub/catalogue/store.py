"""Versions and publications: the files' first, then what the back office makes of them (draft → test → live)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.files import FOLDER, Written, load_shared, written_services
from server_stub.catalogue.tables import Channel, ItemKind, PublicationRow, Stage, VersionRow
from server_stub.database import last_number, next_number
from server_stub.life_events.compiling import compile_life_event
from server_stub.life_events.files import load_frame, written_life_events

FILES = "files"
_STATE = "state/catalogue"
_IMPORTED = "state/files/"


def state(db: Session) -> int:
    """Counts changes: what is in memory holds as long as it is the same."""
    return last_number(db, _STATE)


def add_version(
    db: Session, kind: ItemKind, code: str, area: str, written: Any, compiled: str, author: str, now: dt.datetime
) -> VersionRow:
    """A new version, a draft until it is published. Content is checked before (`compile_service`)."""
    newest = select(func.max(VersionRow.number)).where(VersionRow.kind == kind.value, VersionRow.code == code)
    row = VersionRow(
        kind=kind.value,
        code=code,
        number=(db.scalar(newest) or 0) + 1,
        area=area,
        written=json.loads(json.dumps(written, default=str)),
        compiled=compiled,
        author=author,
        at=now,
    )
    db.add(row)
    db.flush()
    next_number(db, _STATE)
    return row


def publish(
    db: Session, version: VersionRow, channels: Iterable[Channel], stage: Stage, author: str, now: dt.datetime
) -> None:
    """Shows a version in these channels."""
    for channel in channels:
        db.merge(
            PublicationRow(
                kind=version.kind,
                code=version.code,
                channel=channel.value,
                stage=stage.value,
                version_id=version.id,
                author=author,
                at=now,
            )
        )
    next_number(db, _STATE)


def withdraw(db: Session, kind: ItemKind, code: str, channels: Iterable[Channel], stage: Stage) -> None:
    """The item is no longer offered in these channels."""
    names = [channel.value for channel in channels]
    db.execute(
        delete(PublicationRow).where(
            PublicationRow.kind == kind.value,
            PublicationRow.code == code,
            PublicationRow.stage == stage.value,
            PublicationRow.channel.in_(names),
        )
    )
    next_number(db, _STATE)


def begin(db: Session, now: dt.datetime) -> None:
    """Takes over the files, where they changed since the last start. What people edited stays as they left it."""
    digest = files_digest()
    if last_number(db, f"{_IMPORTED}{digest}"):
        return
    shared = load_shared()
    newest, services = _newest(db, ItemKind.SERVICE), {}
    for written in written_services():
        file = compile_service(written, shared)
        services[file.code] = file
        _take_over(db, ItemKind.SERVICE, newest.get(file.code), written, file.code, file.model_dump_json, now)
    newest, frame = _newest(db, ItemKind.LIFE_EVENT), load_frame()
    for written in written_life_events():
        event = compile_life_event(written, shared, frame, services)
        _take_over(db, ItemKind.LIFE_EVENT, newest.get(event.key), written, event.key, event.model_dump_json, now)
    next_number(db, f"{_IMPORTED}{digest}")


def _take_over(
    db: Session,
    kind: ItemKind,
    before: VersionRow | None,
    written: Written,
    code: str,
    compiled: Callable[[], str],
    now: dt.datetime,
) -> None:
    text = compiled()
    if before is not None and (before.author != FILES or before.compiled == text):
        return
    row = add_version(db, kind, code, written.area, dict(written.data), text, FILES, now)
    publish(db, row, Channel, Stage.TEST, FILES, now)
    publish(db, row, Channel, Stage.LIVE, FILES, now)


def _newest(db: Session, kind: ItemKind) -> dict[str, VersionRow]:
    ids = select(func.max(VersionRow.id)).where(VersionRow.kind == kind.value).group_by(VersionRow.code)
    return {row.code: row for row in db.scalars(select(VersionRow).where(VersionRow.id.in_(ids)))}


def files_digest(folder: Path = FOLDER) -> str:
    """What the catalogue's files hold, as a short digest."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:32]
