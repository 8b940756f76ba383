"""Cases: number first, then case, materials, signature, slip."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.platforms.client import Client
from kiosk.platforms.people import SentCode
from kiosk.rules.cases import CaseView, SlipData
from kiosk.rules.people import Session


@dataclass(frozen=True)
class CaseNumber:
    """A number from the platform (统一赋码), opaque."""

    number: str


@dataclass(frozen=True)
class SlipCodes:
    """What stands on a slip beside its QR code."""

    number: str
    query_code: str = field(repr=False)


@dataclass(frozen=True)
class SlipPrint:
    """A slip for printing once more; `reprint` is how often that was, counted by the platform from 1."""

    slip: SlipData
    reprint: int


@dataclass(frozen=True)
class GivenMaterial:
    """How one material was given: `given` copies, 0 for a deferred one."""

    key: str
    given: int


class Cases:
    """`/v1/case-numbers`, `/v1/cases/…`, `/v1/me/cases`, `/v1/case-lookups`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def new_number(self, session: Session, service: str, key: str) -> CaseNumber:
        """First call of a filing."""
        return await self._client.write(
            "POST", "/v1/case-numbers", {"service": service}, CaseNumber, token=session.token, key=key
        )

    async def put_case(
        self,
        session: Session,
        number: str,
        service: str,
        situation: Mapping[str, str],
        form: Mapping[str, str],
        key: str,
    ) -> None:
        """The case with its form. Failures: filing.invalid with field errors, filing.not-eligible."""
        body = {"service": service, "situation": dict(situation), "form": dict(form)}
        await self._client.write("PUT", f"/v1/cases/{number}", body, dict[str, object], token=session.token, key=key)

    async def put_materials(
        self, session: Session, number: str, materials: tuple[GivenMaterial, ...], key: str
    ) -> None:
        """Which materials were given."""
        await self._client.write(
            "PUT", f"/v1/cases/{number}/materials", materials, dict[str, object], token=session.token, key=key
        )

    async def add_file(self, session: Session, number: str, material: str, name: str, content: bytes, key: str) -> None:
        """A file of a material, PDF or photograph. Failures: file.broken, file.too-large, file.too-many, file.type."""
        body = {"material": material, "name": name, "content": base64.b64encode(content).decode()}
        await self._client.write(
            "POST", f"/v1/cases/{number}/files", body, dict[str, object], token=session.token, key=key
        )

    async def sign(self, session: Session, number: str, digest: str, strokes: str, key: str) -> SlipData:
        """The signature files the case; the answer is what its slip says."""
        body = {"digest": digest, "strokes": strokes}
        return await self._client.write(
            "PUT", f"/v1/cases/{number}/signature", body, SlipData, token=session.token, key=key
        )

    async def print_slip(self, session: Session, number: str, key: str) -> SlipPrint:
        """The slip of an own case, to be printed once more."""
        return await self._client.write(
            "POST", f"/v1/cases/{number}/slip-prints", {}, SlipPrint, token=session.token, key=key
        )

    async def own(self, session: Session) -> tuple[CaseView, ...]:
        """Own cases, newest first."""
        return await self._client.get("/v1/me/cases", tuple[CaseView, ...], token=session.token)

    async def look_up(self, number: str, query_code: str, code: SentCode) -> CaseView:
        """A case by number and query code, after the phone code was right; masked."""
        body = {"number": number, "query_code": query_code, "phone_code": code.id}
        return await self._client.write("POST", "/v1/case-lookups", body, CaseView)

    async def of_slip(self, token: str) -> SlipCodes:
        """Number and query code of the slip whose QR code was scanned. Failure: case.not-found, code.too-often."""
        return await self._client.write("POST", "/v1/slip-lookups", {"token": token}, SlipCodes)
