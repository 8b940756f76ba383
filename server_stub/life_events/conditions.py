"""Conditions of one form that several services share: a field is there when any of them wants it."""

from __future__ import annotations

from collections.abc import Iterable

from server_stub.catalogue.models import Condition

One = tuple[str, frozenset[str]]  # a field has one of these values (of several choices: any)
Conjunction = frozenset[One]  # all must hold; empty: always
ALWAYS: Conjunction = frozenset()


def either(conjunctions: Iterable[Conjunction]) -> list[Conjunction]:
    """The same alternatives, said as shortly as can be."""
    left = list(dict.fromkeys(conjunctions))
    while (shorter := _shortened(left)) is not None:
        left = shorter
    return left


def split_common(alternatives: list[Conjunction]) -> tuple[tuple[Condition, ...], tuple[tuple[Condition, ...], ...]]:
    """What all alternatives have in common, and what else one of them needs (empty: nothing)."""
    common = frozenset.intersection(*alternatives)
    rest = [a - common for a in alternatives]
    return as_conditions(common), tuple(as_conditions(r) for r in rest) if all(rest) else ()


def as_conditions(conjunction: Conjunction) -> tuple[Condition, ...]:
    """As the interface writes it, in a fixed order."""
    ordered = sorted((field, tuple(sorted(values))) for field, values in conjunction)
    return tuple(Condition(field=field, values=values) for field, values in ordered)


def _shortened(alternatives: list[Conjunction]) -> list[Conjunction] | None:
    """One step: an alternative that another one covers goes, two that differ in one field's values become one."""
    for at, one in enumerate(alternatives):
        for other in alternatives[at + 1 :]:
            joined = _as_one(one, other)
            if joined is not None:
                return [joined if a is one else a for a in alternatives if a is not other]
    return None


def _as_one(one: Conjunction, other: Conjunction) -> Conjunction | None:
    if _covers(one, other):
        return one
    if _covers(other, one):
        return other
    only_one, only_other = one - other, other - one
    if len(only_one) == len(only_other) == 1:
        (field, values), (other_field, more) = next(iter(only_one)), next(iter(only_other))
        if field == other_field:
            return (one & other) | {(field, values | more)}
    return None


def _covers(wide: Conjunction, narrow: Conjunction) -> bool:
    """Whether the wide one holds whenever the narrow one does."""
    return all(any(f == field and v <= values for f, v in narrow) for field, values in wide)
