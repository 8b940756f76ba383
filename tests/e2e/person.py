"""Somebody before the terminal, inside its process: reads what controls are called and touches them.

Controls are found by their accessible name, as a screen reader finds them, and touched in their middle by events that
Qt hands out like those of a real screen. Nothing here spins Qt's loop: events are sent from the loop's own callbacks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent, QMouseEvent
from PySide6.QtQuick import QQuickWindow

from kiosk.glass import Glass
from kiosk.rules.texts import Text
from kiosk.steps.paper import Preview
from kiosk.steps.step import Step
from kiosk.terminal import Terminal
from screens.host import Drawn

T = TypeVar("T")

_REACTION = 0.32  # seconds: a page ignores presses in its first 0.3
_NEXT_TOUCH = 0.06
_PATIENCE = 20.0


class NotThere(AssertionError):
    """What the person looked for did not come; says what was there instead."""


@dataclass
class Seen:
    """A page that was drawn."""

    step: Step[Any]
    shown_ms: float
    touch_ms: float | None
    at: float = field(default_factory=time.monotonic)

    @property
    def name(self) -> str:
        """The page's name."""
        return type(self.step).__name__


class Person:
    """See the module. `seen` is every page that was drawn, `step` the one looked at now."""

    def __init__(self, terminal: Terminal, glass: Glass | None = None) -> None:
        """`glass`: the clerk's, where there is one; otherwise the citizen's."""
        self.terminal, self.glass = terminal, glass or terminal.glass
        self.seen: list[Seen] = []
        self.step: Any = None
        self.on_page: Callable[[Seen], None] = lambda seen: None
        self.picture: Callable[[str], None] = lambda name: None
        self._looked_at = 0
        self._news = asyncio.Event()
        QAccessible.setActive(True)
        self.glass.drawn.append(self._drawn)

    def _drawn(self, drawn: Drawn) -> None:
        if self.seen and isinstance(self.seen[-1].step, Preview):  # its pictures are large; only its name counts later
            self.seen[-1] = replace(self.seen[-1], step=Preview(Text(""), "", (), 0))
        seen = Seen(drawn.step, drawn.since_show, drawn.since_touch)
        self.seen.append(seen)
        self._news.set()
        self.on_page(seen)

    # ---- looking

    async def sees(self, page: str, *, seconds: float = _PATIENCE) -> Any:
        """Waits until a page of that name was drawn; its step. Pages before it are passed over."""
        await self.sees_one_of(page, seconds=seconds)
        return self.step

    async def sees_one_of(self, *pages: str, seconds: float = _PATIENCE) -> str:
        """Waits until a page of one of these names was drawn, and gives the name."""
        try:
            async with asyncio.timeout(seconds):
                while (found := self._next_of(pages)) is None:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            names = [seen.name for seen in self.seen[-6:]]
            raise NotThere(f"no {pages} in {seconds} s; last pages: {names}; controls: {self.controls()}") from None
        self.step = found.step
        self.picture(found.name)
        await asyncio.sleep(_REACTION)
        return found.name

    def looks_again(self) -> None:
        """The page seen last counts as new: the next visit begins on it."""
        self._looked_at = len(self.seen) - 1

    def _next_of(self, pages: tuple[str, ...]) -> Seen | None:
        for index in range(self._looked_at, len(self.seen)):
            if self.seen[index].name in pages:
                self._looked_at = index + 1
                return self.seen[index]
        return None

    def controls(self) -> list[str]:
        """The names of all controls on the top-most page."""
        return [i.text(QAccessible.Text.Name) for i in self.interfaces() if self.usable(i)]

    def text(self) -> str:
        """Everything that is written on the screen now."""
        return "\n".join(i.text(QAccessible.Text.Name) for i in self.interfaces() if i.rect().width() > 0)

    async def finds(self, name: str, *, seconds: float = 5.0) -> QAccessibleInterface:
        """A control whose name is, or begins with, `name`."""

        def find() -> QAccessibleInterface | None:
            usable = [i for i in self.interfaces() if self.usable(i)]
            for match in (str.__eq__, str.startswith):
                for interface in usable:
                    if match(interface.text(QAccessible.Text.Name), name):
                        return interface
            return None

        return await self.until(find, f"control {name!r}", seconds=seconds)

    async def until(self, find: Callable[[], T | None], what: str, *, seconds: float = 5.0) -> T:
        """What `find` finds, looked for again until it is there."""
        end = asyncio.get_running_loop().time() + seconds
        while (found := find()) is None:
            if asyncio.get_running_loop().time() > end:
                raise NotThere(f"no {what}; controls: {self.controls()}")
            await asyncio.sleep(0.02)
        return found

    def reach(self) -> tuple[float, float]:
        """Upper and lower limit (window pixels) between which a page's content can be touched."""
        window = self.glass.host.window
        return window.height() * 0.1, window.height() * 0.83

    # ---- touching

    async def touch(self, name: str, *, seconds: float = 5.0) -> None:
        """Touches the control of that name in its middle."""
        await self.touch_interface(await self.finds(name, seconds=seconds))

    async def touch_interface(self, interface: QAccessibleInterface) -> None:
        """Touches a control that was found."""
        await self.touch_at(QPointF(interface.rect().center() - self.origin()))

    async def touch_anywhere(self) -> None:
        """Touches the middle of the screen."""
        window = self.glass.host.window
        await self.touch_at(QPointF(window.width() / 2, window.height() / 2))

    async def touch_at(self, place: QPointF) -> None:
        """A short touch. The next thing comes no sooner than a hand could do it; by then Qt has laid out anew."""
        await self._send(QEvent.Type.MouseButtonPress, place)
        await self._send(QEvent.Type.MouseButtonRelease, place)
        await asyncio.sleep(_NEXT_TOUCH)

    async def types(self, text: str) -> None:
        """Touches a key of our keypad for each character."""
        for character in text:
            await self.touch(character)

    async def keys(self, text: str) -> None:
        """Types on a real keyboard, into what has the focus."""
        window = self.glass.host.window
        for character in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, ord(character), Qt.KeyboardModifier.NoModifier, character)
                await self._post(window, event)

    async def draws(self, points: list[QPointF]) -> None:
        """One stroke through these points of the window."""
        await self._send(QEvent.Type.MouseButtonPress, points[0])
        for point in points[1:]:
            await self._send(QEvent.Type.MouseMove, point)
        await self._send(QEvent.Type.MouseButtonRelease, points[-1])

    async def _send(self, kind: QEvent.Type, place: QPointF) -> None:
        window = self.glass.host.window
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        there = QPointF(window.mapToGlobal(place))
        await self._post(window, QMouseEvent(kind, place, there, button, held, Qt.KeyboardModifier.NoModifier))

    async def _post(self, window: QQuickWindow, event: QEvent) -> None:
        """From the loop's own callback."""
        loop = asyncio.get_running_loop()
        sent: asyncio.Future[None] = loop.create_future()

        def send() -> None:
            QCoreApplication.sendEvent(window, event)
            sent.set_result(None)

        loop.call_soon(send)
        await sent

    # ---- parts

    def origin(self) -> QPoint:
        return self.glass.host.window.mapToGlobal(QPoint(0, 0))

    def interfaces(self) -> Iterator[QAccessibleInterface]:
        yield from _below(QAccessible.queryAccessibleInterface(self.glass.host.window))

    def usable(self, interface: QAccessibleInterface) -> bool:
        """Whether it is a control that can be pressed now."""
        role, state = interface.role(), interface.state()
        named = bool(interface.text(QAccessible.Text.Name))
        pressable = role not in (QAccessible.Role.StaticText, QAccessible.Role.Heading, QAccessible.Role.Window)
        shown = interface.rect().width() > 0 and not state.disabled and not state.invisible
        return named and pressable and shown


def _below(interface: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    if interface is None:
        return
    yield interface
    for index in range(interface.childCount()):
        yield from _below(interface.child(index))
