"""The catalogue in memory: what each channel offers now, in the words of each district.

Of every service that is shown somewhere the light row is kept (`lines.py`); guides and forms are read when somebody
asks for them, and the last used ones stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server_stub.cached import Cached
from server_stub.catalogue import store
from server_stub.catalogue.lines import Line, line_of
from server_stub.catalogue.local import file_in, line_in
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.search.search import Key
from server_stub.catalogue.tables import Channel, ItemKind, PublicationRow, Stage, VersionRow
from server_stub.database import Database
from server_stub.halls.models import District, Menu
from server_stub.life_events.offers import LifeEvents

_KEPT = 256  # whole services in memory, some 150 KB each


class _Services(Mapping[str, tuple[int, ServiceFile]]):
    """Whole services by code, each read when it is asked for."""

    def __init__(self, catalogue: Catalogue, versions: Mapping[str, int]) -> None:
        self._catalogue, self._versions = catalogue, versions

    def __getitem__(self, code: str) -> tuple[int, ServiceFile]:
        version = self._versions[code]
        return version, self._catalogue.version(version)

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __len__(self) -> int:
        return len(self._versions)


@dataclass(frozen=True)
class Offer:
    """What one channel shows at one stage, in the files' order: code → version id, and whole services."""

    versions: Mapping[str, int]
    services: Mapping[str, tuple[int, ServiceFile]]


@dataclass(frozen=True)
class Offered:
    """What a menu leaves of an offer: code → version id, the hot ones first; and the codes of each field (领域)."""

    versions: Mapping[str, int]
    areas: Mapping[str, tuple[str, ...]]

    @cached_property
    def keys(self) -> frozenset[Key]:
        """By these the search knows them."""
        return frozenset((ItemKind.SERVICE.value, version) for version in self.versions.values())


@dataclass
class _State:
    number: object
    lines: dict[int, Line]
    versions: dict[tuple[str, str], dict[str, int]]
    offered: dict[tuple[Channel, Stage, Menu], Offered] = field(default_factory=dict)
    local: dict[tuple[int, str], tuple[District, Line]] = field(default_factory=dict)


class Catalogue:
    """Services by channel; versions that were replaced meanwhile stay readable for the cases filed under them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state: Cached[_State] = Cached(database, store.state, _load)
        self._whole = lru_cache(_KEPT)(self._from_database)
        self._local = lru_cache(_KEPT)(self._in_words_of)
        self.life_events = LifeEvents(database)

    @property
    def number(self) -> object:
        """Changes whenever something is published."""
        return self._state.get().number

    def offer(self, channel: Channel, stage: Stage = Stage.LIVE) -> Offer:
        """What is offered there."""
        versions = self._state.get().versions.get((channel.value, stage.value), {})
        return Offer(versions, _Services(self, versions))

    def offered(self, channel: Channel, stage: Stage, menu: Menu) -> Offered:
        """What is offered there to those who have this menu."""
        state, key = self._state.get(), (channel, stage, menu)
        found = state.offered.get(key)
        if found is None:
            found = state.offered[key] = _by(menu, state.versions.get((channel.value, stage.value), {}), state.lines)
        return found

    @property
    def lines(self) -> Mapping[int, Line]:
        """The rows of everything that is shown somewhere, by version; texts as they are written."""
        return self._state.get().lines

    def line(self, version_id: int, district: District) -> Line:
        """The row of a version that is shown, or was until a moment ago, in a district's words. LookupError."""
        state, key = self._state.get(), (version_id, district.region)
        known = state.local.get(key)
        if known is None or known[0] != district:
            line = state.lines.get(version_id) or line_of(self.version(version_id))
            known = state.local[key] = (district, line_in(line, district))
        return known[1]

    def localised(self, version_id: int, district: District) -> ServiceFile:
        """A version in a district's words. LookupError."""
        return self._local(version_id, district)

    def version(self, version_id: int) -> ServiceFile:
        """A version as it was written, also one that is no longer shown. LookupError."""
        return self._whole(version_id)

    def look_again(self) -> None:
        """After a change of this process."""
        self._state.look_again()
        self.life_events.look_again()

    def forget(self) -> None:
        """As at the start."""
        self._state.forget()
        self._whole.cache_clear()
        self._local.cache_clear()
        self.life_events.forget()

    def _compiled(self, version_id: int) -> str:
        with self._database.read() as db:
            row = db.execute(_COMPILED, {"id": version_id}).first()
        if row is None:
            raise LookupError(version_id)
        return str(row.compiled)

    def _from_database(self, version_id: int) -> ServiceFile:
        return ServiceFile.model_validate_json(self._compiled(version_id))

    def _in_words_of(self, version_id: int, district: District) -> ServiceFile:
        return file_in(self._compiled(version_id), lambda: self.version(version_id), district)


_COMPILED = select(VersionRow.compiled).where(
    VersionRow.id == bindparam("id"), VersionRow.kind == ItemKind.SERVICE.value
)


def _by(menu: Menu, versions: Mapping[str, int], lines: Mapping[int, Line]) -> Offered:
    """The menu's hot services in its order, then its fields in theirs; nothing that it hides."""
    codes: dict[str, list[str]] = {area: [] for area in menu.fields}
    for code, version in versions.items():
        if code not in menu.hidden:
            codes.get(lines[version].service.field_key, []).append(code)
    hot = [code for code in menu.hot if code in versions and code not in menu.hidden]
    every = dict.fromkeys((*hot, *(code for of_area in codes.values() for code in of_area)))
    return Offered({code: versions[code] for code in every}, {area: tuple(of) for area, of in codes.items()})


def _load(db: Session) -> _State:
    shown = db.execute(
        select(PublicationRow.channel, PublicationRow.stage, PublicationRow.code, PublicationRow.version_id)
        .where(PublicationRow.kind == ItemKind.SERVICE.value)
        .order_by(PublicationRow.code)
    ).all()
    wanted = {row.version_id for row in shown}
    rows = db.execute(select(VersionRow.id, VersionRow.line).where(VersionRow.id.in_(wanted)))
    lines = {id_: Line.model_validate_json(line) for id_, line in rows}
    versions: dict[tuple[str, str], dict[str, int]] = {}
    for channel, stage, code, version in sorted(shown, key=lambda row: lines[row.version_id].service.field_key):
        versions.setdefault((channel, stage), {})[code] = version
    return _State(store.state(db), lines, versions)
