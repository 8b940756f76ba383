"""Printed paper appears, whatever state its file is in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from screens.dock.paper_watch import Kind, Paper, PaperWatch


class Seen:
    """The papers that appeared."""

    def __init__(self, watch: PaperWatch) -> None:
        self.papers: list[Paper] = []
        watch.appeared.connect(self._add)

    def _add(self, paper: Paper, _fresh: bool) -> None:
        self.papers.append(paper)

    @property
    def names(self) -> list[str]:
        return [paper.path.name for paper in self.papers]


@pytest.fixture
def watch(qtbot: QtBot, tmp_path: Path) -> Iterator[PaperWatch]:
    watch = PaperWatch({Kind.TICKET: tmp_path / "tickets", Kind.PAGE: tmp_path / "pages"})
    yield watch
    watch.close()


def ticket(path: Path, height: int = 900) -> Path:
    """A ticket as the printer's emulator keeps it."""
    path.parent.mkdir(exist_ok=True)
    picture = QImage(576, height, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    assert picture.save(str(path))
    return path


def pages(path: Path, count: int) -> Path:
    """A PDF of so many A4 pages."""
    path.parent.mkdir(exist_ok=True)
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(72)
    painter = QPainter(writer)
    for page in range(count):
        if page:
            writer.newPage()
        painter.fillRect(100, 100, 200, 40, 0)
    painter.end()
    return path


def test_a_printed_ticket_appears_by_itself(qtbot: QtBot, watch: PaperWatch, tmp_path: Path) -> None:
    seen = Seen(watch)
    (tmp_path / "tickets").mkdir()
    watch.look()
    ticket(tmp_path / "tickets" / "1.png")
    qtbot.waitUntil(lambda: seen.names == ["1.png"])
    assert seen.papers[0].thumb.width() > 0


def test_a_folder_may_come_later(qtbot: QtBot, watch: PaperWatch, tmp_path: Path) -> None:
    seen = Seen(watch)
    watch.look()
    ticket(tmp_path / "tickets" / "1.png")
    watch.look()
    qtbot.waitUntil(lambda: seen.names == ["1.png"])


def test_a_document_counts_its_pages_and_its_own_picture_is_no_second_paper(
    qtbot: QtBot, watch: PaperWatch, tmp_path: Path
) -> None:
    seen = Seen(watch)
    pages(tmp_path / "pages" / "job-7.pdf", 3)
    ticket(tmp_path / "pages" / "job-7-1.png")
    ticket(tmp_path / "tickets" / "later.png")
    watch.look()
    qtbot.waitUntil(lambda: len(seen.papers) == 2)
    assert sorted(seen.names) == ["job-7.pdf", "later.png"]
    assert next(paper.sheets for paper in seen.papers if paper.path.suffix == ".pdf") == 3


def test_a_half_written_picture_appears_once_it_is_whole(qtbot: QtBot, watch: PaperWatch, tmp_path: Path) -> None:
    seen = Seen(watch)
    whole = ticket(tmp_path / "whole.png").read_bytes()
    (tmp_path / "tickets").mkdir()
    path = tmp_path / "tickets" / "1.png"
    path.write_bytes(whole[:20])
    watch.look()
    ticket(tmp_path / "tickets" / "2.png")
    watch.look()
    qtbot.waitUntil(lambda: seen.names == ["2.png"])
    path.write_bytes(whole)
    qtbot.waitUntil(lambda: sorted(seen.names) == ["1.png", "2.png"])


def test_the_same_paper_does_not_appear_twice(qtbot: QtBot, watch: PaperWatch, tmp_path: Path) -> None:
    seen = Seen(watch)
    ticket(tmp_path / "tickets" / "1.png")
    watch.look()
    qtbot.waitUntil(lambda: seen.names == ["1.png"])
    watch.look()
    ticket(tmp_path / "tickets" / "2.png")
    watch.look()
    qtbot.waitUntil(lambda: len(seen.names) == 2)
    assert seen.names == ["1.png", "2.png"]


@pytest.mark.parametrize("name", ["pages/x.pdf", "pages/x.png", "tickets/x.png"])
def test_a_file_that_is_no_paper_is_passed_over(qtbot: QtBot, watch: PaperWatch, tmp_path: Path, name: str) -> None:
    seen = Seen(watch)
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_bytes(b"%PDF-1.7\nno more than that")
    watch.look()
    ticket(tmp_path / "tickets" / "good.png")
    watch.look()
    qtbot.waitUntil(lambda: "good.png" in seen.names)
    assert seen.names == ["good.png"]
    opened: list[object] = []
    watch.open_sheets(tmp_path / name, opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [()]


def test_all_pages_of_a_document_open(qtbot: QtBot, watch: PaperWatch, tmp_path: Path) -> None:
    opened: list[tuple[QImage, ...]] = []
    watch.open_sheets(pages(tmp_path / "a.pdf", 2), opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    assert [sheet.width() > sheet.height() for sheet in opened[0]] == [False, False]
