"""Finding items by what somebody types: Chinese, Pinyin, initials, a mixture, one wrong character."""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import product

from server_stub.catalogue.search.index import Hit, Index, Item
from server_stub.catalogue.search.sounds import Lexicon, Reading, plain_letters
from server_stub.catalogue.search.words import Synonyms, normalised

_LATIN = re.compile(r"[a-z0-9' ]*[a-z][a-z0-9' ]*")
_HAN = re.compile("[㐀-鿿]+")
_READINGS = 4  # of a whole query that are looked for
_FAR_FETCHED = 1.5  # beside the likeliest one: not looked for
_DOUBT = 0.15  # what a reading loses for each point that it is more far-fetched than the likeliest
_TYPING = 0.5  # how far-fetched it is that something else was meant than what stands there
_NOISE = 0.35  # of the best one's score: what is below answers something else
_WEAK = 0.4  # below that nothing answers; everyday phrasings get 0.8 and more


class Why(Enum):
    """By what an item was found."""

    TITLE = "title"
    ALIAS = "alias"
    PINYIN = "pinyin"
    TYPING = "typing"  # something that sounds alike stands there
    TEXT = "text"  # its situations, conditions or result


@dataclass(frozen=True)
class Found:
    """An item and why; `words` are the name that fits, or what the letters were read as."""

    item: Item
    why: Why
    words: str


@dataclass(frozen=True)
class _Meant:
    """What a query may mean."""

    text: str
    doubt: float
    why: Why | None = None


@dataclass
class Memory:
    """What was made for earlier items and is good for later ones too, as long as the synonyms are the same."""

    synonyms: Synonyms
    features: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lexicons: dict[tuple[str, ...], Lexicon] = field(default_factory=dict)  # of the last names

    def lexicon(self, names: tuple[str, ...]) -> Lexicon:
        """The words of these names by their sound."""
        found = self.lexicons.get(names)
        if found is None:
            found = Lexicon(names, self.synonyms.tokens)
            self.lexicons = {names: found}
        return found


class Finder:
    """Items, ready to be found. What it needs for letters is made with the first query that has some."""

    def __init__(self, items: Sequence[Item], memory: Memory) -> None:
        self._synonyms, self._memory = memory.synonyms, memory
        self._names = tuple(name for item in items for name in item.names)
        self._index = Index(items, memory.synonyms, known=memory.features)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return self._memory.lexicon(self._names)

    @property
    def is_warm(self) -> bool:
        """Whether what letters need is made."""
        return "_lexicon" in vars(self)

    def warm_up(self) -> None:
        """Makes beforehand what the first query would wait for."""
        self.find("yu re", None, {}, 1)

    def find(self, query: str, allowed: Collection[int] | None, prior: Mapping[str, float], limit: int) -> list[Found]:
        """The best answers, the best first. `allowed` are places of items; `prior` is added by code."""
        best: dict[str, tuple[float, Hit, _Meant]] = {}
        for meant in self._meanings(plain_letters(normalised(query))):
            tokens = self._synonyms.tokenised(meant.text) or self._synonyms.tokenised(meant.text, keep_all=True)
            trust = math.exp(-_DOUBT * meant.doubt)
            for hit in self._index.search(tokens, meant.text, allowed):
                score = trust * hit.score + prior.get(hit.item.code, 0.0)
                if score > best.get(hit.item.code, (0.0,))[0]:
                    best[hit.item.code] = (score, hit, meant)
        first = heapq.nsmallest(limit, best.values(), key=lambda one: (-one[0], one[1].item.code))
        return [_found(hit, meant) for score, hit, meant in first if score >= max(_NOISE * first[0][0], _WEAK)]

    def _meanings(self, query: str) -> Iterator[_Meant]:
        if not re.search("[a-z]", query):
            yield _Meant(query, 0.0)
            if (corrected := self._corrected(query)) != query:
                yield _Meant(corrected, _TYPING, Why.TYPING)
            return
        parts = [self._readings(part) for part in _parts(query)]
        ways = [(sum(r.cost for r in way), "".join(r.text for r in way)) for way in product(*parts)]
        ways = heapq.nsmallest(_READINGS, ways)
        for cost, text in ways:
            if cost - ways[0][0] < _FAR_FETCHED:
                yield _Meant(text, cost - ways[0][0], None if text == query else Why.PINYIN)

    def _readings(self, part: str) -> list[Reading]:
        """What a run of letters may stand for; words that stand in names like that (ktv) stay as they are."""
        as_it_is = Reading(part, 0.0)
        if not _LATIN.fullmatch(part):
            return [as_it_is]
        if all(self._index.knows(word) for word in part.split()):
            return [as_it_is]
        return self._lexicon.read(re.sub("[ ']", "", part)) or [as_it_is]

    def _corrected(self, query: str) -> str:
        """With words that sound alike for what is no word: 社宝卡 → 社保卡."""
        done, at = "", 0
        while at < len(query):
            for long in (4, 3, 2):
                piece = query[at : at + long]
                if len(piece) == long and _HAN.fullmatch(piece) and not self._is_known(piece):
                    other = next(iter(self._lexicon.alike(piece)), "")
                    if other and self._lexicon.count[other] > 1:
                        done, at = done + other, at + long
                        break
            else:
                done, at = done + query[at], at + 1
        return done

    def _is_known(self, piece: str) -> bool:
        """Whether each two characters in a row stand so in some name."""
        return all(self._index.knows(f"·{piece[i : i + 2]}") for i in range(len(piece) - 1))


def _parts(query: str) -> list[str]:
    """Runs of letters and what is between them."""
    parts, at = [], 0
    for run in _LATIN.finditer(query):
        parts += [query[at : run.start()], run[0]]
        at = run.end()
    return [part for part in (*parts, query[at:]) if part.strip()]


def _found(hit: Hit, meant: _Meant) -> Found:
    if meant.why is not None:
        return Found(hit.item, meant.why, meant.text)
    if hit.name < 0:
        return Found(hit.item, Why.TEXT, "")
    return Found(hit.item, Why.ALIAS if hit.name else Why.TITLE, hit.item.names[hit.name])
