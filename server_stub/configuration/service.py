"""What holds now: halls, menus, districts, the national calendar, the platform's rules. Files are the start."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server_stub.cached import Cached
from server_stub.configuration.models import Rules
from server_stub.configuration.tables import ConfigurationRow
from server_stub.data_files import load_yaml
from server_stub.database import Database
from server_stub.halls.loader import load_site
from server_stub.halls.models import District, Hall, Menu
from server_stub.working_days import Calendar, year_of

FROM_FILES = "files"


@dataclass(frozen=True)
class State:
    """One state of everything configured."""

    halls: dict[str, Hall]
    menus: dict[str, Menu]
    districts: dict[str, District]
    calendar: Calendar
    rules: Rules


class Configuration:
    """Reads the newest version of each document, and writes new ones."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state: Cached[State] = Cached(database, _version, _load)

    @property
    def now(self) -> State:
        """What holds now."""
        return self._state.get()

    def put(self, db: Session, name: str, content: Any, author: str, now: dt.datetime) -> None:
        """A new version, already checked (`checked`). The caller looks again after its transaction."""
        db.add(ConfigurationRow(name=name, content=content, author=author, at=now))

    def look_again(self) -> None:
        """After a transaction that put something."""
        self._state.look_again()

    def in_job(self, db: Session) -> State:
        """What holds once this transaction is done, with what it put."""
        db.flush()
        return _load(db)

    def forget(self) -> None:
        """As at the start."""
        self._state.forget()

    def begin(self, db: Session, now: dt.datetime) -> None:
        """Takes over from the files what the database has no version of."""
        known = set(db.scalars(select(ConfigurationRow.name).distinct()))
        for name, content in _of_files().items():
            if name not in known:
                self.put(db, name, content, FROM_FILES, now)


def checked(name: str, content: Any) -> Any:
    """The content as it is kept, if it is right for that name. ValueError (pydantic's too) says what is not."""
    kind, _, key = name.partition("/")
    match kind:
        case "hall":
            hall = Hall.model_validate(content)
            if hall.id != key:
                raise ValueError("another hall's id")
            return hall.model_dump(mode="json")
        case "menu":
            return Menu.model_validate(content).model_dump(mode="json")
        case "district":
            return District.model_validate(content).model_dump(mode="json")
        case "calendar":
            if not key.isdecimal() or not 2000 <= int(key) <= 2100:
                raise ValueError("no such year")
            year_of(int(key), content)
            return _plain(content)
        case "rules":
            return Rules.model_validate(content).model_dump(mode="json")
    raise ValueError("no such document")


def _of_files() -> dict[str, Any]:
    site = load_site()
    documents: dict[str, Any] = {f"hall/{key}": hall.model_dump(mode="json") for key, hall in site.halls.items()}
    documents |= {f"menu/{key}": menu.model_dump(mode="json") for key, menu in site.menus.items()}
    documents |= {f"district/{key}": d.model_dump(mode="json") for key, d in site.districts.items()}
    documents |= {f"calendar/{year}": _plain(days) for year, days in load_yaml("calendar.yaml").items()}
    documents["rules"] = Rules().model_dump(mode="json")
    return documents


def _plain(days: Any) -> Any:
    """Dates as JSON writes them."""
    if isinstance(days, dict):
        return {key: _plain(value) for key, value in days.items()}
    if isinstance(days, list):
        return [_plain(value) for value in days]
    return str(days)


def _version(db: Session) -> object:
    return db.scalar(select(func.max(ConfigurationRow.id)))


def _load(db: Session) -> State:
    newest = select(func.max(ConfigurationRow.id)).group_by(ConfigurationRow.name)
    rows = db.scalars(select(ConfigurationRow).where(ConfigurationRow.id.in_(newest)).order_by(ConfigurationRow.name))
    of: dict[str, dict[str, Any]] = {}
    for row in rows:
        kind, _, key = row.name.partition("/")
        of.setdefault(kind, {})[key] = row.content
    return State(
        halls={key: Hall.model_validate(c) for key, c in of.get("hall", {}).items()},
        menus={key: Menu.model_validate(c) for key, c in of.get("menu", {}).items()},
        districts={key: District.model_validate(c) for key, c in of.get("district", {}).items()},
        calendar=Calendar({int(year): c for year, c in of.get("calendar", {}).items()}),
        rules=Rules.model_validate(of.get("rules", {}).get("", {})),
    )
