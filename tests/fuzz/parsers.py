"""What is fuzzed: each parser of bytes that come from outside, with golden bytes of its own protocol.

A target takes any bytes. What a parser is allowed to raise, the target catches; anything else is a crash.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from devices.board import frames as board
from devices.board import messages
from devices.cards import id_text, social_security
from devices.cards.sdt_frames import (
    COMMANDS,
    PHOTO_BYTES,
    REQUEST,
    RESPONSE,
    CardBlocks,
    Frame,
    Parser,
    Status,
    card_blocks,
    response,
    status_of,
)
from devices.emulators.control import ControlServer
from devices.emulators.ssc_card import Card
from devices.ports import CardKind, CodeRead, Key, PanelState
from devices.scanning.codes import CodeLines, code_result
from devices.vision.faces.pairs import pairs_in
from devices.vision.faces.reading import usable_photo
from devices.vision.faces.sealing import LENGTH, NO_TAG, TAG, Identity, Seal, Torn, bodies, header_of, read_header
from kiosk.rules.cases import case_number_in
from printing.ports import Reason
from printing.printers.escpos_status import Replies, ReplyKind, decode, decode_block, detail
from printing.printers.ipp_message import Attribute, BrokenMessage, Group, Kind
from printing.printers.ipp_message import decode as decode_ipp
from printing.printers.ipp_state import device_status, job_facts, printer_facts
from tests.devices.cards.people import RESIDENT
from tests.printing.ipp_fake import message


@dataclass(frozen=True)
class Target:
    """A parser. `golden`: right bytes, which the runner cuts, joins and spoils."""

    name: str
    parse: Callable[[bytes], object]
    golden: tuple[bytes, ...]


# ---- ID-card readers


def sdt_frames(data: bytes) -> None:
    """Answers in pieces, as a line brings them; then what is in them."""
    parser = Parser(RESPONSE)
    cut = data[0] % (len(data) or 1) if data else 0
    for chunk in (data[:cut], data[cut:]):
        for found in parser.feed(chunk):
            if isinstance(found, Frame):
                status_of(found)
                card_blocks(found.data)


def text_block(data: bytes) -> None:
    """The text on an ID card, of any length."""
    id_text.decode(data)
    id_text.newest_address(data)


_BLOCK = id_text.encode(
    CardKind.RESIDENT, {"name": RESIDENT["name"], "sex": "2", "nation": "15", "number": RESIDENT["number"]}
)
_FRAMES = (
    response(Status.FOUND, bytes(4)),
    response(Status.OK, bytes(8)),
    response(Status.OK, CardBlocks(_BLOCK, bytes(PHOTO_BYTES)).encode()),
    response(Status.NOT_AUTHORISED),
    *(REQUEST.encode(command.head) for command in COMMANDS),
)


# ---- social-security cards


def social_card(data: bytes) -> None:
    """A card whose answers are the bytes, one after another: a length, then so many."""
    left = memoryview(data)

    def answer(_command: bytes) -> bytes:
        nonlocal left
        if not left:
            return b""
        size, found = left[0], bytes(left[1 : 1 + left[0]])
        left = left[1 + size :]
        return found

    social_security.read_card(answer)


def _recorded() -> bytes:
    """The answers of a right card in that form."""
    card, told = Card({**RESIDENT, "kind": "social-security", "ssc_version": "2.00"}), bytearray()

    def transmit(command: bytes) -> bytes:
        answer = card.answer(command)
        told.extend((len(answer), *answer))
        return answer

    social_security.read_card(transmit)
    return bytes(told)


# ---- printers


def escpos_status(data: bytes) -> None:
    """What a ticket printer says: status bytes, blocks and noise."""
    replies, sorted_ = [], Replies().feed(data)
    for number, (kind, octets) in enumerate(sorted_):
        if kind is ReplyKind.REAL_TIME and len(octets) == 1:
            replies.append(decode(number % 4 + 1, octets[0]))
        decode_block(octets)
    detail(replies)


def ipp(data: bytes) -> None:
    """An answer of an IPP printer, and what the driver makes of it."""
    with contextlib.suppress(BrokenMessage):
        answer = decode_ipp(data)
        facts = printer_facts(answer)
        device_status("a4", facts, busy=False)
        job_facts(answer)


_IPP = message(
    0,
    bytes(8),
    [
        (
            Group.PRINTER,
            [
                Attribute(Kind.ENUM, "printer-state", (3,)),
                Attribute(Kind.KEYWORD, "printer-state-reasons", ("media-low-warning", "toner-low-report")),
                Attribute(Kind.INTEGER, "copies-supported", (99,)),
            ],
        ),
        (Group.JOB, [Attribute(Kind.INTEGER, "job-id", (7,)), Attribute(Kind.ENUM, "job-state", (5,))]),
    ],
)


# ---- the I/O board


def board_frames(data: bytes) -> None:
    """Frames in pieces; then what is in them, read as each of the messages."""
    parser = board.Parser()
    cut = data[0] % (len(data) or 1) if data else 0
    for chunk in (data[:cut], data[cut:]):
        for found in parser.feed(chunk):
            if isinstance(found, board.Frame):
                for read in _MESSAGES:
                    read(found.payload)


_MESSAGES: tuple[Callable[[bytes], object], ...] = (
    messages.read_hello_is,
    messages.read_inputs,
    messages.read_key,
    messages.read_ack,
    messages.read_light,
)
_BOARD = (
    messages.hello_is(1, messages.BoardId(1, "1.0", "00c0ffee")).encode(),
    messages.inputs_are(board.Type.CHANGED, 2, messages.Inputs(PanelState(has_ups=True, percent=80))).encode(),
    messages.key_is(3, Key.OK, True).encode() + messages.acknowledge(4).encode(),
)


# ---- faces: a gallery's file, photographs, lists of pairs


def sealed(data: bytes) -> None:
    """A gallery's file, with the right key."""
    file, tag = io.BytesIO(data), NO_TAG
    header = read_header(file)
    if header is None:
        return
    seal = Seal(_SECRET, header[1])
    seal.count_opened(data)
    for number, body in enumerate(bodies(file), 1):
        if not isinstance(body, Torn):
            seal.opened(body, number, tag)
            tag = body[-TAG:]


