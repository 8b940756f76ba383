"""What comes out on paper, and how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from devices.ports import DeviceStatus


@dataclass(frozen=True)
class Ticket:
    """A queue ticket, for the roll. Texts are as printed; never a name, a number of a person or a reason.

    `ahead` is -1 where nobody knows (a number taken while the line is down): the ticket says so.
    """

    hall: str
    kind: str
    taken_at: dt.datetime
    number: str
    queue: str
    business: str
    place: str
    windows: str
    ahead: int
    wait_from: int
    wait_to: int
    bring: str
    machine_hint: str
    passed_rule: str
    token: str
    closing: str
    help: str
    hotline: str
    serial: str
    terminal: str
    notes: tuple[str, ...] = ()
    reprint: int = 0  # 0: first print; n: "重打 (第 n+1 次)"


@dataclass(frozen=True)
class SlipMaterial:
    """A line of the slip's table of materials."""

    name: str
    due: int
    given: int
    how: str


@dataclass(frozen=True)
class Slip:
    """The receipt of a filed case, for the roll. Personal data is already masked."""

    case_number: str
    query_code: str = field(repr=False)
    applicant: str = field(repr=False)
    document: str = field(repr=False)
    agent: str = field(repr=False)
    service: str
    department: str
    received_by: str
    received_at: dt.datetime
    clock_starts: str
    answer_by: str
    statutory_limit: str
    promised_limit: str
    special_procedure: str
    fee: str
    materials: tuple[SlipMaterial, ...]
    originals: str
    add_later: str
    fingerprint: str
    delivery: str
    query_url: str
    telephone: str
    supervision: str
    notes: tuple[str, ...]
    terminal: str
    serial: str
    reprint: int = 0  # 0: first print; n: "重打 (第 n+1 次)"


@dataclass(frozen=True)
class FinishedPdf:
    """A document finished by the platform: its bytes, unchanged, and how many copies.

    A reprint is counted and told to the platform; on the paper it can't be marked, since the bytes are the issuer's.
    """

    pdf: bytes = field(repr=False)
    copies: int = 1
    title: str = ""
    pages: int = 0  # of one copy; 0 if not known
    number: str = ""  # the document's
    reprint: int = 0


Paper = Ticket | Slip | FinishedPdf


class Reason(Enum):
    """Why paper did not come out."""

    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    JAM = "jam"
    CUTTER = "cutter"
    TONER_EMPTY = "toner-empty"
    OVERHEATED = "overheated"
    OFFLINE = "offline"
    CANCELLED = "cancelled"
    REFUSED = "refused"  # the printer did not take the job
    BROKEN = "broken"  # the printer says that it can't recover
    NOT_A4 = "not-a4"  # the printer can't print A4 at all
    OTHER_PAPER = "other-paper"  # it can, but another size is in its trays
    OTHER = "other"


@dataclass(frozen=True)
class Done:
    """The printer said that all of it is out."""


@dataclass(frozen=True)
class Failed:
    """It certainly did not come out whole."""

    reason: Reason


@dataclass(frozen=True)
class Unknown:
    """The printer did not say. The person is asked."""


Outcome = Done | Failed | Unknown


def count_nothing(what: str, n: int) -> None:
    """For a printer whose work nobody counts."""


def count_outcome(count: Callable[[str, int], None], outcome: Outcome, reprint: int) -> None:
    """Counts how a print ended; one that was cancelled is no failure of the printer."""
    match outcome:
        case Done() if reprint:
            count("reprints", 1)
        case Failed(reason=reason) if reason is not Reason.CANCELLED:
            count("failed", 1)
        case Unknown():
            count("unknown", 1)


class PaperSupply(Enum):
    """What a paper sensor says."""

    OK = "ok"
    LOW = "low"  # near its end: it still prints
    OUT = "out"


@dataclass(frozen=True)
class TicketDetail:
    """All that a ticket printer says of itself, bit by bit; `trouble` is the one thing to do first."""

    paper: PaperSupply = PaperSupply.OK
    offline: bool = False  # it has stopped taking jobs, whatever the cause
    cover_open: bool = False
    cutter_stuck: bool = False
    head_hot: bool = False  # cools down and goes on by itself
    mechanical: bool = False  # a jam, or the black mark not found
    unrecoverable: bool = False  # only switching it off and on may help
    waiting: bool = False  # for DLE ENQ
    feed_button: bool = False
    drawer_pin: bool = False  # level of the drawer connector's pin 3

    @property
    def trouble(self) -> Reason | None:
        """What keeps it from printing, if anything.

        Paper first, then the cover: with no paper the cover is often open too, and paper is what staff must bring.
        """
        ranked = (
            (self.paper is PaperSupply.OUT, Reason.PAPER_OUT),
            (self.cover_open, Reason.COVER_OPEN),
            (self.cutter_stuck, Reason.CUTTER),
            (self.mechanical, Reason.JAM),
            (self.head_hot, Reason.OVERHEATED),
            (self.unrecoverable, Reason.BROKEN),
            (self.waiting or self.offline, Reason.OTHER),
        )
        return next((reason for holds, reason in ranked if holds), None)


@dataclass(frozen=True)
class Supply:
    """Toner or the like; `percent` that is left, -1 where the printer doesn't say; `low` by its own limit or ours."""

    name: str
    percent: int = -1
    low: bool = False


@dataclass(frozen=True)
class A4Detail:
    """What an A4 printer says of itself and of what it can do; None where it doesn't say."""

    trouble: Reason | None = None
    warning: str = ""  # what runs low
    reasons: tuple[str, ...] = ()  # its own keywords (RFC 8011 5.4.12), without their severity
    a4: bool | None = None
    a4_loaded: bool | None = None
    duplex: bool | None = None
    colour: bool | None = None
    media_ready: tuple[str, ...] = ()
    supplies: tuple[Supply, ...] = ()


@dataclass(frozen=True)
class PrintProgress:
    """How far the paper in hand is, where the printer tells: `page` are out of `pages` (0 if not known), all copies."""

    device: str
    page: int
    pages: int


CountUp = Callable[[str, int], None]
"""Takes what a printer has done, from its thread: "pages", "tickets", "cuts", "reprints", "failed", "unknown"."""


class Printer(Protocol):
    """One printer, driven on a thread of its own. All methods may be called from any thread and return at once."""

    @property
    def name(self) -> str:
        """The device's name from the settings."""

    def takes(self, paper: Paper) -> bool:
        """Whether this kind of paper comes out of this printer."""

    def print(self, paper: Paper) -> Future[Outcome]:
        """Prints; the result is decided by the printer's own state, within the driver's deadline.

        A fault such as an empty tray is reported by `status` events while the job waits for its deadline.
        """

    def cancel_all(self) -> None:
        """Cancels what is queued or printing: nothing of a visit is printed after it."""

    def status(self) -> DeviceStatus:
        """The last known status."""

    def detail(self) -> TicketDetail | A4Detail | None:
        """All that it last said of itself; None while it is silent: then nothing is known."""

    def close(self) -> None:
        """Stops the driver; waits for its thread."""
