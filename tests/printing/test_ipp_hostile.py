"""Whatever stands at a printer's address, the person gets an answer in time."""

from __future__ import annotations

import asyncio
import dataclasses
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.ports import DeviceState, DeviceStatus
from printing.ports import Done, Failed, FinishedPdf, Outcome, Reason, Unknown
from printing.printers.ipp_link import Link, Lost, new_session
from printing.printers.ipp_message import Message, Operation
from tests.printing.a4_rig import QUICK, driver
from tests.printing.ipp_fake import FakePrinter, RawServer, job, message, printer

PDF = b"%PDF-1.4 a document"
OP = Operation


@pytest.fixture(scope="module")
def raw() -> Iterator[RawServer]:
    with RawServer() as server:
        yield server


def _ask(uri: str, seconds: float = 0.5) -> Message | None:
    """One exchange: the message, or None if it was lost; anything else is an error."""

    async def exchange() -> Message | None:
        async with new_session() as session:
            try:
                return await Link(uri, seconds, session).ask(Operation.GET_PRINTER_ATTRIBUTES)
            except Lost:
                return None

    return asyncio.run(exchange())


def _http(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


SOUND = _http(printer(b"\x02\x00\x00\x0b\x00\x00\x00\x01"))


def test_a_sound_answer_arrives(raw: RawServer) -> None:
    raw.say = SOUND
    assert _ask(raw.uri) is not None


@given(st.binary(max_size=120))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_instead_of_http_are_lost(raw: RawServer, data: bytes) -> None:
    raw.say = data
    assert _ask(raw.uri) is None


@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=5), st.integers(0, len(SOUND)))
@settings(max_examples=40, deadline=None)
def test_a_damaged_answer_is_a_message_or_lost(raw: RawServer, changes: list[tuple[int, int]], end: int) -> None:
    damaged = bytearray(SOUND)
    for place, value in changes:
        damaged[place] = value
    raw.say = bytes(damaged[:end])
    _ask(raw.uri)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
        b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.0\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + bytes(3_000_000),
        b"HTTP/9.9 999 \xff\xfe\r\n\r\n",
    ],
)
def test_strange_http_is_lost(raw: RawServer, answer: bytes) -> None:
    raw.say = answer
    assert _ask(raw.uri) is None


def test_an_answer_that_never_ends_is_given_up(raw: RawServer) -> None:
    raw.say, raw.drip = b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n", True
    try:
        assert _ask(raw.uri, seconds=0.2) is None
    finally:
        raw.drip = False


def test_the_answer_to_another_request_is_not_believed(raw: RawServer) -> None:
    raw.say = _http(printer(b"\x02\x00\x00\x0b\x00\x00\x00\x63"))
    assert _ask(raw.uri) is None


def test_what_is_no_printer_is_absent(raw: RawServer) -> None:
    raw.say = _http(b"<html>hello</html>")
    with driver(raw.uri) as (device, _):
        assert device.status() == DeviceStatus("a4", DeviceState.ABSENT, "offline")
        assert device.print(FinishedPdf(PDF)).result(20) == Failed(Reason.OFFLINE)


