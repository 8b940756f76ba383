"""`/v1/printouts`: what terminals tell of their paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from server_stub.codes import CALL, KEYED, documented
from server_stub.platform import AnyCall
from server_stub.printouts import service
from server_stub.printouts.models import Answer, NewPrintout, Printout, PrintoutId
from server_stub.texts import Line

router = APIRouter(tags=["printouts"])

_Reference = Annotated[Line, Field(min_length=1, max_length=64), Query()]


@router.post(
    "/v1/printouts",
    response_model=Printout,
    responses=documented(*KEYED, "printout.exists", "request.invalid"),
)
async def tell(call: AnyCall, told: NewPrintout) -> Response:
    """How a print ended. A terminal whose line is down tells it later: `at` is when it was."""
    return await call.once_soon(told, lambda db: service.tell(call, db, told))


@router.put(
    "/v1/printouts/{printout_id}/answer",
    response_model=Printout,
    responses=documented(*KEYED, "printout.unknown", "printout.not-asked", "request.invalid"),
)
async def answer(call: AnyCall, printout_id: Annotated[PrintoutId, Path()], given: Answer) -> Response:
    """What the person said where the printer did not say whether paper came out. The last answer counts."""
    return await call.once_soon(given, lambda db: service.answer(call, db, printout_id, given))


@router.get("/v1/printouts", responses=documented(*CALL, "request.invalid"))
def of(call: AnyCall, reference: _Reference) -> list[Printout]:
    """What was printed in this hall of a document, a case or a ticket, newest first, 50 at most: for whoever is asked
    for paper that did not come out.
    """
    with call.platform.database.read() as db:
        return service.of(db, call.hall.id, reference)
