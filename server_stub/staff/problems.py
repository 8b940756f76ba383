"""The problem codes of staff."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "staff.credentials": (401, "Number or password is wrong"),
        "staff.hall": (403, "This member of staff does not work in this hall"),
        "staff.locked": (429, "Too many wrong passwords; again later"),
        "staff.role": (403, "This member of staff has not the role for that"),
        "staff.session": (401, "This call needs a member of staff who is signed in at this terminal"),
    }
)
