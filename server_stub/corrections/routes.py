"""`/v1/me/data-corrections`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.codes import HOLDER, KEYED, documented
from server_stub.corrections import service as corrections
from server_stub.corrections.models import Correction, NewCorrection
from server_stub.platform import AnyCall

router = APIRouter(tags=["corrections"])

_ASKING = ("service.unknown", "correction.unknown", "correction.not-data", "correction.open")


@router.post("/v1/me/data-corrections", response_model=Correction, responses=documented(*HOLDER, *KEYED, *_ASKING))
def ask(call: AnyCall, wanted: NewCorrection) -> Response:
    """这条信息不对: a request to the department whose data it is. What is being filed goes on meanwhile."""
    with call.platform.database.read() as db:
        who = corrections.asker(db, call).person.id
    return call.once(who, wanted, lambda db: corrections.ask(db, call, wanted))


@router.get("/v1/me/data-corrections", responses=documented(*HOLDER))
def mine(call: AnyCall) -> list[Correction]:
    """The holder's requests with their answers, the newest first."""
    with call.platform.database.read() as db:
        return corrections.mine(db, call)
