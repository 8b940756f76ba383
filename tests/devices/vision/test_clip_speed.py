"""A clip stands in for a camera: in real time, faster, or as fast as it can be read."""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision.camera import Camera

_RATE, _FRAMES = 25, 40


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1.6 seconds, no two frames the same."""
    file = tmp_path_factory.mktemp("clip") / "clip.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), _RATE, (320, 240))
    for number in range(_FRAMES):
        picture = np.full((240, 320, 3), 90, np.uint8)
        cv2.rectangle(picture, (number * 6, 40), (number * 6 + 60, 200), (30, 200, 120), -1)
        writer.write(picture)
    writer.release()
    return file


def played(uri: str, frames: int) -> float:
    """Seconds for so many frames after the first."""
    camera = Camera(uri, lambda detail: None, lambda: None)
    camera.want(True)
    camera.start()
    try:
        first = camera.after(0, 10)
        assert first
        began, number = time.monotonic(), first.number
        while number < first.number + frames:
            frame = camera.after(number, 10)
            assert frame
            number = frame.number
        return time.monotonic() - began
    finally:
        camera.close()


def test_a_clip_plays_in_its_own_time(clip: Path) -> None:
    assert played(f"file:{clip}", _RATE) == pytest.approx(1.0, abs=0.25)


def test_a_clip_plays_as_many_times_as_fast_as_asked(clip: Path) -> None:
    assert played(f"file:{clip}?speed=4", _RATE) == pytest.approx(0.25, abs=0.15)


def test_a_clip_is_read_as_fast_as_it_can_be_and_begins_again_at_its_end(clip: Path) -> None:
    assert played(f"file:{clip}?speed=0", 3 * _FRAMES) < 1.0


@pytest.mark.parametrize("speed", ["", "nonsense", "-1", "1e9", "nan"])
def test_a_speed_that_is_none_is_part_of_the_name_and_opens_nothing(clip: Path, speed: str) -> None:
    told: list[object] = []
    camera = Camera(f"file:{clip}?speed={speed}", told.append, lambda: None)
    camera.want(True)
    camera.start()
    assert camera.after(0, 0.5) is None
    camera.close()
    assert told
