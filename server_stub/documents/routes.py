"""`/v1/me/proofs`, `/v1/me/documents`, `/v1/verifications`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from server_stub.codes import HOLDER, KEYED, documented
from server_stub.documents import service
from server_stub.documents.models import Issued, NewDocument, Proof, Verification
from server_stub.platform import AnyCall, ThePlatform

router = APIRouter(tags=["documents"])


@router.get("/v1/me/proofs", responses=documented(*HOLDER, "proof.unknown"))
def printable(call: AnyCall, wanted: Annotated[str, Query(alias="service", max_length=40)] = "") -> list[Proof]:
    """The proofs of this terminal's menu, or that of one service, each with whether it can be had now (level 3)."""
    with call.platform.database.read() as db:
        return service.printable(db, call, wanted)


@router.post(
    "/v1/me/documents",
    response_model=Issued,
    responses=documented(
        *HOLDER, *KEYED, "proof.unknown", "proof.no-record", "proof.not-so", "proof.unavailable", "request.invalid"
    ),
)
def issue(call: AnyCall, wanted: NewDocument) -> Response:
    """Issues a document: number, code, QR, finished PDF (level 3)."""
    with call.platform.database.read() as db:
        who = service.holder(db, call).person.id
    return call.once_prepared(
        who, wanted, lambda: service.make(call, wanted), lambda db, made: service.store(db, call, made)
    )


@router.get(
    "/v1/me/documents/{document_id}/pdf",
    response_class=Response,
    responses={
        **documented(*HOLDER, "document.not-found"),
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}},
    },
)
def pdf(call: AnyCall, document_id: Annotated[str, Path(max_length=40)]) -> Response:
    """The bytes of an own document."""
    with call.platform.database.read() as db:
        content = service.pdf_of(db, call, document_id)
    return Response(content, media_type="application/pdf", headers={"Cache-Control": "no-store"})


@router.get("/v1/verifications/{code}", responses=documented("verification.not-found"))
def verification(platform: ThePlatform, code: Annotated[str, Path(max_length=40)]) -> Verification:
    """Whether a document is genuine and still valid. Open to everybody; the holder is masked."""
    with platform.database.read() as db:
        return service.verification(db, code, platform.clock().date())
