"""The catalogue in memory: what each channel offers now, in the words of each district."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.cached import Cached
from server_stub.catalogue import store
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.tables import Channel, ItemKind, PublicationRow, Stage, VersionRow
from server_stub.catalogue.wording import worded
from server_stub.database import Database
from server_stub.halls.models import District
from server_stub.life_events.offers import LifeEvents


@dataclass(frozen=True)
class Offer:
    """What one channel shows at one stage: code → version id and service, in the files' order."""

    services: Mapping[str, tuple[int, ServiceFile]]


@dataclass
class _State:
    versions: dict[int, ServiceFile]
    offers: dict[tuple[str, str], Offer]
    localised: dict[tuple[int, str], ServiceFile] = field(default_factory=dict)


class Catalogue:
    """Services by channel; versions that were replaced meanwhile stay readable for the cases filed under them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state: Cached[_State] = Cached(database, store.state, _load)
        self._old: dict[int, ServiceFile] = {}
        self._lock = threading.Lock()
        self.life_events = LifeEvents(database)

    def offer(self, channel: Channel, stage: Stage = Stage.LIVE) -> Offer:
        """What is offered there."""
        return self._state.get().offers.get((channel.value, stage.value), Offer({}))

    def localised(self, version_id: int, district: District) -> ServiceFile:
        """A version in a district's words."""
        state, key = self._state.get(), (version_id, district.region)
        found = state.localised.get(key)
        if found is None:
            found = state.localised[key] = in_district(self.version(version_id), district)
        return found

    def version(self, version_id: int) -> ServiceFile:
        """A version, also one that is no longer shown. LookupError."""
        found = self._state.get().versions.get(version_id) or self._old.get(version_id)
        if found is not None:
            return found
        with self._database.read() as db:
            row = db.get(VersionRow, version_id)
        if row is None or row.kind != ItemKind.SERVICE.value:
            raise LookupError(version_id)
        with self._lock:
            self._old[version_id] = ServiceFile.model_validate_json(row.compiled)
        return self._old[version_id]

    def look_again(self) -> None:
        """After a change of this process."""
        self._state.look_again()
        self.life_events.look_again()

    def forget(self) -> None:
        """As at the start."""
        self._state.forget()
        self._old.clear()
        self.life_events.forget()


def in_district(file: ServiceFile, district: District) -> ServiceFile:
    """Names of the district in the texts, and what it says instead of the common guide."""
    file = worded(file, district)
    own = district.guides.get(file.code)
    if own:
        file = file.model_copy(update={"guide": file.guide.model_copy(update=dict(own))})
    return file


def _load(db: Session) -> _State:
    shown = db.execute(
        select(PublicationRow.channel, PublicationRow.stage, PublicationRow.version_id)
        .join(VersionRow, VersionRow.id == PublicationRow.version_id)
        .where(PublicationRow.kind == ItemKind.SERVICE.value)
        .order_by(VersionRow.area, VersionRow.code)
    ).all()
    wanted = {row.version_id for row in shown}
    versions = {
        row.id: ServiceFile.model_validate_json(row.compiled)
        for row in db.execute(select(VersionRow.id, VersionRow.compiled).where(VersionRow.id.in_(wanted)))
    }
    offers: dict[tuple[str, str], dict[str, tuple[int, ServiceFile]]] = {}
    for row in shown:
        file = versions[row.version_id]
        offers.setdefault((row.channel, row.stage), {})[file.code] = (row.version_id, file)
    return _State(versions, {key: Offer(services) for key, services in offers.items()})
