"""The sample citizens of the data file as typed records, with check digits computed."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server_stub import identity_numbers
from server_stub.data_files import DATA, load_yaml
from server_stub.demo.dates import resolved
from server_stub.demo.holdings import SampleLicence, entries_of, holdings_of, licences_of
from server_stub.demo.models import DemoCard
from server_stub.people import registers as reg
from server_stub.people.models import DocumentKind
from server_stub.people.tables import Card, Person
from server_stub.records.reader import Entry
from server_stub.texts import Text, Wire, text

_PLATFORM_KIND = {
    "resident": DocumentKind.RESIDENT,
    "hmt-residence": DocumentKind.HMT_RESIDENCE,
    "foreigner-2017": DocumentKind.FOREIGNER,
    "foreigner-2023": DocumentKind.FOREIGNER_2023,
    "social-security": DocumentKind.SOCIAL_SECURITY,
}


@dataclass(frozen=True)
class SeededCase:
    """A case that a citizen has from the start."""

    service: str
    situation: dict[str, str]
    form: dict[str, str]
    filed_on: dt.date
    query_code: str
    steps: tuple[tuple[dt.date, str, Text, Text], ...]  # day, state, by, note
    due: Text


@dataclass(frozen=True)
class Citizen:
    """One citizen: what the tray shows, what the platform knows."""

    key: str
    label: Text | None  # None: not in the tray (children)
    person: Person | None  # None: the platform does not know them
    number: str
    face: str  # who plays them before a camera; empty: nobody
    cards: tuple[DemoCard, ...]
    known_cards: tuple[Card, ...]
    records: tuple[Wire, ...]
    entries: dict[str, tuple[Entry, ...]]  # what other registers know
    licences: tuple[SampleLicence, ...]
    cases: tuple[SeededCase, ...]
    grants: tuple[SeededGrant, ...]


@dataclass(frozen=True)
class SeededGrant:
    """An authorisation that a citizen has from the start."""

    number: str
    principal: str  # a person's id
    services: tuple[str, ...]
    until: dt.date


def person_id(key: str) -> str:
    """The id of a sample citizen, the same at every start."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"sample-citizen/{key}"))


def load_citizens(today: dt.date) -> list[Citizen]:
    """All citizens of the data file as of that day. A file that is not right raises."""
    data = {entry["key"]: resolved(entry, today) for entry in load_yaml("people.yaml")}
    held = holdings_of(today)
    return [_citizen(entry, data, held.get(entry["key"], {}), today) for entry in data.values()]


def number_of(entry: Any) -> str:
    """The number of the citizen's main card with its check character."""
    born: dt.date = _birth(entry)
    if entry.get("kind") == "foreigner-2017":
        return f"{entry['nationality']}{entry['region']}{born:%y%m%d}{entry['sequence']}"
    first = f"{entry['region']}{born:%Y%m%d}{entry['sequence']}"
    if (int(entry["sequence"][-1]) % 2 == 1) != (entry["sex"] == "1"):
        raise ValueError(f"{entry['key']}: sequence and sex disagree")
    return first + identity_numbers.check_character(first)


def _birth(entry: Any) -> dt.date:
    born = entry["birth"]
    return born if isinstance(born, dt.date) else dt.date.fromisoformat(born)


def _citizen(entry: Any, everybody: dict[str, Any], held: Mapping[str, Any], today: dt.date) -> Citizen:
    number, kind = number_of(entry), entry.get("kind", "resident")
    cards = [_main_card(entry, kind, number)] if entry.get("carries", True) else []
    cards += [_social_card(entry, number, card) for card in entry.get("social_cards", [])]
    known = entry.get("known", True)
    written = {key: dict(record) if isinstance(record, dict) else record for key, record in _written(entry, held)}
    other = {k: entries_of(record, number) for k, record in held.get("records", {}).items() if k not in reg.SOURCES}
    if spouse := everybody.get(entry.get("records", {}).get("household", {}).get("spouse")):
        other["marriage"] = tuple({**one, "spouse": spouse["name"]} for one in other.get("marriage", ()))
    return Citizen(
        key=entry["key"],
        label=text(entry["label"]) if "label" in entry else None,
        person=_person(entry) if known else None,
        number=number,
        face=entry.get("face", ""),
        cards=tuple(cards),
        known_cards=tuple(_known_cards(entry, kind, number)) if known else (),
        records=tuple(_records(entry["key"], written, everybody)),
        entries=other,
        licences=tuple(licences_of(entry, number, written, other, held.get("licences", ()))) if known else (),
        cases=tuple(_case(case) for case in entry.get("cases", [])),
        grants=tuple(_grant(grant) for grant in entry.get("grants", [])),
    )


