"""The process that counts people: `python -m devices.vision.presence.service MEMORY URI`.

It finds faces and counts them. It loads no landmarks and no embedder, shows nothing and keeps nothing: it can't tell
one person from another (PIPL 26: a camera in a public place serves public security only, and identifies nobody).
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping

import cv2

from devices.cards.child import NoMessage, Pipe
from devices.vision.camera import Camera, seen_of_hall
from devices.vision.faces.dlib_model import HogDetector
from devices.vision.messages import Looked, Ready, Standing
from devices.vision.pictures import Picture, shrunk
from devices.vision.presence.messages import Counted, Report
from devices.vision.process import begin, end_hung
from devices.vision.wire import to_wire

DEADLINES: Mapping[str, float] = {
    "between": 1.0,  # two counts
    "frame": 1.5,
    "check": 1.0,  # between two looks whether OpenCV hangs
}
"""All waiting of this process, in seconds; the camera's own stand in `devices.vision.camera`."""

SEARCHED = 960
"""Pixels of the longer side that is searched: faces of a twelfth of the frame's height and more."""

SURE = 0.3
"""Of the detector's score: what is less is too often a pattern of a coat."""


class Counting:
    """Camera and counts. `find`: how many faces a grey picture has."""

    def __init__(self, pipe: Pipe, uri: str, find: Callable[[Picture], int]) -> None:
        self._pipe, self._find = pipe, find
        self.camera = Camera(
            uri, lambda detail: self._tell(Standing(detail)), lambda: self._tell(Looked()), judge=seen_of_hall
        )
        self._ending = threading.Event()
        self._told = -1

    def serve(self) -> None:
        """Until stdin ends."""
        self._tell(Ready())
        self.camera.start()
        self.camera.want(True)
        threading.Thread(target=self._count, name="counting", daemon=True).start()
        while self._pipe.receive(DEADLINES["check"]) is not NoMessage.ENDED:
            if self.camera.stuck:
                end_hung()
        self._ending.set()

    def _count(self) -> None:
        while not self._ending.wait(DEADLINES["between"]):
            frame = self.camera.after(self.camera.number, DEADLINES["frame"])
            people = self._find(cv2.cvtColor(shrunk(frame.picture, SEARCHED)[0], cv2.COLOR_BGR2GRAY)) if frame else 0
            if people != self._told:
                self._told = people
                self._tell(Counted(people))
            elif frame:
                self._tell(Looked())

    def _tell(self, report: Report) -> None:
        self._pipe.send(to_wire(report))


def main(arguments: list[str]) -> int:
    """Serves until stdin ends; 2 for wrong arguments."""
    if len(arguments) != 2 or not arguments[0].isdecimal():
        return 2
    pipe = begin()
    detector = HogDetector()

    def find(picture: Picture) -> int:
        return sum(face.score >= SURE for face in detector.detect(picture))

    Counting(pipe, arguments[1], find).serve()
    os._exit(0)  # a call that hangs would keep the interpreter from ending


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
