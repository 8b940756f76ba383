"""Who waits for a card or for its lifting: the border between a driver's thread and everybody else."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from typing import TypeVar

from devices.ports import CardFailed, CardResult

T = TypeVar("T")


def settle(future: Future[T], value: T) -> bool:
    """Gives a future its value; false if it was cancelled meanwhile. Never races with cancel()."""
    if not future.set_running_or_notify_cancel():
        return False
    future.set_result(value)
    return True


class Waiters:
    """Futures handed out by one driver. Its methods may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._cards: list[Future[CardResult]] = []
        self._lifts: list[Future[None]] = []
        self._returns: list[Future[None]] = []
        self._gone = self._closed = self._woken = False

    # ---- those who wait

    def for_card(self, when_gone: CardResult) -> Future[CardResult]:
        """A future for the next card; answered at once with `when_gone` while the reader is gone."""
        future: Future[CardResult] = Future()
        with self._changed:
            refused = self._gone or self._closed
            if not refused:
                self._cards.append(future)
                self._wake()
        if refused:
            settle(future, when_gone)
        return future

    def for_lift(self) -> Future[None]:
        """A future for an empty reader; answered at once while the reader is gone."""
        future: Future[None] = Future()
        with self._changed:
            refused = self._gone or self._closed
            if not refused:
                self._lifts.append(future)
                self._wake()
        if refused:
            settle(future, None)
        return future

    def for_return(self) -> Future[None]:
        """A future for a reader that answers; answered at once while it does."""
        future: Future[None] = Future()
        with self._changed:
            there = not self._gone
            if not there:
                self._returns = [*(waiting for waiting in self._returns if not waiting.cancelled()), future]
        if there:
            settle(future, None)
        return future

    def close(self) -> None:
        """No more waiting; the driver's rest ends."""
        with self._changed:
            self._closed = True
            self._wake()

    def _wake(self) -> None:
        self._woken = True
        self._changed.notify_all()

    def wake(self) -> None:
        """The driver's rest ends: there is something else to do."""
        with self._changed:
            self._wake()

    # ---- the driver

    @property
    def closed(self) -> bool:
        """Whether the driver is to stop."""
        return self._closed

    @property
    def card_wanted(self) -> bool:
        """Whether somebody waits for a card; forgets those who gave up."""
        with self._changed:
            self._cards = [future for future in self._cards if not future.cancelled()]
            return bool(self._cards)

    @property
    def waiting(self) -> bool:
        """Whether somebody waits for a card or for its lifting."""
        with self._changed:
            self._lifts = [future for future in self._lifts if not future.cancelled()]
        return self.card_wanted or bool(self._lifts)

    def rest(self, seconds: float, *, wake: bool = True) -> None:
        """Waits, until somebody new waits (where `wake`) or the driver is to stop."""
        end = time.monotonic() + seconds
        with self._changed:
            while not self._closed and not (wake and self._woken) and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
            self._woken = False

    def card(self, result: CardResult) -> bool:
        """Gives everybody who waits for a card this one; false if nobody does any more."""
        with self._changed:
            waiting, self._cards = self._cards, []
        taken = [settle(future, result) for future in waiting]
        return any(taken)

    def lift(self) -> None:
        """Tells everybody who waits for it that no card lies there."""
        with self._changed:
            waiting, self._lifts = self._lifts, []
        for future in waiting:
            settle(future, None)

    def gone(self, result: CardFailed) -> None:
        """The reader is gone: nobody waits any longer, until `back`."""
        with self._changed:
            self._gone = True
        self.card(result)
        self.lift()

    def back(self) -> None:
        """The reader is back."""
        with self._changed:
            self._gone = False
            waiting, self._returns = self._returns, []
        for future in waiting:
            settle(future, None)
