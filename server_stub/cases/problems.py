"""The problem codes of cases."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "case.filed": (409, "The case is filed and can't be changed"),
        "case.incomplete": (409, "Form and materials come before the signature"),
        "case.not-found": (404, "No such case, or the query code is another"),
        "filing.invalid": (422, "Some fields are not right"),
        "filing.not-eligible": (422, "The applicant does not meet a condition of the service"),
        "signature.digest": (422, "The signature is bound to something else than what was put"),
    }
)
