"""What a life event comes to with somebody's answers: its components as one matter. Pure; nothing is read or kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from server_stub.catalogue.models import Material, Mode, Scope, ServiceFile, Tag
from server_stub.life_events.binding import Awaited, Bound, Part, bind
from server_stub.life_events.forms import one_form
from server_stub.life_events.materials import one_list, what_to_bring
from server_stub.life_events.models import LifeEvent, Limit
from server_stub.life_events.wire import Notice, PlanForm, PlanMaterial
from server_stub.problems import FieldError
from server_stub.texts import Text

_SCOPES = (Scope.DISTRICT, Scope.CITY, Scope.PROVINCE, Scope.NATION)  # the narrowest first
_MODES = (Mode.WINDOW, Mode.COLLECT, Mode.JOINT, Mode.ONLINE)  # the one that asks most of people first
_OWN_PROMISE = Text(zh="所含事项中最长的承诺时限", en="the longest promised limit of its services")


@dataclass(frozen=True)
class Plan:
    """The components that apply; those in the one form are `joint`, the others are filed `apart`."""

    event: LifeEvent
    answers: dict[str, str]
    components: tuple[Part, ...]
    bound: Bound
    form: PlanForm
    materials: tuple[PlanMaterial, ...]

    @property
    def joint(self) -> tuple[Part, ...]:
        """In the one form."""
        return _joint(self.event, self.components)

    @property
    def apart(self) -> tuple[Part, ...]:
        """By somebody else, or later."""
        return tuple(p for p in self.components if p[0].apart.zh)

    @property
    def files(self) -> tuple[ServiceFile, ...]:
        """The services that count for the whole: those of the one form, or all where there is none."""
        return tuple(file for _, file in self.joint or self.components)

    @cached_property
    def waits_for(self) -> dict[str, tuple[str, ...]]:
        """Component → the components whose result it may need before it can be filed."""
        found: dict[str, set[str]] = {}
        for (service, _), binding in self.bound.bindings.items():
            if isinstance(binding, Awaited):
                found.setdefault(service, set()).add(binding.service)
        for _, file in self.joint:
            needed = (m for m in file.guide.materials if self.bound.holding(file.code, m.when) is not None)
            found.setdefault(file.code, set()).update(self.issuers_of(file, needed))
        return {service: self.in_order(others) for service, others in found.items()}

    def issuers_of(self, file: ServiceFile, materials: Iterable[Material]) -> set[str]:
        """The other components that issue what covers these materials of a component."""
        issuers = {issued.kind: other.code for component, other in self.joint for issued in component.issues}
        return {issuers[m.licence] for m in materials if m.licence in issuers} - {file.code}

    def in_order(self, services: Collection[str]) -> tuple[str, ...]:
        """Components as the event has them."""
        return tuple(file.code for _, file in self.components if file.code in services)

    @property
    def conditions(self) -> tuple[Notice, ...]:
        """All conditions, each once (一次告知)."""
        services: dict[Text, list[str]] = {}
        for _, file in self.components:
            for condition in file.guide.conditions:
                services.setdefault(condition, []).append(file.code)
        return tuple(Notice(text=condition, services=tuple(codes)) for condition, codes in services.items())

    @property
    def limit(self) -> Limit:
        """The event's; where no document gives one, the longest of the components."""
        return self.event.limit or longest(self.files)

    @property
    def level(self) -> int:
        """The highest of the components."""
        return max(file.guide.level for file in self.files)

    @property
    def no_face(self) -> tuple[str, ...]:
        """Ways to that level without a face that all components of that level take."""
        highest = [file.facts.no_face for file in self.files if file.guide.level == self.level]
        return _in_all(highest)

    @property
    def documents(self) -> tuple[str, ...]:
        """Identity documents that all components accept."""
        return _in_all(file.facts.documents for file in self.files)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """What is true of all components."""
        return tuple(tag for tag in Tag if all(tag in file.guide.service.tags for file in self.files))

    @property
    def scope(self) -> Scope:
        """The narrowest of the components'."""
        return min((file.facts.scope for file in self.files), key=_SCOPES.index)

    @property
    def mode(self) -> Mode:
        """The one that asks most of people."""
        return min((file.facts.mode for file in self.files), key=_MODES.index)

    @property
    def commitments(self) -> tuple[Text, ...]:
        """The texts that the one signature stands for, each once."""
        return tuple(dict.fromkeys(file.guide.commitment for file in self.files))


def plan(event: LifeEvent, services: Mapping[str, ServiceFile], answers: dict[str, str]) -> Plan:
    """The components that apply with these answers (checked: `answer_errors`), as one matter.

    `services` has every component's service. A plan may be without components: then there is nothing to do.
    """
    relevant = event.relevant(answers)
    components = tuple((c, services[c.service]) for c in event.components if c.applies(relevant))
    joint = _joint(event, components)
    bound = bind(event, joint, relevant)
    if event.project:
        materials = what_to_bring(event, components)
    else:
        materials = one_list(event, joint, bound)
    form = one_form([file for _, file in joint], bound)
    return Plan(event, relevant, components, bound, form, materials)


def _joint(event: LifeEvent, components: tuple[Part, ...]) -> tuple[Part, ...]:
    """A project has no form at a terminal."""
    return () if event.project else tuple(p for p in components if not p[0].apart.zh)


def answer_errors(event: LifeEvent, answers: dict[str, str]) -> list[FieldError]:
    """Questions that are asked without an answer, answers that are no option, answers without a question."""
    relevant = event.relevant(answers)
    errors = []
    for question in event.asked(relevant):
        chosen = relevant.get(question.key)
        options = {o.key for o in question.options}
        given = (chosen.split(",") if chosen else []) if question.several else [chosen]
        if chosen is None or len(set(given)) < len(given) or not set(given) <= options:
            errors.append(FieldError(field=question.key, text=Text(zh="请选一项", en="Please choose")))
    known = {q.key for q in event.questions}
    text = Text(zh="这件事没有这个问题", en="This matter has no such question")
    return errors + [FieldError(field=key, text=text) for key in answers if key not in known]


def longest(files: Iterable[ServiceFile]) -> Limit:
    """The longest promised limit of these services."""
    return Limit(days=max(file.facts.promised_days for file in files), promise_of=_OWN_PROMISE)


def _in_all(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    first, *others = lists
    return tuple(one for one in first if all(one in other for other in others))
