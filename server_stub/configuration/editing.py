"""For the back office: documents of the configuration with their versions, and what must hold between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.catalogue import publishing
from server_stub.catalogue.files import areas
from server_stub.configuration.service import Configuration, checked
from server_stub.configuration.tables import ConfigurationRow
from server_stub.database import lock
from server_stub.halls.models import Hall, Menu
from server_stub.terminals.tables import TerminalRow
from server_stub.working_days import Calendar


class ChangedMeanwhile(Exception):
    """There is a newer version than the one that was edited."""


@dataclass(frozen=True)
class Document:
    """The newest version of a document, and how many there are."""

    name: str
    id: int
    author: str
    at: dt.datetime
    versions: int

    @property
    def kind(self) -> str:
        """hall, menu, district, calendar or rules."""
        return self.name.partition("/")[0]

    @property
    def key(self) -> str:
        """Of which hall, year, …"""
        return self.name.partition("/")[2]


def documents(db: Db) -> list[Document]:
    """All documents by name."""
    newest = select(func.max(ConfigurationRow.id), func.count()).group_by(ConfigurationRow.name)
    counts = {int(row[0]): int(row[1]) for row in db.execute(newest)}
    rows = db.scalars(select(ConfigurationRow).where(ConfigurationRow.id.in_(counts)).order_by(ConfigurationRow.name))
    return [Document(row.name, row.id, row.author, row.at, counts[row.id]) for row in rows]


def versions(db: Db, name: str, most: int = 100) -> list[ConfigurationRow]:
    """The newest first; nothing where there is no such document."""
    rows = select(ConfigurationRow).where(ConfigurationRow.name == name).order_by(ConfigurationRow.id.desc())
    return list(db.scalars(rows.limit(most)))


def put(
    db: Db, configuration: Configuration, name: str, content: Any, seen: int, author: str, now: dt.datetime
) -> None:
    """A new version of what was edited from version `seen` (0: a new document). ChangedMeanwhile."""
    lock(db, f"configuration/{name}")
    newest = db.scalar(select(func.max(ConfigurationRow.id)).where(ConfigurationRow.name == name)) or 0
    if newest != seen:
        raise ChangedMeanwhile(name)
    configuration.put(db, name, content, author, now)
    db.flush()


def valid(db: Db, name: str, content: Any) -> Any:
    """The content as it is kept. ValueError (pydantic's too) says what is wrong with it or beside the others."""
    kept = checked(name, content)
    if wrong := list(_beside(db, name, kept)):
        raise ValueError("; ".join(wrong))
    return kept


def _beside(db: Db, name: str, content: Any) -> Iterator[str]:
    kind, _, key = name.partition("/")
    if kind == "menu":
        yield from _of_menu(db, Menu.model_validate(content))
    elif kind == "district":
        known = {one.code for one in publishing.overview(db)}
        yield from (f"there is no service {code}" for code in content["guides"] if code not in known)
        if content["region"] != key:
            yield "another district's code"
    elif kind == "hall":
        yield from _of_hall(db, Hall.model_validate(content))
    elif kind == "calendar":
        Calendar({int(key): content})


def _of_menu(db: Db, menu: Menu) -> Iterator[str]:
    known = {one.code for one in publishing.overview(db)}
    yield from (f"there is no service {code}" for code in (*menu.hot, *menu.hidden) if code not in known)
    yield from (f"there is no field {key}" for key in menu.fields if key not in areas())


def _of_hall(db: Db, hall: Hall) -> Iterator[str]:
    """A window that a terminal stands at stays."""
    windows = {window.id for window in hall.windows}
    rows = db.execute(select(TerminalRow.id, TerminalRow.window).where(TerminalRow.hall == hall.id))
    for id_, window in rows:
        if window and window not in windows:
            yield f"{id_} stands at window {window}"
