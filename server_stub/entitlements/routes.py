"""`/v1/me/entitlements`."""

from __future__ import annotations

from fastapi import APIRouter

from server_stub.codes import HOLDER, documented
from server_stub.entitlements import service
from server_stub.entitlements.models import EntitlementCount, Entitlements
from server_stub.platform import AnyCall

router = APIRouter(tags=["entitlements"])


@router.get("/v1/me/entitlements", responses=documented(*HOLDER))
def mine(call: AnyCall) -> Entitlements:
    """What the holder may have without applying, and what is drawn already (level 3)."""
    with call.platform.database.read() as db:
        return service.mine(db, call)


@router.get("/v1/me/entitlements/count", responses=documented(*HOLDER))
def count(call: AnyCall) -> EntitlementCount:
    """How many are open, with a card alone: never which."""
    with call.platform.database.read() as db:
        return service.count(db, call)
