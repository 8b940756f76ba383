"""`python -m devices.emulators face-camera --port N --control SOCKET`: a camera for faces over HTTP (MJPEG).

Commands: `stand {portrait, seed, sibling, person}`, `leave`, `do {action, after}`, `obey {on, after, wrong}`,
`asked {challenge}`, `light {level, side}`, `tint {colour}`, `mask {on}`, `glasses {on}`, `second {on, person}`,
`crowd {on}`, `distance {near}`, `place {across, down}`, `attack {species, person, seed}`, `fault {kind, ms}`,
`picture`, `state`, `wait {event, after, seconds}`. Events: "opened", "sent", "did".
"""

from __future__ import annotations

import argparse
import base64
import io
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from devices.emulators import mjpeg
from devices.emulators.control import Handler
from devices.emulators.face_attacks import attack
from devices.emulators.face_motion import ACTIONS, Action
from devices.emulators.face_person import Light, Person, person_of
from devices.emulators.face_portraits import PORTRAITS
from devices.emulators.face_scene import FULL_HD, Place, Scene, Size, Stander
from devices.emulators.mjpeg import Camera, jpeg
from devices.emulators.program import Events, run

_COVERED_LEVEL = (26, 11, 9)  # a finger on the lens lets some red through
_WRONG_SIZE = (320, 240)
_REACTS = (0.35, 0.8)  # seconds from reading what is asked to doing it
_BESIDE = Place(across=-0.24, near=0.9)
_SMALL = (640, 360)


def _covered(size: Size) -> mjpeg.Spoiler:
    chance = np.random.default_rng(9)
    dark = [
        jpeg(
            Image.fromarray(np.clip(chance.normal(_COVERED_LEVEL, 1.5, (size[1], size[0], 3)), 0, 255).astype(np.uint8))
        )
        for _ in range(3)
    ]
    turn = iter(range(1 << 62))
    return lambda _picture: dark[next(turn) % len(dark)]


def _wrong_size(picture: bytes) -> bytes:
    return jpeg(Image.open(io.BytesIO(picture)).resize(_WRONG_SIZE))


FAULTS = (*mjpeg.FAULTS, "covered", "wrong-size")


