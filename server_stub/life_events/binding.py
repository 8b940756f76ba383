"""Where each component gets what it asks: from the one form, from the event, or from another component's result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from server_stub.catalogue.models import Condition, Field, ServiceFile
from server_stub.life_events.conditions import ALWAYS, Conjunction
from server_stub.life_events.fields import OWN_QUESTION, common_options, merged, same
from server_stub.life_events.models import Component, LifeEvent
from server_stub.life_events.owned import Owned, owned


@dataclass(frozen=True)
class Asked:
    """From the one form, under this key."""

    key: str


@dataclass(frozen=True)
class Decided:
    """By the event."""

    value: str


@dataclass(frozen=True)
class Awaited:
    """Known when another component has its result, as the credit code of a new business."""

    service: str
    what: str


Binding = Asked | Decided | Awaited
Place = tuple[str, str]  # service code, own key
Part = tuple[Component, ServiceFile]
Joint = Sequence[Part]  # the components of the one form, in order


@dataclass(frozen=True)
class Bound:
    """Per place how it is bound, and the fields of the one form by key (still without conditions).

    What is not in `bindings` can't be there with these answers.
    """

    owned: Mapping[Place, Owned]
    bindings: Mapping[Place, Binding]
    fields: Mapping[str, Field]
    told: Collection[Place] = ()  # what another component's field says already, under a key of its own

    def presence(self, place: Place) -> Conjunction | None:
        """When it is there, in keys of the one form; None: never."""
        return self.holding(place[0], self.owned[place].field.when)

    def holding(self, service: str, when: tuple[Condition, ...]) -> Conjunction | None:
        """When all of a service's own conditions hold, in keys of the one form; None: never."""
        there: Conjunction = ALWAYS
        for condition in when:
            one = self._one((service, condition.field), condition)
            if one is None:
                return None
            there |= one
        return there

    def _one(self, place: Place, condition: Condition) -> Conjunction | None:
        """What a condition looks at must be there itself."""
        binding = self.bindings.get(place)
        before = self.presence(place)
        if before is None or binding is None:
            return ALWAYS if "" in condition.values else None
        if isinstance(binding, Decided):
            return before if condition.holds({condition.field: binding.value}) else None
        if isinstance(binding, Awaited):
            return before
        field = self.fields.get(binding.key, self.owned[place].field)
        values = frozenset(condition.values)
        if field.options:
            values &= {o.key for o in field.options} | {""}
        return before | {(binding.key, values)} if values else None


def bind(event: LifeEvent, joint: Joint, answers: dict[str, str]) -> Bound:
    """Binds what these components ask."""
    return _Binder(event, joint, answers).bound()


class _Binder:
    def __init__(self, event: LifeEvent, joint: Joint, answers: dict[str, str]) -> None:
        self._event, self._joint, self._answers = event, joint, answers
        self._owned = {(f.code, key): own for _, f in joint for key, own in owned(f).items()}
        self._bindings: dict[Place, Binding] = {}
        self._fields: dict[str, Field] = {}
        self._now = Bound(self._owned, self._bindings, self._fields)  # sees every change

    def bound(self) -> Bound:
        for component, file in self._joint:
            self._settle(component, file)
        told = self._await()
        left = [place for place in self._owned if place not in self._bindings and place not in told]
        while (fewer := self._grouped(left)) is not None:
            left = fewer
        for place, where in told.items():
            origin = self._owned[place].field.origin
            self._bindings[place] = self._bindings.get(where, Awaited(where[0], origin))
        kept = {p: self._bindings[p] for p in self._owned if p in self._bindings and self._is_there(p)}
        return Bound(self._owned, kept, self._fields, frozenset(told))

    def _is_there(self, place: Place) -> bool:
        return self._now.presence(place) is not None

    def _settle(self, component: Component, file: ServiceFile) -> None:
        """A component's own settlement comes before the event's."""
        for settlement in (*self._event.settled, *component.settled):
            place = (file.code, settlement.key)
            if place in self._owned:
                self._bindings.pop(place, None)
                if (value := settlement.resolved(self._answers)) is not None:
                    self._bindings[place] = Decided(value)

    def _await(self) -> dict[Place, Place]:
        """Binds what another component's result fills; gives where others are told already what a place wants."""
        told: dict[Place, Place] = {}
        for component, file in self._joint:
            issued = {i.kind: i.items for i in component.issues}
            for place, own in self._owned.items():
                kind, _, item = own.field.origin.partition(".")
                if place[0] == file.code or place in self._bindings:
                    continue
                if own.key in component.gives:
                    self._bindings[place] = Awaited(file.code, own.key)
                elif own.field.source == "licence" and item in issued.get(kind, ()):
                    told[place] = (file.code, issued[kind][item])
                elif own.field.source == "licence" and kind in issued:
                    self._bindings[place] = Awaited(file.code, own.field.origin)
        return told

    def _grouped(self, left: list[Place]) -> list[Place] | None:
        """Binds what is left to fields of the form; gives what is left then, if that is less."""
        self._fields.clear()
        for place in left:
            self._bindings[place] = Asked("")  # judged by its own options for now
        if fewer := self._without_absent(left):
            return fewer
        for places in self._groups(left):
            key, fields = self._key(places[0]), [self._owned[p].field for p in places]
            options = common_options(fields)
            if len(options) == 1 and all(self._owned[p].is_question for p in places):
                self._bindings.update(dict.fromkeys(places, Decided(options[0].key)))
                return [place for place in left if place not in places]
            self._fields[key] = merged(key, fields)
            self._bindings.update(dict.fromkeys(places, Asked(key)))
        return self._without_absent(left)

    def _without_absent(self, left: list[Place]) -> list[Place] | None:
        """Those that can be there; None if all can. The others are bound no more."""
        there = [place for place in left if self._is_there(place)]
        for place in set(left) - set(there):
            del self._bindings[place]
        return there if len(there) < len(left) else None

    def _groups(self, places: list[Place]) -> list[list[Place]]:
        """Places that one answer serves: one key (or said to be the same), and one meaning."""
        by_key: dict[str, list[list[Place]]] = defaultdict(list)
        for place in places:
            groups, own = by_key[self._shared(place)], self._owned[place].field
            fitting = (g for g in groups if all(same(self._owned[p].field, own) for p in g))
            group = next(fitting, None)
            if group is None:
                groups.append([place])
            else:
                group.append(place)
        return [group for groups in by_key.values() for group in groups]

    def _shared(self, place: Place) -> str:
        return self._event.same_fields.get(place[1], place[1])

    def _key(self, place: Place) -> str:
        """The shared key; with the service's code where it has another meaning already, or is everybody's own."""
        key = self._shared(place)
        own = key in self._fields or key == OWN_QUESTION
        return f"{key}_{place[0].lower().replace('-', '_')}" if own else key
