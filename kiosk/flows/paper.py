"""Paper into the person's hand, and the card back: flows that other flows use."""

from __future__ import annotations

import dataclasses

from kiosk import log
from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.platforms.printouts import Printout
from kiosk.rules.cases import SlipData
from kiosk.steps.hall import Doing
from kiosk.steps.paper import DidItComeOut, NoPaper, TakeYourPaper, WithoutPaper
from kiosk.steps.paper import Paper as Slot
from printing.ports import Done, Failed, FinishedPdf, Outcome, Paper, Reason, Slip, SlipMaterial, Ticket

_SLOTS: dict[type[Paper], Slot] = {FinishedPdf: Slot.PROOF, Slip: Slot.SLIP, Ticket: Slot.TICKET}
_FAILURES = {
    Reason.PAPER_OUT: "printer.paper-out",
    Reason.COVER_OPEN: "printer.cover-open",
    Reason.JAM: "printer.jam",
    Reason.CUTTER: "printer.jam",
    Reason.TONER_EMPTY: "printer.toner-empty",
    Reason.OVERHEATED: "printer.hot",
    Reason.OFFLINE: "printer.offline",
    Reason.NOT_A4: "printer.not-a4",
    Reason.OTHER_PAPER: "printer.other-paper",
}
_MOST_REPRINTS = 2
_CAME_OUT = "came-out"
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
    """Prints, and returns only when it is out: the printer said so, or the person did. Failure printer.* otherwise.

    Where the printer could not say, the person is asked; who has no paper may have it printed again, marked 重打.
    """
    for reprints_left in range(_MOST_REPRINTS, -1, -1):
        printout, outcome = await visit.commit(Doing.PRINTING, _print, visit, paper)
        match outcome:
            case Done():
                return
            case Failed(reason=reason):
                raise Failure(failure_code(reason))
        way = await _ask_for_paper(visit, _SLOTS[type(paper)], may_reprint=reprints_left > 0)
        said = way.value if way else _CAME_OUT
        await visit.commit(Doing.PRINTING, visit.desk.printouts.answered, printout, said)
        match way:
            case None:
                return
            case WithoutPaper.REPRINT:
                paper = dataclasses.replace(paper, reprint=paper.reprint + 1)
            case WithoutPaper.HELP:
                raise Failure("printer.unknown", number=_reference(paper))
            case WithoutPaper.COUNTER:
                raise Failure("printer.counter", number=_reference(paper))


async def _print(visit: CitizenVisit, paper: Paper) -> tuple[str, Outcome]:
    """Prints and keeps how it ended, whatever becomes of the visit; the fact's id, and the outcome."""

    def troubled(reason: str) -> None:
        visit.troubled(failure_code(Reason(reason)) if reason else "")

    printed = await visit.desk.papers.print(paper, visit.progress, troubled)
    outcome = printed.outcome
    fact = Printout(
        paper=_SLOTS[type(paper)].value,
        reference=_reference(paper),
        device=printed.device,
        outcome=type(outcome).__name__.lower(),
        reason=outcome.reason.value if isinstance(outcome, Failed) else "",
        pages=printed.pages,
        reprint=paper.reprint,
        at=visit.desk.clock.now(),
    )
    await visit.desk.printouts.printed(fact)
    return fact.id, outcome


async def _ask_for_paper(visit: CitizenVisit, slot: Slot, *, may_reprint: bool) -> WithoutPaper | None:
    """What the person wants instead; None: it came out."""
    if await visit.ask(DidItComeOut(slot)):
        return None
    way: WithoutPaper = await visit.ask(NoPaper(slot, may_reprint))
    return way


def _reference(paper: Paper) -> str:
    """By which the platform knows what was to be printed."""
    match paper:
        case Ticket():
            return paper.serial
        case Slip():
            return paper.case_number
        case FinishedPdf():
            return paper.number


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
