"""What the registers know for a form's fields: existing data must not be asked for again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import ServiceFile
from server_stub.people import registers as reg
from server_stub.people import service
from server_stub.people.earlier import earlier_values
from server_stub.people.models import Prefill
from server_stub.people.tables import Person
from server_stub.platform import Call
from server_stub.texts import Text

_PHONE = Text(zh="您在平台登记的手机号", en="Your phone registered with the platform")
_POLICE = Text(zh="公安人口信息", en="Police population register")
_INSURANCE = Text(zh="人社参保数据", en="Social-insurance data")
_CARD = Text(zh="人社社保卡数据", en="Social-security card data")
_PERMIT = Text(zh="公安居住证数据", en="Residence permit data of the police")
_FUND = Text(zh="公积金中心数据", en="Data of the Housing Fund Center")
_CIVIL = Text(zh="民政婚姻登记", en="Marriage register")
_SENIOR = Text(zh="民政老年人优待证数据", en="Senior card data")
_LICENCE = Text(zh="电子营业执照", en="Electronic business licence")


@dataclass(frozen=True)
class Known:
    """A person with access to their records."""

    db: Db
    person: Person

    @property
    def household(self) -> reg.Household:
        """The household record, an empty one if there is none."""
        return reg.record(self.db, self.person.id, reg.Household) or reg.Household()

    @property
    def spouse_name(self) -> str:
        """The spouse's name, "" if there is none."""
        spouse = self.db.get(Person, self.household.spouse) if self.household.spouse else None
        return spouse.name if spouse else ""


def _of_card(attribute: str) -> Callable[[Known], str]:
    def read(known: Known) -> str:
        card = reg.record(known.db, known.person.id, reg.SocialCard)
        return str(getattr(card, attribute)) if card else ""

    return read


def _of_permit(attribute: str) -> Callable[[Known], str]:
    def read(known: Known) -> str:
        permit = reg.record(known.db, known.person.id, reg.ResidencePermit)
        return str(getattr(permit, attribute)) if permit else ""

    return read


def _of_fund(attribute: str) -> Callable[[Known], str]:
    def read(known: Known) -> str:
        fund = reg.record(known.db, known.person.id, reg.HousingFund)
        return str(getattr(fund, attribute)) if fund else ""

    return read


def _insurance_status(known: Known) -> str:
    insured = reg.record(known.db, known.person.id, reg.SocialInsurance)
    return insured.status if insured else "none"


def _senior_colour(known: Known) -> str:
    card = reg.record(known.db, known.person.id, reg.SeniorCard)
    return card.colour if card else "none"


def _credit_code(known: Known) -> str:
    licence = reg.record(known.db, known.person.id, reg.Licence)
    return licence.credit_code if licence else ""


def _household_kind(known: Known) -> str:
    household = known.household
    return ("local" if household.local else "other") if household.region else ""


def _married(known: Known) -> str:
    return ("married" if known.household.married else "single") if known.household.region else ""


_FIELDS: dict[str, tuple[Callable[[Known], str], Text]] = {
    "phone": (lambda known: known.person.phone, _PHONE),
    "hukou_region": (lambda known: known.household.region_name, _POLICE),
    "residence_district": (lambda known: known.household.residence_district, _POLICE),
    "residence_address": (lambda known: known.household.residence, _POLICE),
    "household_kind": (_household_kind, _POLICE),
    "insurance_status": (_insurance_status, _INSURANCE),
    "old_card_number": (_of_card("number"), _CARD),
    "card_status": (_of_card("status"), _CARD),
    "permit_number": (_of_permit("number"), _PERMIT),
    "permit_address": (_of_permit("address"), _PERMIT),
    "last_endorsed": (_of_permit("last_endorsed"), _PERMIT),
    "due_on": (_of_permit("due_on"), _PERMIT),
    "fund_account": (_of_fund("account"), _FUND),
    "fund_unit": (_of_fund("unit"), _FUND),
    "fund_balance": (_of_fund("balance"), _FUND),
    "fund_quota": (_of_fund("quota_left"), _FUND),
    "fund_months": (_of_fund("months"), _FUND),
    "marital_status": (_married, _CIVIL),
    "spouse_name": (lambda known: known.spouse_name, _CIVIL),
    "senior_card": (_senior_colour, _SENIOR),
    "licence_number": (_credit_code, _LICENCE),
}


def for_service(call: Call, service_file: ServiceFile) -> list[Prefill]:
    """The known values of a service's fields, in the form's order, for a session of the service's level.

    A card alone may have been found in the street: it opens only what does not tell where somebody lives, how to reach
    them or what they own. Problems of the holder.
    """
    with call.platform.database.read() as db:
        holder = service.holder_of(db, call, level=max(service_file.guide.level, service.CARD))
        return known_values(db, holder.person, service_file, holder.level)


def known_values(db: Db, person: Person, service_file: ServiceFile, level: int) -> list[Prefill]:
    """What the registers, and earlier cases, have for this person and form, and this level may see."""
    known = Known(db, person)
    found: list[Prefill] = []
    for field in service_file.fields:
        reader = _FIELDS.get(field.key) if level >= service.SECOND_PROOF or field.key in _FOR_A_CARD else None
        value = reader[0](known) if reader else ""
        if reader and value:
            found.append(Prefill(field=field.key, value=value, source=reader[1]))
    if level >= service.SECOND_PROOF:
        found += earlier_values(db, person, service_file, {prefill.field for prefill in found})
    return found


_FOR_A_CARD = frozenset(
    {"hukou_region", "household_kind", "card_status", "last_endorsed", "due_on", "senior_card", "insurance_status"}
)
COMPUTED = frozenset(_FIELDS)  # fields without an `origin`: each is read in its own way
