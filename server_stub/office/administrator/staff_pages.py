"""`/office/administrator/staff`: who works here, what they may do; passwords are made and shown once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.office import sessions
from server_stub.office.administrator.scope import department_names, halls_of, is_citywide
from server_stub.office.forms import Form, model, wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Sent, Visit
from server_stub.problems import Problem
from server_stub.staff import office, passwords
from server_stub.staff.models import Role, StaffMember
from server_stub.staff.tables import StaffRow
from server_stub.texts import Text

router = APIRouter(prefix="/administrator/staff")
TITLE = Text(zh="人员", en="Staff")
ROLES = {
    Role.CLERK.value: Text(zh="综窗", en="Clerk"),
    Role.APPROVER.value: Text(zh="审批员", en="Approver"),
    Role.ADMINISTRATOR.value: Text(zh="管理员", en="Administrator"),
    Role.GUIDE.value: Text(zh="导办", en="Guide"),
}
_LEVELS = ("1", "2", "3")
_NAMES = {f"{name}.{n}": name for name in ("roles", "departments", "levels") for n in range(60)}
Number = Annotated[str, Path(max_length=20, pattern=r"^[A-Za-z0-9-]+$")]


@router.get("")
def members(visit: AdministratorVisit) -> Response:
    """All of the administrator's halls."""
    with visit.platform.database.read() as db:
        rows = office.listed(db, visit.staff.hall)
    return visit.page(
        "administrator/staff.html",
        title=TITLE,
        rows=rows,
        roles=ROLES,
        halls=visit.platform.halls,
        departments=department_names(visit),
        locked_out={row.number for row in rows if office.is_locked_out(row, visit.now)},
    )


@router.get("/new")
def new_page(visit: AdministratorVisit) -> Response:
    """The form of somebody new."""
    return _form(visit, None)


@router.post("/new")
def new(sent: AdministratorForm) -> Response:
    """Adds somebody; the password is shown once."""
    visit, form = sent.visit, sent.form
    password = office.new_password()
    kept = passwords.hashed(password)

    def effect(db: Db) -> Outcome:
        member = _member(visit, form, form.line("number").upper())
        office.add(db, member, kept)
        _tell(db, visit, member.number, password)
        visit.note(db, "change", f"staff/{member.number}")
        return Outcome(to=f"/administrator/staff/{member.number}")

    return sent.once(effect, lambda problem: _form(visit, None, problem, form))


@router.get("/{number}")
def member(visit: AdministratorVisit, number: Number) -> Response:
    """One of them."""
    return _form(visit, number)


@router.post("/{number}/change")
def change(sent: AdministratorForm, number: Number) -> Response:
    """Another name, hall, other roles, departments or levels."""

    def deed(db: Db, row: StaffRow) -> Text:
        member = _member(sent.visit, sent.form, number)
        if number == sent.visit.staff.number and Role.ADMINISTRATOR not in member.roles:
            raise wrong("roles", "不能去掉自己的管理员岗位", "You can't take the administrator's role from yourself")
        if number == sent.visit.staff.number and member.hall != sent.visit.staff.hall:
            raise wrong("hall", "不能改自己的大厅", "You can't move yourself")
        office.change(row, member)
        return Text(zh="已保存", en="Kept")

    return _do(sent, number, deed)


@router.post("/{number}/lock")
def lock(sent: AdministratorForm, number: Number) -> Response:
    """They sign in nowhere any more."""
    _not_oneself(sent, number)

    def deed(db: Db, row: StaffRow) -> Text:
        office.lock(db, row)
        sessions.end_all_of(db, number)
        return Text(zh="已停用，已退出所有登录", en="Locked, and signed out everywhere")

    return _do(sent, number, deed)


@router.post("/{number}/unlock")
def unlock(sent: AdministratorForm, number: Number) -> Response:
    """They may sign in again."""

    def deed(_: Db, row: StaffRow) -> Text:
        office.unlock(row)
        return Text(zh="已启用", en="They may sign in again")

    return _do(sent, number, deed)


@router.post("/{number}/password")
def password(sent: AdministratorForm, number: Number) -> Response:
    """Another password, shown once."""
    _not_oneself(sent, number)
    made = office.new_password()
    kept = passwords.hashed(made)

    def deed(db: Db, row: StaffRow) -> None:
        office.set_password(db, row, kept)
        sessions.end_all_of(db, number)
        _tell(db, sent.visit, number, made)

    return _do(sent, number, deed)


def _do(sent: Sent, number: str, deed: Callable[[Db, StaffRow], Text | None]) -> Response:
    visit = sent.visit

    def effect(db: Db) -> Outcome:
        row = db.get(StaffRow, number, with_for_update=True)
        if row is None or not _is_mine(visit, row):
            raise Problem("office.not-found")
        return Outcome(to=f"/administrator/staff/{number}", said=deed(db, row))

    return sent.once(effect, lambda problem: _form(visit, number, problem, sent.form), subject=f"staff/{number}")


def _is_mine(visit: Visit, row: StaffRow) -> bool:
    return is_citywide(visit) or row.hall == visit.staff.hall


def _not_oneself(sent: Sent, number: str) -> None:
    """Who locked themselves out could not help themselves. Problem: office.scope."""
    if number == sent.visit.staff.number:
        raise Problem("office.scope", also=Text(zh="不能对自己这样做", en="You can't do this to yourself"))


def _member(visit: Visit, form: Form, number: str) -> StaffMember:
    """Whom the form says. Problem: office.form."""
    content = {
        "number": number,
        "name": form.line("name"),
        "roles": form.all("roles"),
        "departments": form.all("departments"),
        "hall": form.text("hall"),
        "levels": [int(level) for level in form.all("levels") if level in _LEVELS],
    }
    found = model(StaffMember, content, _NAMES)
    if found.hall not in halls_of(visit) and not (is_citywide(visit) and found.hall == ""):
        raise wrong("hall", "请从列出的大厅里选", "Please choose one of the halls listed")
    return found


def _tell(db: Db, visit: Visit, number: str, made: str) -> None:
    """Told on the next page and kept nowhere else."""
    said = Text(
        zh=f"{number} 的新密码 {made}。只显示这一次，请现在交给本人",
        en=f"The new password of {number} is {made}. It is shown only now; please hand it over",
    )
    sessions.say(db, visit.token, said)


def _form(visit: Visit, number: str | None, problem: Problem | None = None, form: Form | None = None) -> Response:
    row = None
    if number is not None:
        with visit.platform.database.read() as db:
            row = db.get(StaffRow, number)
        if row is None or not _is_mine(visit, row):
            raise Problem("office.not-found")
    halls = {key: hall.short for key, hall in halls_of(visit).items()}
    return visit.page(
        "administrator/staff_member.html",
        title=Text(zh=f"{row.name} {row.number}") if row else Text(zh="新增人员", en="Somebody new"),
        crumbs=(Crumb("/administrator/staff", TITLE),),
        problem=problem,
        form=form,
        row=row,
        roles=ROLES,
        halls=halls,
        citywide=is_citywide(visit),
        departments=department_names(visit),
        locked_out=row is not None and office.is_locked_out(row, visit.now),
        oneself=number == visit.staff.number,
    )
