"""The driver against the emulated printer, over TCP and over a serial line."""

from __future__ import annotations

import dataclasses
import gc
import queue
import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from devices.backoff import BackOffPolicy
from devices.ports import DeviceState, DeviceStatus
from printing.documents.layout import ROLL_58, ROLL_80, Line
from printing.documents.slip import slip_receipt
from printing.documents.ticket import ticket_receipt
from printing.ports import Done, Failed, FinishedPdf, Outcome, PaperSupply, Reason, TicketDetail, Unknown
from printing.printers import escpos_raster
from printing.printers.escpos import DEADLINES, Deadlines, Profile, TicketPrinter, link_for, profile_for, warm_up
from printing.printers.escpos_job import job
from printing.printers.escpos_text import Rom
from tests.devices.ticket_rig import TicketRig, ink, qr_texts, ticket_printer
from tests.printing.papers import SLIP, TICKET

QUICK = Deadlines(
    connect=1.0,
    reply=0.4,
    late=0.5,
    send=2.0,
    silence=0.6,
    finish=2.0,
    rest=0.2,
    trouble=0.05,
    back_off=BackOffPolicy(0.05, most=0.2),
)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    warm_up()


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TicketRig]:
    with ticket_printer(tmp_path) as running:
        yield running


class Driver:
    """A driver under test and what it told."""

    def __init__(self, uri: str, deadlines: Deadlines = QUICK, clock: Callable[[], float] = time.monotonic) -> None:
        self.told: queue.Queue[DeviceStatus] = queue.Queue()
        self.printer = TicketPrinter(
            "ticket", link_for(uri), self.told.put, clock, deadlines=deadlines, profile=profile_for(uri)
        )

    def outcome(self, paper: object = TICKET) -> Outcome:
        return self.printer.print(paper).result(20)  # type: ignore[arg-type]

    def until(self, state: DeviceState, detail: str = "") -> list[DeviceStatus]:
        """Waits for a status; all that were told up to it."""
        seen: list[DeviceStatus] = []
        while not seen or (seen[-1].state, seen[-1].detail) != (state, detail):
            seen.append(self.told.get(timeout=10))
        return seen


@contextmanager
def driver(uri: str, deadlines: Deadlines = QUICK, clock: Callable[[], float] = time.monotonic) -> Iterator[Driver]:
    under_test = Driver(uri, deadlines, clock)
    try:
        yield under_test
    finally:
        under_test.printer.close()


@pytest.fixture
def tcp(rig: TicketRig) -> Iterator[Driver]:
    with driver(rig.tcp) as under_test:
        yield under_test


def at_rest(rig: TicketRig, under_test: Driver) -> None:
    """The driver has begun, and nothing of its beginning is still in the printer."""
    under_test.until(DeviceState.READY)
    rig.control.send("wait", event="watched")


def same(left: Image.Image, right: Image.Image) -> bool:
    return left.size == right.size and ImageChops.difference(left, right).getbbox() is None


@pytest.mark.parametrize("line", ["tcp", "serial"])
def test_a_ticket_and_a_slip_come_out_and_their_codes_can_be_scanned(rig: TicketRig, line: str) -> None:
    with driver(rig.tcp if line == "tcp" else f"escpos+serial:{rig.serial}") as under_test:
        assert under_test.outcome(TICKET) == Done()
        assert under_test.outcome(SLIP) == Done()
    ticket, slip = rig.printed(after=1)
    assert ticket.width == slip.width == 576
    assert qr_texts(ticket) == [TICKET.token]
    assert qr_texts(slip) == [SLIP.query_url]


def test_a_rare_name_comes_out_as_a_character_and_not_as_a_box(rig: TicketRig, tcp: Driver) -> None:
    rows: list[Image.Image] = []
    for name in ("䶮", "㛃", "𬱖", "\ue000"):  # the last one no font has
        assert tcp.outcome(dataclasses.replace(SLIP, applicant=f"{name}*")) == Done()
        picture = rig.printed(after=len(rows))[-1]
        top = 48 + 56 + 4 + 32 + 12 + 6 + 2 * 32  # the row of the applicant
        rows.append(picture.crop((120, top, 144, top + 32)))
    assert all(not same(row, rows[-1]) for row in rows[:-1])
    for name, row in zip("䶮㛃𬱖", rows, strict=False):
        assert same(ink(row), ink(escpos_raster.draw(Line(name))))


