"""The driver of a camera for faces: the real process over loopback, against the emulated camera."""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.backoff import BackOff
from devices.emulators.control import Control
from devices.emulators.face_portraits import FOLDER
from devices.face_ports import (
    Challenge,
    Cue,
    FaceAdvice,
    FaceCompared,
    FaceNotCompared,
    FaceRequest,
    FaceResult,
    FaceSeen,
    FaceTask,
    FaceTrouble,
    FaceVerdict,
    GalleryState,
)
from devices.ports import CameraDetail, DeviceState, DeviceStatus
from devices.vision.driver import RESTARTS
from devices.vision.faces import messages
from devices.vision.faces.client import DEADLINES, NO_GALLERY, VisionFaces
from devices.vision.faces.messages import Setup, order_of, report_of
from devices.vision.wire import to_wire
from tests.devices.running import emulator_at

_PATIENCE = 30.0
_BACK = 3.0  # seconds after the process was killed
TRIES = 3
_MEMORY = 450  # megabytes
PHOTO = (FOLDER / "obama-2.jpg").read_bytes()
CONSENT = "2d1f3c58-1f6c-4a5e-9a77-6c1b0c0a2d11"


@dataclass
class Rig:
    """A driver, and what it told. Whoever stands there does what is asked, and is lit by the colour that is wanted."""

    faces: VisionFaces
    control: Control
    told: queue.SimpleQueue[DeviceStatus]
    counted: queue.SimpleQueue[GalleryState]
    seen: list[FaceSeen] = field(default_factory=list)

    def compare(self, task: FaceTask = FaceTask.VERIFY, **changes: Any) -> Future[FaceResult]:
        self.seen.clear()
        fields: dict[str, Any] = {"consent": CONSENT, "challenges": 0}
        if task is not FaceTask.IDENTIFY:
            fields["photo"] = PHOTO
        return self.faces.compare(FaceRequest(task, **(fields | changes)), self._see)

    def result(self, task: FaceTask = FaceTask.VERIFY, **changes: Any) -> FaceResult:
        return self.compare(task, **changes).result(DEADLINES["compare"] + 10)

    def status(self, detail: CameraDetail) -> DeviceStatus:
        """Waits until this is told."""
        end = time.monotonic() + _PATIENCE
        while (status := self.told.get(timeout=max(0.01, end - time.monotonic()))).detail != detail:
            pass
        return status

    def ready(self, gone: int | None = None) -> float:
        """Waits for a process, another than the one that is gone; when it was there."""
        end = time.monotonic() + _PATIENCE
        while self.faces.pid in (None, gone) and time.monotonic() < end:
            self.told_nothing(0.01)
        assert self.faces.pid not in (None, gone)
        return time.monotonic()

    def accepted(self, task: FaceTask = FaceTask.VERIFY, **changes: Any) -> FaceCompared:
        """As a person does it: who is not seen to live tries again, three times in all."""
        for _ in range(TRIES):
            result = self.result(task, **changes)
            if not isinstance(result, FaceCompared) or result.verdict is not FaceVerdict.NOT_LIVE:
                break
        assert isinstance(result, FaceCompared), result
        wanted = FaceVerdict.ENROLLED if task is FaceTask.ENROL else FaceVerdict.ACCEPTED
        assert result.verdict is wanted, result
        return result

    def looks(self) -> None:
        """Waits for the first picture of a comparison."""
        end = time.monotonic() + _PATIENCE
        while not self.seen and time.monotonic() < end:
            self.told_nothing(0.02)
        assert self.seen

    def told_nothing(self, seconds: float) -> None:
        try:
            self.told.put(self.told.get(timeout=seconds))
        except queue.Empty:
            return

    def _see(self, seen: FaceSeen) -> None:
        before = self.seen[-1] if self.seen else None
        self.seen.append(seen)
        if before is None or seen.challenge != before.challenge:
            self.control.send("asked", challenge=seen.challenge.value if seen.challenge else "")
        if before is None or seen.tint != before.tint:
            self.control.send("tint", colour=seen.tint)


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Control, str]]:
    """A running camera, and its address."""
    with emulator_at("face-camera", tmp_path_factory.mktemp("faces") / "control") as running:
        yield running


