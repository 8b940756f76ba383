"""The back office as an application of its own, mounted at /office: rooms, doors, and problems as pages."""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from server_stub.office import doors, pages
from server_stub.office.administrator.room import ROOM as ADMINISTRATOR
from server_stub.office.approver.room import ROOM as APPROVER
from server_stub.office.menu import Room
from server_stub.office.visits import SignedOff, Visit, find, in_frame, see_other
from server_stub.office.words import words_of
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.texts import Text

_log = logging.getLogger(__name__)
ROOMS: tuple[Room, ...] = (APPROVER, ADMINISTRATOR)
_BY_STATUS = {404: "office.not-found", 405: "request.method", 413: "office.too-large", 422: "request.invalid"}
_TITLES = {
    403: Text(zh="不能这样做", en="This is not allowed"),
    404: Text(zh="没有这一页", en="Page not found"),
    409: Text(zh="没有办成：情况变了", en="Not done: things have changed"),
    413: Text(zh="内容太大", en="Too large"),
    422: Text(zh="有内容要改", en="Something has to be changed"),
    500: Text(zh="平台出了故障", en="The platform failed"),
}
_OTHER = Text(zh="没有办成", en="Not done")


def office(platform: Platform) -> ASGIApp:
    """The application over a platform."""
    app = FastAPI(title="Back office", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.platform, app.state.rooms = platform, ROOMS
    for router in (doors.router, *(router for room in ROOMS for router in room.routers)):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=pages.HERE / "static"))
    _install(app)
    return pages.Headers(app)


def _install(app: FastAPI) -> None:
    """Every refusal is a page in the frame, in plain words."""

    @app.exception_handler(SignedOff)
    def _signed_off(request: Request, _: SignedOff) -> Response:
        if request.method != "GET":
            return see_other("/sign-in?over=form")
        over = "&over=1" if "office" in request.cookies else ""
        return see_other(f"/sign-in?next={quote(request.scope['path'], safe='/')}{over}")

    @app.exception_handler(Problem)
    def _problem(request: Request, problem: Problem) -> Response:
        return problem_page(request, problem)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        return problem_page(request, Problem(_BY_STATUS.get(error.status_code, "request.refused")))

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, _: RequestValidationError) -> Response:
        return problem_page(request, Problem("office.not-found"))

    @app.exception_handler(OperationalError)
    def _storage(request: Request, error: OperationalError) -> Response:
        _log.error("the database at %s: %s", request.method, error.orig)
        return in_frame(request, "problem.html", None, title=_OTHER, problem=Problem("platform.busy"), ways=())

    @app.exception_handler(Exception)
    def _fault(request: Request, error: Exception) -> Response:
        _log.error("fault at %s %s", request.method, request.scope.get("route"), exc_info=error)
        return in_frame(request, "problem.html", None, title=_TITLES[500], problem=Problem("platform.fault"), ways=())


def problem_page(request: Request, problem: Problem) -> Response:
    """What happened, and where to go on."""
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        visit = find(request, request.app.state.platform, page=False)
    title = _TITLES.get(problem.kind.status, _OTHER)
    return in_frame(request, "problem.html", visit, title=title, problem=problem, ways=_ways(request))


def _ways(request: Request) -> tuple[str, ...]:
    """The page that a form belonged to: the path without its last part."""
    above = request.scope["path"].rpartition("/")[0]
    return (above,) if request.method == "POST" and above.count("/") > 2 else ()


__all__ = ["ROOMS", "office", "problem_page", "words_of"]
