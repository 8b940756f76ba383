"""Nothing of a visit is printed after it, whatever the printer went through: against CUPS' own printer and queue."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator

import pytest

from kiosk.adapters import DeskPapers, Statuses
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.paper import print_paper
from kiosk.steps.hall import Trouble
from kiosk.steps.paper import DidItComeOut, NoPaper
from kiosk.visit import End, Patience
from printing.documents.proofs import render_proof
from printing.ports import Done, FinishedPdf
from printing.printers.ipp import IppPrinter
from printing.worker import NotRenderable
from tests.kiosk.recorders import Script, rig
from tests.printing.a4_rig import QUICK, A4Rig, a4_printer, driver
from tests.printing.proof_data import proof

TWO_PAGES = render_proof(proof(16))
NO_PAPER: Script = [(DidItComeOut, False), (NoPaper, "help"), (Trouble, None)]


@pytest.fixture(scope="module")
def running() -> Iterator[A4Rig]:
    with a4_printer("--cups", "0") as a4:
        yield a4


@pytest.fixture(params=["printer", "queue"])
def address(request: pytest.FixtureRequest, running: A4Rig) -> str:
    running.control.send("clear")
    return running.uri if request.param == "printer" else running.queue_uri


def _visit(printer: IppPrinter, script: Script) -> CitizenVisit:
    visit, *_ = rig(script, {})
    papers = DeskPapers([(printer, (FinishedPdf,))], lambda _: None, NotRenderable, Statuses())  # type: ignore[arg-type, return-value]
    visit.desk = dataclasses.replace(visit.desk, papers=papers)
    visit.patience = Patience(closing=0.2)
    return visit


async def _prints(visit: CitizenVisit) -> None:
    await print_paper(visit, FinishedPdf(TWO_PAGES))


def _only_the_next_persons_paper_comes(a4: A4Rig, printer: IppPrinter, printed: int) -> None:
    """Paper comes in order: what was left behind would be there before it."""
    a4.control.send("clear")
    a4.idle()
    assert printer.print(FinishedPdf(TWO_PAGES)).result(30) == Done()
    assert a4.count("printed") == printed + 1


def test_a_printer_that_was_off_during_the_visit_prints_nothing_when_it_is_back(running: A4Rig, address: str) -> None:
    with driver(address) as (printer, _):
        printed = running.count("printed")
        running.control.send("off")
        visit = _visit(printer, [(Trouble, None)])
        assert asyncio.run(visit.run(_prints)) is End.DONE
        _only_the_next_persons_paper_comes(running, printer, printed)


def test_a_printer_that_went_off_under_the_job_prints_nothing_when_it_is_back(running: A4Rig, address: str) -> None:
    running.control.send("fault", kind="die")
    with driver(address) as (printer, _):
        printed = running.count("printed")
        visit = _visit(printer, NO_PAPER)
        assert asyncio.run(visit.run(_prints)) is End.DONE
        _only_the_next_persons_paper_comes(running, printer, printed)


def test_what_prints_while_the_program_ends_is_cancelled_with_the_wipe(running: A4Rig, address: str) -> None:
    running.control.send("jam")
    patient = 60.0  # the printer's own patience is longer than the program's

    async def closes(visit: CitizenVisit, received: int) -> None:
        running_visit = asyncio.create_task(visit.run(_prints))
        await asyncio.to_thread(running.wait, "receiving", received)
        running_visit.cancel()
        await asyncio.wait([running_visit])

    with driver(address, dataclasses.replace(QUICK, grace=patient, stall=patient)) as (printer, _):
        printed, received, cancelled = (running.count(what) for what in ("printed", "receiving", "cancelled"))
        asyncio.run(closes(_visit(printer, []), received))
        running.wait("cancelled", cancelled)
        _only_the_next_persons_paper_comes(running, printer, printed)
