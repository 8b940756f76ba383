"""The glass that is written on: ink as it flows, and the strokes as they are filed."""

from __future__ import annotations

import itertools
import math

from PySide6.QtCore import Property, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEventPoint, QImage, QMouseEvent, QPainter, QPainterPath, QPen, QTouchEvent
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

_MOST_STROKES, _MOST_POINTS = 60, 20_000  # as `Sign.read` takes them
_THICK_MM, _THIN_MM = 1.5, 0.7
_QUICK_MM_PER_MS = 0.45  # from here on the line is at its thinnest
_APART_MM = 0.15  # points closer to each other say nothing

Point = tuple[float, float, int]  # x and y in mm from the pad's upper left corner, ms since the first touch
Stroke = list[Point]


@QmlElement
class InkPad(QQuickPaintedItem):
    """One finger or pen writes; other fingers and the palm are not ink.

    New ink goes onto a picture of its own and only its place is painted again, so a stroke costs the same however much
    is written already. `pixelsPerMm` is the theme's.
    """

    changed = Signal()  # with the first and with the last point of a stroke

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._ink = QColor("black")
        self._per_mm = 3.2
        self._strokes: list[Stroke] = []
        self._points = 0
        self._writing: Stroke | None = None
        self._finger: int | None = None
        self._started: int | None = None
        self._width = _THICK_MM
        self._picture = QImage()
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setAcceptTouchEvents(True)
        self.setKeepTouchGrab(True)  # no page turns under a signature
        self.setKeepMouseGrab(True)

    # ---- for QML

    def _get_ink(self) -> QColor:
        return self._ink

    def _set_ink(self, color: QColor) -> None:
        if color != self._ink:
            self._ink = QColor(color)
            self._paint_all_again()

    ink = Property(QColor, _get_ink, _set_ink)

    def _get_per_mm(self) -> float:
        return self._per_mm

    def _set_per_mm(self, value: float) -> None:
        if value <= 0:
            raise ValueError("pixels per millimetre must be above 0")
        self._per_mm = value

    pixelsPerMm = Property(float, _get_per_mm, _set_per_mm)  # noqa: N815 - a QML name

    def _empty(self) -> bool:
        return not self._strokes

    empty = Property(bool, _empty, notify=changed)

    @Slot()
    def clear(self) -> None:
        """重写."""
        self._strokes, self._points = [], 0
        self._writing = self._finger = self._started = None
        self._paint_all_again()
        self.changed.emit()

    # ---- for the page model

    def strokes(self) -> list[Stroke]:
        """A copy of what is written."""
        return [list(stroke) for stroke in self._strokes]

    def restore(self, strokes: list[Stroke]) -> None:
        """Puts back what `strokes` gave, for a page that was made anew."""
        self._strokes = [list(stroke) for stroke in strokes]
        self._points = sum(map(len, strokes))
        self._paint_all_again()
        self.changed.emit()

    @property
    def length_mm(self) -> float:
        """The way the finger went."""
        return sum(
            math.hypot(b[0] - a[0], b[1] - a[1]) for stroke in self._strokes for a, b in itertools.pairwise(stroke)
        )

    # ---- what Qt calls

    def touchEvent(self, event: QTouchEvent) -> None:  # noqa: N802 - Qt's name
        """The first finger writes; what another one does is taken and left alone."""
        for point in event.points():
            if self._finger is None and point.state() == QEventPoint.State.Pressed:
                self._finger = point.id()
                self._begin(point.position(), event.timestamp())
            elif point.id() == self._finger:
                if point.state() == QEventPoint.State.Released:
                    self._go_on(point.position(), event.timestamp())
                    self._end()
                elif point.state() == QEventPoint.State.Updated:
                    self._go_on(point.position(), event.timestamp())
        event.accept()

    def touchUngrabEvent(self) -> None:  # noqa: N802 - Qt's name
        """The finger was taken away by somebody else: the stroke ends where it is."""
        self._end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A pen or mouse begins."""
        self._begin(event.position(), event.timestamp())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A pen or mouse goes on."""
        self._go_on(event.position(), event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A pen or mouse ends."""
        self._go_on(event.position(), event.timestamp())
        self._end()

    def mouseUngrabEvent(self) -> None:  # noqa: N802 - Qt's name
        """See `touchUngrabEvent`."""
        self._end()

    def geometryChange(self, new: QRectF | QRect, old: QRectF | QRect) -> None:  # noqa: N802 - Qt's name
        """A larger or smaller glass: what is written stays."""
        super().geometryChange(new, old)
        if new.size() != old.size():
            self._paint_all_again()

    def paint(self, painter: QPainter) -> None:
        """Copies the ink; Qt has clipped the painter to what changed."""
        if not self._picture.isNull():
            painter.drawImage(0, 0, self._picture)

    # ---- ink

    def _begin(self, at: QPointF, now: int) -> None:
        if len(self._strokes) >= _MOST_STROKES or self._points >= _MOST_POINTS:
            return
        if self._started is None:
            self._started = now
        self._writing = [self._point(at, now)]
        self._points += 1
        self._width = _THICK_MM
        self._strokes.append(self._writing)
        self._dot(self._writing[0])
        self.changed.emit()

    def _go_on(self, at: QPointF, now: int) -> None:
        if self._writing is None or self._points >= _MOST_POINTS:
            return
        point, last = self._point(at, now), self._writing[-1]
        if math.hypot(point[0] - last[0], point[1] - last[1]) < _APART_MM:
            return
        self._writing.append(point)
        self._points += 1
        self._curve(self._writing)

    def _end(self) -> None:
        stroke, self._writing, self._finger = self._writing, None, None
        if stroke:
            self._tail(stroke)
            self.changed.emit()

    def _point(self, at: QPointF, now: int) -> Point:
        x = min(max(at.x(), 0.0), self.width()) / self._per_mm
        y = min(max(at.y(), 0.0), self.height()) / self._per_mm
        return round(x, 2), round(y, 2), max(0, now - (self._started or 0))

    def _dot(self, at: Point) -> None:
        pixel = self._pixel(at)
        self._draw(QPainterPath(pixel), pixel)

    def _curve(self, stroke: Stroke) -> None:
        """The piece that the last point adds: a curve from middle to middle, so that few points make no corners.

        It is thinner the quicker it is drawn, changing softly as a brush does.
        """
        a, b = stroke[-2], stroke[-1]
        speed = math.hypot(b[0] - a[0], b[1] - a[1]) / max(b[2] - a[2], 1)
        wanted = _THICK_MM - (_THICK_MM - _THIN_MM) * min(speed / _QUICK_MM_PER_MS, 1.0)
        self._width += (wanted - self._width) * 0.35
        start, end = self._pixel(a), self._pixel(b)
        path = QPainterPath(start if len(stroke) == 2 else (self._pixel(stroke[-3]) + start) / 2)
        path.quadTo(start, (start + end) / 2)
        self._draw(path)

    def _tail(self, stroke: Stroke) -> None:
        """The half piece that a stroke ends with."""
        if len(stroke) > 1:
            start, end = self._pixel(stroke[-2]), self._pixel(stroke[-1])
            path = QPainterPath((start + end) / 2)
            path.lineTo(end)
            self._draw(path)

    def _draw(self, path: QPainterPath, dot: QPointF | None = None) -> None:
        if self._picture.isNull():
            return
        width = self._width * self._per_mm
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if dot:
            painter.drawPoint(dot)
        else:
            painter.drawPath(path)
        painter.end()
        reach = math.ceil(width / 2) + 2
        place = QRectF(dot, dot) if dot else path.controlPointRect()
        self.update(place.toAlignedRect().adjusted(-reach, -reach, reach, reach))

    def _pixel(self, point: Point) -> QPointF:
        return QPointF(point[0] * self._per_mm, point[1] * self._per_mm)

    def _paint_all_again(self) -> None:
        """A fresh picture with everything written so far; happens on 重写, on a new size and on a new colour only."""
        width, height = math.ceil(self.width()), math.ceil(self.height())
        if width <= 0 or height <= 0:
            self._picture = QImage()
            return
        self._picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        self._picture.fill(Qt.GlobalColor.transparent)
        for stroke in self._strokes:
            self._width = _THICK_MM
            self._dot(stroke[0])
            for seen in range(2, len(stroke) + 1):
                self._curve(stroke[max(0, seen - 3) : seen])
            if stroke is not self._writing:
                self._tail(stroke)
        self.update(QRect(0, 0, width, height))