def _written(entry: Any, held: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The typed records, with what the holdings add to them."""
    added = {key: record for key, record in held.get("records", {}).items() if key in reg.SOURCES}
    own: Mapping[str, Any] = entry.get("records", {})
    for key in (*own, *(k for k in added if k not in own)):
        yield key, {**own.get(key, {}), **added[key]} if key in added else own[key]


def _person(entry: Any) -> Person:
    return Person(
        id=person_id(entry["key"]),
        name=entry["name"],
        english_name=entry.get("english_name", ""),
        sex=entry["sex"],
        birth=_birth(entry),
        phone=entry.get("phone", ""),
        deceased=entry.get("deceased", False),
    )


def _main_card(entry: Any, kind: str, number: str) -> DemoCard:
    since, until = entry["valid"]
    return DemoCard(
        kind=kind,
        name=entry["name"],
        number=number,
        english_name=entry.get("english_name", ""),
        sex=entry["sex"],
        nation=entry.get("nation", ""),
        birth=f"{_birth(entry):%Y%m%d}",
        address=entry.get("address", ""),
        issuer=entry.get("issuer", ""),
        valid_from=f"{since:%Y%m%d}",
        valid_until=until if until == "长期" else f"{until:%Y%m%d}",
        nationality=entry.get("nationality", ""),
        pass_number=entry.get("pass_number", ""),
        photo=card_photos().get(entry.get("face", ""), ""),
    )


@dataclass(frozen=True)
class RegisterFaces:
    """What the register keeps of faces, by who plays them: JPEGs, and templates (float32, little-endian) of a model."""

    photos: dict[str, bytes]
    model: str
    templates: dict[str, bytes]


def register_faces() -> RegisterFaces:
    """As `tests.devices.make_card_photos` made them; read anew each time, for they are needed at a start only."""
    found: dict[str, Any] = json.loads((DATA / "register_faces.json").read_text(encoding="utf-8"))
    return RegisterFaces(_decoded(found["photos"]), found["model"], _decoded(found["templates"]))


def _decoded(found: Mapping[str, str]) -> dict[str, bytes]:
    return {face: base64.b64decode(content) for face, content in found.items()}


@functools.cache
def card_photos() -> dict[str, str]:
    """Specimen photos (base64 of 1024 bytes) by who is on them; `tests.devices.make_card_photos` makes the file."""
    found: dict[str, str] = json.loads((DATA / "card_photos.json").read_text(encoding="utf-8"))
    return found


def _social_card(entry: Any, number: str, card: Any) -> DemoCard:
    return DemoCard(
        kind="social-security",
        name=entry["name"],
        number=number,
        sex=entry["sex"],
        nation=entry.get("nation", "01"),
        birth=f"{_birth(entry):%Y%m%d}",
        issuer="武汉市人力资源和社会保障局",
        valid_from=f"{card['valid'][0]:%Y%m%d}",
        valid_until=f"{card['valid'][1]:%Y%m%d}",
        ssc_version=card["version"],
        card_no=card["card_no"],
    )


def _known_cards(entry: Any, kind: str, number: str) -> list[Card]:
    until = entry["valid"][1]
    main = Card(
        kind=_PLATFORM_KIND[kind].value,
        number=number,
        person_id=person_id(entry["key"]),
        valid_until=None if until == "长期" else until,
        lost=entry.get("lost", False),
    )
    social = [
        Card(
            kind=DocumentKind.SOCIAL_SECURITY.value,
            number=number,
            person_id=main.person_id,
            valid_until=card["valid"][1],
            lost=card.get("lost", False),
        )
        for card in entry.get("social_cards", [])
    ]
    return [main, *social]


def _records(whose: str, written: Mapping[str, Any], everybody: dict[str, Any]) -> list[Wire]:
    records = []
    for source, record in written.items():
        if source == "household":
            record = {**record, "children": [person_id(k) for k in record.get("children", [])]}
            record["spouse"] = person_id(record["spouse"]) if record.get("spouse") else ""
            record["parents"] = [person_id(key) for key, other in everybody.items() if whose in _children(other)]
        elif source == "social-insurance":
            record = {**record, "periods": [p for span in record.get("periods", []) for p in _periods(span)]}
        records.append(reg.SOURCES[source].model_validate(record))
    return records


def _children(entry: Any) -> list[str]:
    """The keys of somebody's children; the file writes them with the parents only."""
    children: list[str] = entry.get("records", {}).get("household", {}).get("children", [])
    return children


def _grant(grant: Any) -> SeededGrant:
    return SeededGrant(grant["number"], person_id(grant["principal"]), tuple(grant["services"]), grant["until"])


def _periods(span: Any) -> list[Any]:
    """One line of the data file names several insurances."""
    return [{**{k: v for k, v in span.items() if k != "insurances"}, "insurance": kind} for kind in span["insurances"]]


def _case(case: Any) -> SeededCase:
    return SeededCase(
        service=case["service"],
        situation=case["situation"],
        form={k: str(v) for k, v in case.get("form", {}).items()},
        filed_on=case["steps"][0]["day"],
        query_code=case["query_code"],
        steps=tuple((s["day"], s["state"], text(s["by"]), text(s["note"])) for s in case["steps"]),
        due=text(case["due"]),
    )
