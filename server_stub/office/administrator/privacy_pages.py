"""`/office/administrator/privacy`: what people want of their own data (个人信息保护法 44–47), answered in time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.audit import people
from server_stub.office.administrator.scope import require_citywide
from server_stub.office.forms import Form, needed, wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Visit
from server_stub.privacy import service
from server_stub.privacy.models import RequestKind
from server_stub.privacy.tables import PrivacyRequestRow
from server_stub.problems import Problem
from server_stub.texts import Text

router = APIRouter(prefix="/administrator/privacy")
TITLE = Text(zh="个人信息请求", en="Privacy requests")
KINDS = {
    RequestKind.VIEW.value: Text(zh="查阅", en="See what there is"),
    RequestKind.DELETE.value: Text(zh="删除", en="Delete"),
    RequestKind.WITHDRAW_CONSENT.value: Text(zh="撤回同意", en="Withdraw consent"),
}
STATES = {
    "open": ("soon", Text(zh="待答复", en="Open")),
    "done": ("good", Text(zh="已办", en="Done")),
    "refused": ("quiet", Text(zh="已说明不能办", en="Refused")),
}
_FOLLOWS = {
    RequestKind.VIEW.value: Text(
        zh="同意后，本人在自助机上能看到平台存的全部信息。",
        en="If granted, the person can see at a terminal all that the platform has.",
    ),
    RequestKind.DELETE.value: Text(
        zh="同意后立即删除短信、验证码、草稿、登录、排队和登记的手机号；已收的件、出具的文书和证照使用记录依法保留。",
        en="If granted, messages, codes, drafts, sessions and phone numbers are deleted at once; filed cases, issued "
        "papers and the ledger of licence uses are kept as the law demands.",
    ),
    RequestKind.WITHDRAW_CONSENT.value: Text(
        zh="同意后停止处理并删除以同意为依据的信息。", en="If granted, what rests on the consent is deleted."
    ),
}
_LONGEST = 500
_MOST = 500
Number = Annotated[str, Path(max_length=30, pattern=r"^[A-Z0-9]+$")]


@router.get("")
def requests(visit: AdministratorVisit) -> Response:
    """Those that are open first, by their deadline."""
    require_citywide(visit)
    with visit.platform.database.read() as db:
        query = select(PrivacyRequestRow).order_by(
            PrivacyRequestRow.state != "open", PrivacyRequestRow.due_on, PrivacyRequestRow.number.desc()
        )
        rows = [(row, people.masked(db, row.person_id)) for row in db.scalars(query.limit(_MOST))]
    visit.look("list", "privacy")
    return visit.page(
        "administrator/privacy.html", title=TITLE, rows=rows, kinds=KINDS, states=STATES, today=visit.today
    )


@router.get("/{number}")
def request(visit: AdministratorVisit, number: Number) -> Response:
    """One request and the form of its answer."""
    require_citywide(visit)
    visit.look("person", number)
    return _page(visit, number)


@router.post("/{number}/answer")
def answer(sent: AdministratorForm, number: Number) -> Response:
    """Does what was asked, or says why not."""
    visit, form = sent.visit, sent.form
    require_citywide(visit)

    def effect(db: Db) -> Outcome:
        if db.get(PrivacyRequestRow, number) is None:
            raise Problem("office.not-found")
        words = needed(form, "answer", "请写上答复，本人会看到", "Please write the answer; the person reads it")
        if len(words) > _LONGEST:
            raise wrong("answer", f"最多 {_LONGEST} 个字", f"At most {_LONGEST} characters")
        match form.text("outcome"):
            case "grant":
                service.grant(db, visit.platform, number, words, visit.staff.number)
            case "refuse":
                service.refuse(db, visit.platform, number, words, visit.staff.number)
            case _:
                raise wrong("outcome", "请选择同意还是不能办", "Please choose whether it is granted")
        return Outcome(
            to="/administrator/privacy",
            said=Text(zh=f"{number} 已答复，已短信告知", en=f"{number} is answered, and the person told by SMS"),
        )

    return sent.once(effect, lambda problem: _page(visit, number, problem, form), subject=number)


def _page(visit: Visit, number: str, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        row = db.get(PrivacyRequestRow, number)
        if row is None:
            raise Problem("office.not-found")
        whose = people.masked(db, row.person_id)
    return visit.page(
        "administrator/privacy_request.html",
        title=Text(zh=number, en=number),
        crumbs=(Crumb("/administrator/privacy", TITLE),),
        problem=problem,
        form=form,
        row=row,
        whose=whose,
        kinds=KINDS,
        states=STATES,
        follows=_FOLLOWS[row.kind],
        today=visit.today,
        longest=_LONGEST,
    )
