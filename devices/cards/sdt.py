"""Driver of ID-card readers that speak SDT (GA 450): find, select, read, on a thread of its own. Serial line or USB.

Polling: each 50 ms while somebody waits for a card, each 200 ms while a card that was judged still lies there, each
second otherwise. Without somebody who waits it only looks, it doesn't read.

Lifting: after a read the card is mute until it is lifted or the field is reset, so "no card" means nothing by itself.
The driver therefore resets the SAM, which switches the field off and on, and then looks for a card: one that still lies
there answers again. Two looks in a row without a card are a lift; a single one may be a card that was not yet powered.
A reader whose reset leaves the field on makes us believe in a lift too early; nothing worse than a missed reminder
comes of it, because the mute card can't be read a second time.

A card that was judged, well or badly, is not read again before it was lifted. One that is found and can't be selected,
time after time, is two cards (or more): each disturbs the other.

A reader is back once it answers for its SAM and also looks for a card; one that does only the first is stuck.

Deadlines: `sdt_link.DEADLINES`. A request is tried three times, a card is read up to three times (with a new find and
select); three silences in a row or a port that went away are READER_GONE, and the port is opened again (`BackOff`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeVar

from devices.backoff import BackOff
from devices.cards import id_text
from devices.cards.futures import Waiters
from devices.cards.photo import NoDecoder, PhotoDecoder
from devices.cards.sdt_frames import (
    FIND,
    READ,
    READ_NEWEST_ADDRESS,
    RESET_SAM,
    SAM_ID,
    SAM_STATUS,
    SELECT,
    SET_SPEED,
    CardBlocks,
    Command,
    Status,
    card_blocks,
    sam_number,
)
from devices.cards.sdt_link import DEADLINES as LINK_DEADLINES
from devices.cards.sdt_link import Answer, NoAnswer, SdtLink, Trouble
from devices.cards.sdt_transport import SerialTransport, Transport, TransportGone
from devices.fifo import Fifo, NotDone
from devices.ports import CardFailed, CardRead, CardResult, DeviceState, DeviceStatus, ReaderDetail, ReadTrouble

_log = logging.getLogger(__name__)

T = TypeVar("T")

DEADLINES: Mapping[str, float] = {**LINK_DEADLINES, "command": 10.0, "closing": 5.0}
"""All waiting of this driver, in seconds; `command` is how long one of `ask`'s may wait for its turn."""

SPEEDS = tuple(SET_SPEED)
_TRIES = 3


@dataclass(frozen=True)
class Pace:
    """Seconds between looks at the reader."""

    awaited: float = 0.05  # somebody waits for a card
    lying: float = 0.2  # a card that was judged lies there
    idle: float = 1.0


class _Lying(Enum):
    NOTHING = auto()
    FRESH = auto()  # seen, not read: nobody waited
    JUDGED = auto()


class _Gone(Exception):
    """The line is of no use any more; `detail` is the status's keyword."""

    def __init__(self, state: DeviceState, detail: ReaderDetail) -> None:
        super().__init__(detail.value)
        self.state, self.detail = state, detail


