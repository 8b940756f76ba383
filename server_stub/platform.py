"""What every request may use: the database, the clock, and what is configured."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from starlette.responses import Response

from server_stub.appointments.timetable import Timetable
from server_stub.catalogue.catalogue import Catalogue, Offered
from server_stub.catalogue.lines import Line
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.search.search import Search
from server_stub.clock import Clock
from server_stub.configuration.models import Rules
from server_stub.configuration.service import Configuration
from server_stub.database import Database
from server_stub.events import Feed
from server_stub.halls.models import District, Hall, Menu
from server_stub.idempotency import Idempotency
from server_stub.problems import Problem
from server_stub.signatures import SKEW, NotSigned, Signed, WrongSignature, check, read
from server_stub.terminals.register import Register, Terminal
from server_stub.texts import Text
from server_stub.working_days import Calendar

if TYPE_CHECKING:
    from server_stub.cases.moves import Follower

T = TypeVar("T")
_THIS_DISTRICT = Text(zh="本区", en="this district")


@dataclass
class Faults:
    """What is out of order; set by the demo routes only."""

    sources_down: set[str] = field(default_factory=set)
    queues_full: set[str] = field(default_factory=set)
    delay_ms: int = 0
    broken_json: bool = False
    unreachable: bool = False


@dataclass(frozen=True)
class Platform:
    """The parts of a running platform."""

    database: Database
    clock: Clock
    configuration: Configuration
    catalogue: Catalogue
    search: Search
    terminals: Register
    feed: Feed
    timetable: Timetable
    idempotency: Idempotency
    faults: Faults
    demo: bool
    address: str = "https://zwfw.example.invalid"  # what links on papers start with
    followers: tuple[Follower, ...] = ()  # of the moves of cases

    @property
    def calendar(self) -> Calendar:
        """The national calendar as published so far."""
        return self.configuration.now.calendar

    @property
    def halls(self) -> dict[str, Hall]:
        """All halls."""
        return self.configuration.now.halls

    @property
    def rules(self) -> Rules:
        """What this city has set."""
        return self.configuration.now.rules

    def district(self, region: str) -> District:
        """A district by its code; one that nobody configured is "this district"."""
        known = self.configuration.now.districts.get(region)
        return known or District(region=region, name=_THIS_DISTRICT, short=_THIS_DISTRICT)

    def look_again(self) -> None:
        """After this process changed what is configured: nothing in memory is older than that."""
        self.configuration.look_again()
        self.catalogue.look_again()
        self.terminals.look_again()

    def forget(self) -> None:
        """As at the start (another database is there)."""
        self.configuration.forget()
        self.catalogue.forget()
        self.terminals.forget()


async def platform_of(request: Request) -> Platform:
    """The platform that serves this request."""
    platform: Platform = request.app.state.platform
    return platform


ThePlatform = Annotated[Platform, Depends(platform_of)]


@dataclass(frozen=True)
class Call:
    """One request: from which terminal, with which token and key."""

    platform: Platform
    terminal: Terminal
    hall: Hall
    token: str
    key: str
    method: str
    path: str

    def once(self, who: str, body: object, effect: Callable[[Session], BaseModel]) -> Response:
        """Writes once per Idempotency-Key; `who` is the person, "" for nobody."""
        return self.once_prepared(who, body, lambda: None, lambda db, _: effect(db))

    def once_prepared(
        self, who: str, body: object, prepare: Callable[[], T], effect: Callable[[Session, T], BaseModel]
    ) -> Response:
        """The same with slow work before the transaction."""
        request = (who, self.method, self.path, body)
        return self.platform.idempotency.once(self.key, request, effect, prepare)

    async def once_soon(self, body: object, effect: Callable[[Session], BaseModel]) -> Response:
        """The same from a loop; whose it is, the token says."""
        request = (self.token, self.method, self.path, body)
        return await self.platform.idempotency.once_soon(self.key, request, effect)

    async def once_of(
        self, who: Callable[[Session], str], body: object, effect: Callable[[Session], BaseModel]
    ) -> Response:
        """The same for a person, whom `who` finds; its problems come before any kept answer."""

        def request(db: Session) -> tuple[object, ...]:
            return who(db), self.method, self.path, body

        return await self.platform.idempotency.once_of(self.key, request, effect)

    async def once_core(self, body: object, effect: Callable[[Connection], BaseModel]) -> Response:
        """The same for an effect that is content with a connection."""
        request = (self.token, self.method, self.path, body)
        return await self.platform.idempotency.once_core(self.key, request, effect)

    @cached_property
    def menu(self) -> Menu:
        """What this terminal offers."""
        return self.platform.configuration.now.menus.get(self.terminal.menu) or Menu()

    @cached_property
    def district(self) -> District:
        """The hall's district."""
        return self.platform.district(self.hall.region)

    @cached_property
    def offered(self) -> Offered:
        """All services of this terminal, the same throughout the request."""
        return self.platform.catalogue.offered(self.terminal.channel, self.terminal.stage, self.menu)

    def lines(self, area: str = "") -> list[Line]:
        """The hot services of this terminal's menu, or all of one field, in the district's words."""
        versions, catalogue = self.offered.versions, self.platform.catalogue
        codes = self.offered.areas.get(area, ()) if area else [c for c in self.menu.hot if c in versions]
        return [catalogue.line(versions[code], self.district) for code in codes]

    def service(self, code: str) -> tuple[int, ServiceFile]:
        """A service of this terminal and its version. Problem: service.unknown."""
        version = self.offered.versions.get(code)
        if version is None:
            raise Problem("service.unknown")
        return version, self.platform.catalogue.localised(version, self.district)


