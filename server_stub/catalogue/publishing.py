"""Publishing services and life events: draft → test → live, channel by channel; nothing goes out that breaks a rule.

A draft is a version that nobody sees. Terminals of the stage `test` see what is shown at test; what was tried there may
go live. Versions never change: cases filed under one keep it, and an earlier one is shown again by publishing it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from server_stub import strict_yaml
from server_stub.catalogue import drafts, event_drafts, store
from server_stub.catalogue.drafts import Draft
from server_stub.catalogue.event_drafts import EventDraft
from server_stub.catalogue.files import Written
from server_stub.catalogue.lines import line_of
from server_stub.catalogue.tables import Channel, ItemKind, PublicationRow, PublicationStep, Stage, VersionRow
from server_stub.database import lock
from server_stub.differences import Change, changes
from server_stub.platform import Platform

_SERVICE, _EVENT = ItemKind.SERVICE, ItemKind.LIFE_EVENT
AnyDraft = Draft | EventDraft
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
    english: str = ""  # the title in English


@dataclass(frozen=True)
class Step:
    """Something that was published (its version's `number`) or withdrawn (none)."""

    number: int | None
    channels: tuple[Channel, ...]
    stage: Stage
    author: str
    at: dt.datetime


class ChangedMeanwhile(PublishingError):
    """Somebody published something after the rules were checked."""


def checked(db: Session, text: str, kind: ItemKind = _SERVICE) -> AnyDraft:
    """What somebody wrote, if it keeps every rule. CatalogueError with all that is wrong."""
    if kind is _EVENT:
        return event_drafts.checked(db, event_drafts.read(text))
    return drafts.checked(db, drafts.read(text))


def written_code(text: str, kind: ItemKind = _SERVICE) -> str:
    """The code, or the life event's key, that stands in what somebody wrote. CatalogueError."""
    written = event_drafts.read(text) if kind is _EVENT else drafts.read(text)
    return str(written.data.get("key" if kind is _EVENT else "code", ""))


def add_draft(db: Session, draft: AnyDraft, author: str, now: dt.datetime) -> Version:
    """A new version that nobody sees yet."""
    kind = _EVENT if isinstance(draft, EventDraft) else _SERVICE
    line = "" if isinstance(draft, EventDraft) else line_of(draft.file).model_dump_json()
    compiled, data = draft.file.model_dump_json(), dict(draft.written.data)
    row = store.add_version(db, kind, draft.code, draft.written.area, data, compiled, author, now, line)
    return _version(row, ())


def save_draft(platform: Platform, draft: AnyDraft, author: str) -> Version:
    """The same as a job of its own."""
    return platform.database.write(lambda db: add_draft(db, draft, author, platform.clock()))


@dataclass(frozen=True)
class Ready:
    """A version that may be shown in these channels, as the catalogue stood when that was checked."""

    kind: ItemKind
    code: str
    number: int
    channels: tuple[Channel, ...]
    stage: Stage
    seen: int


def ready(
    db: Session, code: str, number: int, channels: Sequence[Channel], stage: Stage, kind: ItemKind = _SERVICE
) -> Ready:
    """Checks the rules before the transaction, so that it is short.

    UnknownVersion; NotTried; CatalogueError if it breaks a rule by now.
    """
    seen, row = store.state(db), _row(db, code, number, kind)
    if stage is Stage.LIVE:
        _refuse_untried(db, row, channels)
    written = Written(f"{code} version {number}", row.area, row.written)
    if kind is _EVENT:
        event_drafts.checked(db, written)
    else:
        drafts.checked(db, written)
    return Ready(kind, code, number, tuple(channels), stage, seen)


def show(db: Session, what: Ready, author: str, now: dt.datetime) -> None:
    """Shows it. ChangedMeanwhile: it has to be checked again. The caller looks again after its transaction."""
    lock(db, _LOCK)
    if store.state(db) != what.seen:
        raise ChangedMeanwhile(f"{what.code} version {what.number}")
    row = _row(db, what.code, what.number, what.kind)
    store.publish(db, row, what.channels, what.stage, author, now)


def publish(
    platform: Platform,
    code: str,
    number: int,
    channels: Sequence[Channel],
    stage: Stage,
    author: str,
    kind: ItemKind = _SERVICE,
) -> None:
    """Shows a version in these channels, whatever else is published meanwhile. Errors of `ready`."""
    done = False
    while not done:
        with platform.database.read() as db:
            what = ready(db, code, number, channels, stage, kind)
        try:
            platform.database.write(_showing(what, author, platform.clock()))
        except ChangedMeanwhile:
            continue
        done = True
    platform.look_again()


def _showing(what: Ready, author: str, now: dt.datetime) -> Callable[[Session], None]:
    return lambda db: show(db, what, author, now)


def hide(
    db: Session,
    code: str,
    channels: Iterable[Channel],
    stage: Stage,
    author: str,
    now: dt.datetime,
    kind: ItemKind = _SERVICE,
) -> None:
    """The item is no longer offered there; cases that were filed go on. UnknownVersion."""
    lock(db, _LOCK)
    _row(db, code, kind=kind)
    store.withdraw(db, kind, code, tuple(channels), stage, author, now)


def withdraw(
    platform: Platform,
    code: str,
    channels: Iterable[Channel],
    stage: Stage,
    author: str,
    kind: ItemKind = _SERVICE,
) -> None:
    """The same as a job of its own."""
    named = tuple(channels)
    platform.database.write(lambda db: hide(db, code, named, stage, author, platform.clock(), kind))
    platform.look_again()


# ---- what was done


def overview(db: Session, kind: ItemKind = _SERVICE) -> list[Version]:
    """The newest version of every item, by field and code, with where any version of it is shown."""
    newest = select(func.max(VersionRow.id)).where(VersionRow.kind == kind.value).group_by(VersionRow.code)
    light = (defer(VersionRow.compiled), defer(VersionRow.line))
    wanted = select(VersionRow).where(VersionRow.id.in_(newest)).options(*light)
    rows = db.scalars(wanted.order_by(VersionRow.area, VersionRow.code))
    shown: dict[str, list[tuple[Channel, Stage]]] = {}
    for one in db.scalars(select(PublicationRow).where(PublicationRow.kind == kind.value)):
        shown.setdefault(one.code, []).append((Channel(one.channel), Stage(one.stage)))
    return [_version(row, shown.get(row.code, ())) for row in rows]


def history(db: Session, code: str, kind: ItemKind = _SERVICE) -> tuple[list[Version], list[Step]]:
    """All versions and all steps of an item, the newest first. UnknownVersion."""
    _row(db, code, kind=kind)
    mine = (VersionRow.kind == kind.value, VersionRow.code == code)
    rows = db.scalars(select(VersionRow).where(*mine).order_by(VersionRow.number.desc())).all()
    shown: dict[int, list[tuple[Channel, Stage]]] = {}
    published = (PublicationRow.kind == kind.value, PublicationRow.code == code)
    for one in db.scalars(select(PublicationRow).where(*published)):
        shown.setdefault(one.version_id, []).append((Channel(one.channel), Stage(one.stage)))
    stepped = (PublicationStep.kind == kind.value, PublicationStep.code == code)
    steps = db.scalars(select(PublicationStep).where(*stepped).order_by(PublicationStep.id.desc()))
    numbers = {row.id: row.number for row in rows}
    return [_version(row, shown.get(row.id, ())) for row in rows], [_step(step, numbers) for step in steps]


def difference(db: Session, code: str, before: int, after: int, kind: ItemKind = _SERVICE) -> list[Change]:
    """What changed from one version to another, place by place. UnknownVersion."""
    old, new = ({"field": row.area, **row.written} for row in (_row(db, code, n, kind) for n in (before, after)))
    return changes(old, new)


def as_text(db: Session, code: str, number: int | None = None, kind: ItemKind = _SERVICE) -> str:
    """A version, the newest if none is named, as it is edited: YAML that `checked` takes. UnknownVersion."""
    row = _row(db, code, number, kind)
    if kind is _EVENT:
        return strict_yaml.dump({"group": row.area, "events": [row.written]})
    return strict_yaml.dump({"field": row.area, "services": [row.written]})


def _row(db: Session, code: str, number: int | None = None, kind: ItemKind = _SERVICE) -> VersionRow:
    wanted = select(VersionRow).where(VersionRow.kind == kind.value, VersionRow.code == code)
    if number is not None:
        wanted = wanted.where(VersionRow.number == number)
    row = db.scalars(wanted.order_by(VersionRow.number.desc()).limit(1)).first()
    if row is None:
        raise UnknownVersion(f"no {kind.value} {code}" if number is None else f"no version {number} of {code}")
    return row


def _refuse_untried(db: Session, row: VersionRow, channels: Sequence[Channel]) -> None:
    """What was live before was tried too: an earlier version comes back without a detour."""
    steps = db.scalars(select(PublicationStep.channels).where(PublicationStep.version_id == row.id))
    tried = {channel for channels in steps for channel in channels}
    if missing := [channel.value for channel in channels if channel.value not in tried]:
        raise NotTried(f"version {row.number} of {row.code} was not shown at test in {', '.join(missing)}")


def _version(row: VersionRow, shown: Iterable[tuple[Channel, Stage]]) -> Version:
    places = sorted(shown, key=lambda place: (place[1].value, place[0].value))
    title, english = (str(words) for words in row.written["title"])
    return Version(row.code, row.number, row.area, title, row.author, row.at, tuple(places), english)


def _step(step: PublicationStep, numbers: Mapping[int, int]) -> Step:
    number = None if step.version_id is None else numbers[step.version_id]
    channels = tuple(Channel(channel) for channel in step.channels)
    return Step(number, channels, Stage(step.stage), step.author, step.at)
