"""What crosses the interface about entitlements."""

from __future__ import annotations

from enum import Enum

from server_stub.texts import Text, Wire


class EntitlementState(Enum):
    """Whether it can be had, or is drawn."""

    OPEN = "open"
    DRAWN = "drawn"


class Entitlement(Wire):
    """A policy that somebody may have without applying; `of_child` is the child's masked name, "" for one's own."""

    key: str
    title: Text
    who: Text
    amount: Text
    basis: tuple[str, ...]
    note: Text
    department: Text
    service: str
    of_child: str
    state: EntitlementState


class Entitlements(Wire):
    """All that was found. `not_looked_up` are registers that could not be asked: there may be more."""

    entitlements: tuple[Entitlement, ...]
    not_looked_up: tuple[Text, ...]


class EntitlementCount(Wire):
    """How many are open; never which. `words` are empty where there is none."""

    count: int
    words: Text
