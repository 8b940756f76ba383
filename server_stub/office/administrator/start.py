"""`/office/administrator`: where the administrator begins."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.office.visits import AdministratorVisit
from server_stub.texts import Text

router = APIRouter(prefix="/administrator")


@router.get("")
def start(visit: AdministratorVisit) -> Response:
    """The halls this administrator looks after."""
    halls = [hall for hall in visit.platform.halls.values() if visit.staff.hall in ("", hall.id)]
    return visit.page("administrator/start.html", title=Text(zh="管理首页", en="Overview"), halls=halls)
