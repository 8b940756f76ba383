"""An application as conditions look at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import ServiceFile
from server_stub.people.tables import Person
from server_stub.texts import Text


@dataclass(frozen=True)
class Application:
    """Who applies for what; `holder` is whose card it was, `applicant` for whom it is."""

    db: Db
    today: dt.date
    service: ServiceFile
    number: str
    holder: Person
    applicant: Person
    situation: dict[str, str]
    form: dict[str, str]


Check = Callable[[Application], Text | None]  # why not, None if the condition is met


def t(zh: str, en: str) -> Text:
    """A text in both languages."""
    return Text(zh=zh, en=en)
