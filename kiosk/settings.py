"""`terminal.toml`: what this terminal is and what is plugged into it.

A wrong file gives a `SettingsError` that names file, key, value and what is allowed.
"""

from __future__ import annotations

import itertools
import re
import tomllib
import types
import typing
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from devices.addresses import AddressError, clash, parse
from kiosk.rules.texts import Text

Seconds = Annotated[float, Meta(ge=1, le=3600)]


class SettingsError(Exception):
    """The settings can't be used; the message is for whoever wrote them."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file. Unknown keys are refused: a misspelt one would otherwise be silently ignored."""


class TerminalPart(_Part, frozen=True, kw_only=True):
    """Who this terminal is. `data` is a folder it may write: outbox, log, lock."""

    id: Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9-]{1,31}$")]
    hall: Text = Text("政务服务中心", "Government Service Centre")
    data: str = "~/.local/share/hall-terminal"


class PlatformPart(_Part, frozen=True, kw_only=True):
    """Where the platforms are. `enrolment` is the code staff got for this terminal; needed once, for its key."""

    url: Annotated[str, Meta(pattern=r"^https?://[^\s/]+(:[0-9]+)?(/.*)?$")]
    enrolment: Annotated[str, Meta(max_length=60)] = ""


class ScreenPart(_Part, frozen=True, kw_only=True):
    """The screen: dots per inch, height of the panel's lower edge above the floor, language at start; `monitor`: which
    one of the machine's, from 0.
    """

    dpi: Annotated[float, Meta(ge=40, le=400)] = 82.0
    panel_bottom_mm: Annotated[float, Meta(ge=0, le=2000)] = 700.0
    width: Annotated[int, Meta(ge=320, le=8000)] = 1080
    height: Annotated[int, Meta(ge=480, le=8000)] = 1920
    full_screen: bool = False
    monitor: Annotated[int, Meta(ge=0, le=7)] = 0
    language: Literal["zh_CN", "en"] = "zh_CN"


class ClerkScreenPart(ScreenPart, frozen=True, kw_only=True):
    """A clerk's own screen at a window: the same keys, other sizes."""

    width: Annotated[int, Meta(ge=320, le=8000)] = 1920
    height: Annotated[int, Meta(ge=480, le=8000)] = 1080
    monitor: Annotated[int, Meta(ge=0, le=7)] = 1


class PatiencePart(_Part, frozen=True, kw_only=True):
    """How long a visit waits, in seconds; the end comes at idle + warning."""

    idle: Seconds = 90.0
    warning: Seconds = 30.0
    failure_page: Seconds = 30.0


class CardPhotoPart(_Part, frozen=True, kw_only=True):
    """The vendor's decoder for card photos (WLT): path of its library, empty for none, and its function.

    `specimen` instead of a path: the photos of made-up cards, for demonstrations.
    """

    decoder: str = ""
    symbol: str = "unpack"


class FacesPart(_Part, frozen=True, kw_only=True):
    """Faces: how sure it must be, and what is kept. Thresholds are distances of the face model; -1: the model's own.

    `accept`, `clerk`: card against person, up to which it is the same person, or a clerk decides; `many_accept`,
    `many_clerk`, `margin`: the same among today's check-ins, and how much further the second best must be. Measure them
    with the hall's own consented pictures (`python -m devices.vision calibrate`). `gallery`: whether somebody may be
    known for a day; `closing`: when they are all forgotten, in the hall's time. Models: files in ONNX; empty: dlib's.
    """

    challenges: Annotated[int, Meta(ge=0, le=3)] = 1
    gallery: bool = True
    closing: Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "18:00"
    tinting: bool = True
    accept: Annotated[float, Meta(ge=-1, le=4)] = -1.0
    clerk: Annotated[float, Meta(ge=-1, le=4)] = -1.0
    many_accept: Annotated[float, Meta(ge=-1, le=4)] = -1.0
    many_clerk: Annotated[float, Meta(ge=-1, le=4)] = -1.0
    margin: Annotated[float, Meta(ge=-1, le=4)] = -1.0
    detector: str = ""
    embedder: str = ""
    kind: Literal["", "sface", "arcface"] = ""
    landmarks: str = ""


class BoardPart(_Part, frozen=True, kw_only=True):
    """The I/O board: how many minutes the battery must last for a visit to begin while the power is off."""

    minutes_for_a_visit: Annotated[int, Meta(ge=1, le=240)] = 10


