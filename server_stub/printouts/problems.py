"""The problem codes of printouts."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "printout.exists": (409, "Another printout has this id"),
        "printout.unknown": (404, "This terminal told of no such printout"),
        "printout.not-asked": (409, "Nobody was asked about this printout: its printer knew how it ended"),
    }
)
