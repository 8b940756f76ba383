"""The two readers as one sees them from above, with the card that lies there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFont,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from screens.dock import theme
from screens.dock.outcomes import displayable
from screens.dock.people import SHORT
from screens.dock.words import Language, Words

CARD_MIME = "application/x-hall-card"
"""What is dragged from the tray: the citizen's key and the card's index, separated by a line feed."""

_UNKNOWN = Words("有一张卡", "Some card")
_COLOURS: Mapping[str, tuple[str, str]] = {
    "resident": ("#e7eef5", "#c4d8ea"),
    "hmt-residence": ("#e5f2e9", "#bfe0cc"),
    "foreigner-2017": ("#f4ebdb", "#e6d2ae"),
    "foreigner-2023": ("#f4ebdb", "#e6d2ae"),
    "social-security": ("#dceef0", "#a9d6d9"),
}


@dataclass(frozen=True)
class Lying:
    """The card on a reader, as the emulator tells it."""

    kind: str
    name: str = field(repr=False)
    number: str = field(repr=False)


def lying(state: Mapping[str, object], laid: Lying | None) -> Lying | None:
    """Which card lies there, from an emulator's state: `card` tells that one does, `laid` is the last one from here."""
    if not state.get("card"):
        return None
    return laid or Lying("", "", "")


def lying_of(card: object) -> Lying | None:
    """What is seen of a card that is laid on a reader."""
    if not isinstance(card, Mapping):
        return None
    return Lying(*(displayable(card.get(key) or "") for key in ("kind", "name", "number")))


def drag_data(key: str, index: int) -> QMimeData:
    """What a card dragged from the tray carries."""
    data = QMimeData()
    data.setData(CARD_MIME, QByteArray(f"{key}\n{index}".encode()))
    return data


def dragged(data: QMimeData) -> tuple[str, int] | None:
    """Which citizen's which card is being dragged; None for anything else."""
    key, _, index = bytes(data.data(CARD_MIME).data()).decode(errors="replace").rpartition("\n")
    return (key, int(index)) if key and index.isdecimal() else None


class ReaderSlot(QWidget):
    """A reader's surface. A card dragged from the tray may be dropped on it."""

    dropped = Signal(str, int)  # citizen's key, card's index

    def __init__(self, language: Language, title: Words) -> None:
        super().__init__()
        self._language = language
        self._title = title
        self._card: Lying | None = None
        self._present = False
        self._over = False
        self.setFixedHeight(106)
        self.setAcceptDrops(True)
        language.changed.connect(self._retell)
        self._retell()

    @property
    def card(self) -> Lying | None:
        """The card that lies there."""
        return self._card

    def show_state(self, present: bool, card: Lying | None) -> None:
        """Shows whether the reader is there, and the card on it."""
        if (present, card) != (self._present, self._card):
            self._present, self._card = present, card
            self._retell()

    def _retell(self) -> None:
        said = self._language.say(self._title)
        what = f"{self._kind()} {self._card.name}" if self._card else self._language.say(self._invitation())
        self.setAccessibleName(f"{said}: {what}")
        self.setToolTip(self._language.other(self._title))
        self.update()

    def _kind(self) -> str:
        kind = self._card.kind if self._card else ""
        return self._language.say(SHORT.get(kind, self._title))

    def _invitation(self) -> Words:
        return Words("空", "Empty") if self._present else Words("不在", "Absent")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes cards only."""
        if dragged(event.mimeData()):
            event.acceptProposedAction()
            self._hover(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The card went on."""
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """A card was let go here."""
        self._hover(False)
        if found := dragged(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(*found)

    def _hover(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the surface and the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor("#12151a"))
        colour = theme.ACCENT if self._over or (self._present and self._card) else "#465162"
        painter.setPen(QPen(QColor(colour), 1.4, Qt.PenStyle.SolidLine if self._card else Qt.PenStyle.DashLine))
        painter.drawRoundedRect(surface, 10, 10)
        if self._card:
            self._paint_card(painter, surface.adjusted(8, 8, -8, -8), self._card)
        else:
            self._paint_empty(painter, surface)

    def _paint_empty(self, painter: QPainter, surface: QRectF) -> None:
        centre = surface.center()
        painter.setPen(QPen(QColor("#465162" if self._present else "#2b323d"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for radius in (7, 13, 19):  # the sign for "hold it here"
            box = QRectF(centre.x() - radius, centre.y() - 22 - radius, 2 * radius, 2 * radius)
            painter.drawArc(box, -50 * 16, 100 * 16)
        painter.setPen(QColor(theme.DIM))
        painter.setFont(_sized(painter.font(), 12))
        text = f"{self._language.say(self._title)}\n{self._language.say(self._invitation())}"
        place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(surface.adjusted(4, 0, -4, -9), place, text)

    def _paint_card(self, painter: QPainter, box: QRectF, card: Lying) -> None:
        light, deep = _COLOURS.get(card.kind, ("#eeeeee", "#d8d8d8"))
        shade = QLinearGradient(box.topLeft(), box.bottomRight())
        shade.setColorAt(0, QColor(light))
        shade.setColorAt(1, QColor(deep))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(box, 7, 7)
        self._paint_portrait(painter, box, deep)
        painter.setPen(QColor("#4a5666"))
        painter.setFont(_sized(painter.font(), 11))
        text = box.adjusted(10, 7, -48, -8)
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, self._kind())
        painter.setPen(QColor(theme.INK))
        painter.setFont(_sized(painter.font(), 19, bold=True))
        name = card.name or self._language.say(_UNKNOWN)
        painter.drawText(text.adjusted(0, 18, 0, 0), Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(_sized(painter.font(), 11))
        line = box.adjusted(10, 0, -6, -7)
        painter.drawText(line, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, card.number)

    def _paint_portrait(self, painter: QPainter, box: QRectF, deep: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(deep).darker(118))
        frame = QRectF(box.right() - 42, box.top() + 9, 32, 40)
        painter.drawRoundedRect(frame, 4, 4)
        painter.setBrush(QColor(deep).lighter(112))
        painter.drawEllipse(QPointF(frame.center().x(), frame.top() + 15), 7, 8)
        painter.save()
        painter.setClipRect(frame)
        painter.drawEllipse(QPointF(frame.center().x(), frame.bottom() + 4), 14, 15)
        painter.restore()


def _sized(font: QFont, pixels: int, bold: bool = False) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(pixels)
    sized.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return sized
