"""What crosses the interface about proofs and documents."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from server_stub.catalogue.models import Question
from server_stub.records.models import Availability
from server_stub.texts import Text, Wire

Short = Annotated[str, StringConstraints(max_length=60)]


class Proof(Wire):
    """One printable proof of this person."""

    kind: str
    title: Text
    department: Text
    about: Text
    availability: Availability
    questions: tuple[Question, ...] = ()
    copies_at_most: int = 3


class NewDocument(Wire):
    """A document is wanted: a kind of proof, or the code of a printing service; `answers` question → option."""

    kind: Short
    answers: dict[Short, Short] = Field(max_length=10)


class Issued(Wire):
    """A finished document; its bytes are at `/v1/me/documents/{id}/pdf`."""

    id: str
    kind: str
    title: Text
    number: str
    verification_code: str
    issued_at: dt.datetime
    pages: int


class Verification(Wire):
    """What anybody with the code may know of a document."""

    number: str
    kind: str
    title: Text
    issued_at: dt.datetime
    holder: str
    valid: bool
    valid_until: dt.date | None
