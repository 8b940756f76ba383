"""`/v1/me/companies`, `/v1/companies`, `/v1/company-lookups`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from server_stub.codes import HOLDER, KEYED, documented
from server_stub.companies import service as companies
from server_stub.companies.models import CompanyLookup, FoundCompany, Member, MyCompany, NewClerk, NewManager
from server_stub.people import service as people
from server_stub.platform import AnyCall

router = APIRouter(tags=["companies"])

CreditCode = Annotated[str, Path(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")]
RoleId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
_DECIDING = (*HOLDER, "company.unknown", "company.no-authority", "company.closed")
_APPOINTING = (*_DECIDING, *KEYED, "company.not-possible", "person.not-found", "code.too-often")


@router.get("/v1/me/companies", responses=documented(*HOLDER, "service.unknown"))
def mine(call: AnyCall, service: Annotated[str, Query(max_length=60)] = "") -> list[MyCompany]:
    """The companies the holder may act for; with `service` those that it can be done for."""
    with call.platform.database.read() as db:
        return companies.mine(db, call, service)


@router.post("/v1/company-lookups", responses=documented(*HOLDER, "company.unknown"))
def look_up(call: AnyCall, wanted: CompanyLookup) -> FoundCompany:
    """Which company a licence on paper is of, by its QR. Changes nothing and needs no key."""
    with call.platform.database.read() as db:
        return companies.look_up(db, call, wanted)


@router.get("/v1/companies/{credit_code}/clerks", responses=documented(*_DECIDING))
def members(call: AnyCall, credit_code: CreditCode) -> list[Member]:
    """Who may act for the company, for those who decide on it (level 3)."""
    with call.platform.database.read() as db:
        return companies.members(db, call, credit_code)


@router.post(
    "/v1/companies/{credit_code}/clerks",
    response_model=Member,
    responses=documented(*_APPOINTING, "service.unknown"),
)
def add_clerk(call: AnyCall, credit_code: CreditCode, wanted: NewClerk) -> Response:
    """Lets somebody act for the company: by the legal representative or a licence manager (level 3)."""
    holder = companies.holder(call)
    companies.guard_person(call, holder, wanted)
    return call.once(holder.person.id, wanted, lambda db: companies.add_clerk(db, call, credit_code, wanted))


@router.post("/v1/companies/{credit_code}/licence-managers", response_model=Member, responses=documented(*_APPOINTING))
def add_manager(call: AnyCall, credit_code: CreditCode, wanted: NewManager) -> Response:
    """Makes somebody a licence manager: by the legal representative (level 3)."""
    holder = companies.holder(call)
    companies.guard_person(call, holder, wanted)
    return call.once(holder.person.id, wanted, lambda db: companies.add_manager(db, call, credit_code, wanted))


@router.post(
    "/v1/companies/{credit_code}/clerks/{role_id}/revocation",
    response_model=Member,
    responses=documented(*_DECIDING, *KEYED, "company.role-not-found"),
)
def end_role(call: AnyCall, credit_code: CreditCode, role_id: RoleId) -> Response:
    """Takes a clerk's or licence manager's role back at once (level 3)."""
    holder = companies.holder(call, people.SECOND_PROOF)
    return call.once(holder.person.id, None, lambda db: companies.end_role(db, call, credit_code, role_id))
