"""How a document's pieces come onto pages: each fits whole; a table's head is repeated; the end is kept together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Drawing = Callable[["Canvas", float, float], None]  # canvas, left edge, upper edge


@dataclass(frozen=True)
class Piece:
    """Something that is never cut: its height in points, and how it is drawn from its upper left corner.

    `before`: space above it, not at the top of a page. `with_next`: never the last on a page.
    `again`: drawn above it where it is the first on a page (a table's head).
    """

    height: float
    draw: Drawing
    before: float = 0.0
    with_next: bool = False
    again: Piece | None = None


class Block(Protocol):
    """A part of a document that can be laid out in a given width."""

    def pieces(self, room: float) -> Sequence[Piece]:
        """The block as pieces, `room` points wide, none higher than half a page."""


@dataclass(frozen=True)
class Placed:
    """A piece on a page, `down` points below the upper edge of its text area."""

    piece: Piece
    down: float


def paginate(pieces: Sequence[Piece], first: float, other: float) -> list[list[Placed]]:
    """Spreads pieces over pages whose text areas are `first` and `other` points high; at least one page."""
    pages: list[list[Placed]] = [[]]
    down = 0.0
    for group in _groups(pieces):
        area = first if len(pages) == 1 else other
        space = group[0].before if pages[-1] else 0.0
        if pages[-1] and down + space + _height(group) > area:
            pages.append([])
            down = 0.0
        for piece in group:
            down = _place(pages[-1], piece, down)
    return pages


def _place(page: list[Placed], piece: Piece, down: float) -> float:
    if page:
        down += piece.before
    elif piece.again is not None:
        page.append(Placed(piece.again, down))
        down += piece.again.height
    page.append(Placed(piece, down))
    return down + piece.height


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stay on one page together."""
    groups: list[list[Piece]] = []
    joined = False
    for piece in pieces:
        if joined:
            groups[-1].append(piece)
        else:
            groups.append([piece])
        joined = piece.with_next
    return groups


def _height(group: Sequence[Piece]) -> float:
    return sum(piece.height for piece in group) + sum(piece.before for piece in group[1:])
