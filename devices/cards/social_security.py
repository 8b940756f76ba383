"""The social-security card: which APDUs to send, what its records say, and when the holder's data stay closed.

EF05 (about the card) is open. EF06 (about the holder) is open on cards of versions 1.00 and 2.00; a 3.00 card wants
authentication with a security module, so such a holder must be identified otherwise. The PIN is never tried.
Structure: 社会保障卡规范 LD/T 32, as read in several cities' reader programs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from devices.ports import CardKind, CardText, ReadTrouble

AID = b"sx1.sh." + "社会保障".encode("gbk")
OK = 0x9000
_MOST_FOLLOW_UPS = 4

Transmit = Callable[[bytes], bytes]
"""Sends a command APDU, returns the answer with SW1 SW2; what it raises passes through."""


@dataclass(frozen=True)
class Item:
    """One record: tag, length, value. `size` is the value's length as the rules have it."""

    name: str
    tag: int
    size: int


_CARD_ID = Item("card_id", 0x01, 16)
_VERSION = Item("version", 0x03, 4)
_ISSUED = Item("valid_from", 0x05, 4)
_EXPIRES = Item("valid_until", 0x06, 4)
EF05 = (
    _CARD_ID,
    Item("category", 0x02, 1),
    _VERSION,
    Item("organisation", 0x04, 12),
    _ISSUED,
    _EXPIRES,
    Item("card_no", 0x07, 9),
)
"""In the order of their record numbers, from 1."""

_NUMBER = Item("number", 0x08, 18)
_NAME = Item("name", 0x09, 30)
_NAME_MORE = Item("name_more", 0x4E, 20)
_SEX = Item("sex", 0x0A, 1)
_NATION = Item("nation", 0x0B, 1)
_BIRTHPLACE = Item("birthplace", 0x0C, 3)
_BIRTH = Item("birth", 0x0D, 4)
EF06_V1 = (_NUMBER, _NAME, _SEX, _NATION, _BIRTHPLACE, _BIRTH)
EF06_V2 = (_NUMBER, _NAME, _NAME_MORE, _SEX, _NATION, _BIRTHPLACE, _BIRTH)

_WANTED = frozenset({_CARD_ID, _VERSION, _ISSUED, _EXPIRES, _NUMBER, _NAME, _NAME_MORE, _SEX, _NATION, _BIRTH})
_ALNUM = re.compile(r"[0-9A-Za-z]+")


class File(Enum):
    """A file under the application."""

    EF05 = 0xEF05
    EF06 = 0xEF06


def ef06(version: str) -> tuple[Item, ...]:
    """The holder's records of a card of this version ("1.00"), in the order of their numbers."""
    return EF06_V1 if version.startswith("1") else EF06_V2


# ---- commands


def select_application() -> bytes:
    """SELECT by name."""
    return bytes((0x00, 0xA4, 0x04, 0x00, len(AID))) + AID


def select_file(file: File) -> bytes:
    """SELECT under the application."""
    return bytes((0x00, 0xA4, 0x02, 0x00, 0x02)) + file.value.to_bytes(2, "big")


def read_record(number: int, item: Item) -> bytes:
    """READ RECORD by number of the file just selected; its tag and length come with it."""
    return bytes((0x00, 0xB2, number, 0x04, item.size + 2))


def get_response(size: int) -> bytes:
    """GET RESPONSE, after 61 xx."""
    return bytes((0x00, 0xC0, 0x00, 0x00, size))


# ---- answers


@dataclass(frozen=True)
class Reply:
    """Data and status words of an answer."""

    data: bytes
    words: int

    @property
    def ok(self) -> bool:
        """90 00."""
        return self.words == OK


@dataclass(frozen=True)
class Refused:
    """No holder's data came of the card. `why` is for the log and says nothing of the holder."""

    trouble: ReadTrouble
    why: str


def reply(answer: bytes) -> Reply | None:
    """An answer taken apart; None if it is too short to be one (a card pulled out, a card broken)."""
    return Reply(answer[:-2], int.from_bytes(answer[-2:], "big")) if len(answer) >= 2 else None


def record(data: bytes, item: Item) -> bytes:
    """The value in a record; empty where the record is another one or not whole."""
    if len(data) < 2 or data[0] != item.tag or len(data) < 2 + data[1]:
        return b""
    return data[2 : 2 + data[1]]


