"""Pictures of a person on the screen: under addresses nobody can guess, in memory only, gone with the page."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQuick import QQuickImageProvider

PROVIDER = "person"


class Pictures(QQuickImageProvider):
    """The image provider of one engine. `add` gives an address that is good until `forget`."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._pictures: dict[str, bytes] = {}

    def add(self, encoded: bytes) -> str:
        """The address for an Image; "" if these bytes are no picture."""
        content = QBuffer()
        content.setData(encoded)
        content.open(QIODevice.OpenModeFlag.ReadOnly)
        if not QImageReader(content).canRead():
            return ""
        key = secrets.token_urlsafe(16)
        self._pictures[key] = encoded  # read when it is shown: a page of paper takes 10 ms and more
        return f"image://{PROVIDER}/{key}"

    def forget(self) -> None:
        """Drops all pictures; their addresses show nothing from now on."""
        self._pictures.clear()

    def __len__(self) -> int:
        return len(self._pictures)

    def requestImage(self, key: str, size: QSize, requested: QSize) -> QImage:  # noqa: N802 - Qt's name
        """Called by Qt. An address that is gone gives an empty picture."""
        image = QImage.fromData(self._pictures.get(key, b""))
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image
