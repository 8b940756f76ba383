"""The devices of a terminal and their faults: each with how it is set and taken away, and what a person must notice.

Which faults there are, the emulators' own menus say (`menu`); here stands only what a menu can't say. A fault that is
on a menu and not known here is in the matrix all the same, with `Shows.PERHAPS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from devices.cards import pcsc, sdt_link
from printing.printers.escpos_dialogue import Deadlines
from printing.printers.ipp_job import IppTimes
from tests.faults.menu import Menu

EMULATORS = {"id-card": "sdt", "social-card": "pcsc", "ticket": "ticket", "a4": "a4"}
READERS, PRINTERS = ("id-card", "social-card"), ("ticket", "a4")
KILL, REVIVE = "(kill)", "(revive)"  # of the emulator's process, by the hall

_FIND, _SELECT, _READ = (sdt_link.DEADLINES[c] for c in (sdt_link.FIND, sdt_link.SELECT, sdt_link.READ))
_SDT_TRIES = 3
_TICKET, _A4 = Deadlines(), IppTimes()


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
class Fault:
    """One fault of one device.

    `armed`: how it is made to strike in the middle of a job. `deadline`: what the driver must wait, in seconds, before
    it can know. `words`: the codes of the failure a person may read; empty: any that is about this device.
    """

    device: str
    name: str
    on: Call
    off: tuple[Call, ...]
    shows: Shows = Shows.PERHAPS
    armed: Call | None = None
    deadline: float = 0.0
    words: frozenset[str] = frozenset()
    note: str = ""

    @property
    def emulator(self) -> str:
        """Which emulator stands for the device."""
        return EMULATORS[self.device]


@dataclass(frozen=True)
class _Known:
    """What a menu doesn't say of one of its words."""

    shows: Shows
    arguments: Mapping[str, object] = field(default_factory=dict)
    armed: Mapping[str, object] | None = None
    deadline: float = 0.0
    words: frozenset[str] = frozenset()


_MID_JOB = {"after_bytes": 300}
_UNREADABLE = frozenset({"unreadable", "reader.gone"})
_KINDS: dict[str, dict[str, _Known]] = {
    "sdt": {
        "checksum": _Known(Shows.IN_USE, deadline=_SDT_TRIES * _FIND),
        "silent": _Known(Shows.IN_USE, deadline=_SDT_TRIES * _FIND),
        "stuck": _Known(Shows.IN_USE, deadline=_SDT_TRIES * _FIND),
        "slow": _Known(Shows.NEVER, {"ms": 60}),
        "short": _Known(Shows.IN_USE, deadline=_SDT_TRIES * _FIND),
        "long": _Known(Shows.PERHAPS, deadline=_SDT_TRIES * _READ),
        "split": _Known(Shows.NEVER, {"ms": 10}),
        "garbage": _Known(Shows.NEVER),
        "read-failed": _Known(Shows.IN_USE, words=_UNREADABLE),
        "wrong-card": _Known(Shows.IN_USE, words=frozenset({"unknown-card"})),
        "rejected": _Known(Shows.IN_USE),
        "sam-not-authorised": _Known(Shows.AT_ONCE),
        "sam-self-test": _Known(Shows.AT_ONCE),
    },
    "pcsc": {
        "silent": _Known(Shows.IN_USE, deadline=pcsc._READ),
        "slow": _Known(Shows.NEVER, {"ms": 15}),
        "wrong-aid": _Known(Shows.IN_USE, words=frozenset({"unknown-card"})),
        "short": _Known(Shows.IN_USE, words=_UNREADABLE),
    },
    "ticket": {
        "silent": _Known(Shows.AT_ONCE, armed=_MID_JOB, deadline=_TICKET.silence),
        "slow": _Known(Shows.NEVER, {"ms": 100}),
        "noise": _Known(Shows.AT_ONCE, armed=_MID_JOB, deadline=_TICKET.silence),
        "reset": _Known(Shows.PERHAPS, armed=_MID_JOB),
        "cutter": _Known(Shows.IN_USE),
        "hot": _Known(Shows.AT_ONCE, armed=_MID_JOB, deadline=_TICKET.finish),
        "jam": _Known(Shows.AT_ONCE, armed=_MID_JOB),
        "broken": _Known(Shows.AT_ONCE, armed=_MID_JOB),
    },
    "a4": {
        "slow": _Known(Shows.NEVER, {"ms": 300}),
        "out-mid-job": _Known(Shows.IN_USE, words=frozenset({"printer.paper-out"})),
        "die": _Known(Shows.IN_USE, deadline=_A4.request),
        "hang": _Known(Shows.IN_USE, deadline=_A4.silent),
    },
}
"""Emulator → word on its `fault` menu → what else is known of it."""

