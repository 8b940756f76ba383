"""Everything that can be found, and how well it answers a row of tokens."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

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

    def __init__(self, items: Sequence[Item], synonyms: Synonyms, weights: Weights = Weights()) -> None:
        self.items, self._synonyms, self._weights = items, synonyms, weights
        self._names: dict[str, array[int]] = defaultdict(_numbers)  # feature → names that have it
        self._texts: dict[str, array[int]] = defaultdict(_numbers)  # feature → items whose texts have it
        self._known: dict[str, tuple[str, ...]] = {}
        self._owner: list[int] = []
        self._first: list[int] = []
        features_of: list[tuple[str, ...]] = []
        for number, item in enumerate(items):
            self._first.append(len(self._owner))
            for name in item.names:
                features = self._features(name)
                for feature in features:
                    self._names[feature].append(len(self._owner))
                features_of.append(features)
                self._owner.append(number)
            self._add_texts(number, item)
        self._weight_of = self._weigh()
        self._unknown = self._weights.unknown * math.log(1 + 2 * len(items))
        self._sizes = [sum(self._weight_of[f] for f in features) for features in features_of]

    def search(self, tokens: Sequence[str], raw: str, allowed: Collection[int] | None = None) -> list[Hit]:
        """All that has something of it, unsorted. `allowed` are numbers of items."""
        units = list(self._units(tokens, raw))
        total = sum(unit.weight for unit in units)
        if not total:
            return []
        by_name: dict[int, float] = defaultdict(float)
        by_item: dict[int, float] = defaultdict(float)
        for unit in units:
            self._answer(unit, by_name, by_item)
        best: dict[int, tuple[float, int]] = {}
        for name, overlap in by_name.items():
            owner = self._owner[name]
            likeness = overlap / (total + self._sizes[name])
            if likeness > best.get(owner, (0.0, 0))[0]:
                best[owner] = (likeness, name - self._first[owner])
        hits = []
        for number, covered in by_item.items():
            if allowed is None or number in allowed:
                likeness, name = best.get(number, (0.0, -1))
                hits.append(Hit(self.items[number], covered / total + self._weights.name * likeness, name))
        return hits

    def knows(self, feature: str) -> bool:
        """Whether something has it."""
        return feature in self._weight_of

    def _answer(self, unit: Unit, by_name: dict[int, float], by_item: dict[int, float]) -> None:
        """Adds what a unit gives: to an item the best of its answers, to a name also how much of the name it is."""
        names: dict[int, float] = {}
        items: dict[int, float] = {}
        for feature, share in unit.answers:
            of_name = share * self._weight_of.get(feature, 0.0)
            for name in self._names.get(feature, ()):
                by_name[name] += of_name
                if share > names.get(name, 0.0):
                    names[name] = share
                    owner = self._owner[name]
                    if share > items.get(owner, 0.0):
                        items[owner] = share
            in_text = share * self._weights.text
            for number in self._texts.get(feature, ()):
                if in_text > items.get(number, 0.0):
                    items[number] = in_text
        for name, share in names.items():
            by_name[name] += unit.weight * share
        for number, share in items.items():
            by_item[number] += unit.weight * share

    def _units(self, tokens: Sequence[str], raw: str) -> Iterator[Unit]:
        also, factor = self._synonyms.also, self._weights.meaning
        for feature in dict.fromkeys(self._of(tokens, raw)):
            meanings = [m for m in also.get(feature, ()) if m in self._weight_of]
            own = self._weight_of.get(feature) or self._factor(feature) * self._unknown
            weight = max(own, *(factor * self._weight_of[m] for m in meanings), 0.0)
            yield Unit(weight, ((feature, 1.0), *((m, factor) for m in meanings)))

    # ---- features: a token, "a b" for two in a row, "·ab" for two characters as they are written

    def _features(self, text: str) -> tuple[str, ...]:
        known = self._known.get(text)
        if known is None:  # many services ask the same questions
            plain = normalised(text)
            known = self._known[text] = tuple(dict.fromkeys(self._of(self._synonyms.tokenised(plain), plain)))
        return known

    def _of(self, tokens: Sequence[str], raw: str) -> Iterator[str]:
        light = self._synonyms.light
        heavy = [t for t in tokens if t not in light]
        yield from heavy
        for row in (tokens, heavy) if len(heavy) < len(tokens) else (tokens,):
            yield from (f"{a} {b}" for a, b in zip(row, row[1:], strict=False))
        yield from (f"·{c}" for c in raw if c > "㐀" and c not in light)
        yield from (f"·{raw[i : i + 2]}" for i in range(len(raw) - 1) if raw[i] > "㐀" and raw[i + 1] > "㐀")

    def _add_texts(self, number: int, item: Item) -> None:
        texts = (item.english, item.field, *item.keywords, *item.options)
        for feature in {feature for text in texts for feature in self._features(text)}:
            self._texts[feature].append(number)

    def _weigh(self) -> dict[str, float]:
        """What each feature weighs: the rarer the more (BM25's idf over items)."""
        count = len(self.items)
        weights = {}
        for feature in {**self._names, **self._texts}:
            having = {self._owner[name] for name in self._names.get(feature, ())} or self._texts[feature]
            rarity = math.log(1 + (count - len(having) + 0.5) / (len(having) + 0.5))
            weights[feature] = self._factor(feature) * rarity
        return weights

    def _factor(self, feature: str) -> float:
        weights = self._weights
        if feature.startswith("·"):
            return weights.raw_pair if len(feature) > 2 else weights.raw_character
        if " " in feature:
            return weights.pair
        return 1.0 if is_word(feature) or feature.isascii() else weights.character
