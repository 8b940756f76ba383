"""The fields of the one form: each asked once, with its conditions and the components it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from server_stub.catalogue.models import Field, ServiceFile
from server_stub.life_events.binding import Asked, Bound, Place
from server_stub.life_events.conditions import Conjunction, One, either, split_common
from server_stub.life_events.pages import paged
from server_stub.life_events.wire import PlanField, PlanForm


def one_form(files: Sequence[ServiceFile], bound: Bound) -> PlanForm:
    """The form of these components, in their order."""
    return PlanForm(sections=paged(files, bound, _plan_fields(files, bound)))


def _plan_fields(files: Sequence[ServiceFile], bound: Bound) -> dict[str, PlanField]:
    places: dict[str, list[Place]] = defaultdict(list)
    for place, binding in bound.bindings.items():
        if isinstance(binding, Asked):
            places[binding.key].append(place)
    order = [file.code for file in files]
    made = {}
    for key, found in places.items():
        when, any_of = split_common(shortest([c for p in found if (c := bound.presence(p)) is not None], bound.fields))
        services = tuple(sorted({service for service, _ in found}, key=order.index))
        made[key] = PlanField(**{**dict(bound.fields[key]), "when": when}, any_of=any_of, services=services)
    return made


def shortest(conjunctions: list[Conjunction], fields: Mapping[str, Field]) -> list[Conjunction]:
    """Alternatives said shortly; a choice that must be made always has one of its values."""
    alternatives = either(conjunctions)
    plain = [frozenset(one for one in c if not _always(one, fields)) for c in alternatives]
    return alternatives if plain == alternatives else shortest(plain, fields)


def _always(one: One, fields: Mapping[str, Field]) -> bool:
    key, values = one
    options = {o.key for o in fields[key].options}
    return fields[key].required and bool(options) and options <= values
