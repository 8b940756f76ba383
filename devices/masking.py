"""What must not stand in a recording: the bytes of people in exchanges, replaced by those of a specimen.

Every mask keeps the length, so that frames stay frames, and is the same whether it sees an exchange whole or, where
that can be, in pieces. Checksums are put right, but a wrong one stays wrong by as much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from devices.cards import id_text
from devices.cards.sdt_frames import PREAMBLE, TEXT_BYTES, Status, checksum
from devices.emulators.ticket_commands import Commands
from devices.ports import CardKind

Mask = Callable[[bytes, bytes], bytes]
"""From bytes of one direction, and those of the other direction just before, to bytes that may be kept."""

SPECIMEN_NAME = "样张"
SPECIMEN_NUMBER = "11010519491231002X"
_NUMBERS = {CardKind.FOREIGNER_2017: "CHN110049123101", CardKind.FOREIGNER_2023: "99999019491231001X"}


def nothing(data: bytes, before: bytes) -> bytes:
    """Keeps all of it."""
    return data


# ---- SDT: answers of the reader

_HEAD = len(PREAMBLE) + 2
_SW = 3
_SERIAL = 8
_SHORT = 24  # a SAM's number and shorter: nothing of a person but a card's serial
_ADDRESS = 70
_FINGERPRINTS = (b"\x04\x00", b"\x02\x00", b"\x00\x00")
"""The third length of an answer to 30 10; in one to 30 01 the name begins there, with no such character."""


def sdt_answers(data: bytes, before: bytes) -> bytes:
    """Text, photo, fingerprints, added addresses and serials of cards are a specimen's; what is no frame is blanked."""
    kept = bytearray()
    while data:
        start = data.find(PREAMBLE)
        if start:
            noise = data if start < 0 else data[:start]
            kept += noise if len(noise) < _SHORT else bytes(len(noise))
            data = data[len(noise) :]
            continue
        length = int.from_bytes(data[len(PREAMBLE) : _HEAD], "big")
        frame, data = data[: _HEAD + length], data[_HEAD + length :]
        kept += _frame(frame, length)
    return bytes(kept)


def _frame(frame: bytes, length: int) -> bytes:
    """One frame, perhaps cut off in the middle."""
    body, whole = frame[_HEAD:], len(frame) == _HEAD + length
    if len(body) <= _SW:
        return frame
    inside = body[_SW:-1] if whole else body[_SW:]
    masked = frame[: _HEAD + _SW] + _payload(inside, body[_SW - 1], length - _SW - 1)
    if not whole:
        return masked
    wrong_by = checksum(frame[len(PREAMBLE) : -1]) ^ frame[-1]
    return masked + bytes([checksum(masked[len(PREAMBLE) :]) ^ wrong_by])


def _payload(data: bytes, status: int, promised: int) -> bytes:
    """A specimen's data of the same length; `promised` is how long it would be were the frame not cut off."""
    if status != Status.OK or (promised <= _SHORT and promised != _SERIAL):
        return data
    if promised == _SERIAL:
        return bytes(len(data))
    if promised % _ADDRESS == 0 and promised <= 4 * _ADDRESS:
        return (SPECIMEN_NAME.encode("utf-16-le") + b" \0" * promised)[: len(data)]
    sizes = 6 if data[4:6] in _FINGERPRINTS else 4
    rest = bytes(max(0, promised - sizes - TEXT_BYTES))
    return (data[:sizes] + _text_block(data[sizes : sizes + TEXT_BYTES]) + rest)[: len(data)]


def _text_block(block: bytes) -> bytes:
    flag = block[248:250].decode("utf-16-le", "replace")
    kind = next((layout.kind for layout in id_text.LAYOUTS if layout.flag == flag), CardKind.RESIDENT)
    number = _NUMBERS.get(kind, SPECIMEN_NUMBER)
    return id_text.encode(kind, {"name": SPECIMEN_NAME, "number": number})


# ---- APDUs: answers of the card

_READ_RECORD, _SELECT, _GET_RESPONSE, _FCI = 0xB2, 0xA4, 0xC0, 0x6F
_SPECIMEN: Mapping[int, bytes] = {
    0x01: b"",  # the card's own number
    0x07: b"A00000000",
    0x08: SPECIMEN_NUMBER.encode(),
    0x09: SPECIMEN_NAME.encode("gb18030"),
    0x4E: b"",
    0x0A: b"1",
    0x0B: bytes.fromhex("01"),
    0x0C: bytes.fromhex("110105"),
    0x0D: bytes.fromhex("19491231"),
}
"""By tag; what stands under another one is blanked."""

_HARMLESS = frozenset({0x02, 0x03, 0x04, 0x05, 0x06})
"""Kind of card, version, organisation and dates."""


def apdu_answers(data: bytes, before: bytes) -> bytes:
    """Records of persons are a specimen's, FCI and status words stay, everything else is blanked."""
    inside, words = data[:-2], data[-2:]
    instruction = before[1] if len(before) > 1 else 0
    if not inside or (inside[0] == _FCI and instruction in (_SELECT, _GET_RESPONSE)):
        return data
    if instruction not in (_READ_RECORD, _GET_RESPONSE) or len(inside) < 2:
        return bytes(len(inside)) + words
    if inside[0] in _HARMLESS:
        return data
    room = len(inside) - 2
    return inside[:2] + _SPECIMEN.get(inside[0], b"")[:room].ljust(room, b"\0") + words


# ---- ESC/POS: what goes to the printer

_QR = b"\x1d("
_PICTURES = {b"\x1dv": 6, b"\x1b*": 3, b"\x1d*": 2, b"\x1c2": 2}
"""Orders with a picture, and how many bytes of arguments stand before its dots."""


def escpos_orders(data: bytes, before: bytes) -> bytes:
    """Characters become others of their kind, what stands in codes becomes noughts, pictures become white."""
    kept = bytearray()
    for command in Commands().feed(data):
        raw = data[len(kept) : len(kept) + command.size]
        if command.name == b"text":
            kept += bytes(map(_character, raw))
        elif command.name == _QR and command.arguments[3:6] == b"1P0":
            head = len(raw) - len(command.arguments) + 6
            kept += raw[:head] + b"0" * (len(raw) - head)
        elif command.name in _PICTURES:
            head = min(len(raw), len(raw) - len(command.arguments) + _PICTURES[command.name])
            kept += raw[:head] + bytes(len(raw) - head)
        else:
            kept += raw
    rest = data[len(kept) :]  # an order whose end is elsewhere
    return bytes(kept) + (rest if len(rest) < _SHORT else bytes(len(rest)))


def _character(byte: int) -> int:
    if byte >= 0x80:
        return 0xD1  # any character of GB 2312: half of one is half of another
    return ord("0") if 0x30 <= byte <= 0x39 else ord("x") if chr(byte).isalpha() else byte


MASKS: Mapping[str, tuple[Mask, Mask]] = {
    "sdt": (nothing, sdt_answers),
    "apdu": (nothing, apdu_answers),
    "escpos": (escpos_orders, nothing),
}
"""By protocol: what goes to the device, what comes from it."""
