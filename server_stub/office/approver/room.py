"""The approver's room."""

from __future__ import annotations

from server_stub.office.approver import (
    case_pages,
    correction,
    crossing_pages,
    data_pages,
    joint_pages,
    lists,
    move_pages,
    promise_pages,
)
from server_stub.office.menu import Entry, Room
from server_stub.staff.models import Role
from server_stub.texts import Text

ROOM = Room(
    role=Role.APPROVER,
    menu=(
        Entry("/cases", Text(zh="我的办件", en="My cases"), "1"),
        Entry("/promises", Text(zh="容缺承诺", en="Promises"), "2"),
        Entry("/transfers", Text(zh="移交与协查", en="Hand-overs and questions"), "3"),
        Entry("/applications", Text(zh="一件事联办", en="Life events"), "4"),
        Entry("/corrections", Text(zh="信息更正", en="Data said to be wrong"), "5"),
    ),
    routers=(
        lists.router,
        correction.router,
        move_pages.router,
        promise_pages.router,
        crossing_pages.router,
        joint_pages.router,
        data_pages.router,
        case_pages.router,
    ),
)
