"""`/v1/case-numbers`, `/v1/cases`, `/v1/me/cases`, `/v1/case-lookups`, `/v1/slip-lookups`: what applicants do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases import access, changing, checklists, filing, notice_papers, reading
from server_stub.cases.files import content_of
from server_stub.cases.lookups import by_slip_token, guard_lookup
from server_stub.cases.models import (
    CaseDetail,
    CaseNumber,
    CaseView,
    ChecklistOrder,
    GivenMaterial,
    Lookup,
    NewFile,
    NewNumber,
    Objection,
    Progress,
    PromiseView,
    PutCase,
    Signature,
    SlipCodes,
    SlipData,
    SlipPrint,
    SlipToken,
    StoredFile,
    Withdrawal,
)
from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.joint import reading as joint
from server_stub.platform import AnyCall

router = APIRouter(tags=["cases"])

CaseNo = Annotated[str, Path(max_length=64)]
Id = Annotated[str, Path(max_length=40)]
PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}
_FILING = (*HOLDER, *KEYED, "case.not-found", "case.filed", "filing.invalid", "filing.not-eligible")


@router.post("/v1/case-numbers", response_model=CaseNumber, responses=documented(*HOLDER, *KEYED, "service.unknown"))
async def new_number(call: AnyCall, wanted: NewNumber) -> Response:
    """First call of a filing: the platform's number (统一赋码). Needs the service's level."""
    version, file = call.service(wanted.service)

    def effect(db: Db) -> CaseNumber:
        return filing.new_number(db, call, version, file, access.filer(db, call, file))

    return await call.once_of(lambda db: access.filer(db, call, file).person.id, wanted, effect)


@router.put("/v1/cases/{number}", response_model=Progress, responses=documented(*_FILING, "service.unknown"))
async def put_case(call: AnyCall, number: CaseNo, put: PutCase) -> Response:
    """The form. All that is wrong is told at once, each thing at its field."""
    return await call.once_of(_of(call, number), put, lambda db: filing.put_case(db, call, number, put))


@router.put("/v1/cases/{number}/materials", response_model=Progress, responses=documented(*_FILING))
async def put_materials(call: AnyCall, number: CaseNo, given: list[GivenMaterial]) -> Response:
    """Which materials were given, which follow later."""
    return await call.once_of(_of(call, number), given, lambda db: filing.put_materials(db, call, number, given))


@router.put(
    "/v1/cases/{number}/signature",
    response_model=SlipData | Progress,
    responses=documented(*_FILING, "signature.digest"),
)
async def sign(call: AnyCall, number: CaseNo, signature: Signature) -> Response:
    """The signature files the case once form and materials are there too; the answer is then what its slip says."""

    def effect(db: Db) -> BaseModel:
        return filing.sign(db, call, number, signature)

    return await call.once_of(_of(call, number), signature, effect)


@router.post(
    "/v1/cases/{number}/supplement",
    response_model=Progress,
    responses=documented(*_FILING, "signature.digest", "case.illegal-move"),
)
async def supply(call: AnyCall, number: CaseNo, signature: Signature) -> Response:
    """补正: what was put since the correction was asked for is signed, and goes to the department again."""
    return await call.once_of(_of(call, number), signature, lambda db: filing.supply(db, call, number, signature))


@router.post(
    "/v1/cases/{number}/files",
    response_model=StoredFile,
    responses=documented(*_FILING, "file.broken", "file.too-large", "file.too-many", "file.type"),
)
def add_file(call: AnyCall, number: CaseNo, wanted: NewFile) -> Response:
    """A file of a material: photograph or PDF, told by its content. Also for what was promised for later."""
    return call.once_prepared(
        _filer(call, number),
        wanted,
        lambda: content_of(wanted),
        lambda db, made: changing.add_file(db, call, number, wanted, *made),
    )


@router.post(
    "/v1/cases/{number}/withdrawal",
    response_model=Progress,
    responses=documented(*HOLDER, *KEYED, "case.not-found", "case.illegal-move"),
)
async def withdraw(call: AnyCall, number: CaseNo, withdrawal: Withdrawal) -> Response:
    """The applicant takes a case back that is not decided yet."""
    return await call.once_of(_of(call, number), withdrawal, lambda db: changing.withdraw(db, call, number, withdrawal))


@router.post(
    "/v1/cases/{number}/promises/{promise_id}/objection",
    response_model=PromiseView,
    responses=documented(*HOLDER, *KEYED, "case.not-found", "promise.not-found", "promise.state", "promise.too-late"),
)
async def object_to(call: AnyCall, number: CaseNo, promise_id: Id, objection: Objection) -> Response:
    """Against the record of a late promise."""
    return await call.once_of(
        _of(call, number), objection, lambda db: changing.object_to(db, call, number, promise_id, objection)
    )


@router.get("/v1/cases/{number}", responses=documented(*HOLDER, "case.not-found"))
def detail(call: AnyCall, number: CaseNo) -> CaseDetail:
    """One own case with its notices, what has to be corrected, what was promised."""
    with call.platform.database.read() as db:
        return reading.detail(db, call, number)


@router.get(
    "/v1/cases/{number}/notices/{notice_id}/pdf",
    response_class=Response,
    responses={**documented(*HOLDER, "case.not-found", "notice.not-found"), **PDF},
)
def notice_pdf(call: AnyCall, number: CaseNo, notice_id: Id) -> Response:
    """The paper of a notice: A4, with number, date, seal picture and verification code."""
    with call.platform.database.read() as db:
        row = reading.notice_of(db, call, number, notice_id)
    pdf = notice_papers.pdf_of(call.platform, row)
    return Response(pdf, media_type="application/pdf", headers={"Cache-Control": "no-store"})


@router.post(
    "/v1/services/{code}/checklist",
    response_class=Response,
    responses={**documented(*CALL, "service.unknown", "filing.invalid"), **PDF},
)
def checklist(call: AnyCall, code: CaseNo, wanted: ChecklistOrder) -> Response:
    """一次告知单: everything this situation needs, on one numbered page. Each call makes one; it needs no key."""
    row = checklists.make(call, code, wanted)
    return Response(notice_papers.pdf_of(call.platform, row), media_type="application/pdf")


@router.get("/v1/cases/{number}/slip", responses=documented(*HOLDER, "case.not-found"))
def slip(call: AnyCall, number: CaseNo) -> SlipData:
    """The slip of an own case or of an application for a life event, as it was printed."""
    with call.platform.database.read() as db:
        if joint.is_application(db, number):
            return joint.slip_of(db, call, number)
        return reading.slip_of(db, call, number)


@router.post(
    "/v1/cases/{number}/slip-prints",
    response_model=SlipPrint,
    responses=documented(*HOLDER, *KEYED, "case.not-found"),
)
def print_slip(call: AnyCall, number: CaseNo) -> Response:
    """The slip of an own case or application, to be printed once more: the paper says which time it is."""
    with call.platform.database.read() as db:
        who = access.onlooker(db, call).person.id
        of = joint if joint.is_application(db, number) else reading
    return call.once(who, None, lambda db: of.print_slip(db, call, number))


@router.get("/v1/me/cases", responses=documented(*HOLDER))
def own(call: AnyCall) -> list[CaseView]:
    """Own cases, newest first; an application for a life event is one line."""
    with call.platform.database.read() as db:
        return joint.with_own(db, call, reading.own(db, call))


@router.post("/v1/case-lookups", responses=documented(*CALL, "case.not-found", "code.not-verified", "code.too-often"))
def look_up(call: AnyCall, wanted: Lookup) -> CaseView:
    """A case by number and query code, after the code to its phone was right. Changes nothing and needs no key."""
    guard_lookup(call, wanted.number, wanted.query_code)
    with call.platform.database.read() as db:
        return joint.line_of(db, call, reading.look_up(db, call, wanted))


@router.post("/v1/slip-lookups", responses=documented(*CALL, "case.not-found", "code.too-often"))
def scanned(call: AnyCall, wanted: SlipToken) -> SlipCodes:
    """Number and query code for the QR code of a slip, so that nobody types them. Changes nothing and needs no key."""
    return by_slip_token(call, wanted.token)


def _of(call: AnyCall, number: str) -> Callable[[Db], str]:
    """Whose case it is, before anything is answered from the keys."""
    return lambda db: access.own_case(db, call, number, change=False)[2].person.id


def _filer(call: AnyCall, number: str) -> str:
    """The same before something slow."""
    with call.platform.database.read() as db:
        return _of(call, number)(db)
