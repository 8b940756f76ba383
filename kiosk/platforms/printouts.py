"""How prints ended, as facts for the platform; they go out by the outbox, since a broken line changes no fact."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Printout:
    """One print. `reference` is the document's or case's number or the ticket's serial; `pages` are out.

    `paper`: proof, slip, ticket; `outcome`: done, failed, unknown; `reason` as in `printing.ports.Reason`, or "".
    """

    paper: str
    reference: str
    device: str
    outcome: str
    reason: str
    pages: int
    reprint: int
    at: dt.datetime
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
