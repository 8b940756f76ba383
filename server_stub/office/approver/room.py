"""The approver's room."""

from __future__ import annotations

from server_stub.office.approver import lists
from server_stub.office.menu import Entry, Room
from server_stub.staff.models import Role
from server_stub.texts import Text

ROOM = Room(
    role=Role.APPROVER,
    menu=(Entry("/cases", Text(zh="我的办件", en="My cases"), "1"),),
    routers=(lists.router,),
)
