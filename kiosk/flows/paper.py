"""Paper into the person's hand, and the card back: flows that other flows use."""

from __future__ import annotations

import dataclasses

from kiosk import log
from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.rules.cases import SlipData
from kiosk.steps.hall import Doing
from kiosk.steps.paper import DidItComeOut, TakeYourPaper
from kiosk.steps.paper import Paper as Slot
from printing.ports import Done, Failed, FinishedPdf, Paper, Reason, Slip, SlipMaterial, Ticket, Unknown

_SLOTS: dict[type[Paper], Slot] = {FinishedPdf: Slot.PROOF, Slip: Slot.SLIP, Ticket: Slot.TICKET}
_FAILURES = {
    Reason.PAPER_OUT: "printer.paper-out",
    Reason.COVER_OPEN: "printer.cover-open",
    Reason.JAM: "printer.jam",
    Reason.CUTTER: "printer.jam",
    Reason.TONER_EMPTY: "printer.toner-empty",
    Reason.OFFLINE: "printer.offline",
}
_REMIND_AFTER = 10.0  # seconds the card may lie there before the alarm
_ALARM_SECONDS = 60.0  # then quiet; the log tells staff


def failure_code(reason: Reason) -> str:
    """The failure a person reads for a printer's reason."""
    return _FAILURES.get(reason, "printer.failed")


def slip_of(data: SlipData, terminal: str, reprint: int = 0) -> Slip:
    """The slip of a case, printed at this terminal."""
    fields = {name: getattr(data, name) for name in data.__dataclass_fields__ if name != "materials"}
    materials = tuple(SlipMaterial(m.name, m.due, m.given, m.how) for m in data.materials)
    return Slip(**fields, materials=materials, terminal=terminal, serial=data.case_number[-7:], reprint=reprint)


async def print_paper(visit: CitizenVisit, paper: Paper) -> None:
    """Prints, and returns only when it is out: the printer said so, or the person did. Failure printer.* otherwise."""

    def troubled(reason: str) -> None:
        visit.troubled(failure_code(Reason(reason)) if reason else "")

    outcome = await visit.commit(Doing.PRINTING, visit.desk.papers.print, paper, visit.progress, troubled)
    match outcome:
        case Done():
            return
        case Failed(reason=reason):
            raise Failure(failure_code(reason))
        case Unknown():
            if not await visit.ask(DidItComeOut(_SLOTS[type(paper)])):
                raise Failure("printer.unknown")


async def take_it(visit: CitizenVisit, page: TakeYourPaper) -> None:
    """请取走您的证明和证件: until the card is lifted, with an alarm when it is not."""
    cards = visit.desk.cards
    for alarm, seconds in ((False, _REMIND_AFTER), (True, _ALARM_SECONDS)):
        if cards.occupied:
            lying = dataclasses.replace(page, card_there=True, alarm=alarm)
            await visit.tell(lying, until=cards.lifted(), linger=seconds)
    await visit.tell(page)


async def see_card_off(visit: CitizenVisit) -> None:
    """After a visit that ended with a card on the reader: ask for it, loudly for 60 s, then quietly."""
    cards = visit.desk.cards
    if cards.occupied:
        page = TakeYourPaper(Slot.NOTHING, card_there=True, alarm=True)
        if not await visit.tell(page, until=cards.lifted(), linger=_ALARM_SECONDS):
            log.write(log.CardLeft())
