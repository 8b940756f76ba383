"""A camera over HTTP (MJPEG) and what may be wrong with it; what it shows is somebody else's."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from PIL import Image

from devices.emulators.program import Events

FAULTS = ("freeze", "black", "drop", "stall", "slow", "garbage", "one-pixel", "huge", "grey", "not-video", "endless")
"""What every camera may do; some do more."""

_BOUNDARY = "frame"
_JPEG_QUALITY = 85
_HUGE = (7680, 4320)
_TURNED = (640, 480)

Spoiler = Callable[[bytes], bytes]
"""From the picture there should be to the one that is sent."""


class Shown(Protocol):
    """What a camera shows."""

    def picture(self, number: int) -> bytes:
        """The `number`-th picture of a connection, now, as a JPEG. Called on any thread."""

    def state(self) -> dict[str, Any]:
        """What is before the camera."""


class Camera(ThreadingHTTPServer):
    """The HTTP server. One fault at a time; it holds until told otherwise. `more`: faults of this camera only."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        port: int,
        shown: Shown,
        rate: float,
        more: Mapping[str, Spoiler] | None = None,
        events: Events | None = None,
    ) -> None:
        super().__init__(("127.0.0.1", port), _Stream)
        self.shown, self.rate = shown, rate
        self.events = events or Events()
        self.kind, self.ms = "none", 0
        self.changed = threading.Condition()
        self.spoilers = {**_SPOILERS, **(more or {})}
        self._known = (*FAULTS, *(more or {}))
        threading.Thread(target=self.serve_forever, args=(0.05,), name="camera", daemon=True).start()

    def fault(self, kind: str, ms: int = 1500) -> None:
        """The command `fault`; ValueError for what is not on the menu."""
        if kind != "none" and kind not in self._known:
            raise ValueError(f"fault {kind!r}; known: none, {', '.join(self._known)}")
        with self.changed:
            self.kind, self.ms = kind, int(ms)
            self.changed.notify_all()

    def pause(self, seconds: float, kind: str) -> None:
        """Waits, but not longer than this fault is on."""
        with self.changed:
            self.changed.wait_for(lambda: self.kind != kind, seconds)

    def state(self) -> dict[str, Any]:
        """What is before it, what is wrong, what has happened."""
        return {**self.shown.state(), "fault": self.kind, "counts": self.events.counts()}

    def close(self) -> None:
        """Ends all connections and stops listening."""
        self.fault("drop")
        self.shutdown()
        self.server_close()

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
        number, frozen, due = 0, b"", time.monotonic()
        while (kind := camera.kind) not in ("drop", "not-video"):
            number += 1
            if kind == "endless":
                self.wfile.write(b"0" * 65536)
                camera.pause(0.01, kind)
                continue
            if kind == "stall":
                camera.pause(3600, kind)
                continue
            usual = frozen or camera.shown.picture(number)
            frozen = usual if kind == "freeze" else b""
            yield camera.spoilers.get(kind, _as_it_is)(usual)
            due = max(due + 1 / camera.rate, time.monotonic())
            camera.pause(camera.ms / 1000 if kind == "slow" else due - time.monotonic(), kind)


def jpeg(picture: Image.Image) -> bytes:
    """As a camera sends it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()


def _flat(size: tuple[int, int], level: int) -> bytes:
    return jpeg(Image.new("RGB", size, (level, level, level)))


def _as_it_is(picture: bytes) -> bytes:
    return picture


def _half(picture: bytes) -> bytes:
    return picture[: len(picture) // 7] + bytes(range(256)) * 8


def _grey(picture: bytes) -> bytes:
    return jpeg(Image.open(io.BytesIO(picture)).convert("L"))


_HUGE_PICTURE = _flat(_HUGE, 120)
_BLACK_PICTURE = _flat(_TURNED, 0)
_PIXEL = _flat((1, 1), 200)
_SPOILERS: dict[str, Spoiler] = {
    "black": lambda _picture: _BLACK_PICTURE,
    "one-pixel": lambda _picture: _PIXEL,
    "huge": lambda _picture: _HUGE_PICTURE,
    "garbage": _half,
    "grey": _grey,
}
