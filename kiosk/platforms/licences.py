"""Proofs and finished documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.failures import Failure
from kiosk.platforms.client import Client
from kiosk.rules.people import Session
from kiosk.rules.proofs import IssuedDocument, Proof
from kiosk.rules.texts import Text


@dataclass(frozen=True)
class _Issued:
    id: str
    kind: str
    title: Text
    number: str = field(repr=False)
    verification_code: str = field(repr=False)
    issued_at: dt.datetime
    pages: int


class Licences:
    """`/v1/me/proofs`, `/v1/me/documents`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def printable(self, session: Session) -> tuple[Proof, ...]:
        """The proofs of this person."""
        return await self._client.get("/v1/me/proofs", tuple[Proof, ...], token=session.token)

    async def issue(self, session: Session, kind: str, answers: Mapping[str, str], key: str) -> IssuedDocument:
        """Has a document issued and brings its bytes. Failures: proof.no-record, proof.unavailable."""
        body = {"kind": kind, "answers": dict(answers)}
        made = await self._client.write("POST", "/v1/me/documents", body, _Issued, token=session.token, key=key)
        pdf = await self._client.get_bytes(f"/v1/me/documents/{made.id}/pdf", token=session.token)
        if not pdf.startswith(b"%PDF-"):
            raise Failure("platform.broken")
        return IssuedDocument(
            made.id, made.kind, made.title, made.number, made.verification_code, made.issued_at, made.pages, pdf
        )
