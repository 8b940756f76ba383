from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from devices.face_ports import Cue
from devices.vision.faces.liveness.cues import Cues
from devices.vision.faces.liveness.edges import Bezel
from devices.vision.faces.liveness.flatness import CLEAR, HEAD_FULL, HEAD_NONE, Flatness, relief_of
from devices.vision.faces.liveness.moire import Moire
from devices.vision.faces.liveness.repetition import Noise, Repetition
from devices.vision.faces.liveness.response import PHASE, TINTS, Relief, Response, Tints
from devices.vision.faces.liveness.samples import Watch
from devices.vision.faces.liveness.skin import Tracks, depths
from devices.vision.faces.liveness.texture import Texture
from tests.devices.vision.faces.liveness import presented
from tests.devices.vision.faces.liveness.heads import Array, Pose, seen
from tests.devices.vision.faces.liveness.presented import FRAME, Scene, sample

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
    watch, rng = Moire(), np.random.default_rng(0)
    for number in range(30):
        one = sample(person(number), number * FRAME, rng)
        _, packed = cv2.imencode(".jpg", one.picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
        watch.take(replace(one, picture=np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)))
    assert told(watch.cue()) < 0.3


def moves(depth: Array, places: Tracks, turns: Array, noise: float, seed: int = 0) -> Array:
    """What no homography explains of places at these depths, frame by frame, when the head turns so far."""
    rng = np.random.default_rng(seed)
    x, y = (places - places.mean(axis=0)).T / places.std()
    plane = np.stack([np.ones_like(x), x, y], 1)
    out = depth - plane @ np.linalg.lstsq(plane, depth, rcond=None)[0]
    parallax = turns[:, None, None] * out[None, :, None] * np.array([1.0, 0.3])
    found: Array = parallax + rng.normal(0, noise, (len(turns), len(places), 2))
    return found


@pytest.fixture(scope="module")
def skin() -> tuple[Tracks, Array]:
    """Places all over a face, and how far they stand out on a mean head."""
    points = seen(Pose())
    rng = np.random.default_rng(0)
    places = points[[1, 15, 8, 27]].mean(axis=0) + rng.uniform(-1, 1, (60, 2)) * (80, 110)
    return places.astype(np.float32), depths(places, points)


@pytest.mark.parametrize("turned", [1.0, 1.5, 3.0])
def test_a_head_that_turns_shows_its_depth(skin: tuple[Tracks, Array], turned: float) -> None:
    places, depth = skin
    turns = np.linspace(0, turned, 16)
    relief = relief_of(moves(depth, places, turns, 0.08), places, depth)
    assert relief.head > HEAD_NONE
    assert relief.clear > CLEAR


def test_a_picture_shows_no_depth_and_a_bent_one_another(skin: tuple[Tracks, Array]) -> None:
    places, depth = skin
    turns = np.linspace(0, 2, 16)
    assert relief_of(moves(0 * depth, places, turns, 0.08), places, depth).head < HEAD_FULL
    rolled = np.cos((places - places.mean(axis=0)) @ (0.01, 0.03))
    assert relief_of(moves(rolled, places, turns, 0.08), places, depth).head < HEAD_NONE


def test_a_reflection_that_wanders_over_a_print_is_no_depth(skin: tuple[Tracks, Array]) -> None:
    places, depth = skin
    still = moves(0 * depth, places, np.zeros(16), 0.08)
    for frame, off in enumerate(still):
        near = np.hypot(*(places - places.min(axis=0) - (10 * frame, 90)).T) < 40
        off[near] += (0.8, 0.2)
    assert relief_of(still, places, depth).head < HEAD_NONE


def test_of_what_does_not_turn_nothing_is_known() -> None:
    assert cue(Flatness(), lambda _: Scene()) is None


def test_a_picture_carried_past_the_camera_is_flat() -> None:
    carried = cue(Flatness(), lambda number: Scene(x=4.0 * number - 60, y=number - 15), 40)
    assert told(carried) > 0.9


def test_a_sheets_edges_move_with_its_face_and_a_person_has_none() -> None:
    assert told(cue(Bezel(), lambda number: replace(person(number), sheet=130, scale=0.9), 45)) > 0.9
    assert told(cue(Bezel(), person, 45)) < 0.2


def test_a_frame_on_the_wall_behind_a_person_is_no_bezel(monkeypatch: pytest.MonkeyPatch) -> None:
    framed = presented.wall().copy()
    cv2.rectangle(framed, (110, 20), (530, 460), (40, 40, 40), 5)
    monkeypatch.setattr(presented, "wall", lambda _seed=0: framed)
    assert told(cue(Bezel(), person, 45)) < 0.3


def test_before_anything_moved_no_edge_is_tied_to_the_face() -> None:
    assert cue(Bezel(), lambda _: Scene(sheet=130, scale=0.9)) is None


def shown(number: int) -> str:
    return TINTS[int(number * FRAME / PHASE) % 2]


def lit(number: int, flat: bool = False) -> Scene:
    red = 0.06 * (1 if shown(max(0, number - 4)) == TINTS[0] else -1)
    return replace(person(number), light=(1 - red, 1.0, 1 + red), evenly=flat)


def test_skin_follows_our_screens_colours_and_a_recording_does_not() -> None:
    assert told(cue(Response(), lit, 50, shown)) == 0.0
    assert told(cue(Response(), person, 50, shown)) == 1.0


def test_light_that_changes_at_other_times_does_not_follow() -> None:
    assert told(cue(Response(), lambda number: lit(int(number * 1.37) + 9), 60, shown)) > 0.5


def test_our_screens_light_falls_on_a_body_unevenly_and_on_a_picture_evenly() -> None:
    assert told(cue(Relief(), lit, 50, shown)) == 0.0
    assert told(cue(Relief(), lambda number: lit(number, flat=True), 50, shown)) > 0.8


def test_of_what_does_not_follow_our_colours_no_relief_is_known() -> None:
    assert cue(Relief(), person, 50, shown) is None


def test_our_screen_never_flashes_more_than_twice_a_second() -> None:
    for seed in range(20):
        tints = Tints(random.Random(seed))
        colours = [tints.at(number / 100) for number in range(1000)]
        changes = [number for number in range(1, 1000) if colours[number] != colours[number - 1]]
        assert min(b - a for a, b in zip(changes[1:], changes[2:], strict=False)) >= 50


def test_without_changes_of_colour_nothing_is_known_of_the_response() -> None:
    assert cue(Response(), person, 60) is None


def test_a_copy_of_a_copy_is_less_fine() -> None:
    assert told(cue(Texture(), lambda number: replace(person(number), blur=2.2))) > told(cue(Texture(), person)) + 0.3


def test_all_cues_together_cost_little_beside_a_frames_time() -> None:
    cues, rng = Cues(tinted=True), np.random.default_rng(0)
    samples = [sample(person(number), number * FRAME, rng, shown(number)) for number in range(48)]
    for one in samples[:12]:  # tables are made once
        cues.take(one)
    began = time.process_time()
    for one in samples[12:]:
        cues.take(one)
    assert (time.process_time() - began) / 36 < 2 * 0.005  # seconds; others may be busy on this machine
    assert {one.name for one in cues.known()} >= {"repetition", "noise", "moire", "texture"}
