"""One field for what several services ask: whether they mean the same, and the strictest of what each demands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from server_stub.catalogue.models import NO_TEXT, Field, Option

_SOURCES = ("card", "person", "platform", "licence", "earlier")  # what is asked of the person beats what is only shown
_RELATIVE = ("today", "this-month")
OWN_QUESTION = "situation"  # the key of a service's own first question: never the same question as another service's


def same(one: Field, other: Field) -> bool:
    """Whether one answer can serve both."""
    return (
        one.kind == other.kind
        and (one.rule == other.rule or not one.rule or not other.rule)
        and max(one.shortest, other.shortest) <= min(one.longest, other.longest)
        and _bounds_agree(one, other)
        and _options_agree(one, other)
    )


def merged(key: str, fields: Sequence[Field]) -> Field:
    """The field that is asked once. All are the `same` as the first."""
    source = min((f.source for f in fields), key=_SOURCES.index)
    asked = [f for f in fields if f.source == source]
    return Field(
        key=key,
        label=asked[0].label,
        kind=asked[0].kind,
        source=source,
        required=any(f.required for f in asked),
        options=common_options(fields),
        shortest=max(f.shortest for f in fields),
        longest=min(f.longest for f in fields),
        least=_strictest([f.least for f in fields], asked[0].kind, highest=True),
        most=_strictest([f.most for f in fields], asked[0].kind, highest=False),
        rule=next((f.rule for f in fields if f.rule), ""),
        hint=next((f.hint for f in asked if f.hint.zh), NO_TEXT),
        source_name=next((f.source_name for f in asked if f.source_name.zh), NO_TEXT),
        never_shown=any(f.never_shown for f in fields),
        origin=next((f.origin for f in asked if f.origin), ""),
    )


def common_options(fields: Sequence[Field]) -> tuple[Option, ...]:
    """The options that all of them have, in the first one's order."""
    others = [{o.key for o in f.options} for f in fields[1:]]
    return tuple(o for o in fields[0].options if all(o.key in keys for keys in others))


def _options_agree(one: Field, other: Field) -> bool:
    """Under one key the question must be the same too; under two the event's author says that it is."""
    if not one.options and not other.options:
        return True
    if one.key == other.key and (one.key == OWN_QUESTION or one.label.zh != other.label.zh):
        return False
    return bool(common_options((one, other)))


def _bounds_agree(one: Field, other: Field) -> bool:
    """Days relative to today can't be compared with fixed ones beforehand."""
    for mine, theirs in ((one.least, other.least), (one.most, other.most)):
        if mine and theirs and mine != theirs and (mine in _RELATIVE or theirs in _RELATIVE):
            return False
    return True


def _strictest(bounds: list[str], kind: str, *, highest: bool) -> str:
    given = [b for b in bounds if b]
    if not given:
        return ""
    if kind == "amount":
        return (max if highest else min)(given, key=Decimal)
    return max(given) if highest else min(given)
