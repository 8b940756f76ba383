"""`/office/administrator/records`: who saw and changed what. Each search is a look of its own and is noted."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.audit import people
from server_stub.audit.service import Filter, looks
from server_stub.clock import HALL
from server_stub.office.forms import Form, cleaned, wrong
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Visit
from server_stub.problems import Problem
from server_stub.staff import service as staff
from server_stub.texts import Text

router = APIRouter(prefix="/administrator/records")
TITLE = Text(zh="谁看过什么", en="Who saw what")
WHAT = {
    "case": Text(zh="看办件", en="Saw a case"),
    "person": Text(zh="看个人信息全文", en="Saw somebody's data in full"),
    "files": Text(zh="看材料", en="Saw files"),
    "list": Text(zh="看列表", en="Saw a list"),
    "change": Text(zh="改动", en="Changed"),
    "export": Text(zh="导出", en="Exported"),
    "search": Text(zh="查记录", en="Searched these records"),
    "sign-in": Text(zh="登录", en="Signed in"),
    "sign-out": Text(zh="退出", en="Signed out"),
}
_A_PAGE = 100
_Line = Annotated[str, Query(max_length=64)]


@router.get("")
def records(
    visit: AdministratorVisit,
    number: _Line = "",
    subject: _Line = "",
    day: Annotated[str, Query(max_length=10)] = "",
    what: Annotated[str, Query(max_length=20)] = "",
    person: Annotated[str, Query(max_length=36)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Response:
    """The newest first; by staff number, by the number of a case, by day; `person` is the platform's own key."""
    try:
        since = _since(day)
    except Problem as problem:
        return _page(visit, problem=problem, day=day)
    asked = Filter(
        staff=cleaned(number).strip().upper(),
        subject=cleaned(subject).strip(),
        what=what if what in WHAT else "",
        hall=visit.staff.hall,
        since=since,
        until=since + dt.timedelta(days=1) if since else None,
    )
    return _page(visit, asked, day=day, person=cleaned(person), before=before)


@router.post("/person")
def person(sent: AdministratorForm) -> Response:
    """By the whole number of somebody's document. It stands in a form, since addresses are kept in many places."""
    visit, given = sent.visit, sent.form.line("document").replace(" ", "").upper()

    def effect(db: Db) -> Outcome:
        found = people.by_card(db, given[:18]) if 6 <= len(given) <= 18 else None
        if found is None:
            raise wrong(
                "document", "没有这个证件号码的人，要填完整号码", "Nobody has this number; the whole of it is needed"
            )
        visit.note(db, "search", found.id)
        return Outcome(to=f"/administrator/records?person={found.id}")

    return sent.once(effect, lambda problem: _page(visit, problem=problem, form=sent.form))


def _page(
    visit: Visit,
    asked: Filter | None = None,
    *,
    day: str = "",
    person: str = "",
    before: int | None = None,
    problem: Problem | None = None,
    form: Form | None = None,
) -> Response:
    asked = asked or Filter(hall=visit.staff.hall)
    if problem is None:
        searched = person or asked.subject or asked.staff or day or "all"
        visit.look("search", searched)
    with visit.platform.database.read() as db:
        whose = people.masked(db, person) if person else ""
        wanted = asked
        if person:
            wanted = Filter(**{**vars(asked), "subjects": people.subjects_of(db, person)})
        rows = looks(db, wanted, before, _A_PAGE + 1)
        names = staff.names(db, {row.staff for row in rows})
    return visit.page(
        "administrator/records.html",
        title=TITLE,
        problem=problem,
        form=form,
        rows=rows[:_A_PAGE],
        more=len(rows) > _A_PAGE,
        names=names,
        what=WHAT,
        asked=asked,
        day=day,
        person=person,
        whose=whose,
        paged=before is not None,
    )


def _since(day: str) -> dt.datetime | None:
    if not day:
        return None
    try:
        found = dt.date.fromisoformat(day)
    except ValueError:
        raise wrong("day", "请填日期，如 2026-11-23", "Please give a date such as 2026-11-23") from None
    if not 2000 <= found.year <= 2100:
        raise wrong("day", "请填近年的日期", "Please give a date of these years")
    return dt.datetime.combine(found, dt.time(), HALL)
