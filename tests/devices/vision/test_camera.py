"""The document camera's driver: the real process over loopback, against the camera emulator and all its faults."""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import pytest

from devices.emulators.control import Control
from devices.ports import (
    Advice,
    CameraDetail,
    CaptureTrouble,
    DeviceState,
    DeviceStatus,
    PageNotTaken,
    PageResult,
    PageTaken,
    Preview,
)
from devices.vision.camera import DEADLINES as CAMERA_DEADLINES
from devices.vision.client import DEADLINES, VisionCamera
from tests.devices.running import emulator_at
from tests.devices.vision.scenes import scene

_PATIENCE = 15.0
_BACK = 3.0  # seconds after the process was killed
_RATE = 10.0  # previews a second, 1920 × 1080
_PAGE = 1.5  # seconds from the press to the page


@dataclass
class Rig:
    """A driver, and what it told."""

    camera: VisionCamera
    told: queue.SimpleQueue[DeviceStatus]
    seen: queue.SimpleQueue[Preview] = field(default_factory=queue.SimpleQueue)

    def watch(self) -> None:
        self.camera.watch(self.seen.put)

    def status(self, detail: CameraDetail) -> DeviceStatus:
        """Waits until this is told."""
        end = time.monotonic() + _PATIENCE
        while (status := self.told.get(timeout=max(0.01, end - time.monotonic()))).detail != detail:
            pass
        return status

    def preview(self, advice: Advice) -> Preview:
        """Waits for a preview with this advice."""
        end = time.monotonic() + _PATIENCE
        while (preview := self.seen.get(timeout=max(0.01, end - time.monotonic()))).advice is not advice:
            pass
        return preview

    def page(self) -> PageResult:
        return self.camera.take().result(_PATIENCE)


def _rig(uri: str) -> Rig:
    told: queue.SimpleQueue[DeviceStatus] = queue.SimpleQueue()
    return Rig(VisionCamera("document", uri, deliver=told.put), told)


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Control, str]]:
    """A running camera emulator, and its address."""
    with emulator_at("camera", tmp_path_factory.mktemp("camera") / "control") as running:
        yield running


@pytest.fixture
def control(emulated: tuple[Control, str]) -> Control:
    """The emulator as it is at its start."""
    control, _ = emulated
    control.send("fault", kind="none")
    control.send("lay")
    for command in ("glare", "blur", "dark"):
        if control.send("state")[command]:
            control.send(command, on=False)
    return control


@pytest.fixture
def rig(emulated: tuple[Control, str], control: Control) -> Iterator[Rig]:
    """A driver of the emulator that has seen it."""
    rig = _rig(emulated[1])
    rig.status(CameraDetail.NONE)
    yield rig
    rig.camera.close()


def test_a_page_is_seen_and_taken_in_time(rig: Rig) -> None:
    rig.watch()
    preview = rig.preview(Advice.FINE)
    assert (preview.width, preview.height, len(preview.rgb)) == (960, 540, 960 * 540 * 3)
    assert len(preview.outline) == 4
    took = []
    for _ in range(3):
        began = time.monotonic()
        page = rig.page()
        took.append(time.monotonic() - began)
        assert isinstance(page, PageTaken)
        assert (page.grey, page.advice) == (True, Advice.FINE)
        assert len(page.jpeg) <= 295_000
    assert min(took) <= _PAGE, took


def test_the_preview_is_fluent_at_1920_by_1080(rig: Rig) -> None:
    rig.watch()
    rig.preview(Advice.FINE)
    began = time.monotonic()
    for _ in range(30):
        rig.seen.get(timeout=_PATIENCE)
    assert 30 / (time.monotonic() - began) >= _RATE


@pytest.mark.parametrize(
    ("command", "advice"),
    [("lift", Advice.NO_PAGE), ("glare", Advice.GLARE), ("blur", Advice.BLUR), ("dark", Advice.DARK)],
)
def test_advice_follows_what_happens_on_the_desk(rig: Rig, control: Control, command: str, advice: Advice) -> None:
    rig.watch()
    rig.preview(Advice.FINE)
    control.send(command)
    rig.preview(advice)
    control.send("lay") if command == "lift" else control.send(command, on=False)
    rig.preview(Advice.FINE)


def test_an_empty_desk_gives_no_page_and_says_so(rig: Rig, control: Control) -> None:
    control.send("lift")
    assert rig.page() == PageNotTaken("document", CaptureTrouble.NO_PAGE)


def test_a_page_is_taken_from_a_camera_nobody_watched(rig: Rig) -> None:
    assert isinstance(rig.page(), PageTaken)


@pytest.mark.parametrize(
    ("fault", "detail", "state"),
    [
        ("freeze", CameraDetail.FROZEN, DeviceState.FAULT),
        ("black", CameraDetail.BLACK, DeviceState.FAULT),
        ("drop", CameraDetail.LOST, DeviceState.ABSENT),
        ("stall", CameraDetail.LOST, DeviceState.ABSENT),
        ("endless", CameraDetail.LOST, DeviceState.ABSENT),
        ("not-video", CameraDetail.LOST, DeviceState.ABSENT),
    ],
)
def test_each_fault_has_its_name_and_the_camera_comes_back_by_itself(
    rig: Rig, control: Control, fault: str, detail: CameraDetail, state: DeviceState
) -> None:
    rig.watch()
    rig.preview(Advice.FINE)
    control.send("fault", kind=fault)
    assert rig.status(detail).state is state
    control.send("fault", kind="none")
    assert rig.status(CameraDetail.NONE).state is DeviceState.READY
    rig.preview(Advice.FINE)
    assert isinstance(rig.page(), PageTaken)


