"""Whatever is sent from the administrator's forms and addresses is answered in words: nothing ends in a fault."""

from __future__ import annotations

import logging
from urllib.parse import quote

import pytest

from server_stub.office.administrator.room import ROOM
from tests.server_stub.office.administering import APPROVER, CITY
from tests.server_stub.office.approving import signed_in
from tests.server_stub.office.browsing import Browser
from tests.server_stub.office.test_admin_in_a_browser import PAGES
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_reports import report

ODD = ("", "\x00\ud800", "长" * 3_000, "99999999999999999999", "é\u202e{{7*7}}<script>")
GIVEN = {
    "kind": "service",
    "code": "RS-LHJY-0001",
    "key": "JA",
    "id_": "JA-ZZ-03",
    "number": "JA0701",
    "hall": "JA",
    "day": "2026-11-23",
}
ASKED = {
    "/catalogue": ("q", "area", "page", "kind"),
    "/catalogue/service/RS-LHJY-0001": ("before", "after"),
    "/settings/rules/-": ("before", "after"),
    "/rosters": ("hall", "day"),
    "/slots": ("hall", "day"),
    "/terminals": ("hall",),
    "/ledger": ("kind", "progress", "hall"),
    "/performance": ("first", "last", "by", "department"),
    "/records": ("number", "subject", "day", "what", "person", "before"),
}
KEPT = ("csrf", "once", "hall", "day")


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return signed_in(terminal, CITY)


def test_no_page_of_the_administrator_is_open_to_others(terminal: Terminal) -> None:
    approver, nobody = signed_in(terminal, APPROVER), Browser(terminal.app)
    csrf = approver.get("/cases").form("/sign-out").values["csrf"]
    seen = 0
    for router in ROOM.routers:
        for route in router.routes:
            path = str(getattr(route, "path", ""))
            for name, value in GIVEN.items():
                path = path.replace(f"{{{name}}}", value)
            for method in getattr(route, "methods", ()):
                seen += 1
                if method == "GET":
                    assert approver.get(path).status == 403, path
                    assert nobody.get(path, follow=False).status == 303, path
                else:
                    assert approver.post(path, {"csrf": csrf, "once": "12345678"}).status == 403, path
                    assert (
                        nobody.post(path, {"csrf": csrf}, follow=False).answer.headers["location"].endswith("over=form")
                    )
    assert seen > 50


def test_odd_values_in_forms_are_refused_in_words(
    admin: Browser, terminal: Terminal, caplog: pytest.LogCaptureFixture
) -> None:
    number = report(terminal, phone="13812345678").json()["number"]
    with caplog.at_level(logging.ERROR, "server_stub"):
        for path in (*PAGES, f"/ledger/{number}"):
            page = admin.get(f"/administrator{path}")
            for form in {one.action: one for one in page.forms if "csrf" in one.values}.values():
                if form.action.endswith("/sign-out"):
                    continue
                for odd in ODD:
                    sent = odd.encode("utf-8", "surrogatepass")
                    values = {
                        name: given if name in KEPT else [sent] for name, given in form.values.items() if name != "once"
                    }
                    once = f"odd-{len(path)}-{form.action}-{odd[:5]!r}".encode("ascii", "replace")[-70:]
                    answer = admin.post(form.action, values | {"once": once.replace(b" ", b"")}, follow=False)
                    assert answer.status < 500, (form.action, odd)
                    assert "{{7*7}}<script>" not in answer.text and "49<script>" not in answer.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_odd_addresses_are_no_faults(admin: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "server_stub"):
        for path, names in ASKED.items():
            for odd in ODD[1:]:
                text = quote(odd[:100].encode("utf-8", "surrogatepass"))
                for name in names:
                    assert admin.get(f"/administrator{path}?{name}={text}").status < 500, (path, name, odd)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
