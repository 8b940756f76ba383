"""The problem codes of companies."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "company.closed": (409, "The company is no longer registered"),
        "company.no-authority": (403, "This person can't do this for the company"),
        "company.not-possible": (422, "Such a role can't be given"),
        "company.role-not-found": (404, "Nobody has this role at the company now"),
        "company.unknown": (404, "No such company"),
    }
)
