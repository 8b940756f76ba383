"""Somebody before a screen: finds controls by their accessible name and touches them, with real touch events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QPointingDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.steps.step import Step
from screens.host import Drawn, Host
from screens.theme import Theme
from tests.screens.samples import HALL, Sample

_BUTTONS = (QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton)
_device: list[QPointingDevice] = []


class Clock:
    """A monotonic clock that a test moves on."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True)
class Control:
    """Something with an accessible name, where it is on the screen."""

    name: str
    description: str
    role: QAccessible.Role
    rect: QRect
    enabled: bool

    @property
    def is_button(self) -> bool:
        """Whether it can be touched."""
        return self.role in _BUTTONS


def device() -> QPointingDevice:
    """The touch screen; one for the whole run, Qt keeps it."""
    if not _device:
        _device.append(QTest.createTouchDevice())
    return _device[0]


def controls(host: Host) -> list[Control]:
    """All that is shown with an accessible name, from top to bottom."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(host.window)
    found = [_control(face) for face in _below(root)]
    return sorted((c for c in found if c.name and not c.rect.isEmpty()), key=lambda c: (c.rect.top(), c.rect.left()))


def _below(face: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for index in range(face.childCount()):
        child = face.child(index)
        if child and not child.state().invisible:
            yield child
            yield from _below(child)


def _control(face: QAccessibleInterface) -> Control:
    name, about = face.text(QAccessible.Text.Name), face.text(QAccessible.Text.Description)
    return Control(name, about, face.role(), face.rect(), not face.state().disabled)


class Person:
    """Looks at a host's screen and touches it. The screen may show a clerk's pages too; then it lies."""

    def __init__(self, qtbot: QtBot, theme: Theme | None = None, language: str = "zh_CN") -> None:
        self.clock = Clock()
        self._qtbot = qtbot
        self.host = Host(theme, language, hall=HALL, now=self.clock, for_staff=True)
        self.host.window.resize(1080, 1920)
        self.host.window.show()
        self.answers: list[object] = []
        self.drawn: list[Drawn] = []
        self.left = 0
        self.backs: list[object | None] = []
        self.touches = 0
        self._listen()

    def _listen(self) -> None:
        listener = self.host.listener
        listener.answer = lambda step, given: self.answers.append(given)
        listener.back = lambda step, draft: self.backs.append(draft)
        listener.leave = self._leave
        listener.touch = self._touch
        listener.drawn = self.drawn.append

    def _leave(self) -> None:
        self.left += 1

    def _touch(self) -> None:
        self.touches += 1

    def sees(self, step: Step[Any], before: object | None = None, can_go_back: bool = False) -> None:
        """The step's page comes up; a second passes."""
        self.drawn.clear()
        page = self.host.shown_page
        self.host.window.resize(*Sample("", step).size)
        self.host.show(step, before, can_go_back)
        if self.host.shown_page is not page:
            self._qtbot.waitUntil(lambda: bool(self.drawn))
        self.settles()

    def settles(self) -> None:
        """What was asked of the screen is drawn; a second passes."""
        frames: list[None] = []
        connection = self.host.window.frameSwapped.connect(lambda: frames.append(None))
        self.host.window.update()
        self._qtbot.waitUntil(lambda: bool(frames))
        self.host.window.frameSwapped.disconnect(connection)
        self.clock.at += 1

    def reads(self) -> str:
        """All words on the screen that are found by assistive technology, one line each."""
        return "\n".join(c.name for c in controls(self.host))

    def find(self, name: str) -> Control:
        """The control of that name; LookupError names those that are there."""
        here = [c for c in controls(self.host) if c.name == name]
        if not here:
            raise LookupError(f"no {name!r} among {[c.name for c in controls(self.host)]}")
        return next((c for c in here if c.is_button), here[0])

    def all(self, name: str) -> list[Control]:
        """All controls of that name, from top to bottom."""
        return [c for c in controls(self.host) if c.name == name]

    def finds(self, name: str) -> bool:
        """Whether there is a control of that name."""
        return any(c.name == name for c in controls(self.host))

    def touch(self, name: str) -> None:
        """A short touch on the control's centre."""
        self.press(name)
        self.release(name)

    def press(self, name: str) -> None:
        """The finger comes down on the control's centre."""
        self.press_at(self.find(name).rect.center())

    def release(self, name: str) -> None:
        """The finger leaves it there."""
        self.release_at(self.find(name).rect.center())

    def press_at(self, where: QPoint, finger: int = 0) -> None:
        """The finger comes down somewhere."""
        QTest.touchEvent(self.host.window, device()).press(finger, where, self.host.window).commit()

    def release_at(self, where: QPoint, finger: int = 0) -> None:
        """The finger leaves."""
        QTest.touchEvent(self.host.window, device()).release(finger, where, self.host.window).commit()

    def go_away(self) -> None:
        """The screen closes."""
        self.host.wipe()
        self.host.close()