class StaffMember(_Part, frozen=True, kw_only=True):
    """One who may open the maintenance pages; `python -m kiosk.maintenance.staff` makes the secret."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    secret: Annotated[str, Meta(pattern=r"^\$argon2id\$")]


class MaintenancePart(_Part, frozen=True, kw_only=True):
    """Who may open the maintenance pages: listed here, and in a file that administrators keep (the same tables)."""

    staff: list[StaffMember] = []
    staff_file: str = ""


class DevicesLogPart(_Part, frozen=True, kw_only=True):
    """Recordings of what these devices and the terminal say to each other, masked, in a folder; for finding faults."""

    folder: str = ""
    devices: list[str] = []


class LogPart(_Part, frozen=True, kw_only=True):
    """Where events go as JSON lines; empty: standard error."""

    file: str = ""
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Part, frozen=True, kw_only=True):
    """The whole file. `devices` are names with URIs, such as `ticket = "escpos+tcp://10.0.0.9:9100"`."""

    terminal: TerminalPart
    platform: PlatformPart
    screen: ScreenPart = ScreenPart()
    clerk_screen: ClerkScreenPart = msgspec.field(default=ClerkScreenPart(), name="clerk-screen")
    patience: PatiencePart = PatiencePart()
    card_photo: CardPhotoPart = msgspec.field(default=CardPhotoPart(), name="card-photo")
    board: BoardPart = BoardPart()
    faces: FacesPart = FacesPart()
    maintenance: MaintenancePart = MaintenancePart()
    log: LogPart = LogPart()
    devices_log: DevicesLogPart = msgspec.field(default=DevicesLogPart(), name="devices-log")
    devices: dict[str, str] = msgspec.field(default_factory=dict)


def load(path: Path, schemes: typing.Collection[str]) -> Settings:
    """Reads a file. `schemes` are those a device's URI may have."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as gone:
        raise SettingsError(f"{path}: can't be read: {gone.strerror}") from gone
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{path}: is not TOML: {wrong}") from wrong
    try:
        settings = msgspec.convert(raw, Settings, strict=True)
    except msgspec.ValidationError as wrong:
        raise SettingsError(f"{path}: {_explain(raw, str(wrong))}") from wrong
    _check_devices(path, settings.devices, schemes, settings.devices_log.devices)
    return settings


def _check_devices(
    path: Path, devices: dict[str, str], schemes: typing.Collection[str], recorded: typing.Collection[str]
) -> None:
    """What can be known of addresses before any device is touched: their schemes, and that no two share a port."""
    for name, uri in devices.items():
        try:
            parse(uri, schemes)
        except AddressError as wrong:
            raise SettingsError(f"{path}: devices.{name} = {uri!r}: {wrong}") from wrong
    if unknown := sorted(set(recorded) - set(devices)):
        known = ", ".join(devices) or "none"
        raise SettingsError(f"{path}: devices-log.devices = {unknown}: no such device; allowed: {known}")
    if shared := clash(devices):
        one, other, port = shared
        raise SettingsError(f"{path}: devices.{one} and devices.{other} are on one port: {port}; each needs its own")


def _explain(raw: dict[str, Any], message: str) -> str:
    """msgspec's words with the key, the value and what is allowed there."""
    what, _, where = message.partition(" - at `$")
    if where.startswith(".devices"):
        name, uri = next((n, v) for n, v in raw["devices"].items() if not isinstance(v, str))
        return f"devices.{name} = {uri!r}: allowed: a text, the device's URI"
    keys = [k for k in where.rstrip("`").split(".") if k]
    if missing := re.search(r"missing required field `([^`]+)`", what):
        return f"{'.'.join([*keys, missing[1]])}: is missing; {_allowed([*keys, missing[1]])}"
    if unknown := re.search(r"unknown field `([^`]+)`", what):
        return f"{'.'.join([*keys, unknown[1]])}: unknown key; allowed: {', '.join(_fields(_type_at(keys)))}"
    value: Any = raw
    for key in itertools.chain.from_iterable(_steps(key) for key in keys):
        fits = key in value if isinstance(value, dict) else isinstance(value, list) and isinstance(key, int)
        value = value[key] if fits else None
    shown = "…" if keys and keys[-1] == "secret" else repr(value)  # it may be somebody's PIN
    return f"{'.'.join(keys) or 'the file'} = {shown}: {_allowed(keys)}"


def _steps(key: str) -> list[str | int]:
    """A key as msgspec writes it: `staff[0]` is the key `staff` and the place 0."""
    name, *places = re.split(r"\[(\d+)\]", key)
    return [name, *(int(place) for place in places if place)]


def _fields(kind: Any) -> list[str]:
    return [f.encode_name for f in msgspec.structs.fields(kind)] if isinstance(kind, type) else []


def _type_at(keys: list[str]) -> Any:
    kind: Any = Settings
    for key in itertools.chain.from_iterable(_steps(key) for key in keys):
        if isinstance(key, int):
            kind = typing.get_args(kind)[0] if typing.get_origin(kind) is list else None
        elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            kind = next((f.type for f in msgspec.structs.fields(kind) if f.encode_name == key), None)
        elif typing.get_origin(kind) is dict:
            kind = typing.get_args(kind)[1]
        else:
            return None
    return kind


def _allowed(keys: list[str]) -> str:
    """What may stand at a key, read from its type, so that it can't go out of date."""
    kind = _type_at(keys)
    if typing.get_origin(kind) is Literal:
        return "allowed: " + ", ".join(repr(v) for v in typing.get_args(kind))
    if typing.get_origin(kind) is Annotated:
        base, *notes = typing.get_args(kind)
        meta = next((n for n in notes if isinstance(n, Meta)), Meta())
        if meta.pattern:
            return f"allowed: a text like {meta.pattern}"
        return f"allowed: {_name(base)} from {meta.ge} to {meta.le}"
    return f"allowed: {_name(kind)}"


def _name(kind: Any) -> str:
    names = {int: "a whole number", float: "a number", str: "a text", bool: "true or false", Text: "{ zh, en }"}
    if isinstance(kind, types.UnionType) or kind is None:
        return "another value"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return "a table with " + ", ".join(_fields(kind))
    if typing.get_origin(kind) is list:
        return "a list of " + ("tables" if issubclass(typing.get_args(kind)[0], msgspec.Struct) else "texts")
    return names.get(kind, "a table of texts")
