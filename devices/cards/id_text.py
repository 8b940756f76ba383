"""The 256 bytes of text on an ID card: UTF-16LE, padded with blanks, one table per kind of card.

The same tables decode what a reader brings and encode what the emulator sends. The layout with flag Y (foreigners,
2023) is known from one source only: a card is taken for read only where the number found there proves the places right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from devices.ports import CardKind, CardText

BLOCK = 256
_FLAG_AT = 248
_ADDRESS_BYTES, _ADDRESS_ITEMS = 70, 4
_ALNUM = re.compile(r"[0-9A-Za-z]+")
_NUMBER_2023 = re.compile(r"9[0-9]{16}[0-9X]")


@dataclass(frozen=True)
class Field:
    """One item: the name it has in CardText, where it begins and how many bytes it may take.

    Two of one name: what does not fit into the first place goes on in the second.
    """

    name: str
    offset: int
    size: int


@dataclass(frozen=True)
class Layout:
    """One kind of card."""

    kind: CardKind
    flag: str
    fields: tuple[Field, ...]
    confirmed: bool = True


_RESIDENT = (
    Field("name", 0, 30),
    Field("sex", 30, 2),
    Field("nation", 32, 4),
    Field("birth", 36, 16),
    Field("address", 52, 70),
    Field("number", 122, 36),
    Field("issuer", 158, 30),
    Field("valid_from", 188, 16),
    Field("valid_until", 204, 16),
)
_HMT = (
    *(item for item in _RESIDENT if item.name != "nation"),
    Field("pass_number", 220, 18),
    Field("issue_count", 238, 4),
)
_FOREIGNER = (
    Field("english_name", 0, 120),
    Field("sex", 120, 2),
    Field("number", 122, 30),
    Field("nationality", 152, 6),
    Field("name", 158, 30),
    Field("valid_from", 188, 16),
    Field("valid_until", 204, 16),
    Field("birth", 220, 16),
    Field("version", 236, 4),
    Field("issuer", 240, 8),
)
_FOREIGNER_2023 = (
    Field("name", 0, 30),
    Field("sex", 30, 2),
    Field("issue_count", 32, 4),
    Field("birth", 36, 16),
    Field("english_name", 52, 70),
    Field("number", 122, 36),
    Field("valid_from", 188, 16),
    Field("valid_until", 204, 16),
    Field("english_name", 220, 22),
    Field("nationality", 242, 6),
)

LAYOUTS = (
    Layout(CardKind.RESIDENT, " ", _RESIDENT),
    Layout(CardKind.HMT_RESIDENCE, "J", _HMT),
    Layout(CardKind.FOREIGNER_2017, "I", _FOREIGNER),
    Layout(CardKind.FOREIGNER_2023, "Y", _FOREIGNER_2023, confirmed=False),
)
_BY_FLAG = {layout.flag: layout for layout in LAYOUTS} | {"\0": LAYOUTS[0]}
_BY_KIND = {layout.kind: layout for layout in LAYOUTS}


class WhyNot(Enum):
    """Why bytes are no card text."""

    LENGTH = "not 256 bytes"
    UNCONFIRMED = "unconfirmed layout"
    UNKNOWN_FLAG = "unknown type flag"
    NO_NUMBER = "no document number"
    NO_NAME = "no name"


@dataclass(frozen=True)
class NotACard:
    """These bytes are not the text of a card we know."""

    why: WhyNot


def decode(block: bytes) -> CardText | NotACard:
    """What the card says; sex and nation stay the codes that stand there."""
    if len(block) != BLOCK:
        return NotACard(WhyNot.LENGTH)
    flag = block[_FLAG_AT : _FLAG_AT + 2].decode("utf-16-le", "replace")
    layout = _BY_FLAG.get(flag)
    if layout is None:
        return NotACard(WhyNot.UNKNOWN_FLAG)
    raw: dict[str, bytes] = {}
    for item in layout.fields:
        raw[item.name] = raw.get(item.name, b"") + block[item.offset : item.offset + item.size]
    values = {name: _text(bytes_) for name, bytes_ in raw.items()}
    values.setdefault("name", "")
    if not _ALNUM.fullmatch(values["number"]):
        return NotACard(WhyNot.NO_NUMBER)
    if not layout.confirmed and not _is_number_of_2023(values["number"]):
        return NotACard(WhyNot.UNCONFIRMED)
    if not (values["name"] or values.get("english_name")):
        return NotACard(WhyNot.NO_NAME)
    return CardText(kind=layout.kind, **values)


def newest_address(data: bytes) -> str:
    """What the answer to 30 03 says: one to four items of 70 bytes, the address going on from one to the next."""
    return _text(data)


def encode_newest_address(address: str) -> bytes:
    """The data of an answer to 30 03; ValueError for more than its four items take."""
    raw = address.encode("utf-16-le")
    if len(raw) > _ADDRESS_ITEMS * _ADDRESS_BYTES:
        raise ValueError(f"newest_address takes {len(raw)} bytes, {_ADDRESS_ITEMS * _ADDRESS_BYTES} are there")
    items = max(1, -(-len(raw) // _ADDRESS_BYTES))
    return raw + b" \0" * ((items * _ADDRESS_BYTES - len(raw)) // 2)


def _is_number_of_2023(number: str) -> bool:
    """18 characters that begin with 9, the last one by ISO 7064 MOD 11-2 (DOMAIN.md 1.4)."""
    if not _NUMBER_2023.fullmatch(number):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return number[17] == "10X98765432"[total % 11]


def _text(raw: bytes) -> str:
    """Half of a surrogate pair, left where a long text was cut off, says nothing and goes with the padding."""
    return raw.decode("utf-16-le", "ignore").replace("\0", " ").strip()


def encode(kind: CardKind, values: Mapping[str, str]) -> bytes:
    """The block of a card that says `values` (by CardText's names); ValueError if one does not fit or has no place."""
    layout = _BY_KIND[kind]
    block = bytearray(" ".encode("utf-16-le") * (BLOCK // 2))
    unknown = set(values) - {item.name for item in layout.fields}
    if any(values[name] for name in unknown):
        raise ValueError(f"a {kind.value} card has no {', '.join(sorted(unknown))}")
    left = {item.name: values.get(item.name, "").encode("utf-16-le") for item in layout.fields}
    for item in layout.fields:
        part, left[item.name] = left[item.name][: item.size], left[item.name][item.size :]
        block[item.offset : item.offset + len(part)] = part
    for name in left:
        if left[name]:
            room = sum(item.size for item in layout.fields if item.name == name)
            raise ValueError(f"{name} takes {room + len(left[name])} bytes, {room} are there")
    block[_FLAG_AT : _FLAG_AT + 2] = layout.flag.encode("utf-16-le")
    return bytes(block)


def fields_of(kind: CardKind) -> frozenset[str]:
    """The names of the items a kind of card has."""
    return frozenset(item.name for item in _BY_KIND[kind].fields)
