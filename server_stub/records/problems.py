"""The problem codes of records."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "record.no-query": (409, "This service is no query: it shows no register"),
    }
)
