"""What registers and e-licences hold of the sample citizens and their companies."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server_stub.catalogue.departments import departments
from server_stub.data_files import load_yaml
from server_stub.demo.dates import resolved
from server_stub.licences.identifiers import identifier
from server_stub.licences.kinds import kinds
from server_stub.people.companies import BUSINESS_LICENCE
from server_stub.records.reader import Entry

_FILE = "holdings.yaml"
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OLDEST = dt.date(2010, 1, 1)  # from when a licence holds where nothing says it


@dataclass(frozen=True)
class SampleLicence:
    """A licence as the files say it. `id` and `identifier` are the same at every start."""

    id: str
    identifier: str
    kind: str
    number: str
    valid_from: dt.date
    valid_until: dt.date | None
    items: dict[str, str]
    state: str


@dataclass(frozen=True)
class SampleCompany:
    """A company of the files; `representative` is a citizen's key."""

    credit_code: str
    name: str
    representative: str
    entries: dict[str, tuple[Entry, ...]]
    licences: tuple[SampleLicence, ...]
    appointed: tuple[Mapping[str, Any], ...]  # the other roles, as the file says them


def holdings_of(today: dt.date) -> Mapping[str, Any]:
    """By citizen's key, as of that day."""
    held: Mapping[str, Any] = resolved(load_yaml(_FILE)["people"], today)
    return held


def companies(today: dt.date) -> list[SampleCompany]:
    """The sample companies as of that day."""
    return [_company(code, data) for code, data in resolved(load_yaml(_FILE)["companies"], today).items()]


def entries_of(record: Any, number: str) -> tuple[Entry, ...]:
    """A record of the file, one entry or several, as text."""
    listed = record if isinstance(record, list) else [record]
    return tuple({key: _plain(value, number) for key, value in entry.items()} for entry in listed)


def _plain(value: Any, number: str) -> str:
    return str(value).replace("{id}", number)


def _company(code: str, data: Any) -> SampleCompany:
    entries = {key: entries_of(record, "") for key, record in data["records"].items()}
    named = {"credit_code": code, "name": data["name"]}
    for register in ("business", "taxpayer"):
        entries[register] = tuple({**named, **entry} for entry in entries[register])
    items = {key: value for key, value in entries["business"][0].items() if key not in ("capital", "state")}
    written = [
        {**one, "number": code, "items": items} if one["kind"] == BUSINESS_LICENCE else one for one in data["licences"]
    ]
    return SampleCompany(
        credit_code=code,
        name=data["name"],
        representative=data["representative"],
        entries=entries,
        licences=tuple(_samples(code, written, "")),
        appointed=tuple(data.get("roles", ())),
    )


def licences_of(
    entry: Any, number: str, records: Mapping[str, Any], entries: Mapping[str, Sequence[Entry]], listed: Sequence[Any]
) -> Iterator[SampleLicence]:
    """A citizen's licences: those that say what a register says, and those that the file lists."""
    derived = (*_of_card(entry, number), *_of_records(records), *_of_entries(entry["key"], entries))
    yield from _samples(entry["key"], (*derived, *listed), number)


def _of_card(entry: Any, number: str) -> Iterator[dict[str, Any]]:
    if entry.get("kind", "resident") != "resident":
        return
    since, until = entry["valid"]
    yield {
        "kind": "resident-id",
        "number": number,
        "from": since,
        "until": None if until == "长期" else until,
        "items": {"address": entry["address"]},
        "state": "lost" if entry.get("lost") else "valid",
    }


def _of_records(records: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    household, permit = records.get("household", {}), records.get("residence-permit")
    if household.get("number"):
        items = {"region": household["region_name"], "address": household["residence"]}
        yield {"kind": "household-booklet", "number": household["number"], "items": items}
    if permit:
        items = {"address": permit["address"], "due_on": permit["due_on"]}
        span = {"from": permit["last_endorsed"], "until": permit["due_on"]}
        yield {"kind": "residence-permit", "number": permit["number"], "items": items, **span}
    if card := records.get("social-card"):
        yield {"kind": "social-card", "number": card["number"], "items": {"bank": card["bank"]}}
    if senior := records.get("senior-card"):
        yield {"kind": "senior-card", "number": senior["number"], "items": {"colour": senior["colour"]}}
    for home in records.get("property", {}).get("homes", ()):
        items = {"location": home["location"], "area": home["area"]}
        yield {
            "kind": "property-certificate",
            "number": home["certificate"],
            "from": home["registered_on"],
            "items": items,
        }


def _of_entries(whose: str, entries: Mapping[str, Sequence[Entry]]) -> Iterator[dict[str, Any]]:
    for marriage in entries.get("marriage", ()):
        day = dt.date.fromisoformat(marriage["registered_on"])
        yield {"kind": "marriage-certificate", "number": marriage["number"], "from": day, "items": dict(marriage)}
    if any(insured["status"] == "paying" for insured in entries.get("medical-insurance", ())):
        digest = hashlib.sha256(whose.encode()).hexdigest()
        yield {"kind": "medical-voucher", "number": f"4201{int(digest[:12], 16) % 10**12:012d}"}


def _samples(whose: str, written: Sequence[Mapping[str, Any]], number: str) -> Iterator[SampleLicence]:
    """Their ids are made of whose they are and their place among those of a kind: a number may move with the day."""
    places: Counter[str] = Counter()
    for one in written:
        id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, f"sample-licence/{whose}/{one['kind']}/{places[one['kind']]}"))
        places[one["kind"]] += 1
        yield SampleLicence(
            id=id_,
            identifier=_identifier(one["kind"], id_),
            kind=one["kind"],
            number=_plain(one["number"], number),
            valid_from=one.get("from", _OLDEST),
            valid_until=one.get("until"),
            items={key: _plain(value, number) for key, value in one.get("items", {}).items() if value},
            state=one.get("state", "valid"),
        )


def _identifier(kind: str, id_: str) -> str:
    """With a serial of 20 capitals and digits, always the same ones."""
    rest, letters = int(hashlib.sha256(id_.encode()).hexdigest(), 16), ""
    for _ in range(20):
        rest, place = divmod(rest, len(_CHARACTERS))
        letters += _CHARACTERS[place]
    of = kinds()[kind]
    return str(identifier(of.type_code, departments()[of.issuer].code, letters, 1))
