"""The dock with the emulators and the platform's model as they are, each a process of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from devices.emulators.hall import Hall
from screens.dock.commands import EMULATORS
from screens.dock.outcomes import Answered
from screens.dock.panels import SheetPanel
from screens.dock.tray import CardChip
from screens.dock.widgets import Push
from screens.dock.window import DockWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with Hall(tmp_path_factory.mktemp("hall"), ("platform", "sdt", "ticket")) as hall:
        yield hall


@pytest.fixture
def window(qtbot: QtBot, hall: Hall) -> Iterator[DockWindow]:
    window = DockWindow(hall.folder, hall.url, "JA-ZZ-03")
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: len(window.tray.rows) >= 18 and bool(window.platform.businesses), timeout=15_000)
    qtbot.waitUntil(lambda: bool(window.emulators["sdt"].offers and window.emulators["ticket"].offers), timeout=15_000)
    yield window
    window.close()


def _lies(window: DockWindow, number: str) -> bool:
    card = window.slots["sdt"].card
    return card is not None and card.number == number


def _stands(panel: SheetPanel, word: str) -> bool:
    return panel.standing.text() == word


def _is_lit(button: Push) -> bool:
    return bool(button.property("lit"))


def test_every_command_of_the_table_is_one_the_emulator_has(window: DockWindow) -> None:
    for sheet in EMULATORS:
        if offers := window.emulators[sheet.key].offers:
            assert sheet.commands - {"help"} <= offers, sheet.key


def test_every_citizen_can_lay_a_card_on_the_reader(qtbot: QtBot, window: DockWindow) -> None:
    for row in window.tray.rows:
        card = row.citizen.cards[0]
        if card.kind == "social-security":
            continue
        row.findChildren(CardChip)[0].click()
        qtbot.waitUntil(partial(_lies, window, card.number))
    window._lift_all()
    qtbot.waitUntil(lambda: window.slots["sdt"].card is None)


def test_paper_runs_out_and_is_loaded_again(qtbot: QtBot, window: DockWindow) -> None:
    panel = window.panels["ticket"]
    for button, standing in (("没纸", "没纸"), ("有纸", "就绪")):
        panel.button(button).click()
        qtbot.waitUntil(partial(_stands, panel, standing))


def test_every_fault_of_the_table_is_one_the_emulator_has(qtbot: QtBot, window: DockWindow) -> None:
    for key in ("sdt", "ticket"):
        panel = window.panels[key]
        for press, button in [pair for row in panel._rows for pair in row.buttons if pair[0].command == "fault"]:
            with qtbot.waitSignal(window.emulators[key].answered) as waited:
                button.click()
            assert waited.args is not None
            assert isinstance(waited.args[0], Answered), (press, waited.args)
        panel.button("正常").click()
        qtbot.waitUntil(partial(_stands, panel, "就绪"))


def test_a_printed_ticket_lies_in_the_strip(qtbot: QtBot, window: DockWindow, hall: Hall) -> None:
    port = int(hall.parts["ticket"].endpoint.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"\x1b@\x1c&" + "现场取号".encode("gb18030") + b"\n\x1dV\x42\x00")
        qtbot.waitUntil(lambda: bool(window.strip.thumbs), timeout=10_000)


def test_the_platforms_sources_go_down_and_all_is_reset(qtbot: QtBot, window: DockWindow) -> None:
    for name in (
        "社保",
        "不动产",
        "公积金",
        "居住证",
        "老年证",
        "社保卡",
        "户籍",
        "企业",
        "连不上",
        "回答乱了",
        "每次都慢",
    ):
        button = window.platform_panel.button(name)
        button.click()
        qtbot.waitUntil(partial(_is_lit, button))
    assert window.platform_panel.standing.text() == "有故障"
    with qtbot.waitSignal(window.platform.answered):
        window.platform_panel.button("满").click()
    assert len(window.platform.faults["queues_full"]) == 1  # type: ignore[arg-type]
    window.platform_panel.button("全部复原").click()
    qtbot.waitUntil(lambda: window.platform_panel.standing.text() == "就绪", timeout=10_000)
    assert not window.platform_panel.button("不动产").property("lit")
