"""What crosses the interface about companies."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from server_stub.companies.tables import Role
from server_stub.texts import Line, Text, Wire

Code = Annotated[Line, StringConstraints(min_length=1, max_length=60)]


class Company(Wire):
    """What the business register says to everybody."""

    credit_code: str
    name: str
    kind: str
    address: str
    open: bool


class ScopeItem(Wire):
    """A service or field that a clerk may do."""

    key: str
    title: Text


class MyCompany(Wire):
    """A company that somebody may act for. Scope and end are a clerk's; others may do everything."""

    company: Company
    role: Role
    services: tuple[ScopeItem, ...]
    fields: tuple[ScopeItem, ...]
    until: dt.date | None


class NewClerk(Wire):
    """Whom a company lets act for it (办事人): for these services and fields, to that day."""

    name: Line = Field(min_length=1, max_length=60)
    number: Line = Field(min_length=1, max_length=18)
    services: tuple[Code, ...] = Field(default=(), max_length=50)
    fields: tuple[Code, ...] = Field(default=(), max_length=30)
    until: dt.date

    @model_validator(mode="after")
    def _some_scope(self) -> NewClerk:
        if not self.services and not self.fields:
            raise ValueError("services or fields")
        return self


class NewManager(Wire):
    """Whom the legal representative makes a 证照管理员."""

    name: Line = Field(min_length=1, max_length=60)
    number: Line = Field(min_length=1, max_length=18)


class Member(Wire):
    """Somebody with a role at a company, masked. State: good, expired, ended."""

    id: str
    name: str
    number: str
    role: Role
    services: tuple[ScopeItem, ...]
    fields: tuple[ScopeItem, ...]
    until: dt.date | None
    given_at: dt.datetime
    state: str


class CompanyLookup(Wire):
    """What a scanner read from a licence on paper, or a credit code."""

    code: Line = Field(min_length=18, max_length=300)


class FoundCompany(Wire):
    """The company of a licence. The paper proves no authority: `role` is what the register has of the holder."""

    company: Company
    role: Role | None
