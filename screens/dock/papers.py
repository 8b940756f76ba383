"""The paper that came out: a strip of tickets and pages, each opens large."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QEnterEvent, QImage, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from screens.dock import theme
from screens.dock.paper_watch import Kind, Paper
from screens.dock.widgets import Panel, Push, Say, Scroll
from screens.dock.words import Language, Words

_MOST = 40
_THUMB = QSize(116, 154)
_FRESH_MS = 6000
_KINDS = {Kind.TICKET: Words("小票", "Ticket"), Kind.PAGE: Words("A4", "A4")}


class Thumb(QAbstractButton):
    """A paper in small; a long ticket shows its head."""

    def __init__(self, language: Language, paper: Paper) -> None:
        super().__init__()
        self._language = language
        self.paper = paper
        self._fresh = False
        self._calm = QTimer(self, singleShot=True, interval=_FRESH_MS)
        self._calm.timeout.connect(self._settle)
        self._picture = QPixmap.fromImage(paper.thumb)
        self.setFixedSize(_THUMB.width() + 12, _THUMB.height() + 34)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(paper.path.name)
        self._retell()
        language.changed.connect(self._retell)

    def shine(self) -> None:
        """Marks it as just printed, for some seconds."""
        self._fresh = True
        self._calm.start()
        self.update()

    def show_paper(self, paper: Paper) -> None:
        """The file was written anew."""
        self.paper = paper
        self._picture = QPixmap.fromImage(paper.thumb)
        self._retell()

    def _settle(self) -> None:
        self._fresh = False
        self.update()

    def _caption(self) -> str:
        sheets = self.paper.sheets
        pages = "" if sheets == 1 else f" · {sheets}" + self._language.say(Words(" 页", " p."))
        time = datetime.fromtimestamp(self.paper.at).strftime("%H:%M:%S")
        return f"{self._language.say(_KINDS[self.paper.kind])}{pages} · {time}"

    def _retell(self) -> None:
        self.setAccessibleName(self._caption())
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Lifts it a little."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Lays it down again."""
        self.update()
        super().leaveEvent(event)

    def sizeHint(self) -> QSize:
        """Thumbnails all have one size."""
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the paper with its caption."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        height = self._picture.height() * _THUMB.width() / max(1, self._picture.width())
        shown = min(height, _THUMB.height())
        top = 4 + (0 if self.underMouse() else 2)
        box = QRectF(6, top, _THUMB.width(), shown)
        painter.fillRect(box.translated(2, 3), QColor(0, 0, 0, 110))
        painter.fillRect(box, QColor(theme.PAPER))
        source = QRectF(0, 0, self._picture.width(), shown * self._picture.width() / _THUMB.width())
        painter.drawPixmap(box, self._picture, source)
        if self._fresh or self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(box.adjusted(-2, -2, 2, 2))
        painter.setPen(QColor(theme.TEXT if self._fresh else theme.DIM))
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        caption = QRectF(0, box.bottom() + 6, self.width(), 18)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, self._caption())


class PaperStrip(Panel):
    """Papers side by side, the newest at the left."""

    opened = Signal(object)  # Paper

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.thumbs: list[Thumb] = []
        head = QHBoxLayout()
        head.addWidget(Say(language, Words("打出来的纸", "Printed paper"), "heading"))
        self._count = Say(language, Words("", ""), "dim")
        head.addWidget(self._count, 1)
        clear = Push(language, Words("收走", "Clear away"), "quiet")
        clear.clicked.connect(self.clear)
        head.addWidget(clear)
        self.column.addLayout(head)
        scroll = Scroll()
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        scroll.column.setContentsMargins(0, 0, 0, 0)
        scroll.column.addLayout(self._line)
        self._nothing = Say(language, Words("还没有打印", "Nothing printed yet"), "dim")
        self._line.addWidget(self._nothing)
        self._line.addStretch(1)
        scroll.setFixedHeight(_THUMB.height() + 40)
        self.column.addWidget(scroll)
        self.column.addStretch(1)
        self._scroll = scroll

    def add(self, paper: Paper, fresh: bool) -> None:
        """A paper came out, or its file was written anew."""
        for thumb in self.thumbs:
            if thumb.paper.path == paper.path:
                thumb.show_paper(paper)
                return
        thumb = Thumb(self._language, paper)
        thumb.clicked.connect(lambda: self.opened.emit(thumb.paper))
        place = sum(1 for other in self.thumbs if other.paper.at > paper.at)
        self.thumbs.insert(place, thumb)
        self._line.insertWidget(place, thumb)
        if fresh:
            thumb.shine()
            self._scroll.horizontalScrollBar().setValue(0)
        for old in self.thumbs[_MOST:]:
            self._drop(old)
        del self.thumbs[_MOST:]
        self._tell()

    def clear(self) -> None:
        """Takes all paper away; the files stay."""
        for thumb in self.thumbs:
            self._drop(thumb)
        self.thumbs = []
        self._tell()

    def _drop(self, thumb: Thumb) -> None:
        self._line.removeWidget(thumb)
        thumb.hide()
        thumb.deleteLater()

    def _tell(self) -> None:
        self._nothing.setVisible(not self.thumbs)
        count = len(self.thumbs)
        self._count.tell(Words(f"{count} 张", f"{count}") if count else Words("", ""))


class PaperView(QDialog):
    """A paper in large, all its sheets below one another; stays beside the dock while one goes on."""

    def __init__(self, language: Language, paper: Paper, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(paper.path.name)
        self._path: Path = paper.path
        self.sheets: list[QLabel] = []
        column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(Say(language, _KINDS[paper.kind], "heading"))
        head.addStretch(1)
        outside = Push(language, Words("用系统程序打开", "Open with the system's viewer"), "quiet")
        outside.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path))))
        head.addWidget(outside)
        close = Push(language, Words("关闭", "Close"))
        close.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        close.clicked.connect(self.close)
        head.addWidget(close)
        column.addLayout(head)
        self._scroll = Scroll()
        column.addWidget(self._scroll, 1)
        self._trouble = Say(language, Words("正在打开…", "Opening…"), "dim")
        self._scroll.column.addWidget(self._trouble)
        self._scroll.column.addStretch(1)
        self.resize(*((480, 900) if paper.kind is Kind.TICKET else (820, 960)))

    def show_sheets(self, sheets: tuple[QImage, ...]) -> None:
        """Shows what was loaded; nothing loaded says so."""
        if not sheets:
            self._trouble.tell(Words("这个文件打不开", "This file can't be opened"))
            return
        self._trouble.hide()
        ratio = self.devicePixelRatioF()
        width = round((self.width() - 50) * ratio)
        for place, sheet in enumerate(sheets):
            picture = QPixmap.fromImage(sheet.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
            picture.setDevicePixelRatio(ratio)
            label = QLabel()
            label.setPixmap(picture)
            self.sheets.append(label)
            self._scroll.column.insertWidget(place, label, 0, Qt.AlignmentFlag.AlignHCenter)
