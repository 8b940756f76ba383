from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest

from devices.face_ports import Cue
from devices.vision.faces.liveness.cues import Cues
from devices.vision.faces.liveness.edges import Bezel
from devices.vision.faces.liveness.flatness import Flatness
from devices.vision.faces.liveness.moire import Moire
from devices.vision.faces.liveness.repetition import Noise, Repetition
from devices.vision.faces.liveness.response import PHASE, TINTS, Response
from devices.vision.faces.liveness.samples import Watch
from devices.vision.faces.liveness.texture import Texture
from tests.devices.vision.faces.liveness.heads import Pose, photo, seen
from tests.devices.vision.faces.liveness.presented import FRAME, Array, Scene, sample

Shown = Callable[[int], Scene]


def cue(watch: Watch, scenes: Shown, frames: int = 30, tints: Callable[[int], str] = lambda _: "") -> Cue | None:
    rng = np.random.default_rng(1)
    for number in range(frames):
        watch.take(sample(scenes(number), number * FRAME, rng, tints(number)))
    return watch.cue()


def sway(number: int) -> tuple[float, float]:
    return 18 * np.sin(number * 0.21), 9 * np.cos(number * 0.13)


def person(number: int) -> Scene:
    x, y = sway(number)
    return Scene(x, y)


def told(found: Cue | None) -> float:
    assert found is not None, "the cue is not known"
    return found.suspicion


def test_frames_of_a_living_camera_never_come_again() -> None:
    assert told(cue(Repetition(), person)) == 0.0


def test_a_clip_that_begins_anew_is_noticed_within_its_second_round() -> None:
    clip = [sample(person(number), 0.0, np.random.default_rng(number)) for number in range(20)]
    watch = Repetition()
    for number in range(32):
        watch.take(replace(clip[number % 20], at=number * FRAME))
    assert told(watch.cue()) == 1.0


def test_a_camera_slower_than_its_reader_is_no_clip() -> None:
    watch, rng = Repetition(), np.random.default_rng(0)
    for number in range(15):
        frame = sample(person(number), 0.0, rng)
        watch.take(replace(frame, at=number * 2 * FRAME))
        watch.take(replace(frame, at=(number * 2 + 1) * FRAME))
    assert told(watch.cue()) == 0.0


def test_a_still_that_a_program_shifts_about_lacks_the_sensors_noise() -> None:
    def jittered(number: int) -> Scene:
        x, y = np.random.default_rng(number).uniform(-4, 4, 2)
        return Scene(x, y, noise=0.0)

    assert told(cue(Noise(), jittered)) > 0.9
    assert told(cue(Noise(), person)) == 0.0


@pytest.mark.parametrize("period", [3.1, 4.7, 7.9])
def test_a_screens_grid_stands_out_and_skin_has_none(period: float) -> None:
    assert told(cue(Moire(), lambda number: replace(person(number), grid=period))) == 1.0
    assert told(cue(Moire(), person)) < 0.2


def test_compressed_pictures_are_no_screens() -> None:
    import cv2

    watch, rng = Moire(), np.random.default_rng(0)
    for number in range(30):
        one = sample(person(number), number * FRAME, rng)
        _, packed = cv2.imencode(".jpg", one.picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
        seen = cv2.imdecode(packed, cv2.IMREAD_COLOR)
        assert seen is not None
        watch.take(replace(one, picture=seen.astype(np.uint8)))
    assert told(watch.cue()) < 0.3


def heads(camera: Callable[..., Array], yaw: float) -> Iterable[tuple[int, Array]]:
    rng = np.random.default_rng(3)
    for number in range(40):
        pose = Pose(yaw=yaw * np.sin(number * 0.2), pitch=yaw / 3 * np.cos(number * 0.15), x=number / 4)
        yield number, camera(pose, noise=0.7, rng=rng)


def flatness(camera: Callable[..., Array], yaw: float) -> Cue | None:
    watch, base = Flatness(), sample(Scene(), 0.0, np.random.default_rng(0))
    for number, points in heads(camera, yaw):
        watch.take(replace(base, at=number * FRAME, points=points))
    return watch.cue()


@pytest.mark.parametrize("yaw", [5.0, 10.0, 20.0])
def test_a_head_that_turns_shows_its_depth(yaw: float) -> None:
    assert told(flatness(seen, yaw)) == 0.0


@pytest.mark.parametrize("yaw", [25.0, 35.0])
def test_a_photo_that_is_turned_shows_none(yaw: float) -> None:
    assert told(flatness(photo, yaw)) > 0.5


def test_of_what_does_not_turn_nothing_is_known() -> None:
    assert flatness(photo, 1.0) is None


def test_a_sheets_edges_move_with_its_face_and_a_person_has_none() -> None:
    assert told(cue(Bezel(), lambda number: replace(person(number), sheet=140, scale=1.2), 60)) > 0.9
    assert told(cue(Bezel(), person, 60)) < 0.2


def test_a_frame_on_the_wall_behind_a_person_is_no_bezel(monkeypatch: pytest.MonkeyPatch) -> None:
    import cv2

    from tests.devices.vision.faces.liveness import presented

    framed = presented.wall().copy()
    cv2.rectangle(framed, (180, 40), (780, 700), (40, 40, 40), 6)
    monkeypatch.setattr(presented, "wall", lambda _seed=0: framed)
    assert told(cue(Bezel(), person, 60)) < 0.3


def test_before_anything_moved_no_edge_is_tied_to_the_face() -> None:
    assert cue(Bezel(), lambda _: Scene(sheet=140, scale=1.2)) is None


def shown(number: int) -> str:
    return TINTS[int(number * FRAME / PHASE) % 2]


def lit(number: int) -> Scene:
    red = 0.03 * (1 if shown(max(0, number - 4)) == TINTS[0] else -1)
    return replace(person(number), light=(1 - red, 1.0, 1 + red))


def test_skin_follows_our_screens_colours_and_a_recording_does_not() -> None:
    assert told(cue(Response(), lit, 60, shown)) == 0.0
    assert told(cue(Response(), person, 60, shown)) == 1.0


def test_light_that_changes_at_other_times_does_not_follow() -> None:
    assert told(cue(Response(), lambda number: lit(int(number * 1.37) + 9), 60, shown)) > 0.5


def test_without_changes_of_colour_nothing_is_known_of_the_response() -> None:
    assert cue(Response(), person, 60) is None


def test_a_copy_of_a_copy_is_less_fine() -> None:
    assert told(cue(Texture(), lambda number: replace(person(number), blur=2.2))) > told(cue(Texture(), person)) + 0.3


def test_all_cues_together_take_five_milliseconds_a_frame_at_most() -> None:
    cues, rng = Cues(tinted=True), np.random.default_rng(0)
    samples = [sample(person(number), number * FRAME, rng, shown(number)) for number in range(48)]
    for one in samples[:12]:  # tables are made once
        cues.take(one)
    began = time.process_time()
    for one in samples[12:]:
        cues.take(one)
    assert (time.process_time() - began) / 36 < 0.010
    assert {one.name for one in cues.known()} >= {"repetition", "noise", "moire", "texture"}
