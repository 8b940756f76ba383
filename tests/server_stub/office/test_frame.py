"""The back office's frame: who comes in, what forms may do, what stands in headers, how refusals read."""

from __future__ import annotations

import logging
import re
import uuid

import pytest
from fastapi.routing import APIRoute

from server_stub.audit.service import Filter, looks
from server_stub.office import doors
from server_stub.office.app import ROOMS
from server_stub.staff.sample import load_staff
from tests.server_stub.filed import Filed
from tests.server_stub.office.approving import signed_in
from tests.server_stub.office.browsing import Browser
from tests.server_stub.terminal import Terminal

PASSWORD = load_staff()[0]


@pytest.fixture
def browser(terminal: Terminal) -> Browser:
    return Browser(terminal.app)


def test_who_is_not_signed_in_is_brought_to_the_door_and_then_where_they_wanted(browser: Browser) -> None:
    page = browser.get("/promises")
    assert (page.path, page.heading) == ("/office/sign-in", "登录")
    page = browser.send(page, "/sign-in", number="JA0701", password=PASSWORD)
    assert (page.path, page.heading) == ("/office/promises", "容缺承诺")
    assert page.has("沈知行", "JA0701", "审批员", "江岸区政务服务中心")


@pytest.mark.parametrize(
    "way",
    ["https://evil.example/office/", "//evil.example", "/office/../v1/staff", "/officer", "/office//evil.example"],
)
def test_nobody_is_sent_elsewhere_by_a_link_to_the_door(browser: Browser, way: str) -> None:
    page = browser.http.get("/office/sign-in", params={"next": way})
    assert 'name="next" value=""' in page.text
    assert browser.get(f"/language/en?back={way}", follow=False).answer.headers["location"] == "/office/"


def test_each_role_begins_in_its_own_room_and_does_not_enter_the_other(terminal: Terminal) -> None:
    approver, administrator = signed_in(terminal, "JA0701"), signed_in(terminal, "JA0900")
    assert approver.get("/").path == "/office/cases"
    assert administrator.get("/").path == "/office/administrator"
    for browser, path in ((approver, "/administrator"), (administrator, "/cases")):
        page = browser.get(path)
        assert page.status == 403 and page.has("这一页不属于您的岗位")


def test_wrong_passwords_are_told_then_lock_the_number_for_a_while(terminal: Terminal, browser: Browser) -> None:
    page = browser.sign_in(password="wrong-password")
    assert page.status == 401 and page.has("工号或密码不对") and "wrong-password" not in page.text
    for _ in range(4):
        page = browser.sign_in(password="wrong-password")
    assert page.status == 429 and page.has("1 分钟后再试")
    assert browser.sign_in().status == 429
    terminal.clock.pass_(minutes=2)
    assert browser.sign_in().path == "/office/cases"


def test_who_has_no_back_office_is_told_where_to_work(browser: Browser) -> None:
    page = browser.sign_in("JA0105")
    assert page.status == 403 and page.has("请在窗口或导办台登录")


def test_empty_fields_are_named(browser: Browser) -> None:
    page = browser.send(browser.get("/sign-in"), "/sign-in", number="", password="x")
    assert (page.status, page.wrong) == (422, ["number"])
    assert browser.send(browser.get("/sign-in"), "/sign-in", number="JA0701").wrong == ["password"]


def test_half_an_hour_without_a_page_ends_the_session(terminal: Terminal, browser: Browser) -> None:
    browser.sign_in()
    terminal.clock.pass_(minutes=29)
    assert browser.get("/cases").path == "/office/cases"
    terminal.clock.pass_(minutes=30)
    page = browser.get("/cases")
    assert page.path == "/office/sign-in" and page.has("半小时没有操作")
    assert page.form("/sign-in").values["next"] == ["/office/cases"]


def test_signing_out_ends_it_at_once_also_for_a_copied_cookie(browser: Browser) -> None:
    page = browser.sign_in()
    token = browser.http.cookies.get("office", path="/office")
    assert browser.send(page, "/sign-out").path == "/office/sign-in"
    browser.http.cookies.set("office", str(token), path="/office")
    assert browser.get("/cases").path == "/office/sign-in"