def signature_of(headers: Mapping[str, str]) -> Signed:
    """What a request says of its signature. Problem: terminal.unsigned."""
    try:
        return read(headers)
    except NotSigned:
        raise Problem("terminal.unsigned") from None


def headers_of(request: Request) -> dict[str, str]:
    """The headers by their names in small letters, of each the first: looked up a dozen times in each call."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(request.scope["headers"])}


async def call_of(request: Request) -> Call:
    """The call, signed by a terminal the platform knows. Problems: `codes.CALL`.

    Its headers stand in the description by `describe_headers_in`: as parameters here each would be looked for,
    validated and passed on, which takes as long as checking the signature.
    """
    platform: Platform = request.app.state.platform
    headers = headers_of(request)
    signed = signature_of(headers)
    terminal = platform.terminals.find(signed.key_id)
    if terminal is None:
        raise Problem("terminal.unknown")
    if terminal.blocked:
        raise Problem("terminal.blocked")
    if not terminal.key:
        raise Problem("terminal.not-enrolled")
    if abs(platform.clock().timestamp() - signed.created) > SKEW.total_seconds():
        raise Problem("terminal.clock")
    path, query = request.scope["raw_path"].decode("latin-1"), request.scope["query_string"].decode("latin-1")
    try:
        check(signed, terminal.key, request.method, path, query, headers, await request.body())
    except WrongSignature:
        raise Problem("terminal.signature") from None
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return Call(
        platform,
        terminal,
        platform.halls[terminal.hall],
        token.strip() if scheme.lower() == "bearer" else "",
        headers.get("idempotency-key", ""),
        request.method,
        path,
    )


_HEADERS = ("signature-input", "signature", "content-digest", "authorization", "idempotency-key")


def describe_headers_in(openapi: dict[str, Any]) -> None:
    """Adds the headers of signed calls to an OpenAPI description: to what may answer that a terminal is unknown."""
    for operations in openapi["paths"].values():
        for operation in operations.values():
            if "terminal.not-enrolled" in json.dumps(operation["responses"].get("403", "")):
                operation.setdefault("parameters", []).extend(_header(name) for name in _HEADERS)


def _header(name: str) -> dict[str, Any]:
    schema = {"type": "string", "default": "", "title": name.title()}
    return {"name": name, "in": "header", "required": False, "schema": schema}


AnyCall = Annotated[Call, Depends(call_of)]
