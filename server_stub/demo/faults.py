"""Faults on order, for the whole interface: slow, unreachable, answers cut in the middle."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server_stub.platform import Faults
from server_stub.problems import Problem


class FaultsMiddleware:
    """Stands before the real interface; the demo routes are never hit."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app, self._faults = app, faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        if self._faults.delay_ms:
            await asyncio.sleep(self._faults.delay_ms / 1000)
        if self._faults.unreachable:
            await Problem("platform.unreachable").answer()(scope, receive, send)
        elif self._faults.broken_json:
            await self._app(scope, receive, _cut_in_half(send))
        else:
            await self._app(scope, receive, send)


def _cut_in_half(send: Send) -> Send:
    """Passes on the first half of the body, with a length that fits."""
    start: list[Message] = []
    body = bytearray()

    async def cut(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        half = bytes(body[: len(body) // 2])
        headers = [(k, v) for k, v in start[0]["headers"] if k.lower() != b"content-length"]
        headers.append((b"content-length", str(len(half)).encode()))
        await send({**start[0], "headers": headers})
        await send({"type": "http.response.body", "body": half})

    return cut
