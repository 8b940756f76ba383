"""A life event as somebody writes it; see `data/catalogue/README.md` for what each key means."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server_stub.catalogue.entries import Key, Pair, ServiceCode, When
from server_stub.texts import Wire

Alias = Annotated[str, StringConstraints(min_length=1, max_length=20)]
FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Mapped = dict[str, str]
Choice = tuple[Key, str, str] | tuple[Key, str, str, str, str]  # key, zh, en, and a hint in both


class ByAnswer(Wire):
    """What an answer of the event means: `as` names its options' values; without it the answer itself."""

    by: Key
    values: Mapped = Field(default={}, alias="as")


Settled = dict[FieldKey, str | ByAnswer]


class QuestionEntry(Wire):
    """A question of the event."""

    key: Key
    title: Pair
    options: tuple[Choice, ...] = Field(min_length=1)
    hint: Pair | None = None
    several: bool = False
    when: When = {}


class ComponentEntry(Wire):
    """A service of the event."""

    service: ServiceCode
    when: When = {}
    settled: Settled = {}
    items: tuple[str, ...] = ()
    note: Pair | None = None
    apart: Pair | None = None
    issues: dict[Key, Mapped] = {}
    gives: tuple[FieldKey, ...] = ()


class LimitEntry(Wire):
    """The event's limit; the document's name says whose promise it is."""

    days: int = Field(ge=0, le=365)
    note: Pair | None = None


class OriginEntry(Wire):
    """Where the topic stands, in the document's words."""

    document: Key
    number: int = Field(default=0, ge=0, le=999)
    name: str
    lead: str = ""
    others: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    left_out: dict[str, Pair] = {}
    limit: LimitEntry | None = None


class BookingEntry(Wire):
    """For a project: the hall's business an appointment is made for, and what happens there."""

    business: Key
    about: Pair


class LifeEventEntry(Wire):
    """A life event (一件事)."""

    key: Key
    order: int = Field(default=0, ge=0, le=9999)  # in its group
    title: Pair
    aliases: tuple[Alias, ...] = Field(min_length=3)
    for_: tuple[Literal["person", "company"], ...] = Field(alias="for", min_length=1)
    lead: str
    with_: tuple[str, ...] = Field(default=(), alias="with")
    origins: tuple[OriginEntry, ...] = Field(min_length=1)
    questions: tuple[QuestionEntry, ...] = Field(default=(), max_length=5)
    components: tuple[ComponentEntry, ...] = Field(min_length=1, max_length=20)
    settled: Settled = {}
    same_fields: dict[FieldKey, FieldKey] = {}
    same_materials: dict[Key, Key] = {}
    booking: BookingEntry | None = None
    quiet: bool = False
    note: Pair | None = None
