"""Putting messages to other platforms beside what they tell of, and listing what still waits."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.outbound.tables import OutboundRow

HOTLINE = "12345"
RATINGS = "ratings"  # the province's 好差评 platform


def put(db: Db, target: str, kind: str, payload: dict[str, Any], now: dt.datetime) -> OutboundRow:
    """A message for another platform, in the transaction of its fact: there is never one without the other."""
    row = OutboundRow(key=str(uuid.uuid4()), target=target, kind=kind, payload=payload, at=now, next_try_at=now)
    db.add(row)
    db.flush()
    return row


def waiting(db: Db, target: str = "", limit: int = 200) -> list[OutboundRow]:
    """What was not sent yet, oldest first."""
    wanted = select(OutboundRow).where(OutboundRow.sent_at.is_(None)).order_by(OutboundRow.id).limit(limit)
    return list(db.scalars(wanted.where(OutboundRow.target == target) if target else wanted))
