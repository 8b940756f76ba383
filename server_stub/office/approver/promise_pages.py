"""`/office/promises`: promises of materials that were not kept; somebody confirms, hears, records or lets be each one.

HALL.md 4: reminder → the authority confirms → notice with time to object → record → repair; never by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases import promises
from server_stub.cases.notices import Writer
from server_stub.cases.promises import PromiseState
from server_stub.cases.tables import Case, Promise
from server_stub.office.approver import reach
from server_stub.office.approver.case_pages import Id, Number
from server_stub.office.approver.words import PROMISES
from server_stub.office.visits import ApproverForm, ApproverVisit, Outcome, Visit
from server_stub.problems import Problem
from server_stub.texts import Text

router = APIRouter()
_WAITING = (PromiseState.LATE, PromiseState.CONFIRMED, PromiseState.OBJECTED, PromiseState.RECORDED)
_MOST = 200


class Deed(Enum):
    """What is done with a promise."""

    CONFIRM = "confirm"
    RECORD = "record"
    DISMISS = "dismiss"
    REPAIR = "repair"


DEEDS = {
    PromiseState.LATE.value: (Deed.CONFIRM, Deed.DISMISS),
    PromiseState.CONFIRMED.value: (Deed.RECORD, Deed.DISMISS),
    PromiseState.OBJECTED.value: (Deed.RECORD, Deed.DISMISS),
    PromiseState.RECORDED.value: (Deed.REPAIR,),
}
DEED_WORDS = {
    Deed.CONFIRM: (
        Text(zh="确认逾期", en="Confirm"),
        Text(zh="已确认，已告知可提出异议", en="Confirmed; they may object"),
    ),
    Deed.RECORD: (Text(zh="记录", en="Record"), Text(zh="已记录", en="Recorded")),
    Deed.DISMISS: (Text(zh="不予记录", en="Dismiss"), Text(zh="不予记录", en="Dismissed")),
    Deed.REPAIR: (Text(zh="信用修复", en="Repair"), Text(zh="已修复", en="Repaired")),
}


@router.get("/promises")
def page(visit: ApproverVisit) -> Response:
    """Those that wait for somebody of my departments, the oldest first."""
    with visit.platform.database.read() as db:
        query = (
            select(Promise, Case)
            .join(Case, Case.number == Promise.case_number)
            .where(*reach.mine(visit), Promise.state.in_([state.value for state in _WAITING]))
            .order_by(Promise.due_on, Promise.id)
            .limit(_MOST)
        )
        rows = [
            (promise, case, reach.version_of(db, case), _possible(visit, promise))
            for promise, case in db.execute(query)
        ]
    visit.look("list", "promises")
    return visit.page(
        "approver/promises.html",
        title=Text(zh="容缺承诺", en="Promises"),
        rows=rows,
        states=PROMISES,
        words=DEED_WORDS,
    )


@router.post("/cases/{number}/promises/{id_}/{deed}")
def do(sent: ApproverForm, number: Number, id_: Id, deed: Annotated[Deed, Path()]) -> Response:
    """One of them."""
    visit = sent.visit

    def effect(db: Db) -> Outcome:
        opened = reach.changing(db, visit, number, sent.form.line("version"))
        row = db.get(Promise, id_, with_for_update=True)
        if row is None or row.case_number != opened.case.number:
            raise Problem("promise.not-found")
        actor = reach.actor_of(visit, opened.service)
        writer = Writer(db, visit.platform, opened.case, opened.service, visit.now)
        _DO[deed](visit, db, writer, row, str(actor))
        back = "/promises" if sent.form.line("from") == "list" else f"/cases/{number}"
        return Outcome(to=back, said=DEED_WORDS[deed][1])

    return sent.once(effect, subject=number)


def _possible(visit: Visit, row: Promise) -> tuple[Deed, ...]:
    """What may be done with it now; nothing is recorded while there is time to object."""
    deeds = DEEDS[row.state]
    heard = row.state != PromiseState.CONFIRMED.value or (
        row.objection_until is not None and visit.today > row.objection_until
    )
    return deeds if heard else tuple(deed for deed in deeds if deed is not Deed.RECORD)


_Do = Callable[[Visit, Db, Writer, Promise, str], None]
_DO: dict[Deed, _Do] = {
    Deed.CONFIRM: lambda visit, db, writer, row, actor: promises.confirm(db, visit.platform, writer, row, actor),
    Deed.RECORD: lambda visit, db, writer, row, actor: promises.record(db, row, actor, visit.now),
    Deed.DISMISS: lambda visit, db, writer, row, actor: promises.dismiss(row, actor, visit.now),
    Deed.REPAIR: lambda visit, db, writer, row, actor: promises.repair(db, row, actor, visit.now),
}
