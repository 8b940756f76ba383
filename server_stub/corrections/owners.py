"""Whose data a value is that the platform showed: the register behind a form's field, and its department."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from server_stub.catalogue.files import Shared, load_shared
from server_stub.catalogue.models import Field
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
_BEHIND = {  # fields that are read in their own way (people/prefill.py)
    "hukou_region": "household.region_name",
    "residence_district": "household.residence",
    "residence_address": "household.residence",
    "household_kind": "household.region_name",
    "insurance_status": "social-insurance.status",
    "old_card_number": "social-card.number",
    "card_status": "social-card.status",
    "permit_number": "residence-permit.number",
    "permit_address": "residence-permit.address",
    "last_endorsed": "residence-permit.last_endorsed",
    "due_on": "residence-permit.due_on",
    "fund_account": "housing-fund.account",
    "fund_unit": "housing-fund.unit",
    "fund_balance": "housing-fund.balance",
    "fund_quota": "housing-fund.quota_left",
    "fund_months": "housing-fund.months",
    "marital_status": "marriage.status",
    "spouse_name": "marriage.spouse",
    "senior_card": "senior-card.colour",
    "licence_number": "business.credit_code",
}


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
    if field.source == "licence":
        kind, _, item = field.origin.partition(".")
        return Owned(field.label, shared().licence_kinds[kind]["issuer"], "", item)
    if field.key == "phone":
        return Owned(field.label, PLATFORM)
    origin = _BEHIND.get(field.key) or (field.origin if field.source == "platform" else "")
    if not origin:
        raise Problem("correction.not-data")
    found = of_register(origin)
    return Owned(field.label, found.department, found.register, found.item)
