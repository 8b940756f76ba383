"""Idempotency-Key: the same key with the same body gets the first answer, whatever happened to the line meanwhile.

The answer is stored in the transaction of its effect, so there is never one without the other. A refusal has no effect
and therefore uses no key. While a first request is being worked on its key answers 409: within a process by a list,
between processes by the database (on SQLite the second one waits for its turn and then finds the first answer).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import Connection, String, Text, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from starlette.responses import Response

from server_stub.clock import Clock
from server_stub.database import Access, Base, Database, UtcTime, connection_of, try_lock
from server_stub.prepared import Prepared
from server_stub.problems import Problem

KEPT = dt.timedelta(days=30)
_KEY = re.compile(r"[!-~]{8,128}")
_ANY = TypeAdapter[object](object)

T = TypeVar("T")
D = TypeVar("D", Session, Connection)
Effect = Callable[[Session], BaseModel]
CoreEffect = Callable[[Connection], BaseModel]


class StoredAnswer(Base):
    """The first answer to a key."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text)
    stored_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)


_STORED = Base.metadata.tables[StoredAnswer.__tablename__]
_FIRST = Prepared(select(_STORED.c.fingerprint, _STORED.c.answer).where(_STORED.c.key == bindparam("key")))
_STORE = Prepared(
    insert(_STORED).values({name: bindparam(name) for name in ("key", "fingerprint", "answer", "stored_at")})
)


class Idempotency:
    """Runs effects at most once per key."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._in_flight: set[str] = set()
        self._lock = threading.Lock()

    def once(
        self,
        key: str,
        request: tuple[object, ...],
        effect: Callable[[Session, T], BaseModel],
        prepare: Callable[[], T],
    ) -> Response:
        """The answer to `request` (who, where, what).

        `prepare` runs outside the transaction (slow work), `effect` inside it; neither runs again for a known key.
        Problems: idempotency.key-missing, .other-body, .in-flight.
        """
        fingerprint = self._fingerprint(key, request)
        with self._flying(key):
            with self._database.read() as db:
                first = _first_answer(db, key, fingerprint)
            if first is not None:
                return _answer(first, replayed=True)
            prepared = prepare()

            def prepared_effect(db: Session) -> BaseModel:
                return effect(db, prepared)

            job = self._job(key, lambda _: fingerprint, prepared_effect)
            try:
                return _answer(*self._database.write(job))
            except IntegrityError:  # another process was first, or the effect itself met somebody
                return _answer(*self._database.write(job))

    async def once_soon(self, key: str, request: tuple[object, ...], effect: Effect) -> Response:
        """The same from a loop, for effects that need nothing slow before them."""
        return await self.once_of(key, lambda _: request, effect)

    async def once_of(self, key: str, request: Callable[[Session], tuple[object, ...]], effect: Effect) -> Response:
        """The same where only the database knows who it is; `request` refuses who may not even hear a kept answer."""
        self._refuse_odd(key)
        with self._flying(key):
            job = self._job(key, lambda db: self._fingerprint(key, request(db)), effect)
            try:
                return _answer(*await self._database.write_soon(job))
            except IntegrityError:
                return _answer(*await self._database.write_soon(job))

    async def once_core(self, key: str, request: tuple[object, ...], effect: CoreEffect) -> Response:
        """The same for effects that are content with a connection."""
        fingerprint = self._fingerprint(key, request)
        with self._flying(key):
            job = self._job(key, lambda _: fingerprint, effect)
            try:
                return _answer(*await self._database.write_core_soon(job))
            except IntegrityError:
                return _answer(*await self._database.write_core_soon(job))

    def forget_old(self, db: Session, now: dt.datetime) -> None:
        """Deletes the answers that are no longer kept."""
        db.execute(delete(StoredAnswer).where(StoredAnswer.stored_at < now - KEPT))

    def _fingerprint(self, key: str, request: tuple[object, ...]) -> str:
        self._refuse_odd(key)
        return hashlib.sha256(_canonical(request)).hexdigest()

    def _refuse_odd(self, key: str) -> None:
        if not _KEY.fullmatch(key):
            raise Problem("idempotency.key-missing")

    def _job(
        self, key: str, fingerprint_of: Callable[[D], str], effect: Callable[[D], BaseModel]
    ) -> Callable[[D], tuple[str, bool]]:
        def job(db: D) -> tuple[str, bool]:
            if not try_lock(db, f"key/{key}"):
                raise Problem("idempotency.in-flight")
            fingerprint = fingerprint_of(db)
            first = _first_answer(db, key, fingerprint)
            if first is not None:
                return first, True
            made = effect(db).model_dump_json()
            row = {"key": key, "fingerprint": fingerprint, "answer": made, "stored_at": self._clock()}
            _STORE.run(connection_of(db), row)
            return made, False

        return job

    @contextmanager
    def _flying(self, key: str) -> Iterator[None]:
        with self._lock:
            if key in self._in_flight:
                raise Problem("idempotency.in-flight")
            self._in_flight.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._in_flight.discard(key)


def _canonical(request: tuple[object, ...]) -> bytes:
    return json.dumps(_ANY.dump_python(request, mode="json"), sort_keys=True, ensure_ascii=False).encode()


def _first_answer(db: Access, key: str, fingerprint: str) -> str | None:
    stored = _FIRST.first(connection_of(db), {"key": key})
    if stored is None:
        return None
    if stored[0] != fingerprint:
        raise Problem("idempotency.other-body")
    return str(stored[1])


def _answer(body: str, replayed: bool) -> Response:
    headers = {"Idempotent-Replayed": "true"} if replayed else None
    return Response(body, 200, headers, "application/json")
