"""From the one form back to each component: its own situation and form, as if it had been filed by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from server_stub.cases.checks import form_errors, situation_errors
from server_stub.catalogue.models import ServiceFile
from server_stub.life_events.binding import Asked, Awaited, Decided
from server_stub.life_events.materials import materials_for
from server_stub.life_events.plans import Plan
from server_stub.problems import FieldError
from server_stub.texts import Text

Known = Mapping[str, Mapping[str, str]]  # service → what its result says, by `Awaited.what`
_NOT_ASKED = Text(zh="这一项不在表里", en="This is not part of the form")


@dataclass(frozen=True)
class Share:
    """What one component gets of the one form.

    `awaits`: own fields that only another component's result fills, and whose; `waits_for`: the components that must
    have their result before this one can be filed.
    """

    file: ServiceFile
    situation: dict[str, str]
    form: dict[str, str]
    awaits: Mapping[str, Awaited]
    waits_for: tuple[str, ...]


def split(plan: Plan, form: Mapping[str, str], known: Known | None = None) -> tuple[Share, ...]:
    """Each component's share, in order. `known` has the results that are there already."""
    return tuple(_share(plan, file, form, known or {}) for _, file in plan.joint)


def _share(plan: Plan, file: ServiceFile, form: Mapping[str, str], known: Known) -> Share:
    own: dict[str, str] = {}
    awaits: dict[str, Awaited] = {}
    questions = {q.key for q in file.guide.questions}
    for (service, key), binding in plan.bound.bindings.items():
        if service != file.code or not plan.bound.owned[service, key].field.is_there(own):
            continue
        value = _value(binding, form, known)
        if isinstance(binding, Awaited) and value is None:
            awaits[key] = binding
        if value:
            own[key] = value
    issuers = plan.issuers_of(file, file.materials_for(own)) - set(known)
    return Share(
        file=file,
        situation={key: value for key, value in own.items() if key in questions},
        form={key: value for key, value in own.items() if key not in questions},
        awaits=awaits,
        waits_for=plan.in_order(issuers | {binding.service for binding in awaits.values()}),
    )


def _value(binding: Asked | Decided | Awaited, form: Mapping[str, str], known: Known) -> str | None:
    if isinstance(binding, Asked):
        return form.get(binding.key)
    if isinstance(binding, Decided):
        return binding.value
    return known.get(binding.service, {}).get(binding.what)


def gathered(plan: Plan, own: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The other way round: service → its own field → value, as far as known, as values of the one form."""
    form: dict[str, str] = {}
    for (service, key), binding in plan.bound.bindings.items():
        value = own.get(service, {}).get(key)
        if isinstance(binding, Asked) and value:
            form.setdefault(binding.key, value)
    return form


def errors_of(
    plan: Plan,
    form: Mapping[str, str],
    today: dt.date,
    known: Known | None = None,
    services: Collection[str] | None = None,
) -> list[FieldError]:
    """What is wrong in the one form, by each component's own rules, said at the fields of the one form.

    What comes with another component's result is not missed. Warnings stop nobody. `services`: only these components.
    """
    errors = {(key, _NOT_ASKED): FieldError(field=key, text=_NOT_ASKED) for key in _strange(plan, form)}
    for share in split(plan, form, known):
        if services is not None and share.file.code not in services:
            continue
        file = share.file
        for error in (
            *situation_errors(file, share.situation),
            *form_errors(file, share.situation, share.form, today),
        ):
            binding = plan.bound.bindings.get((file.code, error.field))
            if isinstance(binding, Asked):
                errors.setdefault((binding.key, error.text), error.model_copy(update={"field": binding.key}))
    return list(errors.values())


def _strange(plan: Plan, form: Mapping[str, str]) -> list[str]:
    known = {field.key for field in plan.form.fields}
    return [key for key in form if key not in known]


def materials_of(plan: Plan, form: Mapping[str, str], given: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Service → its own materials with the copies given of the event's one list."""
    shares: dict[str, dict[str, int]] = {file.code: {} for _, file in plan.joint}
    for material in materials_for(plan.materials, dict(form)):
        for need in material.needs:
            shares[need.service][need.key] = given.get(material.key, 0)
    return shares
