"""The administrator publishes services and life events: written, checked, tried at test, then live."""

from __future__ import annotations

import pytest

from tests.server_stub.office.administering import APPROVER, EVERYWHERE, at_work, city, of_hall, text_of
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal

SERVICE, EVENT = "/administrator/catalogue/service", "/administrator/catalogue/life-event"


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return city(terminal)


def code_of(admin: Browser, words: str) -> str:
    page = admin.get(f"/administrator/catalogue?q={words}")
    return page.text.split("<tbody>")[1].split("/catalogue/service/")[1].split('"')[0]


def write(admin: Browser, at: str, old: str, new: str, button: str = "save") -> Page:
    page = admin.get(f"{at}/edit")
    content = text_of(page)
    assert old in content
    return admin.send(page, "/edit", text=content.replace(old, new, 1), button=button)


def fee(terminal: Terminal, code: str) -> str:
    return str(terminal.get(f"/v1/services/{code}/guide")["fee"]["zh"])


def test_services_are_found_by_name_code_and_field(admin: Browser) -> None:
    assert admin.get("/administrator/catalogue").has("共 ", "正式", "第 1 页")
    assert admin.get("/administrator/catalogue?q=居住证签注").has("共 1 项")
    assert admin.get("/administrator/catalogue?q=rs-lhjy-0001").has("灵活就业人员参保登记")
    assert admin.get("/administrator/catalogue?area=social").has("灵活就业人员参保登记")
    assert admin.get("/administrator/catalogue?q=%25%27").has("没有找到")
    assert admin.get("/administrator/catalogue?kind=life-event").has("一件事")


def test_a_fee_is_changed_tried_at_test_and_goes_live_where_it_was_tried(admin: Browser, terminal: Terminal) -> None:
    code = code_of(admin, "居住证签注")
    at = f"{SERVICE}/{code}"
    page = write(admin, at, "title:", 'fee: ["工本费 5 元", "5 yuan"]\n  title:')
    assert page.said == "已保存为第 2 版（草稿）"
    assert page.has("工本费 5 元", "fee[0]") or page.has("工本费 5 元")
    page = admin.send(page, "/publish", number="2", stage="live", channel=["terminal"])
    assert (page.status, page.wrong) == (422, ["channel"])
    assert fee(terminal, code) == "不收费"
    page = admin.send(admin.get(at), "/publish", number="2", stage="test", channel=["terminal"])
    assert page.said == "第 2 版已发布到测试" and fee(terminal, code) == "不收费"
    page = admin.send(page, "/publish", number="2", stage="live", channel=["terminal"])
    assert page.said == "第 2 版已发布到正式" and fee(terminal, code) == "工本费 5 元"
    page = admin.send(page, "/publish", number="1", stage="live", channel=["terminal"])
    assert fee(terminal, code) == "不收费"
    page = admin.send(page, "/withdraw", gone_stage="live", gone=["terminal"])
    assert page.has("已下架")
    assert terminal.call("GET", f"/v1/services/{code}/guide").status_code == 404
    admin.send(page, "/publish", number="1", stage="live", channel=EVERYWHERE)
    assert fee(terminal, code) == "不收费"


def test_every_mistake_is_told_at_its_line_and_nothing_is_kept(admin: Browser) -> None:
    at = f"{SERVICE}/RS-LHJY-0001"
    page = write(admin, at, "department: hrss", "department: nobody\n  colour: red")
    assert page.status == 422 and page.has("没有这一项", "第 ", " 行")
    page = write(admin, at, "department: hrss", "department: nobody")
    assert page.status == 422 and page.has("departments 里没有 'nobody'")
    assert "department: nobody" in text_of(page)
    page = write(admin, at, "title:", "title: [")
    assert page.status == 422 and page.has("行：")
    page = write(admin, at, "code: RS-LHJY-0001", "code: RS-LHJY-9999")
    assert page.status == 422 and page.has("编码不能改")
    assert admin.get(at).has("最新第 1 版")


def test_checking_alone_keeps_nothing(admin: Browser) -> None:
    at = f"{SERVICE}/RS-LHJY-0001"
    page = write(admin, at, "minutes: 6", "minutes: 7", button="check")
    assert page.status == 200 and page.has("没有发现错误，还没有保存", "minutes: 7")
    assert admin.get(at).has("最新第 1 版")


def test_a_life_event_is_edited_and_published_like_a_service(admin: Browser) -> None:
    at = f"{EVENT}/home-and-utilities-transfer"
    page = write(admin, at, "水电气一体化过户\n", "水电气房一起过户\n")
    assert page.said == "已保存为第 2 版（草稿）"
    page = admin.send(page, "/publish", number="2", stage="test", channel=["app"])
    assert page.said == "第 2 版已发布到测试"
    page = write(admin, at, "lead: registry", "lead: nobody")
    assert page.status == 422 and page.has("nobody")


def test_a_new_service_needs_a_code_of_its_own(admin: Browser) -> None:
    content = text_of(admin.get(f"{SERVICE}/RS-LHJY-0001/edit"))
    page = admin.send(admin.get(f"{SERVICE}/new"), "/new", text=content, button="save")
    assert page.status == 422 and page.has("RS-LHJY-0001 已经有了")
    page = admin.send(admin.get(f"{SERVICE}/new"), "/new", button="save")
    assert page.status == 422 and page.has("field 要写一个领域的键")


def test_bad_addresses_and_forms_are_told_and_never_fail(admin: Browser) -> None:
    for path in (f"{SERVICE}/XX", f"{SERVICE}/XX/edit", f"{SERVICE}/RS-LHJY-0001/edit?number=9", f"{SERVICE}/a%00b"):
        assert admin.get(path).status == 404, path
    assert admin.get("/administrator/catalogue?kind=nothing").status == 404
    page = admin.get(f"{SERVICE}/RS-LHJY-0001")
    for number in ("", "x", "99", "9" * 30):
        assert admin.send(page, "/publish", number=number, stage="test", channel=["app"]).status in (404, 422)
    assert admin.send(page, "/publish", number="1", stage="test", channel=[]).wrong == ["channel"]
    assert admin.send(page, "/withdraw", gone=[]).wrong == ["gone"]
    edit = admin.get(f"{SERVICE}/RS-LHJY-0001/edit")
    for text in ("", "[" * 3000, "a: &x 1\nb: *x", "\x00", "- 1", "x" * 70_000, "? [a]\n: 1", "services: 1\nfield: 2"):
        assert admin.send(edit, "/edit", text=text).status == 422, text[:20]


def test_who_looks_after_one_hall_reads_and_an_approver_does_not_come_in(terminal: Terminal) -> None:
    page = of_hall(terminal).get(f"{SERVICE}/RS-LHJY-0001")
    assert page.status == 200 and not page.has("发布到测试") and "/publish" not in page.text
    assert of_hall(terminal).get(f"{SERVICE}/RS-LHJY-0001/edit").status == 403
    assert at_work(terminal, APPROVER).get("/administrator/catalogue").status == 403


def test_it_is_complete_in_english(admin: Browser) -> None:
    admin.get("/language/en?back=/office/")
    page = admin.get(f"{SERVICE}/RS-LHJY-0001")
    assert page.has("What each channel shows now", "Publish", "Withdraw", "Versions")
    page = write(admin, f"{SERVICE}/RS-LHJY-0001", "department: hrss", "department: nobody")
    assert page.has("departments has no 'nobody'")
