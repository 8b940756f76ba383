"""`/v1/identifications`, `/v1/me/prefill`, `/v1/me/cards`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.people import by_phone, prefill, states
from server_stub.people import service as people
from server_stub.people.models import (
    CardLoss,
    IdentificationByPhone,
    LostCard,
    NewIdentification,
    Prefill,
    Session,
)
from server_stub.platform import AnyCall

router = APIRouter(tags=["people"])


@router.post("/v1/identifications", responses=documented("identification.invalid-number", *CALL))
def identify(call: AnyCall, document: NewIdentification) -> Session:
    """Opens a session for a document that was read at a terminal. Every call opens a new one; it needs no key."""
    return people.identify(call, document)


@router.post(
    "/v1/identifications/by-phone",
    responses=documented(
        *CALL, "identification.invalid-number", "identification.not-matched", "code.not-verified", "code.too-often"
    ),
)
def identify_by_phone(call: AnyCall, wanted: IdentificationByPhone) -> Session:
    """Opens a session of level 1: appointments only. The phone is one that a `sign-in` code was verified for.

    One refusal, whichever of name, number and phone is another. A code opens one session; this needs no key.
    """
    return by_phone.identify(call, wanted)


@router.get("/v1/me/prefill", responses=documented(*HOLDER, "service.unknown"))
def prefilled(call: AnyCall, service: str, company: Annotated[str, Query(max_length=18)] = "") -> list[Prefill]:
    """What the platform knows for a service's form: needs the service's level; below level 3 nothing sensitive.

    `company` is the credit code of the company that applies, where the person may act for several.
    """
    return prefill.for_service(call, call.service(service)[1], company)


@router.post("/v1/me/cards/loss", response_model=LostCard, responses=documented(*HOLDER, *KEYED, "card.not-held"))
def report_lost(call: AnyCall, wanted: CardLoss) -> Response:
    """Reports one of the holder's documents lost: from now on it opens nothing here. Any other one will do for it."""
    with call.platform.database.read() as db:
        who = states.reporter(db, call).person.id
    return call.once(who, wanted, lambda db: states.report_lost(db, call, wanted))
