"""Driver of PC/SC readers for social-security cards: a child program does the work, this keeps it alive and asks it.

A card that doesn't answer is given up (NO_ANSWER, and the child is replaced); a child that says nothing is killed and
replaced, at once at first, then after `BackOff`'s pauses; one that ends twice without having said anything makes the
reader FAULT. A reader that another program has for itself is told once (HELD) and tried again until it is free; the
card need not be moved.

A card is read only while somebody waits, and not again before it was taken out. Where several readers belong to the
driver, all their new cards are read: one document among foreign cards counts, two documents are TWO_CARDS. Nobody can
see whether a card was changed while pcscd was away: one that had been judged then still counts as judged.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from devices.backoff import BackOff
from devices.cards.child import Child, NoMessage
from devices.cards.futures import Waiters
from devices.cards.pcsc_slots import Slots
from devices.ports import (
    CardFailed,
    CardKind,
    CardRead,
    CardResult,
    CardText,
    DeviceState,
    DeviceStatus,
    PhotoState,
    ReaderDetail,
    ReadTrouble,
)

_log = logging.getLogger(__name__)

DEADLINES: Mapping[str, float] = {
    "read": 3.0,  # all cards that are new; a hung one is given up then
    "grace": 2.0,  # for the child to say so
    "retry-held": 0.5,  # between attempts while another program has the reader
    "closing": 5.0,
}
"""All waiting of this driver, in seconds; what waits in the child stands in `pcsc_service.DEADLINES`."""

_TICK = 1.0


class PcscReader:
    """A `CardReader` over all readers whose name matches `pattern` ("ACS*"). `deliver` is called on its thread."""

    def __init__(
        self,
        name: str,
        pattern: str,
        *,
        deliver: Callable[[DeviceStatus], None],
        seconds: float = DEADLINES["read"],
        back_off: BackOff | None = None,
        tape: str = "",
    ) -> None:
        """`tape`: a file in which the child records its APDUs, masked (see `devices.recording`)."""
        self.name = name
        self._arguments = [pattern, str(seconds), *filter(None, [tape])]
        self._deliver, self._seconds, self._back_off = deliver, seconds, back_off or BackOff()
        self._waiters = Waiters()
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._slots = Slots()
        self._known = self._continuous = False
        self._held, self._held_told = False, False
        self._reading: dict[str, int] = {}
        self._reading_since: float | None = None
        self._heard: float | None = None
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
        with self._lock:
            empty = self._known and self._slots.empty
        if empty:
            self._waiters.lift()
        return future

    def usable(self) -> Future[None]:
        """Done once the reader is not gone; see `CardReader`."""
        return self._waiters.for_return()

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged is still in."""
        with self._lock:
            return self._known and self._slots.occupied

    @property
    def last_contact(self) -> float | None:
        """When the reader's child last spoke; see `devices.hub.Heard`."""
        return self._heard

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
        self._thread.join(DEADLINES["closing"])

    # ---- the thread

    def _run(self) -> None:
        try:
            self._keep_alive()
        except Exception:  # noqa: BLE001 - the thread's edge: whoever waits must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._say(DeviceState.FAULT, ReaderDetail.DRIVER_STOPPED)
        self._waiters.gone(self._failed(ReadTrouble.READER_GONE))

    def _keep_alive(self) -> None:
        silent = 0
        while not self._waiters.closed:
            spoke = self._live_once()
            silent = 0 if spoke else silent + 1
            if self._waiters.closed:
                return
            if silent > 1:
                self._be_gone(DeviceState.FAULT, ReaderDetail.DRIVER_STOPPED)
            if spoke:
                self._back_off.reset()
            else:
                self._waiters.rest(self._back_off.pause(), wake=False)

    def _live_once(self) -> bool:
        """One child, from start to end; whether it said anything."""
        try:
            child = Child("devices.cards.pcsc_service", self._arguments)
        except OSError:  # no memory, no descriptors: may pass
            _log.exception("%s: no child", self.name)
            return False
        with self._lock:
            self._child, self._continuous, self._reading_since = child, False, None
            if self._waiters.closed:
                child.hang_up()
        spoke = False
        try:
            while (message := child.receive(self._patience())) is not NoMessage.ENDED:
                if isinstance(message, NoMessage):
                    if self._overdue():
                        break
                    self._try_held()
                    continue
                spoke, self._heard = True, time.monotonic()
                self._take(message)
        finally:
            with self._lock:
                self._child = None
            child.end()
        self._after_child()
        return spoke

    def _patience(self) -> float:
        return DEADLINES["retry-held"] if self._held else _TICK

    def _overdue(self) -> bool:
        with self._lock:
            since = self._reading_since
        return since is not None and time.monotonic() - since > self._seconds + DEADLINES["grace"]

    def _after_child(self) -> None:
        with self._lock:
            was_reading, self._reading_since = self._reading_since is not None, None
        if was_reading and not self._waiters.closed:
            self._judge(self._failed(ReadTrouble.NO_ANSWER))

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            case {"state": {"service": bool(service), "reader": bool(reader), "cards": dict(cards)}}:
                self._see(service, reader, {str(slot): number for slot, number in cards.items()})
            case {"result": dict(result)}:
                self._judge(self._result(result))
            case {"held": bool(held)}:
                self._be_held(held)
            case _:
                _log.warning("%s: the child says what nobody understands", self.name)

    def _see(self, service: bool, reader: bool, cards: dict[str, int]) -> None:
        if not reader:
            self._be_gone(DeviceState.ABSENT, ReaderDetail.UNPLUGGED if service else ReaderDetail.NO_SERVICE)
            return
        with self._lock:
            self._slots.see(cards, continuous=self._continuous)
            self._known = self._continuous = True
            empty = self._slots.empty
        self._waiters.back()
        if empty:
            self._held = self._held_told = False
            self._waiters.lift()
        if not self._held:
            self._say(DeviceState.READY, ReaderDetail.NONE)
        self._start_reading()

    def _be_gone(self, state: DeviceState, detail: ReaderDetail) -> None:
        with self._lock:
            self._known = self._continuous = False
        self._held = self._held_told = False
        self._say(state, detail)
        self._waiters.gone(self._failed(ReadTrouble.READER_GONE))

    def _be_held(self, held: bool) -> None:
        """Another program has the reader for itself, or has it no more."""
        self._held = held
        if held:
            self._say(DeviceState.BUSY, ReaderDetail.HELD)
            return
        self._held_told = False
        self._say(DeviceState.READY, ReaderDetail.NONE)
        self._start_reading()

    def _try_held(self) -> None:
        """Whether the reader is free again; asked only while it is held and nothing else is under way."""
        with self._lock:
            asks = self._held and self._child is not None and self._reading_since is None
            if asks and self._child:
                self._child.send({"do": "probe"})

    def _start_reading(self) -> None:
        """Asks the child to read, if there is a card that counts and somebody who wants it."""
        with self._lock:
            fresh = self._slots.fresh if self._continuous and not self._held else {}
            if fresh and self._reading_since is None and self._child and self._waiters.card_wanted:
                self._reading, self._reading_since = fresh, time.monotonic()
                self._child.send({"do": "read", "slots": list(fresh)})

    def _judge(self, result: CardResult) -> None:
        """A result for those who wait. If they have gone, the card still counts as new, unless it has gone too."""
        trouble = result.trouble if isinstance(result, CardFailed) else None
        if trouble is ReadTrouble.HELD:
            self._tell_held(result)
            return
        taken = self._waiters.card(result)
        judged = (taken and trouble is not ReadTrouble.READER_GONE) or trouble is ReadTrouble.LIFTED
        with self._lock:
            self._reading_since = None
            if judged:
                self._slots.judge(self._reading)
        self._start_reading()

    def _tell_held(self, result: CardResult) -> None:
        """Once: after that whoever waits gets the card, as soon as the reader is free."""
        with self._lock:
            self._reading_since = None
        self._be_held(True)
        if not self._held_told:
            self._held_told = self._waiters.card(result)

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

    def _say(self, state: DeviceState, detail: ReaderDetail) -> None:
        status = DeviceStatus(self.name, state, detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, state.value, detail.value)
            self._deliver(status)
