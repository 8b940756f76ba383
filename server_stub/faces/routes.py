"""`/v1/face-checks`, `/v1/face-check-ins`, `/v1/identifications/by-face`, `/v1/me/photo`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.faces import service
from server_stub.faces.models import (
    CheckedIn,
    FaceCheck,
    FaceCheckIn,
    FoundByFace,
    IdentificationByFace,
    NewFaceCheck,
    NewFaceCheckIn,
    Uuid,
    Withdrawn,
)
from server_stub.platform import AnyCall
from server_stub.problems import Problem

router = APIRouter(tags=["faces"])

_PICTURE = {"schema": {"type": "string", "format": "binary"}}
_JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": _PICTURE}}}


@router.post(
    "/v1/face-checks",
    response_model=FaceCheck,
    responses=documented(*HOLDER, *KEYED, "session.card-needed", "face.guardian", "face.too-old", "request.invalid"),
)
def tell(call: AnyCall, told: NewFaceCheck) -> Response:
    """How a comparison ended. With the session's token, `prove` and `accepted` (or `clerk-same`) raise that session to
    level 3; its token stays. A terminal whose line was down tells everything else later: `at` is when it was.
    """
    return call.once(service.whose(call), told, lambda db: service.tell(call, db, told))


@router.post(
    "/v1/face-check-ins",
    response_model=FaceCheckIn,
    responses=documented(*HOLDER, *KEYED, "face.guardian", "request.invalid"),
)
def check_in(call: AnyCall, wanted: NewFaceCheckIn) -> Response:
    """An opaque reference for a gallery of today's check-ins, kept on terminals of this hall."""
    return call.once(service.whose(call), wanted, lambda db: service.check_in(call, db, wanted))


@router.post(
    "/v1/face-check-ins/withdrawal", response_model=Withdrawn, responses=documented(*HOLDER, *KEYED, "request.invalid")
)
def withdraw(call: AnyCall) -> Response:
    """The holder withdraws: none of today's references of theirs opens anything any more."""
    return call.once(service.whose(call), None, lambda db: service.withdraw(call, db))


@router.get(
    "/v1/face-check-ins/{person}",
    responses=documented(*CALL, "terminal.kind", "face.not-checked-in", "photo.none", "request.invalid"),
)
def checked_in(call: AnyCall, person: Annotated[Uuid, Path()]) -> CheckedIn:
    """Somebody who checked in today, for a clerk at a window who must decide whether it is who stands there."""
    if call.terminal.kind != "window":
        raise Problem("terminal.kind")
    return service.checked_in(call, person)


@router.post("/v1/identifications/by-face", responses=documented(*CALL, "face.not-checked-in", "request.invalid"))
def identify(call: AnyCall, wanted: IdentificationByFace) -> FoundByFace:
    """Opens a session of level 2 for who checked in today in this hall. Every call opens a new one; it needs no key."""
    return service.identify(call, wanted)


@router.get("/v1/me/photo", response_class=Response, responses={**documented(*HOLDER, "photo.none"), **_JPEG})
def photo(call: AnyCall) -> Response:
    """The register's photograph of the session's holder, to compare with where the document brings none."""
    return _picture(service.photo_of_holder(call))


def _picture(jpeg: bytes) -> Response:
    return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})
