"""What must reach the platforms, on disk with its key and exact bytes before the first send.

At least once on the wire, once in effect (the Idempotency-Key). Requests of one case go in their order. What is
confirmed is deleted at once, and overwritten (secure_delete); the file is readable by the terminal's user only.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from kiosk import log
from kiosk.failures import Failure
from kiosk.platforms.cases import GivenMaterial
from kiosk.rules.cases import SlipData
from kiosk.rules.people import Session

R = TypeVar("R")

_MAYBE_LATER = ("platform.unreachable", "platform.slow", "platform.broken", "idempotency.in-flight")
_SHORTEST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0


@dataclass(frozen=True)
class Letter:
    """One request, exactly as it goes out."""

    key: str
    case: str
    method: str
    path: str
    body: bytes = field(repr=False)
    token: str = field(repr=False)


class Sender(Protocol):
    """What the outbox needs of the platforms' client."""

    async def send_raw(self, method: str, path: str, body: bytes, *, token: str = "", key: str = "") -> bytes:
        """Sends exactly these bytes; Failure where it did not work."""


class Outbox:
    """One file. Its database is touched by one thread of its own."""

    def __init__(self, file: Path, sender: Sender) -> None:
        self._sender = sender
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._database: sqlite3.Connection | None = None
        self._file = file
        self._sending = asyncio.Lock()
        self._new = asyncio.Event()

    # ---- what flows use (Filing)

    async def sign(
        self, session: Session, number: str, materials: tuple[GivenMaterial, ...], digest: str, strokes: str
    ) -> SlipData:
        """Files a case; see `kiosk.flows.desk.Filing`."""
        signature = {"digest": digest, "strokes": strokes}
        answers = await self.deliver(
            [
                _letter(number, f"/v1/cases/{number}/materials", materials, session),
                _letter(number, f"/v1/cases/{number}/signature", signature, session),
            ]
        )
        try:
            return msgspec.json.decode(answers[-1], type=SlipData)
        except (msgspec.MsgspecError, ValueError) as wrong:
            raise Failure("filing.slip-later", number=number) from wrong

    async def deliver(self, letters: Sequence[Letter]) -> list[bytes]:
        """Keeps the letters, sends them now, and returns the answers.

        Failure filing.kept where the platform can't be reached: they go out later by themselves. Any other refusal is
        final: the letters are dropped and the Failure comes out.
        """
        await self._run(lambda: self._keep(letters))
        async with self._sending:
            try:
                return [await self._send(letter) for letter in letters]
            except Failure as failure:
                if failure.code in _MAYBE_LATER:
                    self._new.set()
                    raise Failure("filing.kept", number=letters[0].case) from failure
                await self._run(lambda: self._drop(letters))
                raise

    # ---- what the terminal runs

    async def carry_on(self) -> None:
        """Sends what is left over, until cancelled; pauses grow while the platform is away."""
        pause = _SHORTEST_PAUSE
        while True:
            waiting = await self._run(self._waiting)
            if not waiting:
                self._new.clear()
                await self._new.wait()
                continue
            async with self._sending:
                sent = await self._send_all(waiting)
            pause = _SHORTEST_PAUSE if sent else min(pause * 2, _LONGEST_PAUSE)
            await asyncio.sleep(0 if sent else pause)

    def close(self) -> None:
        """Closes the file."""
        self._thread.submit(self._close)
        self._thread.shutdown()

    def _close(self) -> None:
        if self._database:
            self._database.close()

    async def _send_all(self, letters: Sequence[Letter]) -> bool:
        refused: set[str] = set()
        for letter in letters:
            if letter.case in refused:
                continue
            try:
                await self._send(letter)
            except Failure as failure:
                if failure.code in _MAYBE_LATER:
                    return False
                refused.add(letter.case)
                await self._run(lambda case=letter.case: self._refuse(case))  # type: ignore[misc]
                log.write(log.Unsent(waiting=len(letters), refused=len(refused)))
        return True

    async def _send(self, letter: Letter) -> bytes:
        answer = await self._sender.send_raw(
            letter.method, letter.path, letter.body, token=letter.token, key=letter.key
        )
        await self._run(lambda: self._drop([letter]))
        return answer

    # ---- on the thread

    async def _run(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
            self._database = sqlite3.connect(self._file, isolation_level=None)
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.execute("PRAGMA secure_delete=ON")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS letters (place INTEGER PRIMARY KEY, key TEXT UNIQUE, case_ TEXT, "
                "method TEXT, path TEXT, body BLOB, token TEXT, refused INTEGER DEFAULT 0)"
            )
        return self._database

    def _keep(self, letters: Sequence[Letter]) -> None:
        rows = [(x.key, x.case, x.method, x.path, x.body, x.token) for x in letters]
        database = self._open()
        with database:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT INTO letters (key, case_, method, path, body, token) VALUES (?,?,?,?,?,?)", rows
            )

    def _drop(self, letters: Sequence[Letter]) -> None:
        self._open().executemany("DELETE FROM letters WHERE key=?", [(x.key,) for x in letters])

    def _refuse(self, case: str) -> None:
        """Kept for staff, without the way back into the person's data."""
        self._open().execute("UPDATE letters SET refused=1, token='' WHERE case_=?", (case,))

    def _waiting(self) -> list[Letter]:
        rows = self._open().execute(
            "SELECT key, case_, method, path, body, token FROM letters WHERE NOT refused ORDER BY place"
        )
        return [Letter(*row) for row in rows]


def _letter(case: str, path: str, body: object, session: Session) -> Letter:
    return Letter(str(uuid.uuid4()), case, "PUT", path, msgspec.json.encode(body), session.token)