@pytest.fixture(scope="module")
def whole(emulated: tuple[Control, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """One driver for all tests: each start of its process costs seconds."""
    folder = tmp_path_factory.mktemp("gallery")
    made = _rig(emulated, folder)
    yield made
    made.faces.close()


def _rig(emulated: tuple[Control, str], folder: Path, uri: str = "", **setup: Any) -> Rig:
    control, address = emulated
    told: queue.SimpleQueue[DeviceStatus] = queue.SimpleQueue()
    counted: queue.SimpleQueue[GalleryState] = queue.SimpleQueue()
    made = Setup(terminal="JA-ZZ-03", folder=str(folder / "faces"), keys=str(folder / "key"), **setup)
    faces = VisionFaces("face", uri or address, made, deliver=told.put, counted=counted.put, back_off=BackOff(RESTARTS))
    rig = Rig(faces, control, told, counted)
    rig.ready()
    return rig


@pytest.fixture
def rig(whole: Rig) -> Rig:
    """The driver with the person of the photo before its camera, and nobody in its gallery."""
    whole.control.send("fault", kind="none")
    whole.control.send("stand", portrait="obama-1")
    whole.control.send("obey", on=True)
    if whole.faces.pid is None:
        whole.ready()
    whole.faces.wipe().result(_PATIENCE)
    while not whole.told.empty():
        whole.told.get()
    return whole


def why(result: FaceResult) -> FaceTrouble:
    assert isinstance(result, FaceNotCompared), result
    return result.trouble


# ---- for real


def test_the_person_on_the_photo_is_accepted_and_sees_themselves_meanwhile(rig: Rig) -> None:
    result = rig.accepted()
    assert result.distance < result.threshold
    assert (result.frames, result.model[:5]) == (3, "dlib-")
    assert {cue.name for cue in result.cues} >= {"repetition", "moire", "texture"}
    seen = rig.seen[-1]
    assert (seen.width, seen.height, len(seen.rgb)) == (960, 540, 960 * 540 * 3)
    assert seen.face
    left, top, width, height = seen.face
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < 1


def test_somebody_else_is_not(rig: Rig) -> None:
    rig.control.send("stand", portrait="biden-1")
    result = rig.result()
    assert isinstance(result, FaceCompared)
    assert result.verdict is FaceVerdict.NO_MATCH


def test_a_challenge_is_asked_for_and_met(rig: Rig) -> None:
    rig.accepted(challenges=1)
    asked = [seen for seen in rig.seen if seen.challenge]
    assert asked
    assert all(0 < seen.left <= 8 and seen.of == 1 for seen in asked)


def test_who_checked_in_is_found_by_face_and_forgotten_when_they_wish(rig: Rig) -> None:
    rig.accepted(FaceTask.ENROL, person="person-1")
    assert rig.faces.gallery().result(_PATIENCE).persons == 1
    assert rig.accepted(FaceTask.IDENTIFY).person == "person-1"
    assert rig.faces.forget("person-1").result(_PATIENCE).persons == 0
    result = rig.result(FaceTask.IDENTIFY)
    assert isinstance(result, FaceCompared)
    assert (result.verdict, result.person) == (FaceVerdict.NO_MATCH, "")


def test_nobody_checks_in_with_somebody_elses_card(rig: Rig) -> None:
    rig.control.send("stand", portrait="biden-1")
    result = rig.result(FaceTask.ENROL, person="person-1")
    assert isinstance(result, FaceCompared)
    assert result.verdict is FaceVerdict.NO_MATCH
    assert rig.faces.gallery().result(_PATIENCE).persons == 0


# ---- the law, down here too


def test_without_a_consent_the_camera_is_not_even_opened(rig: Rig) -> None:
    opened = rig.control.send("state")["counts"].get("opened", 0)
    assert why(rig.result(consent="")) is FaceTrouble.NO_CONSENT
    assert not rig.seen
    assert rig.control.send("state")["counts"].get("opened", 0) == opened


def test_who_is_no_longer_wanted_is_seen_no_more_and_no_picture_stays(rig: Rig) -> None:
    looking = rig.compare(challenges=3)
    rig.looks()
    assert any(rig.faces.memory())
    assert looking.cancel()
    shown = len(rig.seen)
    rig.faces.gallery().result(_PATIENCE)  # the process has done what was ordered before
    assert not any(rig.faces.memory()), "a preview is left in the memory"
    sent = rig.control.send("state")["counts"]["sent"]
    with pytest.raises(Exception, match=r".*"):
        rig.control.send("wait", event="sent", after=sent + 2, seconds=1)
    assert len(rig.seen) <= shown + 1
    rig.accepted()


def test_no_preview_stays_after_a_result(rig: Rig) -> None:
    rig.accepted()
    rig.faces.gallery().result(_PATIENCE)
    assert not any(rig.faces.memory())


def test_two_persons_are_never_looked_at_together(rig: Rig) -> None:
    looking = rig.compare(challenges=3)
    with pytest.raises(RuntimeError):
        rig.compare()
    looking.cancel()


# ---- references


@pytest.mark.parametrize("photo", [b"", b"not a picture", b"\xff\xd8\xff" + bytes(300), PHOTO[:200]])
def test_a_photo_that_is_none_is_named(rig: Rig, photo: bytes) -> None:
    wanted = FaceTrouble.BAD_REFERENCE if photo else FaceTrouble.NO_REFERENCE
    assert why(rig.result(photo=photo)) is wanted


@pytest.mark.parametrize(
    ("template", "model"),
    [
        ((0.1,) * 128, "other-model"),
        ((0.1,) * 127, ""),
        ((float("nan"),) * 128, ""),
        ((float("inf"),) * 128, ""),
        ((0.0,) * 128, ""),
    ],
)
def test_a_template_of_another_model_or_of_no_numbers_is_refused(
    rig: Rig, template: tuple[float, ...], model: str
) -> None:
    name = model or rig.faces.gallery().result(_PATIENCE).model
    result = rig.result(photo=b"", template=template, template_model=name)
    assert why(result) is FaceTrouble.BAD_REFERENCE


# ---- faults


def test_a_killed_process_is_back_in_three_seconds_with_its_gallery_and_who_waits_hears_of_it(rig: Rig) -> None:
    rig.accepted(FaceTask.ENROL, person="person-1")
    looking = rig.compare(challenges=3)
    rig.looks()
    assert rig.faces.pid
    gone = rig.faces.pid
    os.kill(gone, signal.SIGKILL)
    killed = time.monotonic()
    assert why(looking.result(_PATIENCE)) is FaceTrouble.GONE
    assert rig.faces.gallery().result(_PATIENCE) == NO_GALLERY
    assert why(rig.result()) is FaceTrouble.GONE
    assert rig.status(CameraDetail.RESTARTING).state is DeviceState.ABSENT
    assert rig.ready(gone) - killed <= _BACK
    assert not any(rig.faces.memory())
    assert rig.faces.gallery().result(_PATIENCE).persons == 1
    rig.accepted()


def test_a_process_that_hangs_is_ended_and_who_waits_hears_of_it_in_time(rig: Rig) -> None:
    looking = rig.compare(challenges=3)
    rig.looks()
    assert rig.faces.pid
    gone = rig.faces.pid
    os.kill(gone, signal.SIGSTOP)
    began = time.monotonic()
    assert why(looking.result(_PATIENCE)) is FaceTrouble.TIMED_OUT
    assert time.monotonic() - began <= DEADLINES["silence"] + 2
    rig.ready(gone)


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        ("black", CameraDetail.BLACK),
        ("covered", CameraDetail.COVERED),
        ("freeze", CameraDetail.FROZEN),
        ("wrong-size", CameraDetail.NONE),
        ("drop", CameraDetail.LOST),
    ],
)
def test_a_camera_that_shows_nothing_is_named_and_the_comparison_ends(
    rig: Rig, fault: str, detail: CameraDetail
) -> None:
    looking = rig.compare(challenges=3)
    rig.looks()
    rig.control.send("fault", kind=fault)
    if detail is CameraDetail.NONE:  # small, but a picture: the face in it is too small
        looking.cancel()
    else:
        rig.status(detail)
        assert why(looking.result(_PATIENCE)) is FaceTrouble.NO_PICTURE
    rig.control.send("fault", kind="none")
    rig.accepted()


