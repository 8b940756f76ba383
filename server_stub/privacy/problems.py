"""The problem codes of privacy requests."""

from __future__ import annotations

from server_stub.problems import declare

declare({"privacy.state": (409, "This request was answered already")})
