"""The tray of sample citizens: find somebody, lay one of their cards on a reader."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QDrag, QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from screens.dock.commands import READERS
from screens.dock.people import Card, Case, Citizen
from screens.dock.slots import Lying, drag_data
from screens.dock.widgets import Elided, FlowLayout, Panel, Push, Say, Scroll
from screens.dock.words import Language, Words

_HUES = ("#3f6f9c", "#7a5a9e", "#4c8a6a", "#a56a45", "#96577b", "#557a3d", "#3d7f8c", "#8a6f35")
_SORTS = {
    "": Words("全部", "All"),
    "resident": Words("身份证", "ID"),
    "hmt-residence": Words("港澳台", "HK/MO/TW"),
    "foreigner-2017": Words("外国人", "Foreign"),
    "social-security": Words("社保卡", "Social"),
}


class CardChip(Push):
    """One card of a citizen: pressed, it is laid on its reader; dragged, it goes where it is dropped."""

    def __init__(self, language: Language, citizen: Citizen, index: int) -> None:
        card = citizen.cards[index]
        super().__init__(language, card.short_words)
        self._citizen = citizen
        self._index = index
        self._pressed_at: QPoint | None = None
        self.setAccessibleDescription(card.name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers where a drag would begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begins a drag once the card has moved far enough."""
        moved = event.position().toPoint() - (self._pressed_at or event.position().toPoint())
        if self._pressed_at is None or moved.manhattanLength() < QApplication.startDragDistance():
            super().mouseMoveEvent(event)
            return
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(drag_data(self._citizen.key, self._index))
        picture = QPixmap(self.size() * self.devicePixelRatioF())
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.render(picture)
        drag.setPixmap(picture)
        drag.exec(Qt.DropAction.CopyAction)


class CasesButton(Push):
    """The citizen's cases, to be read off or copied: number and query code as on the slip."""

    def __init__(self, language: Language, cases: tuple[Case, ...]) -> None:
        super().__init__(language, Words(f"办件 {len(cases)}", f"Cases {len(cases)}"), "quiet")
        self._cases = cases
        self._language = language
        self.clicked.connect(self._open)

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for case in self._cases:
            code = self._language.say(Words("查询码", "query code"))
            action = menu.addAction(f"{self._language.say(case.title)}\t{case.number}  {code} {case.query_code}")
            action.setData(case.number)
        menu.triggered.connect(self._copy)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _copy(self, action: QAction) -> None:
        QGuiApplication.clipboard().setText(str(action.data()))


class _Portrait(QWidget):
    def __init__(self, name: str, hue: str) -> None:
        super().__init__()
        self._letter = name[:1]
        self._hue = hue
        self.setFixedSize(38, 38)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the first character of the name on a disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._hue))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor("#ffffff"))
        font = painter.font()
        font.setPixelSize(17)
        painter.setFont(font)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._letter)


class CitizenRow(Panel):
    """One citizen with their cards."""

    laid = Signal(object)  # Card

    def __init__(self, language: Language, citizen: Citizen) -> None:
        super().__init__()
        self.citizen = citizen
        self.column.setContentsMargins(9, 6, 8, 7)
        line = QHBoxLayout()
        line.setSpacing(10)
        hue = _HUES[sum(citizen.key.encode()) % len(_HUES)]
        line.addWidget(_Portrait(citizen.name, hue), 0, Qt.AlignmentFlag.AlignTop)
        self._chips = [CardChip(language, citizen, index) for index in range(len(citizen.cards))]
        for chip, card in zip(self._chips, citizen.cards, strict=True):
            chip.clicked.connect(lambda _checked=False, card=card: self.laid.emit(card))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addLayout(self._upper(citizen))
        texts.addLayout(self._lower(language, citizen))
        line.addLayout(texts, 1)
        self.column.addLayout(line)
        self.setAccessibleName(citizen.name)

    def _upper(self, citizen: Citizen) -> QHBoxLayout:
        upper = QHBoxLayout()
        upper.setSpacing(5)
        upper.addWidget(Elided(citizen.name, "heading"), 1)
        for chip in self._chips:
            upper.addWidget(chip)
        return upper

    def _lower(self, language: Language, citizen: Citizen) -> QHBoxLayout:
        lower = QHBoxLayout()
        label = Say(language, citizen.label, "dim")
        label.setWordWrap(True)
        lower.addWidget(label, 1)
        if citizen.cases:
            lower.addWidget(CasesButton(language, citizen.cases))
        return lower

    def show_lying(self, cards: dict[str, Lying | None], present: dict[str, bool]) -> None:
        """Lights the cards that lie on a reader; rests those whose reader is absent. Keyed by emulator."""
        for chip, card in zip(self._chips, self.citizen.cards, strict=True):
            emulator, _ = READERS.get(card.kind, ("", ""))
            chip.light("plain" if lies(card, cards.get(emulator)) else "")
            chip.rest(None if present.get(emulator) else Words("它的读卡器不在", "Its reader is absent"))


