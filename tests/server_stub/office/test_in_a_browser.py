"""An approver's work in a real Chromium, with the keyboard alone (`keyboard.py`)."""

from __future__ import annotations

from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.server_stub.filed import Filed
from tests.server_stub.office.approving import FIRST, SECOND, state_of
from tests.server_stub.office.conftest import Office
from tests.server_stub.office.keyboard import Keyboard
from tests.server_stub.test_case_files import body, picture
from tests.server_stub.test_case_terms import set_column


def first_due(served: tuple[Office, str]) -> Filed:
    """A case that is due before all others."""
    office, _ = served
    filed = office.filed()
    set_column(filed, answer_due=office.terminal.clock.now.date())
    return filed


def test_a_correction_is_composed_looked_through_and_sent_without_a_mouse(
    keyboard: Keyboard, served: tuple[Office, str]
) -> None:
    filed = first_due(served)
    session = served[0].terminal.identify("worker-gaps")
    path = f"/v1/cases/{filed.number}/files"
    served[0].terminal.call("POST", path, body(picture("JPEG", (800, 500)), "户口簿.jpg"), token=session.token)
    keyboard.open("/office/")
    keyboard.look("sign-in")
    keyboard.sign_in(FIRST)
    assert keyboard.heading == "我的办件"
    keyboard.look("cases")
    keyboard.press("j")
    assert keyboard.focus.text == filed.number  # due today: it stands first
    keyboard.leaves(Keys.ENTER)
    assert keyboard.heading == "灵活就业人员参保登记"
    keyboard.look("case")
    keyboard.goes_on("一次性告知补正")
    keyboard.look("correction")
    keyboard.tab_to("户口簿")
    keyboard.press(Keys.SPACE)
    keyboard.tab_to("原因")
    keyboard.press("缺页，不完整")
    keyboard.tab_to("现住址")
    keyboard.press(Keys.SPACE)
    keyboard.goes_on("下一步")  # a reason is missing: the summary has the focus and leads there
    assert "summary" in str(keyboard.focus.get_attribute("class"))
    keyboard.look("correction-wrong")
    keyboard.press(Keys.TAB)
    keyboard.press(Keys.ENTER)
    assert keyboard.focus.get_attribute("id") == "why:field:residence_address"
    keyboard.press("填写不完整")
    keyboard.leaves(Keys.ENTER)
    assert keyboard.heading == "核对补正告知书"
    keyboard.look("correction-preview")
    keyboard.goes_on("发出告知书")
    assert keyboard.said == "补正告知书已发出"
    keyboard.look("case-in-correction")
    assert [item["target"] for item in filed.detail()["correction"]] == ["household-data", "residence_address"]


def test_a_case_is_accepted_by_one_and_decided_by_another(keyboard: Keyboard, served: tuple[Office, str]) -> None:
    filed = first_due(served)
    keyboard.sign_in(FIRST)
    keyboard.press("j")
    keyboard.leaves(Keys.ENTER)
    keyboard.goes_on("受理")
    keyboard.look("accept")
    keyboard.goes_on("受理")
    assert keyboard.said == "已受理，通知书已生成"
    keyboard.goes_on("开始办理")
    keyboard.goes_on("退出登录")
    set_column(filed, due_on=served[0].terminal.clock.now.date())
    keyboard.sign_in(SECOND)
    keyboard.press("j")
    assert keyboard.focus.text == filed.number
    keyboard.leaves(Keys.ENTER)
    keyboard.goes_on("不予办理")
    keyboard.look("deny")
    keyboard.goes_on("返回，不办")
    keyboard.goes_on("准予办理")
    keyboard.tab_to("决定内容")
    keyboard.press("准予参保登记")
    keyboard.goes_on("准予办理（办结）")
    assert keyboard.said == "已办结：准予办理"
    assert state_of(filed) == "closed"
    keyboard.tab_to("准予决定书")
    keyboard.press(Keys.ENTER)
    frame = keyboard.driver.find_element(By.NAME, "viewer")
    keyboard.driver.switch_to.frame(frame)
    WebDriverWait(keyboard.driver, 20).until(lambda driver: driver.find_elements(By.TAG_NAME, "img"))
    size: Any = keyboard.driver.find_element(By.TAG_NAME, "img").size
    keyboard.driver.switch_to.default_content()
    assert size["width"] > 300 and size["height"] > 400
    keyboard.look("closed")


def test_the_skip_link_comes_first_and_pages_break_no_rule_of_their_own(
    keyboard: Keyboard, served: tuple[Office, str]
) -> None:
    first_due(served)
    keyboard.sign_in(FIRST)
    keyboard.driver.get_log("browser")  # type: ignore[no-untyped-call]
    for path in ("/office/cases", "/office/promises", "/office/transfers", "/office/language/en?back=/office/cases"):
        keyboard.open(path)
        keyboard.press(Keys.TAB)
        assert keyboard.focus.get_attribute("class") == "skip"
        keyboard.look(path.strip("/").replace("/", "-").partition("?")[0])
    lines = keyboard.driver.get_log("browser")  # type: ignore[no-untyped-call]
    assert [line for line in lines if line["level"] == "SEVERE"] == []
