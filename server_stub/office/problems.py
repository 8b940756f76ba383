"""The problem codes that only the back office's pages meet; `words.py` has what people read of them."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "office.changed": (409, "Somebody else changed this meanwhile"),
        "office.form": (422, "Something in the form is not right"),
        "office.level": (403, "The decision stands at a level where this member of staff does not decide"),
        "office.not-found": (404, "No such page, or it is not this member of staff's"),
        "office.role": (403, "This page is for another role"),
        "office.scope": (403, "This is for an administrator of all halls"),
        "office.token": (403, "The form did not come from a page of this session"),
        "office.too-large": (413, "The form is too large"),
    }
)
