"""`/office/administrator/ledger`: the ledger of problems (台账): 办不成事, bad ratings, machine faults, 12345."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.office import sessions
from server_stub.office.administrator.scope import department_names, hall_of, halls_of
from server_stub.office.forms import Form, needed, wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Sent, Visit
from server_stub.problems import Problem
from server_stub.reports import ledger
from server_stub.reports.tables import Progress, ReportKind, ReportRow
from server_stub.staff import office as staff
from server_stub.texts import Text, mask_phone

router = APIRouter(prefix="/administrator/ledger")
TITLE = Text(zh="问题台账", en="Ledger of problems")
KINDS = {
    ReportKind.NOT_DONE.value: Text(zh="办不成事", en="Could not be done"),
    ReportKind.BAD_RATING.value: Text(zh="差评回访", en="Bad rating"),
    ReportKind.MACHINE_FAULT.value: Text(zh="机器故障", en="Machine fault"),
    ReportKind.HOTLINE.value: Text(zh="12345", en="12345"),
}
PROGRESS = {
    Progress.OPEN.value: ("soon", Text(zh="待交办", en="Open")),
    Progress.ASSIGNED.value: ("soon", Text(zh="办理中", en="Assigned")),
    Progress.ANSWERED.value: ("good", Text(zh="已答复", en="Answered")),
    Progress.CLEARED.value: ("quiet", Text(zh="已销号", en="Cleared")),
}
STEPS = {
    "entered": Text(zh="登记", en="Entered"),
    "assigned": Text(zh="交办", en="Assigned"),
    "contacted": Text(zh="联系本人", en="Spoke with the person"),
    "handed-over": Text(zh="转 12345", en="Handed to 12345"),
    "answered": Text(zh="答复", en="Answered"),
    "cleared": Text(zh="销号", en="Cleared"),
    "reminded": Text(zh="催办", en="Reminded"),
    "escalated": Text(zh="上报", en="Escalated"),
}
_LONGEST = 500
_PHONE = re.compile(r"1[3-9][0-9]{9}")
Number = Annotated[str, Path(max_length=30, pattern=r"^[A-Z0-9]+$")]
_Key = Annotated[str, Query(max_length=40)]


@router.get("")
def lines(visit: AdministratorVisit, kind: _Key = "", progress: _Key = "", hall: _Key = "") -> Response:
    """What is due first; narrowed to what is named."""
    halls = halls_of(visit)
    chosen = [hall] if hall in halls else list(halls)
    kinds = {one.value: one for one in ReportKind}
    states = {one.value: one for one in Progress}
    with visit.platform.database.read() as db:
        rows = [
            row
            for key in chosen
            for row in ledger.lines(db, kind=kinds.get(kind), progress=states.get(progress), hall=key)
        ]
    rows.sort(key=lambda row: (row.cleared_on is not None, row.due, row.number))
    visit.look("list", "ledger")
    return visit.page(
        "administrator/ledger.html",
        title=TITLE,
        rows=rows,
        kinds=KINDS,
        progress=PROGRESS,
        kind=kind if kind in kinds else "",
        state=progress if progress in states else "",
        hall_chosen=hall if hall in halls else "",
        halls=halls,
        owner=_owner_name(visit),
        today=visit.today,
    )


@router.get("/new")
def new_page(visit: AdministratorVisit) -> Response:
    """The form of what 12345 handed over."""
    return _new(visit)


@router.post("/new")
def new(sent: AdministratorForm) -> Response:
    """Enters what 12345 handed over; the same number twice is one entry."""
    visit, form = sent.visit, sent.form

    def effect(db: Db) -> Outcome:
        hall = hall_of(visit, form.text("hall") or "-")
        hotline = form.line("hotline")
        if not re.fullmatch(r"[A-Za-z0-9-]{4,40}", hotline):
            raise wrong("hotline", "请填 12345 工单号", "Please give the number that 12345 uses")
        words, phone = _words(form, "text"), form.line("phone")
        if phone and not _PHONE.fullmatch(phone):
            raise wrong("phone", "请填 11 位手机号，或不填", "Please give a mobile number, or none")
        owner = _owner(visit, form, hall.id)
        row = ledger.from_hotline(db, visit.platform, hall, hotline, owner, words, phone, visit.now)
        said = Text(zh=f"已登记，{row.due} 前答复", en=f"Entered; to be answered by {row.due}")
        visit.note(db, "change", row.number)
        return Outcome(to=f"/administrator/ledger/{row.number}", said=said)

    return sent.once(effect, lambda problem: _new(visit, problem, form))


@router.get("/{number}")
def entry(visit: AdministratorVisit, number: Number) -> Response:
    """One entry with what happened."""
    visit.look("person", number)
    return _page(visit, number)


@router.post("/{number}/assign")
def assign(sent: AdministratorForm, number: Number) -> Response:
    """To a department or hall, and to somebody there."""

    def deed(db: Db, row: ReportRow) -> Text:
        owner, somebody = _owner(sent.visit, sent.form, row.hall), sent.form.line("assignee")
        if somebody and somebody not in {one.number for one in staff.listed(db)}:
            raise wrong("assignee", "没有这个工号", "There is nobody with this number")
        ledger.assign(db, number, owner, somebody, sent.visit.staff.number, sent.visit.now)
        return Text(zh="已交办", en="Assigned")

    return _do(sent, number, deed)


@router.post("/{number}/answer")
def answer(sent: AdministratorForm, number: Number) -> Response:
    """The answer to who reported it."""

    def deed(db: Db, _: ReportRow) -> Text:
        ledger.answer(db, number, sent.visit.staff.number, _words(sent.form, "words"), sent.visit.now)
        return Text(zh="已答复", en="Answered")

    return _do(sent, number, deed)


@router.post("/{number}/hand-over")
def hand_over(sent: AdministratorForm, number: Number) -> Response:
    """To 12345 as well."""

    def deed(db: Db, _: ReportRow) -> Text:
        ledger.hand_over(db, number, sent.visit.staff.number, sent.form.line("note")[:_LONGEST], sent.visit.now)
        return Text(zh="已转 12345", en="Handed to 12345")

    return _do(sent, number, deed)


@router.post("/{number}/clear")
def clear(sent: AdministratorForm, number: Number) -> Response:
    """销号."""

    def deed(db: Db, _: ReportRow) -> Text:
        ledger.clear(db, number, sent.visit.staff.number, sent.form.line("done")[:_LONGEST], sent.visit.now)
        return Text(zh="已销号", en="Cleared")

    return _do(sent, number, deed)


@router.post("/{number}/shown")
def show(sent: AdministratorForm, number: Number) -> Response:
    """The phone in full for some minutes; noted."""

    def deed(db: Db, _: ReportRow) -> None:
        sessions.reveal(db, sent.visit.token, f"ledger/{number}", sent.visit.now, shown=True)
        sent.visit.note(db, "person", number)

    return _do(sent, number, deed)


def _do(sent: Sent, number: str, deed: Callable[[Db, ReportRow], Text | None]) -> Response:
    visit = sent.visit

    def effect(db: Db) -> Outcome:
        row = db.get(ReportRow, number, with_for_update=True)
        if row is None or row.hall not in halls_of(visit):
            raise Problem("office.not-found")
        try:
            said = deed(db, row)
        except ValueError:
            raise Problem("office.changed") from None
        return Outcome(to=f"/administrator/ledger/{number}", said=said)

    return sent.once(effect, lambda problem: _page(visit, number, problem, sent.form), subject=number)


def _words(form: Form, name: str) -> str:
    words = needed(form, name, "请填写", "Please fill this in")
    if len(words) > _LONGEST:
        raise wrong(name, f"最多 {_LONGEST} 个字", f"At most {_LONGEST} characters")
    return words


def _owner(visit: Visit, form: Form, hall: str) -> str:
    given = form.text("owner")
    if given not in (f"hall/{hall}", *department_names(visit)):
        raise wrong("owner", "请选择责任单位", "Please choose whose it is")
    return given


def _owner_name(visit: Visit) -> Callable[[str], Text]:
    names, halls = department_names(visit), visit.platform.halls

    def name(owner: str) -> Text:
        hall = halls.get(owner.removeprefix("hall/"))
        return names.get(owner) or Text(zh=hall.short if hall else owner)

    return name


def _owners(visit: Visit) -> dict[str, Text]:
    return {f"hall/{key}": Text(zh=hall.short) for key, hall in halls_of(visit).items()} | department_names(visit)


def _page(visit: Visit, number: str, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        row = db.get(ReportRow, number)
        if row is None or row.hall not in halls_of(visit):
            raise Problem("office.not-found")
        steps = list(row.steps)
    answered = row.progress in (Progress.ANSWERED.value, Progress.CLEARED.value)
    needs_answer = row.kind in (ReportKind.NOT_DONE.value, ReportKind.HOTLINE.value)
    revealed = visit.is_revealed(f"ledger/{number}")
    return visit.page(
        "administrator/ledger_entry.html",
        title=Text(zh=number, en=number),
        crumbs=(Crumb("/administrator/ledger", TITLE),),
        problem=problem,
        form=form,
        row=row,
        steps=steps,
        step_words=STEPS,
        kinds=KINDS,
        progress=PROGRESS,
        phone=row.phone if revealed else mask_phone(row.phone),
        revealed=revealed,
        answered=answered,
        may_clear=row.progress != Progress.CLEARED.value and (answered or not needs_answer),
        owner=_owner_name(visit),
        owners=_owners(visit),
        today=visit.today,
        longest=_LONGEST,
    )


def _new(visit: Visit, problem: Problem | None = None, form: Form | None = None) -> Response:
    return visit.page(
        "administrator/ledger_new.html",
        title=Text(zh="登记 12345 转办", en="Enter a matter of 12345"),
        crumbs=(Crumb("/administrator/ledger", TITLE),),
        problem=problem,
        form=form,
        halls=halls_of(visit),
        owners=_owners(visit),
        longest=_LONGEST,
    )
