from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.face_ports import Challenge
from devices.vision.faces.liveness.actions import LONGEST_BLINK, NATURAL
from devices.vision.faces.liveness.challenges import DEADLINES, MORE_ASKED, Challenges, Progress
from devices.vision.faces.liveness.shape import Shape, shape_of
from tests.devices.vision.faces.liveness.heads import Array, Pose, photo, seen

FRAME = 1 / 25
NOISE = 0.7  # pixels, on a face of 340
DONE = {
    Challenge.BLINK: Pose(blink=1),
    Challenge.TURN_LEFT: Pose(yaw=22),
    Challenge.TURN_RIGHT: Pose(yaw=-22),
    Challenge.OPEN_MOUTH: Pose(mouth=0.8),
}
Acting = Callable[[float, Progress, float], Pose]  # time, what is asked, since when


class Session:
    """A person, or a photo, before the camera at 25 frames a second."""

    def __init__(self, wanted: int = 1, seed: int = 0) -> None:
        self.challenges = Challenges(wanted, random.Random(seed))
        self.at = 100.0
        self.asked_at = 100.0
        self.progress = Progress(None, 0.0, 0, wanted)
        self.asked: list[Challenge] = []
        self._rng = np.random.default_rng(seed)

    def frames(self, seconds: float, acting: Acting, camera: Callable[..., Array] = seen) -> Iterator[Progress]:
        until = self.at + seconds
        while self.at < until and self.progress.ended is None:
            self.at += FRAME
            pose = acting(self.at, self.progress, self.at - self.asked_at)
            before = self.progress
            shape = shape_of(camera(pose, noise=NOISE, rng=self._rng), self.at)
            self.progress = self.challenges.take(self.at, shape)
            if self.progress.asked and (self.progress.asked is not before.asked or self.progress.left > before.left):
                self.asked.append(self.progress.asked)
                self.asked_at = self.at
            yield self.progress

    def run(self, seconds: float, acting: Acting, camera: Callable[..., Array] = seen) -> Progress:
        for _ in self.frames(seconds, acting, camera):
            pass
        return self.progress


def still(_at: float, _progress: Progress, _since: float) -> Pose:
    return Pose()


def after(reaction: float, lasting: float, wanted: dict[Challenge, Pose] | None = None) -> Acting:
    """Does what is asked `reaction` seconds after it was asked."""

    def act(_at: float, progress: Progress, since: float) -> Pose:
        if progress.asked is None or not reaction <= since < reaction + lasting:
            return Pose()
        return (wanted or DONE)[progress.asked]

    return act


@pytest.mark.parametrize("seed", range(12))
def test_who_does_what_is_asked_is_through_in_less_than_two_seconds(seed: int) -> None:
    session = Session(seed=seed)
    assert session.run(10.0, after(0.7, 0.4)).ended is True
    assert session.at - 100.0 < 2.0


def test_every_action_is_asked_by_some_lot() -> None:
    assert {Session(seed=seed).run(1.0, still).asked for seed in range(30)} == set(Challenge)


@pytest.mark.parametrize("seed", range(8))
def test_the_same_lot_asks_the_same(seed: int) -> None:
    one, two = Session(seed=seed), Session(seed=seed)
    one.run(40.0, still)
    two.run(40.0, still)
    assert one.asked == two.asked


@pytest.mark.parametrize("seed", range(12))
def test_what_was_begun_before_it_was_asked_does_not_count(seed: int) -> None:
    session = Session(seed=seed)
    session.run(1.0, still)  # the neutral look is known and something is asked
    [asked] = session.asked
    session = Session(seed=seed)
    progress = session.run(7.0, lambda at, _p, _s: DONE[asked] if at > 100.1 else Pose())
    assert progress.done == 0


@pytest.mark.parametrize("seed", range(12))
def test_a_reaction_quicker_than_people_are_does_not_count(seed: int) -> None:
    session = Session(seed=seed)
    assert session.run(7.0, after(0.04, NATURAL + 0.5)).done == 0


@pytest.mark.parametrize("seed", range(12))
def test_who_was_too_quick_may_do_it_again(seed: int) -> None:
    def twice(_at: float, progress: Progress, since: float) -> Pose:
        acts = progress.asked is not None and (since < 0.3 or 1.0 < since < 1.4)
        return DONE[progress.asked] if acts and progress.asked else Pose()

    assert Session(seed=seed).run(7.0, twice).ended is True


@pytest.mark.parametrize("seed", range(12))
def test_the_wrong_action_does_not_count_and_is_noted(seed: int) -> None:
    others = {
        Challenge.BLINK: Pose(yaw=22),
        Challenge.TURN_LEFT: Pose(yaw=-22),
        Challenge.TURN_RIGHT: Pose(yaw=22),
        Challenge.OPEN_MOUTH: Pose(blink=1),
    }
    session = Session(seed=seed)
    progress = session.run(7.0, after(0.7, 0.4, others))
    assert progress.done == 0
    assert progress.astray == (0 if session.asked[0] is Challenge.OPEN_MOUTH else 1)


