"""The devices of a terminal and their faults: each with how it is set and taken away, and what a person must notice.

Which faults there are, the emulators' own menus say (`menu`); `known` adds what a menu can't say. A fault that is on a
menu and not known there is in the matrix all the same, as one that a person may or may not be told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from tests.faults.menu import MENUS, Menu

EMULATORS = {
    "id-card": "sdt",
    "social-card": "pcsc",
    "codes": "scan",
    "ticket": "ticket",
    "a4": "a4",
    "board": "board",
    "document": "camera",
}
READERS, PRINTERS = ("id-card", "social-card"), ("ticket", "a4")
KILL, REVIVE = "(kill)", "(revive)"  # of the emulator's process, by the hall
OTHER_CARD = "(another citizen's card)"  # an argument that the rig fills in


@dataclass(frozen=True)
class Call:
    """A command to an emulator, or KILL and REVIVE."""

    command: str
    arguments: Mapping[str, object] = field(default_factory=dict)


class Shows(Enum):
    """Where a fault shows on the wire."""

    AT_ONCE = "at-once"  # the device itself is away or says so
    IN_USE = "in-use"  # in answers, when the device is asked for something
    NEVER = "never"  # the driver copes; nobody need be told
    PERHAPS = "perhaps"  # not known: told, or coped with


@dataclass(frozen=True)
class Known:
    """What is known of a fault beside its name.

    `arguments`: more of them for its command. `armed`: those with which it strikes in the middle of a job. `deadline`:
    what the driver must wait, in seconds, before it can know. `words`: the codes of the failure a person may read;
    empty: any that is about this device. `use`: how the card is laid on, where that itself is the fault.
    """

    shows: Shows = Shows.PERHAPS
    arguments: Mapping[str, object] = field(default_factory=dict)
    armed: Mapping[str, object] | None = None
    deadline: float = 0.0
    words: frozenset[str] = frozenset()
    use: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One fault of one device: `on` sets it, `off` takes it away, `armed` makes it strike in the middle of a job."""

    device: str
    name: str
    on: tuple[Call, ...]
    off: tuple[Call, ...]
    known: Known
    armed: tuple[Call, ...] = ()

    @property
    def shows(self) -> Shows:
        """Where it shows on the wire."""
        return self.known.shows


@dataclass(frozen=True)
class Lever:
    """A command that is a fault by itself, or (without `on`) a card that should not be there."""

    name: str
    on: tuple[Call, ...]
    off: tuple[Call, ...]
    known: Known


def faults(
    device: str,
    menu: Menu,
    words: Mapping[str, Known],
    levers: Mapping[str, tuple[Lever, ...]],
    mended: tuple[Call, ...],
) -> Iterator[Fault]:
    """The faults of a device whose emulator has this menu.

    `words`: what is known of "command:word"; `levers`: of commands; `mended`: what takes away what a menu's word did.
    """
    for command, listed in menu.words.items():
        for word in listed:
            if word not in _ALL_WELL.get(command, ("none", "ok")):
                yield _of_word(device, command, word, words.get(f"{command}:{word}", Known()), mended)
    for command, there in levers.items():
        for lever in there if command in menu.commands else ():
            yield Fault(device, lever.name, lever.on, lever.off, lever.known)
    # A virtual slot stays, only its card is gone; a terminal without its board serves all the same.
    shows = Shows.NEVER if device in ("social-card", "board") else Shows.AT_ONCE
    yield Fault(device, "killed", (Call(KILL),), (Call(REVIVE),), Known(shows))


_ALL_WELL = {"media": ("a4",)}


def _of_word(device: str, command: str, word: str, known: Known, mended: tuple[Call, ...]) -> Fault:
    call = Call(command, {MENUS[command]: word, **known.arguments})
    armed = (Call(command, {**call.arguments, **known.armed}),) if known.armed else ()
    off = mended if command == "fault" or device == "a4" else (Call(command, {MENUS[command]: "ok"}),)
    return Fault(device, word if command == "fault" else f"{command}-{word}", (call,), off, known, armed)
