"""Queries (L1): what a register knows of a person, as far as their proof of identity allows."""

from __future__ import annotations

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.departments import departments
from server_stub.people import service as people
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.records import reader
from server_stub.records.items import Sight
from server_stub.records.models import Availability, FactView, RecordEntry, RecordView
from server_stub.records.reader import Fact
from server_stub.records.registers import registers

_WITH_A_CARD = (Sight.OPEN, Sight.NUMBER)  # a card alone tells no address, no money, nobody's name


def look_up(db: Db, call: Call, code: str) -> RecordView:
    """What the query service shows of this person. Problems of the holder, service.unknown, record.no-query."""
    _, file = call.service(code)
    if not file.facts.query:
        raise Problem("record.no-query")
    holder = people.holder_of(db, call, level=max(file.guide.level, people.CARD))
    register = registers()[file.facts.query]
    down = call.platform.faults.sources_down & {register.key, file.source}
    found = None if down else reader.facts(db, holder.person, register.key)
    return RecordView(
        service=code,
        title=file.guide.service.title,
        source=register.title,
        owner=departments()[register.owner].name_in(call.district),
        at=call.platform.clock(),
        availability=_availability(found is not None, bool(down)),
        entries=tuple(_entry(facts, holder.level) for facts in found or ()),
    )


def _availability(known: bool, down: bool) -> Availability:
    if down:
        return Availability.UNAVAILABLE
    return Availability.AVAILABLE if known else Availability.NO_RECORD


def _entry(facts: tuple[Fact, ...], level: int) -> RecordEntry:
    seen = [f for f in facts if level >= people.SECOND_PROOF or f.item.sight in _WITH_A_CARD]
    return RecordEntry(facts=tuple(FactView(label=f.label, value=f.masked) for f in seen))