def test_the_session_is_another_one_after_signing_in(terminal: Terminal, browser: Browser) -> None:
    browser.http.cookies.set("office", "chosen-by-somebody-else", path="/office")
    browser.sign_in()
    tokens = [cookie.value for cookie in browser.http.cookies.jar if cookie.name == "office"]
    assert [len(str(token)) for token in tokens if token != "chosen-by-somebody-else"] == [43]


@pytest.mark.parametrize("csrf", ["", "0" * 64, "é", "\ud800"])
def test_a_form_from_elsewhere_does_nothing(browser: Browser, csrf: str) -> None:
    browser.sign_in()
    page = browser.post("/sign-out", {"csrf": csrf.encode("utf-8", "surrogatepass")})
    assert page.status == 403 and page.has("表单不是从本次登录的页面提交的")
    assert browser.get("/cases").path == "/office/cases"


def test_a_form_without_its_one_time_token_does_nothing(browser: Browser, terminal: Terminal, filed: Filed) -> None:
    page = browser.sign_in()
    csrf = page.form("/sign-out").values["csrf"]
    answer = browser.post(f"/cases/{filed.number}/moves/pre-review", {"csrf": csrf, "version": ""})
    assert answer.status == 400 and answer.has("表单不完整")
    assert filed.state == "received"


def test_a_form_after_the_session_ended_did_nothing_and_says_so(
    terminal: Terminal, browser: Browser, filed: Filed
) -> None:
    browser.sign_in()
    page = browser.get(f"/cases/{filed.number}")
    terminal.clock.pass_(hours=1)
    after = browser.send(page, "/moves/pre-review")
    assert after.path == "/office/sign-in" and after.has("刚才的操作没有生效")
    assert filed.state == "received"


def test_nothing_is_kept_framed_or_run_from_elsewhere(browser: Browser) -> None:
    for page in (browser.get("/sign-in"), browser.sign_in(), browser.get("/no-such-page")):
        headers = page.answer.headers
        assert headers["cache-control"] == "no-store"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "style=" not in page.text and "onclick" not in page.text and "<style" not in page.text


def test_the_cookie_is_for_this_site_alone_and_for_https_where_there_is_https(terminal: Terminal) -> None:
    for base, secure in (("http://testserver", False), ("https://testserver", True)):
        browser = Browser(terminal.app, base)
        page = browser.get("/sign-in")
        answer = browser.send(page, "/sign-in", number="JA0701", password=PASSWORD, follow=False).answer
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("office="))
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/office" in cookie
        assert ("Secure" in cookie) is secure


def test_refusals_are_pages_in_the_same_frame(browser: Browser) -> None:
    assert browser.get("/nothing").heading == "没有这一页"
    browser.sign_in()
    page = browser.get("/cases/1")
    assert (page.status, page.heading) == (404, "没有这一页") and page.has("沈知行")
    assert browser.get("/cases/1/moves/fly").status == 404
    assert Browser.get(browser, "/sign-out").status == 405
    large = browser.post("/cases/1/correction", {"why": "x" * 2_100_000})
    assert (large.status, large.heading) == (413, "内容太大")
    assert browser.post("/sign-out", None, headers={"content-type": "text/plain"}, content=b"x").status == 400


def test_every_page_is_complete_in_english(browser: Browser, terminal: Terminal, filed: Filed) -> None:
    browser.sign_in()
    page = browser.get("/language/en?back=/office/promises")
    assert (page.path, page.heading) == ("/office/promises", "Promises")
    assert '<html lang="en">' in page.text
    for path, heading in (
        ("", "Insurance"),
        ("/correction", "Ask for corrections, once"),
        ("/moves/accept", "Accept"),
    ):
        assert heading.split()[0].lower() in browser.get(f"/cases/{filed.number}{path}").text.lower()
    assert browser.get("/nothing").heading == "Page not found"
    assert browser.get("/language/zh?back=/office/promises").heading == "容缺承诺"


