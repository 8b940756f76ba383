"""The administrator's room."""

from __future__ import annotations

from server_stub.office.administrator import (
    audit_pages,
    catalogue_pages,
    configuration_pages,
    ledger_pages,
    notice_pages,
    performance_pages,
    privacy_pages,
    queue_pages,
    rating_pages,
    roster_pages,
    staff_pages,
    start,
    terminal_pages,
)
from server_stub.office.menu import Entry, Room
from server_stub.staff.models import Role
from server_stub.texts import Text

_PAGES = (
    start,
    catalogue_pages,
    configuration_pages,
    notice_pages,
    roster_pages,
    staff_pages,
    queue_pages,
    terminal_pages,
    ledger_pages,
    rating_pages,
    audit_pages,
    privacy_pages,
    performance_pages,
)
ROOM = Room(
    role=Role.ADMINISTRATOR,
    menu=(
        Entry("/administrator", Text(zh="管理首页", en="Overview"), "0"),
        Entry("/administrator/catalogue", Text(zh="事项发布", en="Catalogue"), "1"),
        Entry("/administrator/settings", Text(zh="配置", en="Settings"), "2"),
        Entry("/administrator/rosters", Text(zh="值班表", en="Rosters"), "3"),
        Entry("/administrator/staff", Text(zh="人员", en="Staff"), "4"),
        Entry("/administrator/queue", Text(zh="今日队列", en="Queues"), "5"),
        Entry("/administrator/slots", Text(zh="预约时段", en="Slots"), "s"),
        Entry("/administrator/terminals", Text(zh="终端", en="Terminals"), "6"),
        Entry("/administrator/ledger", Text(zh="问题台账", en="Problems"), "7"),
        Entry("/administrator/ratings", Text(zh="评价回访", en="Ratings"), "t"),
        Entry("/administrator/performance", Text(zh="绩效", en="Performance"), "9"),
        Entry("/administrator/records", Text(zh="查看记录", en="Records"), "8"),
        Entry("/administrator/privacy", Text(zh="个人信息", en="Privacy"), "p"),
    ),
    routers=tuple(pages.router for pages in _PAGES),
)
