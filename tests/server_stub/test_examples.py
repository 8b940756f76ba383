"""Examples of the interface's description are calls that were really made, and fit it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from server_stub.app import interface

OPENAPI = interface(demo=True).openapi()
_JSON = "application/json"


def _contents() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Operation, which of its bodies, and its content by media type."""
    for path, operations in OPENAPI["paths"].items():
        for method, operation in operations.items():
            name = f"{method.upper()} {path}"
            if body := operation.get("requestBody"):
                yield name, "request", body["content"]
            for status, answer in operation["responses"].items():
                if "content" in answer:
                    yield name, status, answer["content"]


def _examples() -> Iterator[Any]:
    for name, which, content in _contents():
        for media_type, described in content.items():
            given = [("", described["example"])] if "example" in described else []
            given += [(key, one["value"]) for key, one in described.get("examples", {}).items()]
            for key, value in given:
                yield pytest.param(described["schema"], value, id=f"{name} {which} {media_type} {key}".strip())


EXAMPLES = list(_examples())


def test_every_example_is_as_the_description_says() -> None:
    wrong = []
    for one in EXAMPLES:
        schema, value = one.values
        validator = jsonschema_rs.validator_for({**_plain(schema), "components": OPENAPI["components"]})
        wrong += [f"{one.id}: {error.message[:120]}" for error in validator.iter_errors(value)]
    assert not wrong
    assert len(EXAMPLES) > 1_000


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def test_everything_that_is_sent_and_answered_as_json_has_an_example() -> None:
    without = [
        f"{name} {which}"
        for name, which, content in _contents()
        if _JSON in content
        and which in ("request", "200", "202")
        and content[_JSON].get("schema")
        and not _has(content)
    ]
    assert not without


def _has(content: dict[str, Any]) -> bool:
    described = content[_JSON]
    return "example" in described or "examples" in described
