"""`/v1/me/privacy-requests`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.codes import HOLDER, KEYED, documented
from server_stub.people import service as people
from server_stub.platform import AnyCall
from server_stub.privacy import service
from server_stub.privacy.models import NewPrivacyRequest, PrivacyRequest

router = APIRouter(tags=["privacy"])


@router.post("/v1/me/privacy-requests", response_model=PrivacyRequest, responses=documented(*HOLDER, *KEYED))
def ask(call: AnyCall, wanted: NewPrivacyRequest) -> Response:
    """查阅, 删除 or 撤回同意 (level 3)."""
    with call.platform.database.read() as db:
        who = people.holder_of(db, call, level=people.SECOND_PROOF).person.id
    return call.once(who, wanted, lambda db: service.ask(db, call, wanted))


@router.get("/v1/me/privacy-requests", responses=documented(*HOLDER))
def own(call: AnyCall) -> list[PrivacyRequest]:
    """Own requests with their answers."""
    with call.platform.database.read() as db:
        return service.own(db, call)
