"""`/v1/queue`: numbers, and what the hall's display shows."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.codes import CALL, KEYED, documented
from server_stub.platform import AnyCall
from server_stub.queue import board, offline, service
from server_stub.queue.models import Board, Business, MergedNumbers, NewNumber, OfflineNumbers, QueueNumber

router = APIRouter(tags=["queue"])


@router.get("/v1/queue/businesses", responses=documented(*CALL))
def businesses(call: AnyCall) -> list[Business]:
    """What numbers are given for in this terminal's hall."""
    return service.businesses(call)


@router.post(
    "/v1/queue/numbers",
    response_model=QueueNumber,
    responses=documented(*CALL, "queue.unknown", "queue.closed", "queue.full", "queue.too-many", *KEYED),
)
async def take(call: AnyCall, wanted: NewNumber) -> Response:
    """Gives a number. Nobody needs to say who they are, and nobody who asks for priority needs to say why."""
    return await call.once_soon(wanted, lambda db: service.take(call, db, wanted))


@router.post("/v1/queue/offline-numbers", response_model=MergedNumbers, responses=documented(*KEYED))
async def merge(call: AnyCall, given: OfflineNumbers) -> Response:
    """Numbers of the terminal's own series, given while its line was down. A ticket is merged once, by its id."""
    return await call.once_soon(given, lambda db: offline.merge(call, db, given))


@router.get("/v1/queue/board", responses=documented(*CALL))
def show(call: AnyCall) -> Board:
    """What the hall's display shows now. Its stream of events goes on after `last_event`."""
    with call.platform.database.read() as db:
        return board.board(db, call)
