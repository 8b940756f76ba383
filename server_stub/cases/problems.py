"""The problem codes of cases."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "case.correction-told": (409, "What is missing was told once already; it can't be asked for again"),
        "case.first-level": (409, "This is the first level of decision"),
        "case.filed": (409, "The case is filed and can't be changed"),
        "case.illegal-move": (409, "This is not possible where the case stands now"),
        "case.last-level": (409, "This is the last level of decision"),
        "case.not-found": (404, "No such case, or the query code is another"),
        "case.higher-level": (409, "The decision belongs to a higher level"),
        "case.same-person": (409, "Who accepted or forwarded a case does not decide it"),
        "file.broken": (422, "The file is damaged, encrypted or not whole"),
        "file.too-large": (413, "The file is too large"),
        "file.too-many": (409, "This case has as many files as it may have"),
        "file.type": (415, "Only PDF, JPEG and PNG, told by their content"),
        "filing.invalid": (422, "Some fields are not right"),
        "filing.not-eligible": (422, "The applicant does not meet a condition of the service"),
        "message.other-body": (422, "This sequence number was used for another message"),
        "notice.not-found": (404, "No such notice of this case"),
        "promise.not-found": (404, "No such promise of this case"),
        "promise.objection-open": (409, "There is still time to object"),
        "promise.state": (409, "This is not possible where the promise stands now"),
        "promise.too-late": (409, "The time to object is over"),
        "signature.digest": (422, "The signature is bound to something else than what was put"),
        "transfer.not-found": (404, "No such hand-over"),
        "transfer.state": (409, "This hand-over was acknowledged already"),
    }
)
