"""What crosses the interface about authorisations."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from server_stub.texts import Line, Text, Wire

ServiceCode = Annotated[Line, StringConstraints(min_length=1, max_length=60)]
MOST_SERVICES = 20


class NewGrant(Wire):
    """Whom a person lets act for them: for these services, or for all of one field (领域)."""

    name: Line = Field(min_length=1, max_length=60)
    number: Line = Field(min_length=1, max_length=18)
    services: tuple[ServiceCode, ...] = Field(default=(), max_length=MOST_SERVICES)
    field: Line = Field(default="", max_length=40)
    matter: Line = Field(default="", max_length=100)
    once: bool = True
    days: int = Field(default=7, ge=1, le=30)

    @model_validator(mode="after")
    def _services_or_field(self) -> NewGrant:
        if bool(self.services) == bool(self.field):
            raise ValueError("services or a field")
        return self


class GrantedService(Wire):
    """A service that an authorisation covers."""

    code: str
    title: Text


class Grant(Wire):
    """An authorisation; `other` is the other of the two, masked. State: good, used, revoked, ended, expired."""

    number: str
    other: str
    other_number: str
    services: tuple[GrantedService, ...]
    field: Text
    matter: str
    once: bool
    given_at: dt.datetime
    until: dt.date
    state: str
    case_number: str


class Grants(Wire):
    """What somebody gave to others and got from others, the newest first."""

    given: tuple[Grant, ...]
    received: tuple[Grant, ...]
