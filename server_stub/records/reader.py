"""Reading any register: entries of item → value, whatever shape the record has underneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.people import registers as reg
from server_stub.people.companies import companies_of
from server_stub.people.tables import Person, Record
from server_stub.records.items import Item
from server_stub.records.registers import registers
from server_stub.records.tables import CompanyRecord
from server_stub.texts import Text

Entry = Mapping[str, str]  # item → value as it is kept


@dataclass(frozen=True)
class Fact:
    """One thing a register knows, in words."""

    item: Item
    raw: str

    @property
    def label(self) -> Text:
        """What it is."""
        return self.item.label

    @property
    def value(self) -> Text:
        """In full."""
        return self.item.shown(self.raw)

    @property
    def masked(self) -> Text:
        """As it may stand on a screen."""
        return self.item.masked(self.raw)


def entries(db: Db, person: Person, register: str, company: str = "") -> tuple[Entry, ...] | None:
    """What a register knows of a person, or of their companies (of one: its credit code).

    None: no record. An empty tuple is one: the register knows that there is nothing, such as no home.
    """
    if registers()[register].of_companies:
        codes = [c.credit_code for c in companies_of(db, person) if company in ("", c.credit_code)]
        return _of_companies(db, codes, register)
    row = db.get(Record, (person.id, register))
    derived = _DERIVED.get(register)
    if derived is not None:
        return derived(db, person, row.data if row else None)
    return _entries(register, row.data) if row else None


def of_company(db: Db, credit_code: str, register: str) -> tuple[Entry, ...] | None:
    """What a register knows of a company, whoever asks; None: no record."""
    return _of_companies(db, [credit_code], register)


def kept(db: Db, person: Person, register: str) -> tuple[Entry, ...]:
    """All that a record of a person holds, also what no screen shows; flags are yes and no."""
    row = db.get(Record, (person.id, register))
    listed: Sequence[Mapping[str, Any]] = row.data.get("entries", [row.data]) if row else []
    return tuple({key: _plain(value) for key, value in entry.items()} for entry in listed)


def facts(db: Db, person: Person, register: str, company: str = "") -> tuple[tuple[Fact, ...], ...] | None:
    """The same in words, what is empty left out."""
    found = entries(db, person, register, company)
    return None if found is None else tuple(facts_of(register, entry) for entry in found)


def facts_of(register: str, entry: Entry) -> tuple[Fact, ...]:
    """One entry in words."""
    items = registers()[register].items
    return tuple(Fact(item, entry[key]) for key, item in items.items() if entry.get(key))


def value(db: Db, person: Person, origin: str) -> str:
    """The value of `register.item` in the first entry, as it is kept; "" where there is none."""
    register, _, item = origin.partition(".")
    found = entries(db, person, register)
    return found[0].get(item, "") if found else ""


def keep(db: Db, person_id: str, register: str, known: Sequence[Entry]) -> None:
    """Writes what a register knows of a person."""
    db.merge(Record(person_id=person_id, source=register, data={"entries": [dict(e) for e in known]}))


def keep_of_company(db: Db, credit_code: str, register: str, known: Sequence[Entry]) -> None:
    """Writes what a register knows of a company."""
    data = {"entries": [dict(e) for e in known]}
    db.merge(CompanyRecord(credit_code=credit_code, source=register, data=data))


def _of_companies(db: Db, codes: Sequence[str], register: str) -> tuple[Entry, ...] | None:
    rows = db.scalars(
        select(CompanyRecord)
        .where(CompanyRecord.credit_code.in_(codes), CompanyRecord.source == register)
        .order_by(CompanyRecord.credit_code)
    ).all()
    return tuple(e for row in rows for e in _entries(register, row.data)) if rows else None


def _entries(register: str, data: Mapping[str, Any]) -> tuple[Entry, ...]:
    """The entries of a record: its own, the homes of the real-estate register, or the typed record as the only one."""
    if "entries" in data:
        listed: Sequence[Mapping[str, Any]] = data["entries"]
    else:
        listed = data["homes"] if register == "property" else [data]
    items = registers()[register].items
    return tuple({key: str(entry[key]) for key in items if entry.get(key) not in (None, "")} for entry in listed)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _marriage(db: Db, person: Person, data: Mapping[str, Any] | None) -> tuple[Entry, ...] | None:
    """Status and spouse stand in the population data (公安 and 民政); certificate and day in the marriage register."""
    own = _entries("marriage", data) if data else ()
    household = reg.record(db, person.id, reg.Household)
    if household is None or not household.region:
        return own or None
    spouse = db.get(Person, household.spouse) if household.spouse else None
    known = {"status": "married" if household.married else "single"}
    if spouse is not None:
        known["spouse"] = spouse.name
    return ({**known, **(own[0] if own else {})},)


_DERIVED: dict[str, Callable[[Db, Person, Mapping[str, Any] | None], tuple[Entry, ...] | None]] = {
    "marriage": _marriage
}
