"""How emulators are driven: JSON lines over a local (Unix) socket, one request, one answer.

Request: `{"command": "tap", …}`. Answer: `{"ok": true, …}` or `{"ok": false, "error": "…"}`.
Every emulator understands `help` (lists its commands) and `state`. A command may wait for something to happen
(`{"command": "wait", "event": "printed", "after": 3, "seconds": 5}`); each connection has a thread of its own.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Handler = Callable[..., Mapping[str, Any] | None]

_LONGEST_LINE = 4_000_000


class ControlError(Exception):
    """The emulator refused a command, or isn't there."""


class Control:
    """Client of one emulator. Not kept open between commands: an emulator may be restarted at any time."""

    def __init__(self, path: str | Path, seconds: float = 10.0) -> None:
        self.path = Path(path)
        self._seconds = seconds

    def send(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Sends a command and returns the answer's fields; ControlError if it was refused or nobody listens."""
        seconds = float(arguments.get("seconds", 0)) + self._seconds
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
                link.settimeout(seconds)
                link.connect(str(self.path))
                link.sendall(json.dumps({"command": command, **arguments}, ensure_ascii=False).encode() + b"\n")
                with link.makefile("rb") as lines:
                    answer = json.loads(lines.readline(_LONGEST_LINE) or b"{}")
        except (OSError, ValueError) as gone:
            raise ControlError(f"{self.path.name}: {gone}") from gone
        if not isinstance(answer, dict) or not answer.pop("ok", False):
            raise ControlError(str(answer.get("error", "no answer")) if isinstance(answer, dict) else "no answer")
        return answer


class LocalServer:
    """A local (Unix) socket; `serve` has each of its connections on a thread of its own."""

    def __init__(self, path: Path, serve: Callable[[socket.socket], None], name: str) -> None:
        self._serve, self._name = serve, name
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen(16)
        threading.Thread(target=self._accept, name=name, daemon=True).start()

    def close(self) -> None:
        """Takes no more connections."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(link,), name=f"{self._name}-one", daemon=True).start()


class ControlServer:
    """Serves an emulator's commands. Handlers are called with the request's other fields, under no lock of ours."""

    def __init__(self, path: str | Path, handlers: Mapping[str, Handler]) -> None:
        self.path = Path(path)
        self._handlers = dict(handlers)
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
        self._server = LocalServer(self.path, self._serve, "control")

    def close(self) -> None:
        """Stops listening and removes the socket file."""
        self._server.close()
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()

    def _serve(self, link: socket.socket) -> None:
        with contextlib.suppress(OSError), link, link.makefile("rwb") as lines:
            while line := lines.readline(_LONGEST_LINE):
                lines.write(json.dumps(self._answer(line), ensure_ascii=False).encode() + b"\n")
                lines.flush()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            command = request.pop("command")
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            return {"ok": False, "error": "not a command"}
        if not isinstance(command, str):
            return {"ok": False, "error": "not a command"}
        if command == "help":
            return {"ok": True, "commands": sorted(self._handlers)}
        handler = self._handlers.get(command)
        if handler is None:
            return {"ok": False, "error": f"unknown command {command!r}; known: {', '.join(sorted(self._handlers))}"}
        try:
            return {"ok": True, **(handler(**request) or {})}
        except (TypeError, ValueError, KeyError, OSError, ControlError) as wrong:
            return {"ok": False, "error": f"{type(wrong).__name__}: {wrong}"}
