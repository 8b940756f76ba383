"""What somebody does at the dock, with its window open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from screens.dock.outcomes import Answered
from screens.dock.papers import PaperView
from screens.dock.slots import drag_data
from screens.dock.tray import CardChip
from screens.dock.window import DockWindow
from tests.screens.dock.conftest import PEOPLE, Emulator, Platform
from tests.screens.dock.test_paper_watch import pages, ticket

# The offscreen platform says so for every widget window; it has no window manager to hint to.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


def _there(dock: DockWindow, there: bool) -> bool:
    return (dock.slots["sdt"].card is not None) == there


def _is_lit(button: QWidget, lit: str) -> bool:
    return bool((button.property("lit") or "") == lit)


def _has_bubbles(dock: DockWindow, count: int) -> bool:
    return len(dock.phone.bubbles) == count


def _key(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    qtbot.keyClick(widget, key)  # type: ignore[no-untyped-call]


def _press(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))  # type: ignore[no-untyped-call]


def _chip(dock: DockWindow, name: str, place: int = 0) -> CardChip:
    row = next(row for row in dock.tray.rows if row.citizen.name == name)
    return row.findChildren(CardChip)[place]


def _lay(qtbot: QtBot, dock: DockWindow, name: str) -> None:
    _press(qtbot, _chip(dock, name))
    qtbot.waitUntil(lambda: dock.slots["sdt"].card is not None and dock.slots["sdt"].card.name == name)


def test_a_citizens_card_is_laid_on_the_reader_whole(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    _lay(qtbot, dock, "张建国")
    assert sdt.told == [("tap", {"card": PEOPLE[0]["cards"][0]})]
    assert "张建国" in dock.slots["sdt"].accessibleName()
    assert _chip(dock, "张建国").property("lit") == "plain"
    assert not _chip(dock, "陈䶮").property("lit")


def test_the_card_is_lifted_and_the_reader_shows_empty(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    _lay(qtbot, dock, "陈䶮")
    _key(qtbot, dock, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dock.slots["sdt"].card is None)
    assert sdt.told[-1] == ("lift", {})
    assert not _chip(dock, "陈䶮").property("lit")


def test_one_card_after_another_shows_the_one_that_lies_there_now(qtbot: QtBot, dock: DockWindow) -> None:
    for name in ("张建国", "陈䶮", "张建国"):
        _lay(qtbot, dock, name)


def test_a_card_laid_by_somebody_else_is_not_taken_for_ours(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    _lay(qtbot, dock, "陈䶮")
    for there in (False, True):
        sdt.state["card"] = there
        dock.poll()
        qtbot.waitUntil(partial(_there, dock, there))
    assert dock.slots["sdt"].card is not None
    assert dock.slots["sdt"].card.name == ""


def test_a_card_can_be_dropped_on_a_reader(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    data = drag_data("rare", 0)
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    dock.slots["sdt"].dropEvent(QDropEvent(QPointF(5, 5), action, data, buttons, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: bool(sdt.told))
    assert sdt.told[0][1]["card"]["name"] == "陈䶮"


def test_typing_a_name_and_enter_lays_that_card(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    dock.tray.search.setText("rare")
    assert [row.citizen.name for row in dock.tray.rows] == ["陈䶮"]
    _key(qtbot, dock.tray.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(sdt.told))
    assert sdt.told[0][1]["card"]["name"] == "陈䶮"


def test_a_search_is_not_lost_when_the_platform_goes_and_comes(
    qtbot: QtBot, dock: DockWindow, platform: Platform
) -> None:
    dock.tray.search.setText("rare")
    for broken in (True, False):
        platform.broken = broken
        with qtbot.waitSignal(dock.platform.changed):
            dock.poll()
    assert [row.citizen.name for row in dock.tray.rows] == ["陈䶮"]


def test_a_card_whose_reader_is_absent_rests_and_says_why(dock: DockWindow) -> None:
    chip = _chip(dock, "张建国", 1)
    assert not chip.isEnabled()
    assert "读卡器不在" in chip.toolTip()


def test_a_fault_is_one_press_and_its_button_is_lit(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    button = dock.panels["sdt"].button("校验错")
    _press(qtbot, button)
    qtbot.waitUntil(lambda: button.property("lit") == "bad")
    assert sdt.told == [("fault", {"kind": "checksum", "times": 0})]


def test_an_absent_emulator_rests_and_works_when_it_has_come(qtbot: QtBot, dock: DockWindow, tmp_path: Path) -> None:
    panel = dock.panels["ticket"]
    button = panel.button("没纸")
    assert not button.isEnabled()
    assert panel.standing.text() == "不在"
    emulator = Emulator(tmp_path / "ticket.sock", "paper", paper="near-end")
    dock.poll()
    qtbot.waitUntil(button.isEnabled)
    assert panel.standing.text() == "纸快没了"
    qtbot.waitUntil(lambda: not panel.button("打开").isEnabled())  # this one has no cover
    _press(qtbot, button)
    qtbot.waitUntil(lambda: bool(emulator.told))
    assert emulator.told == [("paper", {"state": "out"})]
    emulator.close()


def test_a_command_the_table_does_not_know_has_a_plain_button(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    panel = dock.panels["sdt"]
    _press(qtbot, panel.more)
    assert list(panel.others.buttons) == ["wait"]
    panel.others.arguments.setText('{"event": "read", "after": 3}')
    _press(qtbot, panel.others.buttons["wait"])
    qtbot.waitUntil(lambda: bool(sdt.told))
    assert sdt.told == [("wait", {"event": "read", "after": 3})]


def test_arguments_that_are_no_json_are_not_sent(qtbot: QtBot, dock: DockWindow, sdt: Emulator) -> None:
    panel = dock.panels["sdt"]
    _press(qtbot, panel.more)
    for typed in ("{half", "[1]", '"x"'):
        panel.others.arguments.setText(typed)
        _press(qtbot, panel.others.buttons["wait"])
    assert any("JSON" in label.text() for label in _labels(panel.others))
    assert sdt.told == []


def _labels(widget: QWidget) -> list[QLabel]:
    return [label for label in widget.findChildren(QLabel) if label.isVisible()]


def test_a_platforms_fault_is_a_switch(qtbot: QtBot, dock: DockWindow, platform: Platform) -> None:
    button = dock.platform_panel.button("不动产")
    for down, lit in ((True, "bad"), (False, "")):
        _press(qtbot, button)
        qtbot.waitUntil(partial(_is_lit, button, lit))
        assert platform.posted[-1] == ("/demo/faults", {"source": "property", "down": down})


def test_a_queue_is_chosen_by_its_title(qtbot: QtBot, dock: DockWindow, platform: Platform) -> None:
    with qtbot.waitSignal(dock.platform.answered) as waited:
        _press(qtbot, dock.platform_panel.button("Full"))
    assert waited.args is not None
    assert isinstance(waited.args[0], Answered)
    assert platform.posted == [("/demo/faults", {"full": True, "queue_full": "social"})]


def test_a_code_arrives_on_the_phone_and_a_tap_copies_it(qtbot: QtBot, dock: DockWindow, platform: Platform) -> None:
    for number, code in ((1, "111111"), (2, "222222")):
        text = f"<b>验证码</b> {code}"
        platform.messages.append({"id": number, "phone": "13800000001", "text": text, "code": code, "at": ""})
        dock.poll()
        qtbot.waitUntil(partial(_has_bubbles, dock, number))
    assert "张建国" in dock.phone.bubbles[0].findChildren(QLabel)[0].text()
    assert [bubble.message.code for bubble in dock.phone.bubbles] == ["222222", "111111"]
    _press(qtbot, dock.phone.bubbles[0])
    assert QGuiApplication.clipboard().text() == "222222"


def test_printed_paper_appears_newest_first_and_opens_large(qtbot: QtBot, dock: DockWindow, tmp_path: Path) -> None:
    ticket(tmp_path / "tickets" / "1.png", 2400)
    dock.poll()
    qtbot.waitUntil(lambda: len(dock.strip.thumbs) == 1)
    pages(tmp_path / "pages" / "2.pdf", 2)
    dock.poll()
    qtbot.waitUntil(lambda: len(dock.strip.thumbs) == 2)
    assert [thumb.paper.path.name for thumb in dock.strip.thumbs] == ["2.pdf", "1.png"]
    _press(qtbot, dock.strip.thumbs[0])
    view = dock.findChild(PaperView)
    assert view is not None
    qtbot.waitUntil(lambda: len(view.sheets) == 2)
    view.close()


def test_a_view_closed_before_its_paper_is_loaded_is_no_trouble(qtbot: QtBot, dock: DockWindow, tmp_path: Path) -> None:
    ticket(tmp_path / "tickets" / "1.png")
    dock.poll()
    qtbot.waitUntil(lambda: len(dock.strip.thumbs) == 1)
    paper = dock.strip.thumbs[0].paper
    dock.open_paper(paper)
    view = dock.findChild(PaperView)
    assert view is not None
    view.close()
    qtbot.waitUntil(lambda: not isValid(view))
    opened: list[object] = []
    dock.papers.open_sheets(paper.path, opened.append)
    qtbot.waitUntil(lambda: bool(opened))


def test_the_window_speaks_english_after_one_press(qtbot: QtBot, dock: DockWindow) -> None:
    dock.language.switch()
    assert dock.windowTitle() == "Demonstration dock"
    assert dock.panels["sdt"].button("校验错").text() == "Bad checksum"
    assert dock.panels["sdt"].button("校验错").toolTip().startswith("校验错")


def test_every_control_has_a_name_for_those_who_do_not_see_it(dock: DockWindow) -> None:
    for button in dock.findChildren(QAbstractButton):
        inside = button.metaObject().className() in ("QToolButton", "QLineEditIconButton")
        assert inside or button.accessibleName(), button.metaObject().className()


def test_the_window_fits_beside_an_upright_terminal(dock: DockWindow) -> None:
    assert dock.minimumSizeHint().width() <= 1100
    assert dock.minimumSizeHint().height() <= 1000
