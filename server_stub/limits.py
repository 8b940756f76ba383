"""No request is larger than what a form with a signature needs."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server_stub.problems import Problem

MOST_BYTES = 2_000_000
MOST_BYTES_OF_A_FILE = 7_200_000  # five million in base64, with what stands around it


class BodyLimit:
    """Answers 413 as soon as a body is known to be too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MOST_BYTES_OF_A_FILE if scope["path"].endswith("/files") else MOST_BYTES
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and int(declared) > most:
            if scope["path"].startswith("/office/"):  # where people read: it makes a page of it
                await self._app(scope, _refused, send)
                return
            await Problem("request.too-large").answer()(scope, receive, send)
            return
        await self._app(scope, _counting(receive, most), send)


async def _refused() -> Message:
    raise HTTPException(413)


def _counting(receive: Receive, most: int) -> Receive:
    """Counts what really comes: a chunked body declares nothing."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise HTTPException(413)
        return message

    return counted
