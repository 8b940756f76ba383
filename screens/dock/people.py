"""The sample citizens as the platform lists them, and the cards they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from screens.dock.outcomes import displayable, parse_list
from screens.dock.words import Words

KINDS: Mapping[str, Words] = {
    "resident": Words("身份证", "ID card"),
    "hmt-residence": Words("港澳台居住证", "HK/Macao/Taiwan permit"),
    "foreigner-2017": Words("外国人永居证", "Foreigner's permit"),
    "foreigner-2023": Words("外国人永居证 2023", "Foreigner's permit 2023"),
    "social-security": Words("社保卡", "Social-security card"),
}
"""The kinds of cards that emulators can show."""

SHORT: Mapping[str, Words] = {
    "resident": Words("身份证", "ID card"),
    "hmt-residence": Words("居住证", "HMT permit"),
    "foreigner-2017": Words("永居证", "Foreigner ID"),
    "foreigner-2023": Words("永居证 2023", "Foreigner ID 2023"),
    "social-security": Words("社保卡", "Social card"),
}
"""The same where there is little room."""


@dataclass(frozen=True)
class Card:
    """A made-up card. `content` is the whole card, sent to the emulator as it came."""

    kind: str
    name: str
    number: str
    content: Mapping[str, object] = field(repr=False, hash=False)

    @property
    def kind_words(self) -> Words:
        """What the card is called."""
        return KINDS.get(self.kind, Words(self.kind, self.kind))

    @property
    def short_words(self) -> Words:
        """What it is called where there is little room."""
        return SHORT.get(self.kind, self.kind_words)


@dataclass(frozen=True)
class Case:
    """A case of a citizen, with what its slip shows."""

    number: str
    query_code: str
    title: Words


@dataclass(frozen=True)
class Citizen:
    """Somebody made up, with a word on what they show."""

    key: str
    label: Words
    cards: tuple[Card, ...]
    phone: str = field(default="", repr=False)
    cases: tuple[Case, ...] = ()
    face: str = ""  # who plays them before the face camera; empty: nobody

    @property
    def name(self) -> str:
        """The name on the first card."""
        return self.cards[0].name if self.cards else ""

    def fits(self, typed: str) -> bool:
        """Whether every word typed occurs in name, number, label or kind of card (either language)."""
        kinds = (card.kind_words for card in self.cards)
        texts = [self.key, self.label.zh, self.label.en, *(text for kind in kinds for text in (kind.zh, kind.en))]
        texts += [text for card in self.cards for text in (card.name, card.number, _text(card.content, "english_name"))]
        whole = "\n".join(texts).casefold()
        return all(word in whole for word in typed.casefold().split())


def read_citizens(data: bytes) -> tuple[Citizen, ...] | None:
    """Reads `GET /demo/citizens`. None if it is no list; entries that make no sense are left out."""
    entries = parse_list(data)
    return None if entries is None else tuple(_citizens(entries))


def _citizens(entries: list[object]) -> Iterator[Citizen]:
    for entry in entries:
        if isinstance(entry, dict) and (key := _text(entry, "key")):
            cards = tuple(_card(card) for card in _objects(entry.get("cards")))
            cases = tuple(_case(case) for case in _objects(entry.get("cases")))
            label = _without_name(read_words(entry.get("label")), cards[0].name if cards else "")
            yield Citizen(key, label, cards, _text(entry, "phone"), cases, _text(entry, "face"))


def _without_name(label: Words, name: str) -> Words:
    """The label without the name it may begin with: that stands above it."""
    begins = tuple(f"{name}{colon}" for colon in ("：", ": ", ":")) if name else ()
    zh, en = (next((t[len(b) :].strip() for b in begins if t.startswith(b)), t) for t in (label.zh, label.en))
    return Words(zh, en)


def _objects(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _case(fields: dict[str, object]) -> Case:
    return Case(_text(fields, "number"), _text(fields, "query_code"), read_words(fields.get("title")))


def _card(content: dict[str, object]) -> Card:
    return Card(_text(content, "kind"), _text(content, "name"), _text(content, "number"), content)


def read_businesses(data: bytes) -> tuple[tuple[str, Words], ...]:
    """Reads `GET /demo/businesses`: key and title of each; empty for anything else."""
    entries = parse_list(data)
    return tuple((key, read_words(entry.get("title"))) for entry in _objects(entries) if (key := _text(entry, "key")))


def read_words(value: object) -> Words:
    """A platform's text `{zh, en?}`, or a plain string."""
    if isinstance(value, dict):
        return Words(_text(value, "zh"), _text(value, "en"))
    return Words(displayable(value), "") if isinstance(value, str) else Words("", "")


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return displayable(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
