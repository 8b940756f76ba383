"""What the applicant still does with a filed case: files, materials that follow, objections, withdrawal."""

from __future__ import annotations

from sqlalchemy.orm import Session as Db

from server_stub.cases import files, promises
from server_stub.cases.access import own_case
from server_stub.cases.filing import applicant_actor
from server_stub.cases.models import MoveOrder, NewFile, Objection, Progress, PromiseView, StoredFile, Withdrawal
from server_stub.cases.moves import act
from server_stub.cases.states import CaseState, Move
from server_stub.cases.tables import Case, Promise
from server_stub.platform import Call
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

_NO_MORE = (CaseState.REFUSED.value, CaseState.RETURNED.value)


def add_file(db: Db, call: Call, number: str, wanted: NewFile, content: bytes, kind: str) -> StoredFile:
    """A file of a material, before or after filing; one that was promised is given by that. Problem: filing.invalid."""
    case, service, _ = own_case(db, call, number)
    if wanted.material not in {m.key for m in service.guide.materials}:
        text = Text(zh="这项事项没有这份材料", en="This service has no such material")
        raise Problem("filing.invalid", errors=[FieldError(field="material", text=text)])
    if case.state in _NO_MORE:
        raise Problem("case.filed")
    stored = files.keep(db, case, wanted, content, kind, call.platform.clock)
    if case.filed_at is not None:
        for row in promises.given(db, call.platform, case, wanted.material, call.platform.clock()):
            _keep_for(db, call, row, wanted, content, kind)
    return stored


def _keep_for(db: Db, call: Call, row: Promise, wanted: NewFile, content: bytes, kind: str) -> None:
    """A promise of another case that this file keeps too."""
    other = db.get_one(Case, row.case_number)
    files.keep(db, other, wanted.model_copy(update={"material": row.material}), content, kind, call.platform.clock)


def object_to(db: Db, call: Call, number: str, promise_id: str, objection: Objection) -> PromiseView:
    """An objection against the record of a late promise. Problems: promise.*."""
    case, _, _ = own_case(db, call, number)
    row = db.get(Promise, promise_id, with_for_update=True)
    if row is None or row.case_number != case.number:
        raise Problem("promise.not-found")
    promises.object_to(row, objection.text, call.platform.clock())
    return PromiseView(id=row.id, material=row.material, name=Text(**row.name), due_on=row.due_on, state=row.state)


def withdraw(db: Db, call: Call, number: str, withdrawal: Withdrawal) -> Progress:
    """The applicant takes it back. Problem: case.illegal-move."""
    case, service, holder = own_case(db, call, number)
    order = MoveOrder(move=Move.WITHDRAW, note=withdrawal.reason)
    act(db, call.platform, case, service, applicant_actor(holder), order)
    return Progress(number=number, filed=True)
