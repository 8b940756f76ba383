"""The terminal: the only place that knows everybody and puts the parts together.

The attract page comes first, alone; everything else is imported and opened after its first frame (`_Parts`).
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from qasync import QEventLoop

from kiosk import log, memory
from kiosk.glass import Glass
from kiosk.rules.texts import Text
from kiosk.settings import ScreenPart, Settings, SettingsError
from kiosk.steps.hall import STAFF, Attract, Doing, Waiting
from kiosk.steps.step import Step
from kiosk.steps.window import AtTheWindow
from kiosk.visit import End, Lobby, Patience, Visit
from screens import keyboard
from screens.garbage import Collector
from screens.host import Drawn, Host
from screens.pages import import_models
from screens.theme import Theme

if TYPE_CHECKING:
    from devices.scanning.wedge import WedgeScanner
    from kiosk.parts import Parts
    from screens.wedge import KeyWedge

SCHEMES = (
    *("sdt", "sdt+usb", "pcsc", "scan+serial", "scan+keyboard", "escpos+tcp", "escpos+serial", "ipp", "ipps", "board"),
    *("v4l2", "rtsp", "http", "https", "file"),  # document cameras
    *("face+v4l2", "face+rtsp", "face+http", "face+https", "face+file"),
    *("presence+v4l2", "presence+rtsp", "presence+http", "presence+https", "presence+file"),
)
_SWITCH = 0.0005  # seconds; at Python's 0.005 a page waits for each lock's turn while threads import or render
_TITLE_BAR = 40  # pixels that a desktop takes for a window's title


class AlreadyRuns(Exception):
    """Another program is this terminal already."""


class Role(Enum):
    """Who stands before it."""

    SELF_SERVICE = "self-service"
    WINDOW = "window"  # a clerk, and the person opposite at a screen of their own


def main(
    settings: Settings,
    companion: Callable[[Terminal], Coroutine[Any, Any, None]] | None = None,
    role: Role = Role.SELF_SERVICE,
) -> int:
    """Runs a terminal until its window is closed or it is asked to end. `companion` runs beside it (the tour)."""
    data = Path(settings.terminal.data).expanduser()
    log.set_up(settings.log.file, settings.log.level)
    try:
        lock = _lock(data, settings.terminal.id)
    except AlreadyRuns:
        sys.stderr.write(f"terminal {settings.terminal.id} already runs on this machine\n")
        return 3
    memory.keep_together()
    keyboard.prepare()
    sys.setswitchinterval(_SWITCH)
    app = QGuiApplication(sys.argv[:1])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(log.of_loop)
    terminal = Terminal(settings, role)
    unusable: list[Exception] = []
    try:
        with loop:
            loop.run_until_complete(terminal.run(companion))
    except* SettingsError as wrong:  # a device's address, which its driver alone can judge
        unusable += wrong.exceptions
    del lock
    for wrong_address in unusable:
        sys.stderr.write(f"{wrong_address}\n")
    return 2 if unusable else 0


def _lock(data: Path, terminal: str) -> object:
    """One program per terminal id: a lock that the kernel takes back whatever happens."""
    data.mkdir(parents=True, exist_ok=True)
    file = (data / f"{terminal}.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        raise AlreadyRuns from taken
    return file


class Terminal:
    """A screen with its visits, one after another; at a window (`role`) a clerk's screen beside it, too."""

    def __init__(self, settings: Settings, role: Role = Role.SELF_SERVICE) -> None:
        self.settings = settings
        self.glass = Glass(_host(settings, settings.screen))
        self.host = self.glass.host
        self.host.at_wipe(keyboard.wipe_learned_words)
        self.clerk = Glass(_host(settings, settings.clerk_screen, for_staff=True)) if role is Role.WINDOW else None
        self._collector = Collector()
        self.parts: Parts | None = None
        self._making: asyncio.Future[Parts] | None = None
        self._parts_are_there = asyncio.Event()
        self._key_wedge: KeyWedge | None = None
        self.drawn = self.glass.drawn
        patience = settings.patience
        self.patience = Patience(patience.idle, patience.warning, failure_page=patience.failure_page)
        self._first_frame = asyncio.Event()
        self._closing = asyncio.Event()
        self.glass.answered = self._answered
        for glass in self._glasses:
            glass.drawn.append(self._drawn)

    @property
    def visit(self) -> Visit | None:
        """The visit on the citizen's screen now."""
        visit: Visit | None = self.glass.visit
        return visit

    @property
    def _glasses(self) -> list[Glass]:
        return [self.glass, self.clerk] if self.clerk else [self.glass]

    async def run(self, companion: Callable[[Terminal], Coroutine[Any, Any, None]] | None = None) -> None:
        """Everything, until closing; then every part is ended."""
        self._open_windows()
        tasks = [asyncio.create_task(self._window(self.clerk) if self.clerk else self._visits())]
        try:
            if companion:
                tasks.append(asyncio.create_task(self._with(companion)))
            closing = asyncio.create_task(self._closing.wait())
            done, _ = await asyncio.wait([closing, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {closing}:
                task.result()
        finally:
            for task in [*tasks, closing]:
                task.cancel()
            await asyncio.gather(*tasks, closing, return_exceptions=True)
            if self._making:  # perhaps still under way: nothing that it opens may stay behind
                await asyncio.wait([self._making])
                if not self._making.exception():
                    await self._making.result().close()
            for glass in self._glasses:
                glass.host.close()

    def close(self) -> None:
        """Asks the program to end: the visit is wiped, the devices are let go."""
        self._closing.set()

    # ---- visits

    async def _visits(self) -> None:
        async with asyncio.TaskGroup() as lobby:
            lobby.create_task(self.glass.run(Lobby(self.host, self.patience), self._attract))
            await self._first_frame.wait()
            parts = await self._put_together()
        while True:
            if parts.maintenance_asked.is_set():
                await self.glass.run(parts.new_maintenance(self.host), parts.maintenance)
            else:
                await self._one_visit(parts, parts.role)
            await self._see_off(parts)
            await self.glass.run(Lobby(self.host, self.patience), self._attract)

    async def _one_visit(self, parts: Parts, flow: Callable[[Any], Coroutine[Any, Any, None]]) -> End:
        began = asyncio.get_running_loop().time()
        log.write(log.VisitBegan())
        why = await self.glass.run(parts.new_visit(self.host, self.patience), flow)
        log.write(log.VisitEnded(why, asyncio.get_running_loop().time() - began))
        return why

    async def _see_off(self, parts: Parts) -> None:
        await self.glass.run(parts.new_visit(self.host, self.patience), parts.see_card_off)
        parts.give_back_memory()

    async def _window(self, clerk: Glass) -> None:
        """A clerk's day: person after person on the clerk's screen, each with a visit on the screen opposite."""
        clerk.host.show(Waiting(Doing.STARTING, may_leave=False), None, False)
        self.host.show(AtTheWindow(self.settings.terminal.hall), None, False)
        await self._first_frame.wait()
        parts = await self._put_together()
        from kiosk.opposite import CitizensScreen  # late: with all flows, which the first frame does not wait for

        one_visit, see_off = partial(self._one_visit, parts), partial(self._see_off, parts)
        opposite = CitizensScreen(self.glass, self.settings.terminal.hall, one_visit, see_off)
        async with asyncio.TaskGroup() as both:
            both.create_task(opposite.stand())
            while True:
                await clerk.run(parts.new_clerk(clerk.host, opposite), parts.window)

    async def _attract(self, lobby: Lobby) -> None:
        """Until somebody touches; what staff should know is kept up to date.

        Who chose a language or large letters and went away leaves them to nobody.
        """
        while True:
            if self._maintenance_asked():
                return
            page, outdated = self._attract_page(), asyncio.Event()
            went_on = await lobby.tell(page, until=self._outdate(page, outdated), linger=self.patience.idle)
            if went_on and not outdated.is_set():
                return
            if not went_on and not self.host.as_at_start:
                self.host.wipe()

    async def _outdate(self, page: Attract, outdated: asyncio.Event) -> None:
        """Returns, with `outdated` set, once the page no longer says what is so, or staff wants to get in."""
        while self._attract_page() == page and not self._maintenance_asked():
            if self.parts is None:
                await self._parts_are_there.wait()
                continue
            changes = [self.parts.statuses.changed, self.parts.heart.changed, self.parts.cabinet.changed]
            for change in changes:
                change.clear()
            await _any_set([*changes, self.parts.maintenance_asked])
        outdated.set()

    def _attract_page(self) -> Attract:
        asleep = self.parts is not None and self.parts.cabinet.nobody_near
        return Attract(self.settings.terminal.hall, self._notice(), asleep)

    def _maintenance_asked(self) -> bool:
        return self.parts is not None and self.parts.maintenance_asked.is_set()

    def _notice(self) -> Text:
        return self.parts.notice() if self.parts else Text("")

    # ---- putting together

    async def _put_together(self) -> Parts:
        """After the first frame: the imports and the devices, off the loop where they take long."""
        loop = asyncio.get_running_loop()
        make = await loop.run_in_executor(None, _import_parts)
        self._making = loop.run_in_executor(None, make, self.settings, loop)
        self.parts = await asyncio.shield(self._making)
        self.parts.cabinet.on_key = lambda key: self.host.press_key(key.value)
        self._parts_are_there.set()
        if self.parts.wedge:
            self._key_wedge = _wedged(self.parts.wedge)
        await self.parts.warmed()  # threads that import would make the loop wait in the middle of compiling a page
        gc.freeze()  # nobody was here yet: all of this stays, and no wipe looks through it (35 ms each) any more
        self._collector.start()
        for glass in self._glasses:
            glass.host.preload()
        return self.parts

    def _open_windows(self) -> None:
        screens = [self.settings.screen, self.settings.clerk_screen]
        if self.clerk:  # a citizen's touch must not take the clerk's keyboard away
            self.host.window.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        for glass, screen in zip(self._glasses, screens, strict=False):
            self._open_window(glass.host.window, screen)
        if self.clerk:
            self.clerk.host.window.requestActivate()
        if self.clerk and len(QGuiApplication.screens()) == 1:  # a trial: side by side, as far as there is room
            window, room = self.clerk.host.window, QGuiApplication.primaryScreen().availableGeometry()
            window.setX(max(0, min(self.host.window.width(), room.width() - window.width())))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self.close)

    def _open_window(self, window: QQuickWindow, screen: ScreenPart) -> None:
        scale, monitors = _fitting(screen), QGuiApplication.screens()
        if screen.monitor < len(monitors):
            window.setScreen(monitors[screen.monitor])
            window.setPosition(monitors[screen.monitor].availableGeometry().topLeft())
        window.setTitle(f"{self.settings.terminal.hall.zh} · {self.settings.terminal.id}")
        window.resize(round(screen.width * scale), round(screen.height * scale))
        if screen.full_screen:
            window.setFlag(Qt.WindowType.FramelessWindowHint)
            window.showFullScreen()
        else:
            window.show()
        window.visibleChanged.connect(self._visible)

    async def _with(self, companion: Callable[[Terminal], Coroutine[Any, Any, None]]) -> None:
        await companion(self)
        self.close()

    # ---- what the screen tells

    def _answered(self, step: Step[Any], given: object) -> None:
        if isinstance(step, Attract) and given == STAFF:
            if self.parts is None:  # not put together yet
                return
            self.parts.ask_for_maintenance("corner")

    def _visible(self, visible: bool) -> None:
        if not visible:
            self.close()

    def _drawn(self, drawn: Drawn) -> None:
        if not self._first_frame.is_set():
            self._first_frame.set()
            log.write(log.Started(self.settings.terminal.id, round(since_start() * 1000)))
        log.write(log.PageShown(type(drawn.step).__name__, -1 if drawn.since_touch is None else drawn.since_touch))


def _host(settings: Settings, screen: ScreenPart, *, for_staff: bool = False) -> Host:
    scale = _fitting(screen)
    per_mm = screen.dpi / 25.4 * scale
    theme = Theme(per_mm, screen.height * scale / per_mm, 0.0 if for_staff else screen.panel_bottom_mm)
    return Host(theme, screen.language, hall=settings.terminal.hall, for_staff=for_staff, keeps_modes=for_staff)


def _fitting(screen: ScreenPart) -> float:
    """How much smaller a window must be to be seen whole on a desk's monitor; 1 on a terminal's own panel."""
    if screen.full_screen or QGuiApplication.platformName() not in ("xcb", "wayland"):
        return 1.0
    room = QGuiApplication.primaryScreen().availableGeometry()
    return min(1.0, room.width() / screen.width, (room.height() - _TITLE_BAR) / screen.height)


async def _any_set(events: Sequence[asyncio.Event]) -> None:
    """Returns once one of them is set; never without any."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events or (asyncio.Event(),)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()


def _wedged(scanner: WedgeScanner) -> KeyWedge:
    """A scanner that passes for a keyboard is taken out of the keys of the whole application."""
    from devices.scanning.wedge import DEADLINES, Keys  # late: only a terminal with such a scanner needs it
    from screens.wedge import HeldKey, KeyWedge

    wedge = KeyWedge(Keys[HeldKey](scanner.scanned), DEADLINES["gap"])
    wedge.install()
    return wedge


def _import_parts() -> Callable[..., Parts]:
    from kiosk import parts  # late: half of the program's imports, not needed for the first frame

    import_models()
    return parts.Parts


def since_start() -> float:
    """Seconds since this process was started, by the kernel's account."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
