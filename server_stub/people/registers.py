"""The shapes of what the registers (人社, 不动产, 公积金, 公安, 民政 …) know of a person."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from sqlalchemy.orm import Session

from server_stub.people.tables import Record
from server_stub.texts import Wire

Month = str  # YYYY-MM


class InsurancePeriod(Wire):
    """Paid months without a gap at one payer. `last` empty: still paying."""

    insurance: str  # pension, medical, unemployment, injury, maternity
    first: Month
    last: Month = ""
    payer: str
    payer_number: str
    base: int  # yuan a month


class SocialInsurance(Wire):
    """人社 and 医保: `status` is unit, flexible or stopped."""

    personal_number: str
    status: str
    unit: str = ""
    pension_drawn: bool = False
    periods: tuple[InsurancePeriod, ...] = ()


class Home(Wire):
    """An entry of the real-estate register."""

    certificate: str
    location: str
    unit_number: str
    area: str  # square metres
    use: str
    registered_on: dt.date
    shared: str = "单独所有"
    mortgage: str = "none"


class Property(Wire):
    """不动产: the homes in this city's register; an empty list is a record too (无房)."""

    homes: tuple[Home, ...] = ()


class HousingFund(Wire):
    """公积金 account."""

    account: str
    unit: str
    balance: str
    quota_left: str  # what may still be drawn for rent this year
    months: int  # paid without a gap
    frozen: bool = False
    last_withdrawal: dt.date | None = None


class ResidencePermit(Wire):
    """居住证."""

    number: str
    last_endorsed: dt.date
    due_on: dt.date
    address: str


class SeniorCard(Wire):
    """老年人优待证: blue (60) or red (65)."""

    colour: str
    number: str
    photo_stored: bool = True


class SocialCard(Wire):
    """社保卡: `status` is normal or lost."""

    number: str
    bank: str
    status: str = "normal"
    photo_stored: bool = True


class Household(Wire):
    """公安 and 民政: where somebody is registered and lives, and whose they are."""

    region: str = ""
    region_name: str = ""
    local: bool = True
    residence_district: str = ""
    residence: str = ""
    married: bool = False
    spouse: str = ""  # a person's id
    children: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    number: str = ""  # 户号
    relation: str = ""  # to the head of the household
    members: int = 0


R = TypeVar("R", SocialInsurance, Property, HousingFund, ResidencePermit, SeniorCard, SocialCard, Household)

SOURCES: dict[str, type[Wire]] = {
    "social-insurance": SocialInsurance,
    "property": Property,
    "housing-fund": HousingFund,
    "residence-permit": ResidencePermit,
    "senior-card": SeniorCard,
    "social-card": SocialCard,
    "household": Household,
}
_NAME_OF = {shape: name for name, shape in SOURCES.items()}


def record(db: Session, person_id: str, shape: type[R]) -> R | None:
    """What the register of that shape knows of a person; None if nothing."""
    row = db.get(Record, (person_id, _NAME_OF[shape]))
    return shape.model_validate(row.data) if row else None


def correct(db: Session, person_id: str, register: str, item: str, value: str) -> None:
    """One item of a typed record with another value. ValueError (pydantic's too) where it can't be that."""
    row = db.get(Record, (person_id, register))
    if row is None:
        raise ValueError(f"{register} knows nothing of this person")
    row.data = SOURCES[register].model_validate({**row.data, item: value}).model_dump(mode="json")


def has_record(db: Session, person_id: str, source: str) -> bool:
    """Whether that register knows the person."""
    return db.get(Record, (person_id, source)) is not None


def keep(db: Session, person_id: str, data: Wire) -> None:
    """Writes a register's record."""
    db.merge(Record(person_id=person_id, source=_NAME_OF[type(data)], data=data.model_dump(mode="json")))
