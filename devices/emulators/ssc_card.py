"""A social-security card's side of the APDUs: application, two files, records. v3.00 keeps the holder's file closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from devices.cards.social_security import AID, EF05, File, Item, ef06
from devices.emulators.cards import words

ATR = bytes.fromhex("3B6D00000053432053534520312E30302E")
"""T=0, with historical bytes of no meaning."""

_DONE, _NOT_FOUND, _NO_RECORD, _CLOSED = b"\x90\x00", b"\x6a\x82", b"\x6a\x83", b"\x69\x82"
_WRONG_WAY, _UNKNOWN = b"\x6a\x86", b"\x6d\x00"
_DEFAULTS = {"category": "1", "organisation": "420100000000", "card_no": "A00000001"}


def records(card: Mapping[str, Any]) -> dict[File, list[bytes]]:
    """The card's records in the order of their numbers; ValueError where an item does not fit."""
    texts = _DEFAULTS | words(card)
    version = texts.get("ssc_version") or "2.00"
    region = (texts.get("region") or "420100")[:6].ljust(6, "0")
    values = {
        **texts,
        "version": version,
        "card_id": region + "0" * 26,
        "birthplace": region,
        **_name(texts.get("name", ""), version),
    }
    return {
        File.EF05: [_record(item, values) for item in EF05],
        File.EF06: [_record(item, values) for item in ef06(version)],
    }


_BCD = frozenset({"card_id", "valid_from", "valid_until", "nation", "birthplace", "birth"})


def _name(name: str, version: str) -> dict[str, str]:
    """The name over its two records, cut between characters; ValueError if there is no room."""
    cut = next(n for n in range(len(name), -1, -1) if len(name[:n].encode("gb18030")) <= 30)
    if cut < len(name) and version.startswith("1"):
        raise ValueError("a card of version 1 has no place for so long a name")
    return {"name": name[:cut], "name_more": name[cut:]}


def _record(item: Item, values: Mapping[str, str]) -> bytes:
    text = values.get(item.name, "")
    if item.name in _BCD:
        digits = "".join(filter(str.isdigit, text))  # 长期 has no digits and becomes zeros
        value = bytes.fromhex(digits.zfill(2 * item.size))
    else:
        value = text.encode("gb18030").ljust(item.size, b"\x00")
    if len(value) != item.size:
        raise ValueError(f"{item.name} takes {len(value)} bytes, {item.size} are there")
    return bytes((item.tag, item.size)) + value


class Card:
    """Answers command APDUs. `happened` hears what was read: "selected", "record", and "read" for the last one."""

    def __init__(self, card: Mapping[str, Any], happened: Callable[[str], None] = lambda _: None) -> None:
        self._records = records(card)
        self._locked = str(card.get("ssc_version", "")).startswith("3")
        self._happened = happened
        self.reset()

    def reset(self) -> None:
        """Power on or reset: nothing is selected."""
        self._in_application, self._file, self._pending = False, None, b""

    _file: File | None
    _in_application: bool
    _pending: bytes

    def answer(self, command: bytes, fault: str = "") -> bytes:
        """Data and status words; faults "wrong-aid" and "short"."""
        if len(command) < 4:
            return b"\x67\x00"
        match command[1]:
            case 0xA4 if command[2] == 0x04:
                return self._select_application(command[5:], missing=fault == "wrong-aid")
            case 0xA4:
                return self._select_file(command[5:])
            case 0xB2:
                return self._read_record(command, short=fault == "short")
            case 0xC0:
                data, self._pending = self._pending, b""
                return data + _DONE
        return _UNKNOWN

    def _select_application(self, name: bytes, *, missing: bool) -> bytes:
        if missing or not name.startswith(AID):
            return _NOT_FOUND
        self._in_application, self._file = True, None
        proprietary = bytes.fromhex("9F0C03860101")
        inner = bytes((0x84, len(AID))) + AID + bytes((0xA5, len(proprietary))) + proprietary
        self._pending = bytes((0x6F, len(inner))) + inner
        self._happened("selected")
        return bytes((0x61, len(self._pending)))

    def _select_file(self, name: bytes) -> bytes:
        known = {file.value: file for file in File}
        file = known.get(int.from_bytes(name[:2], "big"))
        if not self._in_application or file is None:
            return _NOT_FOUND
        self._file = file
        return _DONE

    def _read_record(self, command: bytes, *, short: bool) -> bytes:
        if self._file is None or command[3] != 0x04:
            return _WRONG_WAY
        if self._file is File.EF06 and self._locked:
            return _CLOSED
        number, held = command[2], self._records[self._file]
        if not 1 <= number <= len(held):
            return _NO_RECORD
        data = held[number - 1]
        if command[4:] and command[4] not in (0, len(data)):
            return bytes((0x6C, len(data)))
        self._happened("record")
        if self._file is File.EF06 and number == len(held):
            self._happened("read")
        return (data[:-1] if short else data) + _DONE
