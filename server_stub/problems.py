"""Problem documents (RFC 9457) with a stable `code`; every code stands in one list with its status and title."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from server_stub.texts import Text, Wire

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


class FieldError(Wire):
    """What is wrong at one field, in words for the person. A warning does not stop them."""

    field: str
    text: Text
    warning: bool = False


class ProblemDocument(Wire):
    """RFC 9457 with `code`, the fields that are wrong, and a sentence for the person."""

    type: str
    title: str
    status: int
    code: str
    errors: tuple[FieldError, ...] | None = None
    also: Text | None = None


@dataclass(frozen=True)
class Kind:
    """The fixed part of a problem."""

    status: int
    title: str


KINDS: dict[str, Kind] = {
    "card.expired": Kind(403, "The document has expired; only own cases and queue numbers are open to it"),
    "card.lost": Kind(403, "The document was reported lost"),
    "card.quiet": Kind(403, "This has to be done at a window"),
    "card.unknown-person": Kind(403, "The platform has no record of this person"),
    "case.filed": Kind(409, "The case is filed and can't be changed"),
    "case.incomplete": Kind(409, "Form and materials come before the signature"),
    "case.not-found": Kind(404, "No such case, or the query code is another"),
    "code.no-phone": Kind(409, "No phone is registered"),
    "code.not-found": Kind(404, "No such phone code, or it is no longer valid"),
    "code.not-verified": Kind(403, "The phone code was not verified for this case"),
    "code.too-often": Kind(429, "Too many codes or tries; later again"),
    "document.not-found": Kind(404, "No such document of this person"),
    "filing.invalid": Kind(422, "Some fields are not right"),
    "filing.not-eligible": Kind(422, "The applicant does not meet a condition of the service"),
    "idempotency.in-flight": Kind(409, "The first request with this key is still being worked on"),
    "idempotency.key-missing": Kind(400, "This write needs an Idempotency-Key of 8 to 128 printable characters"),
    "idempotency.other-body": Kind(422, "This key was used for another request"),
    "identification.invalid-number": Kind(422, "The number can't be that of such a document"),
    "platform.fault": Kind(500, "The platform failed; the fault is in its log"),
    "platform.unreachable": Kind(503, "The platform is out of service"),
    "proof.no-record": Kind(409, "The data's owner has no record of this person"),
    "proof.unavailable": Kind(503, "The data's owner does not answer"),
    "proof.unknown": Kind(404, "No such proof"),
    "queue.closed": Kind(409, "No numbers are given now"),
    "queue.full": Kind(409, "There are no numbers left today"),
    "queue.unknown": Kind(404, "No such business in this hall"),
    "request.invalid": Kind(422, "The request is not of the interface's shape"),
    "request.method": Kind(405, "This method is not offered here"),
    "request.not-found": Kind(404, "There is nothing here"),
    "request.refused": Kind(400, "The request can't be read"),
    "request.too-large": Kind(413, "The request is too large"),
    "service.unknown": Kind(404, "No such service at this terminal"),
    "session.expired": Kind(401, "The identification has expired or is missing"),
    "session.level": Kind(403, "This needs a higher level of assurance"),
    "signature.digest": Kind(422, "The signature is bound to something else than what was put"),
    "terminal.unknown": Kind(403, "The platform does not know this terminal"),
    "verification.not-found": Kind(404, "No document has this code"),
}


class Problem(Exception):
    """A refusal. `errors` name fields; `also` is a sentence for the person."""

    def __init__(self, code: str, *, errors: Sequence[FieldError] = (), also: Text | None = None) -> None:
        super().__init__(code)
        self.code, self.kind, self.errors, self.also = code, KINDS[code], tuple(errors), also

    def document(self) -> ProblemDocument:
        """What is sent."""
        return ProblemDocument(
            type=f"urn:problem:{self.code}",
            title=self.kind.title,
            status=self.kind.status,
            code=self.code,
            errors=self.errors or None,
            also=self.also,
        )

    def answer(self) -> Response:
        """The HTTP answer."""
        headers = {"WWW-Authenticate": "Bearer"} if self.kind.status == 401 else None
        body = self.document().model_dump_json(exclude_none=True)
        return Response(body, self.kind.status, headers, MEDIA_TYPE)


_EVERYWHERE = ("request.invalid", "request.refused", "request.too-large", "platform.fault", "platform.unreachable")


def documented(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI `responses` of a route that may answer with these problems."""
    responses: dict[int | str, dict[str, Any]] = {}
    for code in sorted({*codes, *_EVERYWHERE}):
        problem = Problem(code)
        answer = responses.setdefault(
            problem.kind.status,
            {"description": "", "content": {MEDIA_TYPE: {"schema": _SCHEMA, "examples": {}}}},
        )
        answer["description"] = "; ".join(filter(None, (answer["description"], f"`{code}`: {problem.kind.title}")))
        answer["content"][MEDIA_TYPE]["examples"][code] = {"value": problem.document().model_dump(exclude_none=True)}
    return responses


_SCHEMA = {"$ref": "#/components/schemas/ProblemDocument"}


def describe_in(openapi: dict[str, Any]) -> None:
    """Adds the problem document's schema to an OpenAPI description."""
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = openapi.setdefault("components", {}).setdefault("schemas", {})
    for name, definition in schema.pop("$defs", {}).items():
        schemas.setdefault(name, definition)
    schema["properties"]["code"]["enum"] = sorted(KINDS)
    schemas["ProblemDocument"] = schema


_BY_STATUS = {404: "request.not-found", 405: "request.method", 413: "request.too-large", 422: "request.invalid"}


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem document."""

    @app.exception_handler(Problem)
    def _problem(request: Request, problem: Problem) -> Response:
        return problem.answer()

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        return Problem(_BY_STATUS.get(error.status_code, "request.refused")).answer()

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        return Problem("request.invalid", errors=[_field_error(e) for e in error.errors()]).answer()

    @app.exception_handler(Exception)
    def _fault(request: Request, error: Exception) -> Response:
        _log.error("fault at %s %s", request.method, request.scope.get("route"), exc_info=error)
        return Problem("platform.fault").answer()


def _field_error(error: Any) -> FieldError:
    """Where and what, without the value: it may be somebody's number."""
    place = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
    place = place.encode("utf-8", "replace").decode()[:120]
    return FieldError(
        field=place, text=Text(zh="格式不符合接口约定", en=f"Not of the interface's shape: {error['type']}")
    )
