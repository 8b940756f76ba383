"""One printer's or queue's address: requests over HTTP, each with a deadline and a bound for its answer."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from printing.printers.ipp_message import Attribute, BrokenMessage, Group, Kind, Message, Operation, decode, encode

if TYPE_CHECKING:
    import aiohttp

_LONGEST_ANSWER = 1 << 20
_PORT = 631
_USER = "hall-terminal"


class NotReached(Exception):
    """Nobody listens there: nothing was sent."""


class Lost(Exception):
    """The request may have arrived; no answer that can be read came in time."""


def check_uri(uri: str) -> str:
    """The same URI; ValueError if it isn't `ipp://host[:port]/path` or `ipps://…`."""
    parts = urlsplit(uri)
    if parts.scheme not in ("ipp", "ipps") or not parts.hostname or (parts.port is not None and parts.port < 1):
        raise ValueError(f"not an IPP address: {uri!r} (ipp://host:631/printers/a4)")
    return uri


class Link:
    """Requests to one address. Used by one event loop only; a connection for each request.

    A kept connection that the printer has closed meanwhile would leave open whether a job arrived.
    """

    def __init__(self, uri: str, seconds: float, session: aiohttp.ClientSession) -> None:
        self.uri = check_uri(uri)
        parts = urlsplit(uri)
        scheme = "https" if parts.scheme == "ipps" else "http"
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        self._url = f"{scheme}://{host}:{parts.port or _PORT}{parts.path or '/'}"
        self._seconds = seconds
        self._session = session
        self._numbers = itertools.count(1)

    async def ask(
        self,
        operation: Operation,
        about: Sequence[Attribute] = (),
        job: Sequence[Attribute] = (),
        document: bytes = b"",
    ) -> Message:
        """Sends a request and returns the answer, whatever its status. Raises NotReached or Lost."""
        number = next(self._numbers) & 0x7FFFFFFF
        groups = [(Group.OPERATION, [*self._operation_attributes(), *about])]
        if job:
            groups.append((Group.JOB, list(job)))
        answer = await self._post(encode(operation, number, groups) + document)
        try:
            message = decode(answer)
        except BrokenMessage as broken:
            raise Lost("the answer is no IPP message") from broken
        if message.request_id != number:
            raise Lost("the answer to another request")
        return message

    def _operation_attributes(self) -> list[Attribute]:
        """Required, and in this order (RFC 8011 4.1.4)."""
        return [
            Attribute(Kind.CHARSET, "attributes-charset", ("utf-8",)),
            Attribute(Kind.LANGUAGE, "attributes-natural-language", ("en",)),
            Attribute(Kind.URI, "printer-uri", (self.uri,)),
            Attribute(Kind.NAME, "requesting-user-name", (_USER,)),
        ]

    async def _post(self, body: bytes) -> bytes:
        import aiohttp

        try:
            async with (
                asyncio.timeout(self._seconds),
                self._session.post(
                    self._url,
                    data=body,
                    headers={"Content-Type": "application/ipp", "Accept": "application/ipp"},
                    allow_redirects=False,
                    ssl=False,  # printers carry certificates they signed themselves
                ) as response,
            ):
                if response.status != 200:
                    raise Lost(f"HTTP {response.status}")
                return await _bounded(response)
        except aiohttp.ClientConnectorError as refused:
            raise NotReached(str(refused)) from refused
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as broken:
            raise Lost(type(broken).__name__) from broken


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    parts: list[bytes] = []
    taken = 0
    async for part in response.content.iter_chunked(1 << 16):
        taken += len(part)
        if taken > _LONGEST_ANSWER:
            raise Lost("the answer is too long")
        parts.append(part)
    return b"".join(parts)


def new_session() -> aiohttp.ClientSession:
    """A session for links: no proxies, no cookies, nothing unpacked, nothing kept open. Made inside the loop."""
    import aiohttp

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=True),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
    )
