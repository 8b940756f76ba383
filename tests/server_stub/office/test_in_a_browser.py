"""An approver's work in a real Chromium, with the keyboard alone.

`OFFICE_PICTURES=folder` keeps a picture of each page.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from server_stub.staff.sample import load_staff
from tests.server_stub.conftest import Starter
from tests.server_stub.filed import Filed
from tests.server_stub.office.approving import FIRST, SECOND, state_of
from tests.server_stub.office.conftest import Office
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_case_files import body, picture
from tests.server_stub.test_case_terms import set_column

PASSWORD = load_staff()[0]
_PICTURES = os.environ.get("OFFICE_PICTURES", "")


class Keyboard:
    """Somebody at the keyboard; there is no mouse."""

    def __init__(self, driver: webdriver.Chrome, base: str) -> None:
        self.driver, self.base = driver, base
        self._taken = 0

    def open(self, path: str) -> None:
        self.driver.get(f"{self.base}{path}")

    def press(self, *keys: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    @property
    def focus(self) -> WebElement:
        return self.driver.switch_to.active_element

    def tab_to(self, words: str, most: int = 120) -> WebElement:
        """Tabs until the focus stands on what is called so, and is seen to stand there."""
        for _ in range(most):
            self.press(Keys.TAB)
            found = self.focus
            if words in (self._name(found) or ""):
                assert found.value_of_css_property("outline-style") == "solid", words
                return found
        raise AssertionError(f"{words} is not reached with the keyboard")

    def goes_on(self, words: str) -> None:
        """Enter on what is called so, then the next page."""
        self.tab_to(words)
        self.leaves(Keys.ENTER)

    def leaves(self, *keys: str) -> None:
        """Keys that lead to another page."""
        page = self.driver.find_element(By.TAG_NAME, "html")
        self.press(*keys)
        WebDriverWait(self.driver, 10).until(lambda _: self._is_gone(page))

    def sign_in(self, number: str) -> None:
        self.open("/office/")
        WebDriverWait(self.driver, 10).until(lambda _: self.focus.get_attribute("id") == "number")
        self.press(number, Keys.TAB)
        self.press(PASSWORD)
        self.leaves(Keys.ENTER)

    @property
    def heading(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "h1").text

    @property
    def said(self) -> str:
        return self.driver.find_element(By.CSS_SELECTOR, ".said").text

    def look(self, name: str) -> None:
        """Nothing is cut off at the side; a picture where pictures are wanted."""
        wide = self.driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"
        if _PICTURES:
            self._taken += 1
            target = Path(_PICTURES) / f"{self._taken:02d}-{name}.png"
            self.driver.save_screenshot(str(target))

    def _name(self, element: WebElement) -> str:
        return str(self.driver.execute_script(_NAME, element))

    def _is_gone(self, page: WebElement) -> bool:
        ready = self.driver.execute_script("return document.readyState") == "complete"
        return bool(ready and page != self.driver.find_element(By.TAG_NAME, "html"))


_NAME = """
const one = arguments[0];
if (one === document.body) return "";
if (one.labels && one.labels.length) return one.labels[0].innerText;
return one.innerText || one.getAttribute("aria-label") || "";
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,800", "--lang=zh-CN"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_window_size(1280, 800 + 800 - int(driver.execute_script("return window.innerHeight")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def served(starter: Starter) -> Iterator[tuple[Office, str]]:
    """The platform over HTTP."""
    started = starter.started("sqlite", demo=True)
    started.restart()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(started.app, log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield Office(Terminal(started.app, started.clock)), f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()
    started.app.state.platform.database.close()


@pytest.fixture
def keyboard(chromium: webdriver.Chrome, served: tuple[Office, str]) -> Keyboard:
    chromium.delete_all_cookies()
    return Keyboard(chromium, served[1])


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
