"""Problems, bad ratings and wrong data: assigned, answered, followed up, cleared; phones masked until shown."""

from __future__ import annotations

from typing import Any

import pytest

from server_stub.audit.service import Filter, looks
from tests.server_stub.filed import Filed
from tests.server_stub.office.administering import APPROVER, at_work, city, of_hall
from tests.server_stub.office.browsing import Browser
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_case_terms import set_column
from tests.server_stub.test_corrections import ask
from tests.server_stub.test_ratings import rate
from tests.server_stub.test_reports import look_up, report

AT, RATINGS = "/administrator/ledger", "/administrator/ratings"
PHONE = "13812345678"


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return of_hall(terminal)


def test_a_problem_is_assigned_answered_and_cleared_and_its_person_reads_the_answer(
    admin: Browser, terminal: Terminal
) -> None:
    taken = report(terminal, phone=PHONE).json()
    number = taken["number"]
    assert admin.get(AT).has(number, "办不成事", "待交办")
    page = admin.get(f"{AT}/{number}")
    assert page.has("跑了三次", "138****5678") and PHONE not in page.text
    page = admin.send(page, "/assign", owner="hrss", assignee="JA0701")
    assert page.said == "已交办" and page.has("江岸区人社局", "JA0701")
    assert admin.send(page, "/assign", owner="nobody").wrong == ["owner"]
    assert admin.send(page, "/assign", owner="hrss", assignee="x").wrong == ["assignee"]
    assert admin.send(page, "/answer").wrong == ["words"]
    assert admin.send(page, "/answer", words="长" * 501).wrong == ["words"]
    page = admin.send(page, "/hand-over", note="请协同")
    page = admin.send(page, "/answer", words="档案已找到，请凭身份证来办")
    assert page.said == "已答复"
    assert look_up(terminal, number, taken["query_code"]).json()["answer"] == "档案已找到，请凭身份证来办"
    page = admin.send(page, "/clear", done="已办成")
    assert page.said == "已销号" and page.has("转 12345", "交办", "已办成")
    assert admin.get(f"{AT}?progress=cleared").has(number) and not admin.get(f"{AT}?progress=open").has(number)


def test_the_phone_is_shown_when_asked_for_and_that_is_noted(admin: Browser, terminal: Terminal) -> None:
    number = report(terminal, phone=PHONE).json()["number"]
    page = admin.send(admin.get(f"{AT}/{number}"), "/shown")
    assert PHONE in page.text
    terminal.clock.pass_(minutes=11)
    assert PHONE not in admin.get(f"{AT}/{number}").text
    with terminal.app.state.platform.database.read() as db:
        assert any(row.staff == "JA0900" for row in looks(db, Filter(subject=number, what="person")))


def test_what_12345_hands_over_is_entered_once(admin: Browser) -> None:
    given: dict[str, Any] = {"hotline": "WH-2026-0001", "text": "窗口排队太久", "owner": "hall/JA"}
    page = admin.send(admin.get(f"{AT}/new"), "/new", **given)
    assert page.has("已登记", "窗口排队太久", "WH-2026-0001")
    assert admin.send(admin.get(f"{AT}/new"), "/new", **given).path == page.path
    assert admin.send(admin.get(f"{AT}/new"), "/new", **given | {"hotline": "?"}).wrong == ["hotline"]
    assert admin.send(admin.get(f"{AT}/new"), "/new", **given | {"phone": "123"}).wrong == ["phone"]
    assert admin.send(admin.get(f"{AT}/new"), "/new", **given | {"owner": "hall/HH"}).wrong == ["owner"]


def test_a_bad_rating_is_asked_back_remedied_and_below_five_no_figure_is_shown(
    admin: Browser, terminal: Terminal, filed: Filed
) -> None:
    set_column(filed, state="closed", closed_at=terminal.clock.now)
    given = {"case_number": filed.number, "stars": 1, "reasons": ["slow"], "contact": True}
    assert rate(terminal, terminal.identify("worker-gaps"), **given).status_code == 200
    page = admin.get(RATINGS)
    assert page.has("待联系", "不足 5 个，不显示")
    at = page.text.split(f'data-row href="/office{RATINGS}/')[1].split('"')[0]
    page = admin.get(f"{RATINGS}/{at}")
    assert admin.send(page, "/contacted").wrong == ["note"]
    page = admin.send(page, "/contacted", note="说等了两小时")
    assert page.has("已记下联系情况", "已联系，待整改")
    page = admin.send(page, "/remedied", note="加开一个窗口")
    assert page.has("已整改", "加开一个窗口")
    assert admin.get(RATINGS).has("加开一个窗口")


def test_wrong_data_that_no_department_answered_are_seen_masked(admin: Browser, terminal: Terminal) -> None:
    number = ask(terminal, terminal.identify("worker-gaps")).json()["number"]
    page = admin.get("/administrator/ratings/corrections")
    assert page.has(number, "张*") and "张望舒" not in page.text


def test_bad_addresses_other_halls_and_roles_are_refused(admin: Browser, terminal: Terminal) -> None:
    for path in (f"{AT}/TZ1", f"{AT}/%27", f"{RATINGS}/x", f"{RATINGS}/00000000-0000-0000-0000-000000000000"):
        assert admin.get(path).status == 404, path
    assert admin.get(f"{AT}?kind=x&progress=y&hall=HH").status == 200
    there = city(terminal)
    page = there.send(there.get(f"{AT}/new"), "/new", hall="HH", hotline="HH-0001", text="x", owner="hall/HH")
    assert page.has("已登记") and admin.get(page.path.removeprefix("/office")).status == 404
    for path in (AT, RATINGS, "/administrator/ratings/corrections"):
        assert at_work(terminal, APPROVER).get(path).status == 403
    admin.get("/language/en?back=/office/")
    assert admin.get(AT).heading == "Ledger of problems" and admin.get(RATINGS).has("Ratings in sum")
    assert admin.get("/administrator").has("Open cases", "Silent terminals")
