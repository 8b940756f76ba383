"""Devices' addresses: what can't be understood, and two devices on one port."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.addresses import AddressError, clash, parse, port_of

SCHEMES = ("sdt", "sdt+usb", "pcsc", "scan+serial", "scan+keyboard", "escpos+tcp", "ipp")


@pytest.mark.parametrize("uri", ["", "sdt", "sdt:", "usb:1", "/dev/ttyUSB0", ":x", "SDT:/dev/x"])
def test_what_is_no_address_is_told_with_the_known_schemes(uri: str) -> None:
    with pytest.raises(AddressError, match="allowed: a URI with escpos"):
        parse(uri, SCHEMES)


def test_options_are_checked_by_name_and_value() -> None:
    address = parse("sdt:/dev/ttyUSB0?baud=9600", SCHEMES)
    assert (address.rest, address.number("baud", 115200, (9600, 115200))) == ("/dev/ttyUSB0", 9600)
    assert parse("sdt:/dev/ttyUSB0", SCHEMES).number("baud", 115200, (9600, 115200)) == 115200
    with pytest.raises(AddressError, match="baud = '1'; allowed: 9600, 115200"):
        parse("sdt:/dev/x?baud=1", SCHEMES).number("baud", 115200, (9600, 115200))
    with pytest.raises(AddressError, match="option bauds is not known; allowed: baud"):
        parse("sdt:/dev/x?bauds=1", SCHEMES).only("baud")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sdt:/dev/ttyUSB0", "scan+serial:/dev/ttyUSB0?baud=9600", True),
        ("sdt:/dev/ttyUSB0", "sdt:/dev/ttyUSB1", False),
        ("sdt:/dev/../dev/ttyUSB0", "escpos+serial:/dev/ttyUSB0", True),
        ("sdt+usb:0400:C35A", "sdt+usb:0400:c35a", True),
        ("pcsc:ACS*", "pcsc:ACS ACR39U 00 00", True),
        ("pcsc:ACS*", "pcsc:Omnikey*", False),
        ("pcsc:ACS*", "sdt:ACS*", False),
        ("escpos+tcp://10.0.0.9", "escpos+tcp://10.0.0.9:9100/", True),
        ("escpos+tcp://10.0.0.9:9100", "escpos+tcp://10.0.0.9:9101", False),
        ("ipp://h/printers/a4", "ipp://H:631/printers/a4", True),
        ("ipp://h/printers/a4", "ipp://h/printers/a3", False),
        ("scan+keyboard:", "scan+keyboard:", True),
    ],
)
def test_two_devices_on_one_port_are_found_however_the_port_is_written(one: str, other: str, same: bool) -> None:
    found = clash({"first": one, "second": other})
    assert bool(found) is same
    assert found is None or found[:2] == ("first", "second")


def test_a_link_to_a_port_is_that_port(tmp_path: Path) -> None:
    (tmp_path / "port").touch()
    (tmp_path / "by-id").symlink_to(tmp_path / "port")
    assert port_of(f"sdt:{tmp_path / 'by-id'}") == port_of(f"scan+serial:{tmp_path / 'port'}?baud=9600")


@given(st.sampled_from(["", *(f"{scheme}:" for scheme in SCHEMES), "ipp://", "escpos+tcp://["]), st.text(max_size=60))
def test_any_text_is_an_address_or_an_error_in_words(scheme: str, text: str) -> None:
    text = scheme + text
    try:
        parse(text, SCHEMES)
        clash({"a": text, "b": text})
    except AddressError as wrong:
        assert str(wrong)
