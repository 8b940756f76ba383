"""Whatever a platform answers over real HTTP is a typed answer or a Failure with words, never a traceback or a hang."""

from __future__ import annotations

import asyncio
import gzip
import json
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import failures
from kiosk.failures import Failure
from kiosk.platforms import Platforms
from kiosk.platforms.client import Client
from kiosk.platforms.people import SentCode
from kiosk.platforms.signing import Identity
from kiosk.rules.people import Assurance, Session, Standing

IDENTITY = Identity("JA-ZZ-03", Path(tempfile.mkdtemp()) / "terminal.key")
SESSION = Session("t", Assurance.CARD, Standing.OK)


class Platform(ThreadingHTTPServer):
    """Answers every request with what the test set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.body, self.headers = 200, b"{}", dict[str, str]()
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.breaks = 0  # so many requests are read and never answered

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Platform
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.breaks:
            self.server.breaks -= 1
            self.close_connection = True
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        if "Content-Length" in self.server.headers:  # a lie
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815 - names of http.server

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    server = Platform()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def ask(platform: Platform, call: str = "proofs") -> Any:
    client = Client(platform.url, IDENTITY)
    platforms = Platforms(client)
    calls: dict[str, Any] = {
        "services": lambda: platforms.catalogue.services(),
        "guide": lambda: platforms.catalogue.guide("S1"),
        "proofs": lambda: platforms.licences.printable(SESSION),
        "issue": lambda: platforms.licences.issue(SESSION, "k", {}, "key"),
        "own": lambda: platforms.cases.own(SESSION),
        "businesses": lambda: platforms.queue.businesses(),
        "take": lambda: platforms.queue.take("b", "", "key"),
        "code": lambda: platforms.people.check_code(SentCode("c", ""), "123456"),
        "prefill": lambda: platforms.people.prefill(SESSION, "S1"),
    }

    async def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        return await coroutine

    try:
        return asyncio.run(run(calls[call]()))
    finally:
        client.close()


def failure(platform: Platform, call: str = "proofs") -> Failure:
    with pytest.raises(Failure) as failed:
        ask(platform, call)
    return failed.value


def test_a_problem_comes_out_with_its_code_and_its_words(platform: Platform) -> None:
    platform.status = 409
    platform.body = json.dumps(
        {"code": "queue.full", "title": "Full", "also": {"zh": "后湖还有号", "en": "Houhu has numbers"}}
    ).encode()
    failed = failure(platform, "take")
    assert (failed.code, failed.also.zh) == ("queue.full", "后湖还有号")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, b"<html>", "platform.broken"),
        (200, b"", "platform.broken"),
        (200, b'{"a": 1}', "platform.broken"),
        (500, b"<html>Internal Server Error", "platform.broken"),
        (502, b"", "platform.broken"),
        (503, b"busy", "platform.unreachable"),
        (302, b"", "platform.broken"),
        (404, b'{"detail": "Not Found"}', "platform.broken"),
        (500, b'{"code": "platform.fault"}', "platform.broken"),
        (503, b'{"code": "maintenance"}', "platform.unreachable"),
        (503, b'{"code": "proof.unavailable"}', "proof.unavailable"),
        (429, b'{"code": "slow-down"}', "platform.slow"),
        (409, b'{"code": "idempotency.in-flight"}', "platform.slow"),
        (409, b'{"code": "a\\nb \\u001b"}', "platform.refused"),
        (409, b"[" * 100_000, "platform.broken"),
        (200, b'[{"zh":' * 100_000, "platform.broken"),
    ],
)
def test_an_answer_that_is_none_is_a_failure_with_words(
    platform: Platform, status: int, body: bytes, code: str
) -> None:
    platform.status, platform.body = status, body
    failed = failure(platform)
    assert failed.code == code
    assert failures.texts(failed.code).happened.zh


def test_a_platform_that_is_not_there_is_said_to_be_unreachable(platform: Platform) -> None:
    gone = Platform()
    gone.server_close()
    assert failure(gone).code == "platform.unreachable"


def test_a_document_that_is_no_pdf_is_refused_before_it_reaches_a_printer(platform: Platform) -> None:
    platform.status = 200
    platform.body = json.dumps(
        {
            "id": "d",
            "kind": "k",
            "title": {"zh": "证明"},
            "number": "1",
            "verification_code": "A",
            "issued_at": "2026-11-21T12:00:00+08:00",
            "pages": 1,
        }
    ).encode()
    assert failure(platform, "issue").code == "platform.broken"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["zh", "code", "key", "title", "options", "kind", "open"]) | st.text(), inner)
    ),
    max_leaves=15,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(
    st.sampled_from(["services", "guide", "proofs", "own", "businesses", "take", "code", "prefill"]),
    st.sampled_from([200, 201, 400, 422, 500]),
    st.binary(max_size=80) | JSON.map(lambda value: json.dumps(value).encode()),
)
def test_any_answer_is_typed_or_a_failure(platform: Platform, call: str, status: int, body: bytes) -> None:
    platform.status, platform.body = status, body
    try:
        ask(platform, call)
    except Failure as failed:
        assert failures.texts(failed.code).now.zh


def test_a_hall_s_proxy_settings_do_not_lead_astray(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    platform.status, platform.body = 200, b"[]"
    assert ask(platform) == ()


def test_every_request_names_the_terminal_and_is_signed_for_the_person(platform: Platform) -> None:
    platform.status, platform.body = 200, b"[]"
    platform.seen.clear()
    ask(platform)
    [(method, path, headers)] = platform.seen
    assert (method, path) == ("GET", "/v1/me/proofs")
    assert 'keyid="JA-ZZ-03"' in headers["Signature-Input"]
    assert '"authorization"' in headers["Signature-Input"]
    assert headers["Authorization"] == "Bearer t"


def test_nothing_of_one_person_s_session_goes_to_the_next_by_a_cookie(platform: Platform) -> None:
    platform.status, platform.body, platform.headers = 200, b"[]", {"Set-Cookie": "JSESSIONID=of-the-first; Path=/"}
    platform.seen.clear()

    async def two(client: Client) -> None:
        await Platforms(client).licences.printable(SESSION)
        await Platforms(client).licences.printable(SESSION)

    client = Client(platform.url, IDENTITY)
    client._pool._max_workers = 1  # both on the same connection
    try:
        asyncio.run(two(client))
    finally:
        client.close()
        platform.headers = {}
    assert len(platform.seen) == 2
    assert not [headers for *_, headers in platform.seen if "Cookie" in headers]


def test_a_line_that_breaks_once_is_not_noticed_and_the_write_keeps_its_key(platform: Platform) -> None:
    platform.status, platform.body = 409, b'{"code": "queue.full"}'
    platform.breaks = 1
    platform.seen.clear()
    assert failure(platform, "take").code == "queue.full"
    assert [headers["Idempotency-Key"] for *_, headers in platform.seen] == ["key", "key"]


def test_a_write_without_a_key_is_never_sent_twice(platform: Platform) -> None:
    platform.breaks = 1
    platform.seen.clear()
    assert failure(platform, "code").code == "platform.unreachable"
    assert len(platform.seen) == 1


def test_an_answer_without_end_is_given_up_before_it_fills_the_memory(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.platforms.client._MOST_BYTES", 100_000)
    platform.status, platform.body = 200, gzip.compress(b" " * 50_000_000)
    platform.headers = {"Content-Encoding": "gzip"}
    try:
        assert failure(platform).code == "platform.broken"
    finally:
        platform.headers = {}


def test_an_answer_that_only_trickles_is_too_slow(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.platforms.client._WHOLE", 0.0)  # what comes after the head is late
    platform.status, platform.body = 200, b"[]"
    assert failure(platform).code == "platform.slow"


def test_an_answer_cut_short_is_no_document(platform: Platform) -> None:
    platform.status, platform.body, platform.headers = 200, b"[]", {"Content-Length": "10"}
    try:
        assert failure(platform).code == "platform.unreachable"
    finally:
        platform.headers = {}


def test_a_list_longer_than_any_page_is_a_fault_of_the_platform(platform: Platform) -> None:
    platform.status, platform.body = 200, b"[" + b"0," * 1_200_000 + b"0]"
    assert failure(platform, "own").code == "platform.broken"


def test_a_platform_cannot_make_the_printer_run_for_hours(platform: Platform) -> None:
    proof = {"kind": "k", "title": {"zh": "证明"}, "department": {"zh": "局"}, "about": {"zh": ""}}
    platform.status = 200
    platform.body = json.dumps([proof | {"availability": "available", "copies_at_most": 10**6}]).encode()
    assert failure(platform).code == "platform.broken"


@pytest.mark.parametrize("token", ["令牌", "two\r\nX-Lines: 1"])
def test_a_token_that_no_request_can_carry_is_a_fault_of_the_platform(platform: Platform, token: str) -> None:
    async def read(client: Client) -> None:
        await Platforms(client).licences.printable(Session(token, Assurance.CARD, Standing.OK))

    platform.seen.clear()
    client = Client(platform.url, IDENTITY)
    try:
        with pytest.raises(Failure, match=r"platform\.broken"):
            asyncio.run(read(client))
    finally:
        client.close()
    assert not platform.seen
