"""`/v1/me/grants`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from server_stub.authority import service
from server_stub.authority.models import Grant, Grants, NewGrant
from server_stub.codes import HOLDER, KEYED, documented
from server_stub.platform import AnyCall

router = APIRouter(tags=["authority"])

_GIVING = ("person.not-found", "code.too-often", "service.unknown", "grant.not-possible", "grant.too-many")


@router.post("/v1/me/grants", response_model=Grant, responses=documented(*HOLDER, *KEYED, *_GIVING))
def give(call: AnyCall, wanted: NewGrant) -> Response:
    """Lets somebody act for the holder (level 3). The number is also sent to both phones."""
    holder = service.giver(call)
    service.guard_agent(call, holder, wanted)
    return call.once(holder.person.id, wanted, lambda db: service.give(db, call, wanted))


@router.get("/v1/me/grants", responses=documented(*HOLDER))
def mine(call: AnyCall) -> Grants:
    """What the holder gave to others and got from others (level 3)."""
    with call.platform.database.read() as db:
        return service.mine(db, call)


@router.post(
    "/v1/me/grants/{number}/revocation",
    response_model=Grant,
    responses=documented(*HOLDER, *KEYED, "grant.not-found", "grant.over"),
)
def revoke(call: AnyCall, number: Annotated[str, Path(pattern=r"^[0-9]{10}$")]) -> Response:
    """Takes an authorisation back at once (level 3)."""
    holder = service.giver(call)
    return call.once(holder.person.id, None, lambda db: service.revoke(db, call, number))
