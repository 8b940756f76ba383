"""`/v1/queue`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.codes import CALL, KEYED, documented
from server_stub.platform import AnyCall
from server_stub.queue import service
from server_stub.queue.models import Business, NewNumber, QueueNumber

router = APIRouter(tags=["queue"])


@router.get("/v1/queue/businesses", responses=documented(*CALL))
def businesses(call: AnyCall) -> list[Business]:
    """What numbers are given for in this terminal's hall."""
    return service.businesses(call)


@router.post(
    "/v1/queue/numbers",
    response_model=QueueNumber,
    responses=documented(*CALL, "queue.unknown", "queue.closed", "queue.full", *KEYED),
)
def take(call: AnyCall, wanted: NewNumber) -> Response:
    """Gives a number. Nobody needs to say who they are."""
    return call.once("", wanted, lambda db: service.take(call, db, wanted))
