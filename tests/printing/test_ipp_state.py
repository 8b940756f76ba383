"""What printers say of themselves is understood, whichever way they say it."""

from __future__ import annotations

import pytest

from devices.ports import DeviceState, DeviceStatus
from printing.ports import Reason
from printing.printers.ipp_message import Operation, decode, encode
from printing.printers.ipp_state import PrinterFacts, PrinterState, device_status, printer_facts
from tests.printing.ipp_fake import printer


def _facts(*reasons: str, state: PrinterState = PrinterState.IDLE) -> PrinterFacts:
    return printer_facts(decode(printer(encode(Operation.PRINT_JOB, 1, []), state, reasons or ("none",))))


@pytest.mark.parametrize("suffix", ["", "-report", "-warning", "-error"])
@pytest.mark.parametrize(
    ("keyword", "reason"),
    [
        ("media-empty", Reason.PAPER_OUT),
        ("media-needed", Reason.PAPER_OUT),
        ("input-tray-missing", Reason.PAPER_OUT),
        ("media-jam", Reason.JAM),
        ("cover-open", Reason.COVER_OPEN),
        ("door-open", Reason.COVER_OPEN),
        ("toner-empty", Reason.TONER_EMPTY),
        ("marker-supply-empty", Reason.TONER_EMPTY),
        ("fuser-over-temp", Reason.OVERHEATED),
    ],
)
def test_a_fault_is_one_however_severe_the_printer_calls_it(keyword: str, suffix: str, reason: Reason) -> None:
    assert _facts(keyword + suffix).fault is reason


def test_a_stopped_printer_is_a_fault_even_without_a_reason() -> None:
    assert _facts(state=PrinterState.STOPPED).fault is Reason.OTHER
    assert _facts("media-jam-error", state=PrinterState.STOPPED).fault is Reason.JAM


def test_what_is_no_fault_stops_nobody() -> None:
    assert _facts("cups-waiting-for-job-completed").fault is None
    assert _facts("media-low-warning", "some-vendor-thing").fault is None


def test_the_status_names_the_first_thing_to_do() -> None:
    jammed = device_status("a4", _facts("media-low-report", "media-jam-warning"), busy=True)
    assert jammed == DeviceStatus("a4", DeviceState.FAULT, "jam")
    assert device_status("a4", _facts("media-low-report"), busy=False).state is DeviceState.ATTENTION
    assert device_status("a4", _facts("toner-low-warning"), busy=False).detail == "toner-low"
    assert device_status("a4", _facts(), busy=True).state is DeviceState.BUSY
    assert device_status("a4", _facts(), busy=False).state is DeviceState.READY
    assert device_status("a4", None, busy=False) == DeviceStatus("a4", DeviceState.ABSENT, "offline")
