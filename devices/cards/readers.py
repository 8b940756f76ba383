"""Several card readers as one."""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from concurrent.futures import Future

from devices.cards.futures import settle
from devices.ports import CardFailed, CardReader, CardResult, ReadTrouble


class Readers:
    """Several card readers as one."""

    def __init__(self, readers: Sequence[CardReader]) -> None:
        self._readers = tuple(readers)

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged still lies on any of them."""
        return any(reader.occupied for reader in self._readers)

    def read_next(self) -> Future[CardResult]:
        """The next card on any of them. READER_GONE only when all are gone; one that comes back takes part again."""
        return _FirstCard(self._readers).result

    def lifted(self) -> Future[None]:
        """Done once no card lies on any of them."""
        return _all([reader.lifted() for reader in self._readers])


class _FirstCard:
    """One combined wait. Callbacks come on the readers' threads, and on that of whoever cancels."""

    def __init__(self, readers: Sequence[CardReader]) -> None:
        self.result: Future[CardResult] = Future()
        self._lock = threading.Lock()
        self._over = False
        self._gone: set[str] = set()
        self._all = frozenset(reader.name for reader in readers)
        self._waiting: dict[str, Future[CardResult] | Future[None]] = {}
        self.result.add_done_callback(lambda _: self._end())
        if not readers:
            self._finish(CardFailed("", ReadTrouble.READER_GONE))
        for reader in readers:
            self._ask(reader)

    def _ask(self, reader: CardReader) -> None:
        future = reader.read_next()
        if self._keep(reader.name, future):
            future.add_done_callback(functools.partial(self._answered, reader))

    def _answered(self, reader: CardReader, future: Future[CardResult]) -> None:
        if future.cancelled():
            return
        result = future.result()
        if not (isinstance(result, CardFailed) and result.trouble is ReadTrouble.READER_GONE):
            self._finish(result)
            return
        with self._lock:
            self._gone.add(reader.name)
            all_gone = self._gone == self._all
        if all_gone:
            self._finish(result)
            return
        back = reader.usable()
        if self._keep(reader.name, back):
            back.add_done_callback(functools.partial(self._returned, reader))

    def _returned(self, reader: CardReader, back: Future[None]) -> None:
        if back.cancelled():
            return
        with self._lock:
            self._gone.discard(reader.name)
        self._ask(reader)

    def _keep(self, name: str, future: Future[CardResult] | Future[None]) -> bool:
        """Remembers what to cancel; false, and cancelled, if the wait is over already."""
        with self._lock:
            over = self._over
            if not over:
                self._waiting[name] = future
        if over:
            future.cancel()
        return not over

    def _finish(self, result: CardResult) -> None:
        with self._lock:
            if self._over:
                return
            self._over = True
        settle(self.result, result)

    def _end(self) -> None:
        """The wait is over, by a card or by being cancelled: the readers get their rest."""
        with self._lock:
            self._over = True
            waiting, self._waiting = list(self._waiting.values()), {}
        for future in waiting:
            future.cancel()


def _all(parts: Sequence[Future[None]]) -> Future[None]:
    """Done once all parts are; cancelling it cancels them."""
    whole: Future[None] = Future()
    lock = threading.Lock()
    left = len(parts)

    def one_done(part: Future[None]) -> None:
        nonlocal left
        with lock:
            left -= 1
            last = left == 0
        if last and not part.cancelled():
            settle(whole, None)

    def cancel(_: Future[None]) -> None:
        if whole.cancelled():
            for part in parts:
                part.cancel()

    whole.add_done_callback(cancel)
    if not parts:
        settle(whole, None)
    for part in parts:
        part.add_done_callback(one_done)
    return whole
