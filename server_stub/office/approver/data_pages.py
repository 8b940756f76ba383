"""`/office/corrections`: 这条信息不对. People say that my departments' data are wrong; the owner looks and answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.corrections import service as corrections
from server_stub.corrections.models import Wrong
from server_stub.corrections.service import Detail
from server_stub.corrections.tables import CorrectionRow, CorrectionState
from server_stub.office.forms import Form, needed, wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import ApproverForm, ApproverVisit, Outcome, Visit
from server_stub.problems import Problem
from server_stub.texts import Text

router = APIRouter(prefix="/corrections")
Number = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,30}$")]
_TITLE = Text(zh="信息更正", en="Data said to be wrong")
_WRONG = {
    Wrong.WRONG: Text(zh="内容不对", en="Wrong"),
    Wrong.OUTDATED: Text(zh="已经过时", en="Outdated"),
    Wrong.NOT_MINE: Text(zh="不是我的", en="Not theirs"),
    Wrong.MISSING: Text(zh="缺少内容", en="Missing"),
}


@router.get("")
def page(visit: ApproverVisit) -> Response:
    """The open requests of my departments, those due first."""
    with visit.platform.database.read() as db:
        rows = [
            row
            for department in visit.staff.departments
            for row in corrections.of_department(db, department, visit.today, CorrectionState.OPEN)
            if _is_here(visit, db.get_one(CorrectionRow, row.number))
        ]
    visit.look("list", "corrections")
    rows.sort(key=lambda row: (row.due, row.number))
    return visit.page("approver/corrections.html", title=_TITLE, rows=rows, wrong=_WRONG)


@router.get("/{number}")
def detail(visit: ApproverVisit, number: Number) -> Response:
    """One request, with what has to be seen to answer it."""
    return _detail_page(visit, number)


@router.post("/{number}")
def answer(sent: ApproverForm, number: Number) -> Response:
    """The owner's answer, once; the person hears of it."""
    visit, form = sent.visit, sent.form

    def effect(db: Db) -> Outcome:
        row = _found(db, visit, number).row
        if row.state != CorrectionState.OPEN.value:
            raise Problem("office.changed")
        outcome = form.line("outcome")
        if outcome not in ("corrected", "not"):
            raise wrong("outcome", "请选择核实结果", "Choose what you found")
        value = form.line("value")[:200] or None
        words = form.line("words")[:300]
        if outcome == "not":
            words, value = needed(form, "words", "没有更正的，请写明原因", "Say why nothing was corrected")[:300], None
        try:
            corrections.answer(
                db,
                number,
                row.department,
                visit.staff.number,
                visit.now,
                corrected=outcome == "corrected",
                words=words,
                value=value,
            )
        except ValueError:
            raise wrong("value", "登记系统不接受这个内容", "The register does not take this value") from None
        return Outcome(
            to="/corrections", said=Text(zh="已答复，已短信告知本人", en="Answered; the person has been told")
        )

    return sent.once(effect, lambda problem: _detail_page(visit, number, problem, form), subject=number)


def _detail_page(visit: Visit, number: str, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        found = _found(db, visit, number)
    visit.look("person", number)
    return visit.page(
        "approver/correction_of_data.html",
        title=Text(**found.row.label),
        crumbs=(Crumb("/corrections", _TITLE),),
        problem=problem,
        form=form,
        row=found.row,
        person=found.person,
        wrong=_WRONG[Wrong(found.row.wrong)],
        open=found.row.state == CorrectionState.OPEN.value,
    )


def _is_here(visit: Visit, row: CorrectionRow) -> bool:
    hall = visit.platform.halls.get(visit.staff.hall)
    return hall is None or row.region == hall.region


def _found(db: Db, visit: Visit, number: str) -> Detail:
    """A request to one of my departments, in my hall's district. Problem: office.not-found."""
    row = db.get(CorrectionRow, number)
    if row is None or row.department not in visit.staff.departments or not _is_here(visit, row):
        raise Problem("office.not-found")
    return corrections.detail(db, number, row.department)
