"""Kinds of e-licences (电子证照) of the data file, each with its 21-character code (证照类型代码)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from server_stub.catalogue.departments import departments
from server_stub.catalogue.files import load_shared
from server_stub.records.items import Item, Sight, items_of
from server_stub.texts import Text, text


@dataclass(frozen=True)
class LicenceKind:
    """One kind.

    `months`: how long it holds, 0 without end. `several`: a holder may have more than one. `fields`: in which fields of
    a form an item stands when a case issues it. `matches`: items that must agree with those fields for a licence to
    cover a material (the birth certificate of this child, the vehicle licence of this car). `founds`: the field that
    names the organisation which a first licence brings into being; `prefix`: how its credit code begins.
    """

    key: str
    title: Text
    issuer: str  # key of departments.yaml
    of_companies: bool
    series: str
    months: int
    several: bool
    items: Mapping[str, Item]
    fields: Mapping[str, tuple[str, ...]]
    matches: tuple[str, ...]
    founds: str
    prefix: str

    @property
    def type_code(self) -> str:
        """证照类型代码: credit code of the body that defines the kind, and its series."""
        return f"{departments()[self.issuer].code}{self.series}"


@cache
def kinds() -> Mapping[str, LicenceKind]:
    """All kinds by key."""
    shared = load_shared()
    return {key: _kind(key, data, shared.options) for key, data in shared.licence_kinds.items()}


def _kind(key: str, data: Mapping[str, Any], options: Mapping[str, Any]) -> LicenceKind:
    of_companies = data["holder"] == "company"
    default = Sight.OPEN if of_companies else Sight.PRIVATE
    return LicenceKind(
        key=key,
        title=text(data["title"]),
        issuer=data["issuer"],
        of_companies=of_companies,
        series=data["series"],
        months=data["months"],
        several=data.get("several", False),
        items=items_of(data, default, options),
        fields={item: tuple(keys) for item, keys in data.get("fields", {}).items()},
        matches=tuple(data.get("matches", ())),
        founds=data.get("founds", ""),
        prefix=data.get("prefix", ""),
    )
