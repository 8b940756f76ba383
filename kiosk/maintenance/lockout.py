"""After a wrong PIN nobody can try again for a while, and twice as long after each further one; over restarts too."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

_log = logging.getLogger(__name__)

FIRST = 5.0
"""Seconds after the first wrong PIN."""
MOST = 3600.0
"""Never longer than this: a lock for ever would be a way to shut staff out."""


class Lockout:
    """Kept in a file. A file that can't be read counts as the longest lock: to damage it must not help.

    `now` gives aware times; a clock that was set back makes no lock longer than it was.
    """

    def __init__(self, file: Path, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self._file, self._now = file, now
        self._wrong, self._since = self._read()

    def left(self) -> float:
        """Seconds until somebody may try; 0: now."""
        if not self._wrong or self._since is None:
            return 0.0
        passed = (self._now() - self._since).total_seconds()
        if passed < 0:  # the clock was set back: the lock begins anew
            self._since, passed = self._now(), 0.0
        return max(0.0, self._length() - passed)

    def wrong(self) -> None:
        """A wrong PIN. On disk before this returns, so that pulling the plug gains nothing."""
        self._wrong, self._since = self._wrong + 1, self._now()
        self._write()

    def right(self) -> None:
        """The right one: all is forgotten."""
        if self._wrong:
            self._wrong, self._since = 0, None
            self._write()

    def _length(self) -> float:
        return min(MOST, FIRST * 2.0 ** min(self._wrong - 1, 30))

    def _read(self) -> tuple[int, dt.datetime | None]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            wrong, since = int(kept["wrong"]), dt.datetime.fromisoformat(kept["since"]) if kept["since"] else None
            if wrong < 0 or (since is not None and since.tzinfo is None) or (wrong and since is None):
                raise ValueError("no lock")
        except FileNotFoundError:
            return 0, None
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as broken:
            _log.error("the lock can't be read and holds: %s", type(broken).__name__)
            return 30, self._now()
        return wrong, since

    def _write(self) -> None:
        fresh = self._file.with_name(self._file.name + ".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as out:
                json.dump({"wrong": self._wrong, "since": self._since.isoformat() if self._since else ""}, out)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(self._file)
        except OSError as full:  # it holds as long as the program runs
            _log.error("the lock can't be kept: %s", full.strerror)
