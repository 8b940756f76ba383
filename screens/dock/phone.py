"""The phone on which the platform's text messages arrive."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from screens.dock import theme
from screens.dock.messages import Message
from screens.dock.widgets import Say, Scroll
from screens.dock.words import Language, Words

_MOST = 50
_SHEET = """
QWidget#inside { background: transparent; }
QPushButton { background: #ffffff; border: none; border-radius: 12px; text-align: left; }
QPushButton:hover { background: #f2f8f7; }
QLabel { color: #20242b; background: transparent; }
QLabel#small { color: #66707e; font-size: 11px; }
QLabel#code { font-size: 22px; font-weight: 600; color: #0b6b5f; }
QLabel#copied { color: #ffffff; background: #0b6b5f; border-radius: 12px; padding: 5px 12px; }
QLabel#clock { color: #20242b; font-weight: 600; font-size: 12px; }
QLabel#head { color: #20242b; font-weight: 600; font-size: 15px; }
"""


class Bubble(QWidget):
    """One message; a tap copies its code (or its text where there is none)."""

    tapped = Signal(str)

    def __init__(self, language: Language, message: Message, whose: str) -> None:
        super().__init__()
        self.message = message
        self._hover = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(2)
        when = message.at.strftime("%H:%M:%S") if message.at else ""
        line = "   ".join(part for part in (whose, spaced_phone(message.phone), when) if part)
        column.addWidget(_label(line, "small"))
        text = _label(message.text, "")
        text.setWordWrap(True)
        column.addWidget(text)
        if message.code:
            column.addWidget(_label(message.code, "code"))
        hint = Words("轻点复制验证码", "Tap to copy the code") if message.code else Words("轻点复制", "Tap to copy")
        column.addWidget(Say(language, hint, "small"))
        self.setAccessibleName(f"{message.phone} {message.text}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap."""
        if self.rect().contains(event.position().toPoint()):
            self.tapped.emit(self.message.code or self.message.text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the bubble."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.ACCENT) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#eef6f4" if self.underMouse() else "#ffffff"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 13, 13)


class Phone(QWidget):
    """A phone with its messages, the newest on top."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.setStyleSheet(_SHEET)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 22)
        column.setSpacing(8)
        self._clock = _label("", "clock")
        self._clock.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._clock)
        column.addWidget(Say(language, Words("短信", "Messages"), "head"))
        self._nothing = Say(language, Words("还没有短信", "No messages yet"), "small")
        column.addWidget(self._nothing)
        self._scroll = Scroll()
        self._scroll.column.setSpacing(8)
        self._scroll.column.addStretch(1)
        column.addWidget(self._scroll, 1)
        self._copied = Say(language, Words("", ""), "copied")
        self._copied.hide()
        column.addWidget(self._copied, 0, Qt.AlignmentFlag.AlignHCenter)
        self._fade = QTimer(self, singleShot=True, interval=2500)
        self._fade.timeout.connect(self._copied.hide)
        self.bubbles: list[Bubble] = []
        self._names: Mapping[str, str] = {}

    def show_clock(self, text: str) -> None:
        """Shows the time of day."""
        self._clock.setText(text)

    def know(self, names: Mapping[str, str]) -> None:
        """Whose number is whose, for the messages to come."""
        self._names = names

    def receive(self, messages: tuple[Message, ...]) -> None:
        """Messages arrive, oldest first."""
        for message in messages[-_MOST:]:
            bubble = Bubble(self._language, message, self._names.get(message.phone, ""))
            bubble.tapped.connect(self._copy)
            self.bubbles.insert(0, bubble)
            self._scroll.column.insertWidget(0, bubble)
        for old in self.bubbles[_MOST:]:
            self._drop(old)
        del self.bubbles[_MOST:]
        self._nothing.setVisible(not self.bubbles)
        self._scroll.verticalScrollBar().setValue(0)

    def forget(self) -> None:
        """Clears the phone."""
        for bubble in self.bubbles:
            self._drop(bubble)
        self.bubbles = []
        self._nothing.show()

    def _drop(self, bubble: Bubble) -> None:
        self._scroll.column.removeWidget(bubble)
        bubble.hide()
        bubble.deleteLater()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        shown = text if len(text) <= 8 else ""
        self._copied.tell(Words(f"已复制 {shown}".strip(), f"Copied {shown}".strip()))
        self._copied.show()
        self._fade.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the phone's body and screen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QColor("#4a5566"))
        painter.setBrush(QColor("#0b0d10"))
        painter.drawRoundedRect(body, 30, 30)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#dfe7ea"))
        painter.drawRoundedRect(body.adjusted(7, 7, -7, -7), 24, 24)
        painter.setBrush(QColor("#0b0d10"))
        painter.drawRoundedRect(QRectF(body.center().x() - 38, body.bottom() - 16, 76, 4), 2, 2)


def spaced_phone(number: str) -> str:
    """A mobile number as it is read: 138 0000 0001."""
    if len(number) == 11 and number.isdecimal():
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number


def _label(text: str, name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label