def test_the_outcome_waits_for_the_paper_and_not_only_for_the_bytes(tmp_path: Path) -> None:
    with ticket_printer(tmp_path, "--speed", "300") as slow, driver(slow.tcp) as under_test:
        assert under_test.outcome() == Done()
        assert slow.count() == 1


def test_a_printer_without_answers_in_order_is_given_the_time_it_takes(tmp_path: Path) -> None:
    with ticket_printer(tmp_path, "--no-gs-r", "--speed", "1500") as old:
        patient = dataclasses.replace(QUICK, reply=8.0, late=8.0, silence=20.0)
        with driver(old.tcp, patient, clock=lambda: 20 * time.monotonic()) as under_test:
            assert under_test.outcome() == Done()
            assert under_test.outcome() == Done()
        assert old.count() == 2


def test_the_first_byte_is_at_the_printer_within_50_ms(rig: TicketRig, tcp: Driver) -> None:
    tcp.until(DeviceState.READY)
    waits = []
    for _ in range(5):
        began = time.monotonic_ns()
        assert tcp.outcome() == Done()
        waits.append(rig.control.send("state")["first_byte_ns"] - began)
    assert min(waits) < 50_000_000


def test_no_paper_is_said_at_once_and_nothing_is_sent(rig: TicketRig, tcp: Driver) -> None:
    at_rest(rig, tcp)
    rig.control.send("paper", state="out")
    assert tcp.outcome() == Failed(Reason.PAPER_OUT)
    assert rig.control.send("state")["job_bytes"] == 0
    assert tcp.printer.status() == DeviceStatus("ticket", DeviceState.FAULT, "paper-out")


@pytest.mark.parametrize("when", [{"lines": 5}, {"bytes": 1500}])
def test_paper_that_ends_in_the_middle_is_no_ticket_and_leaves_nothing_behind(
    rig: TicketRig, tcp: Driver, when: dict[str, int]
) -> None:
    assert tcp.outcome(SLIP) == Done()
    rig.control.send("paper_out_after", **when)
    assert tcp.outcome(TICKET) == Failed(Reason.PAPER_OUT)
    rig.control.send("paper", state="ok")
    tcp.until(DeviceState.FAULT, "paper-out")
    tcp.until(DeviceState.READY)
    assert tcp.outcome(SLIP) == Done()
    first, second = rig.printed(after=1)
    assert same(first, second)


def test_paper_that_ends_with_the_cut_is_not_called_printed(rig: TicketRig, tcp: Driver) -> None:
    at_rest(rig, tcp)
    rig.control.send("paper_out_after", bytes=len(job(ticket_receipt(TICKET)).data))
    assert tcp.outcome() == Failed(Reason.PAPER_OUT)
    assert rig.count() == 1


def test_an_open_cover_is_named(rig: TicketRig, tcp: Driver) -> None:
    rig.control.send("cover", open=True)
    assert tcp.outcome() == Failed(Reason.COVER_OPEN)
    rig.control.send("cover", open=False)
    tcp.until(DeviceState.FAULT, "cover-open")
    tcp.until(DeviceState.READY)
    assert tcp.outcome() == Done()


def test_a_jammed_blade_is_named_and_tried_again_when_it_is_free(rig: TicketRig, tcp: Driver) -> None:
    rig.control.send("fault", kind="cutter")
    assert tcp.outcome(SLIP) == Failed(Reason.CUTTER)
    assert tcp.outcome(SLIP) == Failed(Reason.CUTTER)
    rig.control.send("fault", kind="none")
    tcp.until(DeviceState.FAULT, "cutter")
    tcp.until(DeviceState.READY)
    assert tcp.outcome(TICKET) == Done()
    assert qr_texts(rig.printed()[-1])[-1:] == [TICKET.token]