def test_a_frozen_picture_is_not_filed(rig: Rig, control: Control) -> None:
    rig.watch()
    control.send("fault", kind="freeze")
    rig.status(CameraDetail.FROZEN)
    assert rig.page() == PageNotTaken("document", CaptureTrouble.FROZEN)


def test_bad_light_is_told_before_it_is_a_fault(rig: Rig, control: Control) -> None:
    control.send("lift")
    control.send("dark")
    rig.watch()
    assert rig.status(CameraDetail.TOO_DARK).state is DeviceState.ATTENTION


@pytest.mark.parametrize("fault", ["garbage", "slow", "grey"])
def test_bad_pictures_end_nothing(rig: Rig, control: Control, fault: str) -> None:
    rig.watch()
    rig.preview(Advice.FINE)
    pid = rig.camera.pid
    control.send("fault", kind=fault, ms=400)
    sent = control.send("state")["counts"]["sent"]
    control.send("wait", event="sent", after=sent + 3, seconds=5)
    assert isinstance(rig.page(), PageTaken | PageNotTaken)
    control.send("fault", kind="none")
    rig.preview(Advice.FINE)
    assert rig.camera.pid == pid


@pytest.mark.parametrize(("fault", "detail"), [("one-pixel", CameraDetail.WRONG_SIZE), ("huge", CameraDetail.NONE)])
def test_a_camera_that_begins_with_one_pixel_or_8k_is_judged(
    emulated: tuple[Control, str], control: Control, fault: str, detail: CameraDetail
) -> None:
    control.send("fault", kind=fault)
    rig = _rig(emulated[1])
    try:
        rig.status(detail)
        assert isinstance(rig.page(), PageNotTaken)
    finally:
        rig.camera.close()


def test_nothing_is_there_at_all() -> None:
    rig = _rig("http://127.0.0.1:9/")
    try:
        assert rig.status(CameraDetail.UNREACHABLE).state is DeviceState.ABSENT
        assert rig.page() == PageNotTaken("document", CaptureTrouble.NO_PICTURE)
    finally:
        rig.camera.close()


@pytest.mark.parametrize("content", [b"", b"not a clip", b"\xff\xd8\xff" + bytes(200), b"\x00\x00\x00\x18ftypmp42"])
def test_a_file_that_is_no_clip_is_unreachable(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(content)
    rig = _rig(f"file:{file}")
    try:
        assert rig.status(CameraDetail.UNREACHABLE).state is DeviceState.ABSENT
    finally:
        rig.camera.close()


def test_a_clip_is_a_camera_too_and_begins_again_at_its_end(tmp_path: Path) -> None:
    file = tmp_path / "clip.avi"
    clip = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 25, (1280, 720))
    for seed in (1, 1, 1, 1, 6, 6, 6, 6):
        clip.write(scene(seed, (1280, 720))[0])
    clip.release()
    rig = _rig(f"file:{file}")
    try:
        rig.status(CameraDetail.NONE)
        rig.watch()
        for _ in range(20):
            rig.seen.get(timeout=_PATIENCE)
        assert isinstance(rig.page(), PageTaken)
    finally:
        rig.camera.close()


def test_a_killed_process_is_back_in_three_seconds_and_whoever_waits_hears_of_it(rig: Rig, control: Control) -> None:
    rig.watch()
    rig.preview(Advice.FINE)
    control.send("fault", kind="stall")
    rig.status(CameraDetail.LOST)
    waiting: Future[PageResult] = rig.camera.take()
    control.send("fault", kind="none")
    assert rig.camera.pid
    os.kill(rig.camera.pid, signal.SIGKILL)
    killed = time.monotonic()
    assert waiting.result(_PATIENCE) == PageNotTaken("document", CaptureTrouble.GONE)
    rig.status(CameraDetail.RESTARTING)
    while not rig.seen.empty():
        rig.seen.get()
    rig.preview(Advice.FINE)
    assert time.monotonic() - killed <= _BACK
    assert isinstance(rig.page(), PageTaken)


def test_a_process_that_hangs_is_ended_and_the_page_is_given_up_in_time(rig: Rig) -> None:
    rig.watch()
    rig.preview(Advice.FINE)
    stopped = rig.camera.pid
    assert stopped
    os.kill(stopped, signal.SIGSTOP)
    began = time.monotonic()
    assert rig.page() == PageNotTaken("document", CaptureTrouble.TIMED_OUT)
    assert time.monotonic() - began <= DEADLINES["take"] + 1
    rig.status(CameraDetail.RESTARTING)
    rig.preview(Advice.FINE)
    assert rig.camera.pid != stopped


def test_nothing_of_a_page_stays_after_the_visit(rig: Rig) -> None:
    rig.watch()
    rig.preview(Advice.FINE)
    rig.camera.watch(None)
    rig.page()  # the process has done what was ordered before
    assert not any(rig.camera.memory()), "a preview is left in the memory"


def test_the_process_ends_with_the_driver(emulated: tuple[Control, str], control: Control) -> None:
    rig = _rig(emulated[1])
    rig.status(CameraDetail.NONE)
    pid = rig.camera.pid
    assert pid
    rig.camera.close()
    assert not Path(f"/proc/{pid}").exists()
    assert rig.page() == PageNotTaken("document", CaptureTrouble.GONE)


def test_every_wait_has_an_end() -> None:
    for deadlines in (DEADLINES, CAMERA_DEADLINES):
        assert all(0 < seconds <= 10 for seconds in deadlines.values())