def unpadded(value: bytes) -> bytes:
    """Without blanks and fill bytes around; none of these can be part of a GB18030 character."""
    return value.strip(b"\x00\xff ")


def text(value: bytes) -> str:
    """A text in GBK (read as GB18030, which adds rare characters), without padding; half a character is dropped."""
    return unpadded(value).decode("gb18030", "ignore").replace("\0", "").strip()


def bcd(value: bytes) -> str:
    """Digits two to a byte; empty where these are none, or only padding."""
    digits = value.hex()
    return digits if digits.isdigit() and digits.strip("0") else ""


# ---- the exchange


def read_card(transmit: Transmit) -> CardText | Refused:
    """Reads a card's holder through `transmit`; any answers give a typed result."""
    chosen = _send(transmit, select_application())
    if chosen is None:
        return Refused(ReadTrouble.UNREADABLE, "no answer to SELECT")
    if not chosen.ok:
        return Refused(ReadTrouble.NOT_A_DOCUMENT, f"SELECT: {chosen.words:04X}")
    card = _read_file(transmit, File.EF05, EF05)
    if isinstance(card, Refused):
        return card
    version = text(card.get(_VERSION, b""))
    if not version[:1].isdigit():
        return Refused(ReadTrouble.UNREADABLE, "EF05 has no version")
    if version >= "3":
        return Refused(ReadTrouble.HOLDER_LOCKED, f"version {version[:4]}")
    holder = _read_file(transmit, File.EF06, ef06(version))
    return holder if isinstance(holder, Refused) else card_text({**card, **holder})


def card_text(values: dict[Item, bytes]) -> CardText | Refused:
    """The holder that records speak of. The issuer is the code of the region that gave the card out."""
    name = text(unpadded(values.get(_NAME, b"")) + unpadded(values.get(_NAME_MORE, b"")))
    number = text(values.get(_NUMBER, b""))
    if not name or not _ALNUM.fullmatch(number):
        return Refused(ReadTrouble.UNREADABLE, "EF06 has no name or number")
    return CardText(
        kind=CardKind.SOCIAL_SECURITY,
        name=name,
        number=number,
        sex=text(values.get(_SEX, b"")),
        nation=bcd(values.get(_NATION, b"")),
        birth=bcd(values.get(_BIRTH, b"")),
        issuer=bcd(values.get(_CARD_ID, b"")[:3]),
        valid_from=bcd(values.get(_ISSUED, b"")),
        valid_until=bcd(values.get(_EXPIRES, b"")),
    )


def _read_file(transmit: Transmit, file: File, items: Iterable[Item]) -> dict[Item, bytes] | Refused:
    chosen = _send(transmit, select_file(file))
    if chosen is None or not chosen.ok:
        return _closed(file, chosen)
    values: dict[Item, bytes] = {}
    for number, item in enumerate(items, start=1):
        if item not in _WANTED:
            continue
        answer = _send(transmit, read_record(number, item))
        if answer is None or answer.words in _LOCKED:
            return _closed(file, answer)
        if answer.ok:
            values[item] = record(answer.data, item)
    return values


_LOCKED = frozenset({0x6982, 0x6985, 0x6983})


def _closed(file: File, answer: Reply | None) -> Refused:
    if answer is None:
        return Refused(ReadTrouble.UNREADABLE, f"{file.name}: no answer")
    locked = answer.words in _LOCKED and file is File.EF06
    trouble = ReadTrouble.HOLDER_LOCKED if locked else ReadTrouble.UNREADABLE
    return Refused(trouble, f"{file.name}: {answer.words:04X}")


def _send(transmit: Transmit, command: bytes) -> Reply | None:
    """Follows "more data" (61 xx) and "other length" (6C xx), a few times at most."""
    answer = reply(transmit(command))
    data = b""
    for _ in range(_MOST_FOLLOW_UPS):
        if answer is None:
            return None
        kind, size = answer.words >> 8, answer.words & 0xFF
        data += answer.data
        if kind == 0x61:
            answer = reply(transmit(get_response(size)))
        elif kind == 0x6C and len(command) == 5:
            data = b""
            answer = reply(transmit(command[:4] + bytes([size])))
        else:
            return Reply(data, answer.words)
    return None if answer is None else Reply(data + answer.data, answer.words)
