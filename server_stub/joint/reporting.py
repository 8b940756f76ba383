"""What the supervision platform learns of an application (全量感知), without personal data."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.joint.tables import JointApplication
from server_stub.outbound import service as outbound


def report(db: Db, row: JointApplication, kind: str, now: dt.datetime) -> None:
    """A message of this transaction: where the application and each of its components stand."""
    payload = {
        "application": row.number,
        "event": row.event,
        "lead": row.lead,
        "region": row.region,
        "state": row.state,
        "due_on": str(row.due_on or ""),
        "at": in_hall(now).isoformat(),
        "components": [{"service": c.service, "case": c.case_number, "ended": c.ended} for c in row.components],
    }
    outbound.put(db, "supervision", kind, row.number, payload, now)
