"""A scanner that types: its code never reaches a field, a person's keys always do. Real Qt key events."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from devices.ports import CodeTrouble
from devices.scanning.wedge import Keys
from screens.wedge import HeldKey, KeyWedge

NUMBER = "420102202611210004127"


class Field(QWindow):
    """Where keys go in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.typed += event.text()


class Rig:
    def __init__(self) -> None:
        self.now, self.field = 0.0, Field()
        self.scans: list[str | CodeTrouble] = []
        self.wedge = KeyWedge(Keys[HeldKey](self.scans.append), 0.035, lambda: self.now)
        self.wedge.install()

    def press(self, text: str, pace: float, key: Qt.Key = Qt.Key.Key_A) -> None:
        for character in text:
            self.now += pace
            code = Qt.Key.Key_Return if character == "\r" else key
            event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, character)
            QGuiApplication.sendEvent(self.field, event)


@pytest.fixture
def rig(qapp: QGuiApplication) -> Iterator[Rig]:
    made = Rig()
    yield made
    qapp.removeEventFilter(made.wedge)


def test_a_scanned_code_reaches_no_field(rig: Rig) -> None:
    rig.press(NUMBER + "\r", 0.003)
    assert (rig.scans, rig.field.typed) == ([NUMBER], "")


def test_a_persons_keys_reach_the_field_in_order_and_the_last_one_after_a_moment(rig: Rig, qtbot: object) -> None:
    rig.press("hello", 0.1)
    assert rig.field.typed == "hell"
    rig.now += 1
    qtbot.waitUntil(lambda: rig.field.typed == "hello", timeout=2000)  # type: ignore[attr-defined]
    rig.press("\r", 0.1)
    assert rig.field.typed == "hello\r"
    assert rig.scans == []


def test_keys_that_command_are_not_held_back(rig: Rig) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, "\x03")
    QGuiApplication.sendEvent(rig.field, event)
    assert rig.field.typed == "\x03"


def test_control_characters_in_a_typed_code_are_refused(rig: Rig) -> None:
    rig.press("abcd\x1b[2J\r", 0.003)
    assert (rig.scans, rig.field.typed) == ([CodeTrouble.CONTROL], "")
