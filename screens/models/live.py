"""Pictures that a camera sends several times a second, for the pages that show them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class LiveItem(QQuickPaintedItem):
    """The base of items that show a camera's newest picture. Nothing is kept but the one that is shown."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFillColor(Qt.GlobalColor.transparent)

    def take(self, width: int, height: int, rgb: bytes) -> None:
        """Another picture: `width` × `height` pixels of red, green, blue; none where they are not as many as that."""
        if width > 0 and height > 0 and len(rgb) == width * height * 3:
            image = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888)
            part = image.copy(self.wanted(width, height))  # Qt's own memory: the bytes go with the next picture
            self._image = part.convertToFormat(QImage.Format.Format_RGB32)  # once, not with each painting
        else:
            self._image = QImage()
        self.update()

    def wanted(self, width: int, height: int) -> QRect:
        """The part of such a picture that is shown, in its pixels. The rest is not kept."""
        return QRect(0, 0, width, height)
