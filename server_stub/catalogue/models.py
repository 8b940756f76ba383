"""Services (事项) as they cross the interface, and what only the platform knows of them."""

from __future__ import annotations

from functools import cached_property

from server_stub.texts import Text, Wire

NO_TEXT = Text(zh="")


class Condition(Wire):
    """True when the field or the situation question `field` has one of `values`."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: dict[str, str]) -> bool:
        """Whether it is so with these answers; several choices are joined with ","."""
        return bool(set(answers.get(self.field, "").split(",")) & set(self.values))


class Option(Wire):
    """One value of a question or a choice."""

    key: str
    title: Text
    hint: Text = NO_TEXT


class Question(Wire):
    """A question of the service or of a proof."""

    key: str
    title: Text
    options: tuple[Option, ...]
    hint: Text = NO_TEXT


class Field(Wire):
    """One field. Limits are inclusive; lengths count characters."""

    key: str
    label: Text
    kind: str  # text pinyin phone digits amount date month choice choices consent
    source: str = "person"  # card platform person
    required: bool = True
    options: tuple[Option, ...] = ()
    shortest: int = 0
    longest: int = 60
    least: str = ""
    most: str = ""
    rule: str = ""
    hint: Text = NO_TEXT
    source_name: Text = NO_TEXT
    when: tuple[Condition, ...] = ()
    never_shown: bool = False

    def is_there(self, answers: dict[str, str]) -> bool:
        """Whether the field is asked with these answers."""
        return all(c.holds(answers) for c in self.when)


class Section(Wire):
    """Fields that are asked on one page."""

    key: str
    title: Text
    fields: tuple[Field, ...]


class Form(Wire):
    """One form: sections in order."""

    sections: tuple[Section, ...]


class Material(Wire):
    """One material; it is asked for when all of `when` hold. `handling`: required deferrable exempt generated."""

    key: str
    name: Text
    handling: str
    source: Text
    copies: int = 1
    defer_days: int = 0
    when: tuple[Condition, ...] = ()


class Service(Wire):
    """A line of the list of services."""

    code: str
    title: Text
    department: Text
    field: Text
    minutes: int
    resting: Text = NO_TEXT


class Guide(Wire):
    """All that a person is told before they start, with the form."""

    service: Service
    conditions: tuple[Text, ...]
    questions: tuple[Question, ...]
    materials: tuple[Material, ...]
    statutory_limit: Text
    promised_limit: Text
    fee: Text
    where: Text
    result: Text
    form: Form
    level: int
    telephone: str
    supervision: str
    commitment: Text


class OnPaper(Wire):
    """What the slip of a filed case says, in Chinese."""

    statutory: str
    promised: str
    fee: str
    delivery: str
    special: str = "无"


class ServiceFile(Wire):
    """A service as its data file has it: the guide, and what only the platform uses."""

    guide: Guide
    checks: tuple[str, ...]  # names of `cases/eligibility.py`
    source: str  # the register without which it rests
    situation_question: str  # the question whose answer stands on the slip
    promised_days: int
    on_paper: OnPaper

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields of the form, in order."""
        return tuple(f for section in self.guide.form.sections for f in section.fields)

    def materials_for(self, answers: dict[str, str]) -> tuple[Material, ...]:
        """The materials that these situations and answers ask for."""
        return tuple(m for m in self.guide.materials if all(c.holds(answers) for c in m.when))
