"""`/office/cases/{number}`: one case whole, its masked parts, its files and notices."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases import files, notice_papers
from server_stub.cases.models import NewFile
from server_stub.cases.states import CaseState, Move
from server_stub.cases.tables import CaseFile, NoticeRow
from server_stub.clock import in_hall
from server_stub.office import pages, sessions
from server_stub.office.approver import joint_pages, papers, reach, showing
from server_stub.office.approver.words import MOVES, PROMISES, STATES
from server_stub.office.forms import wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import ApproverForm, ApproverPart, ApproverVisit, Outcome, Visit
from server_stub.problems import Problem
from server_stub.texts import Text

router = APIRouter(prefix="/cases")
Number = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Id = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,40}$")]
CASES = Crumb("/cases", Text(zh="我的办件", en="My cases"))
_RESULT_STATES = (CaseState.IN_PROGRESS.value, CaseState.CLOSED.value)


@router.get("/{number}")
def case_page(visit: ApproverVisit, number: Number) -> Response:
    """The case."""
    return page_of(visit, number)


def page_of(visit: Visit, number: str, problem: Problem | None = None) -> Response:
    """The page of a case, also with what is wrong with a form on it."""
    full = visit.is_revealed(number)
    with visit.platform.database.read() as db:
        opened = reach.open_case(db, visit, number)
        page = visit.page(
            "approver/case.html",
            title=opened.title,
            crumbs=(CASES,),
            problem=problem,
            opened=opened,
            case=opened.case,
            shown=showing.shown(db, visit.platform, opened, visit.today, full=full),
            full=full,
            full_until=_until(visit, number) if full else None,
            state=STATES[CaseState(opened.case.state)],
            part_state=joint_pages.part_state,
            turn=reach.turn_of(visit.staff, opened.case),
            light=reach.light_of(opened.case, visit.today, visit.platform.calendar),
            due=reach.due_of(opened.case),
            moves=[(move, MOVES[move]) for move in reach.moves_of(visit.staff, opened)],
            may_add_result=opened.case.state in _RESULT_STATES,
            promise_words=PROMISES,
            version=reach.version_of(db, opened.case),
            districts=visit.platform.configuration.now.districts,
            compose=Move.ASK_CORRECTION,
        )
    visit.look("case", number)
    return page


def _until(visit: Visit, number: str) -> dt.datetime:
    return in_hall(dt.datetime.fromisoformat(visit.revealed[number]))


@router.post("/{number}/shown")
def reveal(sent: ApproverForm, number: Number) -> Response:
    """Shows what is masked for ten minutes, or masks it again; that it was shown is noted."""
    visit, full = sent.visit, sent.form.line("full") == "yes"

    def effect(db: Db) -> Outcome:
        reach.open_case(db, visit, number)
        sessions.reveal(db, visit.token, number, visit.now, shown=full)
        if full:
            visit.note(db, "person", number)
        return Outcome(to=f"/cases/{number}")

    return sent.once(effect)


# ---- files and notices


@router.get("/{number}/files/{id_}")
def file(visit: ApproverPart, number: Number, id_: Id) -> Response:
    """A file as pictures, for the sandboxed frame."""
    row = _file(visit, number, id_)
    return papers.as_pictures(row.content, row.media_type, visit.language)


@router.get("/{number}/files/{id_}/original")
def original(visit: ApproverPart, number: Number, id_: Id) -> Response:
    """The file itself, to be kept; never opened within the office's own pages."""
    row = _file(visit, number, id_)
    return _attachment(row.content, row.media_type, row.name)


@router.get("/{number}/notices/{id_}")
def notice(visit: ApproverPart, number: Number, id_: Id) -> Response:
    """A notice as pictures of its paper."""
    return papers.as_pictures(_notice(visit, number, id_)[0], papers.PDF, visit.language)


@router.get("/{number}/notices/{id_}/original")
def notice_paper(visit: ApproverPart, number: Number, id_: Id) -> Response:
    """The notice's paper."""
    content, name = _notice(visit, number, id_)
    return _attachment(content, papers.PDF, f"{name}.pdf")


@router.post("/{number}/files")
def add_result(sent: ApproverForm, number: Number) -> Response:
    """The document of the result, a PDF, before or after the decision."""
    visit = sent.visit

    def again(problem: Problem) -> Response:
        return page_of(visit, number, problem)

    try:
        content = _result_of(sent.form.files.get("result", b""))
    except Problem as problem:
        return again(problem)

    def effect(db: Db) -> Outcome:
        opened = reach.changing(db, visit, number, sent.form.line("version"))
        if opened.case.state not in _RESULT_STATES:
            raise Problem("case.illegal-move")
        reach.require_level(visit.staff, opened.case, Move.ISSUE)
        wanted = NewFile(material=showing.RESULT, name=f"{opened.title.zh[:100]}.pdf", content="none")
        files.keep(db, opened.case, wanted, content, papers.PDF, visit.platform.clock)
        return Outcome(
            to=f"/cases/{number}", said=Text(zh="结果文件已存入办件", en="The result document is with the case")
        )

    return sent.once(effect, again, subject=number)


def _result_of(content: bytes) -> bytes:
    if not content:
        raise wrong("result", "请选择一个 PDF 文件", "Choose a PDF file")
    if len(content) > files.MOST_BYTES:
        raise wrong("result", "文件不能超过 5 MB", "The file must be at most 5 MB")
    try:
        is_pdf = files.media_type(content) == papers.PDF
    except Problem:
        is_pdf = False
    if not is_pdf:
        raise wrong("result", "不是完好的 PDF 文件", "Not a sound PDF file")
    return content


def _file(visit: Visit, number: str, id_: str) -> CaseFile:
    with visit.platform.database.read() as db:
        case = reach.open_case(db, visit, number).case
        row = db.get(CaseFile, id_)
        if row is None or row.case_number != case.number:
            raise Problem("office.not-found")
    visit.look("files", number)
    return row


def _notice(visit: Visit, number: str, id_: str) -> tuple[bytes, str]:
    with visit.platform.database.read() as db:
        case = reach.open_case(db, visit, number).case
        row = db.get(NoticeRow, id_)
        if row is None or row.case_number != case.number:
            raise Problem("notice.not-found")
    visit.look("files", number)
    return notice_papers.pdf_of(visit.platform, row), row.number


def _attachment(content: bytes, kind: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": pages.NOTHING,
    }
    return Response(content, 200, headers, kind)
