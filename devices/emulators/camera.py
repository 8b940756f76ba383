"""`python -m devices.emulators camera --port N --control SOCKET`: a document camera over HTTP (MJPEG).

It shows a made-up paper, 样张, on a desk. Commands: `lay {page, seal}`, `lift`, `next`, `tilt {degrees}`, `glare`,
`blur`, `dark` (each `{on}`), `desk {number}`, `fault {kind, ms}`, `state`, `wait {event, after, seconds}`. Events:
"opened", "sent".
"""

from __future__ import annotations

import argparse
import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from devices.emulators.control import Handler
from devices.emulators.paper_scene import DESKS, Look, noisy, render, specimen
from devices.emulators.program import Events, run

FAULTS = ("freeze", "black", "drop", "stall", "slow", "garbage", "one-pixel", "huge", "grey", "not-video", "endless")
_VARIANTS = 4  # of the same scene, with other noise: a live sensor never sends the same bytes twice
_BOUNDARY = "frame"
_JPEG_QUALITY = 85
_HUGE = (7680, 4320)
_TURNED = (640, 480)


class Scene:
    """What the camera sees, as JPEGs; drawn anew only when something changes."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._look = Look(light=0.85)
        self._page, self._seal, self._there = 1, False, True
        self._frames: list[bytes] = []
        self._draw()

    def frames(self) -> list[bytes]:
        """The variants of now."""
        with self._lock:
            return self._frames

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
            frames.append(_jpeg(Image.fromarray(seen)))
        with self._lock:
            self._frames = frames


class Camera(ThreadingHTTPServer):
    """The HTTP server. One fault at a time; it holds until told otherwise."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, scene: Scene, rate: float) -> None:
        super().__init__(("127.0.0.1", port), _Stream)
        self.scene, self.rate = scene, rate
        self.events = Events()
        self.kind, self.ms = "none", 0
        self.changed = threading.Condition()
        threading.Thread(target=self.serve_forever, args=(0.05,), name="camera", daemon=True).start()

    def fault(self, kind: str, ms: int = 1500) -> None:
        """The command `fault`; ValueError for what is not on the menu."""
        if kind != "none" and kind not in FAULTS:
            raise ValueError(f"fault {kind!r}; known: none, {', '.join(FAULTS)}")
        with self.changed:
            self.kind, self.ms = kind, int(ms)
            self.changed.notify_all()

    def pause(self, seconds: float, kind: str) -> None:
        """Waits, but not longer than this fault is on."""
        with self.changed:
            self.changed.wait_for(lambda: self.kind != kind, seconds)

    def state(self) -> dict[str, Any]:
        """What lies there, what is wrong, what has happened."""
        return {**self.scene.state(), "fault": self.kind, "counts": self.events.counts()}

    def handle_error(self, request: object, client_address: object) -> None:
        """Who looked went away: no error of the camera."""


class _Stream(BaseHTTPRequestHandler):
    server: Camera

    def log_message(self, *_: object) -> None:
        """A camera is quiet."""

    def do_GET(self) -> None:
        """The pictures, until whoever looks goes away."""
        camera = self.server
        if camera.kind == "drop":
            return
        self.send_response(200)
        if camera.kind == "not-video":
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><body>401</body></html>")
            return
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
        self.end_headers()
        camera.events.happened("opened")
        for picture in self._pictures(camera):
            head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            self.wfile.write(head.encode() + picture + b"\r\n")
            camera.events.happened("sent")

    def _pictures(self, camera: Camera) -> Iterator[bytes]:
        number, frozen = 0, b""
        while (kind := camera.kind) not in ("drop", "not-video"):
            number += 1
            usual = camera.scene.frames()
            if kind == "endless":
                self.wfile.write(b"0" * 65536)
                camera.pause(0.01, kind)
                continue
            if kind == "stall":
                camera.pause(3600, kind)
                continue
            frozen = (frozen or usual[0]) if kind == "freeze" else b""
            yield frozen or _BAD.get(kind, lambda picture: picture)(usual[number % len(usual)])
            camera.pause(camera.ms / 1000 if kind == "slow" else 1 / camera.rate, kind)


def _flat(size: tuple[int, int], colour: int, mode: str = "RGB") -> bytes:
    return _jpeg(Image.new(mode, size, colour if mode == "L" else (colour, colour, colour)))


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()


def _half(picture: bytes) -> bytes:
    return picture[: len(picture) // 7] + bytes(range(256)) * 8


def _grey(picture: bytes) -> bytes:
    return _jpeg(Image.open(io.BytesIO(picture)).convert("L"))


def _huge(_picture: bytes) -> bytes:
    return _HUGE_PICTURE


_HUGE_PICTURE = _flat(_HUGE, 120)
_BLACK_PICTURE = _flat(_TURNED, 0)
_PIXEL = _flat((1, 1), 200)
_BAD: dict[str, Any] = {
    "black": lambda _picture: _BLACK_PICTURE,
    "one-pixel": lambda _picture: _PIXEL,
    "huge": _huge,
    "garbage": _half,
    "grey": _grey,
}


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

    def close() -> None:
        camera.fault("drop")
        camera.shutdown()
        camera.server_close()

    return run(given.control, commands, f"http://127.0.0.1:{camera.server_port}/", close)
