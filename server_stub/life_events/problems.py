"""The problem codes of life events."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "life-event.unknown": (404, "No such life event at this terminal"),
        "life-event.invalid": (422, "These are not answers to the life event's questions"),
        "life-event.nothing": (422, "With these answers nothing has to be applied for"),
        "life-event.resting": (409, "A service that belongs to it is not offered here now"),
    }
)
