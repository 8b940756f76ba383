"""What people type and what services are called, as one row of tokens: words that mean the same become one token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server_stub.catalogue.files import FOLDER, CatalogueError
from server_stub.data_files import load_yaml

_PLACE = "synonyms.yaml"
_PARTS = re.compile(r"[a-z0-9]+|[^\W_]|\s+")
_WORD_MARK = "§"  # before a token that stands for a group of words


def normalised(text: str) -> str:
    """Half width, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def is_word(token: str) -> bool:
    """Whether a token stands for a group of words, not for a character."""
    return token.startswith(_WORD_MARK)


@dataclass(frozen=True)
class Synonyms:
    """`synonyms.yaml`: each word's token ("" for what says nothing), and what a token also means."""

    tokens: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]]
    kept: frozenset[str]  # words that stay as they are
    light: frozenset[str]  # characters that say nothing by themselves, but may be part of a word: 从 in 从业
    lengths: Mapping[str, tuple[int, ...]]  # of the words that begin with a character, the longest first

    def tokenised(self, text: str, *, keep_all: bool = False) -> list[str]:
        """The tokens of a normalised text; `keep_all` also those that say nothing."""
        found: list[str] = []
        at = 0
        while at < len(text):
            word = self._word_at(text, at)
            if word is None:
                part = _PARTS.match(text, at)
                at = part.end() if part else at + 1
                if part and not part[0].isspace():
                    found.append(part[0])
                continue
            at += len(word)
            token = self.tokens.get(word)
            if word in self.kept or (token == "" and keep_all):
                found += word
            elif token:
                found.append(token)
        return found

    def _word_at(self, text: str, at: int) -> str | None:
        for length in self.lengths.get(text[at], ()):
            word = text[at : at + length]
            if word in self.tokens or word in self.kept:
                return word
        return None


def load_synonyms(folder: Path = FOLDER) -> Synonyms:
    """The file's. CatalogueError where a word stands in two groups, or is of another shape than a word."""
    content = load_yaml(folder / _PLACE)
    tokens: dict[str, str] = {}
    for group in content["same"]:
        words = [_word(word) for word in group]
        for word in words:
            if tokens.setdefault(word, _WORD_MARK + words[0]) != _WORD_MARK + words[0]:
                raise CatalogueError(_PLACE, f"{word} stands in two groups")
    also = _also(content["means"], tokens)
    stop = list(map(_word, content["stop"]))
    kept = frozenset(map(_word, content["apart"]))
    if both := (kept | set(stop)) & set(tokens) | kept & set(stop):
        raise CatalogueError(_PLACE, f"{', '.join(sorted(both))}: in a group, and to be left out or as it is")
    tokens |= {word: "" for word in stop if len(word) > 1}
    light = frozenset(word for word in stop if len(word) == 1)
    return Synonyms(tokens, also, kept, light, _lengths((*tokens, *kept)))


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _also(means: Sequence[Mapping[str, Any]], tokens: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Words that stand in no group get tokens of their own."""
    also: dict[str, tuple[str, ...]] = {}
    for line in means:
        called = [tokens.setdefault(word, _WORD_MARK + word) for word in map(_word, line["called"])]
        for word in map(_word, line["said"]):
            token = tokens.setdefault(word, _WORD_MARK + word)
            also[token] = tuple(dict.fromkeys((*also.get(token, ()), *called)))
    return also


def _word(word: Any) -> str:
    found = normalised(str(word))
    if not 0 < len(found) <= 20:
        raise CatalogueError(_PLACE, f"{word!r} is no word")
    return found
