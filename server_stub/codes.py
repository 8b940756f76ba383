"""All problem codes: each package's are declared by importing its `problems`. Groups that many routes share."""

from __future__ import annotations

from server_stub.appointments import problems as _appointments
from server_stub.cases import problems as _cases
from server_stub.catalogue import problems as _catalogue
from server_stub.documents import problems as _documents
from server_stub.people import problems as _people
from server_stub.phone_codes import problems as _phone_codes
from server_stub.problems import documented
from server_stub.queue import problems as _queue

DECLARED_BY = (_appointments, _cases, _catalogue, _documents, _people, _phone_codes, _queue)

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
)

__all__ = ["CALL", "DECLARED_BY", "HOLDER", "KEYED", "documented"]
