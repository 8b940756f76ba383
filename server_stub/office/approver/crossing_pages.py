"""`/office/transfers`: what goes to other places and comes from them (异地代收代办), what they are asked (多地联办)."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases import crossing
from server_stub.cases.models import Acknowledgement, JointAnswer, NewJointTask, NewTransfer
from server_stub.cases.tables import JointTask
from server_stub.catalogue.departments import departments
from server_stub.halls.models import Hall
from server_stub.office import forms
from server_stub.office.approver import reach
from server_stub.office.approver.case_pages import CASES, Id, Number
from server_stub.office.forms import Form
from server_stub.office.menu import Crumb
from server_stub.office.visits import ApproverForm, ApproverVisit, Outcome, Visit
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.texts import Text

router = APIRouter()
_TITLE = Text(zh="移交与协查", en="Hand-overs and questions")
_HAND_ON = Text(zh="移交到另一地", en="Hand on to another place")
_ASK = Text(zh="请另一地协查", en="Ask another place")


@dataclass(frozen=True)
class AtHall:
    """An approver at their hall."""

    platform: Platform
    hall: Hall


@router.get("/transfers")
def page(visit: ApproverVisit) -> Response:
    """What is on its way to this place, what went from it, and what it is asked."""
    return _list_page(visit)


def _list_page(visit: Visit, problem: Problem | None = None, form: Form | None = None) -> Response:
    place = _place(visit)
    with visit.platform.database.read() as db:
        handed, asked = crossing.transfers(db, place), crossing.tasks(db, place)
    visit.look("list", "transfers")
    coming = [one for one in handed if one.to_region == place.hall.region]
    mine = visit.staff.departments
    return visit.page(
        "approver/transfers.html",
        title=_TITLE,
        problem=problem,
        form=form,
        coming=coming,
        gone=[one for one in handed if one not in coming],
        asked=[one for one in asked if one.department in mine],
        departments=_departments(visit),
        districts=visit.platform.configuration.now.districts,
        halls=visit.platform.halls,
    )


@router.post("/transfers/{id_}/acknowledgement")
def acknowledge(sent: ApproverForm, id_: Id) -> Response:
    """It came, with what was missing of it."""
    visit, place = sent.visit, _place(sent.visit)

    def effect(db: Db) -> Outcome:
        given = forms.model(Acknowledgement, {"missing": sent.form.all("missing")})
        view = crossing.acknowledge(db, place, id_, given, _by(visit))
        visit.note(db, "change", view.case)
        return Outcome(to="/transfers", said=Text(zh="已签收，已告知移交方", en="Received; the other side knows"))

    return sent.once(effect)


@router.post("/transfers/tasks/{id_}/answer")
def answer(sent: ApproverForm, id_: Id) -> Response:
    """This place's answer to a question, once."""
    visit, place, form = sent.visit, _place(sent.visit), sent.form

    def effect(db: Db) -> Outcome:
        task = db.get(JointTask, id_)
        if task is None or task.department not in visit.staff.departments:
            raise Problem("transfer.not-found")
        if form.line("agreed") not in ("yes", "no"):
            raise forms.wrong(f"agreed-{id_}", "请选择同意或不同意", "Choose whether this place agrees")
        said = forms.needed(form, "answer", "请写明答复", "Write the answer")
        given = forms.model(JointAnswer, {"agreed": form.line("agreed") == "yes", "answer": said})
        view = crossing.answer(db, place, id_, given, _by(visit))
        visit.note(db, "change", view.case)
        return Outcome(to="/transfers", said=Text(zh="已回执", en="Answered"))

    return sent.once(effect, lambda problem: _list_page(visit, problem, form))


@router.get("/cases/{number}/transfer")
def hand_on_page(visit: ApproverVisit, number: Number) -> Response:
    """What goes where."""
    return _case_page(visit, number, "approver/hand_on.html", _HAND_ON)


@router.post("/cases/{number}/transfer")
def hand_on(sent: ApproverForm, number: Number) -> Response:
    """Sends the materials, or the result, on."""
    visit, place, form = sent.visit, _place(sent.visit), sent.form

    def effect(db: Db) -> Outcome:
        reach.changing(db, visit, number, form.line("version"))
        content = {name: form.line(name) for name in ("to_region", "what", "way", "tracking")}
        items = tuple(line.strip() for line in form.text("items").split("\n") if line.strip())
        wanted = forms.model(NewTransfer, {**content, "items": items}, {f"items.{n}": "items" for n in range(60)})
        crossing.hand_on(db, place, number, wanted, _by(visit))
        return Outcome(to=f"/cases/{number}", said=Text(zh="已移交，等对方签收", en="Handed on; not yet received"))

    def again(problem: Problem) -> Response:
        return _case_page(visit, number, "approver/hand_on.html", _HAND_ON, problem, form)

    return sent.once(effect, again, subject=number)


@router.get("/cases/{number}/question")
def ask_page(visit: ApproverVisit, number: Number) -> Response:
    """Whom to ask what."""
    return _case_page(visit, number, "approver/ask.html", _ASK)


@router.post("/cases/{number}/question")
def ask(sent: ApproverForm, number: Number) -> Response:
    """Asks another place."""
    visit, place, form = sent.visit, _place(sent.visit), sent.form

    def effect(db: Db) -> Outcome:
        reach.changing(db, visit, number, form.line("version"))
        content = {name: form.text(name) for name in ("region", "department", "question")}
        if content["department"] not in departments():
            raise forms.wrong("department", "请从列出的里选", "Please choose one of those listed")
        crossing.ask(db, place, number, forms.model(NewJointTask, content), _by(visit))
        return Outcome(to=f"/cases/{number}", said=Text(zh="已发出，等对方答复", en="Asked; not yet answered"))

    def again(problem: Problem) -> Response:
        return _case_page(visit, number, "approver/ask.html", _ASK, problem, form)

    return sent.once(effect, again, subject=number)


def _case_page(
    visit: Visit, number: str, template: str, title: Text, problem: Problem | None = None, form: Form | None = None
) -> Response:
    with visit.platform.database.read() as db:
        opened = reach.open_case(db, visit, number)
        page = visit.page(
            template,
            title=title,
            crumbs=(CASES, Crumb(f"/cases/{opened.case.number}", opened.title)),
            problem=problem,
            form=form,
            opened=opened,
            case=opened.case,
            version=form.line("version") if form else reach.version_of(db, opened.case),
            districts=visit.platform.configuration.now.districts,
            departments=_departments(visit),
            materials="\n".join(m.name.zh for m in opened.service.materials_for(_answers(opened)))[:3_000],
        )
    visit.look("case", number)
    return page


def _departments(visit: Visit) -> dict[str, Text]:
    district = visit.platform.district(_place(visit).hall.region)
    return {key: one.name_in(district) for key, one in departments().items()}


def _answers(opened: reach.Open) -> dict[str, str]:
    return {**(opened.case.form or {}), **(opened.case.situation or {})}


def _place(visit: Visit) -> AtHall:
    """Where somebody works. Problem office.role: who works for all halls is at none of them."""
    hall = visit.platform.halls.get(visit.staff.hall)
    if hall is None:
        raise Problem("office.role", also=Text(zh="移交要由大厅的审批员办理", en="An approver of a hall does this"))
    return AtHall(visit.platform, hall)


def _by(visit: Visit) -> str:
    return f"staff:{visit.staff.number}"
