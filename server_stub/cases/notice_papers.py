"""The paper of a notice: rendered when somebody first asks for it, then kept as it went out."""

from __future__ import annotations

from sqlalchemy.orm import Session as Db

from server_stub.cases.models import NoticeContent
from server_stub.cases.tables import NoticeRow
from server_stub.clock import in_hall
from server_stub.documents.rendering import one_at_a_time
from server_stub.platform import Platform


def pdf_of(platform: Platform, row: NoticeRow) -> bytes:
    """The notice's bytes; not from within a transaction that writes."""
    if row.pdf is not None:
        return row.pdf
    made = render(platform, row)

    def keep(db: Db) -> bytes:
        kept = db.get_one(NoticeRow, row.id, with_for_update=True)
        if kept.pdf is None:
            kept.pdf = made
        return kept.pdf

    return platform.database.write(keep)


def render(platform: Platform, row: NoticeRow) -> bytes:
    """Renders it; the same notice gives the same bytes."""
    from printing.documents.notices import NoticeData, render_notice  # late, as all of the renderer

    content = NoticeContent.model_validate(row.content)
    data = NoticeData(
        title=content.title,
        number=row.number,
        verification_code=row.verification_code,
        qr_text=f"{platform.address}/v/{row.verification_code}",
        issued_at=in_hall(row.issued_at),
        issuer=content.issuer,
        addressee=content.addressee,
        facts=content.facts,
        paragraphs=content.paragraphs,
        item_head=content.item_head,
        items=content.items,
        closing=content.closing,
        remedies=content.remedies,
    )
    with one_at_a_time:
        return render_notice(data)
