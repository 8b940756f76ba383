"""Small widgets that the dock's areas share."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from screens.dock import theme
from screens.dock.words import NOTHING, Language, Words


class Say(QLabel):
    """A label in the window's language; the other language is its tooltip."""

    def __init__(self, language: Language, words: Words, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._language = language
        self._words = words
        language.changed.connect(self.retell)
        self.retell()

    def tell(self, words: Words) -> None:
        """Shows another text."""
        self._words = words
        self.retell()

    def retell(self) -> None:
        """Shows the text in the window's language."""
        self.setText(self._language.say(self._words))
        self.setToolTip(self._language.other(self._words))


class Elided(QLabel):
    """A text that takes the room there is and ends in … where it is too long."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(40)
        self.setToolTip(text)
        self._whole = text
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the text."""
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))
        super().resizeEvent(event)


class Push(QPushButton):
    """A button in the window's language; tooltip: the other language, then why it rests. `lit` shows that it holds."""

    def __init__(self, language: Language, words: Words, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._language = language
        self._words = words
        self._why = NOTHING
        language.changed.connect(self.retell)
        self.retell()

    def tell(self, words: Words) -> None:
        """Shows another text."""
        self._words = words
        self.retell()

    def rest(self, why: Words | None) -> None:
        """Rests for a reason, or works again with None."""
        self._why = why or NOTHING
        self.setEnabled(why is None)
        self.retell()

    def light(self, tone: str) -> None:
        """Shows that its effect holds ("plain", "good", "worry", "bad"), or not ("")."""
        if self.property("lit") != tone:
            self.setProperty("lit", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def retell(self) -> None:
        """Shows the texts in the window's language."""
        self.setText(self._language.say(self._words))
        self.setAccessibleName(self._language.say(self._words))
        lines = (self._language.other(self._words), self._language.say(self._why))
        self.setToolTip("\n".join(line for line in lines if line))


class Dot(QWidget):
    """A lamp: one colour says how a thing stands."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = theme.DIM
        self.setFixedSize(10, 10)

    def shine(self, colour: str) -> None:
        """Changes the colour."""
        if colour != self._colour:
            self._colour = colour
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the lamp."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))


class Panel(QFrame):
    """A raised area with a column of things."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 12, 8)
        self.column.setSpacing(7)


class Scroll(QScrollArea):
    """A column that scrolls up and down."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setObjectName("inside")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 4, 0)
        self.column.setSpacing(theme.GAP)
        self.setWidget(inside)


def beside(*widgets: QWidget) -> QWidget:
    """Widgets in a line that isn't broken."""
    if len(widgets) == 1:
        return widgets[0]
    group = QWidget()
    line = QHBoxLayout(group)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    for widget in widgets:
        line.addWidget(widget)
    return group


class FlowLayout(QLayout):
    """Lays things in lines, as words in a paragraph."""

    def __init__(self, spacing: int = 5) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem, /) -> None:
        """Adds a thing at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many things there are."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem:
        """The thing at `index`; None past the end, as Qt asks for it."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int, /) -> QLayoutItem:
        """Takes the thing at `index` out; None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """The height of the lines at this width."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect, /) -> None:
        """Lays the things within `rect`."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        """The size of the widest thing."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The size of the widest thing."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x + size.width() > rect.right() + 1 and line:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()
