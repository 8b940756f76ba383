"""What a granted case does with licences: it issues one, whose it is and what its form says of it, or ends one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub import identity_numbers
from server_stub.cases.tables import Case
from server_stub.catalogue.models import Field, ServiceFile
from server_stub.companies.authority import register
from server_stub.database import next_number
from server_stub.halls.models import District
from server_stub.licences.holdings import of_person
from server_stub.licences.issuing import NewLicence, change, issue
from server_stub.licences.kinds import LicenceKind, kinds
from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceRow
from server_stub.people.companies import BUSINESS_LICENCE, Company, companies_of
from server_stub.people.tables import Person
from server_stub.records import reader

GIVEN_CODE = f"{BUSINESS_LICENCE}.credit_code"  # in a department's result
_CODES = ("credit_code", "npo_code")
_INDIVIDUAL = "individual"  # 个体工商户 of the option list company-kinds


def ends_licence(case: Case, service: ServiceFile) -> bool:
    """Whether the case is about ending a licence (注销), not about having one."""
    answers = {**(case.form or {}), **(case.situation or {})}
    return any(condition.holds(answers) for condition in service.facts.result_ends)


def end_for_case(db: Db, case: Case, service: ServiceFile, now: dt.datetime) -> list[LicenceRow]:
    """Revokes the applicant's licence, or their company's: of several the one that the form names. Those it revoked."""
    kind, person = kinds()[service.facts.result_licence], db.get_one(Person, case.person_id)
    form = case.form or {}
    code = _code_of(form)
    held = [
        row
        for row in of_person(db, person, [kind.key])
        if row.state == LicenceState.VALID.value and code in ("", row.credit_code or "")
    ]
    if len(held) > 1:
        held = [row for row in held if _is_named(kind, row, service, form)]
    for row in held:
        change(row, LicenceState.REVOKED, now)
    return held


def _is_named(kind: LicenceKind, row: LicenceRow, service: ServiceFile, form: dict[str, str]) -> bool:
    """Whether all that the form says of a licence is so of this one."""
    said = _from_form(kind, service, form)
    return bool(said) and all(row.items.get(item) == value for item, value in said.items())


def licence_items(result: Mapping[str, str]) -> dict[str, str]:
    """What a department's result says of the licence: the credit code that it gave to a new business."""
    code = result.get(GIVEN_CODE)
    return {"credit_code": code} if code else {}


def issue_for_case(
    db: Db, case: Case, service: ServiceFile, district: District, now: dt.datetime, items: dict[str, str] | None = None
) -> LicenceRow | None:
    """The licence of a case that was closed with one, once however often it is asked for; None if it issues none.

    `items`: what the approver decided; the rest is taken from the form.
    """
    kind = kinds().get(service.facts.result_licence)
    if kind is None or ends_licence(case, service):
        return None
    if issued := db.scalars(select(LicenceRow).where(LicenceRow.case_number == case.number)).first():
        return issued
    person, form = db.get_one(Person, case.person_id), case.form or {}
    said = service.facts.result_items | _from_form(kind, service, form) | (items or {})
    known = companies_of(db, person)
    company = _company(db, kind, known, said, form, district) if kind.of_companies else None
    if company is not None and kind.key == BUSINESS_LICENCE:
        said |= {"credit_code": company.credit_code, "name": company.name}
        said.setdefault("legal_person", person.name)
    row = issue(
        db,
        NewLicence(
            kind=kind.key,
            person=person,
            company=company,
            number=said.get("number", "") or said.get("credit_code", ""),
            valid_from=now.date(),
            items=said,
            case_number=case.number,
            represents=not _code_of(form) or _code_of(form) in {c.credit_code for c in known},
        ),
        district,
        now,
    )
    if company is not None and kind.founds:
        register(db, company.credit_code, company.name, row.items, row.representative_id, now)
    if company is not None and kind.key == BUSINESS_LICENCE:
        _register(db, company, row)
    return row


def _from_form(kind: LicenceKind, service: ServiceFile, form: dict[str, str]) -> dict[str, str]:
    """Items by their fields; a licence that is renewed keeps its number."""
    fields = {f.key: f for f in service.fields}
    said: dict[str, str] = {}
    for item in kind.items:
        named = [key for key, f in fields.items() if f.origin == f"{kind.key}.{item}"]
        for key in (*kind.fields.get(item, ()), *named):
            if form.get(key) and key in fields:
                said[item] = _words(kind, item, fields[key], form[key])
                break
    return said


def _words(kind: LicenceKind, item: str, field: Field, value: str) -> str:
    """A choice by its title, unless the item itself knows the words for its values."""
    if value in kind.items[item].values:
        return value
    titles = {o.key: o.title.zh for o in field.options}
    return "、".join(titles.get(key, key) for key in value.split(",")) if titles else value


def _company(
    db: Db,
    kind: LicenceKind,
    own: Sequence[Company],
    said: dict[str, str],
    form: dict[str, str],
    district: District,
) -> Company | None:
    """The company of the form, the one it founds, the only one of the person; None: it is issued in their own name."""
    known = {c.credit_code: c for c in own}
    if code := _code_of(form):
        name = said.get("name") or form.get("company_name") or form.get(kind.founds)
        return Company(code, name or (known[code].name if code in known else code))
    if kind.founds and form.get(kind.founds):
        code = said.get("credit_code") or _new_credit_code(db, kind, said.get("type", ""), district)
        return Company(code, form[kind.founds])
    return next(iter(known.values())) if len(known) == 1 else None


def _code_of(form: dict[str, str]) -> str:
    """The credit code that a form names, "" if none."""
    return next((form[key] for key in _CODES if form.get(key)), "")


def _new_credit_code(db: Db, kind: LicenceKind, type_: str, district: District) -> str:
    """GB 32100: body and kind, region, nine characters for the organisation, check. MB is this model's series."""
    prefix = kind.prefix or ("92" if type_ == _INDIVIDUAL else "91")
    running = next_number(db, f"credit-code/{district.region}")
    first = f"{prefix}{district.region}MB{running:07d}"
    return first + identity_numbers.credit_code_check(first)


def _register(db: Db, company: Company, row: LicenceRow) -> None:
    """The business register knows what it has licensed."""
    known = {key: value for key, value in row.items.items() if key != "number"}
    reader.keep_of_company(db, company.credit_code, "business", [{**known, "state": "active"}])
