"""What can be wrong in a life event beyond its shape: references, conditions that never hold, impossible values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from server_stub.catalogue.models import Condition, Field, ServiceFile
from server_stub.life_events.models import Component, EventQuestion, LifeEvent, Settlement
from server_stub.life_events.owned import Owned, owned


def mistakes(event: LifeEvent, services: Mapping[str, ServiceFile]) -> list[str]:
    """Everything that is wrong, in words for whoever wrote it; empty: nothing."""
    wrong = [*_repeated(event), *_questions(event)]
    unknown = [c.service for c in event.components if c.service not in services]
    if unknown:
        return [*wrong, *(f"there is no service {code}" for code in unknown)]
    for component in event.components:
        wrong += [f"{component.service}: {what}" for what in _component(event, component, services)]
    files = [services[c.service] for c in event.components]
    return [*wrong, *_common(event, files), *_origins(event)]


def _repeated(event: LifeEvent) -> Iterator[str]:
    for code, times in Counter(c.service for c in event.components).items():
        if times > 1:
            yield f"{code} is there twice"
    for key, times in Counter(q.key for q in event.questions).items():
        if times > 1:
            yield f"the question {key} is there twice"


def _questions(event: LifeEvent) -> Iterator[str]:
    known: dict[str, EventQuestion] = {}
    for question in event.questions:
        if len(question.options) < (1 if question.several else 2):
            yield f"{question.key} is no question"
        yield from (f"{question.key}: {what}" for what in _conditions(question.when, known))
        known[question.key] = question


def _conditions(when: tuple[Condition, ...], questions: Mapping[str, EventQuestion]) -> Iterator[str]:
    for condition in when:
        question = questions.get(condition.field)
        if question is None:
            yield f"no question {condition.field} (before it)"
        elif strange := set(condition.values) - {o.key for o in question.options}:
            yield f"{condition.field} has no option {', '.join(sorted(strange))}"
        elif not condition.values:
            yield f"{condition.field} can never hold"


def _component(event: LifeEvent, component: Component, services: Mapping[str, ServiceFile]) -> Iterator[str]:
    questions = {q.key: q for q in event.questions}
    file = services[component.service]
    own = owned(file)
    yield from _conditions(component.when, questions)
    for settlement in component.settled:
        if settlement.key not in own:
            yield f"has neither question nor field {settlement.key}"
        else:
            yield from _settlement(settlement, own[settlement.key], questions)
    for settlement in event.settled:
        if settlement.key in own and settlement.key not in {s.key for s in component.settled}:
            yield from _settlement(settlement, own[settlement.key], questions)
    for issued in component.issues:
        if issued.kind != file.facts.result_licence:
            yield f"issues no {issued.kind}"
        yield from (f"has no field {field}" for field in issued.items.values() if field not in own)


def _settlement(settlement: Settlement, own: Owned, questions: Mapping[str, EventQuestion]) -> Iterator[str]:
    values = [settlement.value]
    if settlement.by:
        question = questions.get(settlement.by)
        if question is None:
            yield f"{settlement.key}: no question {settlement.by}"
            return
        options = {o.key for o in question.options}
        if strange := set(settlement.values) - options:
            yield f"{settlement.key}: {settlement.by} has no option {', '.join(sorted(strange))}"
        values = list(settlement.values.values() if settlement.values else options)
        if question.several and not settlement.values and own.field.kind != "choices":
            yield f"{settlement.key} takes one value, {settlement.by} may give several"
    for value in values:
        if not _takes(own.field, value):
            yield f"{settlement.key} can't be {value!r}"


def _takes(field: Field, value: str) -> bool:
    """Whether a settled value can be: an option, or nothing where nothing may be said."""
    if not value:
        return not field.required
    if field.kind in ("choice", "choices"):
        return set(value.split(",")) <= {o.key for o in field.options}
    return bool(field.shortest <= len(value) <= field.longest)


def _common(event: LifeEvent, files: list[ServiceFile]) -> Iterator[str]:
    keys = {key for file in files for key in owned(file)}
    for settlement in event.settled:
        if settlement.key not in keys:
            yield f"settled: no component asks {settlement.key}"
    for one, other in event.same_fields.items():
        yield from (f"same_fields: no component asks {key}" for key in (one, other) if key not in keys)
    materials = {m.key for file in files for m in file.guide.materials}
    for one, other in event.same_materials.items():
        yield from (f"same_materials: no component asks for {key}" for key in (one, other) if key not in materials)
    for component in event.components:
        yield from (f"{component.service} gives {key}, which nobody asks" for key in component.gives if key not in keys)


def _origins(event: LifeEvent) -> Iterator[str]:
    items = {item for c in event.components for item in c.items}
    for origin in event.origins:
        for item in origin.items:
            if item not in items and item not in origin.left_out:
                yield f"no component for {item}, and no reason in left_out"
    for item in items - {item for o in event.origins for item in o.items}:
        yield f"no document names {item}"
