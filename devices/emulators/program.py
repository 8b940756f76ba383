"""What the card emulators share as programs: counted events, faults that wear off, and running until a signal."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.emulators.control import ControlServer, Handler

_MOMENTS_KEPT = 1000  # of each kind


class Events:
    """Counts what happened and when, and lets commands wait for it."""

    def __init__(self) -> None:
        self._happened = threading.Condition()
        self._counts: dict[str, int] = {}
        self._moments: dict[str, deque[int]] = {}

    def happened(self, event: str) -> None:
        """One more of this kind."""
        now = time.monotonic_ns()
        with self._happened:
            self._counts[event] = self._counts.get(event, 0) + 1
            self._moments.setdefault(event, deque(maxlen=_MOMENTS_KEPT)).append(now)
            self._happened.notify_all()

    def counts(self) -> dict[str, int]:
        """How often each kind happened."""
        with self._happened:
            return dict(self._counts)

    def wait(self, event: str, after: int = 0, seconds: float = 5.0) -> dict[str, Any]:
        """The command `wait`: until `event` happened more than `after` times; ValueError if it doesn't in time.

        `ns` is when it happened for the first time after these (CLOCK_MONOTONIC).
        """
        with self._happened:
            if not self._happened.wait_for(lambda: self._counts.get(event, 0) > after, seconds):
                raise ValueError(f"no {event} after {after} within {seconds} s")
            count, moments = self._counts[event], self._moments[event]
            return {"count": count, "ns": moments[max(0, after - count + len(moments))]}


@dataclass
class Fault:
    """A fault that is on: for so many answers (0: until told otherwise), to one request only or to all."""

    kind: str
    times: int = 1
    ms: int = 0
    on: str = ""


class Faults:
    """The menu of one emulator; one fault at a time."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = kinds
        self._lock = threading.Lock()
        self._fault: Fault | None = None

    def set(self, kind: str, times: int = 1, ms: int = 0, on: str = "") -> None:
        """The command `fault`; kind "none" ends it. ValueError for what is not on the menu."""
        if kind != "none" and kind not in self._kinds:
            raise ValueError(f"fault {kind!r}; known: none, {', '.join(self._kinds)}")
        with self._lock:
            self._fault = None if kind == "none" else Fault(kind, times, ms, on)

    def take(self, request: str) -> Fault | None:
        """The fault for the answer to this request; counts it."""
        with self._lock:
            fault = self._fault
            if fault is None or fault.on not in ("", request):
                return None
            if fault.times == 1:
                self._fault = None
            elif fault.times:
                fault.times -= 1
            return fault

    @property
    def kind(self) -> str:
        """What is on, or "none"."""
        with self._lock:
            return self._fault.kind if self._fault else "none"


def run(control: Path, handlers: Mapping[str, Handler], endpoint: str, close: Callable[[], None]) -> int:
    """Serves commands until SIGTERM or SIGINT, then closes; the caller's main thread."""
    wake, waker = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(waker, b"."))
    server = ControlServer(control, handlers)
    try:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.write(f"ready {endpoint}\n")
            sys.stdout.flush()
        os.read(wake, 1)
    finally:
        server.close()
        close()
    return 0
