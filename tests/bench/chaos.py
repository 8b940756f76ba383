"""The server is killed again and again while terminals file cases: what was acknowledged is there, and nothing twice.

Each terminal does as the real one does: a request that got no answer is sent again with its key until it gets one.
"""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import select

from server_stub.cases.tables import Case, CaseStep, Submission
from server_stub.database import Database
from tests.bench import halls
from tests.bench.figures import Figure
from tests.server_stub.terminal import GIVEN, flexible, sm3
from tests.signed import session_at

_CITIZENS = ("worker-gaps", "rare-gang", "permit-overdue", "agent-without-grant")
_KILLS = 100
_ANSWER = 10.0  # seconds that a request may take
_AWAY = (requests.ConnectionError, requests.Timeout)


class Server:
    """`python -m server_stub` on a port of its own, killed and started again."""

    def __init__(self, database: str, log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self._database, self._log = database, log
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Until it is ready."""
        command = [sys.executable, "-m", "server_stub", "--demo", "--port", str(self.port)]
        with self._log.open("a") as errors:
            self._process = subprocess.Popen(
                [*command, "--database", self._database], stdout=subprocess.PIPE, stderr=errors, text=True
            )
        assert self._process.stdout
        if not self._process.stdout.readline().startswith("ready "):
            raise RuntimeError(self._log.read_text()[-500:])

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nobody is told."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate()
            self._process = None


@dataclass
class Filer:
    """One terminal with one citizen who files, takes back, and files again, at whichever server answers."""

    urls: list[str]
    terminal: str
    citizen: str
    ended: threading.Event
    acknowledged: list[tuple[str, str]] = field(default_factory=list)  # case number, last step that was answered
    writes: int = 0
    repeated: int = 0
    wrong: list[str] = field(default_factory=list)

    def prepare(self, cards: list[dict[str, Any]]) -> None:
        """Enrols the terminal and reads the citizen's card, before anything is killed."""
        citizen = next(c for c in cards if c["key"] == self.citizen)
        self._http = session_at(self.urls[0], self.terminal)
        document = {key: citizen["cards"][0][key] for key in ("number", "name")} | {"kind": "resident-card"}
        answer = self._http.post(f"{self.urls[0]}/v1/identifications", json=document, timeout=_ANSWER)
        answer.raise_for_status()
        self._token = str(answer.json()["token"])
        self._put = flexible(phone=citizen["phone"])

    def run(self) -> None:
        """Until the end."""
        try:
            while not self.ended.is_set():
                self._file_and_take_back()
        except Exception as failed:  # noqa: BLE001 - the end of a thread: the figure says what it was
            self.wrong.append(f"{type(failed).__name__}: {failed}")

    def _file_and_take_back(self) -> None:
        number = self._write("POST", "/v1/case-numbers", {"service": self._put["service"]})["number"]
        path = f"/v1/cases/{number}"
        self._write("PUT", path, self._put)
        self._write("PUT", f"{path}/materials", list(GIVEN))
        self._write("PUT", f"{path}/signature", {"digest": sm3(self._put), "strokes": "W10="})
        self.acknowledged.append((number, "filed"))
        self._write("POST", f"{path}/withdrawal", {})
        self.acknowledged[-1] = (number, "withdrawn")

    def _write(self, method: str, path: str, body: object) -> dict[str, Any]:
        """Sends until it is answered, always with the same key."""
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Authorization": f"Bearer {self._token}"}
        first = True
        while True:
            try:
                url = f"{self.urls[0]}{path}"
                answer = self._http.request(method, url, json=body, headers=headers, timeout=_ANSWER)
                break
            except _AWAY:
                self.urls = [*self.urls[1:], self.urls[0]]
                self.repeated += first
                first = False
                time.sleep(0.02)
        if answer.status_code != 200:
            raise RuntimeError(f"{method} {path.rpartition('/')[2]}: {answer.status_code} {answer.text[:200]}")
        self.writes += 1
        made: dict[str, Any] = answer.json()
        return made


def filers_at(urls: list[str], ended: threading.Event) -> list[Filer]:
    """Four terminals with their citizens, ready to file; each begins at another server."""
    cards = requests.get(f"{urls[0]}/demo/citizens", timeout=60).json()
    filers = []
    for n, citizen in enumerate(_CITIZENS):
        first = n % len(urls)
        filers.append(Filer([*urls[first:], *urls[:first]], f"JA-ZZ-0{n + 1}", citizen, ended))
        filers[-1].prepare(cards)
    return filers


def kills(folder: Path) -> list[Figure]:
    """A hundred kills on each database."""
    rows = []
    for kind in ("sqlite", "postgresql"):
        (folder / kind).mkdir()
        with halls.database(kind, folder / kind) as url:
            rows += kill_under_load(folder / kind, url, _KILLS)
    return rows


def kill_under_load(folder: Path, database: str, kills: int, *, seed: int = 1) -> list[Figure]:
    """Two rows: acknowledged writes that are lost, and effects that happened twice; both must be 0."""
    server, ended, dice = Server(database, folder / "server.log"), threading.Event(), random.Random(seed)
    server.start()
    filers = filers_at([server.url], ended)
    threads = [threading.Thread(target=filer.run, daemon=True) for filer in filers]
    for thread in threads:
        thread.start()
    for _ in range(kills):
        time.sleep(dice.uniform(0.15, 0.6))
        server.kill()
        server.start()
    time.sleep(0.3)
    ended.set()
    for thread in threads:
        thread.join(60)
    server.kill()
    lost, twice = judge(database, filers)
    wrong = [one for filer in filers for one in filer.wrong]
    if wrong:
        raise RuntimeError("; ".join(wrong))
    writes, repeated = sum(f.writes for f in filers), sum(f.repeated for f in filers)
    kind = database.partition(":")[0].partition("+")[0]
    note = f"{kind}, {kills} kills, {writes} acknowledged writes, {repeated} answered only when sent again"
    return [
        Figure(f"服务器被杀：丢失 · acknowledged and lost, kill -9 ({kind})", float(lost), "writes", 0, note=note),
        Figure(f"服务器被杀：重复 · done twice, kill -9 ({kind})", float(twice), "effects", 0, note=note),
    ]


def judge(database: str, filers: list[Filer]) -> tuple[int, int]:
    """How many acknowledged cases are not as they were acknowledged, and how many steps or signatures stand twice."""
    wanted = {number: last for filer in filers for number, last in filer.acknowledged}
    opened = Database(database)
    with opened.read() as db:
        states = {row.number: row.state for row in db.execute(select(Case.number, Case.state))}
        moves = Counter(tuple(row) for row in db.execute(select(CaseStep.case_number, CaseStep.move)))
        signed = Counter(db.scalars(select(Submission.case_number)))
    opened.close()
    lost = sum(
        states.get(number) not in (("returned",) if last == "withdrawn" else ("received", "returned"))
        for number, last in wanted.items()
    )
    twice = sum(moves[number, move] > 1 for number in wanted for move in ("file", "withdraw"))
    return lost, twice + sum(signed[number] > 1 for number in wanted)
