"""The problem codes of people."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "card.expired": (403, "The document has expired; only own cases and queue numbers are open to it"),
        "card.not-held": (404, "The platform knows no such document of this person"),
        "card.lost": (403, "The document was reported lost"),
        "card.quiet": (403, "This has to be done at a window"),
        "card.unknown-person": (403, "The platform has no record of this person"),
        "card.window-only": (403, "Documents of this kind are served at windows only"),
        "identification.not-matched": (403, "Name, number and phone are not those of one person the platform knows"),
        "identification.invalid-number": (422, "The number can't be that of such a document"),
        "person.not-found": (422, "No person of this name and number is known to the platform"),
        "session.card-needed": (403, "This needs a document that was read, not a face alone"),
        "session.expired": (401, "The identification has expired or is missing"),
        "session.level": (403, "This needs a higher level of assurance"),
    }
)
