"""`/office/administrator/terminals`: which terminals there are, what is heard of them, and what is set from afar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.catalogue.tables import Stage
from server_stub.clock import in_hall
from server_stub.office import sessions
from server_stub.office.administrator.scope import hall_of, halls_of
from server_stub.office.forms import Form, model
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Sent, Visit
from server_stub.problems import Problem
from server_stub.terminals import office, register
from server_stub.terminals.models import Settings
from server_stub.terminals.office import NewTerminal, TerminalChange
from server_stub.terminals.tables import TerminalRow
from server_stub.texts import Text

router = APIRouter(prefix="/administrator/terminals")
TITLE = Text(zh="终端", en="Terminals")
KINDS = {
    "self-service": Text(zh="自助终端", en="Self-service"),
    "window": Text(zh="窗口", en="Window"),
    "guide": Text(zh="导办台", en="Guide desk"),
    "display": Text(zh="叫号大屏", en="Display"),
    "system": Text(zh="部门系统", en="Department's system"),
}
DEVICE_STATES = {
    "ready": Text(zh="正常", en="Ready"),
    "busy": Text(zh="使用中", en="Busy"),
    "attention": Text(zh="要照看", en="Needs attention"),
    "fault": Text(zh="故障", en="Fault"),
    "absent": Text(zh="没接上", en="Absent"),
}
_MARKS = {"ready": "good", "busy": "good", "attention": "soon", "fault": "late", "absent": "late"}
Id = Annotated[str, Path(max_length=30, pattern=r"^[A-Z0-9-]+$")]
_SETTINGS = {"notice.zh": "notice_zh", "notice.en": "notice_en"}


@router.get("")
def terminals(visit: AdministratorVisit, hall: Annotated[str, Query(max_length=10)] = "") -> Response:
    """All of the administrator's halls, or of one."""
    halls = halls_of(visit)
    chosen = [hall] if hall in halls else list(halls)
    with visit.platform.database.read() as db:
        rows = office.heard(db, chosen, visit.now)
    return visit.page(
        "administrator/terminals.html",
        title=TITLE,
        rows=rows,
        halls=halls,
        hall_chosen=hall if hall in halls else "",
        kinds=KINDS,
        online=sum(row.online for row in rows),
        silent=sum(row.silent for row in rows),
    )


@router.get("/new")
def new_page(visit: AdministratorVisit) -> Response:
    """The form of a new terminal."""
    return _new_page(visit)


@router.post("/new")
def new(sent: AdministratorForm) -> Response:
    """Registers it; its code is shown once."""
    visit, form = sent.visit, sent.form

    def effect(db: Db) -> Outcome:
        hall = form.text("hall")
        wanted = model(
            NewTerminal, {"id": form.line("id").upper(), "hall": hall, "kind": form.text("kind"), **_of(form)}
        )
        if wanted.hall not in halls_of(visit):
            raise Problem("office.scope")
        row = office.add(db, visit.platform.configuration.now, wanted)
        _tell_code(db, visit, row)
        visit.note(db, "change", row.id)
        return Outcome(to=f"/administrator/terminals/{row.id}")

    answer = sent.once(effect, lambda problem: _new_page(visit, problem, form))
    visit.platform.terminals.look_again()
    return answer


@router.get("/{id_}")
def terminal(visit: AdministratorVisit, id_: Id) -> Response:
    """One terminal with its devices."""
    return _page(visit, id_)


@router.post("/{id_}/settings")
def settings(sent: AdministratorForm, id_: Id) -> Response:
    """What is set from afar: the notice on its first page, how long it waits, whether it takes visits."""
    form = sent.form
    content = {
        "notice": {"zh": form.line("notice_zh")[:200], "en": form.line("notice_en")[:200]},
        "idle_seconds": form.text("idle_seconds") or None,
        "warning_seconds": form.text("warning_seconds") or None,
        "closed": form.has("closed"),
    }

    def deed(db: Db, row: TerminalRow) -> Text:
        office.set_from_afar(row, model(Settings, content, _SETTINGS))
        return Text(zh="已保存，终端下次心跳时生效", en="Kept; the terminal hears of it with its next heartbeat")

    return _change(sent, id_, deed)