_FOR_GOOD = {"sdt": {"times": 0}, "pcsc": {"times": 0}}  # else the fault wears off after one answer
_MENDED = {
    "sdt": (Call("fault", {"kind": "none"}),),
    "pcsc": (Call("fault", {"kind": "none"}),),
    "ticket": (Call("fault", {"kind": "none"}),),
    "a4": (Call("clear"),),
}
_PAPER = {"near-end": _Known(Shows.NEVER), "low": _Known(Shows.NEVER), "out": _Known(Shows.AT_ONCE)}


@dataclass(frozen=True)
class _Lever:
    """A command that is a fault by itself."""

    name: str
    on: Call
    off: tuple[Call, ...]
    known: _Known


_PAPER_OUT, _COVER, _JAM, _TONER = (
    frozenset({f"printer.{what}"}) for what in ("paper-out", "cover-open", "jam", "toner-empty")
)
_NOT_LIFTED, _NOT_REMOVED = (
    (Call(command, {"after": None}),) for command in ("lift_during_read", "remove_during_read")
)
_LEVERS: dict[str, dict[str, tuple[_Lever, ...]]] = {
    "sdt": {
        "unplug": (_Lever("unplugged", Call("unplug"), (Call("plug"),), _Known(Shows.AT_ONCE)),),
        "lift_during_read": (
            _Lever("lifted-mid-read", Call("lift_during_read"), _NOT_LIFTED, _Known(Shows.IN_USE, words=frozenset({"lifted"}))),
            _Lever("lifted-mid-answer", Call("lift_during_read", {"after": 400}), _NOT_LIFTED, _Known(Shows.IN_USE)),
        ),
    },
    "pcsc": {
        "remove_during_read": (
            _Lever("removed-mid-read", Call("remove_during_read"), _NOT_REMOVED, _Known(Shows.IN_USE, words=frozenset({"lifted"}))),
        ),
        "stop_pcscd": (
            _Lever("pcscd-killed", Call("stop_pcscd"), (Call("start_pcscd"),), _Known(Shows.AT_ONCE)),
        ),
    },
    "ticket": {
        "paper_out_after": (
            _Lever(
                "out-mid-job", Call("paper_out_after", {"lines": 4}), (Call("paper", {"state": "ok"}),), _Known(Shows.IN_USE)
            ),
        ),
        "cover": (
            _Lever("cover-open", Call("cover", {"open": True}), (Call("cover", {"open": False}),), _Known(Shows.AT_ONCE)),
        ),
        "unplug": (_Lever("unplugged", Call("unplug"), (Call("plug"),), _Known(Shows.AT_ONCE)),),
        "feed_button": (
            _Lever(
                "feed-button",
                Call("feed_button", {"pressed": True}),
                (Call("feed_button", {"pressed": False}),),
                _Known(Shows.PERHAPS),
            ),
        ),
    },
    "a4": {
        "jam": (_Lever("jam", Call("jam"), _MENDED["a4"], _Known(Shows.AT_ONCE, words=_JAM)),),
        "cover": (_Lever("cover-open", Call("cover"), _MENDED["a4"], _Known(Shows.AT_ONCE, words=_COVER)),),
        "toner": (_Lever("toner-empty", Call("toner"), _MENDED["a4"], _Known(Shows.AT_ONCE, words=_TONER)),),
    },
}
"""Emulator → command → the faults it makes."""

NO_FAULTS = frozenset(
    "fault paper help state wait tap lift plug insert remove start_pcscd restart_pcscd clear resume jobs tickets idle"
    " drawer".split()
)
"""Commands that make no fault of their own (or whose words do)."""


