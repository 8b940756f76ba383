"""Printed papers as they appear in the printers' folders."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QRunnable, QSize, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtPdf import QPdfDocument

_THUMB_WIDTH = 300  # pixels, sharp on a dense screen
_SHEET_WIDTH = 1240  # A4 at 150 dpi
_MOST_SHEETS = 40
_TRIES = 20  # a file is looked at again while it is being written
_KEPT = 60
_SOON_MS = 60
_AGAIN_MS = 200


class Kind(Enum):
    """Which printer a paper came from."""

    TICKET = "ticket"
    PAGE = "page"


@dataclass(frozen=True)
class Paper:
    """A printed paper. `thumb` is its first sheet, null if the file can't be read; `at` is the file's time."""

    kind: Kind
    path: Path
    at: float
    sheets: int
    thumb: QImage


class _Home(QObject):
    """Brings results from the pool's thread to the window's."""

    loaded = Signal(object, object)  # key, Paper or None
    sheets = Signal(object, object)  # path, tuple[QImage, ...]


class _Job(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        """Runs on the pool's thread."""
        self._work()


class PaperWatch(QObject):
    """Watches both folders, which may not exist yet. `appeared` comes for each paper, in the order of their times."""

    appeared = Signal(object, bool)  # Paper, whether it was printed since the watch began

    def __init__(self, folders: dict[Kind, Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self._began = time.time()
        self._known: dict[Path, tuple[int, int]] = {}
        self._tries: dict[Path, int] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._home = _Home()
        self._home.loaded.connect(self._loaded)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _folder: self._soon.start(_SOON_MS))

    def look(self) -> None:
        """Looks into the folders; what is new or changed is loaded beside the window's thread."""
        for kind, folder in self._folders.items():
            self._watch(folder)
            for path, size, changed in sorted(_files(kind, folder), key=lambda found: found[2]):
                if self._known.get(path) != (size, changed):
                    self._known[path] = (size, changed)
                    self._load(kind, path, changed / 1e9)

    def open_sheets(self, path: Path, done: Callable[[tuple[QImage, ...]], None]) -> None:
        """Loads all sheets of a paper, then calls `done` on the window's thread (with none if it can't be read)."""
        home = _Home(self)

        def finish(_path: Path, sheets: tuple[QImage, ...]) -> None:
            home.deleteLater()
            done(sheets)

        home.sheets.connect(finish)
        self._pool.start(_Job(lambda: home.sheets.emit(path, _sheets(path))))

    def close(self) -> None:
        """Stops; waits for a picture that is being loaded."""
        self._soon.stop()
        self._home.loaded.disconnect(self._loaded)
        self._pool.clear()
        self._pool.waitForDone(3000)

    def _watch(self, folder: Path) -> None:
        if str(folder) not in self._watcher.directories() and folder.is_dir():
            self._watcher.addPath(str(folder))

    def _load(self, kind: Kind, path: Path, at: float) -> None:
        home = self._home
        self._pool.start(_Job(lambda: home.loaded.emit(path, _paper(kind, path, at))))

    def _loaded(self, path: Path, paper: Paper | None) -> None:
        if paper is None:
            self._tries[path] = self._tries.get(path, 0) + 1
            if self._tries[path] < _TRIES:  # half written, most likely
                self._known.pop(path, None)
                self._soon.start(_AGAIN_MS)
            return
        self._tries.pop(path, None)
        self.appeared.emit(paper, paper.at >= self._began - 1)


def _files(kind: Kind, folder: Path) -> Iterator[tuple[Path, int, int]]:
    """The newest papers of a folder: path, size, time in ns. Pictures of a PDF that lies beside them aren't papers."""
    try:
        names = list(folder.iterdir())
    except OSError:
        return
    endings = {".png"} if kind is Kind.TICKET else {".png", ".pdf"}
    documents = {path.stem for path in names if path.suffix == ".pdf"}
    found = []
    for path in names:
        if path.suffix not in endings or path.name.startswith("."):
            continue
        if path.suffix == ".png" and any(path.stem == stem or path.stem.startswith(f"{stem}-") for stem in documents):
            continue
        try:
            status = path.stat()
        except OSError:
            continue
        if status.st_size:
            found.append((path, status.st_size, status.st_mtime_ns))
    yield from sorted(found, key=lambda one: one[2])[-_KEPT:]


def _paper(kind: Kind, path: Path, at: float) -> Paper | None:
    if path.suffix == ".pdf":
        document = _document(path)
        if document is None:
            return None
        thumb = _page(document, 0, _THUMB_WIDTH)
        return Paper(kind, path, at, document.pageCount(), thumb)
    picture = _picture(path)
    if picture.isNull():
        return None
    return Paper(kind, path, at, 1, picture.scaledToWidth(_THUMB_WIDTH, Qt.TransformationMode.SmoothTransformation))


def _sheets(path: Path) -> tuple[QImage, ...]:
    if path.suffix != ".pdf":
        picture = _picture(path)
        return () if picture.isNull() else (picture,)
    document = _document(path)
    if document is None:
        return ()
    return tuple(_page(document, page, _SHEET_WIDTH) for page in range(min(document.pageCount(), _MOST_SHEETS)))


def _picture(path: Path) -> QImage:
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isValid() and size.width() * size.height() > 60_000_000:
        return QImage()
    return reader.read()


def _document(path: Path) -> QPdfDocument | None:
    document = QPdfDocument()
    if document.load(str(path)) != QPdfDocument.Error.None_ or document.pageCount() < 1:
        return None
    return document


def _page(document: QPdfDocument, page: int, width: int) -> QImage:
    size = document.pagePointSize(page)
    height = round(width * size.height() / size.width()) if size.width() > 0 else width
    drawn = document.render(page, QSize(width, max(1, min(height, width * 4))))
    sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    _draw_over(sheet, drawn)
    return sheet


def _draw_over(sheet: QImage, drawn: QImage) -> None:
    painter = QPainter(sheet)
    painter.drawImage(0, 0, drawn)
    painter.end()
