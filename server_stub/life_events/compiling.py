"""From a life event as somebody wrote it to the life event as the platform uses it, checked against its services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from server_stub.catalogue.compiling import question
from server_stub.catalogue.entries import When
from server_stub.catalogue.files import CatalogueError, Shared, Written
from server_stub.catalogue.models import NO_TEXT, Condition, ServiceFile
from server_stub.life_events.checking import mistakes
from server_stub.life_events.entries import (
    BookingEntry,
    ByAnswer,
    ComponentEntry,
    LifeEventEntry,
    OriginEntry,
    QuestionEntry,
    Settled,
)
from server_stub.life_events.files import Frame
from server_stub.life_events.models import (
    Booking,
    Component,
    EventQuestion,
    IssuedLicence,
    LifeEvent,
    Limit,
    Origin,
    Settlement,
)
from server_stub.texts import Text, text

T = TypeVar("T")


def compile_life_event(
    written: Written, shared: Shared, frame: Frame, services: Mapping[str, ServiceFile]
) -> LifeEvent:
    """The life event. CatalogueError says where something is not right."""
    data = dict(written.data)
    for part, known in (("questions", frame.questions), ("components", frame.components)):
        if isinstance(data.get(part), list):
            data[part] = [_used(written.place, part, known, one) for one in data[part]]
    try:
        entry = LifeEventEntry.model_validate(data)
    except ValidationError as wrong:
        error = wrong.errors()[0]
        place = ".".join(str(part) for part in error["loc"])
        raise CatalogueError(written.place, f"{place}: {error['msg']}") from None
    event = _Compiler(written, shared, frame).life_event(entry)
    if wrong_things := mistakes(event, services):
        raise CatalogueError(written.place, "; ".join(wrong_things))
    return event


def _used(place: str, part: str, known: Mapping[str, Any], data: Any) -> Any:
    """What stands there, or the shared one that `use` names with what stands beside it."""
    if not isinstance(data, dict) or "use" not in data:
        return data
    used = known.get(str(data["use"]))
    if used is None:
        raise CatalogueError(place, f"{part} has no {data['use']!r}")
    return {**used, **{key: value for key, value in data.items() if key != "use"}}


class _Compiler:
    def __init__(self, written: Written, shared: Shared, frame: Frame) -> None:
        self._place, self._group, self._shared, self._frame = written.place, written.area, shared, frame

    def life_event(self, entry: LifeEventEntry) -> LifeEvent:
        group = self._known("group", self._frame.groups, self._group)
        return LifeEvent(
            key=entry.key,
            title=text(entry.title),
            group=self._group,
            group_title=text(group["title"]),
            order=(list(self._frame.groups).index(self._group), entry.order),
            audience=entry.for_,
            aliases=entry.aliases,
            lead=self._department(entry.lead),
            lead_department=entry.lead,
            departments=tuple(self._department(key) for key in entry.with_),
            origins=tuple(self._origin(o) for o in entry.origins),
            limit=self._limit(entry.origins),
            questions=tuple(_question(q) for q in entry.questions),
            components=tuple(_component(c) for c in entry.components),
            settled=_settlements(entry.settled),
            same_fields=entry.same_fields,
            same_materials=entry.same_materials,
            booking=_booking(entry.booking),
            quiet=entry.quiet,
            note=_optional(entry.note),
        )

    def _origin(self, entry: OriginEntry) -> Origin:
        document = self._known("document", self._frame.documents, entry.document)
        left_out = {item: text(why) for item, why in entry.left_out.items()}
        given = {**entry.model_dump(exclude={"limit"}), "left_out": left_out, "title": text(document["title"])}
        return Origin(**given)

    def _limit(self, origins: tuple[OriginEntry, ...]) -> Limit | None:
        for origin in origins:
            if origin.limit:
                whose = text(self._frame.documents[origin.document]["promise_of"])
                return Limit(days=origin.limit.days, promise_of=whose, note=_optional(origin.limit.note))
        return None

    def _department(self, key: str) -> Text:
        return text(self._known("department", self._shared.departments, key)["name"])

    def _known(self, what: str, known: Mapping[str, T], key: str) -> T:
        if key not in known:
            raise CatalogueError(self._place, f"no {what} {key!r}")
        return known[key]


def _booking(entry: BookingEntry | None) -> Booking | None:
    return Booking(business=entry.business, about=text(entry.about)) if entry else None


def _optional(pair: tuple[str, str] | None) -> Text:
    return text(pair) if pair else NO_TEXT


def _question(entry: QuestionEntry) -> EventQuestion:
    plain = question(entry.model_dump(exclude={"several", "when"}))
    return EventQuestion(**dict(plain), several=entry.several, when=_conditions(entry.when))


def _component(entry: ComponentEntry) -> Component:
    return Component(
        service=entry.service,
        when=_conditions(entry.when),
        settled=_settlements(entry.settled),
        items=entry.items,
        note=_optional(entry.note),
        apart=_optional(entry.apart),
        issues=tuple(IssuedLicence(kind=kind, items=items) for kind, items in entry.issues.items()),
        gives=entry.gives,
    )


def _settlements(settled: Settled) -> tuple[Settlement, ...]:
    return tuple(
        Settlement(key=key, by=how.by, values=how.values)
        if isinstance(how, ByAnswer)
        else Settlement(key=key, value=how)
        for key, how in settled.items()
    )


def _conditions(when: When) -> tuple[Condition, ...]:
    return tuple(Condition(field=key, values=tuple(values)) for key, values in when.items())
