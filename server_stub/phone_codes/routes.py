"""`/v1/phone-codes`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.cases.lookups import guard_lookup
from server_stub.codes import HOLDER, KEYED, documented
from server_stub.phone_codes import service
from server_stub.phone_codes.models import CodeResult, NewCode, Purpose, SentCode, Try
from server_stub.platform import AnyCall

router = APIRouter(tags=["phone-codes"])


@router.post(
    "/v1/phone-codes",
    response_model=SentCode,
    responses=documented(*HOLDER, *KEYED, "code.no-phone", "code.too-often", "case.not-found", "session.card-needed"),
)
def send(call: AnyCall, wanted: NewCode) -> Response:
    """Sends a code. `second-proof` and `contact` need the session's token, `case` number and query code.

    `sign-in` needs a phone only, and does not tell whether anybody is registered with it.
    """
    who = service.requester(call, wanted)
    if wanted.purpose is Purpose.CASE:
        guard_lookup(call, wanted.case_number, wanted.query_code)
    return call.once(who, wanted, lambda db: service.send(call, db, wanted))


@router.post(
    "/v1/phone-codes/{code_id}/verification",
    responses=documented(*HOLDER, "code.not-found", "code.too-often"),
)
def verify(call: AnyCall, code_id: str, tried: Try) -> CodeResult:
    """Tries a code: each call is a try of its own and needs no key. A right second proof raises the session."""
    return service.verify(call, code_id, tried.code)
