"""The problem codes of authorisations."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "grant.not-found": (404, "No such authorisation given by this person"),
        "grant.not-possible": (422, "Such an authorisation can't be given"),
        "grant.over": (409, "The authorisation is used, revoked or expired already"),
        "grant.too-many": (429, "Too many authorisations on one day"),
    }
)
