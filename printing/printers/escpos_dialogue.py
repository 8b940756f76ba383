"""Asking a ticket printer how it is. One question at a time, so that an answer belongs to its question."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from printing.printers.escpos_link import Link
from printing.printers.escpos_status import QUERIES, Condition, Replies, Reply, ReplyKind, condition, decode, query


@dataclass(frozen=True)
class Deadlines:
    """All waiting of the driver, in seconds.

    connect: opening the line · reply: one answer to DLE EOT · late: for answers that are overdue, before asking anew ·
    send: handing over a whole job · silence: no answer at all after the cut, then nobody knows · finish: from the end
    of the expected printing time to the verdict · rest, trouble: between two looks at an idle printer, ready or not ·
    back_off: least and greatest pause between attempts to connect.
    """

    connect: float = 2.0
    reply: float = 1.5
    late: float = 3.0
    send: float = 10.0
    silence: float = 4.0
    finish: float = 8.0
    rest: float = 5.0
    trouble: float = 1.0
    back_off: tuple[float, float] = (0.5, 15.0)


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

    def open(self) -> None:
        """Opens the line; what earlier questions still had coming is forgotten with the old one."""
        self.link.open(self._deadlines.connect)
        self._replies = Replies()
        self._owed = 0

    def condition(self) -> Condition | None:
        """How the printer is now; None if it doesn't answer, or not in a way that can be believed."""
        self._settle()
        replies: list[Reply] = []
        for number in QUERIES:
            self.link.send(query(number), self._deadlines.reply)
            self._owed += 1
            byte = self._answer(self._deadlines.reply)
            if byte is None:
                return None
            replies.append(decode(number, byte))
        return None if self._answers else condition(replies)  # more answers than questions: whose are they?

    def listen(self, seconds: float) -> bool:
        """Waits for bytes and sorts them; whether something came."""
        data = self.link.receive(seconds)
        for kind, byte in self._replies.feed(data):
            if kind is ReplyKind.IN_ORDER:
                self.in_order_answers += 1
            else:
                self._answers.append(byte)
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
