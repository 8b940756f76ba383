"""The administrator's terminals: registered, heard of, set from afar, taken out of service."""

from __future__ import annotations

import re

import pytest

from server_stub.idempotency import StoredAnswer
from server_stub.terminals.register import hashed
from server_stub.terminals.tables import TerminalRow
from tests.server_stub.office.administering import APPROVER, at_work, city, of_hall
from tests.server_stub.office.browsing import Browser
from tests.server_stub.terminal import Terminal

AT = "/administrator/terminals"
BEAT = {
    "software": "2.0",
    "devices": [
        {"name": "receipt-printer", "state": "fault", "detail": "cutter jammed"},
        {"name": "card-reader", "state": "ready"},
    ],
    "letters": 3,
}


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return of_hall(terminal)


def beats(terminal: Terminal) -> dict[str, object]:
    answer: dict[str, object] = terminal.call("POST", "/v1/terminals/me/heartbeat", BEAT).json()
    return answer


def row_of(page_text: str, id_: str) -> str:
    return next(row for row in page_text.split("<tr>") if f"/{id_}" in row)


def test_online_is_what_was_heard_in_the_last_minute(admin: Browser, terminal: Terminal) -> None:
    beats(terminal)
    row = row_of(admin.get(AT).text, terminal.id)
    assert "在线" in row and "receipt-printer" in row and "card-reader" not in row and "2.0" in row
    page = admin.get(f"{AT}/{terminal.id}")
    assert page.has("cutter jammed", "故障", "card-reader", "正常")
    terminal.clock.pass_(seconds=59)
    assert "在线" in row_of(admin.get(AT).text, terminal.id)
    terminal.clock.pass_(seconds=2)
    assert "失联" in row_of(admin.get(AT).text, terminal.id)


def test_what_is_set_from_afar_reaches_the_terminal_with_its_next_heartbeat(admin: Browser, terminal: Terminal) -> None:
    page = admin.send(
        admin.get(f"{AT}/{terminal.id}"),
        "/settings",
        notice_zh="今天 15:00 停电检修",
        notice_en="No power from 15:00",
        idle_seconds="45",
        closed="yes",
    )
    assert page.has("下次心跳时生效", "今天 15:00 停电检修")
    settings = beats(terminal)["settings"]
    assert settings == {
        "notice": {"zh": "今天 15:00 停电检修", "en": "No power from 15:00"},
        "idle_seconds": 45,
        "warning_seconds": None,
        "closed": True,
    }
    page = admin.send(page, "/settings", idle_seconds="5", warning_seconds="x")
    assert (page.status, page.wrong) == (422, ["idle_seconds", "warning_seconds"])
    page = admin.get(f"{AT}/{terminal.id}")
    form = page.form("/settings").values
    del form["closed"]
    admin.post(page.form("/settings").action, form | {"notice_zh": "", "notice_en": "", "idle_seconds": ""})
    assert beats(terminal)["settings"]["closed"] is False  # type: ignore[index]


def test_a_new_terminals_code_is_shown_once_and_kept_nowhere(admin: Browser, terminal: Terminal) -> None:
    page = admin.send(admin.get(f"{AT}/new"), "/new", id="ja-zz-91", place="一楼东侧", kind="self-service")
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.said)
    assert page.path == f"/office{AT}/JA-ZZ-91" and found
    code = found.group(0)
    assert code not in admin.get(f"{AT}/JA-ZZ-91").text
    with terminal.app.state.platform.database.read() as db:
        assert db.get_one(TerminalRow, "JA-ZZ-91").enrolment_hash == hashed(code)
        assert not [a for a in db.query(StoredAnswer) if code in a.answer]
    page = admin.send(admin.get(f"{AT}/JA-ZZ-91"), "/revoked")
    assert page.has("登记码已作废")
    with terminal.app.state.platform.database.read() as db:
        assert db.get_one(TerminalRow, "JA-ZZ-91").enrolment_hash == ""
    page = admin.send(admin.get(f"{AT}/new"), "/new", id="JA-ZZ-91", place="二楼")
    assert (page.status, page.wrong) == (422, ["id"])


def test_out_of_service_means_that_its_calls_are_refused(admin: Browser, terminal: Terminal) -> None:
    other = Terminal(terminal.app, terminal.clock, "JA-ZZ-04")
    page = admin.send(admin.get(f"{AT}/JA-ZZ-04"), "/service")
    assert page.has("已停用") and other.call("GET", "/v1/services").json()["code"] == "terminal.blocked"
    page = admin.send(page, "/service")
    assert page.has("已恢复使用") and other.call("GET", "/v1/services").status_code == 200


def test_a_terminal_may_show_what_is_at_test(admin: Browser, terminal: Terminal) -> None:
    page = admin.send(admin.get(f"{AT}/JA-ZZ-04"), "/place", stage="test", place="二楼 B 区")
    assert page.said == "已保存" and "测试" in row_of(admin.get(AT).text, "JA-ZZ-04")
    assert admin.send(page, "/place", menu="nothing").wrong == ["menu"]
    assert admin.send(page, "/place", place="").wrong == ["place"]
    window = admin.get(f"{AT}/JA-CK-B05")
    assert admin.send(window, "/place", window="Z99").wrong == ["window"]
    admin.send(page, "/place", stage="live")


def test_new_terminals_are_refused_at_the_field(admin: Browser) -> None:
    page = admin.send(admin.get(f"{AT}/new"), "/new", id="?", place="", kind="robot")
    assert (page.status, set(page.wrong)) == (422, {"id", "place", "kind"})
    page = admin.send(admin.get(f"{AT}/new"), "/new", id="JA-ZZ-92", place="x", kind="window", window="")
    assert page.wrong == ["window"]


def test_each_hall_has_its_own_terminals(terminal: Terminal, admin: Browser) -> None:
    assert "HH-" not in admin.get(AT).text and "HH-" in city(terminal).get(AT).text
    assert admin.get(f"{AT}/HH-ZZ-01").status == 404
    page = admin.send(admin.get(f"{AT}/new"), "/new", id="HH-ZZ-77", hall="HH", place="x")
    assert page.status == 403
    assert admin.get(f"{AT}/JA-ZZ-999").status == 404 and admin.get(f"{AT}/a b").status == 404
    assert at_work(terminal, APPROVER).get(AT).status == 403
    admin.get("/language/en?back=/office/")
    assert admin.get(f"{AT}/JA-ZZ-03").has("Set from afar", "Make a code")
