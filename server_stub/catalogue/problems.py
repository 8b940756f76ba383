"""The problem codes of catalogue."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "form.situation": (422, "The service has no such question, or no such answer to it"),
        "service.unknown": (404, "No such service at this terminal"),
    }
)
