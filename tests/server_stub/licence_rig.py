"""What tests of e-licences use: licences by kind, uses, the database behind the interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.demo.citizens import person_id
from server_stub.licences.tables import LicenceRow
from tests.server_stub.terminal import Identified, Terminal, right

T = TypeVar("T")


def own(terminal: Terminal, session: Identified) -> dict[str, list[dict[str, Any]]]:
    """Own licences by kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    for licence in terminal.get("/v1/me/licences", session.token):
        found.setdefault(licence["kind"], []).append(licence)
    return found


def materials(terminal: Terminal, session: Identified, service: str, **answers: str) -> dict[str, Any]:
    """The materials of a service by key, as they are for this person."""
    body = {"service": service, "answers": answers}
    asked = right(terminal.call("POST", "/v1/me/materials", body, token=session.token)).json()
    return {material["key"]: material for material in asked}


def uses(terminal: Terminal, session: Identified, query: str = "") -> Any:
    """谁用过我的证照."""
    return terminal.get(f"/v1/me/licence-uses{query}", session.token)


def write(terminal: Terminal, job: Callable[[Session], T]) -> T:
    """Something that no route does."""
    done: T = terminal.app.state.platform.database.write(job)
    return done


def row_of(db: Session, citizen: str, kind: str) -> LicenceRow:
    """The newest licence of that kind that a sample citizen holds or held."""
    held = select(LicenceRow).where(LicenceRow.person_id == person_id(citizen), LicenceRow.kind == kind)
    return db.scalars(held.order_by(LicenceRow.version.desc())).first() or _missing(citizen, kind)


def _missing(citizen: str, kind: str) -> LicenceRow:
    raise LookupError(f"{citizen} has no {kind}")


def expire(terminal: Terminal, citizen: str, kind: str) -> None:
    """It ended yesterday."""

    def job(db: Session) -> None:
        row_of(db, citizen, kind).valid_until = terminal.clock.now.date() - dt.timedelta(days=1)

    write(terminal, job)
