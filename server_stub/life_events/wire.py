"""What crosses the interface about life events."""

from __future__ import annotations

from pydantic import Field as Limits

from server_stub.cases.models import Key, Value
from server_stub.catalogue.models import NO_TEXT, Condition, Field, Handling, Material, Mode, Scope, Tag
from server_stub.life_events.models import EventQuestion, Limit
from server_stub.texts import Text, Wire

Answers = dict[Key, Value]


class PlanField(Field):
    """A field of the one form. It is there when all of `when` hold and, if given, all of one part of `any_of`."""

    any_of: tuple[tuple[Condition, ...], ...] = ()
    services: tuple[str, ...]  # for which components

    def is_there(self, answers: dict[str, str]) -> bool:
        """Whether the field is asked with these answers."""
        return super().is_there(answers) and _any(self.any_of, answers)


class PlanSection(Wire):
    """Fields that are asked on one page; at most six of them are filled in by the person."""

    key: str
    title: Text
    fields: tuple[PlanField, ...]
    services: tuple[str, ...]


class PlanForm(Wire):
    """The one form (一表申请)."""

    sections: tuple[PlanSection, ...]

    @property
    def fields(self) -> tuple[PlanField, ...]:
        """All fields, in order."""
        return tuple(f for section in self.sections for f in section.fields)


class Need(Wire):
    """Which component needs a material, under which key of its own, how it takes it, and when."""

    service: str
    key: str
    handling: Handling
    copies: int
    form: str
    defer_days: int
    source: Text
    when: tuple[Condition, ...]

    def is_there(self, answers: dict[str, str]) -> bool:
        """Whether it is needed with these answers."""
        return all(c.holds(answers) for c in self.when)


class PlanMaterial(Material):
    """A material that is given once, as strictly as any component demands. Whose holder has `licence` is not asked.

    `depends`: whether it is needed is decided by questions that are not asked here (projects).
    """

    needs: tuple[Need, ...]
    depends: bool = False

    def is_there(self, answers: dict[str, str]) -> bool:
        """Whether a component needs it with these answers."""
        return any(need.is_there(answers) for need in self.needs)


class LifeEventLine(Wire):
    """A line of the list of life events; `resting` says why it can't be done now."""

    key: str
    title: Text
    group: str
    group_title: Text
    audience: tuple[str, ...]
    lead: Text
    components: int
    questions: int
    project: bool
    resting: Text = NO_TEXT


class ComponentView(Wire):
    """A service of the event. `when` in words; `apart` says who applies for it, or when, outside the one form."""

    service: str
    title: Text
    department: Text
    required: bool
    when: Text
    depth: str
    level: int
    promised_limit: Text
    fee: Text
    result: Text
    ours: bool  # the document behind the event does not name it
    apart: Text = NO_TEXT
    waits_for: tuple[str, ...] = ()  # components whose result it needs
    materials: tuple[Material, ...] = ()  # of one apart: they are not in the one list


class OriginView(Wire):
    """Which document names the topic, with its number there (0: none)."""

    document: Text
    number: int


class BookingView(Wire):
    """A project's appointment: what for, and of which business of this hall ("" where the hall has none)."""

    business: str
    about: Text
    bring: str = ""


class LifeEventGuide(Wire):
    """A life event before anything is answered: the questions, and all components."""

    line: LifeEventLine
    aliases: tuple[str, ...]
    departments: tuple[Text, ...]
    origins: tuple[OriginView, ...]
    limit: Limit
    questions: tuple[EventQuestion, ...]
    components: tuple[ComponentView, ...]
    booking: BookingView | None
    quiet: bool
    note: Text


class PlanRequest(Wire):
    """The answers to the event's questions."""

    answers: Answers = Limits(max_length=10)


class Notice(Wire):
    """A condition, and for which components it is one (一次告知)."""

    text: Text
    services: tuple[str, ...]


class FeeLine(Wire):
    """What a component costs; those free of charge are not listed."""

    service: str
    title: Text
    fee: Text


class PlanView(Wire):
    """What applies with these answers, as one matter: told once, one form, one set of materials, one limit."""

    key: str
    title: Text
    answers: dict[str, str]
    components: tuple[ComponentView, ...]
    conditions: tuple[Notice, ...]
    form: PlanForm
    materials: tuple[PlanMaterial, ...]
    limit: Limit
    fees: tuple[FeeLine, ...]
    commitments: tuple[Text, ...]
    level: int
    no_face: tuple[str, ...]
    documents: tuple[str, ...]
    tags: tuple[Tag, ...]
    scope: Scope
    mode: Mode
    where: Text
    booking: BookingView | None
    quiet: bool


def _any(alternatives: tuple[tuple[Condition, ...], ...], answers: dict[str, str]) -> bool:
    return not alternatives or any(all(c.holds(answers) for c in part) for part in alternatives)
