"""What a printer says of itself and of a job, and what that means for paper (RFC 8011 5.3.7, 5.4.11, 5.4.12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TypeVar

from devices.ports import DeviceState, DeviceStatus
from printing.ports import A4Detail, Reason, Supply
from printing.printers.ipp_message import Group, Message, Value
from printing.printers.ipp_supplies import SUPPLY_ATTRIBUTES, supplies

_E = TypeVar("_E", bound=IntEnum)
_MOST_TRAYS = 16
_SUFFIXES = ("-report", "-warning", "-error")

# In this order: of several faults the first is told. Keywords without their severity suffix, since the same fault is
# an error for one printer and a warning for the next.
_FAULTS: Mapping[str, Reason] = {
    "media-jam": Reason.JAM,
    "cover-open": Reason.COVER_OPEN,
    "door-open": Reason.COVER_OPEN,
    "interlock-open": Reason.COVER_OPEN,
    "media-empty": Reason.PAPER_OUT,
    "media-needed": Reason.PAPER_OUT,
    "input-tray-missing": Reason.PAPER_OUT,
    "toner-empty": Reason.TONER_EMPTY,
    "marker-supply-empty": Reason.TONER_EMPTY,
    "developer-empty": Reason.TONER_EMPTY,
    "fuser-over-temp": Reason.OVERHEATED,
    "output-area-full": Reason.OTHER,
    "marker-waste-full": Reason.OTHER,
    "spool-area-full": Reason.OTHER,
    "paused": Reason.OTHER,
    "shutdown": Reason.OFFLINE,
    "timed-out": Reason.OFFLINE,
    "offline": Reason.OFFLINE,
}
STOPPING = frozenset(_FAULTS)
"""Reasons under which no paper comes out, if they are true."""

_TONER_LOW = "toner-low"
_WARNINGS: Mapping[str, str] = {
    "media-low": "paper-low",
    "toner-low": _TONER_LOW,
    "marker-supply-low": _TONER_LOW,
    "developer-low": _TONER_LOW,
    "output-area-almost-full": "output-nearly-full",
    "marker-waste-almost-full": "waste-nearly-full",
}


class PrinterState(IntEnum):
    """printer-state."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class JobState(IntEnum):
    """job-state."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


@dataclass(frozen=True)
class PrinterFacts:
    """A printer's own description. `most_copies` is 1 where it makes none."""

    state: PrinterState | None
    reasons: frozenset[str]
    most_copies: int = 1
    formats: frozenset[str] = frozenset()
    device_uri: str = ""
    media: frozenset[str] = frozenset()
    media_ready: tuple[str, ...] = ()
    sides: frozenset[str] = frozenset()
    colour: bool | None = None
    supplies: tuple[Supply, ...] = ()

    @property
    def fault(self) -> Reason | None:
        """Why no paper comes out at present, if so."""
        for keyword, reason in _FAULTS.items():
            if keyword in self.reasons:
                return reason
        if self.a4 is False:
            return Reason.NOT_A4
        if self.a4_loaded is False:
            return Reason.OTHER_PAPER
        return Reason.OTHER if self.state is PrinterState.STOPPED else None

    def without(self, reasons: frozenset[str]) -> PrinterFacts:
        """The same without reasons that are not believed."""
        return replace(self, reasons=self.reasons - reasons)

    @property
    def warning(self) -> str:
        """What somebody should see to while it still prints, or nothing."""
        told = next((told for keyword, told in _WARNINGS.items() if keyword in self.reasons), "")
        return told or (_TONER_LOW if any(supply.low for supply in self.supplies) else "")

    @property
    def a4(self) -> bool | None:
        """Whether it can print A4; None if it doesn't say."""
        return any(map(_is_a4, self.media)) if self.media else None

    @property
    def a4_loaded(self) -> bool | None:
        """Whether A4 is in one of its trays; None if it doesn't say, as most do whose trays are empty."""
        return any(map(_is_a4, self.media_ready)) if self.media_ready else None

    @property
    def duplex(self) -> bool | None:
        """Whether it prints both sides; None if it doesn't say."""
        return any(one.startswith("two-sided") for one in self.sides) if self.sides else None

    @property
    def takes_pdf(self) -> bool:
        """Whether it prints PDF, or doesn't say what it prints."""
        return not self.formats or bool(self.formats & {"application/pdf", "application/octet-stream"})


PRINTER_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "copies-supported",
    "document-format-supported",
    "device-uri",
    "media-supported",
    "media-ready",
    "sides-supported",
    "color-supported",
    *SUPPLY_ATTRIBUTES,
)