@router.post("/{id_}/place")
def place(sent: AdministratorForm, id_: Id) -> Response:
    """Another place, menu, window or stage."""

    def deed(db: Db, row: TerminalRow) -> Text:
        office.change(db, sent.platform.configuration.now, row, model(TerminalChange, _of(sent.form)))
        return Text(zh="已保存", en="Kept")

    return _change(sent, id_, deed)


@router.post("/{id_}/code")
def code(sent: AdministratorForm, id_: Id) -> Response:
    """A new enrolment code, shown once."""

    def deed(db: Db, row: TerminalRow) -> None:
        _tell_code(db, sent.visit, row)

    return _change(sent, id_, deed)


@router.post("/{id_}/revoked")
def revoke(sent: AdministratorForm, id_: Id) -> Response:
    """The code that was not used yet is worth nothing any more."""

    def deed(db: Db, row: TerminalRow) -> Text:
        office.revoke_code(row)
        return Text(zh="登记码已作废", en="The code is worth nothing any more")

    return _change(sent, id_, deed)


@router.post("/{id_}/service")
def service(sent: AdministratorForm, id_: Id) -> Response:
    """Out of service, or back."""
    out = sent.form.text("out") == "yes"

    def deed(db: Db, row: TerminalRow) -> Text:
        office.put_out_of_service(db, row, out=out)
        return (
            Text(zh="已停用：它的请求不再受理", en="Out of service: its calls are refused")
            if out
            else Text(zh="已恢复使用", en="In service again")
        )

    return _change(sent, id_, deed)


def _of(form: Form) -> dict[str, object]:
    return {
        "place": form.line("place"),
        "menu": form.text("menu"),
        "window": form.line("window").upper(),
        "stage": form.text("stage") or Stage.LIVE,
    }


def _change(sent: Sent, id_: str, deed: Callable[[Db, TerminalRow], Text | None]) -> Response:
    visit = sent.visit

    def effect(db: Db) -> Outcome:
        row = db.get(TerminalRow, id_, with_for_update=True)
        if row is None or row.hall not in halls_of(visit):
            raise Problem("office.not-found")
        return Outcome(to=f"/administrator/terminals/{id_}", said=deed(db, row))

    answer = sent.once(effect, lambda problem: _page(visit, id_, problem, sent.form), subject=id_)
    visit.platform.terminals.look_again()
    return answer


def _tell_code(db: Db, visit: Visit, row: TerminalRow) -> None:
    """Told on the next page and kept nowhere else: not in the form's answer either."""
    made = register.new_code(row, visit.now)
    until = f"{in_hall(row.enrolment_until or visit.now):%m-%d %H:%M}"
    said = Text(
        zh=f"登记码 {made}，{until} 前用一次。只显示这一次，请现在抄下",
        en=f"Enrolment code {made}, good once until {until}. It is shown only now; please write it down",
    )
    sessions.say(db, visit.token, said)


def _page(visit: Visit, id_: str, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        found = office.heard(db, halls_of(visit), visit.now, id_)
    if not found:
        raise Problem("office.not-found")
    one = found[0]
    return visit.page(
        "administrator/terminal.html",
        title=Text(zh=id_, en=id_),
        crumbs=(Crumb("/administrator/terminals", TITLE),),
        problem=problem,
        form=form,
        one=one,
        hall_name=hall_of(visit, one.row.hall).short,
        kinds=KINDS,
        device_states=DEVICE_STATES,
        marks=_MARKS,
        menus=list(visit.platform.configuration.now.menus),
        now=visit.now,
    )


def _new_page(visit: Visit, problem: Problem | None = None, form: Form | None = None) -> Response:
    return visit.page(
        "administrator/terminal_new.html",
        title=Text(zh="登记终端", en="Register a terminal"),
        crumbs=(Crumb("/administrator/terminals", TITLE),),
        problem=problem,
        form=form,
        halls=halls_of(visit),
        kinds=KINDS,
        menus=list(visit.platform.configuration.now.menus),
    )
