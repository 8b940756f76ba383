"""The problem codes of reports."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "report.not-found": (404, "No such report, or the query code is another"),
        "report.too-often": (429, "Too many reports from this terminal; later again"),
    }
)
