"""Ticket printers with ESC/POS, over TCP or a serial line, each on a thread of its own.

A job: how is the printer (paper out, cover open … fail at once) → all bytes → after the cut, how is it now. DLE EOT is
answered at once and says nothing about what still lies in the buffer, so a GS r stands behind the cut: its answer comes
in order. For printers without it, the time that the rows take at 60 mm/s must have passed. What failed on the way is
cleared from the printer's buffer: nothing of it may come out when somebody refills paper later.

Outcomes: Done — printed, cut, and ready after it. Failed — the printer says why, or no byte had left. Unknown — it went
silent, or the line broke, after bytes had left.

At rest the printer tells by itself what changes (GS a, automatic status); for those that can't, and for lines that die
unheard, it is looked at each 5 s, each second in trouble. A byte without the fixed bits of a status is noise; silence
is never "ready".

Deadlines (`DEADLINES`): connect 2 s, one answer 1.5 s, overdue answers 3 s, job handed over 10 s, silence after the cut
4 s, verdict 8 s after the expected end of printing, rest 5 s, trouble 1 s, reconnects after 0.5 s, doubling to 2 s.
A printer that goes silent at rest is therefore known after 6.5 s (a rest and one answer), one with a job after 5.5 s.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from devices.backoff import BackOff
from devices.ports import DeviceState, DeviceStatus
from printing.documents.slip import slip_receipt
from printing.documents.ticket import ticket_receipt
from printing.ports import (
    CountUp,
    Done,
    Failed,
    Outcome,
    Paper,
    Reason,
    Slip,
    Ticket,
    TicketDetail,
    Unknown,
    count_nothing,
    count_outcome,
)
from printing.printers.bell import Bell
from printing.printers.escpos_dialogue import Deadlines, Dialogue
from printing.printers.escpos_job import TEAR_DOTS, Job, job, warm_up
from printing.printers.escpos_link import Link, LinkError, LinkTrouble, link_for
from printing.printers.escpos_profile import Profile, profile_for
from printing.printers.escpos_status import (
    CLEAR,
    IN_ORDER_QUERY,
    NO_CONNECTION,
    RECOVER,
    device_status,
)
from printing.printers.escpos_text import feed

__all__ = ["DEADLINES", "Deadlines", "Link", "Profile", "TicketPrinter", "link_for", "profile_for", "warm_up"]

_log = logging.getLogger(__name__)

DEADLINES: Mapping[str, float] = {
    "connect": Deadlines.connect,
    "reply": Deadlines.reply,
    "late": Deadlines.late,
    "send": Deadlines.send,
    "silence": Deadlines.silence,
    "finish": Deadlines.finish,
    "rest": Deadlines.rest,
    "trouble": Deadlines.trouble,
    "back_off_most": Deadlines.back_off.longest,
}
"""Seconds by name, as `Deadlines` explains them."""

_SLOWEST_ROWS = 480.0  # rows a second: 60 mm/s
_CUT_SECONDS = 1.0
_LOOK = 0.25  # between two looks while printing
RECOVERY = 1.0  # seconds in which a blade that is tried again must be free, or the job fails
_RECOVERABLE = (Reason.CUTTER, Reason.JAM)
_PASSING = (Reason.OVERHEATED, Reason.OTHER)  # may be over before the deadline is
_SEPARATE = b"\x1b@\x1dVB\x00"  # cuts off what was begun, so that it isn't the head of the next ticket
_FEED_AWAY = b"\x1b@" + feed(TEAR_DOTS)


@dataclass(eq=False)
class _Order:
    paper: Ticket | Slip
    result: Future[Outcome] = field(default_factory=Future)
    cancelled: bool = False
    began: bool = False  # bytes may have left


class TicketPrinter:
    """One ticket printer (`printing.ports.Printer`). `deliver` gets each status that differs from the one before,
    on the driver's thread; `count` what was done: "tickets", "cuts", "reprints", "failed", "unknown".
    """

    def __init__(
        self,
        name: str,
        link: Link,
        deliver: Callable[[DeviceStatus], None],
        clock: Callable[[], float] = time.monotonic,
        *,
        deadlines: Deadlines | None = None,
        profile: Profile | None = None,
        count: CountUp = count_nothing,
    ) -> None:
        self._name = name
        self._deliver = deliver
        self._clock = clock
        self._deadlines = deadlines or Deadlines()
        self._profile = profile or Profile()
        self._count = count
        self._dialogue = Dialogue(link, self._deadlines, clock)
        self._answers_in_order: bool | None = None  # learned from the first job
        self._unclean = True  # a broken job may still lie in the printer, also one of a program that was killed
        self._warm = False
        self._back_off = BackOff(self._deadlines.back_off)
        self._next_look = clock()
        self._bell = Bell()
        self._lock = threading.Lock()  # guards what follows
        self._waiting: deque[_Order] = deque()
        self._current: _Order | None = None
        self._status: DeviceStatus | None = None
        self._detail: TicketDetail | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"printer-{name}", daemon=True)
        self._thread.start()

    # ---- from any thread

    @property
    def name(self) -> str:
        """The device's name from the settings."""
        return self._name

    def takes(self, paper: Paper) -> bool:
        """Tickets and slips."""
        return isinstance(paper, Ticket | Slip)

    def print(self, paper: Paper) -> Future[Outcome]:
        """Prints a ticket or a slip; TypeError for other papers. After `close`: Failed(CANCELLED)."""
        if not isinstance(paper, Ticket | Slip):
            raise TypeError(f"{self._name} prints tickets and slips, no {type(paper).__name__}")
        order = _Order(paper)
        with self._lock:
            if not self._closing:
                self._waiting.append(order)
                self._bell.ring()
                return order.result
        order.result.set_result(Failed(Reason.CANCELLED))
        return order.result

    def cancel_all(self) -> None:
        """Cancels what is queued; breaks off what is printing and clears the printer's buffer."""
        with self._lock:
            dropped = list(self._waiting)
            self._waiting.clear()
            if self._current is not None:
                self._current.cancelled = True
            self._bell.ring()
        for order in dropped:
            if order.result.set_running_or_notify_cancel():
                order.result.set_result(Failed(Reason.CANCELLED))

    def status(self) -> DeviceStatus:
        """The last known status; ABSENT until the printer first answered."""
        with self._lock:
            return self._status or DeviceStatus(self._name, DeviceState.ABSENT)

    def detail(self) -> TicketDetail | None:
        """What it last said of itself; None while it is silent."""
        with self._lock:
            return self._detail

    def close(self) -> None:
        """Cancels everything and ends the thread (within a few seconds, the longest single wait)."""
        with self._lock:
            self._closing = True
        self.cancel_all()
        self._thread.join()

    # ---- on the driver's thread

    def _run(self) -> None:
        while self._turn():
            pass
        self._dialogue.link.close()
        self._bell.close()

    def _turn(self) -> bool:
        """One job or one look; False at the end. A job's paper is reachable from here only while it is printed."""
        order = self._next_order()
        if order is None and self._closing:
            return False
        try:
            if order is None:
                self._look()
                self._warm_up()
            else:
                self._serve(order)
        except Exception:  # noqa: BLE001 - the thread's edge: one job or one look may fail, the printer stays
            _log.exception("%s: unexpected failure", self._name)
            self._next_look = self._clock() + self._deadlines.rest
        return True

    def _warm_up(self) -> None:
        """Once, while nobody waits: the first ticket is as quick as the others."""
        if not self._warm:
            self._warm = True
            warm_up()

    def _next_order(self) -> _Order | None:
        """The next job, or None when it is time to look at the printer or to end. Hears meanwhile what it tells."""
        while True:
            with self._lock:
                left = self._next_look - self._clock()
                if self._waiting or self._closing or left <= 0:
                    self._current = self._waiting.popleft() if self._waiting else None
                    return self._current
            if self._bell.wait(left, self._dialogue.link.fileno()):
                self._hear()

    def _hear(self) -> None:
        """The printer said something unasked, or its line ended: that may be mended at once."""
        try:
            now = self._dialogue.told()
        except LinkError as gone:
            _log.debug("%s: %s", self._name, gone)
            self._next_look = self._clock()
            return
        if now is not None and (now.trouble in _RECOVERABLE or self._unclean):
            self._next_look = self._clock()
        elif now is not None:
            self._learn(now)

    def _look(self) -> None:
        """Keeps the status true while nothing is printed."""
        try:
            if not self._dialogue.link.is_open:
                self._dialogue.open()
            now = self._put_right(self._dialogue.condition())
        except LinkError as gone:
            _log.debug("%s: %s", self._name, gone)
            now = None
        self._learn(now)

    def _learn(self, now: TicketDetail | None) -> None:
        """Publishes a condition and sets the time of the next look."""
        if now is not None and now.trouble is None and not self._watches():
            now = None
        if now is None:
            self._dialogue.link.close()
            self._publish(DeviceStatus(self._name, DeviceState.ABSENT, NO_CONNECTION), None)
            self._next_look = self._clock() + self._back_off.pause()
            return
        self._back_off.reset()
        self._publish(device_status(self._name, now), now)
        pauses = self._deadlines
        stopped = pauses.retry if now.trouble in _RECOVERABLE else pauses.trouble
        self._next_look = self._clock() + (pauses.rest if now.trouble is None else stopped)

    def _watches(self) -> bool:
        """Has the printer tell what changes; only while it is well, for a stopped one keeps the command unread."""
        try:
            self._dialogue.watch()
        except LinkError as gone:
            _log.info("%s: %s", self._name, gone)
            return False
        return True

    def _publish(self, status: DeviceStatus, now: TicketDetail | None) -> None:
        with self._lock:
            self._detail = now
            if status == self._status:
                return
            self._status = status
        self._deliver(status)

    def _serve(self, order: _Order) -> None:
        outcome: Outcome | None = None
        wanted = order.result.set_running_or_notify_cancel()
        try:
            outcome = self._attempt(order) if wanted else None
        finally:
            with self._lock:
                self._current = None
            if wanted:
                self._count_up(order, outcome)
                order.result.set_result(outcome or (Unknown() if order.began else Failed(Reason.OTHER)))

    def _count_up(self, order: _Order, outcome: Outcome | None) -> None:
        if isinstance(outcome, Done):
            self._count("tickets", 1)
            self._count_cut()
        count_outcome(self._count, outcome or Unknown(), order.paper.reprint)

    def _count_cut(self) -> None:
        if self._profile.cuts:
            self._count("cuts", 1)

    def _attempt(self, order: _Order) -> Outcome:
        roll = self._profile.roll
        paper = order.paper
        receipt = ticket_receipt(paper, roll) if isinstance(paper, Ticket) else slip_receipt(paper, roll)
        work = job(receipt, self._profile.rom, cuts=self._profile.cuts)
        before = self._before()
        if before is None or before.trouble is not None:
            self._learn(before)
            return Failed(Reason.OFFLINE if before is None or before.trouble is None else before.trouble)
        self._publish(device_status(self._name, before, printing=True), before)
        outcome, after = self._transmit(order, work)
        self._learn(after)
        return outcome

    def _before(self) -> TicketDetail | None:
        """The condition before a job; None if nobody answers."""
        try:
            return self._put_right(self._ask_reconnecting())
        except LinkError as gone:
            _log.info("%s: %s", self._name, gone)
            return None

    def _ask_reconnecting(self) -> TicketDetail | None:
        """A line that died at rest is opened again, once."""
        if self._dialogue.link.is_open:
            try:
                return self._dialogue.condition()
            except LinkError as gone:
                _log.info("%s: %s", self._name, gone)
        self._dialogue.open()
        return self._dialogue.condition()

    def _put_right(self, now: TicketDetail | None) -> TicketDetail | None:
        """Does what the printer can do itself: try its blade again, cut off what a broken job left in it."""
        if now is not None and now.trouble in _RECOVERABLE:
            now = self._recovered()
        if now is not None and now.trouble is None and self._unclean:
            self._dialogue.begin_job()
            self._dialogue.link.send(CLEAR + self._separate, self._deadlines.reply)
            self._unclean = False
            self._count_cut()
        return now

    @property
    def _separate(self) -> bytes:
        """What stands on the paper already goes off with a cut, or past the tear bar."""
        return _SEPARATE if self._profile.cuts else _FEED_AWAY

    def _recovered(self) -> TicketDetail | None:
        self._dialogue.link.send(RECOVER, self._deadlines.reply)
        deadline = self._clock() + RECOVERY
        now = self._dialogue.condition()
        while now is not None and now.trouble in _RECOVERABLE and self._clock() < deadline:
            self._dialogue.listen(_LOOK / 2)
            now = self._dialogue.condition()
        return now

    def _transmit(self, order: _Order, work: Job) -> tuple[Outcome, TicketDetail | None]:
        """Sends a job and waits for the verdict; also the condition it was seen in, None if the line is gone."""
        self._dialogue.begin_job()
        deadline = self._clock() + self._deadlines.send
        try:
            for piece in (*work.pieces, IN_ORDER_QUERY):
                if order.cancelled:
                    return self._abandoned(order, Failed(Reason.CANCELLED))
                self._dialogue.link.send(piece, max(0.0, deadline - self._clock()))
                order.began = True
        except LinkError as broken:
            _log.warning("%s: %s while sending", self._name, broken)
            if not order.began and not broken.sent:
                return Failed(Reason.OFFLINE), None
            order.began = True
            return self._stalled(order) if broken.trouble is LinkTrouble.STALLED else self._lost()
        try:
            return self._verdict(order, work)
        except LinkError as broken:
            _log.warning("%s: %s after sending", self._name, broken)
            return self._lost()

    def _lost(self) -> tuple[Outcome, TicketDetail | None]:
        self._unclean = True
        return Unknown(), None

    def _stalled(self, order: _Order) -> tuple[Outcome, TicketDetail | None]:
        """The printer took no more bytes: it may say why."""
        try:
            now = self._dialogue.condition()
            if now is not None and now.trouble is not None:
                return self._abandoned(order, Failed(now.trouble), now)
        except LinkError as gone:
            _log.warning("%s: %s", self._name, gone)
        return self._lost()

    def _verdict(self, order: _Order, work: Job) -> tuple[Outcome, TicketDetail | None]:
        """Listens and looks until the printer is known to be through, or to be stuck, or nobody can tell."""
        began = last_answer = self._clock()
        printed_by = began + work.rows / _SLOWEST_ROWS + _CUT_SECONDS
        deadline = printed_by + self._deadlines.finish
        now: TicketDetail | None = None
        while self._clock() < deadline:
            if order.cancelled:
                return self._abandoned(order, Unknown(), now)
            if not self._dialogue.in_order_answers:
                self._dialogue.listen(_LOOK)
            through = self._dialogue.in_order_answers > 0
            now = self._dialogue.condition()
            if now is None:
                if self._clock() - last_answer >= self._deadlines.silence:
                    return self._lost()
                continue
            last_answer = self._clock()
            self._publish(device_status(self._name, now, printing=True), now)  # also what may pass: somebody waits
            if now.trouble is not None and now.trouble not in _PASSING:
                return self._abandoned(order, Failed(now.trouble), now)
            if now.trouble is None and (through or self._surely_printed(printed_by)):
                self._answers_in_order = through
                return Done(), now
        if now is None:
            return self._lost()
        return self._abandoned(order, Failed(now.trouble) if now.trouble else Unknown(), now)

    def _surely_printed(self, printed_by: float) -> bool:
        """For printers that don't know GS r: ready after the time printing takes. Until the first job has shown
        which kind this one is, a little longer.
        """
        if self._answers_in_order:
            return False
        grace = 0.0 if self._answers_in_order is False else self._deadlines.finish / 4
        return self._clock() >= printed_by + grace

    def _abandoned(
        self, order: _Order, outcome: Outcome, now: TicketDetail | None = None
    ) -> tuple[Outcome, TicketDetail | None]:
        """Clears the printer of the job: what is buffered must not come out when paper or cover are put right."""
        if not order.began:
            return outcome, now or TicketDetail()
        try:
            self._dialogue.link.send(CLEAR + self._separate, self._deadlines.reply)
            self._count_cut()
            return outcome, now or self._dialogue.condition()
        except LinkError as broken:
            _log.warning("%s: %s, its buffer could not be cleared", self._name, broken)
            self._unclean = True
            return outcome, None
