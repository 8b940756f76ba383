"""The queue number for somebody who came for an appointment: the one place that knows how the queue gives it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.halls.models import HallBusiness
from server_stub.platform import Call
from server_stub.queue import service as queue
from server_stub.queue.models import QueueNumber


def take_number(
    db: Db, call: Call, business: HallBusiness, now: dt.datetime, *, kind: str, phone: str, appointment_id: str
) -> QueueNumber:
    """A number of the business's own queue and letters. `appointment_id` empty: an ordinary one, for who came late.

    `kind` is how the ticket names it. The queue of today has no priorities yet: the number stands where it was taken.
    """
    return queue.give(db, call, business, now, phone, kind)
