"""Devices' addresses: `scheme:rest`, and which two of them mean one and the same port.

sdt:/dev/ttyUSB0?baud=9600 · sdt+usb:0400:C35A · pcsc:ACS* · scan+serial:/dev/ttyACM0 · scan+keyboard:
escpos+tcp://10.0.0.9:9100 · escpos+serial:/dev/ttyS1 · ipp://localhost:631/printers/a4
v4l2:0 · rtsp://10.0.0.8/live · http://10.0.0.8:8080/video · file:clip.mp4
face+v4l2:1 · face+rtsp://10.0.0.9/live · presence+rtsp://10.0.0.9/hall
"""

from __future__ import annotations

import fnmatch
import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_DEFAULT_PORTS = {"escpos+tcp": 9100, "ipp": 631, "ipps": 631, "rtsp": 554, "http": 80, "https": 443}


class AddressError(ValueError):
    """An address can't be used; the message says why, and what is allowed."""


@dataclass(frozen=True)
class Address:
    """One address. `rest` is what stands behind the scheme, without options."""

    uri: str
    scheme: str
    rest: str
    options: Mapping[str, str]

    def number(self, option: str, otherwise: int, allowed: Collection[int]) -> int:
        """A numeric option; AddressError for another value than the allowed ones."""
        text = self.options.get(option, str(otherwise))
        if not text.isdecimal() or int(text) not in allowed:
            raise AddressError(f"{option} = {text!r}; allowed: {', '.join(map(str, sorted(allowed)))}")
        return int(text)

    def only(self, *options: str) -> None:
        """AddressError if there are other options than these: a misspelt one would otherwise be ignored."""
        if unknown := set(self.options) - set(options):
            allowed = ", ".join(options) or "none"
            raise AddressError(f"option {', '.join(sorted(unknown))} is not known; allowed: {allowed}")


def parse(uri: str, schemes: Collection[str]) -> Address:
    """Takes an address apart; AddressError names the schemes where it has none of them."""
    scheme, colon, rest = uri.partition(":")
    if scheme not in schemes or not colon or not (rest or scheme == "scan+keyboard"):
        raise AddressError("not a device; allowed: a URI with " + ", ".join(f"{known}:" for known in sorted(schemes)))
    place, _, query = rest.partition("?")
    try:
        options = {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}
    except ValueError as wrong:
        raise AddressError(f"options {query!r}: {wrong}") from wrong
    return Address(uri, scheme, place, options)


def clash(devices: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Two devices on one port, by name, and the port; None if each has its own."""
    ports = {name: port_of(uri) for name, uri in devices.items()}
    for (one, (kind, port)), (other, (other_kind, other_port)) in itertools.combinations(ports.items(), 2):
        if kind == other_kind and _same(kind, port, other_port):
            return one, other, port
    return None


def port_of(uri: str) -> tuple[str, str]:
    """What a device is plugged into: the kind of port and which one. Links to a serial port mean the port."""
    scheme, _, rest = uri.partition(":")
    place = rest.partition("?")[0]
    if scheme == "pcsc":
        return "pcsc", place
    if scheme.endswith("+usb"):
        return "usb", place.lower()
    if rest.startswith("//"):
        return "net", _host_port(scheme, uri)
    if place.startswith("/"):
        return "file", str(Path(place).resolve())
    return scheme, place


def _host_port(scheme: str, uri: str) -> str:
    try:
        parts = urlsplit(uri)
        port = parts.port or _DEFAULT_PORTS.get(scheme, 0)
    except ValueError:  # the driver will say what is wrong with it
        return uri
    path = "" if scheme == "escpos+tcp" else parts.path
    return f"{(parts.hostname or '').lower()}:{port}{path}"


def _same(kind: str, one: str, other: str) -> bool:
    """Patterns of PC/SC readers clash where one takes in the other."""
    if kind != "pcsc":
        return one == other
    return one == other or fnmatch.fnmatchcase(one, other) or fnmatch.fnmatchcase(other, one)
