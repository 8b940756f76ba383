"""Supervision and credit platforms learn what happened: at least once, in order, and later if they are away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from server_stub.outbound import service as outbound
from server_stub.outbound.tables import OutboundRow
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import SettableClock, Terminal
from tests.server_stub.test_case_terms import platform_of, set_rules


class Supervision(ThreadingHTTPServer):
    """A platform on the other side; away where `away` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.away = False


class _Handler(BaseHTTPRequestHandler):
    server: Supervision

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.server.away:
            self.server.got.append(body)
            self.server.keys.append(self.headers["Idempotency-Key"])
        self.send_response(503 if self.server.away else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def supervision() -> Iterator[Supervision]:
    server = Supervision()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_step_reaches_supervision_without_personal_data(terminal: Terminal, supervision: Supervision) -> None:
    filed = Filed(terminal)
    platform = platform_of(filed)
    set_rules(platform, outbound={"supervision": f"http://127.0.0.1:{supervision.server_port}/steps"})
    filed.do("accept", "begin", "grant")
    assert outbound.send_waiting(platform, platform.clock()) == 3
    assert [m["data"]["move"] for m in supervision.got] == ["accept", "begin", "grant"]
    assert all(m["subject"] == filed.number for m in supervision.got)
    assert not [word for word in ("张望舒", "13800000001", "1215") if word in json.dumps(supervision.got)]
    assert outbound.send_waiting(platform, platform.clock()) == 0


def test_a_platform_that_is_away_gets_everything_later_in_order(
    terminal: Terminal, supervision: Supervision, clock: SettableClock
) -> None:
    filed = Filed(terminal)
    platform = platform_of(filed)
    set_rules(platform, outbound={"supervision": f"http://127.0.0.1:{supervision.server_port}/steps"})
    supervision.away = True
    filed.do("accept", "begin")
    assert outbound.send_waiting(platform, platform.clock()) == 0
    supervision.away = False
    assert outbound.send_waiting(platform, platform.clock()) == 0  # its pause is not over
    clock.pass_(seconds=10)
    while outbound.send_waiting(platform, platform.clock()):
        pass
    assert [m["data"]["move"] for m in supervision.got] == ["accept", "begin"]
    assert supervision.keys == [m["id"] for m in supervision.got]


def test_what_nobody_takes_waits(terminal: Terminal) -> None:
    filed = Filed(terminal)
    platform = platform_of(filed)
    filed.do("accept")
    assert outbound.send_waiting(platform, platform.clock()) == 0
    with platform.database.read() as db:
        [row] = db.query(OutboundRow).all()
    assert (row.sent_at, row.attempts) == (None, 0)
