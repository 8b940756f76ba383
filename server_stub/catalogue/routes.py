"""`/v1/services`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool

from server_stub.catalogue import finding, service
from server_stub.catalogue.models import Area, FoundItem, Guide, Service
from server_stub.codes import CALL, documented
from server_stub.platform import AnyCall

router = APIRouter(tags=["catalogue"])

ServiceCode = Annotated[str, Path(max_length=60)]


@router.get("/v1/services", responses=documented(*CALL))
def services(call: AnyCall, field: Annotated[str, Query(max_length=40)] = "") -> list[Service]:
    """The hot services of this terminal in the order of its menu, or all of one field; a resting one says why."""
    return service.services(call, field)


@router.get("/v1/fields", responses=documented(*CALL))
def fields(call: AnyCall) -> list[Area]:
    """The fields (领域) of this terminal's menu in its order, with how many services of which depth each has here."""
    return service.fields(call)


@router.get("/v1/search", responses=documented(*CALL))
async def search(
    call: AnyCall,
    q: Annotated[str, Query(max_length=60)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[FoundItem]:
    """What this terminal offers that answers a few words: Chinese, Pinyin, initials, a mixture; the best first."""
    if not call.platform.search.is_ready:  # after a start, or when something was published
        await run_in_threadpool(call.platform.search.warm_up)
    return finding.search(call, q, limit)


@router.get("/v1/services/{code}/guide", responses=documented(*CALL, "service.unknown"))
def guide(call: AnyCall, code: ServiceCode) -> Guide:
    """Conditions, situations, materials, limits, and the form of one service."""
    return service.guide(call, code)


@router.get("/v1/services/{code}/form", responses=documented(*CALL, "service.unknown", "form.situation"))
def form(
    call: AnyCall,
    code: ServiceCode,
    situation: Annotated[tuple[Annotated[str, Query(max_length=130)], ...], Query(max_length=10)] = (),
) -> dict[str, Any]:
    """The form as JSON Schema (2020-12). `situation=question:option`, repeated, leaves only what is asked there."""
    return service.form(call, code, situation)
