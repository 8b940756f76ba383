from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.face_ports import Challenge, Cue
from devices.vision.faces.liveness import Liveness, LivenessState
from devices.vision.faces.liveness.challenges import Progress
from devices.vision.faces.liveness.fusing import (
    ALIVE,
    FAKE,
    NEEDED,
    PATIENCE,
    SIGN,
    TRUST,
    doubt,
    of_challenges,
    reasons,
    shows_life,
)
from devices.vision.faces.liveness.response import TINTS
from devices.vision.faces.liveness.watching import DEADLINES, LOOKED
from devices.vision.faces.looks import Face, Look
from tests.devices.vision.faces.liveness.heads import Pose, photo, seen
from tests.devices.vision.faces.liveness.presented import FRAME, Scene, look

NEEDED_KNOWN = tuple(Cue(name, 0.0, 0.0) for name in NEEDED)
DONE = {
    Challenge.BLINK: Pose(blink=1),
    Challenge.TURN_LEFT: Pose(yaw=22),
    Challenge.TURN_RIGHT: Pose(yaw=-22),
    Challenge.OPEN_MOUTH: Pose(mouth=0.8),
}
PICTURE = np.full((480, 640, 3), 128, np.uint8)


def landmarks(pose: Pose, camera: Callable[..., np.ndarray], at: float, rng: np.random.Generator) -> Look:
    """Points of a modelled head on a picture with nothing but noise."""
    points = (camera(pose, noise=0.7, rng=rng) - (960, 540)) * 0.6 + (320, 240)
    left, top, right, bottom = (int(one) for one in (*points.min(axis=0), *points.max(axis=0)))
    picture = rng.integers(122, 135, PICTURE.shape, np.uint8)
    return Look(at, picture, Face((left, top, right, bottom), points.astype(np.float32), 1.0))


def watched(
    liveness: Liveness, acting: Callable[[LivenessState, float], Look], seconds: float, frame: float = FRAME
) -> LivenessState:
    """What the state is when there is a verdict, or after so many seconds."""
    state = LivenessState()
    for number in range(int(seconds / frame)):
        state = liveness.take(acting(state, number * frame))
        if state.verdict is not None:
            break
    return state


def test_nobody_is_ever_alive() -> None:
    now = [0.0]
    liveness = Liveness(1, random.Random(0), lambda: now[0])
    assert liveness.state().verdict is None
    now[0] = DEADLINES["unseen"] + 0.1
    assert liveness.state().verdict is False


def test_a_photo_is_refused_without_a_challenge_for_lack_of_any_sign_of_life() -> None:
    rng = np.random.default_rng(0)
    state = watched(Liveness(0, random.Random(0), lambda: 0.0), lambda _, at: look(Scene(), at, rng), 5.0)
    assert state.verdict is False


