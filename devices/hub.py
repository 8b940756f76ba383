"""What is plugged in: the hub opens what is listed, and keeps the drivers and what they last said."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from devices.addresses import Address, AddressError, clash, parse
from devices.ports import DeviceKind, DeviceState, DeviceStatus, Watched

_log = logging.getLogger(__name__)

_CLOSING = 6.0


class Driver(Protocol):
    """What the hub must know of a driver."""

    @property
    def name(self) -> str:
        """The device's name from the settings."""

    def close(self) -> None:
        """Stops it; may take seconds, may be called twice."""


@runtime_checkable
class Heard(Protocol):
    """A driver that knows when its device last answered."""

    @property
    def last_contact(self) -> float | None:
        """By `time.monotonic`; None if it never did."""


D = TypeVar("D", bound=Driver)


@dataclass(frozen=True)
class Opener:
    """One line of the table scheme → driver: what kind of device that is, and how its driver is started.

    `start` gets the device's name and address; ValueError where the address can't be used.
    """

    kind: DeviceKind
    start: Callable[[str, Address], Driver]


@dataclass
class _Device:
    driver: Driver
    kind: DeviceKind


@dataclass(frozen=True)
class _Told:
    status: DeviceStatus
    at: float


class Hub:
    """Keeps drivers and their last statuses. `deliver` takes statuses from any thread, each only when it changed.

    The same for every role of the terminal: what is plugged in stands in the settings, not in the role.
    """

    def __init__(self, deliver: Callable[[DeviceStatus], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._to, self._clock = deliver, clock
        self._lock = threading.RLock()
        self._devices: dict[str, _Device] = {}
        self._told: dict[str, _Told] = {}
        self._closed = False

    def open_listed(self, devices: Mapping[str, str], openers: Mapping[str, Opener]) -> None:
        """Starts a driver for each name and address. AddressError before any was started where two share a port, and
        naming device and address where one can't be used; those started before stay open until `close`.
        """
        if shared := clash(devices):
            raise AddressError("devices.{} and devices.{} are on one port: {}".format(*shared))
        for name, uri in devices.items():
            try:
                address = parse(uri, openers)
                opener = openers[address.scheme]
                self.open(opener.start(name, address), opener.kind)
            except ValueError as wrong:
                raise AddressError(f"devices.{name} = {uri!r}: {wrong}") from wrong

    def open(self, driver: D, kind: DeviceKind = DeviceKind.OTHER) -> D:
        """Takes a driver into its care; ValueError for a second one of the same name."""
        with self._lock:
            taken = driver.name in self._devices or self._closed
            if not taken:
                self._devices[driver.name] = _Device(driver, kind)
        if taken:
            driver.close()
            raise ValueError(f"{driver.name}: open already, or the hub is closed")
        return driver

    def deliver(self, status: DeviceStatus) -> None:
        """What drivers are given as their `deliver`."""
        with self._lock:  # held while passing it on, so that statuses arrive in the order they happened
            told = self._told.get(status.device)
            if self._closed or (told and told.status == status):
                return
            self._told[status.device] = _Told(status, self._clock())
            self._to(status)

    def watched(self) -> tuple[Watched, ...]:
        """Every device as of now, in the settings' order; one that has not spoken yet is ABSENT. Asks no device."""
        with self._lock:
            now = self._clock()
            return tuple(self._watched(name, device, now) for name, device in self._devices.items())

    def _watched(self, name: str, device: _Device, now: float) -> Watched:
        told = self._told.get(name)
        status = told.status if told else DeviceStatus(name, DeviceState.ABSENT, "starting")
        if isinstance(device.driver, Heard):
            heard = device.driver.last_contact
        else:  # such a driver speaks only of what its device said
            heard = told.at if told and status.state is not DeviceState.ABSENT else None
        return Watched(status, device.kind, now - told.at if told else 0.0, None if heard is None else now - heard)

    def statuses(self) -> dict[str, DeviceStatus]:
        """The last status of each device that has spoken."""
        with self._lock:
            return {name: told.status for name, told in self._told.items()}

    def close(self) -> None:
        """Closes all drivers side by side; after some seconds it no longer waits for one that hangs."""
        with self._lock:
            self._closed = True
            drivers, self._devices = {name: device.driver for name, device in self._devices.items()}, {}
        threads = {
            name: threading.Thread(target=driver.close, name=f"close-{name}", daemon=True)
            for name, driver in drivers.items()
        }
        for thread in threads.values():
            thread.start()
        for name, thread in threads.items():
            thread.join(_CLOSING)
            if thread.is_alive():
                _log.error("%s: does not end", name)
