"""Line icons as pictures: drawn once for each size and colour, then copied.

They are not `Shape`s because Qt's software renderer (6.11) paints a Shape that lies wholly outside its clip unclipped
(an empty clip region is taken for none), and leaves it standing on the pages after.
"""

from __future__ import annotations

from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

PROVIDER = "icons"
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke-linecap="round" '
    'stroke-linejoin="round" stroke="{color}" stroke-width="{weight}"><path d="{path}"/></svg>'
)


class IconPictures(QQuickImageProvider):
    """Addresses are `image://icons/<colour>/<stroke of 24>/<SVG path data>`, percent-encoded; sizes in pixels."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, address: str, size: QSize, wanted: QSize) -> QImage:  # noqa: N802 - Qt's name
        """The drawn icon, as large as it is wanted."""
        color, weight, path = unquote(address).split("/", 2)
        side = max(wanted.width(), wanted.height(), 1)
        size.setWidth(side)
        size.setHeight(side)
        picture = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        svg = _SVG.format(color=color, weight=weight, path=path)
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
        painter.end()
        return picture
