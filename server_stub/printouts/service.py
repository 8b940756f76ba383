"""Keeping how prints ended."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.platform import Call
from server_stub.printouts.models import Answer, NewPrintout, Outcome, Paper, Printout, Said
from server_stub.printouts.tables import PrintoutRow
from server_stub.problems import Problem

_MOST = 50  # lines of a list


def tell(call: Call, db: Db, told: NewPrintout) -> Printout:
    """Keeps a print; the same one again changes nothing. Problem: printout.exists."""
    row = db.get(PrintoutRow, told.id)
    if row is None:
        row = PrintoutRow(
            id=told.id,
            hall=call.hall.id,
            terminal=call.terminal.id,
            paper=told.paper.value,
            reference=told.reference,
            device=told.device,
            outcome=told.outcome.value,
            reason=told.reason,
            pages=told.pages,
            reprint=told.reprint,
            said="",
            at=told.at,
        )
        db.add(row)
        db.flush()
    elif row.terminal != call.terminal.id or NewPrintout.model_validate(_fields(row)) != told:
        raise Problem("printout.exists")
    return _view(row)


def answer(call: Call, db: Db, id_: str, given: Answer) -> Printout:
    """What the person said. Problems: printout.unknown, printout.not-asked."""
    row = db.get(PrintoutRow, id_, with_for_update=True)
    if row is None or row.terminal != call.terminal.id:
        raise Problem("printout.unknown")
    if row.outcome != Outcome.UNKNOWN.value:
        raise Problem("printout.not-asked")
    row.said = given.said.value
    return _view(row)


def of(db: Db, hall: str, reference: str) -> list[Printout]:
    """The prints of a document, a case or a ticket in a hall, newest first."""
    rows = select(PrintoutRow).where(PrintoutRow.hall == hall, PrintoutRow.reference == reference)
    return [_view(row) for row in db.scalars(rows.order_by(PrintoutRow.at.desc(), PrintoutRow.id).limit(_MOST))]


def _fields(row: PrintoutRow) -> dict[str, object]:
    return {
        "id": row.id,
        "paper": Paper(row.paper),
        "reference": row.reference,
        "device": row.device,
        "outcome": Outcome(row.outcome),
        "reason": row.reason,
        "pages": row.pages,
        "reprint": row.reprint,
        "at": in_hall(row.at),
    }


def _view(row: PrintoutRow) -> Printout:
    said = Said(row.said) if row.said else None
    return Printout.model_validate({**_fields(row), "terminal": row.terminal, "said": said})
