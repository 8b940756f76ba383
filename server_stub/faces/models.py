"""What crosses the interface about faces: consent, purpose and outcome. Never a picture of a comparison."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from server_stub.people.models import DocumentKind, Session
from server_stub.texts import Line, Wire

Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
ModelName = Annotated[Line, Field(max_length=60)]


class Purpose(Enum):
    """What somebody consented to."""

    PROVE = "prove"  # is it the holder of the session's document
    TODAY = "today"  # to be known in this hall until its day is over
    FIND = "find"  # who of today's check-ins it is


class Outcome(Enum):
    """How a comparison ended."""

    ACCEPTED = "accepted"
    CLERK_SAME = "clerk-same"  # it was not sure, and a clerk saw that it is them
    CLERK_OTHER = "clerk-other"
    UNSURE = "unsure"
    NO_MATCH = "no-match"
    NOT_LIVE = "not-live"
    ENROLLED = "enrolled"
    NO_RESULT = "no-result"  # nothing was compared
    BROKEN_OFF = "broken-off"  # the person went on without their face


class NewFaceCheck(Wire):
    """One comparison. `model`: which face model it was, empty where none compared anything."""

    consent: Uuid
    purpose: Purpose
    outcome: Outcome
    model: ModelName = ""
    at: AwareDatetime


class FaceCheck(NewFaceCheck):
    """The comparison as it is kept. `level`: of the session after it; 0 without one, and for an unproved number."""

    level: int


class NewFaceCheckIn(Wire):
    """The holder of the session wants to be known by their face."""

    consent: Uuid


class FaceCheckIn(Wire):
    """`person`: an opaque reference to keep beside the template, good in this hall until then."""

    person: Uuid
    until: dt.datetime


class Withdrawn(Wire):
    """References that open nothing any more: what terminals keep beside them is to be forgotten."""

    persons: tuple[Uuid, ...]


class IdentificationByFace(Wire):
    """Somebody whom a terminal found among today's check-ins; `consent`: to being looked for."""

    person: Uuid
    consent: Uuid
    model: ModelName


class IdentificationByNumber(Wire):
    """Somebody without a card, who says their number at a window; `consent`: to being compared with the register."""

    kind: DocumentKind = DocumentKind.RESIDENT
    number: str = Field(max_length=40)
    consent: Uuid


class CheckedInDocument(Wire):
    """The document of somebody who is known by their face, as the platform knows it."""

    kind: DocumentKind
    name: str
    number: str
    sex: str
    birth: dt.date
    valid_until: dt.date | None


class FoundByFace(Wire):
    """A session of level 2 for who was found, and their document."""

    session: Session
    document: CheckedInDocument


class FaceTemplate(Wire):
    """The register's template of somebody's face, and of which face model it is."""

    model: ModelName
    numbers: tuple[float, ...]


class CheckedIn(Wire):
    """Somebody who may be the person before a clerk: name masked, the register's photograph as JPEG in base64."""

    name: str
    photo: str
