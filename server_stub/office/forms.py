"""What a page's form brought: read once, bounded, free of what no page and no database can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from server_stub.problems import FieldError, Problem
from server_stub.texts import Text, Wire

W = TypeVar("W", bound=Wire)

_MOST_FIELDS = 3_000
_MOST_OF_A_PART = 1_000_000
_URLENCODED, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_KEPT_NOWHERE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")
_OWN = ("csrf", "once")  # of the frame, not of what was filled in


@dataclass(frozen=True)
class Form:
    """Names and what was given for them, in the page's order."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was written, lines and all; "" if nothing."""
        return next(iter(self.values.get(name, ())), "").strip()

    def line(self, name: str) -> str:
        """The same on one line."""
        return " ".join(self.text(name).split())

    def all(self, name: str) -> tuple[str, ...]:
        """All that was ticked."""
        return tuple(value.strip() for value in self.values.get(name, ()) if value.strip())

    def has(self, name: str) -> bool:
        """Whether a box was ticked, or a button pressed."""
        return name in self.values

    @property
    def filled(self) -> dict[str, list[str]]:
        """What was filled in, without what the frame adds."""
        return {name: list(given) for name, given in self.values.items() if name not in _OWN}


async def read(request: Request) -> Form:
    """The form of a request. HTTPException: 400 for what is no form, 413 from the limit of bodies."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _MULTIPART:
        return await _multipart(request)
    body = await request.body()
    if body and kind != _URLENCODED:
        raise HTTPException(400)
    try:
        pairs = parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return Form(_gathered(iter(pairs)))


async def _multipart(request: Request) -> Form:
    try:
        async with request.form(max_files=4, max_fields=200, max_part_size=_MOST_OF_A_PART) as given:
            pairs, files = [], {}
            for name, value in given.multi_items():
                if isinstance(value, str):
                    pairs.append((name, value))
                else:
                    files[cleaned(name)] = await value.read()
    except (MultiPartException, ValueError, KeyError):
        raise HTTPException(400) from None
    return Form(_gathered(iter(pairs)), files)


def _gathered(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        plain = cleaned(name)
        values[plain] = (*values.get(plain, ()), cleaned(value))
    return values


def cleaned(given: str) -> str:
    """A text without what no page and no database can hold; lines end with one sign."""
    return _KEPT_NOWHERE.sub("", given.replace("\r\n", "\n").replace("\r", "\n"))


# ---- what is not right, in words


def wrong(name: str, zh: str, en: str) -> Problem:
    """One field is not right."""
    return Problem("office.form", errors=[FieldError(field=name, text=Text(zh=zh, en=en))])


def needed(form: Form, name: str, zh: str, en: str) -> str:
    """What must be given. Problem: office.form."""
    if not (given := form.text(name)):
        raise wrong(name, zh, en)
    return given


def model(shape: type[W], content: Mapping[str, Any], names: Mapping[str, str] | None = None) -> W:
    """The record, or Problem office.form with what is wrong at which field; `names`: path of the record → field."""
    try:
        return shape.model_validate(dict(content))
    except ValidationError as error:
        raise Problem("office.form", errors=errors_of(error, names)) from None


def errors_of(error: ValidationError, names: Mapping[str, str] | None = None) -> list[FieldError]:
    """What pydantic found, in words for people."""
    found = []
    for one in error.errors():
        place = ".".join(str(part) for part in one["loc"])
        found.append(FieldError(field=(names or {}).get(place, place), text=_words(one)))
    return found


def _words(error: Any) -> Text:
    limits = error.get("ctx") or {}
    kind, most = error["type"], limits.get("max_length")
    match kind:
        case "string_too_long":
            return Text(zh=f"最多 {most} 个字", en=f"At most {most} characters")
        case "too_long":
            return Text(zh=f"最多 {most} 项", en=f"At most {most} entries")
        case "string_too_short" | "too_short" | "missing":
            return Text(zh="请填写", en="Please fill this in")
        case "greater_than_equal":
            return Text(zh=f"不能小于 {limits['ge']}", en=f"At least {limits['ge']}")
        case "less_than_equal":
            return Text(zh=f"不能大于 {limits['le']}", en=f"At most {limits['le']}")
        case "int_parsing" | "int_type" | "int_from_float":
            return Text(zh="请填整数", en="Please give a whole number")
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return Text(zh="请填日期，如 2026-11-23", en="Please give a date such as 2026-11-23")
        case "time_parsing" | "time_type":
            return Text(zh="请填时间，如 09:00", en="Please give a time such as 09:00")
        case "enum" | "literal_error":
            return Text(zh="请从列出的里选", en="Please choose one of those listed")
        case "extra_forbidden":
            return Text(zh="没有这一项", en="There is no such entry")
        case "value_error":
            return Text(zh=f"不符合要求：{limits.get('error')}", en=f"Not right: {limits.get('error')}")
    return Text(zh="格式不对", en=f"Not of the right form ({kind})")
