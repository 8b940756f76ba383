"""Several scanners as one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future

from devices.cards.futures import settle
from devices.ports import CodeFailed, CodeResult, CodeScanner, CodeTrouble


class Scanners:
    """The terminal's scanners together."""

    def __init__(self, scanners: Sequence[CodeScanner]) -> None:
        self._scanners = tuple(scanners)

    def read_next(self) -> Future[CodeResult]:
        """The next code of any of them; SCANNER_GONE only when all are gone. Cancelling it cancels all."""
        return _FirstCode(self._scanners).result


class _FirstCode:
    def __init__(self, scanners: Sequence[CodeScanner]) -> None:
        self.result: Future[CodeResult] = Future()
        self._lock = threading.Lock()
        self._left = len(scanners)
        self._parts = [scanner.read_next() for scanner in scanners]
        self.result.add_done_callback(lambda _: self._end())
        if not scanners:
            settle(self.result, CodeFailed("", CodeTrouble.SCANNER_GONE))
        for part in self._parts:
            part.add_done_callback(self._answered)

    def _answered(self, part: Future[CodeResult]) -> None:
        if part.cancelled():
            return
        result = part.result()
        gone = isinstance(result, CodeFailed) and result.trouble is CodeTrouble.SCANNER_GONE
        with self._lock:
            self._left -= gone
            counts = not gone or self._left == 0
            counts, self._left = counts and self._left >= 0, -1 if counts else self._left
        if counts:
            settle(self.result, result)

    def _end(self) -> None:
        for part in self._parts:
            part.cancel()
