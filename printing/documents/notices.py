"""Notices of a case: acceptance, correction, refusal, deferred materials, decision … on A4 with number, date and seal.

The platform issues them; a thermal slip is no notice. The seal is a picture marked 样章.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from printing.pdf.blocks import Fields, Notes, Paragraph, SignOff
from printing.pdf.flow import Block
from printing.pdf.frame import Frame, render
from printing.pdf.table import Table


@dataclass(frozen=True)
class NoticeData:
    """What stands on a notice; texts are as printed. `repr` shows no personal data.

    `facts` are (label, value) about the case; `paragraphs` follow the salutation; `items` are rows under `item_head`
    (none: no table); `remedies` say what can be done against it. `issued_at` is aware and printed in its own zone.
    """

    title: str
    number: str
    verification_code: str
    qr_text: str = field(repr=False)
    issued_at: datetime
    issuer: str
    addressee: str = field(repr=False)
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    paragraphs: tuple[str, ...] = field(repr=False)
    item_head: tuple[str, ...] = ()
    items: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    closing: tuple[str, ...] = field(default=(), repr=False)
    remedies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at has no time zone")
        if any(len(row) != len(self.item_head) for row in self.items):
            raise ValueError("a row has not as many cells as the head")


def render_notice(data: NoticeData) -> bytes:
    """The finished PDF, A4; the same data gives the same bytes. May be called from any thread."""
    frame = Frame(data.title, data.number, data.verification_code, data.issued_at)
    blocks: list[Block] = [
        *([Fields(data.facts)] if data.facts else []),
        *([Paragraph(f"{data.addressee}：", indented=False)] if data.addressee else []),
        *(Paragraph(text) for text in data.paragraphs),
        *([Table(data.item_head, data.items)] if data.items else []),
        *(Paragraph(text) for text in data.closing),
        Notes(data.remedies),
        SignOff(data.issuer, data.issued_at, data.qr_text, data.verification_code),
    ]
    return render(frame, blocks)
