"""One camera behind OpenCV: a thread that drains it and keeps the newest frame only, and names what is wrong.

While nobody looks the camera is not kept open: it is asked now and then whether it still sends, and let go again.
OpenCV's traps: without limits given at opening a read waits 30 s; after one failed read every later one fails too, so
the capture is always released and opened anew.
"""

from __future__ import annotations

import logging
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import cv2

from devices.backoff import BackOff
from devices.ports import CameraDetail
from devices.vision.pictures import NoPicture, Picture, as_picture
from devices.vision.quality import BLACK, DIM, brightness, is_blank

_log = logging.getLogger(__name__)

DEADLINES: Mapping[str, float] = {
    "open": 1.5,
    "read": 1.0,
    "frozen": 2.0,  # the same bytes for so long: the sensor's noise would change them
    "steady": 0.5,  # a hand before the lens is no fault yet
    "look": 10.0,  # between two looks at a camera nobody watches
    "trouble": 2.0,  # the same, while something is wrong with it
    "stuck": 5.0,  # in one call into OpenCV: beyond all limits given to it
}
"""All waiting of the camera's thread, in seconds."""

_AT_REST = 3  # frames of one look: the first may be the end of an older exposure
_V4L2_SIZE = (1920, 1080)
_EACH = 16  # every so many pixels count when two frames are compared


@dataclass(frozen=True)
class Frame:
    """A picture as it came, counted from the camera's start. `fresh`: it is not the one before once more."""

    number: int
    picture: Picture = field(repr=False)
    fresh: bool = True


def seen_of_desk(picture: Picture) -> CameraDetail:
    """What is wrong with a picture of a desk; an empty desk may be all of one colour."""
    bright = brightness(picture)
    if bright < BLACK:
        return CameraDetail.BLACK
    return CameraDetail.TOO_DARK if bright < DIM else CameraDetail.NONE


def seen_of_hall(picture: Picture) -> CameraDetail:
    """What is wrong with a picture of a hall: that is never without any edge."""
    found = seen_of_desk(picture)
    return CameraDetail.COVERED if found is not CameraDetail.BLACK and is_blank(picture) else found


class Camera:
    """See the module. `said` hears each change of what is wrong, `looked` that a camera at rest answered.

    `judge` names what is wrong with a picture by itself. A clip (`file:`) is played in real time; with `?speed=N`
    behind it N times as fast, with `?speed=0` as fast as it can be read.
    """

    def __init__(
        self,
        uri: str,
        said: Callable[[CameraDetail], None],
        looked: Callable[[], None],
        back_off: BackOff | None = None,
        clock: Callable[[], float] = time.monotonic,
        judge: Callable[[Picture], CameraDetail] = seen_of_desk,
    ) -> None:
        self._uri, self._said, self._looked, self._clock = uri, said, looked, clock
        self._judge = judge
        self._back_off = back_off or BackOff()
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._number = 0
        self._wanted = self._closing = False
        self._detail: CameraDetail | None = None
        self._in_call: float | None = None
        self._had_pictures = False
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def want(self, on: bool) -> None:
        """Whether frames are wanted all the time. What was kept is forgotten when they are not."""
        with self._changed:
            self._wanted = on
            if not on:
                self._newest = None
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> Frame | None:
        """The newest frame with a higher number, waited for; None if there is none in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._number > number, seconds)
            newest = self._newest
            return newest if newest and newest.number > number else None

    @property
    def number(self) -> int:
        """Of the newest frame."""
        return self._number

    @property
    def detail(self) -> CameraDetail | None:
        """What was said last."""
        return self._detail

    @property
    def stuck(self) -> bool:
        """Whether a call into OpenCV is beyond all limits that were given to it."""
        since = self._in_call
        return since is not None and self._clock() - since > DEADLINES["stuck"]

    def close(self) -> None:
        """Ends the thread, but does not wait for a call that hangs."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(DEADLINES["read"])

    # ---- the thread

    def _run(self) -> None:
        while not self._closing:
            capture = self._call(lambda: _opened(self._uri))
            lost = capture is None
            if capture is not None:
                try:
                    lost = self._drain(capture)
                finally:
                    self._call(capture.release)
            if self._closing:
                return
            if lost:
                self._say(CameraDetail.LOST if self._had_pictures else CameraDetail.UNREACHABLE)
                self._rest(self._back_off.pause(), woken=False)
            else:
                well = self._detail in (CameraDetail.NONE, CameraDetail.TOO_DARK)
                self._rest(DEADLINES["look" if well else "trouble"], woken=True)

    def _drain(self, capture: Any) -> bool:
        """Reads until nobody wants frames any more (False), or until there are none (True)."""
        fault = _Steady(self._clock)
        same = _Same(self._clock)
        pace = _Pace(_pause_of(capture, self._uri), self._clock)
        looked = 0
        while not self._closing:
            picture = self._read(capture)
            if picture is None:
                return True
            looked += 1
            self._had_pictures = True
            self._back_off.reset()
            detail = CameraDetail.WRONG_SIZE if isinstance(picture, NoPicture) else self._judge(picture)
            if not isinstance(picture, NoPicture):
                fresh = same.is_fresh(picture)
                self._keep(picture, fresh)
                if same.too_long and detail is not CameraDetail.BLACK:  # nothing moves in the dark
                    detail = CameraDetail.FROZEN
            wanted = self._wanted
            if fault.now(detail) or (not wanted and looked >= _AT_REST):
                self._say(detail)
            if not wanted and looked >= _AT_REST:
                self._looked()
                return False
            self._rest(pace.left(), woken=False)
        return False

    def _read(self, capture: Any) -> Picture | NoPicture | None:
        came, frame = self._call(capture.read) or (False, None)
        if not came and self._uri.startswith("file:"):
            capture.set(cv2.CAP_PROP_POS_FRAMES, 0)  # a clip begins again
            came, frame = self._call(capture.read) or (False, None)
        return as_picture(frame) if came else None

    def _keep(self, picture: Picture, fresh: bool) -> None:
        with self._changed:
            self._number += 1
            self._newest = Frame(self._number, picture, fresh) if self._wanted else None
            self._changed.notify_all()

    def _call(self, call: Callable[[], Any]) -> Any:
        """A call into OpenCV, with its time noted; None where it raised."""
        self._in_call = self._clock()
        try:
            return call()
        except (cv2.error, MemoryError) as wrong:
            _log.warning("camera: %s", type(wrong).__name__)
            return None
        finally:
            self._in_call = None

    def _rest(self, seconds: float, *, woken: bool) -> None:
        """Waits; `woken`: only until frames are wanted."""
        if seconds <= 0:
            return
        with self._changed:
            self._changed.wait_for(lambda: self._closing or (woken and self._wanted), seconds)

    def _say(self, detail: CameraDetail) -> None:
        if detail is not self._detail:
            self._detail = detail
            self._said(detail)


