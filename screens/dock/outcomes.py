"""What may become of a request to an emulator or to the platform."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answered:
    """It was done; `fields` is what came back."""

    command: str
    fields: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Refused:
    """Somebody is there and said no."""

    command: str
    why: str


@dataclass(frozen=True)
class Gone:
    """Nobody is there, or no usable answer came in time."""

    command: str
    why: str


Outcome = Answered | Refused | Gone


class NotJson(Exception):
    """The bytes are no JSON text."""


def parse_json(data: bytes) -> object:
    """The JSON value in `data`; NotJson for anything else, however deep or broken it is."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as broken:
        raise NotJson(str(broken)) from None


def parse_list(data: bytes) -> list[object] | None:
    """The JSON list in `data`; None for anything else."""
    try:
        value = parse_json(data)
    except NotJson:
        return None
    return value if isinstance(value, list) else None


def read_answer(command: str, line: bytes) -> Outcome:
    """Reads an emulator's answer line. Any bytes give an outcome."""
    try:
        answer = parse_json(line)
    except NotJson:
        return Gone(command, "the answer is no JSON")
    if not isinstance(answer, dict):
        return Gone(command, "the answer is no object")
    if answer.pop("ok", False) is True:
        return Answered(command, answer)
    return Refused(command, displayable(answer.get("error", "no reason given")))


def displayable(value: object) -> str:
    """A value from outside as text that Qt can show: lone surrogates are replaced."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