@pytest.mark.parametrize("prints", [True, False])
def test_silence_after_the_bytes_is_unknown(rig: TicketRig, tcp: Driver, prints: bool) -> None:
    tcp.until(DeviceState.READY)
    rig.control.send("fault", kind="silent", after_bytes=800, prints=prints)
    assert tcp.outcome() == Unknown()
    assert tcp.printer.status().state is DeviceState.ABSENT


def test_silence_before_the_first_byte_is_offline_and_costs_no_paper(rig: TicketRig, tcp: Driver) -> None:
    at_rest(rig, tcp)
    rig.control.send("fault", kind="silent")
    assert tcp.outcome() == Failed(Reason.OFFLINE)
    assert rig.control.send("state")["job_bytes"] == 0


def test_a_connection_that_breaks_in_the_middle_is_unknown_and_the_next_ticket_is_clean(
    rig: TicketRig, tcp: Driver
) -> None:
    assert tcp.outcome() == Done()
    rig.control.send("fault", kind="reset", after_bytes=700)
    assert tcp.outcome(SLIP) == Unknown()
    assert tcp.outcome() == Done()
    pictures = rig.printed(after=1)
    assert same(pictures[0], pictures[-1])


def test_a_connection_that_died_at_rest_is_opened_again_for_the_job(rig: TicketRig) -> None:
    with driver(rig.tcp, dataclasses.replace(QUICK, rest=60.0)) as under_test:
        under_test.until(DeviceState.READY)
        rig.control.send("fault", kind="reset")
        assert under_test.outcome() == Done()


def test_slow_answers_are_still_the_answers_to_their_questions(rig: TicketRig, tcp: Driver) -> None:
    rig.control.send("fault", kind="slow", ms=100)
    assert tcp.outcome() == Done()
    rig.control.send("paper", state="out")
    assert tcp.outcome() == Failed(Reason.PAPER_OUT)


@pytest.mark.parametrize("line", ["tcp", "serial"])
def test_answers_that_come_too_late_are_not_taken_for_later_ones(rig: TicketRig, line: str) -> None:
    with driver(rig.tcp if line == "tcp" else f"escpos+serial:{rig.serial}") as under_test:
        under_test.until(DeviceState.READY)
        rig.control.send("cover", open=True)
        under_test.until(DeviceState.FAULT, "cover-open")
        rig.control.send("fault", kind="slow", ms=600)
        under_test.until(DeviceState.ABSENT, "no-connection")
        rig.control.send("cover", open=False)
        rig.control.send("fault", kind="none")
        assert [one.state for one in under_test.until(DeviceState.READY)] == [DeviceState.READY]


def test_nobody_there_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with driver(f"escpos+tcp://127.0.0.1:{port}") as under_test:
        assert under_test.outcome() == Failed(Reason.OFFLINE)
        under_test.until(DeviceState.ABSENT, "no-connection")


def test_no_such_serial_line_is_offline(tmp_path: Path) -> None:
    with driver(f"escpos+serial:{tmp_path}/nothing") as under_test:
        assert under_test.outcome() == Failed(Reason.OFFLINE)


def test_a_printer_that_talks_nonsense_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        chatting = threading.Thread(target=_chat, args=(server,), daemon=True)
        chatting.start()
        with driver(f"escpos+tcp://127.0.0.1:{server.getsockname()[1]}") as under_test:
            assert under_test.outcome() == Failed(Reason.OFFLINE)
        server.shutdown(socket.SHUT_RDWR)
        chatting.join(10)
        assert not chatting.is_alive()


def _chat(server: socket.socket) -> None:
    while True:
        try:
            link, _ = server.accept()
        except OSError:
            return
        with link:
            try:
                while link.recv(100):
                    link.sendall(bytes(range(256)))
            except OSError:
                continue


