"""What is known of the emulators' faults: where each shows, how long its driver must wait, which words are due.

Deadlines are the drivers' own constants, so that a driver that waits longer is told of here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from devices.cards import pcsc, sdt_link
from devices.vision import camera
from printing.printers import escpos
from printing.printers.escpos_dialogue import Deadlines
from printing.printers.ipp_job import IppTimes
from tests.faults.catalogue import EMULATORS, OTHER_CARD, Call, Fault, Known, Lever, Shows, faults
from tests.faults.menu import Menu

_FIND, _READ = sdt_link.DEADLINES["find"], sdt_link.DEADLINES["read"]
_TRIES = 3
_TICKET, _A4 = Deadlines(), IppTimes()
_SILENCE = _TICKET.silence + _TICKET.reply + 0.5  # the last question begins just before its end, after a look
_NO_FRAME = camera.DEADLINES["open"] + camera.DEADLINES["read"]
_MID_JOB = {"after_bytes": 300}
_FOR_GOOD = {"times": 0}  # else the fault wears off after one answer
_PCSCD_LOOK = 0.4  # pcscd itself looks at its slots so often; only then is a card there
_CARD_HUNG = pcsc.DEADLINES["read"]


def _words(*codes: str) -> frozenset[str]:
    return frozenset(codes)


_SDT = {
    "checksum": Known(Shows.IN_USE, _FOR_GOOD, deadline=_TRIES * _FIND),
    "silent": Known(Shows.IN_USE, _FOR_GOOD, deadline=_TRIES * _FIND),
    "stuck": Known(Shows.IN_USE, _FOR_GOOD, deadline=_TRIES * _FIND),
    "slow": Known(Shows.NEVER, {**_FOR_GOOD, "ms": 60}),
    "short": Known(Shows.IN_USE, _FOR_GOOD, deadline=_TRIES * _FIND),
    "long": Known(Shows.PERHAPS, _FOR_GOOD, deadline=_TRIES * _READ),
    "split": Known(Shows.NEVER, {**_FOR_GOOD, "ms": 10}),
    "garbage": Known(Shows.NEVER, _FOR_GOOD),
    "read-failed": Known(Shows.IN_USE, _FOR_GOOD, words=_words("unreadable")),
    "wrong-card": Known(Shows.IN_USE, _FOR_GOOD, words=_words("unknown-card")),
    "rejected": Known(Shows.IN_USE, _FOR_GOOD),
    "sam-not-authorised": Known(Shows.AT_ONCE, _FOR_GOOD),
    "sam-self-test": Known(Shows.AT_ONCE, _FOR_GOOD),
}
_PCSC = {
    "silent": Known(
        Shows.IN_USE, _FOR_GOOD, deadline=_PCSCD_LOOK + _CARD_HUNG, words=_words("no-answer", "unreadable")
    ),
    "slow": Known(Shows.NEVER, {**_FOR_GOOD, "ms": 15}),
    "wrong-aid": Known(Shows.IN_USE, _FOR_GOOD, deadline=_PCSCD_LOOK, words=_words("unknown-card")),
    "short": Known(Shows.IN_USE, _FOR_GOOD, deadline=_PCSCD_LOOK, words=_words("unreadable")),
}
_ESCPOS = {
    "silent": Known(Shows.AT_ONCE, armed=_MID_JOB, deadline=_SILENCE),
    "slow": Known(Shows.NEVER, {"ms": 100}),
    "noise": Known(Shows.AT_ONCE, armed=_MID_JOB, deadline=_SILENCE),
    "reset": Known(Shows.PERHAPS, armed=_MID_JOB),
    "cutter": Known(Shows.IN_USE, deadline=escpos.RECOVERY),
    "hot": Known(Shows.AT_ONCE, armed=_MID_JOB),
    "jam": Known(Shows.AT_ONCE, armed=_MID_JOB, deadline=escpos.RECOVERY),
    "broken": Known(Shows.AT_ONCE, armed=_MID_JOB),
}
_IPP = {
    "slow": Known(Shows.NEVER, {"ms": 300}),
    "out-mid-job": Known(Shows.IN_USE, words=_words("printer.paper-out")),
    "die": Known(Shows.IN_USE, deadline=_A4.silent),
    "hang": Known(Shows.IN_USE, deadline=_A4.silent),
}
_SCAN = {
    "garbage": Known(Shows.IN_USE, _FOR_GOOD, words=_words("scan-not-read")),
    "endless": Known(Shows.IN_USE, _FOR_GOOD, words=_words("scan-not-read")),
    "silent": Known(Shows.NEVER, _FOR_GOOD),  # the digits can be typed on the same page
    "split": Known(Shows.NEVER, {**_FOR_GOOD, "ms": 10}),
}
_BOARD = {  # a terminal without its board serves all the same: nobody need be told
    "silent": Known(Shows.NEVER, _FOR_GOOD),
    "bad-crc": Known(Shows.NEVER, _FOR_GOOD),
    "garbage": Known(Shows.NEVER, _FOR_GOOD),
    "split": Known(Shows.NEVER, _FOR_GOOD),
    "version": Known(Shows.NEVER, _FOR_GOOD),
}
_NO_PICTURE = _words("camera.gone")
_CAMERA = {  # what a person reads where the camera's picture should be
    "freeze": Known(Shows.IN_USE, deadline=camera.DEADLINES["frozen"], words=_words("camera.frozen")),
    "black": Known(Shows.IN_USE, deadline=camera.DEADLINES["steady"], words=_words("camera.too-dark")),
    "drop": Known(Shows.IN_USE, words=_NO_PICTURE),
    "stall": Known(Shows.IN_USE, deadline=camera.DEADLINES["read"], words=_NO_PICTURE),
    "slow": Known(Shows.NEVER, {"ms": 300}),
    "garbage": Known(Shows.PERHAPS, deadline=_NO_FRAME, words=_NO_PICTURE),
    # OpenCV stretches a pixel to the size before it: a picture in which nothing moves
    "one-pixel": Known(Shows.IN_USE, deadline=camera.DEADLINES["frozen"], words=_NO_PICTURE | _words("camera.frozen")),
    "huge": Known(Shows.PERHAPS, deadline=_NO_FRAME, words=_NO_PICTURE),
    "grey": Known(Shows.NEVER),
    "not-video": Known(Shows.IN_USE, deadline=_NO_FRAME, words=_NO_PICTURE),
    "endless": Known(Shows.IN_USE, deadline=_NO_FRAME, words=_NO_PICTURE),
}
_PAPER_OUT = _words("printer.paper-out")
WORDS: dict[str, dict[str, Known]] = {
    "sdt": {f"fault:{word}": known for word, known in _SDT.items()},
    "pcsc": {f"fault:{word}": known for word, known in _PCSC.items()},
    "scan": {f"fault:{word}": known for word, known in _SCAN.items()},
    "board": {f"fault:{word}": known for word, known in _BOARD.items()},
    "camera": {f"fault:{word}": known for word, known in _CAMERA.items()},
    "ticket": {
        **{f"fault:{word}": known for word, known in _ESCPOS.items()},
        "paper:near-end": Known(Shows.NEVER),
        "paper:out": Known(Shows.AT_ONCE),
    },
    "a4": {
        **{f"fault:{word}": known for word, known in _IPP.items()},
        "paper:low": Known(Shows.NEVER),
        "paper:out": Known(Shows.AT_ONCE, words=_PAPER_OUT),
        "toner:low": Known(Shows.NEVER),
        "toner:empty": Known(Shows.AT_ONCE, words=_words("printer.toner-empty")),
        "stale:jam": Known(Shows.PERHAPS),
        "stale:cover": Known(Shows.PERHAPS),
        "stale:toner": Known(Shows.PERHAPS),
        "media:letter": Known(Shows.PERHAPS),
    },
}
"""Emulator → "command:word" → what is known."""

MENDED: dict[str, tuple[Call, ...]] = {
    "sdt": (Call("fault", {"kind": "none"}),),
    "pcsc": (Call("fault", {"kind": "none"}),),
    "scan": (Call("fault", {"kind": "none"}),),
    "board": (Call("fault", {"kind": "none"}),),
    "camera": (Call("fault", {"kind": "none"}),),
    "ticket": (Call("fault", {"kind": "none"}),),
    "a4": (Call("clear"),),
}
_HELD = (Call("insert", {"card": OTHER_CARD}), Call("hold"))  # it takes a card to hold a reader by
_SWAP = Known(Shows.PERHAPS, deadline=3 * _PCSCD_LOOK)  # out, in again, and read
_BANK_CARD = Known(Shows.IN_USE, deadline=_PCSCD_LOOK, use={"card": {"kind": "bank"}}, words=_words("unknown-card"))
_COVER_OPEN = Known(Shows.AT_ONCE, words=_words("printer.cover-open"))
_LIFTED, _NOT_LIFTED = Call("lift_during_read"), (Call("lift_during_read", {"after": None}),)
_REMOVED, _NOT_REMOVED = Call("remove_during_read"), (Call("remove_during_read", {"after": None}),)
_SWAPPED = Call("swap_during_read", {"card": OTHER_CARD, "after": 2})
LEVERS: dict[str, dict[str, tuple[Lever, ...]]] = {
    "sdt": {
        "unplug": (Lever("unplugged", (Call("unplug"),), (Call("plug"),), Known(Shows.AT_ONCE)),),
        "lift_during_read": (
            Lever("lifted-mid-read", (_LIFTED,), _NOT_LIFTED, Known(Shows.IN_USE, words=_words("lifted"))),
            Lever(
                "lifted-mid-answer",
                (Call("lift_during_read", {"after": 400}),),
                _NOT_LIFTED,
                Known(Shows.IN_USE, words=_words("lifted")),
            ),
        ),
        "second": (
            Lever(
                "two-cards",
                (Call("second"),),
                (Call("second", {"there": False}),),
                Known(Shows.IN_USE, words=_words("two-cards", "unreadable")),
            ),
        ),
    },
    "pcsc": {
        "remove_during_read": (
            Lever(
                "removed-mid-read",
                (_REMOVED,),
                _NOT_REMOVED,
                Known(Shows.IN_USE, deadline=2 * _PCSCD_LOOK, words=_words("lifted")),
            ),
        ),
        "swap_during_read": (Lever("swapped-mid-read", (_SWAPPED,), _NOT_REMOVED, _SWAP),),
        "stop_pcscd": (Lever("pcscd-killed", (Call("stop_pcscd"),), (Call("start_pcscd"),), Known(Shows.AT_ONCE)),),
        "hold": (Lever("held", _HELD, (Call("release"), Call("remove")), Known(Shows.PERHAPS)),),
        "insert": (
            Lever(
                "bank-card", (), (), Known(Shows.IN_USE, use={"card": {"kind": "bank"}}, words=_words("unknown-card"))
            ),
        ),
    },
    "scan": {"unplug": (Lever("unplugged", (Call("unplug"),), (Call("plug"),), Known(Shows.AT_ONCE)),)},
    "board": {
        "unplug": (Lever("unplugged", (Call("unplug"),), (Call("plug"),), Known(Shows.NEVER)),),
        "restart": (Lever("restarted", (Call("restart"),), (), Known(Shows.NEVER)),),
        "hold": (
            Lever(
                "key-stuck",
                (Call("hold", {"key": "up", "down": True}),),
                (Call("hold", {"key": "up", "down": False}),),
                Known(Shows.NEVER),
            ),
        ),
        "mains": (
            Lever("mains-off", (Call("mains", {"on": False}),), (Call("mains", {"on": True}),), Known(Shows.NEVER)),
        ),
    },
    "camera": {},
    "ticket": {
        "paper_out_after": (
            Lever(
                "out-mid-job",
                (Call("paper_out_after", {"lines": 4}),),
                (Call("paper", {"state": "ok"}),),
                Known(Shows.IN_USE),
            ),
        ),
        "cover": (
            Lever(
                "cover-open", (Call("cover", {"open": True}),), (Call("cover", {"open": False}),), Known(Shows.AT_ONCE)
            ),
        ),
        "unplug": (Lever("unplugged", (Call("unplug"),), (Call("plug"),), Known(Shows.AT_ONCE)),),
        "feed_button": (
            Lever(
                "feed-button",
                (Call("feed_button", {"pressed": True}),),
                (Call("feed_button", {"pressed": False}),),
                Known(Shows.PERHAPS),
            ),
        ),
    },
    "a4": {
        "jam": (Lever("jam", (Call("jam"),), MENDED["a4"], Known(Shows.AT_ONCE, words=_words("printer.jam"))),),
        "cover": (
            Lever(
                "cover-open", (Call("cover"),), MENDED["a4"], Known(Shows.AT_ONCE, words=_words("printer.cover-open"))
            ),
        ),
        "off": (Lever("off", (Call("off"),), (Call("on"),), Known(Shows.AT_ONCE, deadline=_A4.silent)),),
    },
}
"""Emulator → command → the faults it makes."""

NO_FAULTS = frozenset(
    (
        *("fault", "paper", "toner", "stale", "media"),
        *("state", "wait", "jobs", "tickets", "idle"),
        *(
            "tap",
            "lift",
            "remove",
            "plug",
            "release",
            "clear",
            "resume",
            "on",
            "start_pcscd",
            "restart_pcscd",
            "drawer",
            "scan",
        ),
        *("lay", "next", "tilt", "glare", "blur", "dark", "desk"),  # what lies under a camera that is well
        *("battery", "near", "key", "door"),  # the door asks for maintenance, which has a visit of its own in the tour
    )
)
"""Commands that make no fault of their own, or whose words do."""


def faults_of(device: str, menu: Menu) -> Iterator[Fault]:
    """The faults of a device whose emulator has this menu."""
    emulator = EMULATORS[device]
    return faults(device, menu, WORDS[emulator], LEVERS[emulator], MENDED[emulator])


def unplaced(device: str, menu: Menu) -> frozenset[str]:
    """Commands of the menu of which nobody has said whether they make a fault."""
    return menu.commands - NO_FAULTS - set(LEVERS[EMULATORS[device]])


ISSUE: Mapping[str, tuple[tuple[str, str], ...]] = {
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
    "reader unplugged and replugged (pty gone and back)": (("id-card", "unplugged"),),
    "pcscd killed and restarted": (("social-card", "pcscd-killed"),),
    "hung card": (("social-card", "silent"),),
    "paper near end": (("ticket", "paper-near-end"), ("a4", "paper-low")),
    "paper out": (("ticket", "paper-out"),),
    "paper out mid-job": (("ticket", "out-mid-job"), ("a4", "out-mid-job")),
    "cover open": (("ticket", "cover-open"), ("a4", "cover-open")),
    "cutter stuck": (("ticket", "cutter"),),
    "head hot": (("ticket", "hot"),),
    "silent printer": (("ticket", "silent"), ("a4", "hang")),
    "connection reset mid-job": (("ticket", "reset"),),
    "IPP empty": (("a4", "paper-out"),),
    "IPP jam": (("a4", "jam"),),
    "IPP toner": (("a4", "toner-empty"),),
    "IPP off": (("a4", "off"),),
    "IPP killed mid-job": (("a4", "die"),),
    "IPP stale reasons": (("a4", "stale-jam"), ("a4", "stale-cover"), ("a4", "stale-toner")),
    "camera lost": (("document", "drop"), ("document", "stall")),
    "camera frozen": (("document", "freeze"),),
    "camera black": (("document", "black"),),
}
"""The faults that are asked for, by their names there → (device, fault) here; all of them must be in the matrix."""
