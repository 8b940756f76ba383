"""One screen: shows a step's page and returns what the person did. See `kiosk.visit.Screen`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from shiboken6 import Shiboken

from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text
from kiosk.steps.step import Step
from screens import icons
from screens.languages import CHINESE, ENGLISH, Languages
from screens.models.base import PageModel, Showing
from screens.pages import PageError, Pages, make_model, page_of
from screens.pictures import PROVIDER, Pictures
from screens.presses import Presses
from screens.sound import Sound
from screens.speech import Speech
from screens.theme import FAMILY, Theme, load_fonts

_log = logging.getLogger(__name__)

_BREATH_MS = 8  # between two pages that are compiled: whatever else the loop has to do comes in between


@dataclass
class Listener:
    """What the host tells. Each may be replaced; called on Qt's thread."""

    answer: Callable[[Step[Any], object], None] = lambda step, given: None
    back: Callable[[Step[Any], object | None], None] = lambda step, draft: None
    leave: Callable[[], None] = lambda: None
    touch: Callable[[], None] = lambda: None
    drawn: Callable[[Drawn], None] = lambda drawn: None


@dataclass(frozen=True)
class Drawn:
    """A page's first frame is on the glass. Milliseconds; `since_touch` only where a touch on the screen led to it."""

    step: Step[Any]
    since_show: float
    since_touch: float | None


@dataclass
class _Page:
    step: Step[Any]
    model: PageModel
    before: object | None
    can_go_back: bool
    errors: tuple[FieldError, ...] = ()


