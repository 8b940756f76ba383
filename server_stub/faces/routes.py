"""`/v1/face-checks`, `/v1/face-check-ins`, `/v1/identifications/by-face` and `by-number`; `/v1/me/photo`,
`/v1/me/face-template`, `/v1/me/document`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.faces import by_number, register, service
from server_stub.faces.models import (
    CheckedIn,
    CheckedInDocument,
    FaceCheck,
    FaceCheckIn,
    FaceTemplate,
    FoundByFace,
    IdentificationByFace,
    IdentificationByNumber,
    ModelName,
    NewFaceCheck,
    NewFaceCheckIn,
    Uuid,
    Withdrawn,
)
from server_stub.people.models import Session
from server_stub.platform import AnyCall, Call
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
    level 3, and one that a number opened at a window to level 2; its token stays. A terminal whose line was down tells
    everything else later: `at` is when it was.
    """
    return call.once(service.whose(call, before=True), told, lambda db: service.tell(call, db, told))


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
    _at_window(call)
    return service.checked_in(call, person)


@router.post("/v1/identifications/by-face", responses=documented(*CALL, "face.not-checked-in", "request.invalid"))
def identify(call: AnyCall, wanted: IdentificationByFace) -> FoundByFace:
    """Opens a session of level 2 for who checked in today in this hall. Every call opens a new one; it needs no key."""
    return service.identify(call, wanted)


@router.post(
    "/v1/identifications/by-number",
    responses=documented(*CALL, "terminal.kind", "identification.invalid-number", "request.invalid"),
)
def identify_by_number(call: AnyCall, wanted: IdentificationByNumber) -> Session:
    """Opens a session of level 0 for who has no card with them and says their number to a clerk at a window.

    It opens the register's photograph and template to compare with, and `POST /v1/face-checks`; nothing else before
    that raises it to level 2. It never comes to level 3. Every call opens a new one; it needs no key.
    """
    _at_window(call)
    return by_number.identify(call, wanted)


@router.get(
    "/v1/me/photo",
    response_class=Response,
    responses={**documented(*HOLDER, "face.guardian", "photo.none"), **_JPEG},
)
def photo(call: AnyCall) -> Response:
    """The register's photograph of the session's holder, to compare with where the document brings none, or where a
    window has a number only (level 0).
    """
    return _picture(register.photo(call))


@router.get("/v1/me/face-template", responses=documented(*HOLDER, "face.guardian", "template.none", "request.invalid"))
def template(call: AnyCall, model: Annotated[ModelName, Query()]) -> FaceTemplate:
    """The same as the photograph, as the template of one face model; where there is none, the photograph will do."""
    return register.template(call, model)


@router.get("/v1/me/document", responses=documented(*HOLDER))
def document(call: AnyCall) -> CheckedInDocument:
    """The document of the session's holder (level 2): what a terminal shows of who came without one."""
    return service.document(call)


def _at_window(call: Call) -> None:
    if call.terminal.kind != "window":
        raise Problem("terminal.kind")


def _picture(jpeg: bytes) -> Response:
    return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})
