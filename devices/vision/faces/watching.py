"""What is seen through a camera, as events: for people who try one by hand."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from devices.ports import CameraDetail
from devices.vision.camera import Camera
from devices.vision.faces.finder import Finder
from devices.vision.faces.looks import Look
from devices.vision.faces.models import FaceModel

DEADLINES: Mapping[str, float] = {"frame": 0.5}
"""Seconds between two looks whether the camera said something, while no frame comes."""

Event = dict[str, object]


@dataclass(frozen=True)
class Limits:
    """When to stop: after so many frames, or so many seconds; None: never."""

    frames: int | None = None
    seconds: float | None = None


def watch(uri: str, model: FaceModel, limits: Limits, clock: Callable[[], float] = time.monotonic) -> Iterator[Event]:
    """`camera` where what the camera says of itself changes, `look` for each frame that was looked at.

    Frames that came while another was worked on are left out, and counted by `frame`.
    """
    said: deque[CameraDetail] = deque()
    camera = Camera(uri, said.append, lambda: None)
    camera.want(True)
    camera.start()
    try:
        yield from _events(camera, said, Finder(model), limits, clock)
    finally:
        camera.close()


def _events(
    camera: Camera, said: deque[CameraDetail], finder: Finder, limits: Limits, clock: Callable[[], float]
) -> Iterator[Event]:
    began, number, frames = clock(), 0, 0
    while not _over(limits, frames, clock() - began):
        frame = camera.after(number, DEADLINES["frame"])
        while said:
            yield {"event": "camera", "at": round(clock() - began, 3), "detail": said.popleft().value or "fine"}
        if frame is None:
            continue
        number, frames, at = frame.number, frames + 1, clock()
        look = finder.look(frame.picture, at)
        yield {"event": "look", "at": round(at - began, 3), "frame": number, **_seen(look), "ms": _since(at, clock)}


def _over(limits: Limits, frames: int, seconds: float) -> bool:
    enough = limits.frames is not None and frames >= limits.frames
    return enough or (limits.seconds is not None and seconds >= limits.seconds)


def _seen(look: Look) -> Event:
    return {
        "advice": look.advice.value,
        "box": None if look.face is None else list(look.face.box),
        "others": look.others,
        "quality": round(look.quality, 3),
        "yaw": round(look.yaw, 1),
        "pitch": round(look.pitch, 1),
    }


def _since(at: float, clock: Callable[[], float]) -> float:
    return round(1000 * (clock() - at), 1)
