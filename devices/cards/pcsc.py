"""Driver of PC/SC readers for social-security cards: a child program does the work, this keeps it alive and asks it.

Deadlines: a card that doesn't answer is given up after 3 s (UNREADABLE, and the child is replaced); a child that says
nothing for another 2 s is killed. A child that ends is started again, at once at first, then after 0.25 s to 5 s;
one that ends twice without having said anything makes the reader FAULT, "driver-stopped".

A card is read only while somebody waits, and not again before it was taken out. Nobody can see whether a card was
changed while pcscd was away: one that had been judged then still counts as judged.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from devices.cards.child import Child, NoMessage
from devices.cards.futures import Waiters
from devices.ports import (
    CardFailed,
    CardKind,
    CardRead,
    CardResult,
    CardText,
    DeviceState,
    DeviceStatus,
    PhotoState,
    ReadTrouble,
)

_log = logging.getLogger(__name__)

_READ = 3.0
_GRACE = 2.0
_TICK = 1.0
_RESTARTS = (0.0, 0.25, 0.5, 1.0, 2.0, 5.0)
_CLOSING = 5.0


class PcscReader:
    """A `CardReader` over all readers whose name matches `pattern` ("ACS*"). `deliver` is called on its thread."""

    def __init__(
        self, name: str, pattern: str, *, deliver: Callable[[DeviceStatus], None], seconds: float = _READ
    ) -> None:
        self.name = name
        self._pattern, self._deliver, self._seconds = pattern, deliver, seconds
        self._waiters = Waiters()
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._known = self._continuous = self._judged = False
        self._card: int | None = None
        self._reading_since: float | None = None
        self._status: DeviceStatus | None = None
        self._thread = threading.Thread(target=self._run, name=f"pcsc-{name}", daemon=True)
        self._thread.start()

    def read_next(self) -> Future[CardResult]:
        """The next card; see `CardReader`."""
        future = self._waiters.for_card(self._failed(ReadTrouble.READER_GONE))
        self._start_reading()
        return future

    def lifted(self) -> Future[None]:
        """Done once no card is in; see `CardReader`."""
        future = self._waiters.for_lift()
        if self._known and self._card is None:
            self._waiters.lift()
        return future

    def usable(self) -> Future[None]:
        """Done once the reader is not gone; see `CardReader`."""
        return self._waiters.for_return()

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged is still in."""
        with self._lock:
            return self._judged and self._card is not None

    @property
    def child(self) -> int | None:
        """The child's process id, for those who watch processes."""
        with self._lock:
            return self._child.pid if self._child else None

    def close(self) -> None:
        """Ends the child and the thread."""
        self._waiters.close()
        with self._lock:
            if self._child:
                self._child.hang_up()
        self._thread.join(_CLOSING)

    # ---- the thread

    def _run(self) -> None:
        try:
            self._keep_alive()
        except Exception:  # noqa: BLE001 - the thread's edge: whoever waits must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._say(DeviceState.FAULT, "driver-stopped")
        self._waiters.gone(self._failed(ReadTrouble.READER_GONE))

    def _keep_alive(self) -> None:
        silent = 0
        while not self._waiters.closed:
            spoke = self._live_once()
            silent = 0 if spoke else silent + 1
            if self._waiters.closed:
                return
            if silent > 1:
                self._be_gone(DeviceState.FAULT, "driver-stopped")
            self._waiters.rest(_RESTARTS[min(silent, len(_RESTARTS) - 1)], wake=False)

    def _live_once(self) -> bool:
        """One child, from start to end; whether it said anything."""
        try:
            child = Child("devices.cards.pcsc_service", [self._pattern, str(self._seconds)])
        except OSError:  # no memory, no descriptors: may pass
            _log.exception("%s: no child", self.name)
            return False
        with self._lock:
            self._child, self._continuous, self._reading_since = child, False, None
            if self._waiters.closed:
                child.hang_up()
        spoke = False
        try:
            while (message := child.receive(_TICK)) is not NoMessage.ENDED:
                if isinstance(message, NoMessage):
                    if self._overdue():
                        break
                    continue
                spoke = True
                self._take(message)
        finally:
            with self._lock:
                self._child = None
            child.end()
        self._after_child()
        return spoke

    def _overdue(self) -> bool:
        with self._lock:
            since = self._reading_since
        return since is not None and time.monotonic() - since > self._seconds + _GRACE

    def _after_child(self) -> None:
        with self._lock:
            was_reading, self._reading_since = self._reading_since is not None, None
        if was_reading and not self._waiters.closed:
            self._judge(self._failed(ReadTrouble.UNREADABLE))

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            case {"state": {"service": bool(service), "reader": bool(reader), "card": int() | None as card}}:
                self._see(service, reader, card)
            case {"result": dict(result)}:
                self._judge(self._result(result))
            case _:
                _log.warning("%s: the child says what nobody understands", self.name)

    def _see(self, service: bool, reader: bool, card: int | None) -> None:
        if not reader:
            self._be_gone(DeviceState.ABSENT, "unplugged" if service else "no-service")
            return
        with self._lock:
            if card is None or (self._continuous and card != self._card):
                self._judged = False
            self._card, self._known, self._continuous = card, True, True
        self._waiters.back()
        self._say(DeviceState.READY, "")
        if card is None:
            self._waiters.lift()
        self._start_reading()

    def _be_gone(self, state: DeviceState, detail: str) -> None:
        with self._lock:
            self._card, self._continuous = None, False
        self._say(state, detail)
        self._waiters.gone(self._failed(ReadTrouble.READER_GONE))

    def _start_reading(self) -> None:
        """Asks the child to read, if there is a card that counts and somebody who wants it."""
        with self._lock:
            fresh = self._card is not None and not self._judged and self._reading_since is None
            if fresh and self._child and self._waiters.card_wanted:
                self._reading_since = time.monotonic()
                self._child.send({"do": "read"})

    def _judge(self, result: CardResult) -> None:
        """A result for those who wait. If they have gone, the card still counts as new, unless it has gone too."""
        taken = self._waiters.card(result)
        trouble = result.trouble if isinstance(result, CardFailed) else None
        judged = (taken and trouble is not ReadTrouble.READER_GONE) or trouble is ReadTrouble.LIFTED
        with self._lock:
            self._reading_since = None
            self._judged = judged and self._card is not None
        self._start_reading()

    def _result(self, result: dict[str, Any]) -> CardResult:
        try:
            if "trouble" in result:
                _log.info("%s: not read: %s", self.name, result.get("why"))
                return self._failed(ReadTrouble(result["trouble"]))
            text = CardText(**{**result["text"], "kind": CardKind(result["text"]["kind"])})
        except (KeyError, TypeError, ValueError):
            return self._failed(ReadTrouble.UNREADABLE)
        return CardRead(self.name, text, b"", PhotoState.NONE)

    def _failed(self, trouble: ReadTrouble) -> CardFailed:
        return CardFailed(self.name, trouble)

    def _say(self, state: DeviceState, detail: str) -> None:
        status = DeviceStatus(self.name, state, detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, state.value, detail)
            self._deliver(status)
