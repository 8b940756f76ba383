"""The problem codes of e-licences."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "licence.not-found": (404, "No such e-licence of this person"),
        "licence.not-valid": (409, "The e-licence has expired, was revoked or reported lost"),
        "licence.window-only": (403, "Only a window may look up a licence"),
        "licence-code.signature": (422, "This is no code of the platform's, or its signature is wrong"),
        "licence-code.expired": (409, "The code has expired"),
        "licence-code.used": (409, "The code was used as often as it may be"),
        "licence-code.revoked": (409, "The licence has expired, was revoked or reported lost meanwhile"),
    }
)