def _gallery() -> bytes:
    """One with two records."""
    header = header_of(Identity("JA-ZZ-03", dt.date(2026, 11, 26), "dlib", 128))
    one = Seal(_SECRET, header).sealed(bytes(40), 1, NO_TAG)
    two = Seal(_SECRET, header).sealed(bytes(60), 2, one[-TAG:])
    return header + b"".join(LENGTH.pack(len(body)) + body for body in (one, two))


def _photo(form: str) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((60, 64)).convert("RGB").save(out, form)
    return out.getvalue()


def pairs_listed(data: bytes) -> None:
    """A list of pairs for a calibration."""
    pairs_in(data, Path())


_SECRET = bytes(range(32))

# ---- scanners, emulators


def scanned(data: bytes) -> None:
    """What a scanner sends; then as a case number."""
    lines = CodeLines()
    for code in (*lines.feed(data), *lines.end()):
        result = code_result("codes", code)
        if isinstance(result, CodeRead):
            case_number_in(result.text)


def control(data: bytes) -> None:
    """A line of the emulators' control protocol."""
    json.dumps(_SERVER._answer(data))


def _refuse(kind: str, times: int = 1, ms: int = 0) -> Mapping[str, object]:
    """A handler as emulators have them: takes arguments and may refuse them."""
    return {"kind": Reason(kind).value, "times": int(times), "ms": int(ms)}


_SERVER = ControlServer.__new__(ControlServer)  # without its socket
_SERVER._handlers = {"fault": _refuse, "state": lambda: {"fault": "none"}}

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("sdt-frames", sdt_frames, _FRAMES),
        Target("text-block", text_block, (_BLOCK,)),
        Target("social-card", social_card, (_recorded(),)),
        Target("escpos-status", escpos_status, (b"\x16\x12\x12\x12", b"\x10\x00\x00\x00", b"\x37\x22\x00\x3d\x04\x00")),
        Target("ipp", ipp, (_IPP,)),
        Target("board-frames", board_frames, _BOARD),
        Target(
            "scanned",
            scanned,
            (b"420102202611260000123\r", b"https://zwfw.example/c?n=420102202611260000123\n", "武汉\r\n".encode()),
        ),
        Target("gallery", sealed, (_gallery(),)),
        Target("photo", usable_photo, (_photo("JPEG"), _photo("PNG"), _photo("BMP"), _photo("WEBP"))),
        Target("pairs", pairs_listed, ('file_a,file_b,same\n甲.jpg,b.jpg,1\na.jpg,"c,d.jpg",否\n'.encode(),)),
        Target(
            "control",
            control,
            (
                b'{"command": "fault", "kind": "jam", "times": 3, "ms": 20}\n',
                b'{"command": "help"}',
                b'{"command":"state"}',
            ),
        ),
    )
}
