"""The registers of the data file: whose they are, and what they know of a person or a company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from server_stub.catalogue.files import load_shared
from server_stub.records.items import Item, Sight, items_of
from server_stub.texts import Text, text


@dataclass(frozen=True)
class Register:
    """One register. `of_companies`: what it knows is a company's, found by its credit code."""

    key: str
    owner: str  # key of departments.yaml
    title: Text
    of_companies: bool
    items: Mapping[str, Item]


@cache
def registers() -> Mapping[str, Register]:
    """All registers by key."""
    shared = load_shared()
    return {key: _register(key, data, shared.options) for key, data in shared.registers.items()}


def _register(key: str, data: Mapping[str, Any], options: Mapping[str, Any]) -> Register:
    of_companies = data.get("holder", "person") == "company"
    default = Sight.OPEN if of_companies else Sight.PRIVATE
    return Register(key, data["owner"], text(data["title"]), of_companies, items_of(data, default, options))