class Scripted:
    """A printer whose word on the job is scripted; sound otherwise."""

    def __init__(self) -> None:
        self.print_status = 0
        self.states = [5, 9]
        self.reasons: tuple[str, ...] = ("none",)
        self.printer_state = 4
        self.media: tuple[str, ...] = ()
        self.job_reasons: tuple[str, ...] = ("none",)
        self.most_copies = 99
        self.lose_print_answer = False
        self.forget = False
        self.gone_after_taking = False
        self.cancel_status = 0
        self.name = ""
        self.taken: list[bytes] = []
        self.asked = threading.Event()

    def __call__(self, operation: int, request: bytes) -> bytes:
        if operation == OP.GET_PRINTER_ATTRIBUTES:
            if self.taken and self.gone_after_taking:
                return b"nobody"
            return printer(request, self.printer_state, self.reasons, self.most_copies, self.media)
        if operation == OP.PRINT_JOB:
            return self._take(request)
        if operation == OP.CANCEL_JOB:
            if not self.cancel_status:
                self.states = [7]
            return message(self.cancel_status, request)
        if operation == OP.GET_JOBS and not self.taken:
            return message(0, request)
        if self.forget:
            return message(0x0406, request)
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return job(request, state, self.name, reasons=self.job_reasons)

    def _take(self, request: bytes) -> bytes:
        self.asked.set()
        if self.print_status:
            return message(self.print_status, request)
        self.taken.append(request)
        start = request.index(b"job-name") + 8
        (size,) = struct.unpack_from(">H", request, start)
        self.name = request[start + 2 : start + 2 + size].decode()
        return b"lost" if self.lose_print_answer else job(request, 3, self.name)


def _print(script: Scripted, copies: int = 1, **times: Any) -> Outcome:
    with FakePrinter(script) as fake, driver(fake.uri, dataclasses.replace(QUICK, **times)) as (device, _):
        return device.print(FinishedPdf(PDF, copies=copies)).result(20)


def test_a_printer_without_copies_gets_the_document_as_often_as_wanted() -> None:
    script = Scripted()
    script.most_copies = 1
    assert _print(script, copies=3) == Done()
    assert len(script.taken) == 3
    assert all(request.endswith(PDF) and b"copies" not in request for request in script.taken)


def test_pages_and_failures_are_counted() -> None:
    counted: list[tuple[str, int]] = []
    script = Scripted()
    with FakePrinter(script) as fake, driver(fake.uri, count=lambda *done: counted.append(done)) as (device, _):
        device.print(FinishedPdf(PDF, copies=2, pages=3, reprint=1)).result(20)
        script.states = [8]
        device.print(FinishedPdf(PDF)).result(20)
        script.forget = True
        device.print(FinishedPdf(PDF)).result(20)
    assert [done for done in counted if done[1]] == [("pages", 6), ("reprints", 1), ("failed", 1), ("unknown", 1)]


def test_copies_beyond_the_printers_most_come_in_parts() -> None:
    script = Scripted()
    script.most_copies = 2
    assert _print(script, copies=5) == Done()
    assert len(script.taken) == 3


def test_a_lost_answer_does_not_print_twice() -> None:
    script = Scripted()
    script.lose_print_answer = True
    assert _print(script) == Done()
    assert len(script.taken) == 1


def test_a_lost_job_leaves_it_open() -> None:
    script = Scripted()
    script.lose_print_answer, script.forget = True, True
    assert _print(script, silent=0.2) == Unknown()


def test_a_job_the_printer_forgot_leaves_it_open() -> None:
    script = Scripted()
    script.forget = True
    assert _print(script) == Unknown()


def test_a_job_that_was_given_up_since_the_printer_is_gone_may_have_come_out() -> None:
    script = Scripted()
    script.states, script.gone_after_taking = [8], True
    assert _print(script) == Unknown()


def test_a_number_that_is_another_job_now_is_not_taken_for_ours() -> None:
    script = Scripted()
    script.states = [9]
    original = script._take

    def renamed(request: bytes) -> bytes:
        answer = original(request)
        script.name = "somebody-elses-job"
        return answer

    script._take = renamed  # type: ignore[method-assign]
    assert _print(script) == Unknown()


@pytest.mark.parametrize(
    ("states", "job_reasons", "outcome"),
    [
        ([5, 8], ("aborted-by-system",), Failed(Reason.OTHER)),
        ([5, 7], ("job-canceled-at-device",), Failed(Reason.CANCELLED)),
        ([9], ("job-completed-with-errors",), Unknown()),
        ([9], ("processing-to-stop-point",), Done()),
    ],
)
def test_the_end_of_a_job_is_told_as_it_is(states: list[int], job_reasons: tuple[str, ...], outcome: Outcome) -> None:
    script = Scripted()
    script.states, script.job_reasons = states, job_reasons
    assert _print(script) == outcome


