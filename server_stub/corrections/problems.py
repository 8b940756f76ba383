"""The problem codes of corrections."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "correction.not-data": (422, "This is no department's data: the person fills it in"),
        "correction.open": (409, "A request for this is open already"),
        "correction.unknown": (404, "No such field or item of a register"),
    }
)