def lies(card: Card, lying: Lying | None) -> bool:
    """Whether this card is the one lying there."""
    return lying is not None and (lying.kind, lying.name, lying.number) == (card.kind, card.name, card.number)


class CitizenTray(QWidget):
    """All citizens, those searched for first; cards are chosen here."""

    laid = Signal(object)  # Card

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._rows: list[CitizenRow] = []
        self._kind = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sift)
        self.search.returnPressed.connect(self._lay_first)
        column.addWidget(self.search)
        self._filters = FlowLayout(2)
        column.addLayout(self._filters)
        self._kind_buttons = {kind: self._filter(kind, words) for kind, words in _SORTS.items()}
        self._empty = Say(language, Words("", ""), "dim")
        self._empty.setWordWrap(True)
        column.addWidget(self._empty)
        self._scroll = Scroll()
        self._scroll.column.setSpacing(6)
        self._scroll.column.addStretch(1)
        column.addWidget(self._scroll, 1)
        language.changed.connect(self._retell)
        self._retell()
        self._sift()

    @property
    def rows(self) -> tuple[CitizenRow, ...]:
        """The citizens shown now."""
        return tuple(row for row in self._rows if not row.isHidden())

    @property
    def citizens(self) -> tuple[Citizen, ...]:
        """All citizens, shown or not."""
        return tuple(row.citizen for row in self._rows)

    def card(self, key: str, index: int) -> Card | None:
        """A citizen's card, if there is one."""
        cards = next((row.citizen.cards for row in self._rows if row.citizen.key == key), ())
        return cards[index] if 0 <= index < len(cards) else None

    def show_citizens(self, citizens: tuple[Citizen, ...]) -> None:
        """Replaces the citizens; the list stays where it was scrolled to."""
        for row in self._rows:
            self._scroll.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [CitizenRow(self._language, citizen) for citizen in citizens]
        for place, row in enumerate(self._rows):
            row.laid.connect(self.laid)
            self._scroll.column.insertWidget(place, row)
        self._sift()

    def show_lying(self, cards: dict[str, Lying | None], present: dict[str, bool]) -> None:
        """Shows which cards lie on a reader, and whose readers are there. Keyed by emulator."""
        for row in self._rows:
            row.show_lying(cards, present)

    def _filter(self, kind: str, words: Words) -> Push:
        button = Push(self._language, words, "quiet")
        button.clicked.connect(lambda: self._choose(kind))
        self._filters.addWidget(button)
        return button

    def _choose(self, kind: str) -> None:
        self._kind = kind
        self._sift()

    def _sift(self) -> None:
        for row in self._rows:
            wanted = not self._kind or any(card.kind == self._kind for card in row.citizen.cards)
            row.setVisible(wanted and row.citizen.fits(self.search.text()))
        for kind, button in self._kind_buttons.items():
            button.light("plain" if kind == self._kind else "")
        self._empty.setVisible(not self.rows)
        self._empty.tell(
            Words("没有这样的人", "Nobody like that")
            if self._rows
            else Words("平台还没有给出样本人物", "The platform has not given any sample citizens yet")
        )

    def _lay_first(self) -> None:
        cards = self.rows[0].citizen.cards if self.rows else ()
        fitting = [card for card in cards if card.kind == self._kind] or cards
        if fitting:
            self.laid.emit(fitting[0])

    def _retell(self) -> None:
        words = Words("找人: 姓名、号码、情况", "Find: name, number, what they show")
        self.search.setPlaceholderText(self._language.say(words))
        self.search.setAccessibleName(self._language.say(words))
        self.search.setToolTip(self._language.other(words))
