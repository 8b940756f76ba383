"""Who it is: identifications and phone codes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kiosk.platforms.client import Client
from kiosk.rules.people import Document, Prefill, Session


@dataclass(frozen=True)
class SentCode:
    """A code is on its way; `phone` is masked by the platform."""

    id: str
    phone: str


@dataclass(frozen=True)
class CodeResult:
    """Whether a code was right. `session` is the raised session where the code was for one."""

    right: bool
    tries_left: int
    session: Session | None = None


class People:
    """`/v1/identifications`, `/v1/phone-codes`, `/v1/me/prefill`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def identify(self, document: Document) -> Session:
        """Opens a session of level CARD for a document read here."""
        body = {
            "kind": document.kind.value,
            "number": document.number.reveal(),
            "name": document.name.reveal(),
            "valid_until": document.valid_until.isoformat() if document.valid_until else None,
        }
        return await self._client.write("POST", "/v1/identifications", body, Session)

    async def send_code(self, session: Session) -> SentCode:
        """To the phone registered for the session's person. Failures: code.no-phone, code.too-often."""
        return await self._client.write(
            "POST", "/v1/phone-codes", {"purpose": "second-proof"}, SentCode, token=session.token, key=str(uuid.uuid4())
        )

    async def send_code_to(self, phone: str, session: Session) -> SentCode:
        """To a phone the person gave, to see that it is theirs."""
        body = {"purpose": "contact", "phone": phone}
        return await self._client.write(
            "POST", "/v1/phone-codes", body, SentCode, token=session.token, key=str(uuid.uuid4())
        )

    async def send_code_for_case(self, number: str, query_code: str) -> SentCode:
        """To the phone of a case. Failure: case.not-found."""
        body = {"purpose": "case", "case_number": number, "query_code": query_code}
        return await self._client.write("POST", "/v1/phone-codes", body, SentCode, key=str(uuid.uuid4()))

    async def check_code(self, sent: SentCode, code: str) -> CodeResult:
        """Tries a code. Failure: code.too-often after the last try."""
        return await self._client.write("POST", f"/v1/phone-codes/{sent.id}/verification", {"code": code}, CodeResult)

    async def prefill(self, session: Session, service: str) -> tuple[Prefill, ...]:
        """What the platform knows for a service's form."""
        return await self._client.get(f"/v1/me/prefill?service={service}", tuple[Prefill, ...], token=session.token)
