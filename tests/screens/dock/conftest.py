"""Small real emulators and a small real platform for the dock to drive."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from devices.emulators.control import ControlServer
from screens.dock.window import DockWindow

PEOPLE: list[dict[str, Any]] = [
    {
        "key": "worker",
        "label": {"zh": "参保断过三个月", "en": "Gaps in insurance"},
        "phone": "13800000001",
        "cases": [{"number": "420102202611210004127", "query_code": "837204", "title": {"zh": "登记", "en": "Filing"}}],
        "cards": [
            {"kind": "resident", "name": "张建国", "number": "420102198501010017", "address": "江岸区一元路 1 号"},
            {"kind": "social-security", "name": "张建国", "number": "420102198501010017", "ssc_version": "2.00"},
        ],
    },
    {
        "key": "rare",
        "label": {"zh": "名字有生僻字", "en": "Rare name"},
        "cards": [{"kind": "resident", "name": "陈䶮", "number": "420102199001010028"}],
    },
]


class Emulator:
    """A control server that keeps what it was told. `state` is told by the test."""

    def __init__(self, path: Path, *commands: str, **state: object) -> None:
        self.path = path
        self.told: list[tuple[str, Mapping[str, Any]]] = []
        self.state: dict[str, object] = state
        self.before: dict[str, Callable[[], object]] = {}
        self._commands = commands
        self._server: ControlServer | None = None
        self.open()

    def open(self) -> None:
        """Starts to listen."""
        handlers = {command: self._handler(command) for command in self._commands}
        self._server = ControlServer(self.path, {**handlers, "state": lambda: dict(self.state)})

    def close(self) -> None:
        """Goes away."""
        if self._server:
            self._server.close()
            self._server = None

    def _handler(self, command: str) -> Callable[..., Mapping[str, Any]]:
        def handle(**given: Any) -> Mapping[str, Any]:
            if command in self.before:
                self.before[command]()
            self.told.append((command, given))
            if command in ("tap", "insert"):
                self.state["card"] = True
            if command in ("lift", "remove"):
                self.state["card"] = False
            if command == "fault":
                self.state["fault"] = given["kind"]
            return {}

        return handle


class Platform(ThreadingHTTPServer):
    """The demonstration routes, with what the test puts there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Routes)
        self.people: object = PEOPLE
        self.messages: list[dict[str, Any]] = []
        self.businesses: list[dict[str, Any]] = [{"key": "social", "title": {"zh": "社保医保", "en": "Insurance"}}]
        self.posted: list[tuple[str, Any]] = []
        self.faults: dict[str, Any] = {"sources_down": [], "queues_full": [], "delay_ms": 0, "unreachable": False}
        self.demo = True
        self.broken = False
        self.terminals: set[str] = set()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A dock that ended while it was being answered is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def close(self) -> None:
        """Goes away."""
        self.shutdown()
        self.server_close()


class _Routes(BaseHTTPRequestHandler):
    server: Platform

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""

    def do_GET(self) -> None:
        """Lists."""
        parts = urlsplit(self.path)
        self.server.terminals.update(parse_qs(parts.query).get("terminal", []))
        after = int(parse_qs(parts.query).get("after", ["0"])[0])
        answers: dict[str, object] = {
            "/demo/citizens": self.server.people,
            "/demo/faults": self.server.faults,
            "/demo/messages": [message for message in self.server.messages if message["id"] > after],
            "/demo/businesses": self.server.businesses,
        }
        known = parts.path in answers and (self.server.demo or not parts.path.startswith("/demo"))
        self._answer(200 if known else 404, answers.get(parts.path, {}))

    def do_POST(self) -> None:
        """Faults."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if body.get("source") == "nowhere":
            self._answer(422, {"code": "demo.unknown-source", "detail": "no source nowhere"})
            return
        self.server.posted.append((self.path, body))
        if "source" in body:
            self.server.faults = {**self.server.faults, "sources_down": [body["source"]] if body["down"] else []}
        if self.path == "/demo/reset":
            self.server.faults = {**self.server.faults, "sources_down": []}
        self._answer(200, self.server.faults)

    def _answer(self, status: int, value: object) -> None:
        body = b'{"half":' if self.server.broken else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The dock is made of widgets. One process has one application: its kind is decided by the first test."""
    kind = type(QCoreApplication.instance())
    assert kind in (type(None), QApplication), f"widgets need a QApplication; an earlier test made a {kind.__name__}"
    return QApplication


@pytest.fixture
def platform() -> Iterator[Platform]:
    """The small platform."""
    platform = Platform()
    yield platform
    platform.close()


@pytest.fixture
def sdt(tmp_path: Path) -> Iterator[Emulator]:
    """The small ID-card reader's emulator."""
    emulator = Emulator(
        tmp_path / "sdt.sock",
        *("tap", "lift", "lift_during_read", "fault", "unplug", "plug", "wait"),
        card=False,
        fault="none",
        plugged=True,
    )
    yield emulator
    emulator.close()


@pytest.fixture
def dock(qapp: QApplication, qtbot: QtBot, tmp_path: Path, platform: Platform, sdt: Emulator) -> Iterator[DockWindow]:
    """The dock's window with the reader and the platform found; the other emulators are absent."""
    assert isinstance(qapp, QApplication)  # else an earlier test has decided otherwise, and widgets would abort
    window = DockWindow(tmp_path, platform.address, "JA-ZZ-03")
    qtbot.addWidget(window)
    window.show()
    window.poll()
    qtbot.waitUntil(lambda: bool(window.tray.rows) and window.emulators["sdt"].present)
    qtbot.waitUntil(lambda: bool(window.emulators["sdt"].offers) and bool(window.platform.businesses))
    yield window
    window.close()
