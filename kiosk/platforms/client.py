"""The way to the platforms: HTTP with `requests`, in a pool of threads of its own, answers typed or a Failure.

Importing this module is cheap; `requests` itself is imported in the pool.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from kiosk.failures import Failure
from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text

if TYPE_CHECKING:
    import requests

R = TypeVar("R")

_log = logging.getLogger(__name__)
_THREADS = 4
_LIMITS = (2.0, 8.0)  # connect, read; seconds
_MOST_BYTES = 30_000_000  # no answer of the platform is larger


class Problem(msgspec.Struct):
    """RFC 9457 problem document, as far as the terminal uses it."""

    code: str
    title: str = ""
    errors: tuple[FieldError, ...] = ()
    also: Text = Text("")


class Client:
    """One platform. Every method may be awaited from the loop; cancelling abandons the answer, not the request."""

    def __init__(self, url: str, terminal: str, language: str = "zh-CN") -> None:
        self._url = url.rstrip("/")
        self._headers = {"X-Terminal-Id": terminal, "Accept-Language": language}
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="platform")
        self._of_thread = threading.local()

    async def get(self, path: str, type_: type[R], *, token: str = "") -> R:
        """Reads a resource."""
        return self._decode(path, await self._send("GET", path, token=token), type_)

    async def get_bytes(self, path: str, *, token: str = "") -> bytes:
        """Reads a resource that is a file."""
        return await self._send("GET", path, token=token)

    async def write(self, method: str, path: str, body: object, type_: type[R], *, token: str = "", key: str = "") -> R:
        """Writes (POST, PUT) JSON; `key` is the Idempotency-Key of the fact, made where it was born."""
        raw = msgspec.json.encode(body)
        return self._decode(path, await self._send(method, path, body=raw, token=token, key=key), type_)

    async def send_raw(self, method: str, path: str, body: bytes, *, token: str = "", key: str = "") -> bytes:
        """Writes exactly these bytes (the outbox)."""
        return await self._send(method, path, body=body, token=token, key=key)

    def close(self) -> None:
        """Ends the pool; what is under way is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def warm_up(self) -> Future[requests.Session]:
        """Imports `requests` in the pool, so that the first visit does not wait for it; done when it is there."""
        return [self._pool.submit(self._session) for _ in range(_THREADS)][0]

    async def _send(self, method: str, path: str, *, body: bytes = b"", token: str = "", key: str = "") -> bytes:
        headers = dict(self._headers)
        if body:
            headers["Content-Type"] = "application/json"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._exchange, method, path, body, headers)

    def _session(self) -> requests.Session:
        import requests  # late: 90 ms that the first frame need not wait for

        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = requests.Session()
            session.trust_env = False  # a hall's proxy settings do not concern its own platform
        return session

    def _exchange(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        session = self._session()
        import requests

        try:
            answer = session.request(
                method,
                self._url + path,
                data=body or None,
                headers=dict(headers),
                timeout=_LIMITS,
                allow_redirects=False,
            )
        except requests.ReadTimeout as slow:
            raise Failure("platform.slow") from slow
        except requests.RequestException as gone:
            raise Failure("platform.unreachable") from gone
        if len(answer.content) > _MOST_BYTES:
            raise Failure("platform.broken")
        if answer.ok and answer.status_code < 300:
            return answer.content
        raise self._failure(path, answer.status_code, answer.content)

    def _failure(self, path: str, status: int, content: bytes) -> Failure:
        try:
            problem = msgspec.json.decode(content, type=Problem)
        except msgspec.MsgspecError:
            _log.warning("no problem document at %s: status %s", _without_ids(path), status)
            return Failure("platform.broken" if status != 503 else "platform.unreachable")
        fields = ", ".join(e.field for e in problem.errors)
        _log.info("problem %s at %s %s", problem.code, _without_ids(path), fields)
        return Failure(problem.code, errors=problem.errors, also=problem.also)

    def _decode(self, path: str, raw: bytes, type_: type[R]) -> R:
        try:
            return msgspec.json.decode(raw, type=type_)
        except (msgspec.MsgspecError, ValueError) as wrong:
            _log.warning("not the interface at %s: %s", _without_ids(path), type(wrong).__name__)
            raise Failure("platform.broken") from None


def _without_ids(path: str) -> str:
    """A path without what could name a person or a case."""
    return "/".join(
        part if part.replace("-", "").isalpha() and len(part) < 24 else "…" for part in path.split("?")[0].split("/")
    )


def encode_strokes(strokes: Any) -> str:
    """A signature's strokes as the platform keeps them: base64 of JSON."""
    return base64.b64encode(msgspec.json.encode(strokes)).decode()
