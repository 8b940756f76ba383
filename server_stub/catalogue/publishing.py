"""Publishing services: draft → test → live, channel by channel; nothing goes out that breaks a rule.

A draft is a version that nobody sees. Terminals of the stage `test` see what is shown at test; what was tried there may
go live. Versions never change: cases filed under one keep it, and an earlier one is shown again by publishing it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server_stub.catalogue import store
from server_stub.catalogue.drafts import Draft, checked, flat
from server_stub.catalogue.files import Written
from server_stub.catalogue.lines import line_of
from server_stub.catalogue.tables import Channel, ItemKind, PublicationRow, PublicationStep, Stage, VersionRow
from server_stub.database import lock
from server_stub.platform import Platform

_KIND = ItemKind.SERVICE
_LOCK = "catalogue/publishing"


class PublishingError(Exception):
    """What can't be done, in words for the one who tried."""


class UnknownVersion(PublishingError):
    """There is no such service, or no such version of it."""


class NotTried(PublishingError):
    """A version goes live in a channel only after it was shown there at the stage `test`."""


@dataclass(frozen=True)
class Version:
    """A version and where it is shown now."""

    code: str
    number: int
    area: str
    title: str
    author: str
    at: dt.datetime
    shown: tuple[tuple[Channel, Stage], ...]


@dataclass(frozen=True)
class Step:
    """Something that was published (its version's `number`) or withdrawn (none)."""

    number: int | None
    channels: tuple[Channel, ...]
    stage: Stage
    author: str
    at: dt.datetime


@dataclass(frozen=True)
class Change:
    """One difference between two versions; what was or is not there is empty."""

    path: str
    before: str
    after: str


def save_draft(platform: Platform, draft: Draft, author: str) -> Version:
    """A new version that nobody sees yet."""
    compiled, line = draft.file.model_dump_json(), line_of(draft.file).model_dump_json()
    written = draft.written

    def job(db: Session) -> Version:
        now = platform.clock()
        data = dict(written.data)
        row = store.add_version(db, _KIND, draft.file.code, written.area, data, compiled, author, now, line)
        return _version(row, ())

    return platform.database.write(job)


def publish(platform: Platform, code: str, number: int, channels: Sequence[Channel], stage: Stage, author: str) -> None:
    """Shows a version in these channels. UnknownVersion; NotTried; CatalogueError if it breaks a rule by now.

    The rules are checked before the transaction, so that it is short; again, if something was published meanwhile.
    """

    def show_if_still(seen: int) -> bool:
        def job(db: Session) -> bool:
            lock(db, _LOCK)
            if store.state(db) != seen:
                return False
            store.publish(db, _row(db, code, number), channels, stage, author, platform.clock())
            return True

        return platform.database.write(job)

    done = False
    while not done:
        with platform.database.read() as db:
            seen, row = store.state(db), _row(db, code, number)
            if stage is Stage.LIVE:
                _refuse_untried(db, row, channels)
            checked(db, Written(f"{code} version {number}", row.area, row.written))
        done = show_if_still(seen)
    platform.look_again()


def withdraw(platform: Platform, code: str, channels: Iterable[Channel], stage: Stage, author: str) -> None:
    """The service is no longer offered there; cases that were filed go on. UnknownVersion."""
    named = tuple(channels)

    def job(db: Session) -> None:
        lock(db, _LOCK)
        _row(db, code)
        store.withdraw(db, _KIND, code, named, stage, author, platform.clock())

    platform.database.write(job)
    platform.look_again()


# ---- what was done


def overview(db: Session) -> list[Version]:
    """The newest version of every service, by field and code, with where any version of it is shown."""
    newest = select(func.max(VersionRow.id)).where(VersionRow.kind == _KIND.value).group_by(VersionRow.code)
    rows = db.scalars(select(VersionRow).where(VersionRow.id.in_(newest)).order_by(VersionRow.area, VersionRow.code))
    shown: dict[str, list[tuple[Channel, Stage]]] = {}
    for one in db.scalars(select(PublicationRow).where(PublicationRow.kind == _KIND.value)):
        shown.setdefault(one.code, []).append((Channel(one.channel), Stage(one.stage)))
    return [_version(row, shown.get(row.code, ())) for row in rows]


def history(db: Session, code: str) -> tuple[list[Version], list[Step]]:
    """All versions and all steps of a service, the newest first. UnknownVersion."""
    _row(db, code)
    mine = (VersionRow.kind == _KIND.value, VersionRow.code == code)
    rows = db.scalars(select(VersionRow).where(*mine).order_by(VersionRow.number.desc())).all()
    shown: dict[int, list[tuple[Channel, Stage]]] = {}
    published = (PublicationRow.kind == _KIND.value, PublicationRow.code == code)
    for one in db.scalars(select(PublicationRow).where(*published)):
        shown.setdefault(one.version_id, []).append((Channel(one.channel), Stage(one.stage)))
    stepped = (PublicationStep.kind == _KIND.value, PublicationStep.code == code)
    steps = db.scalars(select(PublicationStep).where(*stepped).order_by(PublicationStep.id.desc()))
    numbers = {row.id: row.number for row in rows}
    return [_version(row, shown.get(row.id, ())) for row in rows], [_step(step, numbers) for step in steps]


def difference(db: Session, code: str, before: int, after: int) -> list[Change]:
    """What changed from one version to another, place by place. UnknownVersion."""
    old, new = (flat({"field": row.area, **row.written}) for row in (_row(db, code, n) for n in (before, after)))
    paths = dict.fromkeys((*old, *new))
    return [Change(path, old.get(path, ""), new.get(path, "")) for path in paths if old.get(path) != new.get(path)]


def as_text(db: Session, code: str, number: int | None = None) -> str:
    """A version, the newest if none is named, as it is edited: YAML that `drafts.read` takes. UnknownVersion."""
    row = _row(db, code, number)
    content = {"field": row.area, "services": [row.written]}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _row(db: Session, code: str, number: int | None = None) -> VersionRow:
    wanted = select(VersionRow).where(VersionRow.kind == _KIND.value, VersionRow.code == code)
    if number is not None:
        wanted = wanted.where(VersionRow.number == number)
    row = db.scalars(wanted.order_by(VersionRow.number.desc()).limit(1)).first()
    if row is None:
        raise UnknownVersion(f"no service {code}" if number is None else f"no version {number} of {code}")
    return row


def _refuse_untried(db: Session, row: VersionRow, channels: Iterable[Channel]) -> None:
    """What was live before was tried too: an earlier version comes back without a detour."""
    steps = db.scalars(select(PublicationStep.channels).where(PublicationStep.version_id == row.id))
    tried = {channel for channels in steps for channel in channels}
    if missing := [channel.value for channel in channels if channel.value not in tried]:
        raise NotTried(f"version {row.number} of {row.code} was not shown at test in {', '.join(missing)}")


def _version(row: VersionRow, shown: Iterable[tuple[Channel, Stage]]) -> Version:
    places = sorted(shown, key=lambda place: (place[1].value, place[0].value))
    return Version(row.code, row.number, row.area, str(row.written["title"][0]), row.author, row.at, tuple(places))


def _step(step: PublicationStep, numbers: Mapping[int, int]) -> Step:
    number = None if step.version_id is None else numbers[step.version_id]
    channels = tuple(Channel(channel) for channel in step.channels)
    return Step(number, channels, Stage(step.stage), step.author, step.at)
