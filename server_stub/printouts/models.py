"""What crosses the interface about paper: how each print ended, and what the person said where the printer couldn't."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from server_stub.halls.models import TerminalId
from server_stub.texts import Line, Wire

PrintoutId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Keyword = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9-]{0,29})?$")]


class Paper(Enum):
    """What was to be printed."""

    PROOF = "proof"
    SLIP = "slip"
    TICKET = "ticket"


class Outcome(Enum):
    """How it ended, by the printer's own word."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Said(Enum):
    """What the person said when the printer could not: it came out, or what they wanted instead."""

    CAME_OUT = "came-out"
    REPRINT = "reprint"
    HELP = "help"
    COUNTER = "counter"


class NewPrintout(Wire):
    """One print. `reference`: the document's number, the case's, or the ticket's serial; `pages` that are out.

    `reprint`: 0 for the first print of this paper, n where it was printed n times before.
    """

    id: PrintoutId
    paper: Paper
    reference: Line = Field(max_length=64)
    device: Line = Field(max_length=40)
    outcome: Outcome
    reason: Keyword = ""
    pages: int = Field(ge=0, le=10_000)
    reprint: int = Field(default=0, ge=0, le=999)
    at: AwareDatetime


class Answer(Wire):
    """The person's answer to "出纸了吗?"."""

    said: Said


class Printout(NewPrintout):
    """A print as the platform keeps it; `said` where a person was asked and has answered."""

    terminal: TerminalId
    said: Said | None
    at: dt.datetime