def test_status_is_told_when_it_changes_and_only_then(rig: TicketRig, tcp: Driver) -> None:
    tcp.until(DeviceState.READY)
    rig.control.send("paper", state="near-end")
    tcp.until(DeviceState.ATTENTION, "paper-low")
    assert tcp.outcome() == Done()
    rig.control.send("paper", state="out")
    assert [one.state for one in tcp.until(DeviceState.FAULT, "paper-out")] == [
        DeviceState.BUSY,
        DeviceState.ATTENTION,
        DeviceState.FAULT,
    ]
    rig.control.send("paper", state="ok")
    assert [one.state for one in tcp.until(DeviceState.READY)] == [DeviceState.READY]


def test_a_printer_that_was_switched_off_and_on_is_found_again(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with ticket_printer(tmp_path / "a") as rig:
        port = rig.port
        under_test = Driver(rig.tcp)
        under_test.until(DeviceState.READY)
    try:
        under_test.until(DeviceState.ABSENT, "no-connection")
        with ticket_printer(tmp_path / "b", "--port", str(port)):
            under_test.until(DeviceState.READY)
            assert under_test.outcome() == Done()
    finally:
        under_test.printer.close()


def test_cancelling_drops_what_waits_and_breaks_off_what_prints(tmp_path: Path) -> None:
    with ticket_printer(tmp_path, "--speed", "20") as slow, driver(slow.tcp) as under_test:
        under_test.until(DeviceState.READY)
        first, second, third = (under_test.printer.print(SLIP) for _ in range(3))
        assert third.cancel()
        under_test.until(DeviceState.BUSY)
        under_test.printer.cancel_all()
        assert second.result(5) == Failed(Reason.CANCELLED)
        assert first.result(10) in (Unknown(), Failed(Reason.CANCELLED))
        under_test.until(DeviceState.READY)
        assert slow.control.send("state")["pending"] <= 3


def test_nothing_of_a_cancelled_job_comes_out_when_paper_is_refilled(rig: TicketRig, tcp: Driver) -> None:
    rig.control.send("paper_out_after", lines=3)
    result = tcp.printer.print(SLIP)
    tcp.printer.cancel_all()
    assert result.result(10) != Done()
    rig.control.send("paper", state="ok")
    assert tcp.outcome(TICKET) == Done()
    assert [texts for picture in rig.printed() for texts in qr_texts(picture)] == [TICKET.token]


def test_what_a_killed_program_left_in_the_printer_comes_out_for_nobody(rig: TicketRig) -> None:
    rig.control.send("paper", state="out")
    with socket.create_connection(("127.0.0.1", rig.port)) as line:  # the other program, and its end
        line.sendall(left := b"".join(job(slip_receipt(SLIP)).pieces))
        rig.control.send("wait", event="receiving", after=len(left) - 40, seconds=10)  # but for its questions
    with driver(rig.tcp) as under_test:
        under_test.until(DeviceState.FAULT, "paper-out")
        rig.control.send("paper", state="ok")
        assert under_test.outcome(TICKET) == Done()
    assert [texts for picture in rig.printed() for texts in qr_texts(picture)] == [TICKET.token]


def test_a_closed_driver_prints_nothing_and_says_so(rig: TicketRig) -> None:
    under_test = Driver(rig.tcp)
    under_test.printer.close()
    assert under_test.outcome() == Failed(Reason.CANCELLED)
    assert not any(thread.name == "printer-ticket" for thread in threading.enumerate())


def test_what_happens_at_rest_is_told_at_once_and_not_at_the_next_look(rig: TicketRig) -> None:
    with driver(rig.tcp, dataclasses.replace(QUICK, rest=600.0, trouble=600.0)) as under_test:
        at_rest(rig, under_test)
        rig.control.send("paper", state="near-end")
        under_test.until(DeviceState.ATTENTION, "paper-low")
        rig.control.send("cover", open=True)
        under_test.until(DeviceState.FAULT, "cover-open")
        assert under_test.printer.detail() == TicketDetail(PaperSupply.LOW, offline=True, cover_open=True)
        rig.control.send("cover", open=False)
        rig.control.send("paper", state="ok")
        under_test.until(DeviceState.READY)
        assert under_test.outcome() == Done()
        rig.control.send("wait", event="watched")
        rig.control.send("cover", open=True)  # after a job, which sets the printer back, too
        under_test.until(DeviceState.FAULT, "cover-open")


def test_a_printer_that_tells_nothing_by_itself_is_looked_at(tmp_path: Path) -> None:
    with ticket_printer(tmp_path, "--no-gs-a") as old, driver(old.tcp) as under_test:
        under_test.until(DeviceState.READY)
        old.control.send("cover", open=True)
        under_test.until(DeviceState.FAULT, "cover-open")
        old.control.send("cover", open=False)
        under_test.until(DeviceState.READY)


@pytest.mark.parametrize("kind, reason", [("hot", Reason.OVERHEATED), ("broken", Reason.BROKEN)])
def test_a_machine_error_is_named_and_gone_when_it_is_over(
    rig: TicketRig, tcp: Driver, kind: str, reason: Reason
) -> None:
    tcp.until(DeviceState.READY)
    rig.control.send("fault", kind=kind)
    tcp.until(DeviceState.FAULT, reason.value)
    assert tcp.outcome() == Failed(reason)
    rig.control.send("fault", kind="none")
    tcp.until(DeviceState.READY)
    assert tcp.outcome() == Done()


def test_a_head_that_cools_down_in_the_middle_prints_on(rig: TicketRig) -> None:
    with driver(rig.tcp, dataclasses.replace(QUICK, finish=20.0)) as under_test:
        under_test.until(DeviceState.READY)
        rig.control.send("fault", kind="hot", after_bytes=700)
        outcome = under_test.printer.print(TICKET)
        rig.control.send("wait", event="struck", seconds=10)
        rig.control.send("fault", kind="none")
        assert outcome.result(20) == Done()


def test_a_jam_is_named_until_it_is_pulled_out(rig: TicketRig, tcp: Driver) -> None:
    tcp.until(DeviceState.READY)
    rig.control.send("fault", kind="jam", after_bytes=700)
    assert tcp.outcome() == Failed(Reason.JAM)
    tcp.until(DeviceState.FAULT, "jam")
    assert tcp.outcome() == Failed(Reason.JAM)
    rig.control.send("fault", kind="none")
    tcp.until(DeviceState.READY)
    assert tcp.outcome() == Done()


def test_noise_is_no_answer_and_nobody_is_told_that_all_is_well(rig: TicketRig, tcp: Driver) -> None:
    tcp.until(DeviceState.READY)
    rig.control.send("fault", kind="noise", after_bytes=700)
    assert tcp.outcome() == Unknown()
    tcp.until(DeviceState.ABSENT, "no-connection")
    assert tcp.printer.detail() is None
    rig.control.send("fault", kind="none")
    tcp.until(DeviceState.READY)


@pytest.mark.parametrize("line", ["tcp", "serial"])
def test_a_pulled_cable_is_noticed_and_a_plugged_one_used_again(rig: TicketRig, line: str) -> None:
    with driver(rig.tcp if line == "tcp" else f"escpos+serial:{rig.serial}") as under_test:
        under_test.until(DeviceState.READY)
        rig.control.send("unplug")
        under_test.until(DeviceState.ABSENT, "no-connection")
        rig.control.send("plug")
        under_test.until(DeviceState.READY)
        assert under_test.outcome() == Done()


def test_a_cable_pulled_in_the_middle_leaves_it_open_whether_paper_came(tmp_path: Path) -> None:
    with ticket_printer(tmp_path, "--speed", "20") as slow, driver(slow.tcp) as under_test:
        under_test.until(DeviceState.READY)
        outcome = under_test.printer.print(SLIP)
        under_test.until(DeviceState.BUSY)
        slow.control.send("wait", event="receiving", seconds=10)
        slow.control.send("unplug")
        assert outcome.result(20) == Unknown()
        slow.control.send("plug")
        under_test.until(DeviceState.READY)
        assert slow.count() == 0


def test_it_is_back_within_five_seconds_by_the_listed_deadlines() -> None:
    assert DEADLINES["reply"] + DEADLINES["back_off_most"] + DEADLINES["trouble"] <= 5.0
    assert DEADLINES["connect"] + DEADLINES["back_off_most"] <= 5.0


def test_a_narrow_printer_without_a_blade_gets_its_own_layout(tmp_path: Path) -> None:
    with (
        ticket_printer(tmp_path, "--width", "58", "--no-cutter") as narrow,
        driver(f"{narrow.tcp}?width=58") as under_test,
    ):
        assert under_test.outcome(TICKET) == Done()
        assert under_test.outcome(SLIP) == Done()
        ticket, slip = narrow.printed(after=1)
    assert ticket.width == slip.width == 384
    assert (qr_texts(ticket), qr_texts(slip)) == ([TICKET.token], [SLIP.query_url])


@pytest.mark.parametrize(
    "query, profile",
    [
        ("", Profile()),
        ("?width=80", Profile(ROLL_80, cuts=True)),
        ("?width=58", Profile(ROLL_58, cuts=False)),
        ("?width=58&cut=yes&font=gbk", Profile(ROLL_58, cuts=True, rom=Rom.GBK)),
        ("?cut=no", Profile(ROLL_80, cuts=False)),
    ],
)
def test_what_a_printer_is_like_stands_in_its_address(query: str, profile: Profile) -> None:
    assert profile_for(f"escpos+tcp://10.0.0.9:9100{query}") == profile


@pytest.mark.parametrize("query", ["?width=57", "?cut=maybe", "?font=big5", "?widht=58", "?width="])
def test_a_wrong_profile_is_refused_with_what_is_allowed(query: str) -> None:
    with pytest.raises(ValueError, match=r"(is one of|allowed are)"):
        profile_for(f"escpos+tcp://10.0.0.9:9100{query}")


def test_tickets_cuts_and_failures_are_counted(rig: TicketRig) -> None:
    counted: list[tuple[str, int]] = []
    printer = TicketPrinter(
        "ticket", link_for(rig.tcp), lambda _: None, deadlines=QUICK, count=lambda *done: counted.append(done)
    )
    begun = [("cuts", 1)]  # what an earlier program may have left in the printer
    try:
        assert printer.print(dataclasses.replace(TICKET, reprint=1)).result(20) == Done()
        rig.control.send("paper", state="out")
        assert printer.print(TICKET).result(20) == Failed(Reason.PAPER_OUT)
    finally:
        printer.close()
    assert counted == [*begun, ("tickets", 1), ("cuts", 1), ("reprints", 1), ("failed", 1)]


def test_only_tickets_and_slips_are_taken(rig: TicketRig, tcp: Driver) -> None:
    pdf = FinishedPdf(b"%PDF-")
    assert tcp.printer.takes(TICKET)
    assert tcp.printer.takes(SLIP)
    assert not tcp.printer.takes(pdf)
    with pytest.raises(TypeError):
        tcp.printer.print(pdf)


def test_nothing_of_a_person_stays_in_the_driver(rig: TicketRig, tcp: Driver) -> None:
    slip, cancelled = dataclasses.replace(SLIP), dataclasses.replace(SLIP, applicant="李*")
    traces = [weakref.ref(slip), weakref.ref(cancelled)]
    done = tcp.printer.print(slip)
    tcp.printer.print(cancelled).cancel()
    assert done.result(10) == Done()
    assert tcp.outcome(TICKET) == Done()
    del slip, cancelled
    gc.collect()
    assert [trace() for trace in traces] == [None, None]


def test_many_tickets_leave_no_files_open(rig: TicketRig, tcp: Driver) -> None:
    assert tcp.outcome() == Done()
    before = (len(list(Path("/proc/self/fd").iterdir())), threading.active_count())
    for _ in range(40):
        assert tcp.outcome() == Done()
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before


@pytest.mark.parametrize(
    "uri",
    [
        "escpos+tcp://",
        "escpos+tcp://host:port",
        "escpos+tcp://host:99999",
        "escpos+serial:ttyS0",
        "escpos+serial:/dev/ttyS0?baud=fast",
        "escpos+serial:/dev/ttyS0?flow=maybe",
        "ipp://host/printers/a4",
        "",
    ],
)
def test_a_wrong_address_is_refused_when_the_terminal_starts(uri: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        link_for(uri)
