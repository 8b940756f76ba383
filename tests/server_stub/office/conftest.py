"""Platforms that the office's tests share: started once for a file and database, a case of its own for each test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from selenium import webdriver

from tests.server_stub.conftest import KINDS, Starter
from tests.server_stub.filed import Filed
from tests.server_stub.office.approving import FIRST, copied, signed_in
from tests.server_stub.office.browsing import Browser
from tests.server_stub.office.keyboard import Keyboard
from tests.server_stub.terminal import MONDAY, Terminal
from tests.server_stub.test_case_terms import set_column


class Office:
    """A platform with one case filed, and one whose household booklet follows later; tests work on copies."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._templates = {}
        for deferred in (False, True):
            self._templates[deferred] = Filed(terminal, deferred=deferred)
            set_column(self._templates[deferred], state="returned")  # a person has one open case of a service

    def filed(self, *, deferred: bool = False) -> Filed:
        """A copy of the case under a number of its own, just filed."""
        made = copied(self._templates[deferred])
        set_column(made, state="received")
        return made


@pytest.fixture(scope="module", params=KINDS)
def office(request: pytest.FixtureRequest, starter: Starter) -> Iterator[Office]:
    started = starter.started(str(request.param), demo=True)
    started.restart()
    yield Office(Terminal(started.app, started.clock))
    started.app.state.platform.database.close()


@pytest.fixture
def terminal(office: Office) -> Terminal:
    """A terminal of the shared platform, on Monday morning."""
    office.terminal.clock.now = MONDAY
    return office.terminal


@pytest.fixture
def filed(office: Office, terminal: Terminal) -> Filed:
    """A case of this test alone."""
    return office.filed()


@pytest.fixture
def approver(terminal: Terminal) -> Browser:
    """An approver of the case's department."""
    return signed_in(terminal, FIRST)


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
