"""A case as its page shows it: fields with sources, materials with what stands for them, licences, who did what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import defer, load_only

from server_stub.cases import levels, promises
from server_stub.cases.reading import notices_of
from server_stub.cases.slip import DOCUMENTS
from server_stub.cases.tables import (
    Case,
    CaseFile,
    CaseOpinion,
    JointTask,
    NoticeRow,
    Promise,
    Submission,
    Transfer,
    WarningRow,
)
from server_stub.catalogue.models import Field, Handling, Material, ServiceFile
from server_stub.companies.tables import CompanyRow
from server_stub.corrections.tables import CorrectionRow, CorrectionState
from server_stub.joint import office as joint
from server_stub.joint.models import JointOverview
from server_stub.joint.tables import JointApplication
from server_stub.licences import uses
from server_stub.licences.kinds import kinds
from server_stub.licences.tables import LicenceRow
from server_stub.office.approver.reach import Open
from server_stub.office.approver.words import SOURCES
from server_stub.people.tables import Card, Person
from server_stub.platform import Platform
from server_stub.records.items import Sight
from server_stub.records.registers import registers
from server_stub.staff.tables import StaffRow
from server_stub.texts import Text, mask_name, mask_number, mask_phone

RESULT = "@result"  # the material under which a result document is kept
_ADDRESS_SHOWN = 6
_HANDLING = {
    Handling.REQUIRED: Text(zh="应交", en="Required"),
    Handling.DEFERRABLE: Text(zh="可容缺", en="May follow"),
    Handling.EXEMPT: Text(zh="免提交", en="Exempt"),
    Handling.GENERATED: Text(zh="现场填写签名", en="Made and signed here"),
    Handling.COMMITMENT: Text(zh="告知承诺", en="Commitment"),
}


@dataclass(frozen=True)
class Filled:
    """One field with its value in words; `masked` if something of it is hidden."""

    key: str
    label: Text
    value: Text
    source: Text
    masked: bool
    disputed: bool = False  # its holder says that it is wrong (这条信息不对)


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    title: Text
    fields: tuple[Filled, ...]


@dataclass(frozen=True)
class FileLine:
    """A file without its bytes."""

    id: str
    name: str
    media_type: str
    at: dt.datetime


@dataclass(frozen=True)
class MaterialLine:
    """One material: how it is met, with its files."""

    key: str
    name: Text
    handling: Text
    copies: int
    given: int
    how: Text
    kind: str  # of the mark: good, soon, late
    files: tuple[FileLine, ...]


@dataclass(frozen=True)
class LicenceLine:
    """An e-licence that stood for a material, and what checking it says today."""

    material: str
    title: Text
    number: str
    valid: bool
    until: dt.date | None
    recorded: bool  # this use stands in its holder's ledger, and the ledger is whole


@dataclass(frozen=True)
class Step:
    """One thing that happened."""

    at: dt.datetime
    who: str
    note: Text
    notice_id: str


@dataclass(frozen=True)
class Shown:
    """All that the page shows besides the case itself."""

    groups: tuple[Group, ...]
    materials: tuple[MaterialLine, ...]
    results: tuple[FileLine, ...]
    licences: tuple[LicenceLine, ...]
    notices: list[NoticeRow]
    steps: tuple[Step, ...]
    promises: list[Promise]
    warnings: list[WarningRow]
    opinions: list[tuple[CaseOpinion, str]]
    transfers: list[Transfer]
    tasks: list[JointTask]
    application: JointOverview | None
    submissions: list[Submission]
    applicant: str
    document: str
    phone: str
    sex: str
    birth: dt.date
    company: str


def shown(db: Db, platform: Platform, opened: Open, today: dt.date, *, full: bool) -> Shown:
    """The whole page; `full`: with the parts that are masked otherwise."""
    case, service = opened.case, opened.service
    files = _files(db, case.number)
    owed = promises.of_case(db, case.number)
    person = db.get_one(Person, case.person_id)
    card = db.scalars(select(Card).where(Card.person_id == person.id).order_by(Card.kind)).first()
    company = db.get(CompanyRow, case.company) if case.company else None
    names = {str(row[0]): str(row[1]) for row in db.execute(select(StaffRow.number, StaffRow.name))}
    return Shown(
        groups=_groups(service, case, _disputed(db, case), full=full),
        materials=_materials(case, service, files, owed),
        results=tuple(files.get(RESULT, ())),
        licences=tuple(_licences(db, case, service)),
        notices=notices_of(db, case.number),
        steps=tuple(Step(s.at, _who(s.actor, s.by, names), Text(**s.note), s.notice_id) for s in reversed(case.steps)),
        promises=owed,
        warnings=list(db.scalars(select(WarningRow).where(WarningRow.case_number == case.number))),
        opinions=[(one, _who(one.actor, {"zh": one.actor}, names)) for one in levels.opinions(db, case.number)],
        transfers=list(db.scalars(select(Transfer).where(Transfer.case_number == case.number))),
        tasks=list(db.scalars(select(JointTask).where(JointTask.case_number == case.number))),
        submissions=list(
            db.scalars(
                select(Submission)
                .options(defer(Submission.strokes))
                .where(Submission.case_number == case.number)
                .order_by(Submission.number)
            )
        ),
        application=_application(db, platform, case, today),
        applicant=person.name if full else mask_name(person.name),
        document=_document(card, full=full),
        phone=case.phone if full else mask_phone(case.phone),
        sex=person.sex,
        birth=person.birth,
        company=company.name if company else "",
    )


def asked_fields(service: ServiceFile, case: Case) -> list[Field]:
    """The fields that this case's situation asks for; what the card said stands with the applicant, where not here."""
    form = case.form or {}
    answers = {**form, **(case.situation or {})}
    return [f for f in service.fields if f.is_there(answers) and (f.source != "card" or form.get(f.key))]


