"""What e-licences cover, proofs, and finished documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from kiosk.failures import Failure
from kiosk.platforms.client import Client
from kiosk.rules.forms import Answers
from kiosk.rules.people import Session
from kiosk.rules.proofs import IssuedDocument, Proof
from kiosk.rules.services import Material


class Licences:
    """`/v1/me/materials`, `/v1/me/proofs`, `/v1/me/documents`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def materials(self, session: Session, service: str, answers: Answers) -> tuple[Material, ...]:
        """The materials that these answers ask this person for; what an e-licence of theirs covers is exempt."""
        body = {"service": service, "answers": dict(answers)}
        return await self._client.write("POST", "/v1/me/materials", body, tuple[Material, ...], token=session.token)

    async def printable(self, session: Session) -> tuple[Proof, ...]:
        """The proofs of this person."""
        return await self._client.get("/v1/me/proofs", tuple[Proof, ...], token=session.token)

    async def issue(self, session: Session, kind: str, answers: Mapping[str, str], key: str) -> IssuedDocument:
        """Has a document issued and brings its bytes. Failures: proof.no-record, proof.unavailable."""
        body = {"kind": kind, "answers": dict(answers)}
        made = await self._client.write("POST", "/v1/me/documents", body, IssuedDocument, token=session.token, key=key)
        pdf = await self._client.get_bytes(f"/v1/me/documents/{made.id}/pdf", token=session.token)
        if not pdf.startswith(b"%PDF-"):
            raise Failure("platform.broken")
        return dataclasses.replace(made, pdf=pdf)
