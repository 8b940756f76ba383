"""SDT readers on USB, through pyusb and libusb. `sdt+usb:VID:PID[?style=split|pair|reports]`.

Three ways of moving frames are in the field; the device's own descriptors say which, unless the address does:

| style | endpoints | frames |
|---|---|---|
| pair | one bulk OUT, one bulk IN | whole |
| split | two bulk OUT, two bulk IN (02, 06, 81, 85) | preamble and length on the first, the rest on the second |
| reports | one interrupt OUT, one interrupt IN | cut into reports of the endpoint's size, the last padded with zeros |

libusb takes no for ever: each transfer has its time.
"""

from __future__ import annotations

import contextlib
import errno
import time
from dataclasses import dataclass
from enum import Enum
from typing import Any

import usb.core
import usb.util
from usb.backend import IBackend

from devices.cards.sdt_frames import LONGEST, PREAMBLE
from devices.cards.sdt_transport import WRITE_SECONDS, TransportGone, TransportStalled
from devices.ports import NoTape, ReaderDetail, Tape

_HEAD = len(PREAMBLE) + 2
_READ = 4096  # more than any frame, and a multiple of every packet size: a transfer ends with its short packet
_LEFTOVER_MS = 1
_MOST_LEFTOVERS = 8
_BULK, _INTERRUPT = usb.util.ENDPOINT_TYPE_BULK, usb.util.ENDPOINT_TYPE_INTR
_REFUSALS = {
    errno.EACCES: ReaderDetail.NO_PERMISSION,
    errno.EPERM: ReaderDetail.NO_PERMISSION,
    errno.EBUSY: ReaderDetail.IN_USE,
}


class Style(Enum):
    """How frames are moved."""

    PAIR = "pair"
    SPLIT = "split"
    REPORTS = "reports"


@dataclass(frozen=True)
class _Endpoints:
    style: Style
    out: tuple[int, ...]
    in_: tuple[int, ...]
    report: int  # bytes of a report


def ids_of(place: str) -> tuple[int, int]:
    """Vendor and product of "0400:C35A"; ValueError with what is allowed."""
    vendor, _, product = place.partition(":")
    try:
        if len(vendor) == len(product) == 4:
            return int(vendor, 16), int(product, 16)
    except ValueError:
        pass
    raise ValueError("allowed: vendor and product, four hexadecimal digits each, such as 0400:C35A")


