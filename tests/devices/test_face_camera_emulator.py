"""The emulated camera for faces as the program it is: driven over its socket, seen over HTTP."""

from __future__ import annotations

import base64
import io
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.emulators.control import Control, ControlError
from devices.emulators.face_attacks import SPECIES
from devices.emulators.face_camera import FAULTS, Stage
from devices.emulators.face_motion import ACTIONS, lasts
from devices.emulators.program import Events
from tests.devices.faces_seen import boxes_of, eyes_open, points_of
from tests.devices.running import emulator_at

_SIZE = (1280, 720)
_BAD = {"black", "covered", "one-pixel", "wrong-size", "huge", "grey"}  # pictures all the same


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Control, str]]:
    folder = tmp_path_factory.mktemp("face-camera")
    with emulator_at("face-camera", folder / "control", ["--size", "{}x{}".format(*_SIZE)]) as found:
        yield found


@pytest.fixture
def camera(running: tuple[Control, str]) -> tuple[Control, str]:
    control, _ = running
    control.send("fault", kind="none")
    control.send("light")
    control.send("tint")
    control.send("obey", on=False)
    control.send("stand", portrait="astronaut")
    return running


def _open(url: str) -> HTTPResponse:
    answer = urllib.request.urlopen(url, timeout=5)
    assert isinstance(answer, HTTPResponse)
    return answer


def _next(stream: HTTPResponse) -> bytes:
    """The next part's content; empty at the stream's end."""
    length = 0
    while line := stream.readline(200):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        elif line == b"\r\n" and length:
            return stream.read(length)
    return b""


def _picture(url: str) -> Image.Image:
    with _open(url) as stream:
        return Image.open(io.BytesIO(_next(stream)))


def test_whoever_is_told_to_stand_there_is_seen_and_leaves(camera: tuple[Control, str]) -> None:
    control, url = camera
    seen = _picture(url)
    assert seen.size == _SIZE
    assert len(boxes_of(np.asarray(seen))) == 1
    control.send("second")
    assert len(boxes_of(np.asarray(_picture(url)))) == 2
    control.send("leave")
    assert not boxes_of(np.asarray(_picture(url)))
    assert control.send("state")["people"] == 0


def test_the_picture_changes_all_the_time(camera: tuple[Control, str]) -> None:
    with _open(camera[1]) as stream:
        assert len({_next(stream) for _ in range(5)}) == 5


@pytest.mark.parametrize("kind", sorted(_BAD))
def test_each_bad_picture_is_sent(camera: tuple[Control, str], kind: str) -> None:
    control, url = camera
    control.send("fault", kind=kind)
    seen = _picture(url)
    told: dict[str, Callable[[], bool]] = {
        "black": lambda: bool(np.asarray(seen).max() == 0),
        "covered": lambda: seen.size == _SIZE and 5 < np.asarray(seen).mean() < 40 and np.asarray(seen).std() > 1,
        "one-pixel": lambda: seen.size == (1, 1),
        "wrong-size": lambda: seen.size == (320, 240),
        "huge": lambda: seen.size == (7680, 4320),
        "grey": lambda: seen.mode == "L" and seen.size == _SIZE,
    }
    assert told[kind]()


def test_a_frozen_camera_sends_the_same_bytes_and_a_broken_one_no_picture(camera: tuple[Control, str]) -> None:
    control, url = camera
    with _open(url) as stream:
        last = _next(stream)
        control.send("fault", kind="freeze")
        while (frozen := _next(stream)) != last:  # what was under way
            last = frozen
        assert {_next(stream) for _ in range(4)} == {frozen}
        control.send("fault", kind="garbage")
        while (spoilt := _next(stream)) == frozen:
            pass
    assert spoilt.startswith(frozen[:600])
    assert len(spoilt) < len(frozen) / 4


