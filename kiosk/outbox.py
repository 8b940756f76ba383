"""What must reach the platforms, on disk with its key and exact bytes before the first send.

At least once on the wire, once in effect (the Idempotency-Key). Requests of one case go in their order; cases don't
wait for each other. What is confirmed is deleted at once, and overwritten in the file (secure_delete), which only the
terminal's user can read.
"""

from __future__ import annotations

import asyncio
import logging
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
from kiosk.failures import NO_ANSWER, Failure
from kiosk.platforms.cases import GivenMaterial
from kiosk.platforms.faces import wire_of
from kiosk.platforms.printouts import Printout
from kiosk.rules.cases import SlipData
from kiosk.rules.faces import FaceFact
from kiosk.rules.people import Session

R = TypeVar("R")

_log = logging.getLogger(__name__)
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
        self._in_hand: set[str] = set()  # cases that somebody stands before the terminal for
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

    async def printed(self, printout: Printout) -> None:
        """See `kiosk.flows.desk.Printouts`."""
        await self._send_later("POST", "/v1/printouts", printout.id, printout)

    async def answered(self, printout: str, said: str) -> None:
        """See `kiosk.flows.desk.Printouts`."""
        await self._send_later("PUT", f"/v1/printouts/{printout}/answer", printout, {"said": said})

    async def checked(self, fact: FaceFact) -> None:
        """See `kiosk.flows.desk.FaceFacts`."""
        log.write(log.FaceChecked(fact.consent, fact.purpose, fact.outcome, fact.model))
        await self._send_later("POST", "/v1/face-checks", fact.consent, wire_of(fact))

    async def _send_later(self, method: str, path: str, subject: str, body: object) -> None:
        """Keeps a fact that nobody waits for; what is told of one subject goes out in its order."""
        letter = Letter(str(uuid.uuid4()), subject, method, path, msgspec.json.encode(body), "")
        try:
            await self._run(lambda: self._keep([letter]))
        except (sqlite3.Error, OSError) as broken:
            _log.error("a fact can't be kept: %s", type(broken).__name__)
        self._new.set()

    async def deliver(self, letters: Sequence[Letter]) -> list[bytes]:
        """Keeps the letters, sends them now, and returns the answers.

        Failure filing.kept where the platform can't be reached: they go out later by themselves. Any other refusal is
        final: the letters are dropped and the Failure comes out. Failure filing.not-filed where they can't be kept.
        """
        case = letters[0].case
        self._in_hand.add(case)
        try:
            await self._run(lambda: self._keep(letters))
            return [await self._send(letter) for letter in letters]
        except sqlite3.Error as broken:
            _log.error("nothing can be kept: %s", type(broken).__name__)
            raise Failure("filing.not-filed") from broken
        except Failure as failure:
            if failure.code in NO_ANSWER:
                raise Failure("filing.kept", number=case) from failure
            await self._forget(letters)
            raise
        finally:
            self._in_hand.discard(case)
            self._new.set()

    # ---- what the terminal runs

    async def carry_on(self) -> None:
        """Sends what is left over, until cancelled; pauses grow while the platform is away."""
        pause = _SHORTEST_PAUSE
        while True:
            self._new.clear()
            try:
                unanswered = await self._send_all(await self._run(self._waiting))
            except sqlite3.Error as broken:
                _log.error("what waits can't be read: %s", type(broken).__name__)
                unanswered = True
            if unanswered:
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                pause = _SHORTEST_PAUSE
                await self._new.wait()

    async def waiting(self) -> int:
        """How many letters wait or were refused; 0 where that can't be read."""
        try:
            return await self._run(self._count)
        except sqlite3.Error:
            return 0

    def close(self) -> None:
        """Closes the file."""
        self._thread.submit(self._close)
        self._thread.shutdown()

    def _close(self) -> None:
        if self._database:
            self._database.close()

    async def _send_all(self, letters: Sequence[Letter]) -> bool:
        """Sends what it can; whether something got no answer and must be tried again."""
        unanswered: set[str] = set()
        refused: set[str] = set()
        for letter in letters:
            if letter.case in unanswered | refused | self._in_hand:
                continue
            try:
                await self._send(letter)
            except Failure as failure:
                if failure.code not in NO_ANSWER:
                    refused.add(letter.case)
                    await self._run(lambda case=letter.case: self._refuse(case))  # type: ignore[misc]
                    continue
                unanswered.add(letter.case)
                if failure.code == "platform.unreachable":
                    break
        if unanswered or refused:
            log.write(log.Unsent(waiting=len(unanswered), refused=len(refused)))
        return bool(unanswered)

    async def _send(self, letter: Letter) -> bytes:
        answer = await self._sender.send_raw(
            letter.method, letter.path, letter.body, token=letter.token, key=letter.key
        )
        await self._forget([letter])
        return answer

    async def _forget(self, letters: Sequence[Letter]) -> None:
        """Deletes them. What can't be deleted now is sent once more later, and its key makes that harmless."""
        try:
            await self._run(lambda: self._drop(letters))
        except sqlite3.Error as broken:
            _log.error("what was sent can't be deleted: %s", type(broken).__name__)

    # ---- on the thread

    async def _run(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
            database = sqlite3.connect(self._file, isolation_level=None)
            database.execute("PRAGMA synchronous=FULL")
            database.execute("PRAGMA secure_delete=ON")
            database.execute(
                "CREATE TABLE IF NOT EXISTS letters (place INTEGER PRIMARY KEY, key TEXT UNIQUE, case_ TEXT, "
                "method TEXT, path TEXT, body BLOB, token TEXT, refused INTEGER DEFAULT 0)"
            )
            self._database = database
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

    def _count(self) -> int:
        (count,) = self._open().execute("SELECT count(*) FROM letters").fetchone()
        return int(count)

    def _waiting(self) -> list[Letter]:
        rows = self._open().execute(
            "SELECT key, case_, method, path, body, token FROM letters WHERE NOT refused ORDER BY place"
        )
        return [Letter(*row) for row in rows]


def _letter(case: str, path: str, body: object, session: Session) -> Letter:
    return Letter(str(uuid.uuid4()), case, "PUT", path, msgspec.json.encode(body), session.token)
