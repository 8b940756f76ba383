"""Everything that can be found, and how well it answers a row of tokens."""

from __future__ import annotations

import heapq
import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import intern

from server_stub.catalogue.search.words import Synonyms, is_word, normalised


@dataclass(frozen=True)
class Item:
    """Something that people look for: a service, a life event. `keywords` are words of what it is about."""

    kind: str
    code: str
    title: str
    english: str = ""
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    field: str = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What it is called: the title first."""
        return (self.title, *self.aliases)


@dataclass(frozen=True)
class Weights:
    """How much counts what; tried by leaving out each everyday name of the catalogue in turn and looking for it."""

    character: float = 0.15  # one character; a word that stands for a group counts 1
    pair: float = 0.3  # two tokens in a row
    raw_pair: float = 0.2  # two characters as they are written
    raw_character: float = 0.3  # a character inside a word that stands for a group
    text: float = 0.45  # what is only found in a text, an option or the field; in a name it counts 1
    unknown: float = 0.5  # what stands nowhere, beside the rarest thing that is known
    meaning: float = 0.9  # what a word also means
    name: float = 0.8  # how well one name fits, beside how much of the query the item covers


_JUDGED = 80  # items that cover most of a query; the others are not looked at any closer


def _numbers() -> array[int]:
    return array("I")


@dataclass(frozen=True)
class Unit:
    """One thing a query says, and the features that answer it with what weight."""

    weight: float
    answers: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Hit:
    """An item, how well it answers (about 0 to 2), and the name that fits best; 0 is the title, -1 none."""

    item: Item
    score: float
    name: int


class Index:
    """Items by the features of their names and texts."""

    def __init__(
        self,
        items: Sequence[Item],
        synonyms: Synonyms,
        weights: Weights = Weights(),
        known: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.items, self._synonyms, self._weights = items, synonyms, weights
        self.known = {} if known is None else known  # features by text; texts of an earlier index may be in it
        self._names: dict[str, array[int]] = defaultdict(_numbers)  # feature → names that have it
        self._named: dict[str, array[int]] = defaultdict(_numbers)  # feature → items that have it in a name
        self._texts: dict[str, array[int]] = defaultdict(_numbers)  # feature → items that have it in a text only
        self._count = 0  # of names
        self._first: list[int] = []
        for number, item in enumerate(items):
            self._first.append(self._count)
            self._add(number, item)
        self._first.append(self._count)
        self._weight_of = self._weigh()
        self._unknown = self._weights.unknown * math.log(1 + 2 * len(items))
        names = (name for item in items for name in item.names)
        self._sizes = [sum(self._weight_of[f] for f in self._features(name)) for name in names]

    def _add(self, number: int, item: Item) -> None:
        in_names: set[str] = set()
        for name in item.names:
            for feature in self._features(name):
                self._names[feature].append(self._count)
                in_names.add(feature)
            self._count += 1
        for feature in in_names:
            self._named[feature].append(number)
        texts = (item.english, item.field, *item.keywords, *item.options)
        for feature in {feature for text in texts for feature in self._features(text)} - in_names:
            self._texts[feature].append(number)

    def search(self, tokens: Sequence[str], raw: str, allowed: Collection[int] | None = None) -> list[Hit]:
        """What has most of it, unsorted. `allowed` are numbers of items."""
        units = list(self._units(tokens, raw))
        total = sum(unit.weight for unit in units)
        by_item, by_name = [0.0] * len(self.items), [0.0] * self._count
        for unit in units:
            self._add_to_items(unit, by_item)
            self._add_to_names(unit, by_name)
        covering = [n for n, covered in enumerate(by_item) if covered and (allowed is None or n in allowed)]
        hits = []
        for number in heapq.nlargest(_JUDGED, covering, key=by_item.__getitem__):
            first, past = self._first[number], self._first[number + 1]
            likeness, name = max((by_name[n] / (total + self._sizes[n]), first - n) for n in range(first, past))
            score = by_item[number] / total + self._weights.name * likeness
            hits.append(Hit(self.items[number], score, -name if likeness else -1))
        return hits

    def knows(self, feature: str) -> bool:
        """Whether something has it."""
        return feature in self._weight_of

    def _add_to_items(self, unit: Unit, by_item: list[float]) -> None:
        """To each item what the best of the answers that it has gives; in a text it gives less than in a name."""
        if len(unit.answers) == 1:
            ((feature, _),) = unit.answers
            for number in self._named.get(feature, ()):
                by_item[number] += unit.weight
            for number in self._texts.get(feature, ()):
                by_item[number] += unit.weight * self._weights.text
            return
        shares: dict[int, float] = {}
        for feature, share in unit.answers:
            for postings, given in ((self._named, share), (self._texts, share * self._weights.text)):
                for number in postings.get(feature, ()):
                    shares[number] = max(given, shares.get(number, 0.0))
        for number, share in shares.items():
            by_item[number] += unit.weight * share

    def _add_to_names(self, unit: Unit, by_name: list[float]) -> None:
        """To each name what the answers cover of the query and of the name itself."""
        if len(unit.answers) == 1:
            ((feature, _),) = unit.answers
            both = unit.weight + self._weight_of.get(feature, 0.0)
            for name in self._names.get(feature, ()):
                by_name[name] += both
            return
        shares: dict[int, float] = {}
        for feature, share in unit.answers:
            of_name = share * self._weight_of.get(feature, 0.0)
            for name in self._names.get(feature, ()):
                by_name[name] += of_name
                shares[name] = max(share, shares.get(name, 0.0))
        for name, share in shares.items():
            by_name[name] += unit.weight * share

    def _units(self, tokens: Sequence[str], raw: str) -> Iterator[Unit]:
        also, factor = self._synonyms.also, self._weights.meaning
        for feature in dict.fromkeys(self._of(tokens, raw)):
            meanings = [m for m in also.get(feature, ()) if m in self._weight_of]
            own = self._weight_of.get(feature) or self._factor(feature) * self._unknown
            weight = max(own, *(factor * self._weight_of[m] for m in meanings), 0.0)
            yield Unit(weight, ((feature, 1.0), *((m, factor) for m in meanings)))

    # ---- features: a token, "a b" for two in a row, "·ab" for two characters as they are written

    def _features(self, text: str) -> tuple[str, ...]:
        known = self.known.get(text)
        if known is None:  # many services ask the same questions
            plain = normalised(text)
            found = self._of(self._synonyms.tokenised(plain), plain)
            known = self.known[text] = tuple({intern(feature): None for feature in found})
        return known

    def _of(self, tokens: Sequence[str], raw: str) -> Iterator[str]:
        light = self._synonyms.light
        heavy = [t for t in tokens if t not in light]
        yield from heavy
        for row in (tokens, heavy) if len(heavy) < len(tokens) else (tokens,):
            yield from (f"{a} {b}" for a, b in zip(row, row[1:], strict=False))
        yield from (f"·{c}" for c in raw if c > "㐀" and c not in light)
        yield from (f"·{raw[i : i + 2]}" for i in range(len(raw) - 1) if raw[i] > "㐀" and raw[i + 1] > "㐀")

    def _weigh(self) -> dict[str, float]:
        """What each feature weighs: the rarer the more (BM25's idf over items)."""
        count = len(self.items)
        weights = {}
        for feature in {**self._named, **self._texts}:
            having = len(self._named.get(feature, ()) or self._texts[feature])
            weights[feature] = self._factor(feature) * math.log(1 + (count - having + 0.5) / (having + 0.5))
        return weights

    def _factor(self, feature: str) -> float:
        weights = self._weights
        if feature.startswith("·"):
            return weights.raw_pair if len(feature) > 2 else weights.raw_character
        if " " in feature:
            return weights.pair
        return 1.0 if is_word(feature) or feature.isascii() else weights.character
