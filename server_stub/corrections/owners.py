"""Whose data a value is that the platform showed: the register behind a form's field, and its department."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from server_stub.catalogue.files import Shared, load_shared
from server_stub.catalogue.models import Field
from server_stub.people.prefill import COMPUTED, origin_of
from server_stub.problems import Problem
from server_stub.texts import Text, text

PLATFORM = "data"  # the department that runs the platform, for what people registered with it
_OF_CARD = {
    "resident-card": "police",
    "hmt-residence-card": "immigration",
    "foreigner-card": "immigration",
    "foreigner-card-2023": "immigration",
    "social-security-card": "hrss",
}
_HOUSEHOLD_KIND = "household.region_name"  # local or not is told from where somebody is registered


@dataclass(frozen=True)
class Owned:
    """A piece of data: what it is called, whose it is; `register` is "" where no register is behind it."""

    label: Text
    department: str
    register: str = ""
    item: str = ""


@cache
def shared() -> Shared:
    """The catalogue's shared files."""
    return load_shared()


def of_register(origin: str) -> Owned:
    """The item `register.item`. Problem: correction.unknown."""
    register, _, item = origin.partition(".")
    data = shared().registers.get(register)
    if data is None or item not in data["items"]:
        raise Problem("correction.unknown")
    return Owned(text(data["items"][item][:2]), data["owner"], register, item)


def of_field(field: Field, card: str) -> Owned:
    """A field of a form; `card` is the kind of document it was filled from. Problem: correction.not-data."""
    if field.source == "card":
        return Owned(field.label, _OF_CARD[card])
    if field.key == "phone":
        return Owned(field.label, PLATFORM)
    origin = _HOUSEHOLD_KIND if field.key == "household_kind" else origin_of(field)
    whose, _, item = origin.partition(".")
    if not origin or (field.source == "person" and field.key not in COMPUTED):
        raise Problem("correction.not-data")
    if field.source == "licence" or whose not in shared().registers:
        return Owned(field.label, shared().licence_kinds[whose]["issuer"], "", item)
    found = of_register(origin)
    return Owned(field.label, found.department, found.register, found.item)
