"""Somebody at the keyboard of a real Chromium.

`OFFICE_PICTURES=folder` keeps a picture of each page.
"""

from __future__ import annotations

import os
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from server_stub.staff.sample import load_staff

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

    def hold(self, modifier: str, key: str) -> None:
        """A key while another one is held."""
        ActionChains(self.driver, duration=0).key_down(modifier).send_keys(key).key_up(modifier).perform()

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
