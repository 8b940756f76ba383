"""Asking a ticket printer how it is. One question at a time, so that an answer belongs to its question."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.backoff import BackOffPolicy
from printing.ports import Reason, TicketDetail
from printing.printers.escpos_link import Link
from printing.printers.escpos_status import (
    QUERIES,
    WATCH,
    Replies,
    Reply,
    ReplyKind,
    decode,
    decode_block,
    detail,
    query,
)


@dataclass(frozen=True)
class Deadlines:
    """All waiting of the driver, in seconds.

    connect: opening the line · reply: one answer to DLE EOT · late: for answers that are overdue, before asking anew ·
    send: handing over a whole job · silence: no answer at all after the cut, then nobody knows · finish: from the end
    of the expected printing time to the verdict · rest, trouble, retry: between two looks at an idle printer that is
    ready, that isn't, or whose blade can be tried again · back_off: the pauses between attempts to connect (with an
    answer awaited in vain still under 5 s).
    """

    connect: float = 2.0
    reply: float = 1.5
    late: float = 3.0
    send: float = 10.0
    silence: float = 4.0
    finish: float = 8.0
    rest: float = 5.0
    trouble: float = 1.0
    retry: float = 2.5
    back_off: BackOffPolicy = BackOffPolicy(first=0.5, most=2.0)


class Dialogue:
    """The questions and answers of one line. LinkError comes out of every method."""

    def __init__(self, link: Link, deadlines: Deadlines, clock: Callable[[], float] = time.monotonic) -> None:
        self.link = link
        self.in_order_answers = 0
        self._deadlines = deadlines
        self._clock = clock
        self._replies = Replies()
        self._owed = 0
        self._answers: list[int] = []
        self._told: TicketDetail | None = None
        self._watched = False

    def open(self) -> None:
        """Opens the line; what earlier questions still had coming is forgotten with the old one."""
        self.link.open(self._deadlines.connect)
        self._replies = Replies()
        self._owed = 0
        self._told = None
        self._watched = False

    def begin_job(self) -> None:
        """Before a job's bytes, which set the printer back: what was told before no longer counts."""
        self.in_order_answers = 0
        self._replies.forget_block()
        self._watched = False

    def watch(self) -> None:
        """Has the printer tell by itself what changes, until a job sets it back (ESC @). Many can't: see `rest`."""
        if not self._watched:
            self.link.send(WATCH, self._deadlines.reply)
            self._watched = True

    def told(self) -> TicketDetail | None:
        """What it said unasked since the last call; None if nothing that can be believed."""
        self.listen(0)
        told, self._told = self._told, None
        return told

    def condition(self) -> TicketDetail | None:
        """How the printer is now; None if it doesn't answer, or not in a way that can be believed."""
        now = self._round()
        # Four answers are not one moment: "off line" without a cause may be a fault that ended between two of them.
        return self._round() if now is not None and now.trouble is Reason.OTHER else now

    def _round(self) -> TicketDetail | None:
        self._settle()
        replies: list[Reply] = []
        for number in QUERIES:
            self.link.send(query(number), self._deadlines.reply)
            self._owed += 1
            byte = self._answer(self._deadlines.reply)
            if byte is None:
                return None
            replies.append(decode(number, byte))
        return None if self._answers else detail(replies)  # more answers than questions: whose are they?

    def listen(self, seconds: float) -> bool:
        """Waits for bytes and sorts them; whether something came."""
        data = self.link.receive(seconds)
        for kind, found in self._replies.feed(data):
            match kind:
                case ReplyKind.IN_ORDER:
                    self.in_order_answers += 1
                case ReplyKind.REAL_TIME:
                    self._answers.append(found[0])
                case ReplyKind.AUTOMATIC:
                    self._told = decode_block(found) or self._told
        return bool(data)

    def _answer(self, seconds: float) -> int | None:
        deadline = self._clock() + seconds
        while not self._answers:
            left = deadline - self._clock()
            if left <= 0:
                return None
            self.listen(left)
        self._owed -= 1
        return self._answers.pop(0)

    def _settle(self) -> None:
        """Lets overdue answers come in and drops whatever lies there, so that none is taken for a later one."""
        deadline = self._clock() + self._deadlines.late
        while self._owed > len(self._answers) and (left := deadline - self._clock()) > 0:
            self.listen(left)
        while self.listen(0):
            pass
        self._answers.clear()
        self._owed = 0