class Stage:
    """Who stands before the camera, as JPEGs; a picture is drawn when it is asked for."""

    def __init__(self, size: Size, rate: float, events: Events, clock: Callable[[], float] = time.monotonic) -> None:
        self._scene = Scene(size)
        self._lock, self._clock, self._rate, self._events = threading.Lock(), clock, rate, events
        self._begin = clock()
        self._drawn, self._drawn_at = b"", -1.0
        self._obeys, self._after, self._wrong = False, 0.0, False
        self._chance = np.random.default_rng(4)
        self._said: dict[str, Any] = {"attack": "", "asked": "", "tint": ""}

    def picture(self, number: int) -> bytes:
        """See `Shown`: who comes within the same tick gets the same picture."""
        with self._lock:
            now = self._clock() - self._begin
            if not self._drawn or now - self._drawn_at > 0.5 / self._rate:
                self._drawn, self._drawn_at = jpeg(self._scene.frame(now)), now
            return self._drawn

    def state(self) -> dict[str, Any]:
        """Who is there, and how."""
        with self._lock:
            people, light = self._scene.people, self._scene.light
            first = people[0] if people else None
            return {
                "portrait": first.person.portrait if first else "",
                "seed": first.person.seed if first else 0,
                "sibling": first.person.sibling if first else 0,
                "mask": bool(first and first.person.wears == "mask"),
                "glasses": bool(first and first.person.wears == "glasses"),
                "near": first.place.near if first else 0.0,
                "across": first.place.across if first else 0.0,
                "people": len(people),
                "second": len(people) > 1,
                "crowd": self._scene.crowd,
                "level": round(light.ambient / Light().ambient, 3),
                "side": light.side,
                "obeys": self._obeys,
                **self._said,
            }

    # ---- commands

    def stand(self, portrait: str = "astronaut", seed: int = 0, sibling: int = 0, person: str = "") -> None:
        """Somebody steps before the camera instead of whoever is there. `person`: all of it as one text."""
        steps_up = person_of(person) if person else Person(portrait, int(seed), int(sibling))
        with self._lock:
            self._clear()
            self._scene.stand(steps_up, seed=int(self._chance.integers(1 << 30)))

    def leave(self) -> None:
        """Nobody is there any more, and nothing is held up."""
        with self._lock:
            self._clear()

    def do(self, action: str, after: float = 0.0) -> None:
        """Whoever is there does this, `after` seconds from now; ValueError for what nobody can do."""
        known: list[Action] = [each for each in ACTIONS if each == action]
        if not known:
            raise ValueError(f"action {action!r}; known: {', '.join(ACTIONS)}")
        with self._lock:
            self._scene.do(known[0], self._clock() - self._begin + float(after))
        self._events.happened("did")

    def obey(self, on: bool = True, after: float = 0.0, wrong: bool = False) -> None:
        """Whether they do what is `asked`: `after` so many seconds (0: as people do), or `wrong`: something else."""
        with self._lock:
            self._obeys, self._after, self._wrong = bool(on), float(after), bool(wrong)

    def asked(self, challenge: str = "") -> None:
        """What the terminal asks of whoever is there; "" once it asks nothing."""
        with self._lock:
            news = challenge != self._said["asked"]
            self._said["asked"] = challenge
            obeys, after = self._obeys, self._after or float(self._chance.uniform(*_REACTS))
            others = [action for action in ACTIONS if action != challenge]
            does = str(self._chance.choice(others)) if self._wrong else challenge
        if challenge and news and obeys:
            self.do(does, after)

    def light(self, level: float = 1.0, side: float = 0.0) -> None:
        """How light it is: 1 as usual, 0.2 dark, 1.6 too bright; `side`: from the picture's left (−1) or right (1)."""
        self._relight(ambient=float(level) * Light().ambient, side=float(side))

    def tint(self, colour: str = "") -> None:
        """What our own screen shows: "#rrggbb", "" for a page."""
        with self._lock:
            self._scene.tint(colour)
            self._said["tint"] = colour

    def mask(self, on: bool = True) -> None:
        """They put a mask on."""
        with self._lock:
            self._scene.wear("mask" if on else "")

    def glasses(self, on: bool = True) -> None:
        """They put dark glasses on."""
        with self._lock:
            self._scene.wear("glasses" if on else "")

    def second(self, on: bool = True, person: str = "biden-2") -> None:
        """Somebody else stands beside them."""
        beside = person_of(person) if on else None
        with self._lock:
            del self._scene.people[1:]
            if beside:
                self._scene.stand(beside, _BESIDE, seed=int(self._chance.integers(1 << 30)))

    def crowd(self, on: bool = True) -> None:
        """Two hundred faces."""
        with self._lock:
            self._scene.crowd = bool(on)

    def distance(self, near: float = 1.0) -> None:
        """How near they stand: 1 right, 0.4 too far, 2.2 too near; ValueError outside 0.05 to 5."""
        if not 0.05 <= float(near) <= 5:
            raise ValueError(f"near {near}; allowed: 0.05 to 5")
        self._move(lambda place: replace(place, near=float(near)))

    def place(self, across: float = 0.0, down: float = 0.0) -> None:
        """How far from the middle they stand, in shares of the picture."""
        self._move(lambda at: replace(at, across=float(across), down=float(down)))

    def attack(self, species: str, person: str = "astronaut", seed: int = 0) -> None:
        """Instead of a person: the `seed`-th presentation of that species, of this person."""
        shown = attack(species, person_of(person), int(seed), self._scene.size)
        with self._lock:
            self._clear()
            self._scene.attack = shown
            self._said["attack"] = species

    def look(self) -> dict[str, Any]:
        """The command `picture`: what it sees now, as a small JPEG in base64."""
        whole = Image.open(io.BytesIO(self.picture(0)))
        return {"jpeg": base64.b64encode(jpeg(whole.resize(_SMALL))).decode()}

    def _clear(self) -> None:
        self._scene.leave()
        self._said["attack"] = ""

    def _relight(self, **changes: Any) -> None:
        with self._lock:
            self._scene.light = replace(self._scene.light, **changes)

    def _move(self, change: Callable[[Place], Place]) -> None:
        with self._lock:
            first: Stander | None = self._scene.people[0] if self._scene.people else None
            if first:
                first.place = change(first.place)


def main(argv: list[str]) -> int:
    """Runs until a signal."""
    arguments = argparse.ArgumentParser(prog="face-camera")
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--size", default="{}x{}".format(*FULL_HD))
    arguments.add_argument("--rate", type=float, default=25.0)
    arguments.add_argument("--control", type=Path, required=True)
    given = arguments.parse_args(argv)
    width, _, height = given.size.partition("x")
    size = (int(width), int(height))
    events = Events()
    stage = Stage(size, given.rate, events)
    camera = Camera(given.port, stage, given.rate, {"covered": _covered(size), "wrong-size": _wrong_size}, events)
    commands: dict[str, Handler] = {
        **{name: getattr(stage, name) for name in _COMMANDS},
        "picture": stage.look,
        "fault": camera.fault,
        "state": camera.state,
        "wait": events.wait,
    }
    return run(given.control, commands, f"http://127.0.0.1:{camera.server_port}/", camera.close)


_COMMANDS = (
    *("stand", "leave", "do", "obey", "asked", "light", "tint", "mask", "glasses", "second", "crowd"),
    *("distance", "place", "attack"),
)

__all__ = ["FAULTS", "PORTRAITS", "Stage", "main"]
