"""Words by their sound: full Pinyin, initials, what sounds alike, and what is written with one wrong character."""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

_CUT = range(2, 5)  # characters of the words that are cut out of names
_WHOLE = 8  # characters of a name that is a word by itself
_READINGS = 2  # of one character that are tried in a word
_SPELLINGS = 8  # of one word
_BEAM, _CHOICES = 4, 3  # readings of letters that are followed, and words of one sound
_NO_WORD = 3.0  # what a letter costs that belongs to no word
_MOST = 24  # letters and digits that are read; more is no word that somebody looks for
_HAN = re.compile("[㐀-鿿]+")


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of a character without tones, the usual one first; ü is v."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # all readings are tried: its phrases would cost 45 MB
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, pinyin  # late: it takes a tenth of a second

    found = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in found))[:_READINGS]


def spellings(word: str) -> list[tuple[str, ...]]:
    """The ways a Chinese word may be read, each as its syllables."""
    return [way for way, _ in zip(product(*map(readings, word)), range(_SPELLINGS), strict=False)]


def plain_letters(text: str) -> str:
    """Letters without tones: "shè bǎo" → "she bao", ü → v."""
    text = unicodedata.normalize("NFC", text.lower()).translate(str.maketrans("üǖǘǚǜ", "vvvvv"))
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def blurred(sound: str) -> str:
    """As many people here say it: zh as z, n and l alike, no difference between -en and -eng, -in and -ing."""
    sound = re.sub("([zcs])h", r"\1", sound).replace("l", "n")
    return re.sub("([ei])ng", r"\1n", sound)


@dataclass(frozen=True)
class Reading:
    """What letters may stand for, and how far-fetched that is: 0 is one well-known word, letter by letter."""

    text: str
    cost: float


class Lexicon:
    """The words of names and synonyms by their sound."""

    def __init__(self, names: Iterable[str], words: Iterable[str]) -> None:
        self.count = _counted(names, words)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_initials: dict[str, list[str]] = defaultdict(list)
        self._by_blur: dict[str, list[str]] = defaultdict(list)
        for word, _ in self.count.most_common():
            ways = spellings(word)
            for sound in {"".join(way) for way in ways}:
                self._by_sound[sound].append(word)
            if len(word) > 1:
                for initials in {"".join(syllable[0] for syllable in way) for way in ways}:
                    self._by_initials[initials].append(word)
        for sound in self._by_sound:
            self._by_blur[blurred(sound)].append(sound)
        self._sounds = sorted(self._by_sound)

    def read(self, letters: str) -> list[Reading]:
        """What letters may stand for, the likeliest first: full Pinyin, initials, both, the last word cut short."""
        letters = letters[:_MOST]
        beams: list[list[Reading]] = [[Reading("", 0.0)], *([] for _ in letters)]
        for end in range(1, len(letters) + 1):
            ways = [Reading(r.text, r.cost + _NO_WORD) for r in beams[end - 1]]
            for start in range(max(0, end - 30), end):
                if beams[start]:
                    ways += self._words(letters[start:end], beams[start], last=end == len(letters))
            beams[end] = _best(ways)
        worst = _NO_WORD * len(letters) / 2
        return [reading for reading in beams[-1] if reading.text and reading.cost < worst]

    def _words(self, sound: str, before: list[Reading], *, last: bool) -> Iterator[Reading]:
        for word, cost in self._meant(sound, last=last):
            yield from (Reading(reading.text + word, reading.cost + cost) for reading in before)

    def _meant(self, sound: str, *, last: bool) -> list[tuple[str, float]]:
        """Words of one sound. Each costs 1 and more the rarer it is; initials and blurred sounds cost more."""
        found = [(word, 1.0) for word in self._by_sound.get(sound, ())[:_CHOICES]]
        if not found:
            near = sorted(self._by_blur.get(blurred(sound), ()), key=lambda s: -self._known(s))[:_CHOICES]
            found = [(self._by_sound[s][0], 1.6) for s in near]
        if len(sound) > 1:
            dear = 1.4 + 2.0 / len(sound)
            found += [(word, dear) for word in self._by_initials.get(sound, ())[:_CHOICES]]
        if last and len(sound) > 3 and not found:
            found = [(word, 1.8) for word in self._beginning_with(sound)]
        return [(word, cost + 1 / (1 + self.count[word]) + 0.05 * place) for place, (word, cost) in enumerate(found)]

    def _beginning_with(self, sound: str) -> list[str]:
        at = bisect_left(self._sounds, sound)
        near = [s for s in self._sounds[at : at + 40] if s.startswith(sound)]
        return [self._by_sound[s][0] for s in sorted(near, key=lambda s: -self._known(s))[:_CHOICES]]

    def _known(self, sound: str) -> int:
        return self.count[self._by_sound[sound][0]]

    def alike(self, word: str) -> list[str]:
        """Known words of the same length that sound the same but are written otherwise, the best known first."""
        sounds = ["".join(way) for way in spellings(word)]
        found = [known for sound in sounds for known in self._by_sound.get(sound, ())]
        if not found:
            near = (s for sound in sounds for s in self._by_blur.get(blurred(sound), ()))
            found = [known for sound in near for known in self._by_sound[sound]]
        found = [known for known in found if len(known) == len(word) and known != word]
        return sorted(dict.fromkeys(found), key=lambda known: -self.count[known])


def _counted(names: Iterable[str], words: Iterable[str]) -> Counter[str]:
    """Words cut out of names that stand in two names at least, or at the beginning or end of one."""
    count: Counter[str] = Counter()
    edges: set[str] = set()
    for name in names:
        pieces: set[str] = set()
        for run in _HAN.findall(name):
            pieces |= {run[at : at + long] for long in _CUT for at in range(len(run) - long + 1)}
            edges |= {run[:long] for long in _CUT} | {run[-long:] for long in _CUT}
            if len(run) <= _WHOLE:
                pieces.add(run)
                edges.add(run)
        count.update(pieces)
    for word in words:
        if _HAN.fullmatch(word):
            count[word] += 2
    return Counter({word: times for word, times in count.items() if times > 1 or word in edges})


def _best(ways: Iterable[Reading]) -> list[Reading]:
    cheapest: dict[str, float] = {}
    for way in ways:
        if way.cost < cheapest.get(way.text, float("inf")):
            cheapest[way.text] = way.cost
    return [Reading(text, cost) for text, cost in sorted(cheapest.items(), key=lambda pair: pair[1])[:_BEAM]]
