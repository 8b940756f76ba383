"""One comparison, frame by frame and without a process: who is accepted, and what becomes of everybody else."""

from __future__ import annotations

import numpy as np
import pytest

from devices.face_ports import Challenge, FaceAdvice, FaceTask, FaceTrouble, FaceVerdict
from devices.vision.faces.messages import Compared, NotCompared
from devices.vision.faces.session import DEADLINES, FRAMES
from devices.vision.wire import to_wire
from tests.devices.vision.faces.doubles import CUE, Stage


def ended(result: object) -> Compared:
    assert isinstance(result, Compared), result
    return result


def why(result: object) -> FaceTrouble:
    assert isinstance(result, NotCompared), result
    return result.trouble


def test_a_living_person_who_is_the_one_on_the_card_is_accepted_from_several_frames() -> None:
    stage = Stage()
    assert stage.looks(0.4) is None
    stage.lives_now()
    result = ended(stage.look())
    assert (result.number, result.verdict, result.frames) == (7, FaceVerdict.ACCEPTED, FRAMES)
    assert (result.distance, result.threshold, result.limit, result.model) == (0.0, 1.0, 2.0, "test-1")
    assert result.cues == (CUE,)
    assert result.milliseconds == pytest.approx(440)


def test_somebody_else_with_this_card_is_not_accepted() -> None:
    stage = Stage(bright=30)
    stage.looks(0.4)
    stage.lives_now()
    assert ended(stage.look()).verdict is FaceVerdict.NO_MATCH


def test_who_shows_no_sign_of_life_is_not_even_compared() -> None:
    stage = Stage()
    stage.looks(0.4)
    stage.lives_now(verdict=False)
    assert ended(stage.look()).verdict is FaceVerdict.NOT_LIVE
    assert stage.model.embedded == 0


def test_of_nobody_it_is_not_said_that_they_do_not_live() -> None:
    stage = Stage()
    stage.looks(0.4, FaceAdvice.NOBODY)
    stage.lives_now(verdict=False)
    assert why(stage.look(FaceAdvice.NOBODY)) is FaceTrouble.NO_FACE


def test_nothing_is_embedded_in_a_hurry_and_what_is_embedded_in_time_is_not_embedded_twice() -> None:
    stage = Stage()
    stage.looks(0.4)
    assert stage.model.embedded == 0
    for _ in range(2 * FRAMES):
        stage.comparison.prepare()
    made = stage.model.embedded
    assert made > 0
    stage.comparison.prepare()
    assert stage.model.embedded == made
    stage.lives_now()
    assert ended(stage.look(quality=0.1)).frames == FRAMES
    assert stage.model.embedded == made


def test_what_was_embedded_of_one_person_is_not_used_for_the_next() -> None:
    stage = Stage(bright=30)
    stage.looks(0.4, bright=30)
    stage.comparison.prepare()
    stage.look(person=2)
    stage.lives_now()
    assert ended(stage.looks(0.5, person=2)).verdict is FaceVerdict.NO_MATCH


def test_the_page_learns_what_is_asked() -> None:
    stage = Stage()
    stage.lives_now(verdict=None, challenge=Challenge.BLINK)
    stage.look()
    assert stage.comparison.live.challenge is Challenge.BLINK


def test_only_frames_that_are_good_count_and_good_ones_are_waited_for() -> None:
    stage = Stage()
    stage.looks(0.4, FaceAdvice.FACE_SCREEN)
    stage.lives_now()
    assert stage.look(FaceAdvice.FACE_SCREEN) is None
    assert stage.looks(2 * 0.04) is None, "it was decided from fewer frames than there are soon"
    assert ended(stage.look()).frames == FRAMES


def test_one_good_frame_is_better_than_none_once_it_was_waited_for_long_enough() -> None:
    stage = Stage()
    stage.lives_now()
    stage.looks(DEADLINES["best"] - 0.2, FaceAdvice.FACE_SCREEN)
    stage.look()
    assert ended(stage.looks(0.5, FaceAdvice.FACE_SCREEN)).frames == 1


def test_a_face_that_never_looks_straight_is_compared_all_the_same() -> None:
    stage = Stage()
    stage.looks(DEADLINES["straight"] - 0.1, FaceAdvice.FACE_SCREEN)
    stage.lives_now()
    assert stage.look(FaceAdvice.FACE_SCREEN) is None
    assert ended(stage.looks(1.0, FaceAdvice.FACE_SCREEN)).verdict is FaceVerdict.ACCEPTED


def test_who_once_looked_straight_is_asked_to_do_so_again() -> None:
    stage = Stage()
    stage.looks(DEADLINES["straight"] - 0.1, FaceAdvice.FACE_SCREEN)
    stage.look()
    stage.lives_now()
    assert stage.looks(1.0, FaceAdvice.FACE_SCREEN) is None


@pytest.mark.parametrize("advice", [FaceAdvice.UNCOVER, FaceAdvice.TOO_DARK, FaceAdvice.CLOSER, FaceAdvice.ALONE])
def test_no_time_makes_a_covered_a_dark_a_far_or_a_second_face_good_enough(advice: FaceAdvice) -> None:
    stage = Stage()
    stage.lives_now()
    assert why(stage.looks(DEADLINES["face"] + 1.0, advice))
    assert stage.model.embedded == 0


