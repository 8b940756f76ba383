"""What every request may use: the database, the clock, and the data the platform was started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.responses import Response

from server_stub.catalogue.models import ServiceFile
from server_stub.clock import Clock
from server_stub.database import Database
from server_stub.idempotency import Idempotency
from server_stub.problems import Problem
from server_stub.queue.halls import Hall, Halls, Terminal
from server_stub.working_days import Calendar

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
    calendar: Calendar
    services: dict[str, ServiceFile]
    halls: Halls
    idempotency: Idempotency
    faults: Faults
    demo: bool
    address: str = "https://zwfw.example.invalid"  # what links on papers start with


def platform_of(request: Request) -> Platform:
    """The platform that serves this request."""
    platform: Platform = request.app.state.platform
    return platform


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


def call_of(
    request: Request,
    platform: Annotated[Platform, Depends(platform_of)],
    x_terminal_id: Annotated[str, Header()] = "",
    authorization: Annotated[str, Header()] = "",
    idempotency_key: Annotated[str, Header()] = "",
) -> Call:
    """The call, from a terminal the platform knows. Problem: terminal.unknown."""
    terminal = platform.halls.terminals.get(x_terminal_id)
    if terminal is None:
        raise Problem("terminal.unknown")
    scheme, _, token = authorization.partition(" ")
    return Call(
        platform,
        terminal,
        platform.halls.halls[terminal.hall],
        token.strip() if scheme.lower() == "bearer" else "",
        idempotency_key,
        request.method,
        request.url.path,
    )


AnyCall = Annotated[Call, Depends(call_of)]
