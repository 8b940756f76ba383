"""The way to the platforms: HTTP with `requests`, in a pool of threads of its own, answers typed or a Failure.

Importing this module is cheap; `requests` itself is imported in the pool.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import re
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from kiosk import failures
from kiosk.failures import Failure
from kiosk.platforms.signing import Identity
from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text

if TYPE_CHECKING:
    import requests

R = TypeVar("R")

_log = logging.getLogger(__name__)
_THREADS = 4
_LIMITS = (2.0, 8.0)  # connect, read; seconds
_WHOLE = 20.0  # seconds for one exchange, however steadily it trickles
_MOST_BYTES = 30_000_000  # no answer of the platform is larger
_MOST_JSON = 2_000_000  # a page is made of each line of a list
_PIECE = 1 << 16
_AWAY = {429: "platform.slow", 503: "platform.unreachable"}  # by status, where the platform gives no code of its own
_NO_KEY = ("terminal.not-enrolled", "terminal.signature")  # the platform has none of this terminal, or an old one
_CODE = re.compile(r"[a-z][a-z0-9.-]{0,59}")


class Problem(msgspec.Struct):
    """RFC 9457 problem document, as far as the terminal uses it."""

    code: str
    title: str = ""
    errors: tuple[FieldError, ...] = ()
    also: Text = Text("")


class Client:
    """One platform. Every method may be awaited from the loop; cancelling abandons the answer, not the request."""

    def __init__(self, url: str, identity: Identity, language: str = "zh-CN") -> None:
        self._url = url.rstrip("/")
        self._base_path = urlsplit(self._url).path
        self._identity = identity
        self._headers = {"Accept-Language": language}
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
        """Ends the pool; what is under way ends by its deadline, and nobody hears of it."""
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
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_WHOLE + sum(_LIMITS)):  # a free thread is waited for too
                return await loop.run_in_executor(self._pool, self._exchange, method, path, body, headers)
        except TimeoutError:
            raise Failure("platform.slow") from None

    def _session(self) -> requests.Session:
        from http.cookiejar import DefaultCookiePolicy

        import requests  # late: 90 ms that the first frame need not wait for

        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = requests.Session()
            session.trust_env = False  # a hall's proxy settings do not concern its own platform
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # none goes from one person to the next
        return session

    def _exchange(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """One request and its answer. What may be sent twice is, once, where the line broke: an idle connection that
        the platform has closed meanwhile looks like that.
        """
        session = self._session()
        status, content = self._signed(session, method, path, body, headers)
        if status in (401, 403) and _code_of(content) in _NO_KEY and self._identity.may_enrol():
            code, key = self._identity.enrolment, self._identity.public_key
            enrol = msgspec.json.encode({"code": code, "public_key": key})
            way = f"/v1/terminals/{self._identity.terminal}/enrolment"
            self._signed(session, "POST", way, enrol, {**self._headers, "Content-Type": "application/json"})
            status, content = self._signed(session, method, path, body, headers)
        if 200 <= status < 300:
            return content
        raise self._failure(path, status, content)

    def _signed(
        self, session: requests.Session, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        import requests
        import urllib3

        tries = 2 if method == "GET" or "Idempotency-Key" in headers else 1
        while True:
            tries -= 1
            try:
                bare, _, query = path.partition("?")
                signature = self._identity.signed(method, self._base_path + bare, query, headers, body)
                return self._once(session, method, path, body, {**headers, **signature})
            except (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError) as slow:
                raise Failure("platform.slow") from slow
            except (requests.ConnectionError, urllib3.exceptions.ProtocolError) as gone:
                if not tries or isinstance(gone, requests.ConnectTimeout):
                    raise Failure("platform.unreachable") from gone
            except (requests.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as wrong:
                # also a token or a number of the platform's own that can't stand in a request
                raise Failure("platform.broken") from wrong

    def _once(
        self, session: requests.Session, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """Status and body, read piece by piece: neither its length nor its slowness is the platform's to choose."""
        end = time.monotonic() + _WHOLE
        with session.request(
            method,
            self._url + path,
            data=body or None,
            headers=dict(headers),
            timeout=_LIMITS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = bytearray()
            while piece := answer.raw.read1(_PIECE, decode_content=True):
                content += piece
                if len(content) > _MOST_BYTES:
                    raise Failure("platform.broken")
                if time.monotonic() > end:
                    raise Failure("platform.slow")
            return answer.status_code, bytes(content)

    def _failure(self, path: str, status: int, content: bytes) -> Failure:
        away = _AWAY.get(status, "platform.broken")
        try:
            problem = msgspec.json.decode(content, type=Problem)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            _log.warning("no problem document at %s: status %s", _without_ids(path), status)
            return Failure(away)
        code = problem.code if _CODE.fullmatch(problem.code) else "platform.refused"
        fields = ", ".join(e.field[:40] for e in problem.errors[:20])
        _log.info("problem %s at %s %s", code, _without_ids(path), fields)
        if code == "idempotency.in-flight":  # the first sending of this very request is still worked on
            return Failure("platform.slow")
        if (status >= 500 or status in _AWAY) and code not in failures.TEXTS:  # its own fault, not the request's
            return Failure(away)
        return Failure(code, errors=problem.errors, also=problem.also)

    def _decode(self, path: str, raw: bytes, type_: type[R]) -> R:
        if len(raw) > _MOST_JSON:
            _log.warning("more than can be shown at %s: %s bytes", _without_ids(path), len(raw))
            raise Failure("platform.broken")
        try:
            return msgspec.json.decode(raw, type=type_)
        except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
            _log.warning("not the interface at %s: %s", _without_ids(path), type(wrong).__name__)
            raise Failure("platform.broken") from None


def _code_of(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=Problem).code
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""


def _without_ids(path: str) -> str:
    """A path without what could name a person or a case."""
    return "/".join(
        part if part.replace("-", "").isalpha() and len(part) < 24 else "…" for part in path.split("?")[0].split("/")
    )


def encode_strokes(strokes: Any) -> str:
    """A signature's strokes as the platform keeps them: base64 of JSON."""
    return base64.b64encode(msgspec.json.encode(strokes)).decode()
