"""Which life events each channel shows at each stage, from the database."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.cached import Cached
from server_stub.catalogue import store
from server_stub.catalogue.local import worded
from server_stub.catalogue.tables import Channel, ItemKind, PublicationRow, Stage, VersionRow
from server_stub.database import Database
from server_stub.halls.models import District
from server_stub.life_events.models import LifeEvent
from server_stub.life_events.plans import Plan

_PLANS = 300  # that are kept: to make one anew takes up to 20 ms

Offered = Mapping[str, tuple[int, LifeEvent]]  # key → version id and life event, in the order of the menu


@dataclass
class _State:
    offers: dict[tuple[str, str], dict[str, tuple[int, LifeEvent]]]
    worded: dict[tuple[int, str], LifeEvent] = field(default_factory=dict)


class LifeEvents:
    """Life events by channel and stage."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state: Cached[_State] = Cached(database, store.state, _load)
        self._old: dict[int, LifeEvent] = {}
        self._plans: OrderedDict[Hashable, Plan] = OrderedDict()
        self._lock = threading.Lock()

    def offer(self, channel: Channel, stage: Stage = Stage.LIVE) -> Offered:
        """What is offered there."""
        return self._state.get().offers.get((channel.value, stage.value), {})

    def in_district(self, offered: tuple[int, LifeEvent], district: District) -> LifeEvent:
        """One that is offered, in a district's words."""
        (version_id, event), known = offered, self._state.get().worded
        key = (version_id, district.region)
        if key not in known:
            known[key] = worded(event, district)
        return known[key]

    def version(self, version_id: int) -> LifeEvent:
        """A version, also one that is no longer shown. LookupError."""
        if version_id not in self._old:
            with self._database.read() as db:
                row = db.get(VersionRow, version_id)
            if row is None or row.kind != ItemKind.LIFE_EVENT.value:
                raise LookupError(version_id)
            self._old[version_id] = LifeEvent.model_validate_json(row.compiled)
        return self._old[version_id]

    def plan(self, key: Hashable, make: Callable[[], Plan]) -> Plan:
        """A plan that was made lately with all that `key` names, else a new one."""
        with self._lock:
            if key in self._plans:
                self._plans.move_to_end(key)
                return self._plans[key]
        made = make()
        with self._lock:
            self._plans[key] = made
            while len(self._plans) > _PLANS:
                self._plans.popitem(last=False)
        return made

    def look_again(self) -> None:
        """After a change of this process."""
        self._state.look_again()

    def forget(self) -> None:
        """As at the start."""
        self._state.forget()
        self._old.clear()
        self._plans.clear()


def _load(db: Session) -> _State:
    rows = db.execute(
        select(PublicationRow.channel, PublicationRow.stage, VersionRow.id, VersionRow.compiled)
        .join(VersionRow, VersionRow.id == PublicationRow.version_id)
        .where(PublicationRow.kind == ItemKind.LIFE_EVENT.value)
    ).all()
    compiled = {row.id: row.compiled for row in rows}
    events = {version_id: LifeEvent.model_validate_json(text) for version_id, text in compiled.items()}
    offers: dict[tuple[str, str], dict[str, tuple[int, LifeEvent]]] = {}
    for row in sorted(rows, key=lambda row: (events[row.id].order, events[row.id].key)):
        event = events[row.id]
        offers.setdefault((row.channel, row.stage), {})[event.key] = (row.id, event)
    return _State(offers)
