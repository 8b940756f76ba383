"""One request of somebody who is signed in: who it is, what they may, and how a page or a form of theirs is answered.

A page: `def cases(visit: ApproverVisit) -> Response: return visit.page("approver/cases.html", title=…, cases=…)`.
A form: `def decide(sent: ApproverForm) -> Response: return sent.once(effect, again)`: `effect` runs in the transaction
that also keeps the form's one-time token, so that a form sent twice acts once; then the browser is sent to a page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from sqlalchemy.orm import Session as Db
from starlette.responses import RedirectResponse, Response

from server_stub.audit import service as audit
from server_stub.clock import in_hall
from server_stub.office import forms, pages, sessions
from server_stub.office.forms import Form
from server_stub.office.menu import Crumb, Entry, Room
from server_stub.office.words import words_of
from server_stub.platform import Platform, ThePlatform
from server_stub.problems import Problem
from server_stub.staff.models import Role, StaffMember
from server_stub.texts import Text, Wire

COOKIE, LANGUAGE_COOKIE = "office", "office-language"
OFFICE_ROLES = (Role.APPROVER, Role.ADMINISTRATOR)
_WITHIN = re.compile(r"/office(/[A-Za-z0-9._~/-]*)?(\?[A-Za-z0-9._~&=%-]*)?")


class SignedOff(Exception):
    """Nobody is signed in, or not any more."""


class Outcome(Wire):
    """What a form did: where the browser goes (below /office), and what is told there."""

    to: str
    said: Text | None = None


@dataclass(frozen=True)
class Visit:
    """One request of a member of staff."""

    request: Request
    platform: Platform
    token: str
    staff: StaffMember
    said: Text | None
    revealed: Mapping[str, str]

    @property
    def now(self) -> dt.datetime:
        """The moment."""
        return self.platform.clock()

    @property
    def today(self) -> dt.date:
        """The hall's day."""
        return in_hall(self.now).date()

    @property
    def language(self) -> str:
        """zh or en."""
        return language_of(self.request)

    def page(
        self,
        template: str,
        *,
        title: Text,
        status: int = 200,
        crumbs: Sequence[Crumb] = (),
        problem: Problem | None = None,
        form: Form | None = None,
        **content: Any,
    ) -> Response:
        """A page in the frame. `problem` fills the error summary and the fields' errors, `form` what was filled in."""
        return in_frame(
            self.request,
            template,
            self,
            title=title,
            status=status,
            crumbs=crumbs,
            problem=problem,
            form=form,
            **content,
        )

    def look(self, what: str, subject: str) -> None:
        """Notes that they see somebody's data; before the page is made. `what`: case, person, files, export."""
        self.platform.database.write(lambda db: self.note(db, what, subject))

    def note(self, db: Db, what: str, subject: str) -> None:
        """The same within a job."""
        audit.note(db, self.staff.number, what, subject, route_of(self.request), self.now)

    def is_revealed(self, subject: str) -> bool:
        """Whether the masked parts of a case are shown in full at this moment."""
        return self.revealed.get(subject, "") > self.now.isoformat()


@dataclass(frozen=True)
class Sent:
    """A form that came from a page of this session."""

    visit: Visit
    form: Form

    @property
    def platform(self) -> Platform:
        """The platform."""
        return self.visit.platform

    def once(
        self,
        effect: Callable[[Db], Outcome],
        again: Callable[[Problem], Response] | None = None,
        *,
        subject: str = "",
    ) -> Response:
        """Does it once and goes on to a page; `again` makes the form's page anew where something in it is not right.

        `subject` (a case, a terminal, a setting) is noted as changed. Problems: those of the effect.
        """
        visit = self.visit

        def job(db: Db, _: None) -> Outcome:
            outcome = effect(db)
            if outcome.said is not None:
                sessions.say(db, visit.token, outcome.said)
            if subject:
                visit.note(db, "change", subject)
            return outcome

        request = (visit.staff.number, visit.request.url.path, self.form.filled)
        key = f"office-{self.form.line('once')[:80]}"
        try:
            answer = self.platform.idempotency.once(key, request, job, lambda: None)
        except Problem as problem:
            if again is None or problem.kind.status != 422 or problem.code.startswith("idempotency."):
                raise
            return again(problem)
        return see_other(Outcome.model_validate_json(bytes(answer.body)).to)


def see_other(path: str) -> Response:
    """Goes on to a page (303); `path` is below /office."""
    return RedirectResponse(f"{pages.BASE}{path}", 303)


def is_within(path: str) -> bool:
    """Whether somebody may be sent there: a page of ours."""
    return _WITHIN.fullmatch(path) is not None and "//" not in path and "/../" not in f"{path}/"


