"""Driver of ID-card readers that speak SDT over a serial line (GA 450): find, select, read, on a thread of its own.

Polling: each 50 ms while somebody waits for a card, each 200 ms while a card that was judged still lies there, each
second otherwise. Without somebody who waits it only looks, it doesn't read.

Lifting: after a read the card is mute until it is lifted or the field is reset, so "no card" means nothing by itself.
The driver therefore resets the SAM, which switches the field off and on, and then looks for a card: one that still lies
there answers again. Two looks in a row without a card are a lift; a single one may be a card that was not yet powered.
A reader whose reset leaves the field on makes us believe in a lift too early; nothing worse than a missed reminder
comes of it, because the mute card can't be read a second time.

A card that was judged, well or badly, is not read again before it was lifted.

Deadlines: see sdt_link. A request is tried three times, a card is read up to three times (with a new find and select);
three silences in a row or a port that went away are READER_GONE, and the port is opened again after 0.25 s to 5 s.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum, auto

from devices.cards import id_text
from devices.cards.futures import Waiters
from devices.cards.photo import NoDecoder, PhotoDecoder
from devices.cards.sdt_frames import (
    FIND,
    READ,
    RESET_SAM,
    SAM_STATUS,
    SELECT,
    CardBlocks,
    Command,
    Status,
    card_blocks,
)
from devices.cards.sdt_link import Answer, NoAnswer, SdtLink, Trouble
from devices.ports import CardFailed, CardRead, CardResult, DeviceState, DeviceStatus, ReadTrouble

_log = logging.getLogger(__name__)

_TRIES = 3
_CLOSING = 5.0


@dataclass(frozen=True)
class Pace:
    """Seconds between looks at the reader."""

    awaited: float = 0.05  # somebody waits for a card
    lying: float = 0.2  # a card that was judged lies there
    idle: float = 1.0
    reopen: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 5.0)


class _Lying(Enum):
    NOTHING = auto()
    FRESH = auto()  # seen, not read: nobody waited
    JUDGED = auto()


class _Gone(Exception):
    """The line is of no use any more; `detail` is the status's keyword."""

    def __init__(self, state: DeviceState, detail: str) -> None:
        super().__init__(detail)
        self.state, self.detail = state, detail


