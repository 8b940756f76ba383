"""The process that looks at faces: `python -m devices.vision.faces.service MEMORY URI SETUP`.

MEMORY is the descriptor of the previews' memory, URI the camera as OpenCV has it, SETUP a `Setup` as JSON. It says
`Ready` once its models are loaded. It looks at nothing but while a comparison runs that names a consent. One order at a
time is answered; `Cancel` takes effect between two frames.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Mapping

import cv2
import msgspec

from devices.cards.child import NoMessage, Pipe
from devices.face_ports import FaceAdvice, FaceTask, FaceTrouble
from devices.ports import CameraDetail
from devices.vision.camera import Camera, Frame, seen_of_hall
from devices.vision.faces.finder import Finder
from devices.vision.faces.looks import Look
from devices.vision.faces.messages import (
    Cancel,
    Compare,
    Compared,
    Forget,
    GalleryTold,
    NotCompared,
    Report,
    SeenNow,
    Setup,
    TellGallery,
    Wipe,
    order_of,
)
from devices.vision.faces.models import ModelError
from devices.vision.faces.reference import reference_of
from devices.vision.faces.session import Comparison, Ended, Reference
from devices.vision.faces.today import Today
from devices.vision.faces.workshop import Workshop, model_of
from devices.vision.frames import LONGEST, Frames
from devices.vision.messages import Looked, Ready, Standing
from devices.vision.pictures import shrunk
from devices.vision.process import begin, end_hung
from devices.vision.wire import to_wire

DEADLINES: Mapping[str, float] = {
    "between": 1 / 20,  # two previews: the eye needs no more, and the screen has other work
    "frame": 0.25,  # until a frame comes; then time goes on without one
    "check": 1.0,  # between two looks whether OpenCV hangs, and whether the gallery's day is over
}
"""All waiting of this process, in seconds; the camera's own stand in `devices.vision.camera`."""

_NO_MODEL = 4  # exit code


