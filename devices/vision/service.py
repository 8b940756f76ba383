"""`python -m devices.vision.service MEMORY URI`: the process that looks through a camera; OpenCV is loaded here only.

Orders and reports are those of `devices.vision.messages`; previews stand in the memory (`devices.vision.frames`) whose
descriptor is given. It ends when its stdin ends, and when a call into OpenCV hangs.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Mapping

import cv2

from devices.cards.child import NoMessage, Pipe
from devices.ports import Advice, CameraDetail, CaptureTrouble
from devices.vision.camera import Camera, Frame
from devices.vision.encoding import encoded
from devices.vision.frames import LONGEST, Frames
from devices.vision.messages import (
    Looked,
    NotTaken,
    Ready,
    Report,
    Shown,
    Standing,
    Take,
    Taken,
    Watch,
    order_of,
)
from devices.vision.page import find_page, outline
from devices.vision.pictures import shrunk
from devices.vision.process import begin, end_hung
from devices.vision.quality import judged, quick_look
from devices.vision.straighten import straightened
from devices.vision.wire import to_wire

DEADLINES: Mapping[str, float] = {
    "between": 1 / 15,  # two previews: the eye needs no more, and the screen has other work
    "frame": 2.0,  # until a frame comes that was seen after the person said so; a camera at rest opens first
    "check": 1.0,  # between two looks whether OpenCV hangs
    "preview": 1.0,
}
"""All waiting of this process, in seconds; the camera's own stand in `devices.vision.camera`."""


_TROUBLES = {
    CameraDetail.FROZEN: CaptureTrouble.FROZEN,
    CameraDetail.BLACK: CaptureTrouble.TOO_DARK,
    CameraDetail.TOO_DARK: CaptureTrouble.TOO_DARK,
}


class Service:
    """Camera, previews and pages."""

    def __init__(self, pipe: Pipe, frames: Frames, uri: str) -> None:
        self._pipe, self._frames = pipe, frames
        self.camera = Camera(uri, lambda detail: self._tell(Standing(detail)), lambda: self._tell(Looked()))
        self._watching = threading.Event()
        self._writing = threading.Lock()

    def serve(self) -> None:
        """Until stdin ends."""
        threading.Thread(target=self._preview, name="preview", daemon=True).start()
        self._tell(Ready())  # first of all: what the camera says is heard by who may order something
        self.camera.start()
        while (wire := self._pipe.receive(DEADLINES["check"])) is not NoMessage.ENDED:
            if self.camera.stuck:
                end_hung()
            match None if isinstance(wire, NoMessage) else order_of(wire):
                case Watch(on=on):
                    self._watch(on)
                case Take(number=number):
                    self._tell(self._take(number))
        self.camera.want(False)
        self._frames.wipe()

    def _watch(self, on: bool) -> None:
        self.camera.want(on)
        with self._writing:
            if on:
                self._watching.set()
            else:
                self._watching.clear()
                self._frames.wipe()

    def _take(self, number: int) -> Taken | NotTaken:
        self.camera.want(True)
        try:
            frame = self.camera.after(self.camera.number, DEADLINES["frame"])
        finally:
            self.camera.want(self._watching.is_set())
        if frame is None:
            return NotTaken(number, CaptureTrouble.NO_PICTURE)
        if self.camera.detail is CameraDetail.FROZEN:
            return NotTaken(number, CaptureTrouble.FROZEN)
        corners = find_page(frame.picture)
        if corners is None:
            trouble = _TROUBLES.get(self.camera.detail or CameraDetail.NONE, CaptureTrouble.NO_PAGE)
            return NotTaken(number, trouble)
        page = straightened(frame.picture, corners)
        made = encoded(page)
        return Taken(number, made.jpeg, made.width, made.height, made.grey, judged(page).advice)

    # ---- the previews' thread

    def _preview(self) -> None:
        seen = 0
        while True:
            self._watching.wait()
            began = time.monotonic()
            frame = self.camera.after(seen, DEADLINES["preview"])
            if frame is None:
                continue
            seen = frame.number
            self._show(frame)
            left = DEADLINES["between"] - (time.monotonic() - began)
            if left > 0:
                time.sleep(left)

    def _show(self, frame: Frame) -> None:
        height, width = frame.picture.shape[:2]
        corners = outline(frame.picture)
        advice: Advice = quick_look(frame.picture, corners)
        small, _ = shrunk(frame.picture, LONGEST)
        rgb = cv2.cvtColor(small, cv2.COLOR_BGR2RGB)
        shares = () if corners is None else tuple((float(x) / width, float(y) / height) for x, y in corners)
        with self._writing:
            if not self._watching.is_set():
                return
            slot = self._frames.write(frame.number, rgb.tobytes())
            self._tell(Shown(slot, frame.number, small.shape[1], small.shape[0], shares, advice))

    def _tell(self, report: Report) -> None:
        self._pipe.send(to_wire(report))


def main(arguments: list[str]) -> int:
    """Serves until stdin ends; 2 for wrong arguments."""
    if len(arguments) != 2 or not arguments[0].isdecimal():
        return 2
    pipe = begin()
    Service(pipe, Frames(int(arguments[0])), arguments[1]).serve()
    os._exit(0)  # a call that hangs would keep the interpreter from ending


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
