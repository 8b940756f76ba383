"""IPP messages as bytes (RFC 8010 3): one table of value kinds for writing and reading.

Reading is bounded: any bytes give a Message or BrokenMessage. (pyipp's own parser loops for ever where a length is
negative, and its writer knows no keyword for `media`; tests read our messages with it.)
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

Value = bool | int | str | tuple[int, int] | bytes
_VERSION = (2, 0)


class Group(IntEnum):
    """Delimiters of attribute groups (RFC 8010 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Kind(IntEnum):
    """Kinds of values that are used here (RFC 8010 3.5.2); others are kept as bytes."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    RANGE = 0x33
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


class Operation(IntEnum):
    """Operations (RFC 8011 4)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class BrokenMessage(Exception):
    """The bytes are no IPP message."""


@dataclass(frozen=True)
class Attribute:
    """A named attribute to be sent, of one kind and at least one value."""

    kind: Kind
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Message:
    """A message that was received: status, and for each group the values by name, in the order they came."""

    status: int
    request_id: int
    groups: tuple[tuple[int, Mapping[str, tuple[Value, ...]]], ...] = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the operation was done (RFC 8011 B.1.2)."""
        return 0 <= self.status <= 0xFF

    def of(self, group: Group) -> list[Mapping[str, tuple[Value, ...]]]:
        """The groups of a kind: one printer, any number of jobs."""
        return [values for tag, values in self.groups if tag == group]


def encode(operation: Operation, request_id: int, groups: Sequence[tuple[Group, Sequence[Attribute]]]) -> bytes:
    """A request's bytes; a document may follow them."""
    parts = [struct.pack(">BBHI", *_VERSION, operation, request_id)]
    for tag, attributes in groups:
        parts.append(bytes([tag]))
        parts.extend(_attribute(attribute) for attribute in attributes)
    return b"".join([*parts, bytes([Group.END])])


def _attribute(attribute: Attribute) -> bytes:
    name = attribute.name.encode("ascii")
    written = []
    for value in attribute.values:
        octets = _CODECS[attribute.kind].write(value)
        written.append(struct.pack(">BH", attribute.kind, len(name)) + name + struct.pack(">H", len(octets)) + octets)
        name = b""  # further values of a set carry no name
    return b"".join(written)


def decode(data: bytes) -> Message:
    """Reads a response; BrokenMessage if it is none."""
    if len(data) < 9:
        raise BrokenMessage("too short")
    major, _minor, status, request_id = struct.unpack_from(">BBHI", data)
    if major not in (1, 2):
        raise BrokenMessage("not a version of IPP")
    groups: list[tuple[int, dict[str, list[Value]]]] = []
    name = ""
    for tag, label, octets in _walk(data, 8):
        if tag < 0x10:
            groups.append((tag, {}))
            name = ""
            continue
        name = label or name
        if not groups or not name:
            raise BrokenMessage("a value that belongs to nothing")
        groups[-1][1].setdefault(name, []).append(_value(tag, octets))
    frozen = tuple((tag, {name: tuple(values) for name, values in group.items()}) for tag, group in groups)
    return Message(status, request_id, frozen)


def _walk(data: bytes, place: int) -> Iterator[tuple[int, str, bytes]]:
    """(tag, name, value) of each delimiter and value up to the end tag. Each step goes forward by at least one byte."""
    while place < len(data):
        tag = data[place]
        place += 1
        if tag == Group.END:
            return
        if tag < 0x10:
            yield tag, "", b""
            continue
        name, place = _counted(data, place)
        value, place = _counted(data, place)
        yield tag, name.decode("ascii", "replace"), value
    raise BrokenMessage("no end tag")


def _counted(data: bytes, place: int) -> tuple[bytes, int]:
    if place + 2 > len(data):
        raise BrokenMessage("ended in a length")
    (length,) = struct.unpack_from(">H", data, place)
    end = place + 2 + length
    if end > len(data):
        raise BrokenMessage("ended in a value")
    return data[place + 2 : end], end


def _value(tag: int, octets: bytes) -> Value:
    try:
        return _CODECS[Kind(tag)].read(octets)
    except ValueError:
        return octets  # another kind, such as a collection or "no-value"
    except struct.error as wrong:
        raise BrokenMessage("a value of the wrong size") from wrong


@dataclass(frozen=True)
class _Codec:
    write: Callable[[Value], bytes]
    read: Callable[[bytes], Value]


def _packed(layout: str) -> _Codec:
    one = struct.Struct(layout)

    def write(value: Value) -> bytes:
        return one.pack(*value) if isinstance(value, tuple) else one.pack(value)

    def read(octets: bytes) -> Value:
        values = one.unpack(octets)
        return (values[0], values[1]) if len(values) == 2 else values[0]

    return _Codec(write, read)


_TEXT = _Codec(lambda value: str(value).encode(), lambda octets: octets.decode("utf-8", "replace"))
_CODECS: Mapping[Kind, _Codec] = {
    Kind.INTEGER: _packed(">i"),
    Kind.BOOLEAN: _packed(">?"),
    Kind.ENUM: _packed(">i"),
    Kind.RANGE: _packed(">ii"),
    **dict.fromkeys(
        (Kind.TEXT, Kind.NAME, Kind.KEYWORD, Kind.URI, Kind.CHARSET, Kind.LANGUAGE, Kind.MIME),
        _TEXT,
    ),
}
