"""Waking a driver that waits for its line: one wait for both, so that nobody looks twice a second."""

from __future__ import annotations

import os
import select
import threading


class Bell:
    """Rung from any thread; waited for by one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def ring(self) -> None:
        """Ends the present wait, or the next one."""
        with self._lock:
            if self._file >= 0:
                os.eventfd_write(self._file, 1)

    def wait(self, seconds: float, line: int = -1) -> bool:
        """Until rung, until the descriptor `line` (negative: none) has something to read, or for `seconds`.

        Whether the line has something, be it its end.
        """
        poll = select.poll()
        poll.register(self._file, select.POLLIN)
        if line >= 0:
            poll.register(line, select.POLLIN)
        ready = dict(poll.poll(max(0.0, seconds) * 1000))
        if self._file in ready:
            os.eventfd_read(self._file)
        return line in ready

    def close(self) -> None:
        """No more waiting; ringing does nothing any more."""
        with self._lock:
            os.close(self._file)
            self._file = -1