class Service:
    """Camera, comparisons and today's gallery."""

    def __init__(self, pipe: Pipe, frames: Frames, uri: str, workshop: Workshop) -> None:
        self._pipe, self._frames, self._workshop = pipe, frames, workshop
        self._finder = Finder(workshop.model)
        self.camera = Camera(
            uri, lambda detail: self._tell(Standing(detail)), lambda: self._tell(Looked()), judge=seen_of_hall
        )
        self._changed = threading.Condition()
        self._wanted: Compare | None = None
        self._ended = False
        self._writing = threading.Lock()

    def serve(self) -> None:
        """Until stdin ends."""
        threading.Thread(target=self._look, name="looker", daemon=True).start()
        self._tell(Ready())  # first of all: what the camera says is heard by who may order something
        self.camera.start()
        self._tell_gallery(0)
        while (wire := self._pipe.receive(DEADLINES["check"])) is not NoMessage.ENDED:
            if self.camera.stuck:
                end_hung()
            if isinstance(wire, NoMessage):
                self._tell_gallery(0)
            else:
                self._take(order_of(wire))
        self._want(None)
        self._workshop.today.close()

    def _take(self, order: object) -> None:
        match order:
            case Compare():
                self._want(order)
            case Cancel(number=number):
                if self._wanted and self._wanted.number == number:
                    self._want(None)
            case TellGallery(number=number):
                self._tell_gallery(number)
            case Wipe(number=number):
                self._workshop.today.wipe()
                self._tell_gallery(number)
            case Forget(number=number, person=person):
                self._workshop.today.forget(person)
                self._tell_gallery(number)

    def _want(self, order: Compare | None) -> None:
        """From now on this is looked for, and nothing else; None: the camera sees nobody any more."""
        if order and not order.consent:
            self._tell(NotCompared(order.number, FaceTrouble.NO_CONSENT, FaceAdvice.FINE))
            order = None
        with self._changed:
            self._wanted = order
            self.camera.want(order is not None)
            self._changed.notify_all()
        with self._writing:
            self._frames.wipe()

    def _tell_gallery(self, number: int) -> None:
        """Number 0: only if it has changed by itself."""
        state, news = self._workshop.today.state()
        if number or news:
            told = GalleryTold(number, state.persons, state.model, state.expires, state.filing_due)
            self._tell(told)

    def _tell(self, report: Report) -> None:
        self._pipe.send(to_wire(report))

    # ---- the thread that looks

    def _look(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None)
                wanted = self._wanted
            if wanted:
                self._finder.forget()
                ended = self._compared(wanted)
                self._finder.forget()
                if ended:
                    self._end(wanted, ended)

    def _end(self, wanted: Compare, ended: Ended) -> None:
        with self._changed:
            if self._wanted is not wanted:
                return
            self._wanted = None
            self.camera.want(False)
        with self._writing:
            self._frames.wipe()
        if isinstance(ended, Compared) and wanted.task is FaceTask.ENROL:
            self._tell_gallery(0)
        self._tell(ended)

    def _compared(self, wanted: Compare) -> Ended | None:
        """How it ended; None where it is no longer wanted."""
        reference: Reference | None = None
        if wanted.task is not FaceTask.VERIFY and not self._workshop.today.usable:
            return NotCompared(wanted.number, FaceTrouble.GALLERY_CLOSED, FaceAdvice.FINE)  # nobody is seen in vain
        if wanted.task is not FaceTask.IDENTIFY:
            found = reference_of(wanted, self._workshop.model)
            if isinstance(found, FaceTrouble):
                return NotCompared(wanted.number, found, FaceAdvice.FINE)
            reference = found
        comparison = self._workshop.comparison(wanted, reference)
        try:
            return self._followed(wanted, comparison)
        finally:
            comparison.forget()

    def _followed(self, wanted: Compare, comparison: Comparison) -> Ended | None:
        seen, shown, tint = 0, 0.0, ""
        while self._wanted is wanted:
            frame = self.camera.after(seen, DEADLINES["frame"])
            if frame is None or not frame.fresh or self.camera.detail in _NOTHING_SEEN:
                ended = comparison.idle()  # a camera that stands still says nothing of who stands before it
                seen = frame.number if frame else seen
            else:
                seen = frame.number
                look = self._finder.look(frame.picture, self._workshop.clock())
                ended = comparison.take(look)
                now = self._workshop.clock()
                if now - shown >= DEADLINES["between"] or comparison.live.tint != tint:
                    shown, tint = now, comparison.live.tint
                    self._show(wanted, frame, look, comparison)
            if ended:
                return ended
            if self.camera.number == seen:
                comparison.prepare()
        return None

    def _show(self, wanted: Compare, frame: Frame, look: Look, comparison: Comparison) -> None:
        """A preview as in a mirror."""
        small, _ = shrunk(frame.picture, LONGEST)
        rgb = cv2.cvtColor(cv2.flip(small, 1), cv2.COLOR_BGR2RGB)
        live = comparison.live
        with self._writing:
            if self._wanted is not wanted:
                return
            slot = self._frames.write(frame.number, memoryview(rgb).cast("B"))
            seen = SeenNow(
                *(wanted.number, slot, frame.number, small.shape[1], small.shape[0], _mirrored(look)),
                *(look.advice, live.challenge, live.left, live.done, live.of, live.tint),
            )
            self._tell(seen)


_NOTHING_SEEN = (CameraDetail.BLACK, CameraDetail.FROZEN, CameraDetail.COVERED)


def _mirrored(look: Look) -> tuple[float, float, float, float] | None:
    """The face's left, top, width and height as shares of the mirrored picture."""
    if look.face is None:
        return None
    height, width = look.picture.shape[:2]
    left, top, right, bottom = look.face.box
    return (width - right) / width, top / height, (right - left) / width, (bottom - top) / height


def main(arguments: list[str]) -> int:
    """Serves until stdin ends; 2 for wrong arguments, 4 where model or thresholds can't be used."""
    if len(arguments) != 3 or not arguments[0].isdecimal():
        return 2
    pipe = begin()
    setup = msgspec.json.decode(arguments[2], type=Setup)
    try:
        model = model_of(setup)
        workshop = Workshop(setup, model, Today(setup, model), time.monotonic)
    except (ModelError, ValueError):  # files that are no models; thresholds that contradict each other
        pipe.send(to_wire(Standing(CameraDetail.MODEL)))
        return _NO_MODEL
    workshop.warm_up()
    Service(pipe, Frames(int(arguments[0])), arguments[1], workshop).serve()
    os._exit(0)  # a call that hangs would keep the interpreter from ending


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
