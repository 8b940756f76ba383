"""`/office`: in, out, the way to one's first page, the language."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.audit import service as audit
from server_stub.office import pages, sessions
from server_stub.office.forms import Form, wrong
from server_stub.office.visits import (
    COOKIE,
    LANGUAGE_COOKIE,
    OFFICE_ROLES,
    AnyForm,
    AnyVisit,
    TheForm,
    find,
    in_frame,
    is_within,
    menu_of,
    see_other,
)
from server_stub.platform import Platform, ThePlatform
from server_stub.problems import Problem
from server_stub.staff import service as staff
from server_stub.staff.models import StaffMember
from server_stub.texts import Text

router = APIRouter()
_BEFORE = "office-form"  # a token for the sign-in form alone, before there is a session
_TITLE = Text(zh="登录", en="Sign in")


@router.get("/")
def home(visit: AnyVisit) -> Response:
    """To the first page of one's role."""
    return see_other(menu_of(visit.request, visit.staff)[0].path)


@router.get("/sign-in")
def sign_in_page(request: Request, platform: ThePlatform, next: str = "", over: str = "") -> Response:
    """The sign-in form."""
    if find(request, platform, page=False) is not None:
        return see_other("/")
    return _page(request, next if is_within(next) else "", over=over in ("1", "form"), lost=over == "form")


@router.post("/sign-in")
def sign_in(request: Request, platform: ThePlatform, form: TheForm) -> Response:
    """Signs in; always with a session of its own, whatever the browser sent."""
    way = form.text("next") if is_within(form.text("next")) else ""
    before = request.cookies.get(_BEFORE, "")
    if not before or not sessions.is_csrf(before, form.text("csrf")):
        raise Problem("office.token")
    try:
        member = _known(platform, form)
    except Problem as problem:
        return _page(request, way, problem=problem, form=form)
    now, old = platform.clock(), request.cookies.get(COOKIE, "")

    def job(db: Db) -> str:
        sessions.end(db, old)
        audit.note(db, member.number, "sign-in", "", "/sign-in", now)
        return sessions.open_one(platform, db, member, now)

    token = platform.database.write(job)
    answer = see_other(way.removeprefix(pages.BASE) or "/")
    _set(answer, request, COOKIE, token)
    answer.delete_cookie(_BEFORE, path=pages.BASE)
    return answer


@router.post("/sign-out")
def sign_out(sent: AnyForm) -> Response:
    """Ends the session, here and now."""
    visit = sent.visit

    def job(db: Db) -> None:
        sessions.end(db, visit.token)
        visit.note(db, "sign-out", "")

    visit.platform.database.write(job)
    answer = see_other("/sign-in")
    answer.delete_cookie(COOKIE, path=pages.BASE)
    return answer


@router.get("/language/{to}")
def language(request: Request, to: str, back: str = "") -> Response:
    """The other language, on the same page."""
    if to not in pages.LANGUAGES:
        raise Problem("office.not-found")
    answer = see_other(back.removeprefix(pages.BASE) if is_within(back) else "/")
    _set(answer, request, LANGUAGE_COOKIE, to, max_age=365 * 24 * 3600)
    return answer


def _known(platform: Platform, form: Form) -> StaffMember:
    number, password = form.line("number").upper()[:20], form.text("password")[:128]
    if not number:
        raise wrong("number", "请输入工号", "Enter your staff number")
    if not password:
        raise wrong("password", "请输入密码", "Enter your password")
    found = staff.authenticate(platform, number, password, platform.clock())
    if isinstance(found, Problem):
        raise found
    if not found.may(*OFFICE_ROLES):
        raise Problem(
            "office.role", also=Text(zh="您的岗位不用后台：请在窗口或导办台登录", en="Your role has no back office")
        )
    return found


def _page(
    request: Request,
    way: str,
    *,
    problem: Problem | None = None,
    form: Form | None = None,
    over: bool = False,
    lost: bool = False,
) -> Response:
    before = request.cookies.get(_BEFORE, "") or sessions.new_token()
    answer = in_frame(
        request,
        "sign_in.html",
        None,
        title=_TITLE,
        problem=problem,
        form=form,
        csrf=sessions.csrf_of(before),
        way=way,
        over=over,
        lost=lost,
    )
    _set(answer, request, _BEFORE, before)
    return answer


def _set(answer: Response, request: Request, name: str, value: str, max_age: int | None = None) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=max_age,
        path=pages.BASE,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
