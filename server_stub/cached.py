"""What a process keeps in memory of the database: read again when it changed, looked after once a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from server_stub.database import Database

T = TypeVar("T")
_LOOK = 1.0  # seconds until a change made by another process is seen


class Cached(Generic[T]):
    """A value made of rows. `version` tells which state they are in; `load` makes the value."""

    def __init__(self, database: Database, version: Callable[[Session], object], load: Callable[[Session], T]) -> None:
        self._database, self._version, self._load = database, version, load
        self._lock = threading.Lock()
        self._state: tuple[object, T] | None = None
        self._looked = 0.0

    def get(self) -> T:
        """The value; of the present second, or of this process's last change."""
        state = self._state
        if state is not None and time.monotonic() - self._looked < _LOOK:
            return state[1]
        with self._lock:
            with self._database.read() as db:
                version = self._version(db)
                if self._state is None or self._state[0] != version:
                    self._state = (version, self._load(db))
            self._looked = time.monotonic()
            return self._state[1]

    def look_again(self) -> None:
        """After a change of this process: the next `get` looks."""
        self._looked = 0.0

    def forget(self) -> None:
        """As at the start."""
        with self._lock:
            self._state, self._looked = None, 0.0
