"""`/office/cases/{number}/correction`: the one-time correction (补正): picked, put into words, looked through, sent.

行政许可法 第32条: all that has to be corrected is told once. So the page lists every field and every material, and
what was sent can't be sent again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases.models import CorrectionItem, MoveOrder, NoticeContent
from server_stub.cases.moves import act
from server_stub.cases.notices import Writer
from server_stub.cases.states import Move
from server_stub.office import forms, sessions
from server_stub.office.approver import phrases, reach, showing
from server_stub.office.approver.case_pages import CASES, Number
from server_stub.office.approver.reach import Open
from server_stub.office.approver.words import MOVES
from server_stub.office.forms import Form
from server_stub.office.menu import Crumb
from server_stub.office.visits import ApproverForm, ApproverVisit, Outcome, Visit, see_other
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text
from server_stub.working_days import WorkingDay

router = APIRouter(prefix="/cases")
_TITLE = Text(zh="一次性告知补正", en="Ask for corrections, once")
_MOST = 30


@dataclass(frozen=True)
class Line:
    """One field or material that may have to be corrected; `id` is what its tick says."""

    id: str
    kind: str  # material, field
    what: str
    shown: Text
    now: Text  # how it stands: the value, masked, or how the material is met


@router.get("/{number}/correction")
def compose(visit: ApproverVisit, number: Number) -> Response:
    """The list, with what was written before."""
    with visit.platform.database.read() as db:
        draft = sessions.draft(db, visit.staff.number, _subject(number))
    given = Form({name: tuple(values) for name, values in draft.content["form"].items()}) if draft else None
    return _compose_page(visit, number, form=given)


@router.post("/{number}/correction")
def look_through(sent: ApproverForm, number: Number) -> Response:
    """Keeps what was picked and written, and shows the notice as it would be sent."""
    visit, form = sent.visit, sent.form
    with visit.platform.database.read() as db:
        lines = _lines(visit, _open(db, visit, number), full=False)
    try:
        items = _items(lines, form)
    except Problem as problem:
        return _compose_page(visit, number, problem=problem, form=form)
    content: dict[str, object] = {"form": form.filled, "items": [item.model_dump() for item in items]}
    visit.platform.database.write(
        lambda db: sessions.keep_draft(db, visit.staff.number, _subject(number), content, visit.now)
    )
    return see_other(f"/cases/{number}/correction/preview")


@router.get("/{number}/correction/preview")
def preview(visit: ApproverVisit, number: Number) -> Response:
    """The notice as it would be sent, in full as its paper has it."""
    with visit.platform.database.read() as db:
        opened = _open(db, visit, number)
        items = _drafted(db, visit, number)
        if not items:
            return see_other(f"/cases/{number}/correction")
        until = _until(visit)
        page = visit.page(
            "approver/correction_preview.html",
            title=Text(zh="核对补正告知书", en="Look through the notice"),
            crumbs=(*_crumbs(opened), Crumb(f"/cases/{number}/correction", _TITLE)),
            opened=opened,
            case=opened.case,
            notice=_notice(db, visit, opened, items, until),
            until=until,
            count=len(items),
            version=reach.version_of(db, opened.case),
            draft=_digest(items),
        )
    visit.look("person", number)
    return page


@router.post("/{number}/correction/preview")
def send(sent: ApproverForm, number: Number) -> Response:
    """Sends what was looked through, and nothing else."""
    visit, form = sent.visit, sent.form

    def effect(db: Db) -> Outcome:
        opened = reach.changing(db, visit, number, form.line("version"))
        reach.require_level(visit.staff, opened.case, Move.ASK_CORRECTION)
        items = _drafted(db, visit, number)
        if not items or _digest(items) != form.line("draft"):
            raise Problem("office.changed")
        order = MoveOrder(move=Move.ASK_CORRECTION, items=items)
        act(db, visit.platform, opened.case, opened.service, reach.actor_of(visit, opened.service), order)
        sessions.drop_draft(db, visit.staff.number, _subject(number))
        return Outcome(to=f"/cases/{number}", said=MOVES[Move.ASK_CORRECTION].done)

    return sent.once(effect, subject=number)


def _compose_page(visit: Visit, number: str, *, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        opened = _open(db, visit, number)
        page = visit.page(
            "approver/correction.html",
            title=_TITLE,
            crumbs=_crumbs(opened),
            problem=problem,
            form=form,
            opened=opened,
            case=opened.case,
            lines=_lines(visit, opened, full=visit.is_revealed(number)),
            phrases={kind: (phrases.why(kind), phrases.how(kind)) for kind in ("material", "field")},
            until=_until(visit),
        )
    visit.look("case", number)
    return page


def _open(db: Db, visit: Visit, number: str) -> Open:
    """The case, if a correction may be asked for. Problems: case.correction-told, case.illegal-move, office.level."""
    opened = reach.open_case(db, visit, number)
    if opened.case.corrected:
        raise Problem("case.correction-told")
    reach.require_level(visit.staff, opened.case, Move.ASK_CORRECTION)
    if Move.ASK_CORRECTION not in reach.moves_of(visit.staff, opened):
        raise Problem("case.illegal-move")
    return opened


def _lines(visit: Visit, opened: Open, *, full: bool) -> list[Line]:
    case, service = opened.case, opened.service
    answers = case.form or {}
    given = {True: Text(zh="已交", en="Given"), False: Text(zh="未交", en="Not given")}
    found = [
        Line(
            f"material:{m.key}",
            "material",
            m.name.zh,
            m.name,
            given[m.key in case.covers or (case.materials or {}).get(m.key, 0) >= m.copies],
        )
        for m in showing.asked_materials(service, case)
    ]
    for field in showing.asked_fields(service, case):
        value, _ = showing.value_of(field, answers.get(field.key, ""), full=full)
        found.append(Line(f"field:{field.key}", "field", field.label.zh, field.label, value))
    return found


def _items(lines: list[Line], form: Form) -> tuple[CorrectionItem, ...]:
    """What was ticked, with its words. Problem: office.form, with each that lacks something."""
    picked = set(form.all("pick"))
    wanted = [line for line in lines if line.id in picked]
    if not wanted:
        raise forms.wrong("pick", "请勾选需要补正的内容", "Tick what has to be corrected")
    if len(wanted) > _MOST:
        raise forms.wrong("pick", f"最多 {_MOST} 项", f"At most {_MOST}")
    errors, items = [], []
    for line in wanted:
        why, how = form.line(f"why:{line.id}"), form.line(f"how:{line.id}")
        for name, said in (("why", why), ("how", how)):
            if not said:
                errors.append(FieldError(field=f"{name}:{line.id}", text=_missing(name, line)))
            elif len(said) > 200:
                errors.append(FieldError(field=f"{name}:{line.id}", text=Text(zh="最多 200 个字", en="At most 200")))
        if not errors:
            what = {"what": line.what[:100], "why": why, "how": how, "target": line.id.partition(":")[2][:60]}
            items.append(forms.model(CorrectionItem, what))
    if errors:
        raise Problem("office.form", errors=errors)
    return tuple(items)


def _missing(name: str, line: Line) -> Text:
    shown = line.shown.en or line.what
    if name == "why":
        return Text(zh=f"请写明“{line.what}”为什么要补正", en=f"Say why this has to be corrected: {shown}")
    return Text(zh=f"请写明“{line.what}”怎么补", en=f"Say how to correct this: {shown}")


def _drafted(db: Db, visit: Visit, number: str) -> tuple[CorrectionItem, ...]:
    draft = sessions.draft(db, visit.staff.number, _subject(number))
    return tuple(CorrectionItem.model_validate(item) for item in draft.content["items"]) if draft else ()


def _notice(db: Db, visit: Visit, opened: Open, items: tuple[CorrectionItem, ...], until: WorkingDay) -> NoticeContent:
    writer = Writer(db, visit.platform, opened.case, opened.service, visit.now)
    return writer.correction_text(items, until.zh)


def _until(visit: Visit) -> WorkingDay:
    return visit.platform.calendar.after(visit.today, visit.platform.rules.correction_days)


def _digest(items: tuple[CorrectionItem, ...]) -> str:
    said = json.dumps([item.model_dump() for item in items], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _subject(number: str) -> str:
    return f"correction/{number}"


def _crumbs(opened: Open) -> tuple[Crumb, ...]:
    return (CASES, Crumb(f"/cases/{opened.case.number}", opened.title))
