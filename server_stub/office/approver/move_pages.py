"""`/office/cases/{number}/moves/{move}`: what an approver does with a case, each with what has to be said for it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases import levels
from server_stub.cases.models import MoveOrder
from server_stub.cases.moves import HAND_OVER, act
from server_stub.cases.states import Move
from server_stub.joint import office as joint
from server_stub.office import forms
from server_stub.office.approver import phrases, reach
from server_stub.office.approver.case_pages import CASES, Number
from server_stub.office.approver.words import MOVES
from server_stub.office.forms import Form
from server_stub.office.menu import Crumb
from server_stub.office.visits import ApproverForm, ApproverVisit, Outcome, Visit
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

router = APIRouter(prefix="/cases")
MoveName = Annotated[Move, Path()]
_ELSEWHERE = (Move.ASK_CORRECTION, Move.SUPPLY, Move.WITHDRAW)  # with pages of their own, or the applicant's
_WAYS = ("counter", "post", "locker")
_WITH_BASIS = (Move.REFUSE, Move.DENY)
_RESULT = "result."  # then what it is that other parts of a life event wait for
_NAMES = ("note", "reason", "procedure", "way", "place", "proposal")


@router.get("/{number}/moves/{move}")
def move_page(visit: ApproverVisit, number: Number, move: MoveName) -> Response:
    """What follows from a move, and what it needs."""
    return _page(visit, number, _own(move))


@router.post("/{number}/moves/{move}")
def do(sent: ApproverForm, number: Number, move: MoveName) -> Response:
    """Does it. Problems of the move as pages; what is missing in the form beside its field."""
    visit, form = sent.visit, sent.form
    _own(move)

    def effect(db: Db) -> Outcome:
        opened = reach.changing(db, visit, number, form.line("version"))
        reach.require_level(visit.staff, opened.case, move)
        order = _order(move, form)
        act(db, visit.platform, opened.case, opened.service, reach.actor_of(visit, opened.service), order)
        return Outcome(to=f"/cases/{number}", said=MOVES[move].done)

    def again(problem: Problem) -> Response:
        return _page(visit, number, move, problem, form)

    return sent.once(effect, again, subject=number)


def _own(move: Move) -> Move:
    if move in _ELSEWHERE:
        raise Problem("office.not-found")
    return move


def _order(move: Move, form: Form) -> MoveOrder:
    """The order of a form; a refusal names its basis besides its reason. Problem: office.form."""
    said: dict[str, Any] = {name: form.text(name) for name in _NAMES if form.has(name)}
    if move in _WITH_BASIS:
        missing = [name for name in ("reason", "basis") if not form.text(name)]
        if missing:
            raise Problem("office.form", errors=[FieldError(field=name, text=_NEEDED[name]) for name in missing])
        said["reason"] = f"{form.text('reason').rstrip('。')}。依据：{form.text('basis').rstrip('。')}。"
    if move is Move.FORWARD and not form.text("proposal"):
        raise Problem("office.form", errors=[FieldError(field="proposal", text=_NEEDED["proposal"])])
    given = {name.removeprefix(_RESULT): form.line(name) for name in form.values if name.startswith(_RESULT)}
    said["result"] = {name: value for name, value in given.items() if value}
    return forms.model(MoveOrder, {"move": move.value, **said})


_NEEDED = {
    "reason": Text(zh="请写明理由", en="A reason is needed"),
    "basis": Text(zh="请写明依据（法规名称和条款）", en="The basis is needed (which law, which article)"),
    "proposal": Text(zh="请选择您的意见", en="Choose what you propose"),
}


def _page(visit: Visit, number: str, move: Move, problem: Problem | None = None, form: Form | None = None) -> Response:
    words = MOVES[move]
    with visit.platform.database.read() as db:
        opened = reach.open_case(db, visit, number)
        if move not in reach.moves_of(visit.staff, opened):
            raise Problem("case.illegal-move")
        facts = opened.service.facts
        page = visit.page(
            "approver/move.html",
            title=words.button,
            crumbs=(CASES, Crumb(f"/cases/{opened.case.number}", opened.title)),
            problem=problem,
            form=form,
            opened=opened,
            case=opened.case,
            move=move.value,
            words=words,
            version=form.line("version") if form else reach.version_of(db, opened.case),
            procedures=[(p.key, p) for p in facts.special],
            ways=[(way, HAND_OVER[way]) for way in dict.fromkeys((*_WAYS, *facts.delivery)) if way in HAND_OVER],
            chosen_way=_chosen(opened, facts.delivery),
            basis="；".join(facts.basis),
            phrases=phrases.of_move(move),
            awaited=joint.awaited_of(db, visit.platform, opened.case) if move is Move.GRANT else (),
            opinions=levels.opinions(db, opened.case.number),
        )
    visit.look("case", number)
    return page


def _chosen(opened: reach.Open, delivery: tuple[str, ...]) -> str:
    """The way that the applicant chose, where the form asks for it; else the service's first."""
    asked = (opened.case.form or {}).get("delivery", "")
    return asked if asked in HAND_OVER else next((way for way in delivery if way in _WAYS), _WAYS[0])
