"""What devices have done since somebody last counted anew: pages, tickets, cuts, failures …; kept on disk.

`add` may be called from any thread and returns at once; a thread of its own writes, soon, all that has come together by
then: a whole new file in the place of the old one (a power cut leaves one of the two). Deadline: `LATEST`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

LATEST = 1.0  # seconds until what was counted is on disk; what a power cut may lose
_NAME = 60  # characters


@dataclass(frozen=True)
class Count:
    """`n` of something that a device has done, since when (aware, UTC)."""

    device: str
    what: str
    n: int
    since: dt.datetime


class Counters:
    """One file. It can't be read: it is put aside as `….broken`, and counting begins anew."""

    def __init__(self, file: Path, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self._file, self._now = file, now
        self._changed = threading.Condition()  # guards what follows
        self._counts = _read(file)
        self._unsaved = self._closing = False
        self._thread = threading.Thread(target=self._run, name="counters", daemon=True)
        self._thread.start()

    def add(self, device: str, what: str, n: int = 1) -> None:
        """Counts. ValueError for a name that is empty or too long, or a negative number."""
        if not (0 < len(device) <= _NAME and 0 < len(what) <= _NAME and n >= 0):
            raise ValueError("not to be counted")
        with self._changed:
            known = self._counts.get((device, what))
            since = known.since if known else self._now().astimezone(dt.UTC)
            self._counts[device, what] = Count(device, what, n + (known.n if known else 0), since)
            self._save_soon()

    def reset(self, device: str, what: str) -> None:
        """Counts from nought again, as after a new roll or cartridge."""
        with self._changed:
            self._counts[device, what] = Count(device, what, 0, self._now().astimezone(dt.UTC))
            self._save_soon()

    def all(self) -> tuple[Count, ...]:
        """All counts, by device and name."""
        with self._changed:
            return tuple(self._counts[key] for key in sorted(self._counts))

    def close(self) -> None:
        """Writes what is left and ends the thread; may be called twice."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _save_soon(self) -> None:
        self._unsaved = True
        self._changed.notify_all()

    # ---- on the thread

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._unsaved or self._closing)
                if self._closing and not self._unsaved:
                    return
                self._changed.wait_for(lambda: self._closing, timeout=LATEST)  # more may come: one file for all
                self._unsaved, counts = False, list(self._counts.values())
            try:
                _write(self._file, counts)
            except OSError as broken:  # a full disk must not stop a printer
                _log.error("counters can't be kept: %s", broken.strerror)


def _read(file: Path) -> dict[tuple[str, str], Count]:
    try:
        lines = json.loads(file.read_text(encoding="utf-8"))
        counts = [Count(str(d), str(w), int(n), dt.datetime.fromisoformat(since)) for d, w, n, since in lines]
        if any(count.since.tzinfo is None or count.n < 0 for count in counts):
            raise ValueError("no counts")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, RecursionError) as broken:
        _log.error("counters can't be read and begin anew: %s", type(broken).__name__)
        with contextlib.suppress(OSError):
            file.replace(file.with_name(file.name + ".broken"))
        return {}
    return {(count.device, count.what): count for count in counts}


def _write(file: Path, counts: list[Count]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    lines = [[count.device, count.what, count.n, count.since.isoformat()] for count in counts]
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(lines, out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
