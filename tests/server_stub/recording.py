"""Records one good call of each operation, as examples for the interface's description (`--record-examples`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_JSON = b"application/json"
_LONGEST = 12_000  # characters of an example
_IN_A_LIST = 2


class Recorder:
    """What was called while tests ran; of each operation the call that shows most."""

    def __init__(self) -> None:
        self._best: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {}

    def around(self, app: ASGIApp) -> ASGIApp:
        """The app, listened to."""

        async def listening(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            asked, told, status, kind = bytearray(), bytearray(), 0, b""

            async def hear() -> Message:
                message = await receive()
                asked.extend(message.get("body", b""))
                return message

            async def say(message: Message) -> None:
                nonlocal status, kind
                if message["type"] == "http.response.start":
                    status, kind = message["status"], dict(message["headers"]).get(b"content-type", b"")
                else:
                    told.extend(message.get("body", b""))
                await send(message)

            await app(scope, hear, say)
            route = scope.get("route")
            if route is not None and status in (200, 202):
                answered = bytes(told) if kind == _JSON else b""
                self._keep(f"{scope['method']} {route.path_format}", bytes(asked), str(status), answered)

        return listening

    def _keep(self, operation: str, asked: bytes, status: str, told: bytes) -> None:
        example: dict[str, Any] = {"request": _short(json.loads(asked))} if asked else {}
        example["responses"] = {status: _short(json.loads(told))} if told else {}
        text = json.dumps(example)
        if len(text) > _LONGEST:
            return
        score = (len(set(_paths(example))), -len(text))
        if operation not in self._best or score > self._best[operation][0]:
            self._best[operation] = (score, example)

    def write(self, file: Path) -> None:
        """All of them, in the order of their names; what was not called stays as it was."""
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        known |= {operation: example for operation, (_, example) in self._best.items()}
        examples = {operation: known[operation] for operation in sorted(known)}
        file.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _short(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_short(part) for part in value[:_IN_A_LIST]]
    return value


def _paths(value: Any, at: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _paths(part, f"{at}/{key}")
    elif isinstance(value, list):
        for part in value:
            yield from _paths(part, f"{at}/*")
    elif value not in (None, "", 0, False):
        yield at


active: Recorder | None = None