class Host(QObject):
    """A window with one page at a time. Everything is of this instance: a desk may have two of them.

    `for_staff`: nobody but a clerk looks at it. Another person's picture is shown on no other screen. `keeps_modes`:
    language and modes outlast a wipe, because it is the same clerk who goes on.
    """

    def __init__(
        self,
        theme: Theme | None = None,
        language: str = CHINESE,
        *,
        hall: Text = Text(""),
        now: Callable[[], float] = time.monotonic,
        window: QQuickWindow | None = None,
        sound: Sound | None = None,
        speech: Speech | None = None,
        for_staff: bool = False,
        keeps_modes: bool = False,
    ) -> None:
        super().__init__()
        self.listener = Listener()
        self.window = window or QQuickWindow()
        self.sound = sound or Sound()
        self.speech = speech or Speech()
        self._for_staff, self._keeps_modes = for_staff, keeps_modes
        self._now, self._hall = now, hall
        self._first_theme = self._theme = theme or Theme()
        self._first_language = self._language = language
        self._page: _Page | None = None
        self._going: list[tuple[PageModel, QQuickItem]] = []  # dropped, not yet deleted by Qt
        self._letting_go = QTimer(self, singleShot=True)
        self._letting_go.timeout.connect(self._let_go)
        self._shown_at = 0.0
        self._caused_at: float | None = None
        self._undrawn: Step[Any] | None = None
        self._preloading: Iterator[None] | None = None
        self._preloaded = False
        self._wipers: list[Callable[[], None]] = []
        self._languages = Languages()
        self._languages.use(language)
        self._set_up_engine()
        self._presses = Presses(self.window, now, lambda: self.listener.touch())

    def _set_up_engine(self) -> None:
        self.engine = QQmlEngine()
        self.pictures = Pictures()
        self.engine.addImageProvider(PROVIDER, self.pictures)
        self.engine.addImageProvider(icons.PROVIDER, icons.IconPictures())
        self._pages = Pages(self.engine)
        own_fonts = load_fonts()
        self._stage = self._pages.make("Stage.qml", {"parent": self.window.contentItem(), "hallName": ""})
        look = cast(QObject, self._stage.property("theme"))
        look.setProperty("family", FAMILY if own_fonts else QGuiApplication.font().family())
        self._look = look
        _listen(self._stage, "modeTapped", self._switch_mode)
        _listen(self._stage, "leaveConfirmed", self._leave)
        _listen(self._stage, "stayTapped", self._stay)
        _listen(self._stage, "backTapped", self._back)
        _listen(self._stage, "leaveTapped", self._leave_tapped)
        self.window.frameSwapped.connect(self._frame_swapped)
        self._apply()

    # ---- kiosk.visit.Screen

    def show(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        """Shows the step's page in place of the one before. PageError for a clerk's page on a citizen's screen."""
        if step.for_staff and not self._for_staff:
            raise PageError(f"{type(step).__name__} is for a clerk's own screen")
        if self._page and type(step) is type(self._page.step) and self._page.model.become(step):
            self._page.step = self._undrawn = step
            self._shown_at = self._now()
            self._sound()
            self.window.update()
            return
        self._build(step, before, can_go_back)
        self._sound()
        self._shown_at = self._now()

    def put_right(self, step: Step[Any], errors: tuple[FieldError, ...]) -> None:
        """Says on the shown page what is to be put right."""
        if self._page and self._page.step is step:
            self._page.errors = errors
            self._page.model.put_right(errors)

    def warn_idle(self, seconds_left: float | None) -> None:
        """Lays the idle warning over the page, or takes it away."""
        if seconds_left is not None:
            self._stage.setProperty("secondsLeft", round(seconds_left))
            self._lay_over("idle")
        elif self._stage.property("over") == "idle":
            self._lay_over("")

    def wipe(self) -> None:
        """Forgets everything that was shown or typed; modes and language are as at the start."""
        self._lay_over("")
        self._drop_page()
        self._let_go()
        self.pictures.forget()
        QGuiApplication.clipboard().clear()
        self.sound.wipe()
        self.speech.stop()
        for wiper in self._wipers:
            wiper()
        if not self._keeps_modes:
            self._theme = self._first_theme
            self._change_language(self._first_language)
            self._apply()
        self.engine.collectGarbage()

    # ---- for the terminal, the tour and the bench

    def close(self) -> None:
        """The end of the program: the page goes before Qt and Python take things apart in an order of their own."""
        self._lay_over("")
        self._drop_page()
        self._let_go()
        self._languages.use(CHINESE)
        self.sound.close()
        self.speech.close()
        self.window.close()

    @property
    def shown_page(self) -> QQuickItem | None:
        """The page's root item."""
        return cast("QQuickItem | None", self._stage.property("shownPage"))

    @property
    def language(self) -> str:
        """The language tag of now."""
        return self._language

    @property
    def as_at_start(self) -> bool:
        """Whether nobody chose a language or a mode since the last wipe."""
        return (self._language, self._theme) == (self._first_language, self._first_theme)

    @property
    def theme(self) -> Theme:
        """The theme of now, with the modes that the person chose."""
        return self._theme

    def at_wipe(self, wiper: Callable[[], None]) -> None:
        """Something else that must forget with every wipe."""
        self._wipers.append(wiper)

    def grab(self) -> QImage:
        """A picture of the screen."""
        return self.window.grabWindow()

    def preload(self) -> None:
        """Compiles all pages, one at a time with a breath between. Call it after the first frame."""
        self._preloading = self._pages.compile_all()
        QTimer.singleShot(0, self._preload_next)

    @property
    def preloaded(self) -> bool:
        """Whether all pages are compiled."""
        return self._preloaded

    def switch(self, mode: str) -> None:
        """Switches "elder", "contrast", "seated" or "language" as the buttons at the foot do."""
        self._switch_mode(mode)

    def press_key(self, key: str) -> None:
        """One of the four keys below the screen: "up", "down", "ok", "help"."""
        if not self._presses.key_counts():
            return
        match key:
            case "up" | "down":
                getattr(self._stage, "walk")(1 if key == "down" else -1)  # noqa: B009 - a function of Stage.qml
            case "ok":
                getattr(self._stage, "pressFocused")()  # noqa: B009 - a function of Stage.qml
            case "help":
                self._lay_over("" if self._stage.property("over") == "help" else "help")
        self.window.update()

    def ask_to_leave(self) -> None:
        """The question before what was typed is lost, whether there is something or not."""
        self._lay_over("leave")

    # ---- parts

    def _build(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        self._lay_over("")
        self._drop_page()
        self._presses.hold_back()
        self.pictures.forget()
        model = make_model(step, Showing(self._language, before, can_go_back, self.pictures.add))
        page = self._pages.compiled(page_of(step))
        with self._languages.spoken():
            getattr(self._stage, "put")(page, model, can_go_back)  # noqa: B009 - a function of Stage.qml
        if self.shown_page is None:
            raise PageError(f"{page_of(step)}: {page.errorString()}")
        self._page = _Page(step, model, before, can_go_back)
        model.answered.connect(self._answered)
        model.speaks.connect(self._speak)
        model.begin()
        self._undrawn = step
        self.window.update()

    def _sound(self) -> None:
        self.sound.stop()
        if self._page and (tone := self._page.model.tone):
            self.sound.play(tone)

    def _drop_page(self) -> None:
        """The page goes in a later round of the event loop: nothing is deleted in its own signal."""
        page, self._page = self._page, None
        if page:
            page.model.answered.disconnect(self._answered)
            page.model.speaks.disconnect(self._speak)
            self.speech.stop()
            if item := self.shown_page:
                self._going.append((page.model, item))
            getattr(self._stage, "drop")()  # noqa: B009 - a function of Stage.qml
            self._letting_go.start(0)

    @Slot()
    def _let_go(self) -> None:
        """Lets models go whose pages are deleted. Repeaters delete their items a round after the page, bound to it."""
        for _ in ("pages", "their repeaters' items"):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._going = [pair for pair in self._going if Shiboken.isValid(pair[1])]
        if self._going:
            self._letting_go.start(20)

    @Slot(object)
    def _answered(self, given: object) -> None:
        if self._page:
            self._caused_at = self._presses.last_at
            self.listener.answer(self._page.step, given)

    @Slot(str)
    def _speak(self, text: str) -> None:
        self.speech.say(text, self._language)

    @Slot()
    def _back(self) -> None:
        if self._page:
            self._caused_at = self._presses.last_at
            self.listener.back(self._page.step, self._page.model.draft)

    @Slot()
    def _leave_tapped(self) -> None:
        if self._page and self._page.model.dirty:
            self.ask_to_leave()
        else:
            self._leave()

    @Slot()
    def _leave(self) -> None:
        self._caused_at = self._presses.last_at
        self.listener.leave()

    @Slot()
    def _stay(self) -> None:
        self._lay_over("")

    def _lay_over(self, what: str) -> None:
        if self._stage.property("over") != what:
            with self._languages.spoken():
                self._stage.setProperty("over", what)
            self._presses.hold_back()
            self.window.update()

    @Slot(str)
    def _switch_mode(self, mode: str) -> None:
        if mode == "language":
            self._change_language(CHINESE if self._language == ENGLISH else ENGLISH)
        else:
            self._theme = self._theme.toggled(mode)
        self._apply()

    def _change_language(self, language: str) -> None:
        if language == self._language:
            return
        self._language = language
        self._languages.use(language)
        page = self._page
        if page:
            draft = page.model.draft
            self._drop_page()
        with self._languages.spoken():
            self.engine.retranslate()
        if page:
            self._build(page.step, page.before if draft is None else draft, page.can_go_back)
            if self._page and draft is not None:
                self._page.model.keep(draft)
            if page.errors:
                self.put_right(page.step, page.errors)

    def _apply(self) -> None:
        self._theme.apply(self._look)
        self._stage.setProperty("english", self._language.startswith("en"))
        self._stage.setProperty("hallName", self._hall.in_language(self._language))

    @Slot()
    def _frame_swapped(self) -> None:
        self._presses.drawn()
        if self._undrawn is None:
            return
        step, self._undrawn = self._undrawn, None
        cause, self._caused_at = self._caused_at, None
        now = self._now()
        since_touch = None if cause is None else (now - cause) * 1000
        self.listener.drawn(Drawn(step, (now - self._shown_at) * 1000, since_touch))

    @Slot()
    def _preload_next(self) -> None:
        if self._preloading is None:
            return
        for _ in self._preloading:
            QTimer.singleShot(_BREATH_MS, self._preload_next)
            return
        self._preloading, self._preloaded = None, True


def _listen(item: QQuickItem, signal: str, slot: Callable[..., None]) -> None:
    """Connects a signal that is declared in QML."""
    getattr(item, signal).connect(slot)