class _Steady:
    """A fault counts once it has lasted; its end counts at once."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._detail, self._since = CameraDetail.NONE, clock()

    def now(self, detail: CameraDetail) -> bool:
        """Whether this is to be told."""
        if detail is not self._detail:
            self._detail, self._since = detail, self._clock()
        lasted = self._clock() - self._since
        return detail in (CameraDetail.NONE, CameraDetail.FROZEN) or lasted >= DEADLINES["steady"]


class _Same:
    """Tells a frozen camera by its frames' bytes."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._print, self._since = -1, 0.0

    def is_fresh(self, picture: Picture) -> bool:
        """Whether this is another frame than the one before."""
        print_now = zlib.crc32(picture[::_EACH, ::_EACH].tobytes())
        if print_now == self._print:
            return False
        self._print, self._since = print_now, self._clock()
        return True

    @property
    def too_long(self) -> bool:
        """Whether the same frame has been coming for too long."""
        return self._clock() - self._since >= DEADLINES["frozen"]


class _Pace:
    """Holds a clip to its own time: what reading took is not waited for once more."""

    def __init__(self, pause: float, clock: Callable[[], float]) -> None:
        self._pause, self._clock = pause, clock
        self._due = clock()

    def left(self) -> float:
        """Seconds until the next frame is due; 0: now."""
        now = self._clock()
        self._due = max(self._due + self._pause, now - self._pause)  # what is missed is not made up for in a rush
        return max(0.0, self._due - now)


def _opened(uri: str) -> Any:
    """A capture that is open; None where nothing opens."""
    scheme, _, rest = uri.partition(":")
    if scheme == "v4l2":
        capture = cv2.VideoCapture(int(rest) if rest.isdecimal() else rest, cv2.CAP_V4L2)
        if capture.isOpened():
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, _V4L2_SIZE[0])
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _V4L2_SIZE[1])
    else:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(DEADLINES["open"] * 1000)]
        limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(DEADLINES["read"] * 1000)]
        capture = cv2.VideoCapture(_clip(rest)[0] if scheme == "file" else uri, cv2.CAP_FFMPEG, limits)
    if capture.isOpened():
        return capture
    capture.release()
    return None


def _pause_of(capture: Any, uri: str) -> float:
    """A clip is read as fast as the disk gives it: it is held to its own pace. A camera has its own."""
    if not uri.startswith("file:"):
        return 0.0
    speed = _clip(uri)[1]
    rate = capture.get(cv2.CAP_PROP_FPS)
    return (1.0 / rate if 1.0 <= rate <= 60.0 else 0.04) / speed if speed else 0.0


def _clip(place: str) -> tuple[str, float]:
    """A clip's path, and how many times as fast as real time it is played (0: as fast as it can be)."""
    path, mark, speed = place.rpartition("?speed=")
    try:
        times = float(speed)
    except ValueError:
        return place, 1.0
    return (path, times) if mark and 0.0 <= times < 1000.0 else (place, 1.0)
