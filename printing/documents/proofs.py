"""Proofs: the finished A4 documents that a platform issues and a terminal prints unchanged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from printing.pdf.blocks import Fields, Notes, Paragraph, SignOff, Totals
from printing.pdf.flow import Block
from printing.pdf.frame import Frame, render
from printing.pdf.table import Table


@dataclass(frozen=True)
class ProofData:
    """What stands on a proof; texts are as printed. `repr` shows no personal data.

    `holder` and `totals` are (label, value); `table_head` may be empty (no table); every row has as many cells as the
    head, otherwise ValueError. `issued_at` is aware: it is printed in its own zone and is the date of the data.
    """

    title: str
    number: str
    verification_code: str
    qr_text: str = field(repr=False)
    issued_at: datetime
    issuer: str
    holder: tuple[tuple[str, str], ...] = field(repr=False)
    intro: str = field(repr=False)
    table_head: tuple[str, ...]
    table_rows: tuple[tuple[str, ...], ...] = field(repr=False)
    totals: tuple[tuple[str, str], ...] = field(repr=False)
    notes: tuple[str, ...]
    validity: str

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at has no time zone")
        if any(len(row) != len(self.table_head) for row in self.table_rows):
            raise ValueError("a row has not as many cells as the head")


def render_proof(data: ProofData) -> bytes:
    """The finished PDF, A4; the same data gives the same bytes. May be called from any thread."""
    frame = Frame(data.title, data.number, data.verification_code, data.issued_at)
    blocks: list[Block] = [
        *([Fields(data.holder)] if data.holder else []),
        *([Paragraph(data.intro)] if data.intro else []),
        Table(data.table_head, data.table_rows),
        Totals(data.totals),
        Notes(data.notes, data.validity),
        SignOff(data.issuer, data.issued_at, data.qr_text, data.verification_code),
    ]
    return render(frame, blocks)


def warm_up() -> None:
    """Loads the fonts (0.2 s once a process), so that the first proof is as quick as the others."""
    render(Frame("证", "", "", datetime.fromtimestamp(0, UTC)), [Paragraph("证")])