def test_a_camera_that_stalls_drops_or_sends_no_video(camera: tuple[Control, str]) -> None:
    control, url = camera
    control.send("fault", kind="stall")
    with urllib.request.urlopen(url, timeout=0.5) as stream, pytest.raises(TimeoutError):
        _next(stream)
    with _open(url) as stream:
        control.send("fault", kind="drop")
        assert _next(stream) == b""
    control.send("fault", kind="not-video")
    with _open(url) as stream:
        assert stream.headers["Content-Type"] == "text/html"
    control.send("fault", kind="endless")
    with _open(url) as stream:
        assert len(stream.read(1_000_000)) == 1_000_000
    control.send("fault", kind="slow", ms=300)
    with _open(url) as stream:
        assert _next(stream)


def test_every_fault_of_the_menu_was_met_here() -> None:
    assert set(FAULTS) == _BAD | {"freeze", "garbage", "stall", "drop", "not-video", "endless", "slow"}


def test_what_it_sees_can_be_asked_for_as_a_small_picture(camera: tuple[Control, str]) -> None:
    jpeg = base64.b64decode(camera[0].send("picture")["jpeg"])
    assert Image.open(io.BytesIO(jpeg)).size == (640, 360)


@pytest.mark.parametrize("species", SPECIES)
def test_each_attack_can_be_held_up(camera: tuple[Control, str], species: str) -> None:
    control, url = camera
    control.send("attack", species=species, person="obama-1", seed=1)
    state = control.send("state")
    assert (state["attack"], state["people"]) == (species, 0)
    assert boxes_of(np.asarray(_picture(url)))


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("stand", {"portrait": "nobody"}),
        ("stand", {"person": "astronaut/x"}),
        ("do", {"action": "fly"}),
        ("attack", {"species": "hologram"}),
        ("tint", {"colour": "red"}),
        ("distance", {"near": 0}),
        ("fault", {"kind": "fire"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    camera: tuple[Control, str], command: str, arguments: dict[str, object]
) -> None:
    control, _ = camera
    before = {**control.send("state"), "counts": None}
    with pytest.raises(ControlError):
        control.send(command, **arguments)
    assert {**control.send("state"), "counts": None} == before


class _Played:
    """A stage in a time of our own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.stage = Stage((1280, 720), 25.0, Events(), lambda: self.now)
        self.stage.stand("obama-1", 0)

    def eyes(self, at: float) -> float:
        self.now = at
        return eyes_open(points_of(np.asarray(Image.open(io.BytesIO(self.stage.picture(0))).convert("RGB"))))


def test_who_obeys_does_what_is_asked_after_as_long_as_people_take() -> None:
    played = _Played()
    played.stage.obey(True, after=0.6)
    played.stage.asked("blink")
    before = played.eyes(0.5)
    assert played.eyes(0.6 + lasts("blink") / 2) < 0.75 * before


def test_who_does_not_obey_and_who_does_otherwise_do_not_blink() -> None:
    for wrong in (None, True):
        played = _Played()
        if wrong:
            played.stage.obey(True, after=0.3, wrong=True)
        played.stage.asked("blink")
        open_eyes = played.eyes(0.2)
        assert played.eyes(0.3 + lasts("blink") / 2) > 0.8 * open_eyes


def test_being_asked_the_same_again_is_no_new_question() -> None:
    events, now = Events(), 0.0
    stage = Stage((640, 360), 25.0, events, lambda: now)
    stage.stand("astronaut")
    stage.obey()
    for challenge in ("blink", "blink", "", "blink", "turn-left"):
        stage.asked(challenge)
    assert events.counts()["did"] == 3


def test_challenges_are_called_as_the_terminal_calls_them() -> None:
    from devices.face_ports import Challenge

    assert set(ACTIONS) == {challenge.value for challenge in Challenge}


def test_who_looks_within_one_tick_sees_the_same_picture() -> None:
    played = _Played()
    first = played.stage.picture(1)
    assert played.stage.picture(1) is first
    played.now = 0.04
    assert played.stage.picture(2) != first


def test_the_hall_has_a_camera_for_faces_when_asked_to(tmp_path: Path) -> None:
    from devices.emulators.hall import Hall

    with Hall(tmp_path, ("face-camera",)) as hall:
        settings = hall.config.read_text(encoding="utf-8")
        assert f'face = "face+{hall.parts["face-camera"].endpoint}"' in settings
        assert 'decoder = "specimen"' in settings
        assert hall.control("face-camera").send("state")["people"] == 0