class SdtReader:
    """A `CardReader`. `deliver` is called on the driver's thread, with a status only when it changed."""

    def __init__(
        self,
        name: str,
        port: str,
        baud: int = 115200,
        *,
        deliver: Callable[[DeviceStatus], None],
        photo: PhotoDecoder | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.name = name
        self._link = SdtLink(port, baud)
        self._deliver, self._photo, self._pace = deliver, photo or NoDecoder(), pace or Pace()
        self._waiters = Waiters()
        self._lying, self._misses = _Lying.NOTHING, 0
        self._status: DeviceStatus | None = None
        self._thread = threading.Thread(target=self._run, name=f"sdt-{name}", daemon=True)
        self._thread.start()

    def read_next(self) -> Future[CardResult]:
        """The next card; see `CardReader`."""
        return self._waiters.for_card(CardFailed(self.name, ReadTrouble.READER_GONE))

    def lifted(self) -> Future[None]:
        """Done once no card lies there; see `CardReader`."""
        return self._waiters.for_lift()

    def usable(self) -> Future[None]:
        """Done once the reader answers; see `CardReader`."""
        return self._waiters.for_return()

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged still lies there, as of the last look."""
        return self._lying is _Lying.JUDGED

    def close(self) -> None:
        """Stops the driver, waits for its thread and ends the photo decoder."""
        self._waiters.close()
        self._link.cancel()
        self._thread.join(_CLOSING)
        self._photo.close()

    # ---- the thread

    def _run(self) -> None:
        try:
            self._serve()
        except Exception:  # noqa: BLE001 - the thread's edge: whoever waits must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._be_gone(_Gone(DeviceState.FAULT, "driver-stopped"))
        self._link.close()
        self._waiters.gone(CardFailed(self.name, ReadTrouble.READER_GONE))

    def _serve(self) -> None:
        attempt = 0
        while not self._waiters.closed:
            try:
                self._connect()
                attempt = 0
                while not self._waiters.closed:
                    self._look()
                    self._waiters.rest(self._until_next_look())
            except _Gone as gone:
                self._link.close()
                self._be_gone(gone)
                waits = self._pace.reopen
                self._waiters.rest(waits[min(attempt, len(waits) - 1)], wake=False)
                attempt += 1

    def _connect(self) -> None:
        if why := self._link.open():
            raise _Gone(DeviceState.ABSENT, why)
        self._request(SAM_STATUS)
        self._waiters.back()
        self._say(DeviceState.READY, "")

    def _be_gone(self, gone: _Gone) -> None:
        self._lying, self._misses = _Lying.NOTHING, 0
        if not self._waiters.closed:
            self._say(gone.state, gone.detail)
        self._waiters.gone(CardFailed(self.name, ReadTrouble.READER_GONE))

    def _say(self, state: DeviceState, detail: str) -> None:
        status = DeviceStatus(self.name, state, detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, state.value, detail)
            self._deliver(status)

    def _until_next_look(self) -> float:
        if self._lying is _Lying.JUDGED:
            return self._pace.lying
        return self._pace.awaited if self._waiters.waiting or self._misses else self._pace.idle

    def _look(self) -> None:
        """One look: is a card there, does somebody want it?"""
        if not self._find(fresh_field=self._lying is not _Lying.NOTHING):
            self._misses += 1
            if self._lying is _Lying.NOTHING or self._misses > 1:
                self._lying, self._misses = _Lying.NOTHING, 0
                self._waiters.lift()
            return
        self._misses = 0
        if self._lying is _Lying.NOTHING:
            self._lying = _Lying.FRESH
        if self._lying is _Lying.FRESH and self._waiters.card_wanted:
            result = self._read()
            taken = self._waiters.card(result)
            if _was_lifted(result):
                self._lying = _Lying.NOTHING
            elif taken:
                self._lying = _Lying.JUDGED

    def _find(self, *, fresh_field: bool) -> bool:
        """Whether a card answers, after the field was reset where a card may be mute."""
        if fresh_field:
            self._request(RESET_SAM)
        return self._request(FIND).status is Status.FOUND

    def _read(self) -> CardResult:
        """Reads the card just found. One that answers badly is found anew, until it reads or is judged unreadable."""
        trouble = ReadTrouble.UNREADABLE
        for attempt in range(_TRIES):
            if attempt and not self._still_there():
                return CardFailed(self.name, ReadTrouble.LIFTED)
            outcome = self._attempt()
            if isinstance(outcome, CardBlocks):
                return self._decode(outcome)
            trouble = outcome
        return CardFailed(self.name, trouble)

    def _still_there(self) -> bool:
        return self._find(fresh_field=True) or self._find(fresh_field=True)

    def _attempt(self) -> CardBlocks | ReadTrouble:
        """Select and read, once. A garbled answer is not asked for again here: the card may be mute by now."""
        data = b""
        for command in (SELECT, READ):
            answer = self._link.exchange(command)
            if isinstance(answer, NoAnswer):
                self._stop_if_gone(answer)
                return ReadTrouble.UNREADABLE
            if answer.status is not Status.OK:
                foreign = answer.status is Status.UNKNOWN_CARD_TYPE
                return ReadTrouble.NOT_A_DOCUMENT if foreign else ReadTrouble.UNREADABLE
            data = answer.data
        return card_blocks(data) or ReadTrouble.UNREADABLE

    def _decode(self, blocks: CardBlocks) -> CardResult:
        text = id_text.decode(blocks.text)
        if isinstance(text, id_text.NotACard):
            _log.info("%s: %s", self.name, text.why.value)
            return CardFailed(self.name, _TROUBLES.get(text.why, ReadTrouble.UNREADABLE))
        photo = self._photo.decode(blocks.photo)
        return CardRead(self.name, text, photo.png, photo.state)

    def _request(self, command: Command) -> Answer:
        """An answer, after some tries; _Gone if there is none."""
        trouble = Trouble.SILENT
        for _ in range(_TRIES):
            answer = self._link.exchange(command)
            if isinstance(answer, Answer):
                return answer
            self._stop_if_gone(answer)
            trouble = answer.trouble
        raise _Gone(DeviceState.FAULT, trouble.value)

    def _stop_if_gone(self, answer: NoAnswer) -> None:
        if answer.trouble is Trouble.GONE:
            raise _Gone(DeviceState.ABSENT, "unplugged")
        if answer.trouble is Trouble.SAM:
            unauthorised = answer.status is Status.NOT_AUTHORISED
            raise _Gone(DeviceState.FAULT, "sam-not-authorised" if unauthorised else "sam-self-test")


_TROUBLES = {
    id_text.WhyNot.UNCONFIRMED: ReadTrouble.NOT_A_DOCUMENT,
    id_text.WhyNot.UNKNOWN_FLAG: ReadTrouble.NOT_A_DOCUMENT,
}


def _was_lifted(result: CardResult) -> bool:
    return isinstance(result, CardFailed) and result.trouble is ReadTrouble.LIFTED
