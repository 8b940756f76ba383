"""The dock's window: puts links and areas together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screens.dock import theme
from screens.dock.commands import EMULATORS, PLATFORM, READERS, Sheet
from screens.dock.control_link import EmulatorLink
from screens.dock.outcomes import Answered, Outcome
from screens.dock.panels import SheetPanel
from screens.dock.paper_watch import Kind, Paper, PaperWatch
from screens.dock.papers import PaperStrip, PaperView
from screens.dock.people import Card
from screens.dock.phone import Phone
from screens.dock.platform_link import PlatformLink, Reach
from screens.dock.slots import Lying, ReaderSlot, lying, lying_of
from screens.dock.standing import of_emulator, of_platform
from screens.dock.tray import CitizenTray
from screens.dock.widgets import Push, Say, Scroll
from screens.dock.words import Language, Words

_SLOTS = {"sdt": Words("身份证", "ID card"), "pcsc": Words("社保卡", "Social-security card")}
_LEFT = 340
_EVERY_MS = 1000
_TAKE_AWAY = {"sdt": ("lift", Words("拿开", "Lift")), "pcsc": ("remove", Words("拔卡", "Remove"))}


class DockWindow(QWidget):
    """The whole dock. `folder` holds the control sockets and the paper folders, `address` is the platform's."""

    def __init__(self, folder: Path, address: str, terminal: str = "", *, english: bool = False) -> None:
        super().__init__()
        self.setObjectName("room")
        self.language = Language(english)
        self.platform = PlatformLink(address, terminal, self)
        self.emulators = {sheet.key: EmulatorLink(folder / f"{sheet.key}.sock", self) for sheet in EMULATORS}
        self.papers = PaperWatch({Kind.TICKET: folder / "tickets", Kind.PAGE: folder / "pages"}, self)
        self.tray = CitizenTray(self.language)
        self.slots = {key: ReaderSlot(self.language, words) for key, words in _SLOTS.items()}
        self._take_away = {key: self._lifter(key) for key in self.slots}
        self._laid: dict[str, Lying] = {}
        self.panels = {sheet.key: self._panel(sheet) for sheet in EMULATORS}
        self.platform_panel = SheetPanel(self.language, PLATFORM)
        self.phone = Phone(self.language)
        self.strip = PaperStrip(self.language)
        self._lay_out()
        self._connect()
        self._clock = QTimer(self, interval=_EVERY_MS)
        self._clock.timeout.connect(self.poll)
        self._retitle()
        self.resize(1100, 1000)

    def start(self) -> None:
        """Begins to ask emulators and platform how they stand."""
        self._clock.start()
        self.poll()

    def poll(self) -> None:
        """Asks all once."""
        for link in self.emulators.values():
            link.poll()
        self.platform.poll()
        self.papers.look()
        self.phone.show_clock(datetime.now().strftime("%H:%M"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Drops everything under way."""
        self._clock.stop()
        for link in self.emulators.values():
            link.close()
        self.platform.close()
        self.papers.close()
        super().closeEvent(event)

    def lay(self, card: Card) -> None:
        """Lays a card on the reader that takes it."""
        if found := READERS.get(card.kind):
            emulator, command = found
            self.emulators[emulator].send(command, {"card": dict(card.content)})

    # ---- building

    def _panel(self, sheet: Sheet) -> SheetPanel:
        panel = SheetPanel(self.language, sheet)
        link = self.emulators[sheet.key]
        panel.sent.connect(link.send)
        panel.asked.connect(link.send_beside)
        return panel

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(theme.GAP)
        column.addLayout(self._header())
        body = QHBoxLayout()
        body.setSpacing(theme.GAP)
        body.addLayout(self._left(), 0)
        panels = Scroll()
        for panel in self.panels.values():
            panels.column.addWidget(panel)
        panels.column.addStretch(1)
        body.addWidget(panels, 1)
        self.phone.setFixedWidth(262)
        body.addWidget(self.phone)
        column.addLayout(body, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.GAP)
        self.platform_panel.setFixedWidth(_LEFT)
        bottom.addWidget(self.platform_panel)
        bottom.addWidget(self.strip, 1)
        column.addLayout(bottom)

    def _header(self) -> QHBoxLayout:
        header = QHBoxLayout()
        header.addWidget(Say(self.language, Words("演示台", "Demonstration dock"), "title"))
        header.addSpacing(8)
        header.addWidget(
            Say(self.language, Words("样本数据, 没有一个是真人", "Sample data; nobody here is real"), "dim"), 1
        )
        switch = Push(self.language, Words("English", "中文"), "quiet")
        switch.clicked.connect(self.language.switch)
        header.addWidget(switch)
        return header

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        readers = QHBoxLayout()
        readers.setSpacing(8)
        for key, slot in self.slots.items():
            side = QVBoxLayout()
            side.setSpacing(5)
            slot.setFixedWidth((_LEFT - 8) // 2)
            side.addWidget(slot)
            side.addWidget(self._take_away[key])
            readers.addLayout(side)
        left.addLayout(readers)
        left.addWidget(self.tray, 1)
        return left

    def _lifter(self, key: str) -> Push:
        button = Push(self.language, _TAKE_AWAY[key][1])
        button.clicked.connect(lambda: self._lift(key))
        return button

    def _connect(self) -> None:
        for key, link in self.emulators.items():
            link.changed.connect(lambda key=key: self._show_emulator(key))
            link.answered.connect(lambda outcome, given, key=key: self._answered(key, outcome, given))
            self._show_emulator(key)
        self.tray.laid.connect(self.lay)
        for slot in self.slots.values():
            slot.dropped.connect(self._dropped)
        self.platform.changed.connect(self._show_platform)
        self.platform.arrived.connect(self.phone.receive)
        self.platform.forgotten.connect(self.phone.forget)
        self.platform.answered.connect(self.platform_panel.show_outcome)
        self.platform_panel.sent.connect(self.platform.send)
        self.platform_panel.asked.connect(self.platform.send)
        self.papers.appeared.connect(self.strip.add)
        self.strip.opened.connect(self.open_paper)
        self.language.changed.connect(self._retitle)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.tray.search.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self._lift_all)
        self._show_platform()

    # ---- showing

    def _answered(self, key: str, outcome: Outcome, given: Mapping[str, object]) -> None:
        if isinstance(outcome, Answered) and (card := lying_of(given.get("card"))):
            self._laid[key] = card
            if self.emulators[key].state.get("card"):
                self._show_emulator(key)  # one card instead of another: the state alone doesn't tell
        self.panels[key].show_outcome(outcome)

    def _show_emulator(self, key: str) -> None:
        link, panel = self.emulators[key], self.panels[key]
        panel.show_standing(*of_emulator(link.present, link.state, link.trouble))
        panel.show_offer(link.present, link.offers or None)
        panel.show_state(link.state)
        if slot := self.slots.get(key):
            card = lying(link.state, self._laid.get(key))
            if card is None:
                self._laid.pop(key, None)  # the next card may be somebody else's doing
            slot.show_state(link.present, card)
            self._take_away[key].setEnabled(card is not None)
            self._show_lying()

    def _show_lying(self) -> None:
        cards: dict[str, Lying | None] = {key: slot.card for key, slot in self.slots.items()}
        self.tray.show_lying(cards, {key: self.emulators[key].present for key in self.slots})

    def _show_platform(self) -> None:
        self.platform_panel.show_standing(*of_platform(self.platform.reach, self.platform.faults))
        self.platform_panel.show_offer(self.platform.reach is Reach.READY, None)
        self.platform_panel.show_state(self.platform.faults)
        self.platform_panel.offer("queue_full", self.platform.businesses)
        if self.tray.citizens != self.platform.citizens:
            self.tray.show_citizens(self.platform.citizens)
            played = [each for each in self.platform.citizens if each.face]
            self.panels["face-camera"].offer(
                "person", tuple((each.face, Words(each.name, each.name)) for each in played)
            )
            self.phone.know({citizen.phone: citizen.name for citizen in reversed(self.platform.citizens)})
        self._show_lying()

    def _dropped(self, key: str, index: int) -> None:
        if card := self.tray.card(key, index):
            self.lay(card)

    def _lift_all(self) -> None:
        for key, slot in self.slots.items():
            if slot.card:
                self._lift(key)

    def _lift(self, key: str) -> None:
        self.emulators[key].send(_TAKE_AWAY[key][0])

    def open_paper(self, paper: Paper) -> None:
        """Opens a paper in large."""
        view = PaperView(self.language, paper, self)
        view.show()
        loading = True

        def gone() -> None:
            nonlocal loading
            loading = False

        def loaded(sheets: tuple[QImage, ...]) -> None:
            if loading:
                view.show_sheets(sheets)

        view.destroyed.connect(gone)
        self.papers.open_sheets(paper.path, loaded)

    def _retitle(self) -> None:
        self.setWindowTitle(self.language.say(Words("演示台", "Demonstration dock")))
