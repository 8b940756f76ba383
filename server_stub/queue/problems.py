"""The problem codes of queue."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "queue.closed": (409, "No numbers are given now"),
        "queue.full": (409, "There are no numbers left today"),
        "queue.unknown": (404, "No such business in this hall"),
    }
)
