"""The search over everything that is offered: made when it is first wanted, and again when something was published."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from server_stub.catalogue.search.finder import Finder, Found, Memory
from server_stub.catalogue.search.index import Item
from server_stub.catalogue.search.words import load_synonyms

Key = tuple[str, int]  # kind and version


@dataclass(frozen=True)
class Source:
    """Something whose items are found. `state` changes when `items` do; the keys say what a terminal may find."""

    state: Callable[[], object]
    items: Callable[[], Mapping[Key, Item]]


@dataclass(frozen=True)
class _Made:
    state: tuple[object, ...]
    finder: Finder
    places: Mapping[Key, int]
    allowed: dict[frozenset[Key], frozenset[int]] = field(default_factory=dict)


class Search:
    """Finds items of all sources."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)
        self._lock = threading.Lock()
        self._memory: Memory | None = None
        self._made: _Made | None = None

    def find(self, query: str, keys: Iterable[Key], prior: Mapping[str, float], limit: int) -> list[Found]:
        """The best answers among the items with these keys; `prior` is added to the score by code."""
        made = self._now()
        asked = keys if isinstance(keys, frozenset) else frozenset(keys)
        allowed = made.allowed.get(asked)
        if allowed is None:
            allowed = made.allowed[asked] = frozenset(made.places[key] for key in asked if key in made.places)
        return made.finder.find(query, allowed, prior, limit)

    @property
    def is_ready(self) -> bool:
        """Whether the next query finds everything made."""
        return self._made is not None and self._made.state == self._state() and self._made.finder.is_warm

    def warm_up(self) -> None:
        """So that the first one who searches does not wait."""
        self._now().finder.warm_up()

    def _now(self) -> _Made:
        state = self._state()
        made = self._made
        if made is None or made.state != state:
            with self._lock:
                if self._made is None or self._made.state != state:
                    self._made = self._make(state)
                made = self._made
        return made

    def _state(self) -> tuple[object, ...]:
        return tuple(source.state() for source in self._sources)

    def _make(self, state: tuple[object, ...]) -> _Made:
        items = {key: item for source in self._sources for key, item in source.items().items()}
        if self._memory is None:
            self._memory = Memory(load_synonyms())
        return _Made(state, Finder(tuple(items.values()), self._memory), {key: n for n, key in enumerate(items)})
