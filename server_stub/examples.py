"""Examples in the interface's description: calls of the sample citizens as they really were, and what was answered.

`data/examples.json` holds them by operation ("POST /v1/case-numbers"); `pytest tests/server_stub --record-examples`
writes it anew. A test holds every one of them against the description.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from server_stub.data_files import DATA

FILE = DATA / "examples.json"
_JSON = "application/json"


@cache
def recorded() -> dict[str, dict[str, Any]]:
    """By operation: `request`, `responses` by status."""
    if not FILE.exists():
        return {}
    known: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return known


def describe_in(openapi: dict[str, Any]) -> None:
    """Puts each where it belongs."""
    for path, operations in openapi["paths"].items():
        for method, operation in operations.items():
            example = recorded().get(f"{method.upper()} {path}")
            if example is None:
                continue
            bodies = [(operation.get("requestBody"), example.get("request"))]
            bodies += [(operation["responses"].get(status), body) for status, body in example["responses"].items()]
            for described, body in bodies:
                content = (described or {}).get("content", {}).get(_JSON)
                if content is not None and body is not None:
                    content["example"] = body
