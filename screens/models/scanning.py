"""The page model of the document camera: what it sees, with the found page drawn into it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from kiosk.steps.scanning import ScanAnswer, ScanPages, Seen
from kiosk.steps.step import Step
from screens.models.base import PageModel, Showing
from screens.models.live import LiveItem

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

_OUTLINE = 5.0  # pixels


@QmlElement
class LivePicture(LiveItem):
    """The camera's picture as large as it fits, its page outlined."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._outline: tuple[tuple[float, float], ...] = ()
        self._line = QColor("#8effa8")

    def show(self, seen: Seen) -> None:
        """Another picture; an empty one where there is none."""
        self._outline = seen.outline
        self._line = QColor("#8effa8" if seen.good else "#ffd37a")
        self.take(seen.width, seen.height, seen.rgb)

    def paint(self, painter: QPainter) -> None:
        """Called by Qt."""
        if self._image.isNull():
            return
        place = self._place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        if self._outline:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._line, _OUTLINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            corners = [QPointF(place.x() + x * place.width(), place.y() + y * place.height()) for x, y in self._outline]
            painter.drawPolygon(QPolygonF(corners))

    def _place(self) -> QRectF:
        """Where the picture lies: in the middle, as large as it fits."""
        wide, high = self._image.width(), self._image.height()
        scale = min(self.width() / wide, self.height() / high)
        width, height = math.floor(wide * scale), math.floor(high * scale)
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)


@QmlElement
class ScanPagesModel(PageModel):
    """One material, page by page."""

    changed = Signal()
    moved = Signal()  # another picture of the camera

    def __init__(self, step: ScanPages, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step
        self._shot = self._address(step)
        self._seen: Seen | None = None
        self._picture = LivePicture()
        self._picture.setParent(self)
        step.view.look(self._look)

    def become(self, step: Step[Any]) -> bool:
        """The same material, one thing further."""
        if not isinstance(step, ScanPages) or step.material != self._step.material or step.view != self._step.view:
            return False
        if step.shot != self._step.shot:
            self._shot = self._address(step)
        self._step = step
        self.changed.emit()
        self.moved.emit()
        return True

    @property
    def dirty(self) -> bool:
        """Leaving now would lose the pages, and the form before them."""
        return True

    @Property(str, constant=True)
    def material(self) -> str:
        """What is photographed."""
        return self.showing.text(self._step.material)

    @Property(LivePicture, constant=True)
    def picture(self) -> LivePicture:
        """What the camera sees, for the page to lay where it belongs; made here for the reason `SignModel.pad` is."""
        return self._picture

    @Property(str, notify=changed)
    def shot(self) -> str:
        """The address of the page that was taken, or ""."""
        return self._shot

    @Property(int, notify=changed)
    def quarters(self) -> int:
        """By how many quarters it is turned clockwise."""
        return self._step.quarters

    @Property(int, notify=changed)
    def pages(self) -> int:
        """How many pages there are, with this one."""
        return self._step.kept + bool(self._step.shot)

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """Whether a picture is being taken."""
        return self._step.busy

    @Property(bool, notify=changed)
    def mayGoOn(self) -> bool:  # noqa: N802 - a QML name
        """Whether there may be another page."""
        return ScanAnswer.NEXT in self._step.answers

    @Property(bool, notify=changed)
    def mayFinish(self) -> bool:  # noqa: N802 - a QML name
        """Whether the pages so far may be all."""
        return ScanAnswer.DONE in self._step.answers

    @Property(str, notify=moved)
    def advice(self) -> str:
        """What to do for a better picture, or why the last one was not taken."""
        if self._step.busy:
            return self.showing.say("正在拍照，请不要动", "Taking the picture; please keep still")
        if self._step.trouble.zh and (self._step.shot or not self._good):
            return self.showing.text(self._step.trouble)
        if self._step.shot:
            return self.showing.say("请看看字是否清楚", "Please check that the text is clear")
        if self._seen is None:
            return self.showing.say("正在打开高拍仪", "The camera is being opened")
        return self.showing.text(self._seen.advice)

    @Property(bool, notify=moved)
    def seeing(self) -> bool:
        """Whether the camera shows anything."""
        return self._seen is not None and self._seen.width > 0

    @Property(str, notify=moved)
    def mood(self) -> str:
        """How the advice is meant: info, good or warn."""
        if self._step.busy or (self._seen is None and not self._step.shot):
            return "info"
        if self._step.shot:
            return "warn" if self._step.trouble.zh else "info"
        return "good" if self._good else "warn"

    @property
    def _good(self) -> bool:
        return self._seen is not None and self._seen.good

    def _address(self, step: ScanPages) -> str:
        return self.showing.picture(step.shot) if step.shot else ""

    def _look(self, seen: Seen) -> None:
        before, self._seen = self._seen, seen
        self._picture.show(seen)
        if before is None or replace(before, rgb=b"", outline=()) != replace(seen, rgb=b"", outline=()):
            self.moved.emit()
