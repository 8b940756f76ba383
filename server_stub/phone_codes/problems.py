"""The problem codes of phone codes."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "code.no-phone": (409, "No phone is registered"),
        "code.not-found": (404, "No such phone code, or it is no longer valid"),
        "code.not-verified": (403, "The phone code was not verified for this case"),
        "code.too-often": (429, "Too many codes or tries; later again"),
    }
)
