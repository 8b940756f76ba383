"""`/v1/reports`, `/v1/report-lookups`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.platform import AnyCall
from server_stub.reports import service as reports
from server_stub.reports.models import NewReport, Reported, ReportLookup, ReportView

router = APIRouter(tags=["reports"])


@router.post(
    "/v1/reports",
    response_model=Reported,
    responses=documented(*HOLDER, *KEYED, "service.unknown", "case.not-found", "code.too-often", "report.too-often"),
)
def take(call: AnyCall, wanted: NewReport) -> Response:
    """办不成事, or 这台机器有问题: with or without a session, with or without a phone."""
    who = reports.guard(call, wanted)
    return call.once(who, wanted, lambda db: reports.take(db, call, wanted))


@router.post("/v1/report-lookups", responses=documented(*CALL, "report.not-found", "code.too-often"))
def look_up(call: AnyCall, wanted: ReportLookup) -> ReportView:
    """A report with its answer, by number and query code. Changes nothing and needs no key."""
    return reports.look_up(call, wanted)
