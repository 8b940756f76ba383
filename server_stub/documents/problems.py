"""The problem codes of documents."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "document.not-found": (404, "No such document of this person"),
        "proof.not-so": (409, "The register says otherwise than this proof would"),
        "proof.no-record": (409, "The data's owner has no record of this person"),
        "proof.unavailable": (503, "The data's owner does not answer"),
        "proof.unknown": (404, "No such proof"),
        "verification.not-found": (404, "No document has this code"),
    }
)
