"""Platforms as processes of their own behind one database, and how tests call and watch them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import requests

from server_stub.staff.sample import load_staff
from tests.server_stub.staffed import CLERKS
from tests.signed import session_at

_PATIENCE = 30.0  # seconds; the machine may be busy with other tests


class Process:
    """`python -m server_stub` with the sample citizens and staff."""

    def __init__(self, database: str) -> None:
        command = [sys.executable, "-m", "server_stub", "--port", "0", "--demo", "--database", database]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self._process.stdout
        word, self.url = (self._process.stdout.readline() or "none none").split()
        assert word == "ready"

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def ends(self) -> tuple[int, str]:
        """Its code and what it said, after it was asked to end."""
        self._process.send_signal(signal.SIGTERM)
        _, words = self._process.communicate(timeout=_PATIENCE)
        return self._process.returncode, words

    def terminal(self, id_: str) -> Caller:
        """A terminal of the hall at this process."""
        return Caller(self.url, session_at(self.url, id_))

    def clerk(self, id_: str) -> Caller:
        """A window whose clerk has signed in and on."""
        caller = self.terminal(id_)
        given = {"number": CLERKS[id_], "password": load_staff()[0]}
        caller.http.headers["X-Staff-Token"] = caller.post("/v1/staff/sessions", given)["token"]
        caller.post("/v1/queue/windows/me/sign-on", {})
        return caller


@dataclass
class Caller:
    """Calls one process as one terminal."""

    url: str
    http: requests.Session

    def post(self, path: str, body: object) -> Any:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        answer = self.http.post(f"{self.url}{path}", json=body, headers=headers, timeout=_PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        answer = self.http.get(f"{self.url}{path}", timeout=_PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def takes(self, business: str = "not-done") -> str:
        return str(self.post("/v1/queue/numbers", {"business": business})["number"])

    def calls(self) -> str:
        """The number called; "" if nobody waits."""
        serving = self.post("/v1/queue/windows/me/calls", {})["serving"]
        return str(serving["number"]) if serving else ""

    @contextmanager
    def watches(self, after: int | None = None) -> Iterator[Stream]:
        """The hall's events, from now on or after one."""
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        path = f"{self.url}/v1/halls/me/events"
        with self.http.get(path, headers=headers, stream=True, timeout=_PATIENCE) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            stream = Stream(answer)
            assert stream.line() == "retry: 2000"
            yield stream


@dataclass(frozen=True)
class Seen:
    """An event as it came."""

    id: int
    kind: str
    data: dict[str, Any]


class Stream:
    """Server-sent events, read line by line."""

    def __init__(self, answer: requests.Response) -> None:
        self._lines = answer.iter_lines(chunk_size=1, decode_unicode=True)

    def line(self) -> str:
        """The next line that is not empty; "" at the end."""
        return next((str(line) for line in self._lines if line), "")

    def next(self) -> Seen:
        """The next event; comments are passed over."""
        fields: dict[str, str] = {}
        while "data" not in fields:
            line = self.line()
            assert line, "the stream ended"
            if not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
        return Seen(int(fields["id"]), fields["event"], json.loads(fields["data"]))

    def until(self, kind: str) -> list[Seen]:
        """Events up to one of this kind."""
        seen = [self.next()]
        while seen[-1].kind != kind:
            seen.append(self.next())
        return seen


@contextmanager
def running(database: str, count: int) -> Iterator[list[Process]]:
    """So many processes behind one database."""
    with ExitStack() as stack:
        yield [stack.enter_context(Process(database)) for _ in range(count)]
