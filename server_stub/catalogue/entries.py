"""A service as somebody writes it: the shape of the files, checked before anything is made of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from server_stub.catalogue.models import Depth, Kind, Mode, Scope, Sensitivity, Tag
from server_stub.texts import Wire

Pair = tuple[str, str]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
ServiceCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z]{4}-[0-9]{4}$")]
BasicCode = Annotated[str, StringConstraints(pattern=r"^4200[0-9]{8}$")]
Delivery = Literal["message", "print", "counter", "post", "locker", "bank"]
When = dict[str, tuple[str, ...]]


class OwnHours(Wire):
    """When the back end works, and what happens to what comes outside."""

    opens: dt.time = Field(alias="from")
    closes: dt.time = Field(alias="until")
    after: Pair


class Place(Wire):
    """通办范围 and how."""

    scope: Scope = Scope.CITY
    mode: Mode = Mode.ONLINE


class ResultEntry(Wire):
    """What somebody gets. `items` stand in every licence that this service issues; with `ends` it ends one instead."""

    kind: Literal["licence", "proof", "decision", "record", "money", "appointment"]
    title: Pair
    licence: str = ""
    items: dict[str, str] = {}
    ends: When = {}
    delivery: tuple[Delivery, ...] = ("message",)


class SpecialEntry(Wire):
    """特别程序."""

    key: Key
    title: Pair
    days: int = Field(ge=1, le=90)
    basis: Pair


class PrintEntry(Wire):
    """Of which register a document is made, and how long it holds.

    `when`: what the register must say for it (item → values; none: anything at all). `none_too`: that the register
    knows of nothing is a result too (无房).
    """

    register_: str = Field(alias="register")
    valid_months: int = Field(ge=1, le=36)
    when: When = {}
    none_too: bool = False


class MaterialEntry(Wire):
    """A material."""

    key: Key
    name: Pair
    handling: Literal["required", "deferrable", "exempt", "generated", "commitment"]
    source: Pair
    copies: int = Field(default=1, ge=1, le=20)
    form: Literal["original", "copy", "electronic"] = "electronic"
    defer_days: int = Field(default=0, ge=0, le=60)
    licence: str = ""
    proof: str = ""
    when: When = {}


OptionEntry = tuple[str | int, str, str] | tuple[str | int, str, str, str, str]  # key, text, perhaps a hint


class OptionsEntry(Wire):
    """Options that several fields have."""

    options: tuple[OptionEntry, ...] = Field(min_length=1)


class QuestionEntry(Wire):
    """A question (情形)."""

    key: Key
    title: Pair
    options: tuple[OptionEntry, ...] = Field(min_length=1)
    hint: Pair | None = None


class LevelsEntry(Wire):
    """Contribution levels (缴费档次) of a year's table: base in yuan, rate of it, levels in percent."""

    base: Decimal = Field(gt=0)
    rate: Decimal = Field(gt=0, lt=1)
    year: int = Field(ge=2000, le=2100)
    percents: tuple[int, ...] = Field(min_length=1)


class FieldEntry(Wire):
    """A field of a form."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    kind: Literal["text", "pinyin", "phone", "digits", "amount", "date", "month", "choice", "choices", "consent"]
    label: Pair
    source: Literal["card", "platform", "licence", "person", "earlier"] = "person"
    origin: str = Field(default="", alias="from")
    required: bool = True
    options: str | tuple[OptionEntry, ...] = ()
    levels: LevelsEntry | None = None
    shortest: int = Field(default=0, ge=0, le=400)
    longest: int = Field(default=60, ge=1, le=400)
    least: str = ""
    most: str = ""
    rule: str = ""
    hint: Pair | None = None
    source_name: Pair | None = None
    when: When = {}
    never_shown: bool = False
    reuse: bool = False


class SectionEntry(Wire):
    """Fields that are asked on one page."""

    key: Key
    title: Pair
    fields: tuple[dict[str, Any], ...] = Field(min_length=1)


class ServiceEntry(Wire):
    """A service (事项); see `data/catalogue/README.md` for what each key means."""

    code: ServiceCode
    basic: BasicCode
    title: Pair
    aliases: tuple[Annotated[str, StringConstraints(min_length=1, max_length=20)], ...] = Field(min_length=1)
    department: str
    with_: tuple[str, ...] = Field(default=(), alias="with")
    kind: Kind
    for_: tuple[Literal["person", "company"], ...] = Field(alias="for", min_length=1)
    documents: tuple[Literal["resident-card", "social-security-card", "hmt-residence-card", "foreigner-card"], ...] = (
        "resident-card",
        "social-security-card",
    )
    level: Literal[2, 3, 4] = 2
    no_face: tuple[Literal["card", "phone-code", "window"], ...] = ()
    depth: Depth
    minutes: int = Field(ge=1, le=60)
    handling: Literal["immediate", "promised"]
    statutory: int = Field(ge=0, le=365)
    promised: int = Field(ge=0, le=365)
    statutory_note: Pair | None = None
    promised_note: Pair | None = None
    fee: Literal["free"] | Pair = "free"
    hours: Literal["always"] | OwnHours = "always"
    tags: tuple[Tag, ...]
    where: Place = Place()
    place: Pair | None = None
    result: ResultEntry
    situations: tuple[dict[str, Any], ...] = Field(default=(), max_length=3)
    on_slip: str = ""
    conditions: tuple[Pair, ...] = Field(min_length=1)
    materials: tuple[str | dict[str, Any], ...] = Field(min_length=1)
    sections: tuple[dict[str, Any], ...] = ()
    commitment: Pair | None = None
    checks: tuple[str, ...] = ()
    instant: bool = False
    query: str = ""
    prints: PrintEntry | None = None
    source: str = ""
    special: tuple[SpecialEntry, ...] = ()
    bereavement: bool = False
    decision_levels: Literal[1, 2, 3] = 1
    visits: int = Field(default=0, ge=0, le=3)
    basis: tuple[str, ...] = ()
    sensitive: Sensitivity = Sensitivity.NONE
    telephone: str = ""
    on_paper: dict[str, str] = {}