def language_of(request: Request) -> str:
    """The language chosen in this browser; Chinese if none."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in pages.LANGUAGES else "zh"


def route_of(request: Request) -> str:
    """The page's pattern, for the record: no numbers in it."""
    return str(getattr(request.scope.get("route"), "path", ""))[:60]


def in_frame(
    request: Request,
    template: str,
    visit: Visit | None,
    *,
    title: Text,
    status: int = 200,
    crumbs: Sequence[Crumb] = (),
    problem: Problem | None = None,
    form: Form | None = None,
    **content: Any,
) -> Response:
    """A page in the frame, for somebody or for nobody."""
    here = request.scope["path"]
    frame = {
        "title": title,
        "staff": visit.staff if visit else None,
        "hall": _hall(visit) if visit else None,
        "menu": menu_of(request, visit.staff) if visit else (),
        "said": visit.said if visit else None,
        "csrf": sessions.csrf_of(visit.token) if visit else content.pop("csrf", ""),
        "crumbs": tuple(crumbs),
        "here": here,
        "back_here": quote(_way_back(request), safe=""),
        "problem": problem,
        "problem_words": words_of(problem) if problem else None,
        "errors": _errors(problem),
        "form": form or Form(),
    }
    return pages.html(template, language_of(request), frame | content, problem.kind.status if problem else status)


def _way_back(request: Request) -> str:
    """Where the language's switch comes back to: pages that were asked for, not answers to forms."""
    query = request.scope["query_string"].decode("latin-1")
    path = request.scope["path"] + (f"?{query}" if query else "")
    return path if request.method == "GET" and is_within(path) else pages.BASE


def _errors(problem: Problem | None) -> dict[str, Text]:
    """Field → what is wrong, the first where there are several."""
    found: dict[str, Text] = {}
    for error in problem.errors if problem else ():
        found.setdefault(error.field, error.text)
    return found


def _hall(visit: Visit) -> Text:
    hall = visit.platform.halls.get(visit.staff.hall)
    return Text(zh=hall.short, en=hall.district.en) if hall else Text(zh="全市各大厅", en="All halls")


def menu_of(request: Request, staff: StaffMember) -> tuple[Entry, ...]:
    """The main menu of somebody."""
    rooms: tuple[Room, ...] = request.app.state.rooms
    return tuple(entry for room in rooms if staff.may(room.role) for entry in room.menu)


# ---- who comes


def find(request: Request, platform: Platform, *, page: bool) -> Visit | None:
    """Whose request it is, if anybody's; `page` tells what is to be told, once."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    found = platform.database.write(lambda db: sessions.present(platform, db, token, platform.clock(), page=page))
    if found is None:
        return None
    visit = Visit(request, platform, token, found.staff, found.said, found.revealed)
    request.state.visit = visit
    return visit


def visitor(*roles: Role, page: bool = True) -> Callable[..., Visit]:
    """The dependency of a page for these roles; `page` False for what stands within a page (pictures, files)."""

    def visit_of(request: Request, platform: ThePlatform) -> Visit:
        visit = find(request, platform, page=page)
        if visit is None:
            raise SignedOff
        if not visit.staff.may(*roles):
            raise Problem("office.role")
        return visit

    return visit_of


async def _form_of(request: Request) -> Form:
    return await forms.read(request)


def sender(*roles: Role) -> Callable[..., Sent]:
    """The dependency of a form for these roles."""

    def sent_of(request: Request, platform: ThePlatform, form: Annotated[Form, Depends(_form_of)]) -> Sent:
        visit = find(request, platform, page=False)
        if visit is None:
            raise SignedOff
        if not sessions.is_csrf(visit.token, form.text("csrf")):
            raise Problem("office.token")
        if not visit.staff.may(*roles):
            raise Problem("office.role")
        return Sent(visit, form)

    return sent_of


AnyVisit = Annotated[Visit, Depends(visitor(*OFFICE_ROLES))]
AnyForm = Annotated[Sent, Depends(sender(*OFFICE_ROLES))]
ApproverVisit = Annotated[Visit, Depends(visitor(Role.APPROVER))]
ApproverPart = Annotated[Visit, Depends(visitor(Role.APPROVER, page=False))]
ApproverForm = Annotated[Sent, Depends(sender(Role.APPROVER))]
AdministratorVisit = Annotated[Visit, Depends(visitor(Role.ADMINISTRATOR))]
AdministratorPart = Annotated[Visit, Depends(visitor(Role.ADMINISTRATOR, page=False))]
AdministratorForm = Annotated[Sent, Depends(sender(Role.ADMINISTRATOR))]
TheForm = Annotated[Form, Depends(_form_of)]