class UsbTransport:
    """`sdt_transport.Transport` over USB. `backend` is libusb's where none is given."""

    baud = 0

    def __init__(
        self,
        vendor: int,
        product: int,
        style: Style | None = None,
        backend: IBackend | None = None,
        tape: Tape | None = None,
    ) -> None:
        self._ids, self._style, self._backend = (vendor, product), style, backend
        self._tape = tape or NoTape()
        self._device: Any = None
        self._ends: _Endpoints | None = None
        self._rest = 0  # split: so many bytes of the frame still come, from the other endpoint

    def open(self) -> ReaderDetail:
        """Finds the device and takes it from the kernel's own drivers."""
        self.close()
        vendor, product = self._ids
        try:
            device = usb.core.find(idVendor=vendor, idProduct=product, backend=self._backend)
            if device is None:
                return ReaderDetail.UNPLUGGED
            self._device = device
            self._ends = _endpoints(_claimed(device), self._style)
        except usb.core.NoBackendError:
            return ReaderDetail.NO_USB
        except usb.core.USBError as refused:
            self.close()
            return _REFUSALS.get(refused.errno or 0, ReaderDetail.UNPLUGGED)
        if self._ends is None:
            self.close()
            return ReaderDetail.WRONG_ENDPOINTS
        return ReaderDetail.NONE

    def close(self) -> None:
        """Gives the device back."""
        device, self._device, self._ends = self._device, None, None
        if device is not None:
            with contextlib.suppress(usb.core.USBError, NotImplementedError):
                usb.util.dispose_resources(device)

    def discard(self) -> None:
        """Empties the endpoints."""
        self._rest = 0
        for end in self._opened().in_:
            for _ in range(_MOST_LEFTOVERS):
                if not self._receive(end, _LEFTOVER_MS):
                    break

    def write(self, data: bytes) -> None:
        """Sends a frame in the device's style."""
        ends = self._opened()
        self._tape.sent(data)
        if ends.style is Style.SPLIT:
            self._send(ends.out[0], data[:_HEAD])
            self._send(ends.out[1], data[_HEAD:])
        elif ends.style is Style.REPORTS:
            for start in range(0, len(data), ends.report):
                self._send(ends.out[0], data[start : start + ends.report].ljust(ends.report, b"\0"))
        else:
            self._send(ends.out[0], data)

    def read(self, seconds: float) -> bytes:
        """Receives what comes next."""
        ends = self._opened()
        end = ends.in_[1] if self._rest else ends.in_[0]
        data = self._receive(end, max(1, round(seconds * 1000)))
        if ends.style is Style.SPLIT and data:
            self._rest = max(0, self._rest - len(data)) if self._rest else _promised(data)
        self._tape.came(data)
        return data

    def cancel(self) -> None:
        """Nothing to do: a read's time is short (see `sdt_link`)."""

    def _opened(self) -> _Endpoints:
        if self._ends is None:
            raise TransportGone
        return self._ends

    def _send(self, end: int, data: bytes) -> None:
        until = time.monotonic() + WRITE_SECONDS
        sent = 0
        while sent < len(data):
            left = until - time.monotonic()
            if left <= 0:
                raise TransportStalled
            try:
                sent += self._device.write(end, data[sent:], timeout=max(1, round(left * 1000)))
            except usb.core.USBTimeoutError as stalled:
                raise TransportStalled from stalled
            except usb.core.USBError as gone:
                raise TransportGone from gone

    def _receive(self, end: int, milliseconds: int) -> bytes:
        try:
            return bytes(self._device.read(end, _READ, timeout=milliseconds))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as wrong:
            if wrong.errno == errno.EPIPE:  # the endpoint has halted; it works again once that is cleared
                with contextlib.suppress(usb.core.USBError):
                    self._device.clear_halt(end)
                    return b""
            raise TransportGone from wrong


def _claimed(device: Any) -> Any:
    """The device's first interface, taken from a kernel driver (a HID one would swallow the reports)."""
    with contextlib.suppress(NotImplementedError):
        if device.is_kernel_driver_active(0):
            device.detach_kernel_driver(0)
    try:
        configuration = device.get_active_configuration()
    except usb.core.USBError:
        device.set_configuration()
        configuration = device.get_active_configuration()
    interface = configuration[(0, 0)]
    usb.util.claim_interface(device, interface)
    return interface


def _endpoints(interface: Any, wanted: Style | None) -> _Endpoints | None:
    """What the descriptors offer; None if that is no way to move frames, or not the wanted one."""

    def of(kind: int, direction: int) -> list[Any]:
        return [
            end
            for end in interface
            if usb.util.endpoint_type(end.bmAttributes) == kind
            and usb.util.endpoint_direction(end.bEndpointAddress) == direction
        ]

    for kind, count, style in ((_BULK, 2, Style.SPLIT), (_BULK, 1, Style.PAIR), (_INTERRUPT, 1, Style.REPORTS)):
        outs, ins = of(kind, usb.util.ENDPOINT_OUT), of(kind, usb.util.ENDPOINT_IN)
        if min(len(outs), len(ins)) >= count and wanted in (None, style):
            addresses = [tuple(sorted(end.bEndpointAddress for end in ends)[:count]) for ends in (outs, ins)]
            return _Endpoints(style, addresses[0], addresses[1], int(outs[0].wMaxPacketSize) or 64)
    return None


def _promised(head: bytes) -> int:
    """How many bytes of the frame that begins here are still to come; 0 for what begins no frame."""
    if not head.startswith(PREAMBLE) or len(head) < _HEAD:
        return 0
    length = int.from_bytes(head[len(PREAMBLE) : _HEAD], "big")
    return max(0, _HEAD + length - len(head)) if length <= LONGEST else 0
