"""What the frames of the I/O board say (docs/io-board.md): payloads of version 1, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from devices.board.frames import Frame, Type
from devices.ports import Colour, Glow, Key, Lamp, Light, PanelState

VERSION = 1
KEY_CODES = {Key.UP: 1, Key.DOWN: 2, Key.OK: 3, Key.HELP: 4}
LIGHT_CODES = {Light.CARD: 1, Light.TICKET: 2, Light.A4: 3, Light.SCANNER: 4}
_GLOW_CODES = {Glow.OFF: 0, Glow.ON: 1, Glow.BLINK: 2}
_COLOURS = {
    Colour.WHITE: bytes([255, 255, 255]),
    Colour.GREEN: bytes([0, 255, 0]),
    Colour.AMBER: bytes([255, 160, 0]),
    Colour.RED: bytes([255, 0, 0]),
}
_KEYS = {code: key for key, code in KEY_CODES.items()}
_LIGHTS = {code: light for light, code in LIGHT_CODES.items()}
_GLOWS = {code: glow for glow, code in _GLOW_CODES.items()}
_SHADES = {shade: colour for colour, shade in _COLOURS.items()}
_DOOR, _NEAR, _UPS, _BATTERY = 1, 2, 4, 8  # bits of the inputs
_UNKNOWN_PERCENT, _UNKNOWN_MINUTES = 0xFF, 0xFFFF


class Result(IntEnum):
    """What an acknowledgement says."""

    OK = 0
    UNKNOWN_TYPE = 1
    BAD_PAYLOAD = 2
    HELLO_FIRST = 3  # the board was switched on since


@dataclass(frozen=True)
class BoardId:
    """What a board says of itself."""

    version: int
    firmware: str
    serial: str


@dataclass(frozen=True)
class Inputs:
    """All that a board senses, and which keys are held down now."""

    state: PanelState
    held: frozenset[Key] = frozenset()


def hello(sequence: int) -> Frame:
    """The first request: which version the terminal speaks."""
    return Frame(Type.HELLO, sequence, bytes([VERSION]))


def ask_state(sequence: int) -> Frame:
    """All inputs, please."""
    return Frame(Type.STATE, sequence)


def set_light(sequence: int, light: Light, lamp: Lamp) -> Frame:
    """A lamp, until it is told otherwise."""
    shade = _COLOURS[lamp.colour] if lamp.glow is not Glow.OFF else bytes(3)
    return Frame(Type.LIGHT, sequence, bytes([LIGHT_CODES[light], _GLOW_CODES[lamp.glow]]) + shade)


def buzz(sequence: int, times: int) -> Frame:
    """So many short tones; 0: silence."""
    return Frame(Type.BUZZER, sequence, bytes([times]))


def acknowledge(sequence: int, result: Result = Result.OK) -> Frame:
    """The answer to a request or an event of that sequence."""
    return Frame(Type.ACK, sequence, bytes([result]))


def hello_is(sequence: int, board: BoardId) -> Frame:
    """A board's answer to hello. ValueError unless the firmware is `major.minor` and the serial eight hex digits."""
    major, minor = (int(part) for part in board.firmware.split("."))
    return Frame(Type.HELLO_IS, sequence, bytes([board.version, major, minor]) + bytes.fromhex(board.serial))


def inputs_are(type_: Type, sequence: int, inputs: Inputs) -> Frame:
    """A board's inputs: asked for (STATE_IS), or because something changed (CHANGED)."""
    state = inputs.state
    bits = _DOOR * state.door_open | _NEAR * state.near | _UPS * state.has_ups | _BATTERY * state.on_battery
    held = sum(1 << (KEY_CODES[key] - 1) for key in inputs.held)
    percent = _UNKNOWN_PERCENT if state.percent is None else state.percent
    minutes = _UNKNOWN_MINUTES if state.minutes is None else state.minutes
    return Frame(type_, sequence, bytes([bits, held, percent]) + minutes.to_bytes(2, "big"))


def key_is(sequence: int, key: Key, down: bool) -> Frame:
    """A key went down or up."""
    return Frame(Type.KEY, sequence, bytes([KEY_CODES[key], down]))


# ---- reading: None for a payload that version 1 doesn't know


def read_hello_is(payload: bytes) -> BoardId | None:
    """A board's answer to hello; longer ones are of later versions."""
    if len(payload) < 7:
        return None
    return BoardId(payload[0], f"{payload[1]}.{payload[2]}", payload[3:7].hex())


def read_inputs(payload: bytes) -> Inputs | None:
    """A board's inputs."""
    if len(payload) != 5 or payload[0] >> 4 or payload[1] >> 4 or (payload[2] > 100 and payload[2] != _UNKNOWN_PERCENT):
        return None
    bits, percent, minutes = payload[0], payload[2], int.from_bytes(payload[3:5], "big")
    state = PanelState(
        door_open=bool(bits & _DOOR),
        near=bool(bits & _NEAR),
        has_ups=bool(bits & _UPS),
        on_battery=bool(bits & _BATTERY),
        percent=None if percent == _UNKNOWN_PERCENT else percent,
        minutes=None if minutes == _UNKNOWN_MINUTES else minutes,
    )
    return Inputs(state, frozenset(key for code, key in _KEYS.items() if payload[1] >> (code - 1) & 1))


def read_key(payload: bytes) -> tuple[Key, bool] | None:
    """Which key, and whether it went down."""
    if len(payload) != 2 or payload[0] not in _KEYS or payload[1] > 1:
        return None
    return _KEYS[payload[0]], bool(payload[1])


def read_ack(payload: bytes) -> Result | None:
    """What an acknowledgement says."""
    return Result(payload[0]) if len(payload) == 1 and payload[0] <= max(Result) else None


def read_light(payload: bytes) -> tuple[Light, Lamp] | None:
    """Which lamp is to be set, and how."""
    if len(payload) != 5 or payload[0] not in _LIGHTS or payload[1] not in _GLOWS:
        return None
    glow = _GLOWS[payload[1]]
    colour = Colour.WHITE if glow is Glow.OFF else _SHADES.get(payload[2:])
    return None if colour is None else (_LIGHTS[payload[0]], Lamp(glow, colour))
