"""Texts that name the district: `{district}` and `{district_short}` in any record."""

from __future__ import annotations

from typing import TypeVar

from server_stub.halls.models import District
from server_stub.texts import Wire

W = TypeVar("W", bound=Wire)


def worded(record: W, district: District) -> W:
    """The record with the district's names in its texts."""
    if "{district" not in record.model_dump_json():
        return record
    return type(record).model_validate(_filled(record.model_dump(), district))


def _filled(part: object, district: District, english: bool = False) -> object:
    if isinstance(part, dict):
        return {key: _filled(value, district, key == "en") for key, value in part.items()}
    if isinstance(part, list | tuple):
        return tuple(_filled(value, district) for value in part)
    if isinstance(part, str) and "{district" in part:
        name, short = (district.name.en, district.short.en) if english else (district.name.zh, district.short.zh)
        return part.replace("{district}", name).replace("{district_short}", short)
    return part