def faults(device: str, menu: Menu) -> Iterator[Fault]:
    """The faults of a device whose emulator has this menu."""
    emulator = EMULATORS[device]
    mended = _MENDED[emulator]
    for kind in menu.words.get("fault", ()):
        if kind != "none":
            known = _KINDS[emulator].get(kind, _Known(Shows.PERHAPS))
            call = Call("fault", {"kind": kind, **_FOR_GOOD.get(emulator, {}), **known.arguments})
            armed = Call("fault", {**call.arguments, **known.armed}) if known.armed else None
            yield _fault(device, kind, call, mended, known, armed)
    for state in menu.words.get("paper", ()):
        if state != "ok":
            known = replace(_PAPER.get(state, _Known(Shows.PERHAPS)), words=_PAPER_OUT if emulator == "a4" else frozenset())
            off = (Call("paper", {"state": "ok"}),)
            yield _fault(device, f"paper-{state}", Call("paper", {"state": state}), off, known, None)
    for command, levers in _LEVERS[emulator].items():
        for lever in levers if command in menu.commands else ():
            yield _fault(device, lever.name, lever.on, lever.off, lever.known, None)
    yield _killed(device)


def unplaced(device: str, menu: Menu) -> frozenset[str]:
    """Commands of the menu of which nobody has said whether they make a fault."""
    return menu.commands - NO_FAULTS - set(_LEVERS[EMULATORS[device]])


def _fault(device: str, name: str, on: Call, off: tuple[Call, ...], known: _Known, armed: Call | None) -> Fault:
    return Fault(device, name, on, off, known.shows, armed, known.deadline, known.words)


def _killed(device: str) -> Fault:
    """The emulator's process killed and started again. A virtual PC/SC slot stays without it: only its card is gone."""
    shows = Shows.NEVER if device == "social-card" else Shows.AT_ONCE
    return Fault(device, "killed", Call(KILL), (Call(REVIVE),), shows)


ISSUE: dict[str, tuple[tuple[str, str], ...]] = {
    "card lifted mid-read": (("id-card", "lifted-mid-read"), ("social-card", "removed-mid-read")),
    "bad checksum": (("id-card", "checksum"),),
    "short frame": (("id-card", "short"), ("social-card", "short")),
    "long frame": (("id-card", "long"),),
    "split frames": (("id-card", "split"),),
    "late answer": (("id-card", "slow"), ("social-card", "slow"), ("ticket", "slow"), ("a4", "slow")),
    "stuck busy": (("id-card", "stuck"),),
    "SAM not authorised (66)": (("id-card", "sam-not-authorised"),),
    "read failed (41)": (("id-card", "read-failed"),),
    "wrong card": (("id-card", "wrong-card"), ("social-card", "wrong-aid")),
    "two cards": (("id-card", "two-cards"),),
    "reader unplugged and replugged": (("id-card", "unplugged"),),
    "pcscd killed and restarted": (("social-card", "pcscd-killed"),),
    "hung card": (("social-card", "silent"),),
    "paper near end": (("ticket", "paper-near-end"),),
    "paper out": (("ticket", "paper-out"),),
    "out mid-job": (("ticket", "out-mid-job"), ("a4", "out-mid-job")),
    "cover open": (("ticket", "cover-open"), ("a4", "cover-open")),
    "cutter stuck": (("ticket", "cutter"),),
    "head hot": (("ticket", "hot"),),
    "silent printer": (("ticket", "silent"), ("a4", "hang")),
    "connection reset mid-job": (("ticket", "reset"),),
    "IPP empty": (("a4", "paper-out"),),
    "IPP jam": (("a4", "jam"),),
    "IPP toner": (("a4", "toner-empty"),),
    "IPP off": (("a4", "killed"),),
    "IPP killed mid-job": (("a4", "die"),),
    "IPP stale reasons": (("a4", "stale-reasons"),),
    "camera lost": (("camera", "lost"),),
    "camera frozen": (("camera", "frozen"),),
    "camera black": (("camera", "black"),),
}
"""The faults that must be in the matrix, by their names there: any of the (device, fault) pairs will do."""