def test_a_reason_of_yesterday_stops_no_job_and_is_not_believed_any_more() -> None:
    script = Scripted()
    script.reasons, script.states = ("media-jam-error", "toner-low-warning"), [5] * 6 + [9]
    with FakePrinter(script) as fake, driver(fake.uri, dataclasses.replace(QUICK, grace=0.1)) as (device, heard):
        assert device.status() == DeviceStatus("a4", DeviceState.FAULT, "jam")
        assert device.print(FinishedPdf(PDF)).result(20) == Done()
        heard.status(device, DeviceState.ATTENTION, "toner-low")
        script.reasons = ("none",)
        heard.status(device, DeviceState.READY)
        script.reasons = ("media-jam-error",)  # it was gone once: this one is new
        heard.status(device, DeviceState.FAULT, "jam")


def test_a_reason_of_yesterday_counts_when_the_printer_stops() -> None:
    script = Scripted()
    script.reasons, script.states, script.printer_state = ("media-jam-error",), [5], 5
    assert _print(script, grace=0.1, stall=60.0) == Failed(Reason.JAM)


def test_a_reason_of_yesterday_counts_when_nothing_moves_any_more() -> None:
    script = Scripted()
    script.reasons, script.states = ("media-jam-error",), [5]
    assert _print(script, grace=60.0, stall=0.2) == Failed(Reason.JAM)


def test_a_printer_that_is_not_a4_is_told_at_the_start_and_gets_no_document() -> None:
    script = Scripted()
    script.media = ("na_letter_8.5x11in", "na_index-4x6_4x6in")
    with FakePrinter(script) as fake, driver(fake.uri) as (device, _):
        assert device.status() == DeviceStatus("a4", DeviceState.FAULT, "not-a4")
        assert device.print(FinishedPdf(PDF)).result(20) == Failed(Reason.NOT_A4)
    assert script.taken == []


def test_a_job_that_takes_for_ever_is_given_up() -> None:
    script = Scripted()
    script.states = [5]
    assert _print(script, job=0.3) == Failed(Reason.OTHER)


def test_a_job_that_the_printer_stopped_is_given_up() -> None:
    script = Scripted()
    script.states = [6]
    assert _print(script, grace=0.2) == Failed(Reason.OTHER)


def test_a_job_that_can_not_be_cancelled_leaves_it_open() -> None:
    script = Scripted()
    script.states, script.reasons, script.cancel_status = [5], ("media-jam-error",), 0x0404
    assert _print(script, grace=0.1, cancel=0.1) == Unknown()


def test_a_job_that_came_out_while_it_was_cancelled_is_done() -> None:
    script = Scripted()
    script.states, script.reasons, script.cancel_status = [5, 5, 5, 5, 5, 9], ("media-jam-error",), 0x0404
    assert _print(script, grace=0.1, cancel=1.0) == Done()


def test_a_printer_that_refuses_is_told() -> None:
    script = Scripted()
    script.print_status = 0x040A
    assert _print(script) == Failed(Reason.REFUSED)


def test_a_printer_that_stays_busy_is_told() -> None:
    script = Scripted()
    script.print_status = 0x0507
    assert _print(script, grace=0.2) == Failed(Reason.REFUSED)


def test_waiting_for_a_busy_printer_can_be_given_up() -> None:
    script = Scripted()
    script.print_status = 0x0507
    with FakePrinter(script) as fake, driver(fake.uri, dataclasses.replace(QUICK, grace=15.0)) as (device, _):
        outcome = device.print(FinishedPdf(PDF))
        assert script.asked.wait(10)
        device.cancel_all()
        assert outcome.result(10) == Failed(Reason.CANCELLED)
