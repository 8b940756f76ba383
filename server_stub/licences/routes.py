"""`/v1/me/licences`, `/v1/me/materials`, `/v1/me/licence-uses`, `/v1/me/licence-codes`, `/v1/licence-codes`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from server_stub.codes import HOLDER, KEYED, documented
from server_stub.licences import light_codes, service
from server_stub.licences.models import (
    AskedMaterials,
    CodeKey,
    LicenceContent,
    LicenceView,
    LightCode,
    Lookup,
    NewLightCode,
    ResolvedMaterial,
    ShownCode,
    UsesView,
    VerifiedLicence,
)
from server_stub.platform import AnyCall, ThePlatform

router = APIRouter(tags=["licences"])


@router.get("/v1/me/licences", responses=documented(*HOLDER))
def own(call: AnyCall) -> list[LicenceView]:
    """Own e-licences and those of own companies (level 3); with a card alone only their kinds."""
    with call.platform.database.read() as db:
        return service.own(db, call)


@router.post(
    "/v1/me/licences/{licence_id}/lookups",
    responses=documented(*HOLDER, *KEYED, "licence.not-found", "licence.window-only", "service.unknown"),
)
def look_up(call: AnyCall, licence_id: Annotated[str, Path(max_length=40)], lookup: Lookup) -> LicenceContent:
    """A clerk reads a licence in full while its holder sits at the window; the holder sees that it was read."""
    with call.platform.database.read() as db:
        who = service.at_window(db, call, licence_id).ledger
    call.once(who, lookup, lambda db: service.look_up(db, call, licence_id, lookup))
    with call.platform.database.read() as db:  # in full it is kept nowhere else, not even as the answer to a key
        return service.content(service.at_window(db, call, licence_id), call.platform.clock().date())


@router.post("/v1/me/materials", responses=documented(*HOLDER, "service.unknown"))
def materials(call: AnyCall, asked: AskedMaterials) -> list[ResolvedMaterial]:
    """The materials for these answers, with what e-licences cover (the service's level). Changes nothing, no key."""
    with call.platform.database.read() as db:
        return service.materials(db, call, asked)


@router.get("/v1/me/licence-uses", responses=documented(*HOLDER, "licence.not-found"))
def own_uses(
    call: AnyCall,
    company: Annotated[str, Query(max_length=18, pattern=r"^[0-9A-Z]*$")] = "",
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> UsesView:
    """谁用过我的证照 (level 3), newest first, 100 at a time; with `company` those of an own company."""
    with call.platform.database.read() as db:
        return service.own_uses(db, call, company, before)


@router.post(
    "/v1/me/licence-codes",
    response_model=LightCode,
    responses=documented(*HOLDER, *KEYED, "licence.not-found", "licence.not-valid"),
)
async def show(call: AnyCall, wanted: NewLightCode) -> Response:
    """亮码: a signed text for a QR code that another terminal can verify for a short while."""
    return await call.once_soon(wanted, lambda db: light_codes.show(db, call, wanted))


@router.post(
    "/v1/licence-codes/verification",
    response_model=VerifiedLicence,
    responses=documented(
        *KEYED, "licence-code.signature", "licence-code.expired", "licence-code.used", "licence-code.revoked"
    ),
)
async def verify(call: AnyCall, shown: ShownCode) -> Response:
    """What a shown code stands for; the holder is masked and gets a message."""
    return await call.once_soon(shown, lambda db: light_codes.verify(db, call, shown))


@router.get("/v1/licence-codes/key", responses=documented())
def key(platform: ThePlatform) -> CodeKey:
    """The public key of the codes. Open to everybody."""
    with platform.database.read() as db:
        return light_codes.public_key(db)
