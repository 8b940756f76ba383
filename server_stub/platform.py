"""What every request may use: the database, the clock, and what is configured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.responses import Response

from server_stub.catalogue.catalogue import Catalogue
from server_stub.catalogue.models import ServiceFile
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
from server_stub.working_days import Calendar

if TYPE_CHECKING:
    from server_stub.cases.moves import Follower

T = TypeVar("T")


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
    terminals: Register
    feed: Feed
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
        """A district by its code."""
        return self.configuration.now.districts[region]

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

    @cached_property
    def menu(self) -> Menu:
        """What this terminal offers."""
        return self.platform.configuration.now.menus.get(self.terminal.menu) or Menu()

    @cached_property
    def district(self) -> District:
        """The hall's district."""
        return self.platform.district(self.hall.region)

    def services(self, area: str = "") -> dict[str, ServiceFile]:
        """The hot services of this terminal's menu, or all of one field, in the district's words."""
        offered = self.platform.catalogue.offer(self.terminal.channel, self.terminal.stage).services
        menu = self.menu
        codes = [code for code in menu.hot if code in offered]
        if area:
            codes = [c for c, (_, s) in offered.items() if s.guide.service.field_key == area in menu.fields]
        localised = self.platform.catalogue.localised
        return {c: localised(offered[c][0], self.district) for c in codes if c not in menu.hidden}

    def service(self, code: str) -> tuple[int, ServiceFile]:
        """A service of this terminal and its version. Problem: service.unknown."""
        found = self.platform.catalogue.offer(self.terminal.channel, self.terminal.stage).services.get(code)
        menu = self.menu
        if found is None or code in menu.hidden:
            raise Problem("service.unknown")
        if code not in menu.hot and found[1].guide.service.field_key not in menu.fields:
            raise Problem("service.unknown")
        return found[0], self.platform.catalogue.localised(found[0], self.district)


def signature_of(request: Request) -> Signed:
    """What a request says of its signature. Problem: terminal.unsigned."""
    try:
        return read(request.headers)
    except NotSigned:
        raise Problem("terminal.unsigned") from None


async def call_of(
    request: Request,
    platform: ThePlatform,
    signature_input: Annotated[str, Header()] = "",
    signature: Annotated[str, Header()] = "",
    content_digest: Annotated[str, Header()] = "",
    authorization: Annotated[str, Header()] = "",
    idempotency_key: Annotated[str, Header()] = "",
) -> Call:
    """The call, signed by a terminal the platform knows. Problems: `codes.CALL`."""
    signed = signature_of(request)
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
        check(signed, terminal.key, request.method, path, query, request.headers, await request.body())
    except WrongSignature:
        raise Problem("terminal.signature") from None
    scheme, _, token = authorization.partition(" ")
    return Call(
        platform,
        terminal,
        platform.halls[terminal.hall],
        token.strip() if scheme.lower() == "bearer" else "",
        idempotency_key,
        request.method,
        path,
    )


AnyCall = Annotated[Call, Depends(call_of)]
