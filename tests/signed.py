"""Requests of a tool that calls the platforms as a terminal: tests, the bench, chaos."""

from __future__ import annotations

import hashlib
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from kiosk.platforms.signing import Signer


def signer_of(terminal: str) -> Signer:
    """A key made of the terminal's name, the same in every run."""
    return Signer(terminal, hashlib.sha256(terminal.encode()).digest())


class Signed(AuthBase):
    """Signs what `requests` sends."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urlsplit(request.url or "")
        body = request.body or b""
        content = body.encode() if isinstance(body, str) else body
        headers = {str(k): str(v) for k, v in request.headers.items()}
        path = str(parts.path or "/")
        assert isinstance(content, bytes)
        request.headers.update(
            self._signer.signed(request.method or "GET", path, str(parts.query), headers, content, time.time())
        )
        return request


def session_at(url: str, terminal: str = "JA-ZZ-09") -> requests.Session:
    """A session that signs as this terminal of a demo, enrolled."""
    signer, http = signer_of(terminal), requests.Session()
    http.trust_env = False
    http.auth = Signed(signer)
    wanted: dict[str, Any] = {"code": "demo", "public_key": signer.public_key}
    http.post(f"{url}/v1/terminals/{terminal}/enrolment", json=wanted).raise_for_status()
    return http