@pytest.mark.parametrize("seed", range(12))
def test_after_a_failure_another_action_is_asked_and_can_be_done(seed: int) -> None:
    session = Session(seed=seed)
    session.run(DEADLINES["challenge"] + 1.0, still)
    assert session.progress.failed == 1
    assert session.asked[0] is not session.asked[1]
    assert session.run(5.0, after(0.7, 0.4)).ended is True


@pytest.mark.parametrize("seed", range(4))
def test_who_does_nothing_is_asked_so_many_times_and_no_more(seed: int) -> None:
    session = Session(seed=seed)
    progress = session.run(60.0, still)
    assert (progress.ended, progress.failed, len(session.asked)) == (False, MORE_ASKED + 1, MORE_ASKED + 1)
    assert session.at - 100.0 < (MORE_ASKED + 1) * DEADLINES["challenge"] + 2.0


@pytest.mark.parametrize("seed", range(6))
def test_several_challenges_are_asked_one_after_another_never_the_same_twice_running(seed: int) -> None:
    session = Session(wanted=3, seed=seed)
    assert session.run(30.0, after(0.7, 0.4)).done == 3
    assert all(a is not b for a, b in zip(session.asked, session.asked[1:], strict=False))


def test_time_left_runs_down_from_eight_seconds() -> None:
    lefts = [progress.left for progress in Session().frames(5.0, still) if progress.asked]
    assert lefts[0] == DEADLINES["challenge"]
    assert lefts == sorted(lefts, reverse=True)


@pytest.mark.parametrize("seed", range(20))
def test_a_photo_never_passes_however_it_is_held(seed: int) -> None:
    rng = random.Random(seed)
    sway = [(rng.uniform(2, 35), rng.uniform(0.3, 2.0), rng.uniform(0, 6)) for _ in range(3)]

    def wave(at: float, _p: Progress, _s: float) -> Pose:
        yaw, pitch, roll = (wide * np.sin(at * speed * 6.28 + phase) for wide, speed, phase in sway)
        return Pose(yaw=yaw, pitch=pitch, roll=roll, x=yaw, y=pitch)

    assert Session(seed=seed).run(60.0, wave, photo).ended is False


def test_closed_eyes_that_stay_closed_are_no_blink() -> None:
    seed = next(seed for seed in range(50) if Session(seed=seed).run(1.0, still).asked is Challenge.BLINK)
    assert Session(seed=seed).run(7.0, after(0.7, LONGEST_BLINK + 0.3)).done == 0


def test_a_face_that_was_away_may_be_another_and_is_asked_anew() -> None:
    session = Session()
    session.run(1.0, still)
    session.at += DEADLINES["away"] + 0.2
    assert session.run(1.0, still).failed == 1
    assert len(session.asked) == 2


@pytest.mark.parametrize("seed", range(6))
def test_what_one_person_did_counts_for_no_other(seed: int) -> None:
    session = Session(seed=seed)
    assert session.run(5.0, after(0.7, 0.4)).ended is True
    progress = session.challenges.take(session.at + FRAME, shape_of(seen(Pose()), session.at + FRAME), same=False)
    assert (progress.ended, progress.done) == (None, 0)


def test_a_negative_number_of_challenges_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError):
        Challenges(-1, random.Random(0))


_NUMBERS = st.floats(allow_nan=True, allow_infinity=True, width=32)
_FACES = st.one_of(
    st.none(),
    st.builds(lambda values: np.resize(np.array(values), (68, 2)), st.lists(_NUMBERS, min_size=1, max_size=8)),
    st.builds(
        lambda yaw, blink, mouth: seen(Pose(yaw, blink=blink, mouth=mouth)),
        *[st.floats(-60, 60)] + [st.floats(0, 1)] * 2,
    ),
    st.builds(lambda size: np.zeros((size, 2)), st.integers(0, 70)),
)


@given(st.lists(st.tuples(_FACES, st.floats(0.0, 2.0)), max_size=60), st.integers(0, 3), st.integers(0, 99))
def test_any_sequence_of_landmarks_is_survived(
    frames: list[tuple[Array | None, float]], wanted: int, seed: int
) -> None:
    challenges = Challenges(wanted, random.Random(seed))
    at = 0.0
    for points, wait in frames:
        at += wait
        progress = challenges.take(at, None if points is None else shape_of(points, at))
        assert 0 <= progress.done <= wanted
        assert 0.0 <= progress.left <= DEADLINES["challenge"]


@given(st.data())
def test_whatever_a_face_does_the_challenges_end(data: st.DataObject) -> None:
    challenges = Challenges(1, random.Random(data.draw(st.integers(0, 99))))
    kinds = data.draw(st.lists(st.sampled_from(list(DONE.values()) + [Pose()]), min_size=1, max_size=5))
    at, progress = 0.0, Progress(None, 0, 0, 1)
    while progress.ended is None and at < 60.0:
        at += 0.1
        shape: Shape | None = shape_of(seen(kinds[int(at) % len(kinds)]), at)
        progress = challenges.take(at, shape)
    assert progress.ended is not None
