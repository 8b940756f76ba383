"""All problem codes: each package's are declared by importing its `problems`. Groups that many routes share."""

from __future__ import annotations

from server_stub.appointments import problems as _appointments
from server_stub.authority import problems as _authority
from server_stub.cases import problems as _cases
from server_stub.catalogue import problems as _catalogue
from server_stub.companies import problems as _companies
from server_stub.corrections import problems as _corrections
from server_stub.documents import problems as _documents
from server_stub.faces import problems as _faces
from server_stub.joint import problems as _joint
from server_stub.licences import problems as _licences
from server_stub.life_events import problems as _life_events
from server_stub.office import problems as _office
from server_stub.people import problems as _people
from server_stub.phone_codes import problems as _phone_codes
from server_stub.printouts import problems as _printouts
from server_stub.privacy import problems as _privacy
from server_stub.problems import documented
from server_stub.queue import problems as _queue
from server_stub.ratings import problems as _ratings
from server_stub.records import problems as _records
from server_stub.reports import problems as _reports
from server_stub.staff import problems as _staff

DECLARED_BY = (
    *(_appointments, _authority, _cases, _catalogue, _companies, _corrections, _documents, _faces, _joint),
    *(
        _licences,
        _life_events,
        _office,
        _people,
        _phone_codes,
        _printouts,
        _privacy,
        _queue,
        _ratings,
        _records,
        _reports,
    ),
    _staff,
)

CALL = (  # every call of a terminal
    "terminal.unsigned",
    "terminal.unknown",
    "terminal.blocked",
    "terminal.not-enrolled",
    "terminal.clock",
    "terminal.signature",
)
KEYED = (*CALL, "idempotency.key-missing", "idempotency.other-body", "idempotency.in-flight")  # every write
HOLDER = (  # every call for a person
    *CALL,
    "session.expired",
    "session.level",
    "card.lost",
    "card.expired",
    "card.quiet",
    "card.unknown-person",
    "card.window-only",
)
STAFF = (*CALL, "staff.session")  # every call of a member of staff
CLERK = (*STAFF, "staff.role", "terminal.kind")  # at a window
GUIDE = CLERK  # at the guide desk

# Refusals that only the back office's pages meet; no route of the interface names them.
OFFICE = (
    "case.same-person",
    "office.changed",
    "office.form",
    "office.level",
    "office.not-found",
    "office.role",
    "office.scope",
    "office.token",
    "office.too-large",
    "privacy.state",
    "promise.objection-open",
)

__all__ = ["CALL", "CLERK", "DECLARED_BY", "GUIDE", "HOLDER", "KEYED", "OFFICE", "STAFF", "documented"]