def test_who_changes_places_after_the_sign_of_life_begins_anew() -> None:
    stage = Stage(bright=30)
    stage.looks(0.2, FaceAdvice.FACE_SCREEN)
    stage.lives_now()
    stage.look(FaceAdvice.FACE_SCREEN)
    assert stage.look(person=2, bright=30) is None
    assert stage.looks(1.0, person=2, bright=30) is None, "a picture that was held up after the sign of life was taken"
    assert len(stage.lives) == 2
    stage.lives_now()
    assert ended(stage.looks(1.0, person=2, bright=30)).verdict is FaceVerdict.ACCEPTED


def test_frames_of_two_persons_never_decide_together() -> None:
    stage = Stage()
    stage.looks(0.5, person=1, bright=30)
    stage.look(person=2)
    stage.lives_now()
    result = ended(stage.looks(0.5, person=2))
    assert result.verdict is FaceVerdict.ACCEPTED  # a frame of the first would be far away


@pytest.mark.parametrize(
    ("advice", "trouble"),
    [
        (FaceAdvice.NOBODY, FaceTrouble.NO_FACE),
        (FaceAdvice.CLOSER, FaceTrouble.NO_FACE),
        (FaceAdvice.UNCOVER, FaceTrouble.NO_FACE),
        (FaceAdvice.TOO_DARK, FaceTrouble.DARK),
        (FaceAdvice.ALONE, FaceTrouble.SEVERAL),
    ],
)
def test_who_is_never_seen_well_is_told_why(advice: FaceAdvice, trouble: FaceTrouble) -> None:
    stage = Stage()
    result = stage.looks(DEADLINES["face"] + 1, advice)
    assert why(result) is trouble
    assert isinstance(result, NotCompared)
    assert result.advice is advice


def test_a_comparison_ends_whatever_happens() -> None:
    assert why(Stage().looks(DEADLINES["whole"] + 1)) is FaceTrouble.TIMED_OUT


def test_a_camera_that_gives_no_picture_ends_it_and_one_that_comes_back_does_not() -> None:
    stage = Stage()
    assert stage.nothing(DEADLINES["picture"] - 0.5) is None
    stage.looks(0.2)
    assert why(stage.nothing(DEADLINES["picture"] + 1)) is FaceTrouble.NO_PICTURE


def test_both_faces_are_cut_out_for_a_clerk_who_must_decide_and_for_nobody_else() -> None:
    for for_clerk, verdict, shown in (
        (True, FaceVerdict.UNSURE, True),
        (True, FaceVerdict.NO_MATCH, False),
        (False, FaceVerdict.UNSURE, False),
    ):
        stage = Stage(for_clerk=for_clerk)
        stage.judge.verdict = verdict
        stage.looks(0.4)
        stage.lives_now()
        result = ended(stage.look())
        assert (result.mine.startswith(b"\xff\xd8"), result.theirs.startswith(b"\xff\xd8")) == (shown, shown)
        assert to_wire(result)


def test_without_a_reference_nobody_is_verified_or_enrolled() -> None:
    for task in (FaceTask.VERIFY, FaceTask.ENROL):
        stage = Stage(task, bright=None)
        stage.looks(0.4)
        stage.lives_now()
        assert why(stage.look()) is FaceTrouble.NO_REFERENCE
        assert stage.judge.kept == {}


def test_only_who_is_like_the_reference_becomes_one_of_todays_persons() -> None:
    for bright, verdict, kept in ((120, FaceVerdict.ENROLLED, {"p-1": 120.0}), (30, FaceVerdict.NO_MATCH, {})):
        stage = Stage(FaceTask.ENROL, bright=bright)
        stage.looks(0.4)
        stage.lives_now()
        assert ended(stage.look()).verdict is verdict
        assert stage.judge.kept == kept


def test_who_checked_in_is_found_and_a_stranger_is_not() -> None:
    for kept, person in (({"p-9": 120.0}, "p-9"), ({"p-9": 30.0}, "")):
        stage = Stage(FaceTask.IDENTIFY, bright=None)
        stage.judge.kept = kept
        stage.looks(0.4)
        stage.lives_now()
        assert ended(stage.look()).person == person


@pytest.mark.parametrize("task", [FaceTask.IDENTIFY, FaceTask.ENROL])
def test_a_gallery_whose_day_is_over_finds_and_takes_nobody(task: FaceTask) -> None:
    stage = Stage(task)
    stage.judge.closed = True
    stage.looks(0.4)
    stage.lives_now()
    assert why(stage.look()) is FaceTrouble.GALLERY_CLOSED


def test_a_template_that_is_no_number_decides_nothing() -> None:
    stage = Stage()
    stage.looks(0.4)
    stage.lives_now()
    stage.model.embed = lambda picture, face: np.array([np.nan, 1.0], np.float32)  # type: ignore[method-assign]
    assert why(stage.look()) is FaceTrouble.NO_FACE


def test_nothing_of_a_person_shows_itself_in_words() -> None:
    stage = Stage()
    stage.looks(0.4)
    stage.lives_now()
    result = ended(stage.look())
    assert "consent-1" not in repr(result)
    assert all(0 < seconds <= 60 for seconds in DEADLINES.values())
