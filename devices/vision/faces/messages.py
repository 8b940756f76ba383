"""What the terminal and its process for faces say to each other: typed messages, each with its kind.

No picture crosses but in the shared memory of the previews, and (`Compared.mine`, `theirs`) for a clerk who must
decide.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from devices.face_ports import Challenge, Cue, FaceAdvice, FaceTask, FaceTrouble, FaceVerdict
from devices.vision.messages import Looked, Ready, Standing
from devices.vision.wire import message_of


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """How the process is to work; its only argument beside memory and address.

    `folder` and `keys`: of today's gallery, apart from each other; empty: this terminal keeps none. `closing`: the
    hall's time (`zone`, as in "Asia/Shanghai") at which the gallery is wiped. Thresholds that are None are the model's
    own. Model files that are empty are dlib's.
    """

    terminal: str
    folder: str = ""
    keys: str = ""
    zone: str = "Asia/Shanghai"
    closing: dt.time = dt.time(0, 0)
    tinting: bool = True
    accept: float | None = None
    clerk: float | None = None
    many_accept: float | None = None
    many_clerk: float | None = None
    margin: float | None = None
    detector: str = ""
    embedder: str = ""
    kind: str = ""
    landmarks: str = ""


class Compare(msgspec.Struct, frozen=True, tag="compare"):
    """To the process: a `FaceRequest` under a number."""

    number: int
    task: FaceTask
    consent: str
    photo: bytes = b""
    template: tuple[float, ...] = ()
    template_model: str = ""
    person: str = ""
    challenges: int = 1
    for_clerk: bool = False


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """To the process: look no longer, and forget what was seen."""

    number: int


class TellGallery(msgspec.Struct, frozen=True, tag="tell-gallery"):
    """To the process: how is today's gallery?"""

    number: int


class Wipe(msgspec.Struct, frozen=True, tag="wipe"):
    """To the process: forget all of today's persons."""

    number: int


class Forget(msgspec.Struct, frozen=True, tag="forget"):
    """To the process: forget one of them."""

    number: int
    person: str


class SeenNow(msgspec.Struct, frozen=True, tag="seen"):
    """From the process: a preview for this comparison stands in this slot, under the number `frame`; the rest as in
    `devices.face_ports.FaceSeen`.
    """

    number: int
    slot: int
    frame: int
    width: int
    height: int
    face: tuple[float, float, float, float] | None
    advice: FaceAdvice
    challenge: Challenge | None
    left: float
    done: int
    of: int
    tint: str


class Compared(msgspec.Struct, frozen=True, tag="compared"):
    """From the process: how a comparison ended, as in `devices.face_ports.FaceCompared`."""

    number: int
    verdict: FaceVerdict
    distance: float
    threshold: float
    limit: float
    margin: float
    frames: int
    milliseconds: float
    person: str
    model: str
    cues: tuple[Cue, ...]
    mine: bytes
    theirs: bytes


class NotCompared(msgspec.Struct, frozen=True, tag="not-compared"):
    """From the process: there was no comparison."""

    number: int
    trouble: FaceTrouble
    advice: FaceAdvice


class GalleryTold(msgspec.Struct, frozen=True, tag="gallery"):
    """From the process: today's gallery; number 0: it changed by itself."""

    number: int
    persons: int
    model: str
    expires: dt.datetime | None
    filing_due: bool


Order = Compare | Cancel | TellGallery | Wipe | Forget
Report = Ready | Standing | Looked | SeenNow | Compared | NotCompared | GalleryTold


def order_of(wire: dict[str, Any]) -> Order | None:
    """None for what is no order."""
    order: Order | None = message_of(wire, Order)
    return order


def report_of(wire: dict[str, Any]) -> Report | None:
    """None for what is no report."""
    report: Report | None = message_of(wire, Report)
    return report
