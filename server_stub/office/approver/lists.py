"""`/office/cases`: the approver's cases."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.office.visits import ApproverVisit
from server_stub.texts import Text

router = APIRouter(prefix="/cases")


@router.get("")
def cases(visit: ApproverVisit) -> Response:
    """My cases."""
    return visit.page("approver/cases.html", title=Text(zh="我的办件", en="My cases"))