def test_nobody_before_the_camera_is_no_match_but_told_so(rig: Rig) -> None:
    rig.control.send("leave")
    result = rig.result()
    assert why(result) is FaceTrouble.NO_FACE


def test_the_process_stays_within_its_memory(rig: Rig) -> None:
    rig.accepted(challenges=1)
    status = Path(f"/proc/{rig.faces.pid}/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    assert peak <= _MEMORY, f"{peak:.0f} MB"


def test_a_model_file_that_is_none_is_told_to_staff(emulated: tuple[Control, str], tmp_path: Path) -> None:
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"no model")
    told: queue.SimpleQueue[DeviceStatus] = queue.SimpleQueue()
    faces = VisionFaces("face", emulated[1], Setup(terminal="T", embedder=str(broken)), deliver=told.put)
    try:
        assert told.get(timeout=_PATIENCE) == DeviceStatus("face", DeviceState.FAULT, CameraDetail.MODEL)
        assert (
            why(faces.compare(FaceRequest(FaceTask.VERIFY, CONSENT), lambda seen: None).result(1)) is FaceTrouble.GONE
        )
    finally:
        faces.close()


def test_the_process_ends_with_the_driver(emulated: tuple[Control, str], tmp_path: Path) -> None:
    rig = _rig(emulated, tmp_path)
    pid = rig.faces.pid
    rig.faces.close()
    assert not Path(f"/proc/{pid}").exists()
    assert why(rig.result()) is FaceTrouble.GONE
    assert rig.faces.wipe().result(1) == NO_GALLERY


