"""`python -m devices.emulators camera --port N --control SOCKET`: a document camera over HTTP (MJPEG).

It shows a made-up paper, 样张, on a desk. Commands: `lay {page, seal}`, `lift`, `next`, `tilt {degrees}`, `glare`,
`blur`, `dark` (each `{on}`), `desk {number}`, `fault {kind, ms}`, `state`, `wait {event, after, seconds}`. Events:
"opened", "sent".
"""

from __future__ import annotations

import argparse
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from devices.emulators.control import Handler
from devices.emulators.mjpeg import FAULTS, Camera, jpeg
from devices.emulators.paper_scene import DESKS, Look, noisy, render, specimen
from devices.emulators.program import run

_VARIANTS = 4  # of the same scene, with other noise: a live sensor never sends the same bytes twice


__all__ = ["FAULTS", "Camera", "Scene", "main"]


class Scene:
    """What the camera sees, as JPEGs; drawn anew only when something changes."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._look = Look(light=0.85)
        self._page, self._seal, self._there = 1, False, True
        self._frames: list[bytes] = []
        self._draw()

    def picture(self, number: int) -> bytes:
        """See `Shown`: one of the variants of now."""
        with self._lock:
            return self._frames[number % len(self._frames)]

    def lay(self, page: int = 1, seal: bool = False) -> None:
        """Lays this page of the specimen on the desk."""
        self._page, self._seal, self._there = int(page), bool(seal), True
        self._draw()

    def lift(self) -> None:
        """The desk is empty."""
        self._there = False
        self._draw()

    def next(self) -> None:
        """The page is turned over to the next."""
        self.lay(self._page + 1, self._seal)

    def tilt(self, degrees: float = 12.0) -> None:
        """The paper lies askew by so many degrees."""
        self._change(turn=float(degrees))

    def glare(self, on: bool = True) -> None:
        """A lamp is reflected by the page."""
        self._change(glare=bool(on))

    def blur(self, on: bool = True) -> None:
        """The page moves, or lies out of focus."""
        self._change(blur=3.5 if on else 0.0)

    def dark(self, on: bool = True) -> None:
        """The light is bad."""
        self._change(light=0.28 if on else 0.85)

    def desk(self, number: int = 0) -> None:
        """Another desk; ValueError where there is none of that number."""
        if not 0 <= int(number) < len(DESKS):
            raise ValueError(f"desk {number}; known: 0 to {len(DESKS) - 1}")
        self._change(desk=DESKS[int(number)])

    def state(self) -> dict[str, Any]:
        """What lies there, and how."""
        look = self._look
        return {
            "page": self._page if self._there else 0,
            "tilt": look.turn,
            "glare": look.glare,
            "blur": look.blur > 0,
            "dark": look.light < 0.5,
        }

    def _change(self, **changes: Any) -> None:
        self._look = replace(self._look, **changes)
        self._draw()

    def _draw(self) -> None:
        page = specimen(self._page, self._seal) if self._there else None
        clean = np.asarray(render(page, replace(self._look, noise=0.0), self._size)[0])
        frames = []
        for variant in range(_VARIANTS):
            seen = noisy(clean, self._look, np.random.default_rng(variant))
            frames.append(jpeg(Image.fromarray(seen)))
        with self._lock:
            self._frames = frames


def main(argv: list[str]) -> int:
    """Runs until a signal."""
    arguments = argparse.ArgumentParser(prog="camera")
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--size", default="1920x1080")
    arguments.add_argument("--rate", type=float, default=25.0)
    arguments.add_argument("--control", type=Path, required=True)
    given = arguments.parse_args(argv)
    width, _, height = given.size.partition("x")
    scene = Scene((int(width), int(height)))
    camera = Camera(given.port, scene, given.rate)
    commands: dict[str, Handler] = {
        "lay": scene.lay,
        "lift": scene.lift,
        "next": scene.next,
        "tilt": scene.tilt,
        "glare": scene.glare,
        "blur": scene.blur,
        "dark": scene.dark,
        "desk": scene.desk,
        "fault": camera.fault,
        "state": camera.state,
        "wait": camera.events.wait,
    }
    return run(given.control, commands, f"http://127.0.0.1:{camera.server_port}/", camera.close)
