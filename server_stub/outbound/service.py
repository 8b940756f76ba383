"""The outbox table: at least once on the wire with the message's id as its key, in its order for each subject.

A platform that is not connected (no address in the rules) leaves its messages waiting; nothing is lost or made up.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.outbound.tables import OutboundRow
from server_stub.platform import Platform

_log = logging.getLogger(__name__)
_AT_ONCE = 200
_SHORTEST, _LONGEST = 5.0, 3600.0  # seconds until the next try
_LIMITS = (2.0, 5.0)  # connect, read

Post = Callable[[str, Mapping[str, Any], str], str]


def put(db: Db, target: str, kind: str, subject: str, payload: Mapping[str, Any], now: dt.datetime) -> None:
    """Writes a message of this transaction."""
    db.add(
        OutboundRow(
            id=str(uuid.uuid4()),
            target=target,
            kind=kind,
            subject=subject,
            payload=dict(payload),
            created_at=now,
            next_try=now,
        )
    )


def send_waiting(platform: Platform, now: dt.datetime) -> int:
    """Sends what is due; how many arrived. Runs outside of transactions."""
    addresses = platform.rules.outbound
    with platform.database.read() as db:
        rows = _waiting(db, [target for target, url in addresses.items() if url])
    arrived, behind = 0, set[tuple[str, str]]()
    for row in rows:
        if row.next_try > now:
            behind.add((row.target, row.subject))
        if (row.target, row.subject) in behind:
            continue  # one before it has not arrived
        trouble = _post(addresses[row.target], row)
        arrived += not trouble
        if trouble:
            behind.add((row.target, row.subject))
        platform.database.write(_noting(row.place, trouble, now))
    return arrived


def _waiting(db: Db, targets: list[str]) -> list[OutboundRow]:
    waiting = (OutboundRow.sent_at.is_(None), OutboundRow.target.in_(targets))
    return list(db.scalars(select(OutboundRow).where(*waiting).order_by(OutboundRow.place).limit(_AT_ONCE)))


def _noting(place: int, trouble: str, now: dt.datetime) -> Callable[[Db], None]:
    def job(db: Db) -> None:
        row = db.get_one(OutboundRow, place)
        row.attempts += 1
        row.trouble = trouble
        if trouble:
            pause = min(_SHORTEST * 2 ** min(row.attempts - 1, 12), _LONGEST)
            row.next_try = now + dt.timedelta(seconds=pause * random.uniform(0.8, 1.2))
        else:
            row.sent_at = now

    return job


def _post(url: str, row: OutboundRow) -> str:
    """Sends one; "" if it arrived, else why not."""
    import requests  # late: a platform that pushes nothing needs none of it

    body = {
        "id": row.id,
        "kind": row.kind,
        "subject": row.subject,
        "at": in_hall(row.created_at).isoformat(),
        "data": row.payload,
    }
    try:
        answer = requests.post(
            url, json=body, headers={"Idempotency-Key": row.id}, timeout=_LIMITS, allow_redirects=False
        )
    except requests.RequestException as error:
        _log.warning("outbound to %s: %s", row.target, type(error).__name__)
        return type(error).__name__
    return "" if 200 <= answer.status_code < 300 else f"HTTP {answer.status_code}"
