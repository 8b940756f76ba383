"""`/v1/terminals`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from server_stub.codes import CALL, documented
from server_stub.platform import AnyCall, platform_of, signature_of
from server_stub.problems import Problem
from server_stub.signatures import SKEW, WrongSignature, check
from server_stub.terminals import service
from server_stub.terminals.models import Enrolled, Enrolment, Heartbeat, HeartbeatAnswer, TerminalState

router = APIRouter(tags=["terminals"])


@router.post(
    "/v1/terminals/{terminal_id}/enrolment",
    responses=documented(
        "terminal.unknown",
        "terminal.blocked",
        "terminal.enrolment",
        "terminal.unsigned",
        "terminal.signature",
        "terminal.clock",
    ),
)
async def enrol(request: Request, terminal_id: Annotated[str, Path(max_length=30)], wanted: Enrolment) -> Enrolled:
    """A new terminal, or one with a new key, signs this request with the key it brings. Repeating it is harmless."""
    platform = await platform_of(request)
    signed = signature_of(request.headers)
    if abs(platform.clock().timestamp() - signed.created) > SKEW.total_seconds():
        raise Problem("terminal.clock")
    try:
        path, query = request.scope["raw_path"].decode("latin-1"), request.scope["query_string"].decode("latin-1")
        key = bytes.fromhex(wanted.public_key)
        check(signed, key, request.method, path, query, request.headers, await request.body())
    except WrongSignature:
        raise Problem("terminal.signature") from None
    enrolled = await platform.database.write_soon(lambda db: service.enrol(platform, db, terminal_id, wanted))
    platform.terminals.look_again()
    return enrolled


@router.post("/v1/terminals/me/heartbeat", responses=documented(*CALL))
async def beat(call: AnyCall, heartbeat: Heartbeat) -> HeartbeatAnswer:
    """Each 20 seconds: what the devices say; the answer brings what was set from afar. The last one counts."""
    return await call.platform.database.write_soon(lambda db: service.beat(call, db, heartbeat))


@router.get("/v1/terminals", responses=documented(*CALL))
def states(call: AnyCall) -> list[TerminalState]:
    """The terminals of this hall. Online is what was heard in the last 60 seconds."""
    with call.platform.database.read() as db:
        return service.states(db, call.hall.id, call.platform.clock())
