"""Driver of cameras for faces: a process of its own looks (`devices.vision.faces.service`), and only while somebody who
has consented is compared.

Whatever becomes of that process, whoever waits hears of it: `GONE`, or `TIMED_OUT` where it hung.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import msgspec

from devices.backoff import BackOff
from devices.face_ports import (
    FaceCompared,
    FaceNotCompared,
    FaceRequest,
    FaceResult,
    FaceSeen,
    FaceTrouble,
    GalleryState,
)
from devices.ports import DeviceStatus
from devices.vision.driver import DEADLINES as DRIVER_DEADLINES
from devices.vision.driver import VisionDriver
from devices.vision.faces.messages import (
    Cancel,
    Compare,
    Compared,
    Forget,
    GalleryTold,
    NotCompared,
    SeenNow,
    Setup,
    TellGallery,
    Wipe,
    report_of,
)
from devices.vision.wire import to_wire

SCHEMES = ("face+v4l2", "face+rtsp", "face+http", "face+https", "face+file")

DEADLINES: Mapping[str, float] = {
    "compare": 75.0,  # the process gives up by itself before; it is ended if it has not
    "gallery": 8.0,
    **DRIVER_DEADLINES,
}
"""All waiting of this driver, in seconds."""

NO_GALLERY = GalleryState(0, "", None)
"""While nobody can be asked."""


@dataclass(eq=False)
class _Wanted:
    number: int
    until: float
    seen: Callable[[FaceSeen], None]
    result: Future[FaceResult] = field(default_factory=Future)


@dataclass(eq=False)
class _Question:
    until: float
    result: Future[GalleryState] = field(default_factory=Future)


class VisionFaces(VisionDriver):
    """A `FaceCamera`. `counted` hears, on the driver's thread, how today's gallery is, each time that changes."""

    def __init__(
        self,
        name: str,
        uri: str,
        setup: Setup,
        *,
        deliver: Callable[[DeviceStatus], None],
        counted: Callable[[GalleryState], None] = lambda state: None,
        back_off: BackOff | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`uri`: as OpenCV has it, without `face+`."""
        super().__init__(name, deliver=deliver, back_off=back_off, clock=clock)
        self._uri, self._setup, self._counted = uri, setup, counted
        self._numbers = 0
        self._wanted: _Wanted | None = None
        self._questions: dict[int, _Question] = {}
        self._start()

    # ---- FaceCamera

    def compare(self, request: FaceRequest, seen: Callable[[FaceSeen], None]) -> Future[FaceResult]:
        """See `FaceCamera`; done within `DEADLINES["compare"]`, whatever happens. RuntimeError while another runs."""
        with self._lock:
            if self._wanted:
                raise RuntimeError("the camera looks at somebody already")
            self._numbers += 1
            wanted = _Wanted(self._numbers, self._clock() + DEADLINES["compare"], seen)
            if not request.consent:
                wanted.result.set_result(FaceNotCompared(self.name, FaceTrouble.NO_CONSENT))
            elif self._order(to_wire(_wire_of(wanted.number, request))):
                self._wanted, self._heard = wanted, self._clock()
                wanted.result.add_done_callback(lambda future: self._gone_off(wanted, future))
            else:
                wanted.result.set_result(FaceNotCompared(self.name, FaceTrouble.GONE))
        return wanted.result

    def gallery(self) -> Future[GalleryState]:
        """See `FaceCamera`; `NO_GALLERY` where nobody can be asked."""
        return self._ask(TellGallery)

    def wipe(self) -> Future[GalleryState]:
        """See `FaceCamera`."""
        return self._ask(Wipe)

    def forget(self, person: str) -> Future[GalleryState]:
        """See `FaceCamera`."""
        return self._ask(lambda number: Forget(number, person))

    # ---- hooks

    def _program(self) -> tuple[str, Sequence[str]]:
        return "devices.vision.faces.service", [self._uri, msgspec.json.encode(self._setup).decode()]

    def _report_of(self, wire: dict[str, Any]) -> object | None:
        return report_of(wire)

    def _began(self) -> None:
        """Nobody waits: who did was told that the process ended."""

    def _is_wanted(self) -> bool:
        return bool(self._wanted or self._questions)

    def _is_late(self, now: float) -> bool:
        wanted = self._wanted
        if wanted and (wanted.until <= now or now - self._heard > DEADLINES["silence"]):
            return True
        return any(question.until <= now for question in self._questions.values())

    def _took(self, report: object) -> None:
        match report:
            case SeenNow():
                self.last_contact = time.monotonic()
                self._show(report)
            case Compared():
                self._settle(report.number, self._compared(report))
            case NotCompared(number=number, trouble=trouble, advice=advice):
                self._settle(number, FaceNotCompared(self.name, trouble, advice))
            case GalleryTold():
                self._told(report)

    def _dropped(self) -> None:
        now = self._clock()
        with self._lock:
            wanted, self._wanted = self._wanted, None
            questions, self._questions = list(self._questions.values()), {}
        if wanted and wanted.result.set_running_or_notify_cancel():
            late = wanted.until <= now or now - self._heard > DEADLINES["silence"]
            trouble = FaceTrouble.TIMED_OUT if late else FaceTrouble.GONE
            wanted.result.set_result(FaceNotCompared(self.name, trouble))
        for question in questions:
            if question.result.set_running_or_notify_cancel():
                question.result.set_result(NO_GALLERY)
        self._counted(NO_GALLERY)

    # ---- parts

    def _gone_off(self, wanted: _Wanted, future: Future[FaceResult]) -> None:
        """Cancelled: the camera sees nobody any more."""
        if not future.cancelled():
            return
        with self._lock:
            if self._wanted is wanted:
                self._wanted = None
                self._order(to_wire(Cancel(wanted.number)))

    def _ask(self, order: Callable[[int], TellGallery | Wipe | Forget]) -> Future[GalleryState]:
        question = _Question(self._clock() + DEADLINES["gallery"])
        with self._lock:
            self._numbers += 1
            if self._order(to_wire(order(self._numbers))):
                self._questions[self._numbers] = question
                return question.result
        question.result.set_result(NO_GALLERY)
        return question.result

    def _show(self, shown: SeenNow) -> None:
        pixels = self._frames.read(shown.slot, shown.frame, shown.width * shown.height * 3)
        with self._lock:
            wanted = self._wanted
        if pixels and wanted and wanted.number == shown.number:
            wanted.seen(
                FaceSeen(
                    *(self.name, shown.width, shown.height, pixels, shown.face, shown.advice),
                    *(shown.challenge, shown.left, shown.done, shown.of, shown.tint),
                )
            )

    def _settle(self, number: int, result: FaceResult) -> None:
        with self._lock:
            wanted = self._wanted
            if wanted is None or wanted.number != number:
                return
            self._wanted = None
        if wanted.result.set_running_or_notify_cancel():
            wanted.result.set_result(result)

    def _told(self, told: GalleryTold) -> None:
        state = GalleryState(told.persons, told.model, told.expires, told.filing_due)
        with self._lock:
            question = self._questions.pop(told.number, None)
        self._counted(state)
        if question and question.result.set_running_or_notify_cancel():
            question.result.set_result(state)

    def _compared(self, report: Compared) -> FaceCompared:
        return FaceCompared(
            camera=self.name,
            verdict=report.verdict,
            distance=report.distance,
            threshold=report.threshold,
            limit=report.limit,
            margin=report.margin,
            frames=report.frames,
            milliseconds=report.milliseconds,
            person=report.person,
            model=report.model,
            cues=report.cues,
            mine=report.mine,
            theirs=report.theirs,
        )


def _wire_of(number: int, request: FaceRequest) -> Compare:
    return Compare(
        number=number,
        task=request.task,
        consent=request.consent,
        photo=request.photo,
        template=request.template,
        template_model=request.template_model,
        person=request.person,
        challenges=request.challenges,
        for_clerk=request.for_clerk,
    )
