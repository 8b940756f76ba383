"""A camera for faces as flows have it: its pictures on the loop, its count, and what a surveillance camera can't do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from devices.addresses import AddressError, parse
from devices.face_ports import (
    Challenge,
    FaceAdvice,
    FaceCompared,
    FaceRequest,
    FaceResult,
    FaceSeen,
    FaceTask,
    FaceVerdict,
    GalleryState,
)
from devices.ports import CameraDetail, DeviceKind, DeviceState, DeviceStatus
from devices.vision.presence.client import PresenceCamera
from kiosk import face_parts, settings
from kiosk.adapters import Statuses
from kiosk.desk_faces import DeskFaces
from kiosk.face_parts import FaceParts, setup_of
from kiosk.flows.desk import Faces
from kiosk.steps.faces import SeenFace
from kiosk.terminal import SCHEMES
from tests.kiosk.virtual_time import run

REQUEST = FaceRequest(FaceTask.VERIFY, "consent-1", photo=b"\xff\xd8")


class Camera:
    """A driver that does nothing by itself."""

    name = "face"

    def __init__(self) -> None:
        self.result: Future[FaceResult] = Future()
        self.seen: Callable[[FaceSeen], None] = lambda seen: None
        self.forgotten: list[str] = []

    def compare(self, request: FaceRequest, seen: Callable[[FaceSeen], None]) -> Future[FaceResult]:
        self.seen = seen
        return self.result

    def gallery(self) -> Future[GalleryState]:
        return self._state(0)

    def wipe(self) -> Future[GalleryState]:
        return self._state(0)

    def forget(self, person: str) -> Future[GalleryState]:
        self.forgotten.append(person)
        return self._state(4)

    def close(self) -> None:
        """Nothing runs."""

    def _state(self, persons: int) -> Future[GalleryState]:
        future: Future[GalleryState] = Future()
        future.set_result(GalleryState(persons, "dlib-1", None))
        return future


def seen(number: int = 1, **changes: Any) -> FaceSeen:
    return FaceSeen("face", 2, 1, bytes([number] * 6), **changes)


def desk(keeps: bool = True) -> tuple[DeskFaces, Camera, list[Callable[[], None]], Statuses]:
    camera, waiting, statuses = Camera(), list[Callable[[], None]](), Statuses()
    made = DeskFaces(camera, statuses, waiting.append, keeps=keeps, challenges=1)
    faces: Faces = made  # what flows have
    assert faces is made
    return made, camera, waiting, statuses


def test_of_pictures_that_wait_for_the_screen_only_the_newest_is_shown() -> None:
    async def main() -> list[SeenFace]:
        faces, camera, waiting, _ = desk()
        shown: list[SeenFace] = []
        faces.look(shown.append)
        comparing = asyncio.ensure_future(faces.compare(REQUEST))
        await asyncio.sleep(0)
        for number in (1, 2, 3):
            camera.seen(seen(number))
        assert len(waiting) == 1
        waiting.pop()()
        comparing.cancel()
        return shown

    [picture] = run(main())
    assert picture.rgb == bytes([3] * 6)


def test_the_page_gets_advice_challenge_and_colour_in_words() -> None:
    async def main() -> list[SeenFace]:
        faces, camera, waiting, _ = desk()
        shown: list[SeenFace] = []
        faces.look(shown.append)
        comparing = asyncio.ensure_future(faces.compare(REQUEST))
        await asyncio.sleep(0)
        for change in (
            {"advice": FaceAdvice.CLOSER},
            {"advice": FaceAdvice.FINE, "challenge": Challenge.BLINK, "left": 7.5, "of": 1, "tint": "#80b0ff"},
        ):
            camera.seen(seen(**change))
            waiting.pop()()
        comparing.cancel()
        return shown

    far, asked = run(main())
    assert (far.advice.zh, far.good, far.challenge) == ("请靠近一点", False, None)
    assert asked.challenge
    assert (asked.good, asked.challenge.key, asked.challenge.text.zh) == (True, "blink", "请眨眨眼")
    assert (asked.left, asked.of, asked.tint) == (7.5, 1, "#80b0ff")


def test_who_no_longer_wants_it_cancels_the_camera_and_keeps_no_picture() -> None:
    async def main() -> tuple[DeskFaces, Camera, list[SeenFace]]:
        faces, camera, waiting, _ = desk()
        shown: list[SeenFace] = []
        faces.look(shown.append)
        comparing = asyncio.ensure_future(faces.compare(REQUEST))
        await asyncio.sleep(0)
        camera.seen(seen())
        comparing.cancel()
        await asyncio.sleep(0)
        faces.look(None)
        waiting.pop()()
        return faces, camera, shown

    faces, camera, shown = run(main())
    assert camera.result.cancelled()
    assert shown == []
    assert faces._pictures._waiting is None


def test_a_camera_that_goes_away_is_told_to_who_looks() -> None:
    async def main() -> list[SeenFace]:
        faces, _, _, statuses = desk()
        shown: list[SeenFace] = []
        faces.look(shown.append)
        for detail in (CameraDetail.COVERED, CameraDetail.LOST, CameraDetail.RESTARTING):
            status = DeviceStatus("face", DeviceState.FAULT, detail)
            statuses.take(status)
            faces.changed(status)
        assert not faces.available
        return shown

    assert ["遮住" in s.advice.zh or "没有画面" in s.advice.zh or "重新启动" in s.advice.zh for s in run(main())] == [
        True
    ] * 3


def test_how_many_are_kept_is_known_and_logged_once_for_each_change(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "kiosk.event")

    async def main() -> None:
        faces, camera, *_ = desk()
        for persons in (0, 3, 3):
            faces.count(GalleryState(persons, "dlib-1", None))
        assert faces.persons == 3
        assert not faces.keeps, "its day is over"
        await faces.forget("p-1")
        assert (faces.persons, camera.forgotten) == (4, ["p-1"])
        assert await faces.wipe() == 0

    run(main())
    assert [record.event.persons for record in caplog.records] == [3, 4, 0]  # type: ignore[attr-defined]


def test_a_result_comes_back() -> None:
    async def main() -> FaceResult:
        faces, camera, *_ = desk()
        camera.result.set_result(FaceCompared("face", FaceVerdict.ACCEPTED))
        return await faces.compare(REQUEST)

    assert run(main()) == FaceCompared("face", FaceVerdict.ACCEPTED)


# ---- cameras that only count


class Started:
    """Drivers that the settings ask for, without their processes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[tuple[str, str]] = []

        def made(kind: str) -> Callable[..., Any]:
            def make(name: str, uri: str, *_: Any, **__: Any) -> Any:
                self.made.append((kind, uri))
                camera = Camera()
                camera.name = name
                return camera

            return make

        monkeypatch.setattr(face_parts, "VisionFaces", made("face"))
        monkeypatch.setattr(face_parts, "PresenceCamera", made("presence"))
        part = settings.TerminalPart(id="JA-ZZ-03")
        settled = settings.Settings(terminal=part, platform=settings.PlatformPart(url="http://127.0.0.1:1"))
        self.parts = FaceParts(settled, lambda status: None, lambda event: None, lambda call: None)

    def open(self, uri: str) -> DeviceKind:
        address = parse(uri, SCHEMES)
        opener = self.parts.openers()[address.scheme]
        opener.start("camera", address)
        return opener.kind


