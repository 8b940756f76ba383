"""The problem codes of ratings."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "rating.exists": (409, "This was rated already"),
        "rating.not-asked": (409, "Nobody is asked to rate this matter"),
        "rating.reason-needed": (422, "One and two stars need a reason, chosen or written"),
        "rating.too-early": (409, "A case is rated when it is over"),
    }
)
