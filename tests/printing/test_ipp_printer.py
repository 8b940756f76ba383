"""Paper comes out, or the person is told why not, and nothing comes out later for somebody else.

Against CUPS' own ippeveprinter, directly and behind a CUPS queue.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Iterator

import pytest

from devices.emulators.a4_programs import free_port
from devices.ports import DeviceState, DeviceStatus
from printing.documents.proofs import render_proof
from printing.ports import Done, Failed, FinishedPdf, PrintProgress, Reason, Unknown
from printing.printers.ipp import IppPrinter
from printing.printers.ipp_job import new_job
from printing.printers.ipp_link import Link, new_session
from printing.printers.ipp_message import Attribute, Kind, Operation
from tests.printing.a4_rig import QUICK, A4Rig, a4_printer, driver
from tests.printing.papers import SLIP
from tests.printing.proof_data import proof

ONE_PAGE = render_proof(proof(2))
TWO_PAGES = render_proof(proof(16))
PATIENT = dataclasses.replace(QUICK, grace=15.0, stall=15.0)


@pytest.fixture(scope="module")
def running() -> Iterator[A4Rig]:
    with a4_printer("--cups", "0") as rig:
        yield rig


@pytest.fixture
def rig(running: A4Rig) -> A4Rig:
    running.control.send("clear")
    return running


@pytest.fixture(params=["printer", "queue"])
def address(request: pytest.FixtureRequest, rig: A4Rig) -> str:
    return rig.uri if request.param == "printer" else rig.queue_uri


def _state(state: DeviceState, detail: str = "") -> DeviceStatus:
    return DeviceStatus("a4", state, detail)


def _print_again(rig: A4Rig, printer: IppPrinter) -> None:
    """A document after trouble is printed, and of all before it nothing more."""
    rig.idle()
    before = rig.count("printed")
    assert printer.print(FinishedPdf(ONE_PAGE)).result(20) == Done()
    assert rig.count("printed") == before + 1


def test_the_bytes_of_the_platform_are_on_paper_in_the_wanted_copies(rig: A4Rig) -> None:
    with driver(rig.uri) as (printer, heard):
        before = rig.count("printed")
        assert printer.print(FinishedPdf(TWO_PAGES, copies=2, pages=2)).result(20) == Done()
        heard.status(printer, DeviceState.READY)
        job = rig.jobs()[-1]
        assert rig.count("printed") == before + 1
    assert (rig.out / job["file"]).read_bytes() == TWO_PAGES
    assert (job["copies"], job["sheets_out"], job["media"]) == (2, 4, "iso_a4_210x297mm")


def test_the_document_is_at_the_printer_at_once(rig: A4Rig) -> None:
    with driver(rig.uri) as (printer, _):
        took = []
        for _ in range(3):
            pressed = time.monotonic_ns()
            assert printer.print(FinishedPdf(TWO_PAGES)).result(20) == Done()
            took.append(rig.control.send("state")["last_complete_ns"] - pressed)
    assert min(took) < 100e6


def test_each_page_is_told_while_it_prints(rig: A4Rig, address: str) -> None:
    rig.control.send("fault", kind="slow", ms=150)
    with driver(address) as (printer, heard):
        outcome = printer.print(FinishedPdf(TWO_PAGES, copies=2, pages=2))
        pages = [heard.until(lambda event: isinstance(event, PrintProgress)) for _ in range(3)]
        assert outcome.result(20) == Done()
    assert pages == [PrintProgress("a4", page, 4) for page in (1, 2, 3)]


def test_a_queue_prints_too(rig: A4Rig) -> None:
    with driver(rig.queue_uri) as (printer, _):
        _print_again(rig, printer)


FAULTS = [
    ("paper", {"state": "out"}, Reason.PAPER_OUT),
    ("jam", {}, Reason.JAM),
    ("cover", {}, Reason.COVER_OPEN),
    ("toner", {"state": "empty"}, Reason.TONER_EMPTY),
]


@pytest.mark.parametrize(("command", "arguments", "reason"), FAULTS)
def test_a_fault_is_told_before_anybody_prints(
    rig: A4Rig, command: str, arguments: dict[str, str], reason: Reason
) -> None:
    with driver(rig.uri) as (printer, heard):
        rig.control.send(command, **arguments)
        heard.status(printer, DeviceState.FAULT, reason.value)
        assert printer.status() == _state(DeviceState.FAULT, reason.value)
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)


@pytest.mark.parametrize(("command", "arguments", "reason"), FAULTS)
def test_a_fault_that_stands_gives_the_job_up_for_good(
    rig: A4Rig, address: str, command: str, arguments: dict[str, str], reason: Reason
) -> None:
    rig.control.send(command, **arguments)
    with driver(address) as (printer, heard):
        printed = rig.count("printed")
        assert printer.print(FinishedPdf(TWO_PAGES)).result(20) == Failed(reason)
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)
        _print_again(rig, printer)
        assert rig.count("printed") == printed + 1


@pytest.mark.parametrize(("command", "detail"), [("paper", "paper-low"), ("toner", "toner-low")])
def test_what_runs_low_is_told_to_staff_while_it_still_prints(rig: A4Rig, command: str, detail: str) -> None:
    with driver(rig.uri) as (printer, heard):
        rig.control.send(command, state="low")
        heard.status(printer, DeviceState.ATTENTION, detail)
        assert printer.print(FinishedPdf(ONE_PAGE)).result(20) == Done()
        rig.control.send(command, state="ok")
        heard.status(printer, DeviceState.READY)


def test_another_size_in_the_trays_is_told_at_the_start(rig: A4Rig) -> None:
    rig.control.send("media", size="letter")
    with driver(rig.uri) as (printer, heard):
        assert printer.status() == _state(DeviceState.FAULT, "other-paper")
        rig.control.send("media", size="a4")
        heard.status(printer, DeviceState.READY)


def test_what_the_printer_can_do_was_asked_at_the_start(rig: A4Rig, address: str) -> None:
    with driver(address) as (printer, _):
        detail = printer.detail()
    assert detail is not None
    assert (detail.a4, detail.a4_loaded, detail.trouble) == (True, True, None)
    assert isinstance(detail.duplex, bool)
    assert isinstance(detail.colour, bool)


def test_a_jam_that_is_only_said_stops_nothing(rig: A4Rig, address: str) -> None:
    rig.control.send("stale", kind="jam")
    rig.control.send("fault", kind="slow", ms=150)
    with driver(address, dataclasses.replace(QUICK, stall=15.0)) as (printer, heard):
        heard.status(printer, DeviceState.FAULT, "jam")
        assert printer.print(FinishedPdf(TWO_PAGES, copies=2, pages=2)).result(20) == Done()
        heard.status(printer, DeviceState.READY)
        rig.idle()


def test_paper_that_ends_in_the_middle_is_told_and_the_rest_never_comes(rig: A4Rig, address: str) -> None:
    rig.control.send("fault", kind="out-mid-job")
    with driver(address) as (printer, heard):
        cancelled = rig.count("cancelled")
        assert printer.print(FinishedPdf(TWO_PAGES)).result(20) == Failed(Reason.PAPER_OUT)
        rig.wait("cancelled", cancelled)
        assert rig.jobs()[-1]["sheets_out"] == 1
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)
        _print_again(rig, printer)


def test_paper_that_is_refilled_in_time_prints_on(rig: A4Rig) -> None:
    rig.control.send("fault", kind="out-mid-job")
    with driver(rig.uri, PATIENT) as (printer, heard):
        outcome = printer.print(FinishedPdf(TWO_PAGES))
        heard.status(printer, DeviceState.FAULT, "paper-out")
        rig.control.send("paper", state="ok")
        assert outcome.result(20) == Done()


def test_a_printer_that_loses_its_power_leaves_it_open_whether_paper_came(rig: A4Rig, address: str) -> None:
    rig.control.send("fault", kind="die")
    with driver(address) as (printer, heard):
        assert printer.print(FinishedPdf(TWO_PAGES)).result(20) == Unknown()
        heard.status(printer, DeviceState.ABSENT, "offline")
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)
        _print_again(rig, printer)


def test_a_printer_that_wakes_up_does_not_print_on_for_the_next_person(rig: A4Rig, address: str) -> None:
    rig.control.send("fault", kind="hang", ms=400)
    with driver(address) as (printer, heard):
        cancelled = rig.count("cancelled")
        assert printer.print(FinishedPdf(TWO_PAGES)).result(30) == Unknown()
        rig.control.send("resume")
        heard.status(printer, DeviceState.READY)
        rig.wait("cancelled", cancelled)
        rig.control.send("clear")
        _print_again(rig, printer)


def test_what_a_visit_leaves_behind_is_not_printed(rig: A4Rig, address: str) -> None:
    rig.control.send("fault", kind="slow", ms=300)
    with driver(address) as (printer, _):
        received, cancelled = rig.count("receiving"), rig.count("cancelled")
        outcomes = [printer.print(FinishedPdf(TWO_PAGES)) for _ in range(3)]
        rig.wait("receiving", received)
        printer.cancel_all()
        assert [outcome.result(20) for outcome in outcomes] == [Failed(Reason.CANCELLED)] * 3
        rig.wait("cancelled", cancelled)
        rig.control.send("clear")
        _print_again(rig, printer)
        assert rig.count("receiving") == received + 2


def test_a_printer_that_is_switched_off_under_a_job_prints_nothing_when_it_is_back(rig: A4Rig, address: str) -> None:
    rig.control.send("fault", kind="slow", ms=300)
    with driver(address) as (printer, heard):
        received, printed = rig.count("receiving"), rig.count("printed")
        outcome = printer.print(FinishedPdf(TWO_PAGES))
        rig.wait("receiving", received)
        rig.control.send("off")
        assert outcome.result(30) == Unknown()
        heard.status(printer, DeviceState.ABSENT, "offline")
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)
        assert rig.count("printed") == printed
        _print_again(rig, printer)


def test_what_a_terminal_printed_when_it_was_ended_is_not_its_next_visitors(rig: A4Rig, address: str) -> None:
    rig.control.send("jam")
    rig.idle()
    received, printed, cancelled = rig.count("receiving"), rig.count("printed"), rig.count("cancelled")
    _leave_behind(address, "JA-ZZ-03")
    rig.wait("receiving", received)
    with driver(address, owner="JA-ZZ-03") as (printer, heard):
        rig.wait("cancelled", cancelled)
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)
        _print_again(rig, printer)
    assert rig.count("printed") == printed + 1


def _leave_behind(address: str, owner: str) -> None:
    """A job that was handed over, and nobody is there any more who knows of it: the terminal was killed."""

    async def hand_over() -> None:
        async with new_session() as session:
            about = [Attribute(Kind.NAME, "job-name", (new_job(owner).name,))]
            assert (await Link(address, 5.0, session).ask(Operation.PRINT_JOB, about, document=ONE_PAGE)).ok

    asyncio.run(hand_over())


def test_a_document_that_nobody_waits_for_is_not_sent(rig: A4Rig) -> None:
    rig.control.send("fault", kind="slow", ms=200)
    with driver(rig.uri) as (printer, _):
        received = rig.count("receiving")
        first, second = printer.print(FinishedPdf(ONE_PAGE)), printer.print(FinishedPdf(ONE_PAGE))
        assert second.cancel()
        assert first.result(20) == Done()
        _print_again(rig, printer)
        assert rig.count("receiving") == received + 2


def test_closing_gives_the_job_up(rig: A4Rig) -> None:
    rig.control.send("fault", kind="slow", ms=300)
    cancelled = rig.count("cancelled")
    with driver(rig.uri) as (printer, _):
        received = rig.count("receiving")
        outcome = printer.print(FinishedPdf(TWO_PAGES))
        rig.wait("receiving", received)
    assert outcome.result(0) == Failed(Reason.CANCELLED)
    assert printer.print(FinishedPdf(ONE_PAGE)).result(0) == Failed(Reason.CANCELLED)
    rig.wait("cancelled", cancelled)


def test_yesterdays_jam_of_a_queue_does_not_count(rig: A4Rig) -> None:
    """CUPS keeps `media-jam-warning` of a cancelled job while the printer behind it is well."""
    rig.control.send("jam")
    with driver(rig.queue_uri) as (printer, heard):
        assert printer.print(FinishedPdf(ONE_PAGE)).result(20) == Failed(Reason.JAM)
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)
        _print_again(rig, printer)


def test_no_printer_is_told_at_once() -> None:
    with driver(f"ipp://localhost:{free_port()}/ipp/print") as (printer, _):
        assert printer.status() == _state(DeviceState.ABSENT, "offline")
        assert printer.print(FinishedPdf(ONE_PAGE)).result(20) == Failed(Reason.OFFLINE)


def test_a_printer_that_is_switched_on_later_is_used(rig: A4Rig) -> None:
    rig.control.send("fault", kind="die")
    with driver(rig.uri) as (printer, heard):
        printer.print(FinishedPdf(TWO_PAGES)).result(20)
        assert printer.print(FinishedPdf(ONE_PAGE)).result(20) == Failed(Reason.OFFLINE)
        rig.control.send("clear")
        heard.status(printer, DeviceState.READY)
        _print_again(rig, printer)


def test_a_status_is_told_only_when_it_changes(rig: A4Rig) -> None:
    with driver(rig.uri) as (printer, heard):
        printer.print(FinishedPdf(ONE_PAGE)).result(20)
        rig.control.send("jam")
        heard.status(printer, DeviceState.FAULT, "jam")
        statuses = [event for event in heard.events if isinstance(event, DeviceStatus)]
    assert all(one != next_one for one, next_one in zip(statuses, statuses[1:], strict=False))


def test_wrong_use_is_refused(rig: A4Rig) -> None:
    with pytest.raises(ValueError, match="IPP address"):
        IppPrinter("a4", "http://localhost", lambda _: None)
    with driver(rig.uri) as (printer, _), pytest.raises(ValueError, match="one copy"):
        printer.print(FinishedPdf(ONE_PAGE, copies=0))


def test_receipts_go_elsewhere(rig: A4Rig) -> None:
    with driver(rig.uri) as (printer, _):
        assert printer.takes(FinishedPdf(ONE_PAGE))
        assert not printer.takes(SLIP)
