"""`/v1/services`."""

from __future__ import annotations

from fastapi import APIRouter

from server_stub.catalogue import service
from server_stub.catalogue.models import Guide, Service
from server_stub.codes import CALL, documented
from server_stub.platform import AnyCall

router = APIRouter(tags=["catalogue"])


@router.get("/v1/services", responses=documented(*CALL))
def services(call: AnyCall) -> list[Service]:
    """The services of this terminal in the order of its menu; a resting one says why."""
    return service.services(call)


@router.get("/v1/services/{code}/guide", responses=documented(*CALL, "service.unknown"))
def guide(call: AnyCall, code: str) -> Guide:
    """Conditions, situations, materials, limits, and the form of one service."""
    return service.guide(call, code)
