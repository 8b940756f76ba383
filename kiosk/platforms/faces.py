"""Faces: how comparisons ended, today's check-ins of this hall, and who comes without a card and says their number.

No picture of a comparison goes there; photographs and templates of the register come from there.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass, field
from urllib.parse import quote

from kiosk.failures import Failure
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

    def masked(self) -> Document:
        """As a visit has it: name and number do not show themselves."""
        return Document(
            kind=self.kind,
            name=masked_name(self.name),
            number=masked_number(self.number),
            sex=self.sex,
            birth=self.birth,
            valid_until=self.valid_until,
        )


@dataclass(frozen=True)
class _Found:
    session: Session
    document: _CheckedInDocument = field(repr=False)


@dataclass(frozen=True)
class _Template:
    model: str
    numbers: tuple[float, ...] = field(repr=False)


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
    """`/v1/face-checks`, `/v1/face-check-ins`, `/v1/identifications/by-face` and `by-number`, `/v1/me/photo`,
    `/v1/me/face-template`, `/v1/me/document`.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def raised(self, session: Session, fact: FaceFact, key: str) -> Session:
        """The session at the level that an accepted face gives it: CARD after a number, else one more than a card.

        Failures: face.guardian, face.too-old, session.card-needed where a face is all there was before.
        """
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
        return Holder(found.document.masked(), found.session, by_face=True)

    async def by_number(self, number: str, consent: str, kind: DocumentKind = DocumentKind.RESIDENT) -> Session:
        """At a clerk's window: a session of level NOBODY for who has no card and says their number. It opens `photo`,
        `template` and `raised`, nothing else. Whether it is a number of anybody's, its standing says.

        Failures: identification.invalid-number, terminal.kind.
        """
        body = {"kind": kind.value, "number": number, "consent": consent}
        return await self._client.write("POST", "/v1/identifications/by-number", body, Session)

    async def photo(self, session: Session) -> bytes:
        """The register's photograph of the session's person. Failures: photo.none, face.guardian."""
        return await self._client.get_bytes("/v1/me/photo", token=session.token)

    async def template(self, session: Session, model: str) -> tuple[float, ...]:
        """The register's template of the session's person, of that face model. Failures: template.none (then the
        photograph will do), face.guardian.
        """
        path = f"/v1/me/face-template?model={quote(model, safe='')}"
        kept = await self._client.get(path, _Template, token=session.token)
        if kept.model != model:  # distances between templates of two models say nothing
            raise Failure("platform.broken")
        return kept.numbers

    async def document(self, session: Session) -> Document:
        """The document of the session's person, from level CARD on. Failure: session.level."""
        found = await self._client.get("/v1/me/document", _CheckedInDocument, token=session.token)
        return found.masked()

    async def checked_in(self, person: str) -> CheckedIn:
        """Somebody who checked in today, for a clerk. Failures: face.not-checked-in, photo.none."""
        return await self._client.get(f"/v1/face-check-ins/{person}", CheckedIn)
