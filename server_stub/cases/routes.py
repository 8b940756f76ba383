"""`/v1/case-numbers`, `/v1/cases`, `/v1/me/cases`, `/v1/case-lookups`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases import service
from server_stub.cases.lookups import guard_lookup
from server_stub.cases.models import (
    CaseNumber,
    CaseView,
    GivenMaterial,
    Lookup,
    NewNumber,
    Progress,
    PutCase,
    Signature,
    SlipData,
    SlipPrint,
)
from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.platform import AnyCall

router = APIRouter(tags=["cases"])

CaseNo = Annotated[str, Path(max_length=64)]
_FILING = (*HOLDER, *KEYED, "case.not-found", "case.filed", "filing.invalid")


@router.post(
    "/v1/case-numbers",
    response_model=CaseNumber,
    responses=documented(*HOLDER, *KEYED, "service.unknown"),
)
def new_number(call: AnyCall, wanted: NewNumber) -> Response:
    """First call of a filing: the platform's number (统一赋码). Needs the service's level."""
    version, file = call.service(wanted.service)
    with call.platform.database.read() as db:
        holder = service.filer(db, call, file)
    return call.once(holder.person.id, wanted, lambda db: service.new_number(db, call, version, file, holder))


@router.put(
    "/v1/cases/{number}",
    response_model=Progress,
    responses=documented(*_FILING, "service.unknown", "filing.not-eligible"),
)
def put_case(call: AnyCall, number: CaseNo, put: PutCase) -> Response:
    """The form. All that is wrong is told at once, each thing at its field."""
    return call.once(_filer(call, number), put, lambda db: service.put_case(db, call, number, put))


@router.put("/v1/cases/{number}/materials", response_model=Progress, responses=documented(*_FILING))
def put_materials(call: AnyCall, number: CaseNo, given: list[GivenMaterial]) -> Response:
    """Which materials were given, which follow later."""
    return call.once(_filer(call, number), given, lambda db: service.put_materials(db, call, number, given))


@router.put(
    "/v1/cases/{number}/signature",
    response_model=SlipData,
    responses=documented(*_FILING, "case.incomplete", "signature.digest", "filing.not-eligible"),
)
def sign(call: AnyCall, number: CaseNo, signature: Signature) -> Response:
    """The signature files the case; the answer is what its slip says."""

    def effect(db: Db) -> BaseModel:
        return service.sign(db, call, number, signature)

    return call.once(_filer(call, number), signature, effect)


@router.get("/v1/cases/{number}/slip", responses=documented(*HOLDER, "case.not-found"))
def slip(call: AnyCall, number: CaseNo) -> SlipData:
    """The slip of an own case, as it was printed."""
    with call.platform.database.read() as db:
        return service.slip_of(db, call, number)


@router.post(
    "/v1/cases/{number}/slip-prints",
    response_model=SlipPrint,
    responses=documented(*HOLDER, *KEYED, "case.not-found"),
)
def print_slip(call: AnyCall, number: CaseNo) -> Response:
    """The slip of an own case, to be printed once more: the paper says which time it is."""
    with call.platform.database.read() as db:
        who = service.onlooker(db, call).person.id
    return call.once(who, None, lambda db: service.print_slip(db, call, number))


@router.get("/v1/me/cases", responses=documented(*HOLDER))
def own(call: AnyCall) -> list[CaseView]:
    """Own cases, newest first."""
    with call.platform.database.read() as db:
        return service.own(db, call)


@router.post(
    "/v1/case-lookups",
    responses=documented(*CALL, "case.not-found", "code.not-verified", "code.too-often"),
)
def look_up(call: AnyCall, wanted: Lookup) -> CaseView:
    """A case by number and query code, after the code to its phone was right. Changes nothing and needs no key."""
    guard_lookup(call, wanted.number, wanted.query_code)
    with call.platform.database.read() as db:
        return service.look_up(db, call, wanted)


def _filer(call: AnyCall, number: str) -> str:
    """Whose case it is, before anything is answered from the keys."""
    with call.platform.database.read() as db:
        return service.own_case(db, call, number)[2].person.id