def printer_facts(message: Message) -> PrinterFacts:
    """The facts of an answer to Get-Printer-Attributes; what is missing or of another kind counts as not said."""
    values = next(iter(message.of(Group.PRINTER)), {})
    reasons = (_plain(one) for one in _texts(values, "printer-state-reasons"))
    copies = next((one[1] for one in values.get("copies-supported", ()) if isinstance(one, tuple)), 1)
    return PrinterFacts(
        state=_member(PrinterState, _number(values, "printer-state")),
        reasons=frozenset(reasons) - {"none"},
        most_copies=max(1, copies),
        formats=frozenset(one.lower() for one in _texts(values, "document-format-supported")),
        device_uri=next(iter(_texts(values, "device-uri")), ""),
        media=frozenset(_texts(values, "media-supported")),
        media_ready=_texts(values, "media-ready")[:_MOST_TRAYS],
        sides=frozenset(_texts(values, "sides-supported")),
        colour=next((one for one in values.get("color-supported", ()) if isinstance(one, bool)), None),
        supplies=supplies(values),
    )


@dataclass(frozen=True)
class JobFacts:
    """What a printer says of a job; `pages` that are out (0 if it doesn't say)."""

    id: int
    state: JobState | None
    reasons: frozenset[str] = frozenset()
    name: str = ""
    pages: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing of it comes out any more."""
        return self.state in (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)

    @property
    def stopped(self) -> bool:
        """Whether the printer says that it can't go on with it."""
        return self.state is JobState.STOPPED or "printer-stopped" in self.reasons

    @property
    def stopping(self) -> bool:
        """Whether the printer has taken the cancellation and stops at the next point where it can."""
        return "processing-to-stop-point" in self.reasons and self.state is not JobState.COMPLETED


JOB_ATTRIBUTES = (
    "job-id",
    "job-state",
    "job-state-reasons",
    "job-name",
    "job-impressions-completed",
)


def job_facts(message: Message) -> list[JobFacts]:
    """The jobs of an answer; those without a usable number are left out."""
    jobs = []
    for values in message.of(Group.JOB):
        number = _number(values, "job-id")
        if number is None or number < 1:
            continue
        jobs.append(
            JobFacts(
                id=number,
                state=_member(JobState, _number(values, "job-state")),
                reasons=frozenset(_texts(values, "job-state-reasons")),
                name=next(iter(_texts(values, "job-name")), ""),
                pages=max(0, _number(values, "job-impressions-completed") or 0),
            )
        )
    return jobs


def device_status(device: str, facts: PrinterFacts | None, *, busy: bool) -> DeviceStatus:
    """The two-level status; `facts` None if the printer didn't answer."""
    if facts is None:
        return DeviceStatus(device, DeviceState.ABSENT, Reason.OFFLINE.value)
    if facts.fault is not None:
        return DeviceStatus(device, DeviceState.FAULT, facts.fault.value)
    if busy:
        return DeviceStatus(device, DeviceState.BUSY, facts.warning)
    return DeviceStatus(device, DeviceState.ATTENTION if facts.warning else DeviceState.READY, facts.warning)


def detail(facts: PrinterFacts) -> A4Detail:
    """All of it, for staff."""
    return A4Detail(
        trouble=facts.fault,
        warning=facts.warning,
        reasons=tuple(sorted(facts.reasons)),
        a4=facts.a4,
        a4_loaded=facts.a4_loaded,
        duplex=facts.duplex,
        colour=facts.colour,
        media_ready=facts.media_ready,
        supplies=facts.supplies,
    )


def _is_a4(medium: str) -> bool:
    """PWG 5101.1 names begin "iso_a4_"; old printers say "a4" or "iso-a4"."""
    plain = medium.lower().replace("-", "_")
    return plain == "a4" or plain.startswith(("iso_a4", "a4_"))


def _plain(reason: str) -> str:
    for suffix in _SUFFIXES:
        if reason.endswith(suffix):
            return reason.removesuffix(suffix)
    return reason


def _texts(values: Mapping[str, tuple[Value, ...]], name: str) -> tuple[str, ...]:
    return tuple(one for one in values.get(name, ()) if isinstance(one, str))


def _number(values: Mapping[str, tuple[Value, ...]], name: str) -> int | None:
    return next((one for one in values.get(name, ()) if isinstance(one, int) and not isinstance(one, bool)), None)


def _member(kind: type[_E], number: int | None) -> _E | None:
    return next((one for one in kind if one == number), None)
