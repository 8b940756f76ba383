"""`/office/administrator/ratings`: ratings in sum, what follows named bad ones, and corrections of data that wait.

Below a least number there is no figure, and no clerk sees who rated them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.catalogue.catalogue import Catalogue
from server_stub.corrections import service as corrections
from server_stub.office import sessions
from server_stub.office.administrator.scope import department_names, halls_of
from server_stub.office.forms import Form, wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Sent, Visit
from server_stub.performance.service import months_back
from server_stub.problems import Problem
from server_stub.ratings import follow_ups, rateable, statistics
from server_stub.ratings.models import About
from server_stub.ratings.questions import questions
from server_stub.ratings.statistics import Span
from server_stub.ratings.tables import FollowUpRow, FollowUpState, RatingRow
from server_stub.texts import Text, mask_phone

router = APIRouter(prefix="/administrator")
TITLE = Text(zh="评价与回访", en="Ratings and follow-ups")
STATES = {
    FollowUpState.OPEN.value: ("soon", Text(zh="待联系", en="To be contacted")),
    FollowUpState.CONTACTED.value: ("soon", Text(zh="已联系，待整改", en="Contacted")),
    FollowUpState.REMEDIED.value: ("good", Text(zh="已整改", en="Remedied")),
}
_LONGEST = 300
Id = Annotated[str, Path(max_length=36, pattern=r"^[0-9a-f-]+$")]


@router.get("/ratings")
def ratings(visit: AdministratorVisit) -> Response:
    """This month and the two before it, and the follow-ups that are open."""
    halls, least = halls_of(visit), visit.platform.rules.ratings_shown_from
    with visit.platform.database.read() as db:
        months = [
            (period, {key: statistics.of(db, Span(period.begins, period.ends), least, hall=key) for key in halls})
            for period in months_back(visit.today, 3)
        ]
        waiting = follow_ups.of_halls(db, halls, visit.staff.number)
        done = follow_ups.of_halls(db, halls, visit.staff.number, done=True)[-50:]
        unrated = len(rateable.of_day(visit.platform, db, visit.today))
    visit.look("list", "ratings")
    return visit.page(
        "administrator/ratings.html",
        title=TITLE,
        halls=halls,
        months=months,
        waiting=waiting,
        done=done,
        unrated=unrated,
        states=STATES,
        least=least,
        titles=_titles(visit.platform.catalogue),
        today=visit.today,
    )


@router.get("/ratings/corrections")
def wrong_data(visit: AdministratorVisit) -> Response:
    """这条信息不对: what no department has answered yet. The departments' approvers answer."""
    hall = visit.platform.halls.get(visit.staff.hall)
    names, english = department_names(visit), visit.language == "en"
    with visit.platform.database.read() as db:
        rows = corrections.waiting(db, visit.today, hall.region if hall else "")
    visit.look("list", "corrections")
    counts: dict[str, tuple[int, int]] = {}
    for department, one in rows:
        before = counts.get(department, (0, 0))
        counts[department] = (before[0] + 1, before[1] + one.overdue)
    rows = [(department, replace(one, shown=one.shown or ("empty" if english else "空"))) for department, one in rows]
    return visit.page(
        "administrator/corrections.html",
        title=Text(zh="信息更正", en="Corrections of data"),
        crumbs=(Crumb("/administrator/ratings", TITLE),),
        rows=rows,
        counts=counts,
        names=names,
    )


@router.get("/ratings/{id_}")
def rating(visit: AdministratorVisit, id_: Id) -> Response:
    """One follow-up."""
    visit.look("person", id_)
    return _page(visit, id_)


@router.post("/ratings/{id_}/contacted")
def contacted(sent: AdministratorForm, id_: Id) -> Response:
    """Somebody has spoken with the person."""

    def deed(db: Db) -> Text:
        follow_ups.contacted(db, id_, sent.visit.staff.number, _note(sent.form), sent.visit.now)
        return Text(zh="已记下联系情况", en="It is noted that the person was spoken with")

    return _do(sent, id_, deed)


@router.post("/ratings/{id_}/remedied")
def remedied(sent: AdministratorForm, id_: Id) -> Response:
    """What was bad is put right; the person may rate once more."""

    def deed(db: Db) -> Text:
        follow_ups.remedied(db, id_, sent.visit.staff.number, _note(sent.form), sent.visit.now)
        return Text(zh="已整改，已告知可再评价一次", en="Remedied; the person may rate once more")

    return _do(sent, id_, deed)


@router.post("/ratings/{id_}/shown")
def show(sent: AdministratorForm, id_: Id) -> Response:
    """The phone in full for some minutes; noted."""

    def deed(db: Db) -> None:
        sessions.reveal(db, sent.visit.token, f"rating/{id_}", sent.visit.now, shown=True)
        sent.visit.note(db, "person", id_)

    return _do(sent, id_, deed)


def _do(sent: Sent, id_: str, deed: Callable[[Db], Text | None]) -> Response:
    visit = sent.visit

    def effect(db: Db) -> Outcome:
        _mine(visit, db, id_)
        try:
            said = deed(db)
        except ValueError:
            raise Problem("office.changed") from None
        return Outcome(to=f"/administrator/ratings/{id_}", said=said)

    return sent.once(effect, lambda problem: _page(visit, id_, problem, sent.form), subject=id_)


def _mine(visit: Visit, db: Db, id_: str) -> tuple[RatingRow, FollowUpRow]:
    """Problem office.not-found, also where it is about who looks."""
    row, follow_up = db.get(RatingRow, id_), db.get(FollowUpRow, id_)
    if row is None or follow_up is None or row.hall not in halls_of(visit) or row.clerk == visit.staff.number:
        raise Problem("office.not-found")
    return row, follow_up


def _note(form: Form) -> str:
    words = form.text("note")
    if not words:
        raise wrong("note", "请写一句", "Please write a sentence")
    if len(words) > _LONGEST:
        raise wrong("note", f"最多 {_LONGEST} 个字", f"At most {_LONGEST} characters")
    return words


def _titles(catalogue: Catalogue) -> dict[str, Text]:
    return {line.code: line.service.title for line in catalogue.lines.values()}


def _page(visit: Visit, id_: str, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        row, follow_up = _mine(visit, db, id_)
    reasons = {one.key: one.title for one in questions(About(row.about)).reasons}
    revealed = visit.is_revealed(f"rating/{id_}")
    return visit.page(
        "administrator/rating.html",
        title=Text(zh="差评回访", en="Follow-up of a bad rating"),
        crumbs=(Crumb("/administrator/ratings", TITLE),),
        problem=problem,
        form=form,
        row=row,
        follow_up=follow_up,
        states=STATES,
        reasons=[reasons.get(key, Text(zh=key, en=key)) for key in row.reasons],
        service=_titles(visit.platform.catalogue).get(row.service),
        phone=row.phone if revealed else mask_phone(row.phone),
        revealed=revealed,
        today=visit.today,
        longest=_LONGEST,
    )