def test_what_is_told_is_told_once(browser: Browser, terminal: Terminal, filed: Filed) -> None:
    browser.sign_in()
    page = browser.send(browser.get(f"/cases/{filed.number}"), "/moves/pre-review")
    assert page.said == "已开始预审"
    assert browser.get(f"/cases/{filed.number}").said == ""


def test_every_look_and_every_change_is_recorded(browser: Browser, terminal: Terminal, filed: Filed) -> None:
    browser.sign_in()
    browser.send(browser.get(f"/cases/{filed.number}"), "/moves/pre-review")
    with terminal.app.state.platform.database.read() as db:
        rows = [(row.staff, row.what, row.page) for row in looks(db, Filter(subject=filed.number))]
        at_doors = [row.what for row in looks(db, Filter(staff="JA0701"))]
    assert ("JA0701", "change", "/cases/{number}/moves/{move}") in rows
    assert ("JA0701", "case", "/cases/{number}") in rows
    assert "sign-in" in at_doors


def test_neither_addresses_nor_the_log_have_personal_data(
    browser: Browser, terminal: Terminal, filed: Filed, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        browser.sign_in()
        page = browser.send(browser.get(f"/cases/{filed.number}"), "/shown")
    number = terminal.citizen("worker-gaps")["cards"][0]["number"]
    said = "\n".join([*(r.getMessage() for r in caplog.records if not r.name.startswith("tests")), page.path])
    for private in (number, "张望舒", "13800000001", PASSWORD):
        assert private not in said


def test_it_is_no_part_of_the_interface(terminal: Terminal) -> None:
    assert not [path for path in terminal.app.openapi()["paths"] if path.startswith("/office")]


ODD = ("x", "é", "%00", "..%2f..", "%ed%a0%80", "'", "9" * 300)


def test_nothing_odd_in_an_address_or_a_form_is_a_fault(terminal: Terminal, filed: Filed) -> None:
    routers = (doors.router, *(router for room in ROOMS for router in room.routers))
    routes = [(r.path, r.methods) for router in routers for r in router.routes if isinstance(r, APIRoute)]
    assert len(routes) > 20
    browsers = [signed_in(terminal, number) for number in ("JA0701", "JA0900")]
    form = browsers[0].get("/cases").form("/sign-out").values
    for path, methods in routes:
        for odd in ODD if "{" in path else ("",):
            filled = re.sub(r"\{number\}", filed.number if odd == "x" else odd, path)
            filled = re.sub(r"\{[a-z_]+\}", odd, filled)
            for browser in browsers:
                if "GET" in (methods or ()):
                    page = browser.get(f"{filled}?page=%00&state=%00&q=%00%27&next=%00&back=%00&all=%00", follow=False)
                    assert page.status < 500, filled
                elif not filled.startswith("/sign-"):
                    once = {
                        "once": str(uuid.uuid4()),
                        "pick": ["\x00", "field:account"],
                        "why:field:account": "\x00" * 9,
                    }
                    odds = dict.fromkeys(("reason", "items", "question", "version", "full"), "\x00\x0b" + "y" * 700)
                    assert browser.post(filled, form | once | odds, follow=False).status < 500, filled


def test_a_look_that_was_refused_is_no_look(terminal: Terminal, filed: Filed) -> None:
    signed_in(terminal, "JA0702").get(f"/cases/{filed.number}")
    with terminal.app.state.platform.database.read() as db:
        assert looks(db, Filter(subject=filed.number)) == []


def test_the_address_without_a_slash_leads_in_too(browser: Browser) -> None:
    assert browser.get("").path == "/office/sign-in"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/promises", "/transfers", "/applications", "/corrections", "/cases?q=99", "/nothing"]
)
def test_in_english_nothing_of_the_frame_is_chinese(browser: Browser, path: str) -> None:
    browser.sign_in()
    if path == "/sign-in":
        browser.http.cookies.clear()
    browser.get("/language/en")
    text = browser.get(path).text.replace("沈知行", "").replace('lang="zh-CN">中文</a>', "")
    assert re.findall("[\u4e00-\u9fff]+", text) == []
