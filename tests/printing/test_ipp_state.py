"""What printers say of themselves is understood, whichever way they say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ports import DeviceState, DeviceStatus
from printing.ports import Reason, Supply
from printing.printers.ipp_message import Attribute, Kind, Operation, Value, decode, encode
from printing.printers.ipp_state import PrinterFacts, PrinterState, detail, device_status, printer_facts
from printing.printers.ipp_supplies import supplies
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
    assert device_status("a4", _facts("media-low-report"), busy=True).detail == "paper-low"


def _said(*more: Attribute, media: tuple[str, ...] = ()) -> PrinterFacts:
    return printer_facts(decode(printer(encode(Operation.PRINT_JOB, 1, []), media=media, more=more)))


def test_what_a_printer_can_do_is_known_before_anybody_prints() -> None:
    facts = _said(
        Attribute(Kind.KEYWORD, "media-ready", ("iso_a4_210x297mm", "na_number-10_4.125x9.5in")),
        Attribute(Kind.KEYWORD, "sides-supported", ("one-sided", "two-sided-long-edge")),
        Attribute(Kind.BOOLEAN, "color-supported", (False,)),
        media=("na_letter_8.5x11in", "iso_a4_210x297mm"),
    )
    told = detail(facts)
    assert (told.a4, told.a4_loaded, told.duplex, told.colour, told.trouble) == (True, True, True, False, None)


def test_what_a_printer_does_not_say_is_not_taken_for_no() -> None:
    told = detail(_said())
    assert (told.a4, told.a4_loaded, told.duplex, told.colour, told.trouble) == (None, None, None, None, None)


@pytest.mark.parametrize("name", ["iso_a4_210x297mm", "iso-a4", "a4", "A4", "iso_a4-extra_235.5x322.3mm"])
def test_each_way_to_say_a4_is_understood(name: str) -> None:
    assert _said(media=("na_letter_8.5x11in", name)).fault is None


def test_another_size_is_a_fault_for_staff() -> None:
    assert _said(media=("na_letter_8.5x11in",)).fault is Reason.NOT_A4
    letter = Attribute(Kind.KEYWORD, "media-ready", ("na_letter_8.5x11in",))
    assert _said(letter, media=("iso_a4_210x297mm",)).fault is Reason.OTHER_PAPER


def test_toner_is_told_before_it_ends_even_where_only_its_level_says_so() -> None:
    facts = _said(
        Attribute(Kind.NAME, "marker-names", ("Black", "Waste")),
        Attribute(Kind.KEYWORD, "marker-types", ("toner", "waste-toner")),
        Attribute(Kind.INTEGER, "marker-levels", (12, 3)),
        Attribute(Kind.INTEGER, "marker-low-levels", (15, 0)),
    )
    assert facts.supplies == (Supply("Black", 12, low=True),)
    assert device_status("a4", facts, busy=False) == DeviceStatus("a4", DeviceState.ATTENTION, "toner-low")


def test_supplies_as_a_management_table_says_them() -> None:
    said = (
        b"index=1;class=receptacleThatIsFilled;type=wasteToner;maxcapacity=100;level=1;",
        b"index=2;class=supplyThatIsConsumed;type=toner;maxcapacity=200;level=150;colorantname=black;",
        b"index=3;class=supplyThatIsConsumed;type=toner;maxcapacity=100;level=-2;colorantname=cyan;",
        b"level;;=;maxcapacity=0;level=x",
    )
    assert supplies({"printer-supply": said}) == (Supply("black", 75), Supply("cyan", -1))


_values = st.one_of(st.integers(-(2**31), 2**31 - 1), st.booleans(), st.text(max_size=20), st.binary(max_size=60))
_names = st.sampled_from(("marker-names", "marker-types", "marker-levels", "marker-low-levels", "printer-supply"))


@given(st.dictionaries(_names, st.lists(_values, max_size=5).map(tuple)))
def test_any_supplies_are_read_or_left_out(values: dict[str, tuple[Value, ...]]) -> None:
    for supply in supplies(values):
        assert -1 <= supply.percent <= 100
        assert not (supply.low and supply.percent < 0)
