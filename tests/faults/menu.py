"""What can be put out of order: asked of the running emulators, so that a new fault is in the matrix by being there.

`help` names an emulator's commands; a command that is given a word it does not know refuses it and names those it does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from devices.emulators.control import Control, ControlError

_NO_SUCH_WORD = "?"
MENUS = {"fault": "kind", "paper": "state", "toner": "state", "stale": "kind", "media": "size"}
"""Commands that choose among words → the argument that takes them."""
_LISTED = re.compile(r"(?:known:|one of|none of|must be(?! one)) (.+)")


@dataclass(frozen=True)
class Menu:
    """One emulator's commands, and the words its menus know (command → words)."""

    commands: frozenset[str]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_menu(emulator: Control) -> Menu:
    """Asks a running emulator. ControlError if it isn't there."""
    commands = frozenset(emulator.send("help")["commands"])
    asked = {command: argument for command, argument in MENUS.items() if command in commands}
    return Menu(commands, {command: _known(emulator, command, argument) for command, argument in asked.items()})


def _known(emulator: Control, command: str, argument: str) -> tuple[str, ...]:
    try:
        emulator.send(command, **{argument: _NO_SUCH_WORD})
    except ControlError as refused:
        return listed(str(refused))
    raise ValueError(f"{emulator.path.name}: {command} takes any word")


def listed(refusal: str) -> tuple[str, ...]:
    """The words that a refusal names: "fault '?'; known: none, slow" → ("none", "slow")."""
    found = _LISTED.search(refusal)
    return tuple(re.findall(r"[a-z0-9-]+", found[1].replace(" or ", ", "))) if found else ()
