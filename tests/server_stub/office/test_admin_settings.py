"""The administrator's settings: versions, mistakes at their lines, what follows from a change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server_stub.cases.tables import Case
from tests.server_stub.appointing import at, books, is_right
from tests.server_stub.filed import Filed
from tests.server_stub.office.administering import APPROVER, at_work, city, of_hall, text_of
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_case_terms import set_column

AT = "/administrator/settings"


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return city(terminal)


def write(admin: Browser, document: str, old: str, new: str, button: str = "save", **more: Any) -> Page:
    page = admin.get(f"{AT}/{document}/edit")
    content = text_of(page)
    assert old in content, content[:2000]
    return admin.send(page, "/edit", text=content.replace(old, new, 1), button=button, **more)


def test_all_documents_are_listed_and_an_unpublished_year_is_marked(admin: Browser) -> None:
    page = admin.get(AT)
    assert page.has("hall", "江岸区", "2026", "已公布", "2027", "预计", "平台规则")


def test_a_rule_is_changed_and_holds_at_once(admin: Browser, terminal: Terminal) -> None:
    page = write(admin, "rules/-", "correction_days: 10", "correction_days: 12")
    assert page.said.startswith("已保存，马上生效") and page.has("correction_days", "10", "12")
    assert terminal.app.state.platform.rules.correction_days == 12
    write(admin, "rules/-", "correction_days: 12", "correction_days: 10")


def test_mistakes_are_told_at_their_lines_and_nothing_is_kept(admin: Browser, terminal: Terminal) -> None:
    page = write(admin, "rules/-", "correction_days: 10", "correction_days: 1000\ncolour: red")
    assert page.status == 422 and page.has("第 2 行：correction_days：不能大于 60", "第 3 行：colour：没有这一项")
    page = write(admin, "rules/-", "correction_days: 10", "correction_days: [")
    assert page.status == 422 and page.has("第 ", "行：")
    page = write(admin, menu(admin), "hot:", "hot:\n- XX-YYYY-0001")
    assert page.status == 422 and page.has("没有这个事项（或未发布）：XX-YYYY-0001", "第 2 行")
    page = write(admin, "hall/JA", "opens: 09:00:00", "opens: 25:00")
    assert page.status == 422 and page.has("第 9 行：hours.opens")
    assert terminal.app.state.platform.rules.correction_days == 10


def menu(admin: Browser) -> str:
    return "menu/" + admin.get(AT).text.split("/settings/menu/")[1].split('"')[0]


def test_when_a_calendar_comes_what_was_expected_is_computed_anew(admin: Browser, filed: Filed) -> None:
    set_column(
        filed,
        state="accepted",
        clock_from=dt.date(2026, 12, 28),
        clock_days=5,
        due_on=dt.date(2027, 1, 4),
        due_estimated=True,
    )
    page = admin.get(f"{AT}/calendar/2027/edit")
    page = admin.send(page, "/edit", text="off:\n  - [2027-01-01, 2027-01-03]\nwork: [2027-01-01]\n", button="save")
    assert page.status == 422 and page.has("2027-01-01 不是周末", "行")
    page = admin.get(f"{AT}/calendar/2027/edit")
    page = admin.send(page, "/edit", text="off:\n  - [2027-01-01, 2027-01-06]\nwork: [2027-01-09]\n", button="save")
    assert page.has("件在办的时限已重算")
    with filed.terminal.app.state.platform.database.read() as db:
        case = db.get_one(Case, filed.number)
        assert (case.due_on, case.due_estimated) == (dt.date(2027, 1, 8), False)
    assert admin.get(f"{AT}/calendar/2027").has("1、4、5、6", "上班的周末")


def test_a_hall_that_closes_a_day_says_whose_appointments_go(admin: Browser, terminal: Terminal) -> None:
    booked = books(terminal, terminal.identify("worker-gaps").token, at(10))
    closed = "exceptions:\n  - day: '2026-11-24'\n    note: {zh: 停电, en: No power}"
    page = write(admin, "hall/JA", "exceptions:", closed)
    assert (page.status, page.wrong) == (422, ["appointments"]) and page.has("1 个已有预约没有时段了", booked["number"])
    page = admin.send(page, "/edit", text=text_of(page), appointments="call-off", button="save")
    assert page.has("取消并告知了 1 个预约")
    assert is_right(terminal)
    page = write(admin, "hall/JA", "  - day: '2026-11-24'\n    shifts: []\n", "  - day: '2026-12-31'\n    shifts: []\n")
    assert page.said


def test_who_edited_an_older_version_is_told(admin: Browser) -> None:
    page = admin.get(f"{AT}/rules/-/edit")
    write(admin, "rules/-", "report_days: 5", "report_days: 6")
    late = admin.send(page, "/edit", text=text_of(page).replace("report_days: 5", "report_days: 9"), button="save")
    assert late.status == 409
    page = write(admin, "rules/-", "report_days: 6", "report_days: 5")
    assert page.said


def test_a_notice_is_put_on_several_terminals_and_taken_off(terminal: Terminal) -> None:
    admin = of_hall(terminal)
    page = admin.send(
        admin.get("/administrator/settings/notices"), "/put", zh="今天下午停水", terminal=["JA-ZZ-03", "JA-ZZ-04"]
    )
    assert page.wrong == ["en"]
    page = admin.send(page, "/put", zh="今天下午停水", en="No water this afternoon", terminal=["JA-ZZ-03", "HH-ZZ-01"])
    assert page.said == "1 台终端下次心跳时显示"
    answer = terminal.call("POST", "/v1/terminals/me/heartbeat", {"software": "1", "devices": []}).json()
    assert answer["settings"]["notice"]["zh"] == "今天下午停水"
    assert admin.send(page, "/put", zh="x", en="y", terminal=[]).wrong == ["terminal"]
    assert admin.send(page, "/put", zh="长" * 101, en="y").wrong == ["zh"]
    assert admin.send(page, "/put", zh="", en="").has("公告已撤下")


def test_bad_addresses_and_texts_are_told_and_never_fail(admin: Browser) -> None:
    for path in ("rules/x", "hall/-", "hall/XX", "calendar/99", "calendar/abc/edit", "secret/x", "rules/-/edit/x"):
        assert admin.get(f"{AT}/{path}").status == 404, path
    page = admin.get(f"{AT}/calendar/2026/edit")
    for text in (
        "",
        "1",
        "off: 5",
        "off: [x]",
        "off: [[1]]",
        "off: [[a, b, c]]",
        "[]",
        "off: {a: b}",
        "work: [null]",
        "off: [2026-13-01]",
        "'off': [[2026-01-01, 2025-01-01]]",
        "\x00",
    ):
        assert admin.send(page, "/edit", text=text, button="save").status == 422, text
    page = admin.get(f"{AT}/hall/JA/edit")
    for text in ("id: HH", "queues: 1", "x" * 120_000, "windows: [[]]"):
        assert admin.send(page, "/edit", text=text, button="save").status == 422, text[:20]
    page = admin.get(AT)
    assert admin.send(page, "/new", kind="calendar", key="../x").status == 422
    assert admin.send(page, "/new", kind="menu", key="trial").path == f"/office{AT}/menu/trial/edit"


def test_who_looks_after_one_hall_changes_that_hall_alone(terminal: Terminal) -> None:
    admin = of_hall(terminal)
    assert "/settings/hall/HH" not in admin.get(AT).text
    assert admin.get(f"{AT}/hall/HH").status == 404
    assert admin.get(f"{AT}/rules/-").status == 200 and admin.get(f"{AT}/rules/-/edit").status == 403
    page = write(admin, "hall/JA", "recall_within: 3", "recall_within: 4")
    assert page.said and terminal.app.state.platform.halls["JA"].recall_within == 4
    write(admin, "hall/JA", "recall_within: 4", "recall_within: 3")
    assert at_work(terminal, APPROVER).get(AT).status == 403
    admin.get("/language/en?back=/office/")
    assert admin.get(f"{AT}/hall/JA").has("Differences", "What holds now")