def asked_materials(service: ServiceFile, case: Case) -> tuple[Material, ...]:
    """The materials that this case's situation asks for."""
    return service.materials_for({**(case.form or {}), **(case.situation or {})})


def value_of(field: Field, raw: str, *, full: bool) -> tuple[Text, bool]:
    """A value in words, and whether something of it is hidden."""
    if field.kind == "consent":
        return (Text(zh="同意", en="Yes") if raw == "yes" else Text(zh="未同意", en="No")), False
    if field.options and raw:
        titles = {option.key: option.title for option in field.options}
        picked = [titles.get(key, Text(zh=key, en=key)) for key in raw.split(",")]
        return Text(zh="、".join(one.zh for one in picked), en=", ".join(one.en or one.zh for one in picked)), False
    hidden = raw if full else _masked(field, raw)
    return Text(zh=hidden, en=hidden), hidden != raw


def _masked(field: Field, raw: str) -> str:
    if field.kind == "phone":
        return mask_phone(raw)
    if field.kind == "digits" and len(raw) > 6:
        return mask_number(raw)
    whose, _, key = field.origin.partition(".")
    known = registers().get(whose) or kinds().get(whose)
    if known is not None and key in known.items:
        sight = known.items[key].sight
        if sight is Sight.NUMBER:
            return mask_number(raw)
        if sight is Sight.NAME:
            return mask_name(raw)
    if field.key.endswith("name") and field.kind in ("text", "pinyin"):
        return mask_name(raw)
    if field.key.endswith("number") and len(raw) > 6:
        return mask_number(raw)
    if field.never_shown and "address" not in field.key:
        return mask_number(raw)
    if "address" in field.key and len(raw) > _ADDRESS_SHOWN:
        return f"{raw[:_ADDRESS_SHOWN]}****"
    return raw


def _groups(service: ServiceFile, case: Case, disputed: set[str], *, full: bool) -> tuple[Group, ...]:
    form, situation = case.form or {}, case.situation or {}
    asked = {f.key for f in asked_fields(service, case)}
    own = Text(zh="本人选择", en="Chosen")
    options = {q.key: {o.key: o.title for o in q.options} for q in service.guide.questions}
    chosen = tuple(
        Filled(q.key, q.title, options[q.key].get(situation[q.key], Text(zh=situation[q.key])), own, False)
        for q in service.guide.questions
        if q.key in situation
    )
    groups = [Group(Text(zh="情形", en="Situation"), chosen)] if chosen else []
    for section in service.guide.form.sections:
        fields = tuple(
            _filled(f, form.get(f.key, ""), f.key in disputed, full=full) for f in section.fields if f.key in asked
        )
        if fields:
            groups.append(Group(section.title, fields))
    return tuple(groups)


def _filled(field: Field, raw: str, disputed: bool, *, full: bool) -> Filled:
    value, hidden = value_of(field, raw, full=full)
    source = field.source_name if field.source_name.zh else SOURCES.get(field.source, Text(zh=field.source))
    return Filled(field.key, field.label, value, source, hidden, disputed)


