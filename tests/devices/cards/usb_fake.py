"""A USB reader behind pyusb's own interface for backends: descriptors, endpoints, and what comes out of them.

The driver and pyusb are the real ones; only libusb and the device are replaced.
"""

from __future__ import annotations

import errno
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import usb.core
from usb.backend import IBackend

BULK, INTERRUPT = 2, 3
SPLIT = [(0x02, BULK), (0x06, BULK), (0x81, BULK), (0x85, BULK)]
PAIR = [(0x01, BULK), (0x82, BULK)]
REPORTS = [(0x01, INTERRUPT), (0x81, INTERRUPT)]
PACKET = 64

Answers = Callable[[bytes], bytes]
"""From a whole request to the bytes of its answer."""


class UsbReader(IBackend):  # type: ignore[misc]
    """One device on the bus, `plugged` or not. Requests are put together again from however they come."""

    def __init__(self, answers: Answers, endpoints: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        self.plugged, self.busy, self.halted = True, False, False
        self.chunk = 4096  # an answer comes in transfers of at most so many bytes
        self._answers, self._endpoints = answers, list(endpoints)
        self._ins: dict[int, deque[bytes]] = {address: deque() for address, _ in endpoints if address & 0x80}
        self._request = b""

    # ---- descriptors

    def enumerate_devices(self) -> list[str]:
        return ["device"] if self.plugged else []

    def get_device_descriptor(self, dev: Any) -> SimpleNamespace:
        return SimpleNamespace(
            **dict.fromkeys(("bLength", "bDescriptorType", "bcdUSB", "bDeviceClass", "bDeviceSubClass"), 0),
            **dict.fromkeys(("bDeviceProtocol", "bcdDevice", "iManufacturer", "iProduct", "iSerialNumber"), 0),
            **{"bMaxPacketSize0": 64, "idVendor": 0x0400, "idProduct": 0xC35A, "bNumConfigurations": 1},
            **dict.fromkeys(("address", "bus", "port_number", "speed"), 1),
            port_numbers=(1,),
        )

    def get_configuration_descriptor(self, dev: Any, config: int) -> SimpleNamespace:
        if config:
            raise IndexError
        names = ("bLength", "bDescriptorType", "wTotalLength", "iConfiguration", "bmAttributes", "bMaxPower")
        return SimpleNamespace(**dict.fromkeys(names, 0), bNumInterfaces=1, bConfigurationValue=1, extra_descriptors=())

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> SimpleNamespace:
        if intf or alt or config:
            raise IndexError
        names = ("bLength", "bDescriptorType", "bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
        return SimpleNamespace(
            **dict.fromkeys((*names, "iInterface", "bInterfaceNumber", "bAlternateSetting"), 0),
            bNumEndpoints=len(self._endpoints),
            extra_descriptors=(),
        )

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        address, kind = self._endpoints[ep]
        names = ("bLength", "bDescriptorType", "bInterval", "bRefresh", "bSynchAddress")
        return SimpleNamespace(
            **dict.fromkeys(names, 0),
            **{"bEndpointAddress": address, "bmAttributes": kind, "wMaxPacketSize": PACKET, "extra_descriptors": ()},
        )

    # ---- life

    def open_device(self, dev: Any) -> str:
        return "handle"

    def close_device(self, handle: Any) -> None: ...

    def get_configuration(self, handle: Any) -> int:
        return 1

    def claim_interface(self, handle: Any, intf: int) -> None:
        if self.busy:
            raise usb.core.USBError("busy", errno=errno.EBUSY)

    def release_interface(self, handle: Any, intf: int) -> None: ...

    def is_kernel_driver_active(self, handle: Any, intf: int) -> bool:
        return False

    def clear_halt(self, handle: Any, ep: int) -> None:
        self.halted = False

    # ---- transfers

    def bulk_write(self, handle: Any, ep: int, intf: int, data: array[int], timeout: int) -> int:
        self._check()
        self._request += data.tobytes()
        if (whole := _whole(self._request)) is not None:
            self._request = b""
            self._answer(self._answers(whole))
        return len(data)

    def bulk_read(self, handle: Any, ep: int, intf: int, buffer: array[int], timeout: int) -> int:
        self._check()
        if not self._ins[ep]:
            raise usb.core.USBTimeoutError("nothing", errno=errno.ETIMEDOUT)
        data = self._ins[ep].popleft()
        buffer[: len(data)] = array("B", data)
        return len(data)

    intr_write, intr_read = bulk_write, bulk_read

    def _check(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("no device", errno=errno.ENODEV)
        if self.halted:
            raise usb.core.USBError("halted", errno=errno.EPIPE)

    def _answer(self, answer: bytes) -> None:
        first, *more = self._ins.values()
        if more and answer:
            first.append(answer[:7])
            answer, first = answer[7:], more[0]
        reports = self._endpoints[0][1] == INTERRUPT
        size = PACKET if reports else self.chunk
        for start in range(0, len(answer), size):
            piece = answer[start : start + size]
            first.append(piece.ljust(PACKET, b"\0") if reports else piece)


def _whole(request: bytes) -> bytes | None:
    """The request without padding, once all of it is there."""
    end = 7 + int.from_bytes(request[5:7], "big")
    return request[:end] if len(request) >= 7 and len(request) >= end else None
