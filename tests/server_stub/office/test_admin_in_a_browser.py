"""An administrator's work in a real Chromium, with the keyboard alone."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.server_stub.office.administering import CITY
from tests.server_stub.office.conftest import Office
from tests.server_stub.office.keyboard import Keyboard
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_publishing import at_test
from tests.server_stub.test_reports import report

CODE = "RS-LHJY-0001"
PAGES = (
    *("", "/catalogue", f"/catalogue/service/{CODE}", f"/catalogue/service/{CODE}/edit", "/settings"),
    *("/settings/calendar/2026", "/settings/hall/JA", "/settings/rules/-/edit", "/settings/notices", "/rosters"),
    *("/rosters/JA/2026-11-23", "/staff", "/staff/JA0701", "/queue", "/slots?hall=JA&day=2026-11-24", "/terminals"),
    *(
        "/terminals/JA-ZZ-03",
        "/terminals/new",
        "/ledger",
        "/ledger/new",
        "/ratings",
        "/ratings/corrections",
        "/performance",
    ),
    *("/records", "/privacy", "/catalogue?kind=life-event"),
)


def fee(terminal: Terminal) -> str:
    return str(terminal.get(f"/v1/services/{CODE}/guide")["fee"]["zh"])


def publishes(keyboard: Keyboard, *keys: str) -> None:
    """In the form of an item: the stage with the arrow keys, then the button after the channels."""
    keyboard.tab_to("测试：只有")
    keyboard.press(*keys)
    keyboard.tab_to("窗口")
    keyboard.press(Keys.TAB)
    keyboard.leaves(Keys.ENTER)


def test_a_fee_is_changed_tried_at_test_and_goes_live_without_a_mouse(
    keyboard: Keyboard, served: tuple[Office, str]
) -> None:
    terminal = served[0].terminal
    trial = at_test(terminal)
    keyboard.sign_in(CITY)
    assert keyboard.heading == "管理首页"
    keyboard.goes_on("事项发布")
    keyboard.tab_to("名称或编码")
    keyboard.press("灵活就业人员参保")
    keyboard.leaves(Keys.ENTER)
    keyboard.press("j")
    keyboard.leaves(Keys.ENTER)
    assert keyboard.heading == "灵活就业人员参保登记"
    keyboard.goes_on("编辑")
    keyboard.tab_to("内容（YAML）")
    keyboard.hold(Keys.CONTROL, Keys.END)
    keyboard.press("  fee: [工本费 5 元, 5 yuan, more]")
    keyboard.goes_on("保存草稿")
    assert keyboard.focus.get_attribute("class") == "summary"
    keyboard.look("written-wrong")
    keyboard.tab_to("内容（YAML）")
    keyboard.hold(Keys.CONTROL, Keys.END)
    keyboard.press(*[Keys.BACKSPACE] * len(", more]"), "]")
    keyboard.goes_on("保存草稿")
    keyboard.look("saved")
    assert keyboard.said == "已保存为第 2 版（草稿）"
    publishes(keyboard)
    assert keyboard.said == "第 2 版已发布到测试"
    assert (fee(terminal), fee(trial)) == ("不收费", "工本费 5 元")
    keyboard.look("tried")
    publishes(keyboard, Keys.ARROW_DOWN)
    assert keyboard.said == "第 2 版已发布到正式"
    assert (fee(terminal), fee(trial)) == ("工本费 5 元", "工本费 5 元")
    keyboard.look("live")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_fits_the_screen_and_breaks_no_rule_of_its_own(
    keyboard: Keyboard, served: tuple[Office, str], language: str
) -> None:
    terminal = served[0].terminal
    report(terminal, phone="13812345678")
    keyboard.sign_in(CITY)
    keyboard.open(f"/office/language/{language}?back=/office/")
    keyboard.driver.get_log("browser")  # type: ignore[no-untyped-call]
    for path in PAGES:
        keyboard.open(f"/office/administrator{path}")
        keyboard.press(Keys.TAB)
        assert keyboard.focus.get_attribute("class") == "skip", path
        keyboard.look(f"{language}{path.replace('/', '-').partition('?')[0]}")
    lines = keyboard.driver.get_log("browser")  # type: ignore[no-untyped-call]
    assert [line for line in lines if line["level"] == "SEVERE"] == []