def _disputed(db: Db, case: Case) -> set[str]:
    """The fields of which the person says that the data are wrong, not yet answered."""
    said = select(CorrectionRow.what).where(
        CorrectionRow.person_id == case.person_id,
        CorrectionRow.service == case.service,
        CorrectionRow.state == CorrectionState.OPEN.value,
    )
    return set(db.scalars(said))


def _files(db: Db, number: str) -> dict[str, list[FileLine]]:
    """Material → its files, without their bytes."""
    light = load_only(CaseFile.id, CaseFile.material, CaseFile.name, CaseFile.media_type, CaseFile.at)
    rows = db.scalars(
        select(CaseFile).options(light).where(CaseFile.case_number == number).order_by(CaseFile.at, CaseFile.id)
    )
    found: dict[str, list[FileLine]] = {}
    for row in rows:
        found.setdefault(row.material, []).append(FileLine(row.id, row.name, row.media_type, row.at))
    return found


def _materials(
    case: Case, service: ServiceFile, files: Mapping[str, list[FileLine]], owed: list[Promise]
) -> tuple[MaterialLine, ...]:
    promised = {p.material: p for p in owed}
    asked = asked_materials(service, case)
    names = {m.key: m.name for m in service.guide.materials}
    more = [key for key in files if key != RESULT and key not in {m.key for m in asked}]
    return (
        *(_material(case, m, tuple(files.get(m.key, ())), promised.get(m.key)) for m in asked),
        *(_unasked(key, names.get(key, Text(zh=key)), tuple(files[key])) for key in more),
    )


def _unasked(key: str, name: Text, files: tuple[FileLine, ...]) -> MaterialLine:
    """Files of a material that this situation does not ask for; they are there all the same."""
    how = Text(zh="这种情形不要求，已交", en="Not asked for here, but given")
    return MaterialLine(key, name, Text(zh="不要求", en="Not asked"), 0, len(files), how, "quiet", files)


def _material(case: Case, material: Material, files: tuple[FileLine, ...], owed: Promise | None) -> MaterialLine:
    given = (case.materials or {}).get(material.key, 0)
    how, kind = material.source, "good"
    if material.key in case.covers:
        how, given = Text(zh="电子证照，免提交", en="Met by an e-licence"), material.copies
    elif owed is not None and owed.state != promises.PromiseState.KEPT.value:
        how, kind = Text(zh=f"容缺，{owed.due_on} 前补", en=f"Promised by {owed.due_on}"), "soon"
    elif material.handling is Handling.REQUIRED and given < material.copies:
        how, kind = Text(zh="未交", en="Missing"), "late"
    return MaterialLine(
        material.key, material.name, _HANDLING[material.handling], material.copies, given, how, kind, files
    )


def _licences(db: Db, case: Case, service: ServiceFile) -> list[LicenceLine]:
    names = {m.key: m.name.zh for m in service.guide.materials}
    found = []
    for material, id_ in sorted(case.covers.items()):
        row = db.get(LicenceRow, id_)
        if row is None:
            continue
        links, end = uses.chain(db, row.ledger)
        used = any(link.licence_id == row.id and link.case_number == case.number for link in links)
        found.append(
            LicenceLine(
                material=names.get(material, material),
                title=kinds()[row.kind].title,
                number=mask_number(row.number),
                valid=row.state == "valid",
                until=row.valid_until,
                recorded=used and uses.is_whole(links, end),
            )
        )
    return found


def _application(db: Db, platform: Platform, case: Case, today: dt.date) -> JointOverview | None:
    """The life event's application that this case is a part of."""
    row = db.get(JointApplication, case.parent) if case.parent else None
    return joint.overview(db, platform, row, today) if row is not None and row.filed_at is not None else None


def _document(card: Card | None, *, full: bool) -> str:
    if card is None:
        return "—"
    return f"{DOCUMENTS.get(card.kind, card.kind)} {card.number if full else mask_number(card.number)}"


def _who(actor: str, by: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Who did it: staff with name and number, others as the applicant reads it."""
    kind, _, id_ = actor.partition(":")
    if kind == "staff":
        return f"{names.get(id_, '')} {id_}".strip()
    return by.get("zh", "") + (f"（{id_}）" if kind in ("terminal", "window", "department") and id_ else "")
