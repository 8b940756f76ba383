"""The problem codes of catalogue."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "service.unknown": (404, "No such service at this terminal"),
    }
)
