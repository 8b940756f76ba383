"""Life events (一件事) as the platform keeps them: what a person goes through once, made of several services."""

from __future__ import annotations

from server_stub.catalogue.models import NO_TEXT, Condition, Question
from server_stub.texts import Text, Wire


class EventQuestion(Question):
    """A question that decides the components; `several`: more than one option, joined with ",", or none."""

    several: bool = False
    when: tuple[Condition, ...] = ()  # of earlier questions; all must hold, else it is not asked

    def is_asked(self, answers: dict[str, str]) -> bool:
        """Whether it is asked with these answers to the earlier ones."""
        return all(c.holds(answers) for c in self.when)


class Settlement(Wire):
    """A component's own question or field that nobody is asked: a fixed value, or what an answer of the event means."""

    key: str
    value: str = ""
    by: str = ""  # the event's question; "" for a fixed value
    values: dict[str, str] = {}  # its option → the value; empty: the answer itself

    def resolved(self, answers: dict[str, str]) -> str | None:
        """The value; None where this answer does not settle it. Of several options the first that `values` names."""
        if not self.by:
            return self.value
        answer = answers.get(self.by)
        if not answer or not self.values:
            return answer or None  # nothing chosen settles nothing
        chosen = answer.split(",")
        return next((value for option, value in self.values.items() if option in chosen), None)


class IssuedLicence(Wire):
    """What a component issues that others in the same event would ask for: licence item → field that already says it.

    An item without a field is known when the licence is there.
    """

    kind: str
    items: dict[str, str] = {}


class Component(Wire):
    """A service (事项) of the event: 必办 without `when`, else 按需.

    `apart`: not in the one form, because somebody else applies or because it comes later; the text says who or when.
    """

    service: str
    when: tuple[Condition, ...] = ()
    settled: tuple[Settlement, ...] = ()
    items: tuple[str, ...] = ()  # what the source calls it; empty: the source does not name it, it is ours
    note: Text = NO_TEXT  # for officers: why it is asked for on demand, or why it is there at all
    apart: Text = NO_TEXT
    issues: tuple[IssuedLicence, ...] = ()
    gives: tuple[str, ...] = ()  # other components' fields that are known only with its result

    @property
    def required(self) -> bool:
        """必办."""
        return not self.when

    def applies(self, answers: dict[str, str]) -> bool:
        """Whether it belongs to the event with these answers."""
        return all(c.holds(answers) for c in self.when)


class Limit(Wire):
    """Working days for the whole event, and whose promise that is."""

    days: int
    promise_of: Text
    note: Text = NO_TEXT


class Origin(Wire):
    """Where a topic stands in a document, in the document's own words."""

    document: str  # key of life_events.yaml
    title: Text  # the document's
    number: int  # 0: the document does not number it
    name: str
    lead: str = ""
    others: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    left_out: dict[str, Text] = {}  # items without a component, and why


class Booking(Wire):
    """What an appointment is made for (a business of the hall), where a terminal has the list only."""

    business: str
    about: Text


class LifeEvent(Wire):
    """A life event as its file has it, checked against the services it is made of."""

    key: str
    title: Text
    group: str
    group_title: Text
    order: tuple[int, int]  # of the group in the menu, and in the group
    audience: tuple[str, ...]
    aliases: tuple[str, ...]
    lead: Text
    lead_department: str = ""  # its key
    departments: tuple[Text, ...]  # the others
    origins: tuple[Origin, ...]
    limit: Limit | None  # None: the longest of its components
    questions: tuple[EventQuestion, ...]
    components: tuple[Component, ...]
    settled: tuple[Settlement, ...] = ()  # for all components that ask this
    same_fields: dict[str, str] = {}  # field key → the key it is asked under; they mean the same here
    same_materials: dict[str, str] = {}
    booking: Booking | None = None  # a project: list and appointment, no form
    quiet: bool = False  # bereavement: no smileys, no rating
    note: Text = NO_TEXT

    @property
    def project(self) -> bool:
        """Whether a terminal shows the list and makes an appointment, nothing more."""
        return self.booking is not None

    def asked(self, answers: dict[str, str]) -> tuple[EventQuestion, ...]:
        """The questions that these answers lead through, in order."""
        return tuple(q for q in self.questions if q.is_asked(answers))

    def relevant(self, answers: dict[str, str]) -> dict[str, str]:
        """The answers without those to questions that are not asked (any more)."""
        kept: dict[str, str] = {}
        for question in self.questions:
            if question.key in answers and question.is_asked(kept):
                kept[question.key] = answers[question.key]
        return kept
