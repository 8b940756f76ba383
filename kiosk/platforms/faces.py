"""Faces: how comparisons ended, and today's check-ins of this hall. No picture of a comparison goes there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass, field

from kiosk.platforms.client import Client
from kiosk.rules.faces import FaceFact
from kiosk.rules.masks import masked_name, masked_number
from kiosk.rules.people import Assurance, Document, DocumentKind, Holder, Session


@dataclass(frozen=True)
class CheckIn:
    """An opaque reference to keep beside a template; the platform forgets it after that time too."""

    person: str = field(repr=False)
    until: dt.datetime


@dataclass(frozen=True)
class CheckedIn:
    """Somebody who may stand before a clerk: the name is masked by the platform, `photo` a JPEG."""

    name: str
    photo: bytes = field(repr=False)


@dataclass(frozen=True)
class _Level:
    level: Assurance


@dataclass(frozen=True)
class _Withdrawn:
    persons: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class _CheckedInDocument:
    kind: DocumentKind
    name: str = field(repr=False)
    number: str = field(repr=False)
    sex: str = field(repr=False)
    birth: dt.date = field(repr=False)
    valid_until: dt.date | None = None


@dataclass(frozen=True)
class _Found:
    session: Session
    document: _CheckedInDocument = field(repr=False)


@dataclass(frozen=True)
class _Told:
    """A `FaceFact` as it travels."""

    consent: str
    purpose: str
    outcome: str
    model: str
    at: str


def wire_of(fact: FaceFact) -> object:
    """What the platform takes."""
    return _Told(fact.consent, fact.purpose.value, fact.outcome.value, fact.model, fact.at.isoformat())


class Faces:
    """`/v1/face-checks`, `/v1/face-check-ins`, `/v1/identifications/by-face`, `/v1/me/photo`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def raised(self, session: Session, fact: FaceFact, key: str) -> Session:
        """The session at the level that an accepted face gives it. Failures: face.guardian, face.too-old."""
        answer = await self._client.write(
            "POST", "/v1/face-checks", wire_of(fact), _Level, token=session.token, key=key
        )
        return dataclasses.replace(session, level=answer.level)

    async def check_in(self, session: Session, consent: str) -> CheckIn:
        """A reference for the session's person, for this hall and today. Failure: face.guardian."""
        key = str(uuid.uuid4())
        return await self._client.write(
            "POST", "/v1/face-check-ins", {"consent": consent}, CheckIn, token=session.token, key=key
        )

    async def withdraw(self, session: Session) -> tuple[str, ...]:
        """None of the person's references of today opens anything any more; what is kept beside them must go."""
        key = str(uuid.uuid4())
        answer = await self._client.write(
            "POST", "/v1/face-check-ins/withdrawal", None, _Withdrawn, token=session.token, key=key
        )
        return answer.persons

    async def identify(self, person: str, consent: str, model: str) -> Holder:
        """Who checked in under that reference, at level CARD. Failure: face.not-checked-in."""
        body = {"person": person, "consent": consent, "model": model}
        found = await self._client.write("POST", "/v1/identifications/by-face", body, _Found)
        told = found.document
        document = Document(
            kind=told.kind,
            name=masked_name(told.name),
            number=masked_number(told.number),
            sex=told.sex,
            birth=told.birth,
            valid_until=told.valid_until,
        )
        return Holder(document, found.session, by_face=True)

    async def photo(self, session: Session) -> bytes:
        """The register's photograph of the session's person. Failure: photo.none."""
        return await self._client.get_bytes("/v1/me/photo", token=session.token)

    async def checked_in(self, person: str) -> CheckedIn:
        """Somebody who checked in today, for a clerk. Failures: face.not-checked-in, photo.none."""
        return await self._client.get(f"/v1/face-check-ins/{person}", CheckedIn)
