"""The mirror of a page that looks at a face: the camera's picture in an oval, with a ring of progress around it."""

from __future__ import annotations

from PySide6.QtCore import Property, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTransform
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from kiosk.steps.faces import SeenFace
from screens.models.live import LiveItem

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

SHAPE = 3 / 4
"""The oval's width by its height: about that of a head with some room."""

_TURN = 360 * 16  # QPainter counts angles in sixteenths of a degree
_TOP = 90 * 16
_GAP = 4 * 16  # between two parts of the ring


@QmlElement
class MirrorPicture(LiveItem):
    """What lies outside the oval, such as people further away, is neither shown nor kept.

    `ring` is its width in pixels; it is filled part by part as challenges are met, and whole while there are none and
    the face is seen well.
    """

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._ring = 12.0
        self._backing, self._track, self._fill = QColor("white"), QColor("gray"), QColor("green")
        self._done = self._of = 0
        self._good = False

    # ---- for QML

    def _get_ring(self) -> float:
        return self._ring

    def _set_ring(self, value: float) -> None:
        self._ring = value
        self.update()

    ring = Property(float, _get_ring, _set_ring)

    def _get_backing(self) -> QColor:
        return self._backing

    def _set_backing(self, color: QColor) -> None:
        self._backing = QColor(color)
        self.update()

    backing = Property(QColor, _get_backing, _set_backing)

    def _get_track(self) -> QColor:
        return self._track

    def _set_track(self, color: QColor) -> None:
        self._track = QColor(color)
        self.update()

    track = Property(QColor, _get_track, _set_track)

    def _get_fill(self) -> QColor:
        return self._fill

    def _set_fill(self, color: QColor) -> None:
        self._fill = QColor(color)
        self.update()

    fill = Property(QColor, _get_fill, _set_fill)

    # ---- for the page model

    def show(self, seen: SeenFace) -> None:
        """Another picture, and how far the person is."""
        self._done, self._of, self._good = seen.done, seen.of, seen.good
        self.take(seen.width, seen.height, seen.rgb)

    def wanted(self, width: int, height: int) -> QRect:
        """The middle of the picture, in the oval's shape."""
        wide = min(width, max(1, round(height * SHAPE)))
        high = min(height, max(1, round(width / SHAPE)))
        return QRect((width - wide) // 2, (height - high) // 2, wide, high)

    # ---- what Qt calls

    def paint(self, painter: QPainter) -> None:
        """The backing, the ring on it, and the picture inside."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        whole = self.boundingRect()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._backing)
        painter.drawEllipse(whole)
        self._paint_ring(painter, whole.adjusted(self._ring, self._ring, -self._ring, -self._ring))
        inner = self._ring * 2
        self._paint_picture(painter, whole.adjusted(inner, inner, -inner, -inner))

    def _paint_ring(self, painter: QPainter, place: QRectF) -> None:
        parts = max(1, self._of)
        done = self._done if self._of else int(self._good)
        gap = _GAP if parts > 1 else 0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part in range(parts):
            color = self._fill if part < done else self._track
            cap = Qt.PenCapStyle.FlatCap
            painter.setPen(QPen(color, self._ring, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(place, _TOP - part * _TURN // parts - gap // 2, gap - _TURN // parts)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        if self._image.isNull() or place.isEmpty():
            return
        brush = QBrush(self._image)
        scale = QTransform.fromTranslate(place.x(), place.y())
        brush.setTransform(scale.scale(place.width() / self._image.width(), place.height() / self._image.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawEllipse(place)
