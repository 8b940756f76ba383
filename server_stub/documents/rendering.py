"""Rendering a proof to PDF. The renderer is imported late: it costs a third of the platform's start."""

from __future__ import annotations

import datetime as dt
import re
import threading
from dataclasses import dataclass

from server_stub.documents.records import Content

one_at_a_time = threading.Lock()  # the renderer registers fonts in a global table
_PAGE = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True)
class Heading:
    """The frame of a proof around its content."""

    title: str
    number: str
    verification_code: str
    qr_text: str
    issued_at: dt.datetime
    issuer: str
    validity: str


def render(heading: Heading, content: Content) -> tuple[bytes, int]:
    """The PDF and how many pages it has."""
    from printing.documents.proofs import ProofData, render_proof  # late: `warm_up` loads it beside the start

    data = ProofData(
        title=heading.title,
        number=heading.number,
        verification_code=heading.verification_code,
        qr_text=heading.qr_text,
        issued_at=heading.issued_at,
        issuer=heading.issuer,
        holder=content.holder,
        intro=content.intro,
        table_head=content.head,
        table_rows=content.rows,
        totals=content.totals,
        notes=content.notes,
        validity=heading.validity,
    )
    with one_at_a_time:
        pdf = render_proof(data)
    return pdf, len(_PAGE.findall(pdf))


def warm_up() -> None:
    """Loads the renderer and its fonts, so that the first person does not wait for it."""
    from printing.documents import proofs

    with one_at_a_time:
        proofs.warm_up()