@pytest.mark.parametrize("seed", range(2))
def test_a_photo_that_is_waved_about_never_meets_a_challenge(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def waved(_state: LivenessState, at: float) -> Look:
        return landmarks(Pose(yaw=25 * np.sin(at * 2), pitch=9 * np.cos(at), x=20 * np.sin(at)), photo, at, rng)

    state = watched(Liveness(1, random.Random(seed), lambda: 0.0), waved, 40.0, 0.08)
    assert (state.verdict, state.done) == (False, 0)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_asked_is_told_with_the_time_that_is_left(seed: int) -> None:
    rng = np.random.default_rng(seed)
    liveness = Liveness(1, random.Random(seed), lambda: 0.0)
    states = [liveness.take(landmarks(Pose(), seen, number * FRAME, rng)) for number in range(20)]
    assert states[-1].challenge in set(Challenge)
    assert 7.0 < states[-1].left < 8.0
    assert (states[-1].done, states[-1].of) == (0, 1)


def test_each_cue_is_told_with_its_value() -> None:
    rng = np.random.default_rng(0)
    state = watched(Liveness(1, random.Random(0), lambda: 0.0), lambda _, at: look(Scene(), at, rng), 1.0)
    assert {cue.name for cue in state.cues} >= set(NEEDED)
    assert all(0.0 <= cue.suspicion <= 1.0 for cue in state.cues)


def test_a_verdict_stays_whatever_comes_after_it() -> None:
    now, rng = [0.0], np.random.default_rng(0)
    liveness = Liveness(1, random.Random(0), lambda: now[0])
    now[0] = DEADLINES["unseen"] + 1
    ended = liveness.state()
    assert liveness.take(look(Scene(), now[0] + 1, rng)) is ended


def test_colours_are_asked_for_only_where_our_screen_shows_them() -> None:
    rng = np.random.default_rng(0)
    for tinting, wanted in ((False, {""}), (True, {"", *TINTS})):
        liveness = Liveness(1, random.Random(1), lambda: 0.0, tinting=tinting)
        states = [liveness.take(look(Scene(), number * FRAME, rng)) for number in range(36)]
        assert {state.tint for state in states} == wanted


def test_another_person_in_the_same_place_begins_anew() -> None:
    rng = np.random.default_rng(0)
    liveness = Liveness(1, random.Random(0), lambda: 0.0)
    before = [liveness.take(look(Scene(), number * FRAME, rng)) for number in range(15)][-1]
    after = liveness.take(replace(look(Scene(), 15 * FRAME, rng), person=1))
    assert before.challenge is not None
    assert after.challenge is None


def test_a_few_frames_are_never_enough_for_a_verdict() -> None:
    rng = np.random.default_rng(0)
    liveness = Liveness(0, random.Random(0), lambda: 0.0)
    for number in range(int(LOOKED / FRAME)):
        assert liveness.take(look(Scene(sheet=130, scale=0.9), number * FRAME, rng)).verdict is None


# ---- fusion


def test_what_is_not_known_does_not_count_as_alive() -> None:
    assert not shows_life((), 5.0, False)
    assert not shows_life(NEEDED_KNOWN, 5.0, False)
    assert shows_life((*NEEDED_KNOWN, Cue("flatness", 0.9, 0.0)), 0.5, False)
    assert not shows_life((Cue("flatness", 0.9, 0.0),), 5.0, False)


def test_where_the_screen_is_tinted_the_response_to_it_must_be_known() -> None:
    cues = (*NEEDED_KNOWN, Cue("flatness", 0.9, 0.0))
    assert not shows_life(cues, 5.0, True)
    assert shows_life((*cues, Cue("response", 1.0, 0.0)), 5.0, True)


def test_a_blink_alone_is_not_enough_for_eyes_behind_a_mask_blink_too() -> None:
    met = (*NEEDED_KNOWN, Cue("challenge", 1.0, 0.0))
    assert not shows_life(met, 5.0, False)
    assert shows_life((*met, Cue("bezel", 0.0, 0.0)), 5.0, False)


def test_a_still_shows_no_life_by_looking_solid_and_being_cut_out_well() -> None:
    cut_out = (*NEEDED_KNOWN, Cue("relief", 0.0, 0.0), Cue("bezel", 0.0, 0.0), Cue("response", 1.0, 0.0))
    assert not shows_life(cut_out, 5.0, False)
    assert not shows_life((*cut_out, Cue("flatness", 0.3, 2 * SIGN)), 5.0, False)


def test_beside_an_action_on_request_relief_counts_when_flatness_has_had_its_time_to_object() -> None:
    acted = (*NEEDED_KNOWN, Cue("challenge", 1.0, 0.0), Cue("relief", 0.0, 0.0))
    assert not shows_life(acted, PATIENCE - FRAME, False)
    assert shows_life(acted, PATIENCE, False)


@pytest.mark.parametrize("name", ["repetition", "moire", "bezel", "challenge", "astray", "noise"])
def test_one_of_the_surest_cues_is_enough_to_refuse(name: str) -> None:
    assert doubt([*NEEDED_KNOWN, Cue(name, 1.0, 1.0)]) >= FAKE


@pytest.mark.parametrize("name", ["flatness", "response", "relief", "texture"])
def test_one_of_the_less_sure_cues_keeps_from_accepting_but_does_not_refuse_at_once(name: str) -> None:
    assert ALIVE < doubt([Cue(name, 1.0, 1.0)]) < FAKE


def test_reasons_begin_with_the_strongest() -> None:
    cues = [Cue("texture", 0.1, 1.0), Cue("moire", 9.0, 1.0), Cue("bezel", 0.0, 0.0)]
    assert [cue.name for cue in reasons(cues)] == ["moire", "texture"]


def test_several_actions_that_nobody_asked_for_are_a_reason() -> None:
    told = of_challenges(Progress(None, 0.0, 1, 1, astray=3, ended=True))
    assert [(cue.name, cue.suspicion) for cue in told] == [("challenge", 0.0), ("astray", 1.0)]


_CUES = st.lists(
    st.builds(Cue, st.sampled_from([*TRUST, "unheard-of"]), st.floats(-10, 10), st.floats(0, 1)), max_size=12
)


@given(_CUES, st.sampled_from(list(TRUST)), st.floats(0, 1))
def test_more_suspicion_never_lessens_doubt(cues: list[Cue], name: str, suspicion: float) -> None:
    assert 0.0 <= doubt(cues) <= doubt([*cues, Cue(name, 0.0, suspicion)]) <= 1.0


# ---- any input


def _any_look(at: float, data: st.DataObject) -> Look:
    height, width = data.draw(st.sampled_from([(1, 1), (8, 400), (60, 60), (240, 320)]))
    picture = np.full((height, width, 3), data.draw(st.integers(0, 255)), np.uint8)
    numbers = st.one_of(st.floats(-1e7, 1e7, width=32), st.just(float("nan")))
    values = data.draw(st.one_of(st.none(), st.lists(numbers, min_size=2, max_size=6)))
    points = None if values is None else np.resize(np.array(values, np.float32), (68, 2))
    if values is not None and data.draw(st.booleans()):
        points = (seen(Pose(yaw=float(data.draw(st.integers(-40, 40))))) / 6).astype(np.float32)
    sides = st.integers(-500, 2000)
    face = data.draw(st.one_of(st.none(), st.builds(Face, st.tuples(sides, sides, sides, sides), st.just(points))))
    return Look(at, picture, face, person=data.draw(st.integers(0, 1)))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_sequence_of_frames_is_survived_and_ends(data: st.DataObject) -> None:
    liveness = Liveness(data.draw(st.integers(0, 2)), random.Random(0), lambda: 0.0, tinting=data.draw(st.booleans()))
    at, state = 0.0, LivenessState()
    for _ in range(data.draw(st.integers(0, 25))):
        at += data.draw(st.floats(0.0, 3.0))
        state = liveness.take(_any_look(at, data))
        assert 0.0 <= state.doubt <= 1.0
    while state.verdict is None and at < 100.0:
        at += 1.0
        state = liveness.take(Look(at, PICTURE))
    assert state.verdict is False