def test_the_gallery_is_wiped_at_closing_though_nobody_asks_for_it(
    emulated: tuple[Control, str], tmp_path: Path
) -> None:
    import datetime as dt

    closing = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=-5)).time()
    rig = _rig(emulated, tmp_path, zone="UTC", closing=closing.replace(microsecond=0))
    try:
        state = rig.faces.gallery().result(_PATIENCE)
        assert (state.persons, state.expires) == (0, None)
        rig.control.send("stand", portrait="obama-1")
        assert why(rig.result(FaceTask.ENROL, person="p")) is FaceTrouble.GALLERY_CLOSED
        assert not (tmp_path / "faces" / "faces.sealed").exists()
    finally:
        rig.faces.close()


# ---- messages


@pytest.mark.parametrize(
    "report",
    [
        messages.SeenNow(
            3, 1, 9, 960, 540, (0.1, 0.2, 0.3, 0.4), FaceAdvice.CLOSER, Challenge.BLINK, 7.5, 0, 1, "#ff0000"
        ),
        messages.Compared(
            *(4, FaceVerdict.UNSURE, 0.57, 0.55, 0.62, 0.0, 3, 812.5, "p", "dlib-1"),
            *((Cue("moire", 1.2, 0.1),), b"\xff\xd8", b""),
        ),
        messages.NotCompared(5, FaceTrouble.DARK, FaceAdvice.TOO_DARK),
        messages.GalleryTold(6, 12, "dlib-1", None, False),
    ],
    ids=lambda report: type(report).__name__,
)
def test_a_report_arrives_as_it_was_sent(report: messages.Report) -> None:
    assert report_of(to_wire(report)) == report


@pytest.mark.parametrize(
    "order",
    [
        messages.Compare(1, FaceTask.VERIFY, CONSENT, b"\xff\xd8", (0.25, -0.5), "dlib-1", "p", 2, True),
        messages.Cancel(1),
        messages.TellGallery(2),
        messages.Wipe(3),
        messages.Forget(4, "p"),
    ],
    ids=lambda order: type(order).__name__,
)
def test_an_order_arrives_as_it_was_sent(order: messages.Order) -> None:
    assert order_of(to_wire(order)) == order


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
_KINDS = st.sampled_from(["compare", "cancel", "forget", "seen", "compared", "gallery", "standing", "nonsense"])


@given(_KINDS, st.dictionaries(st.sampled_from(["number", "task", "consent", "person", "slot", "face", "cues"]), _JSON))
def test_any_other_message_is_none(kind: str, wire: dict[str, Any]) -> None:
    wire["type"] = kind
    assert order_of(wire) is None or order_of(wire).number is not None  # type: ignore[union-attr]
    report_of(wire)


def test_every_wait_has_an_end() -> None:
    assert all(0 < seconds <= 75 for seconds in DEADLINES.values())
    assert np.isfinite(list(DEADLINES.values())).all()
