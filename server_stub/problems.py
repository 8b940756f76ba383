"""Problem documents (RFC 9457) with a stable `code`. Each package declares its codes in a `problems.py` of its own."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
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


KINDS: dict[str, Kind] = {}


def declare(kinds: Mapping[str, tuple[int, str]]) -> None:
    """Adds codes with their status and title; a code has one meaning."""
    for code, (status, title) in kinds.items():
        if KINDS.setdefault(code, Kind(status, title)) != Kind(status, title):
            raise ValueError(f"{code} is declared twice")


declare(
    {
        "idempotency.in-flight": (409, "The first request with this key is still being worked on"),
        "idempotency.key-missing": (400, "This write needs an Idempotency-Key of 8 to 128 printable characters"),
        "idempotency.other-body": (422, "This key was used for another request"),
        "platform.busy": (503, "Too much to do at this moment; again in a second"),
        "platform.fault": (500, "The platform failed; the fault is in its log"),
        "platform.storage": (507, "The platform can't store anything now"),
        "platform.unreachable": (503, "The platform is out of service"),
        "request.invalid": (422, "The request is not of the interface's shape"),
        "request.method": (405, "This method is not offered here"),
        "request.not-found": (404, "There is nothing here"),
        "request.refused": (400, "The request can't be read"),
        "request.too-large": (413, "The request is too large"),
        "terminal.blocked": (403, "This terminal was taken out of service"),
        "terminal.clock": (403, "The terminal's clock is more than five minutes off; see the Date of this answer"),
        "terminal.enrolment": (403, "The enrolment code is wrong or no longer valid"),
        "terminal.kind": (403, "This is not for a terminal of this kind"),
        "terminal.not-enrolled": (403, "This terminal has not given its key yet"),
        "terminal.signature": (401, "The signature is not that of this request by this terminal"),
        "terminal.unknown": (403, "The platform does not know this terminal"),
        "terminal.unsigned": (401, "This request needs a terminal's signature (RFC 9421)"),
    }
)


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
        if self.kind.status == 503:
            headers = {"Retry-After": "1"}
        body = self.document().model_dump_json(exclude_none=True)
        return Response(body, self.kind.status, headers, MEDIA_TYPE)


_EVERYWHERE = (
    "request.invalid",
    "request.refused",
    "request.too-large",
    "platform.busy",
    "platform.fault",
    "platform.storage",
    "platform.unreachable",
)


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

    @app.exception_handler(OperationalError)
    def _storage(request: Request, error: OperationalError) -> Response:
        _log.error("the database at %s: %s", request.method, error.orig)
        words = str(error.orig)
        return Problem("platform.storage" if "full" in words or "No space" in words else "platform.busy").answer()

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
