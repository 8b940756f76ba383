"""What registers and e-licences know for a form's fields: existing data must not be asked for again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import Field, ServiceFile
from server_stub.companies.prefill import company_meant, company_values
from server_stub.licences import holdings
from server_stub.licences.kinds import kinds
from server_stub.people import registers as reg
from server_stub.people import service
from server_stub.people.earlier import earlier_values
from server_stub.people.models import Prefill
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.platform import Call
from server_stub.records import reader
from server_stub.records.items import Item, Sight
from server_stub.records.registers import registers
from server_stub.texts import Text

_PHONE = Text(zh="您在平台登记的手机号", en="Your phone registered with the platform")

# Fields whose files name no origin of their own.
ORIGINS = {
    "hukou_region": "household.region_name",
    "residence_district": "household.residence_district",
    "residence_address": "household.residence",
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
    "licence_number": "business-licence.credit_code",
}


@dataclass(frozen=True)
class Asker:
    """Who fills the form in, how sure that is, and for whom it is.

    `applicant` is another than `holder` only where authority has proven the relation: then what is known of persons is
    the applicant's; companies and the phone to be reached at are those of who stands here.
    """

    holder: Person
    applicant: Person
    level: int
    today: dt.date
    out_of_reach: Collection[str] = ()  # registers that can't be read now
    company: str = ""  # the credit code of the company whose data fills the form


def for_service(call: Call, service_file: ServiceFile, company: str = "") -> list[Prefill]:
    """The known values of a service's fields, in the form's order, for a session of the service's level.

    `company` is the credit code of the one that applies, where the person may act for several.

    A card alone may have been found in the street: it opens only what does not tell where somebody lives, how to reach
    them or what they own. Problems of the holder.
    """
    with call.platform.database.read() as db:
        holder = service.holder_of(db, call, level=max(service_file.guide.level, service.CARD))
        return known_values(db, asker_of(db, call, holder, service_file, company), service_file)


def asker_of(db: Db, call: Call, holder: Holder, service_file: ServiceFile, company: str = "") -> Asker:
    """Somebody who fills a service's form in for themselves, or for a company they may act for."""
    today = call.platform.clock().date()
    return Asker(
        holder=holder.person,
        applicant=holder.person,
        level=holder.level,
        today=today,
        out_of_reach=call.platform.faults.sources_down,
        company=company_meant(db, holder.person, service_file, company, today),
    )


def known_values(db: Db, asker: Asker, service_file: ServiceFile) -> list[Prefill]:
    """The values that registers and licences have for this form, and that this level may see."""
    of_company = [] if "business" in asker.out_of_reach else company_values(db, asker.company, service_file)
    found = {p.field: p for p in of_company}
    for field in service_file.fields:
        if field.source not in ("platform", "licence") and field.key not in COMPUTED:
            continue
        value, source = _value(db, asker, field)
        if value:
            found[field.key] = Prefill(field=field.key, value=value, source=source)
    if asker.level >= service.SECOND_PROOF and asker.applicant.id == asker.holder.id:
        found |= {p.field: p for p in earlier_values(db, asker.holder, service_file, set(found))}
    return [found[f.key] for f in service_file.fields if f.key in found]


def _value(db: Db, asker: Asker, field: Field) -> tuple[str, Text]:
    """A field's value and whose data it is; "" where nothing is known or nothing may be told."""
    if special := _SPECIAL.get(field.key):
        return special(db, asker)
    origin = origin_of(field)
    whose, _, key = origin.partition(".")
    if not origin or whose in asker.out_of_reach:
        return "", Text(zh="")
    if whose in registers() and field.source != "licence":
        register = registers()[whose]
        raw, item, title = _in_register(db, asker, register.of_companies, origin), register.items[key], register.title
    else:
        kind = kinds()[whose]
        person = asker.holder if kind.of_companies else asker.applicant
        held = holdings.of_person(db, person, [kind.key], [asker.company] if kind.of_companies else [])
        raw, item, title = holdings.value(held, key, asker.today), kind.items[key], _licence(kind.title)
    if asker.level < service.SECOND_PROOF and item.sight is not Sight.OPEN:
        return "", Text(zh="")
    return _as_filled(field, item, raw), field.source_name if field.source_name.zh else title


def origin_of(field: Field) -> str:
    """`register.item` or `licence-kind.item` that fills a field; "" where nothing does."""
    return field.origin or ORIGINS.get(field.key, "")


def _in_register(db: Db, asker: Asker, of_company: bool, origin: str) -> str:
    if not of_company:
        return reader.value(db, asker.applicant, origin)
    register, _, item = origin.partition(".")
    found = reader.of_company(db, asker.company, register)
    return found[0].get(item, "") if found else ""


def _as_filled(field: Field, item: Item, raw: str) -> str:
    """A choice by its key, a text in words, everything else as it is kept."""
    if field.options:
        return raw if raw in {o.key for o in field.options} else ""
    return item.shown(raw).zh if field.kind == "text" and raw else raw


def _licence(title: Text) -> Text:
    return Text(zh=f"电子{title.zh}", en=f"E-licence: {title.en}")


# ---- what stands in no register by an item of its own


def _phone(db: Db, asker: Asker) -> tuple[str, Text]:
    return (asker.holder.phone if asker.level >= service.SECOND_PROOF else ""), _PHONE


def _household_kind(db: Db, asker: Asker) -> tuple[str, Text]:
    household = reg.record(db, asker.applicant.id, reg.Household)
    kind = ("local" if household.local else "other") if household and household.region else ""
    return kind, registers()["household"].title


_SPECIAL: dict[str, Callable[[Db, Asker], tuple[str, Text]]] = {"phone": _phone, "household_kind": _household_kind}
COMPUTED = frozenset(ORIGINS) | frozenset(_SPECIAL)  # fields that need no `origin`
