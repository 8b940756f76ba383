"""Scanners that pass for a keyboard: `scan+keyboard:`. They type the code faster than any person, and then Enter.

`Gatherer` tells them apart from people by their speed alone: it knows nothing of keyboards. Keys that may belong to a
code are held back for a moment; those of a person are handed on, in order. The screen feeds it (`screens.wedge`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from devices.ports import CodeResult, CodeTrouble, DeviceState, DeviceStatus
from devices.scanning.awaited import Awaited
from devices.scanning.codes import LONGEST, checked, code_result

E = TypeVar("E")

DEADLINES: Mapping[str, float] = {"gap": 0.035}
"""Seconds: a scanner's next key comes within a few milliseconds, a quick typist's after 60 and more."""

SHORTEST = 4
"""Characters: fewer are no code, however fast they come."""

_ENTER = ("\r", "\n")


@dataclass(frozen=True)
class Typed(Generic[E]):
    """Keys of a person, to be handed on in this order."""

    keys: tuple[E, ...]


@dataclass(frozen=True)
class Scanned:
    """A code that a scanner typed; `text` is one that was not checked yet, or why it is none."""

    text: str | CodeTrouble


Outcome = Typed[E] | Scanned


class Gatherer(Generic[E]):
    """Takes keys as they come, with their time in seconds; what a key is (`E`) it doesn't care."""

    def __init__(self) -> None:
        self._keys: list[E] = []
        self._text: list[str] = []
        self._last = 0.0
        self._overflown = False

    @property
    def holds(self) -> bool:
        """Whether keys are held back; `expire` is then due after the gap."""
        return bool(self._keys)

    def key(self, key: E, text: str, at: float) -> list[Outcome[E]]:
        """What is known after this key. `text` is what it types: one character, Enter, or nothing."""
        outcomes: list[Outcome[E]] = list(self.expire(at))
        if text in _ENTER and len(self._text) >= SHORTEST:
            outcomes.append(self._scanned())
        elif len(text) != 1 or text in _ENTER:
            outcomes += [*self._let_go(), Typed((key,))]
        elif len(self._text) < LONGEST:
            self._keep(key, text, at)
        else:  # far too long: what follows is swallowed with it
            self._last, self._overflown = at, True
        return outcomes

    def expire(self, at: float) -> list[Typed[E]]:
        """Hands on what is held back, if the next key of a scanner would have come by now."""
        return self._let_go() if self._keys and at - self._last > DEADLINES["gap"] else []

    def _keep(self, key: E, text: str, at: float) -> None:
        self._keys.append(key)
        self._text.append(text)
        self._last = at

    def _let_go(self) -> list[Typed[E]]:
        keys, overflown = self._keys, self._overflown
        self._clear()
        return [Typed(tuple(keys))] if keys and not overflown else []

    def _scanned(self) -> Scanned:
        text, overflown = "".join(self._text), self._overflown
        self._clear()
        return Scanned(CodeTrouble.TOO_LONG if overflown else checked(text))

    def _clear(self) -> None:
        self._keys, self._text, self._overflown = [], [], False


class Keys(Generic[E]):
    """A gatherer whose codes go to a scanner: what is left are the keys of people."""

    def __init__(self, scanned: Callable[[str | CodeTrouble], None]) -> None:
        self._gatherer: Gatherer[E] = Gatherer()
        self._scanned = scanned

    @property
    def holds(self) -> bool:
        """Whether keys are held back."""
        return self._gatherer.holds

    def key(self, key: E, text: str, at: float) -> list[E]:
        """The keys of a person that may go on now."""
        return self._people(self._gatherer.key(key, text, at))

    def expire(self, at: float) -> list[E]:
        """The same, when no key came for a moment."""
        return self._people(self._gatherer.expire(at))

    def _people(self, outcomes: Sequence[Outcome[E]]) -> list[E]:
        keys: list[E] = []
        for outcome in outcomes:
            if isinstance(outcome, Scanned):
                self._scanned(outcome.text)
            else:
                keys += outcome.keys
        return keys


class WedgeScanner:
    """A `CodeScanner` to which the screen brings what was typed. A keyboard can't be asked how it is: it is READY."""

    def __init__(self, name: str, *, deliver: Callable[[DeviceStatus], None], clock: Callable[[], float]) -> None:
        self.name = name
        self.last_contact: float | None = None
        self._clock = clock
        self._awaited = Awaited(name)
        deliver(DeviceStatus(name, DeviceState.READY))

    def read_next(self) -> Future[CodeResult]:
        """The next code; see `CodeScanner`."""
        return self._awaited.next()

    def scanned(self, text: str | CodeTrouble) -> None:
        """The screen saw a code being typed."""
        self.last_contact = self._clock()
        self._awaited.give(code_result(self.name, text))

    def close(self) -> None:
        """No more codes."""
        self._awaited.gone()
