"""Who waits for the next code: the border between a scanner and everybody else."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from devices.cards.futures import settle
from devices.ports import CodeFailed, CodeResult, CodeTrouble


class Awaited:
    """Futures handed out by one scanner. Its methods may be called from any thread."""

    def __init__(self, scanner: str) -> None:
        self._gone_result = CodeFailed(scanner, CodeTrouble.SCANNER_GONE)
        self._lock = threading.Lock()
        self._waiting: list[Future[CodeResult]] = []
        self._gone = False

    def next(self) -> Future[CodeResult]:
        """A future for the next code; answered at once while the scanner is gone."""
        future: Future[CodeResult] = Future()
        with self._lock:
            gone = self._gone
            if not gone:
                self._waiting = [*(other for other in self._waiting if not other.cancelled()), future]
        if gone:
            settle(future, self._gone_result)
        return future

    def give(self, result: CodeResult) -> bool:
        """Gives everybody who waits this code; false if nobody does."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        taken = [settle(future, result) for future in waiting]
        return any(taken)

    def gone(self) -> None:
        """No code can come: nobody waits any longer, until `back`."""
        with self._lock:
            self._gone = True
        self.give(self._gone_result)

    def back(self) -> None:
        """Codes can come again."""
        with self._lock:
            self._gone = False