class SdtReader:
    """A `CardReader`. `deliver` is called on the driver's thread, with a status only when it changed."""

    def __init__(
        self,
        name: str,
        transport: Transport,
        *,
        deliver: Callable[[DeviceStatus], None],
        photo: PhotoDecoder | None = None,
        pace: Pace | None = None,
        back_off: BackOff | None = None,
    ) -> None:
        self.name = name
        self._transport, self._link = transport, SdtLink(transport)
        self._deliver, self._photo, self._pace = deliver, photo or NoDecoder(), pace or Pace()
        self._back_off = back_off or BackOff()
        self._waiters = Waiters()
        self._commands = Fifo(self._waiters.wake)
        self._lying, self._misses = _Lying.NOTHING, 0
        self._sam_id, self._knows_addresses = "", True
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

    @property
    def last_contact(self) -> float | None:
        """When the reader last sent anything; see `devices.hub.Heard`."""
        return self._link.last_contact

    # ---- commands of staff; each ends with its result, NotDone, or cancelled

    def sam_status(self) -> Future[bool | NotDone]:
        """Whether the security module says that it is well."""
        return self._ask(lambda: self._request(SAM_STATUS).status is Status.OK)

    def sam_id(self) -> Future[str | NotDone]:
        """The security module's number, asked anew; empty if the reader doesn't tell."""
        return self._ask(self._ask_sam_id)

    def change_speed(self, baud: int) -> Future[bool | NotDone]:
        """Sets another speed of the serial line, until the reader is switched off; false if it doesn't answer there,
        and then nothing has changed. ValueError for a speed that SDT doesn't know, or a transport without one.
        """
        if baud not in SET_SPEED or not isinstance(self._transport, SerialTransport):
            raise ValueError(f"no speed of this line; SDT over a serial line knows {', '.join(map(str, SPEEDS))}")
        line = self._transport
        return self._ask(lambda: self._change_speed(line, baud))

    def close(self) -> None:
        """Stops the driver, waits for its thread and ends the photo decoder."""
        self._waiters.close()
        self._link.cancel()
        self._thread.join(DEADLINES["closing"])
        self._photo.close()

    # ---- the thread

    def _run(self) -> None:
        try:
            self._serve()
        except Exception:  # noqa: BLE001 - the thread's edge: whoever waits must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._be_gone(_Gone(DeviceState.FAULT, ReaderDetail.DRIVER_STOPPED))
        self._link.close()
        self._commands.close()
        self._waiters.gone(CardFailed(self.name, ReadTrouble.READER_GONE))

    def _serve(self) -> None:
        while not self._waiters.closed:
            try:
                self._connect()
                self._back_off.reset()
                while not self._waiters.closed:
                    self._look()
                    self._waiters.rest(self._until_next_look())
                    self._commands.run()
            except _Gone as gone:
                self._link.close()
                self._be_gone(gone)
                self._wait_to_reopen()

    def _wait_to_reopen(self) -> None:
        """The back-off's pause; commands whose time is over meanwhile are told so in time."""
        left = self._back_off.pause()
        while left > 0 and not self._waiters.closed:
            due = self._commands.left()
            slept = left if due is None else min(left, due)
            self._waiters.rest(slept, wake=False)
            self._commands.expire()
            left -= max(slept, 0.001)

    def _connect(self) -> None:
        if why := self._link.open():
            raise _Gone(DeviceState.ABSENT, why)
        self._request(SAM_STATUS)
        self._sam_id, self._knows_addresses = self._ask_sam_id(), True
        self._see_it_look()
        self._waiters.back()
        self._say(DeviceState.READY, ReaderDetail.NONE)

    def _see_it_look(self) -> None:
        """A reader that answers for its SAM only is stuck, and of no use; a reset may help it."""
        answer = self._link.exchange(FIND)
        if isinstance(answer, Answer):
            return
        self._stop_if_gone(answer)
        self._request(RESET_SAM)
        try:
            self._request(FIND)
        except _Gone as gone:
            stuck = gone.detail is ReaderDetail.SILENT
            raise _Gone(gone.state, ReaderDetail.STUCK) if stuck else gone from None

    def _ask_sam_id(self) -> str:
        answer = self._link.exchange(SAM_ID)
        if isinstance(answer, Answer):
            return sam_number(answer.data) or ""
        self._stop_if_gone(answer)
        return ""

    def _ask(self, work: Callable[[], T]) -> Future[T | NotDone]:
        return self._commands.put(work, DEADLINES["command"])

    def _change_speed(self, line: SerialTransport, baud: int) -> bool:
        before = line.baud
        if not isinstance(self._link.exchange(SET_SPEED[baud]), Answer):
            return False
        self._switch(line, baud)
        for _ in range(_TRIES):
            if isinstance(self._link.exchange(SAM_STATUS), Answer):
                return True
        self._switch(line, before)
        return False

    def _switch(self, line: SerialTransport, baud: int) -> None:
        try:
            line.baud = baud
        except TransportGone:
            raise _Gone(DeviceState.ABSENT, ReaderDetail.UNPLUGGED) from None

    def _be_gone(self, gone: _Gone) -> None:
        self._lying, self._misses = _Lying.NOTHING, 0
        if not self._waiters.closed:
            self._say(gone.state, gone.detail)
        self._waiters.gone(CardFailed(self.name, ReadTrouble.READER_GONE))

    def _say(self, state: DeviceState, detail: ReaderDetail) -> None:
        status = DeviceStatus(self.name, state, detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, state.value, detail.value)
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
        troubles = []
        for attempt in range(_TRIES):
            if attempt and not self._still_there():
                return self._failed(ReadTrouble.LIFTED)
            outcome = self._attempt()
            if isinstance(outcome, CardBlocks):
                return self._decode(outcome)
            troubles.append(outcome)
        several = all(trouble is ReadTrouble.TWO_CARDS for trouble in troubles)
        return self._failed(troubles[-1] if several or troubles[-1] is not ReadTrouble.TWO_CARDS else _UNREADABLE)

    def _still_there(self) -> bool:
        return self._find(fresh_field=True) or self._find(fresh_field=True)

    def _attempt(self) -> CardBlocks | ReadTrouble:
        """Select and read, once. A garbled answer is not asked for again here: the card may be mute by now."""
        data = b""
        for command in (SELECT, READ):
            answer = self._link.exchange(command)
            if isinstance(answer, NoAnswer):
                self._stop_if_gone(answer)
                return _UNREADABLE
            if answer.status is not Status.OK:
                return _REFUSALS.get(answer.status, _UNREADABLE)
            data = answer.data
        return card_blocks(data) or _UNREADABLE

    def _decode(self, blocks: CardBlocks) -> CardResult:
        text = id_text.decode(blocks.text)
        if isinstance(text, id_text.NotACard):
            _log.info("%s: %s", self.name, text.why.value)
            return self._failed(_TROUBLES.get(text.why, _UNREADABLE))
        text = replace(text, newest_address=self._newest_address())
        photo = self._photo.decode(blocks.photo)
        return CardRead(self.name, text, photo.png, photo.state, self._sam_id)

    def _newest_address(self) -> str:
        """Of the card just read; a reader that doesn't know the question is not asked again."""
        if not self._knows_addresses:
            return ""
        answer = self._link.exchange(READ_NEWEST_ADDRESS)
        if isinstance(answer, Answer):
            return id_text.newest_address(answer.data) if answer.status is Status.OK else ""
        self._knows_addresses = answer.trouble is not Trouble.REFUSED
        return ""

    def _failed(self, trouble: ReadTrouble) -> CardFailed:
        return CardFailed(self.name, trouble)

    def _request(self, command: Command) -> Answer:
        """An answer, after some tries; _Gone if there is none."""
        trouble = Trouble.SILENT
        for _ in range(_TRIES):
            answer = self._link.exchange(command)
            if isinstance(answer, Answer):
                return answer
            self._stop_if_gone(answer)
            trouble = answer.trouble
        raise _Gone(DeviceState.FAULT, ReaderDetail(trouble.value))

    def _stop_if_gone(self, answer: NoAnswer) -> None:
        if answer.trouble is Trouble.GONE:
            raise _Gone(DeviceState.ABSENT, ReaderDetail.UNPLUGGED)
        if answer.trouble is Trouble.SAM:
            unauthorised = answer.status is Status.NOT_AUTHORISED
            raise _Gone(
                DeviceState.FAULT, ReaderDetail.SAM_NOT_AUTHORISED if unauthorised else ReaderDetail.SAM_SELF_TEST
            )


_UNREADABLE = ReadTrouble.UNREADABLE
_REFUSALS = {
    Status.UNKNOWN_CARD_TYPE: ReadTrouble.NOT_A_DOCUMENT,
    Status.SELECT_FAILED: ReadTrouble.TWO_CARDS,
}
_TROUBLES = {
    id_text.WhyNot.UNCONFIRMED: ReadTrouble.NOT_A_DOCUMENT,
    id_text.WhyNot.UNKNOWN_FLAG: ReadTrouble.NOT_A_DOCUMENT,
}


def _was_lifted(result: CardResult) -> bool:
    return isinstance(result, CardFailed) and result.trouble is ReadTrouble.LIFTED
