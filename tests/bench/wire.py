"""HTTP/1.1 as a load generator needs it: requests as bytes, one at a time on each connection, little work for each."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from kiosk.platforms.signing import Signer

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length: "


@dataclass(frozen=True)
class Place:
    """Where a server listens."""

    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Place:
        """Of `http://127.0.0.1:8000`."""
        parts = urlsplit(url)
        return cls(parts.hostname or "127.0.0.1", parts.port or 80)


def signed_request(
    signer: Signer,
    place: Place,
    path: str,
    body: object,
    token: str,
    now: float,
    *,
    method: str = "POST",
    key: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """A request with all its headers, signed as a terminal does; `body` None: without one."""
    content = b"" if body is None else json.dumps(body).encode()
    headers = {"Idempotency-Key": key or str(uuid.uuid4()), **(more or {})}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if content:
        headers["Content-Type"] = "application/json"
    bare, _, query = path.partition("?")
    headers |= signer.signed(method, bare, query, headers, content, now)
    headers |= {"Host": f"{place.host}:{place.port}", "Content-Length": str(len(content))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + _END_OF_HEAD + content


class Line(asyncio.Protocol):
    """One connection. `answered(status, body)` is called when an answer is complete; status 0: the line broke."""

    def __init__(self) -> None:
        self.answered: Callable[[int, bytes], None] = lambda status, body: None
        self._transport: asyncio.Transport | None = None
        self._got = b""
        self._waiting = False
        self._lost = asyncio.Event()

    @classmethod
    async def to(cls, place: Place) -> Line:
        """Connects."""
        _, line = await asyncio.get_running_loop().create_connection(cls, place.host, place.port)
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one, but does not say so

    def send(self, request: bytes) -> None:
        """Sends; the answer to the one before must be there."""
        assert self._transport is not None
        self._waiting = True
        self._transport.write(request)

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Sends and waits."""
        future: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        self.answered = lambda status, body: future.set_result((status, body))
        self.send(request)
        return await future

    def data_received(self, data: bytes) -> None:
        self._got += data
        head = self._got.find(_END_OF_HEAD)
        if head < 0:
            return
        at = self._got.find(_LENGTH, 0, head) + len(_LENGTH)
        begin = head + len(_END_OF_HEAD)
        end = begin + int(self._got[at : self._got.find(b"\r", at)])
        if len(self._got) < end:
            return
        status, body = int(self._got[9:12]), self._got[begin:end]
        self._got, self._waiting = b"", False
        self.answered(status, body)

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting:
            self._waiting = False
            self.answered(0, b"")
        self._lost.set()

    async def close(self) -> None:
        """Closes, and waits until it is."""
        if self._transport is not None:
            self._transport.close()
            await self._lost.wait()
