"""The administrator's room."""

from __future__ import annotations

from server_stub.office.administrator import catalogue_pages, configuration_pages, notice_pages, start, terminal_pages
from server_stub.office.menu import Entry, Room
from server_stub.staff.models import Role
from server_stub.texts import Text

ROOM = Room(
    role=Role.ADMINISTRATOR,
    menu=(
        Entry("/administrator", Text(zh="管理首页", en="Overview"), "0"),
        Entry("/administrator/catalogue", Text(zh="事项发布", en="Catalogue"), "1"),
        Entry("/administrator/settings", Text(zh="配置", en="Settings"), "2"),
        Entry("/administrator/terminals", Text(zh="终端", en="Terminals"), "6"),
    ),
    routers=(
        start.router,
        catalogue_pages.router,
        terminal_pages.router,
        configuration_pages.router,
        notice_pages.router,
    ),
)