@pytest.mark.parametrize(
    ("uri", "kind", "opened"),
    [
        ("face+http://10.0.0.9/live", "face", "http://10.0.0.9/live"),
        ("face+rtsp://u:p@10.0.0.9/live?channel=1", "face", "rtsp://u:p@10.0.0.9/live?channel=1"),
        ("face+v4l2:1", "face", "v4l2:1"),
        ("face+file:clip.mp4?speed=0", "face", "file:clip.mp4?speed=0"),
        ("presence+rtsp://10.0.0.9/hall", "presence", "rtsp://10.0.0.9/hall"),
        ("face+rtsp://10.0.0.9/hall?use=presence", "presence", "rtsp://10.0.0.9/hall"),
        ("face+rtsp://10.0.0.9/hall?channel=1&use=presence", "presence", "rtsp://10.0.0.9/hall?channel=1"),
    ],
)
def test_a_camera_is_for_faces_or_for_presence_as_its_address_says(
    monkeypatch: pytest.MonkeyPatch, uri: str, kind: str, opened: str
) -> None:
    started = Started(monkeypatch)
    started.open(uri)
    assert started.made == [(kind, opened)]


@pytest.mark.parametrize("uri", ["presence+rtsp://10.0.0.9/hall", "face+rtsp://10.0.0.9/hall?use=presence"])
def test_a_surveillance_camera_is_never_offered_to_a_flow(monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    started = Started(monkeypatch)
    started.open(uri)
    assert started.parts.desk_faces(Statuses()) is None


def test_a_driver_that_counts_has_nothing_that_could_identify() -> None:
    for way in ("compare", "gallery", "wipe", "forget", "watch", "take"):
        assert not hasattr(PresenceCamera, way)


@pytest.mark.parametrize("uri", ["face+v4l2:x", "face+http://10.0.0.9/?use=surveillance"])
def test_an_address_that_can_not_be_used_says_why(monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    with pytest.raises(AddressError):
        Started(monkeypatch).open(uri)


def test_a_terminal_has_one_camera_for_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started(monkeypatch)
    started.open("face+v4l2:0")
    with pytest.raises(AddressError):
        started.open("face+v4l2:1")


def test_gallery_and_key_lie_apart_and_a_hall_may_keep_none() -> None:
    part = settings.TerminalPart(id="JA-ZZ-03", data="/var/lib/hall")
    platform = settings.PlatformPart(url="http://127.0.0.1:1")
    made = setup_of(settings.Settings(terminal=part, platform=platform))
    assert made.folder != made.keys
    assert (made.accept, made.closing.hour) == (None, 18)
    none = settings.Settings(terminal=part, platform=platform, faces=settings.FacesPart(gallery=False, accept=0.5))
    assert (setup_of(none).folder, setup_of(none).accept) == ("", 0.5)
