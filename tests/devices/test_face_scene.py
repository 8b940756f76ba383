"""Drawn persons do what dlib's landmarks and a camera can see, and are who they are."""

from __future__ import annotations

import numpy as np
import pytest

from devices.emulators.face_motion import ACTIONS, Action, lasts
from devices.emulators.face_person import Light, Person, id_photo, people_apart, person_of
from devices.emulators.face_portraits import PORTRAITS
from devices.emulators.face_scene import Place, Scene
from tests.devices.faces_seen import (
    Numbers,
    Picture,
    boxes_of,
    eyes_open,
    far_apart,
    mouth_open,
    points_of,
    template_of,
    turned,
)

_REST = 0.2  # seconds into a scene; nobody blinks of themselves yet
_BEGIN = 0.3
_PEOPLE = (*PORTRAITS, "astronaut/1", "obama-1/1", "biden-2/1")


def _scene(who: str, place: Place | None = None) -> Scene:
    scene = Scene()
    scene.stand(person_of(who), place, lively=0.4)
    return scene


def _face(picture: Picture) -> Picture:
    """The middle of a frame: enough for who stands right."""
    return np.ascontiguousarray(picture[100:900, 560:1360, ::-1])


def _points(who: str, action: Action | None = None) -> Numbers:
    scene = _scene(who)
    if action:
        scene.do(action, _BEGIN)
    return points_of(_face(scene.picture(_BEGIN + lasts(action) * 0.5 if action else _REST)))


@pytest.mark.parametrize("who", _PEOPLE)
def test_whoever_blinks_is_seen_to_blink(who: str) -> None:
    assert eyes_open(_points(who, "blink")) < 0.72 * eyes_open(_points(who))


@pytest.mark.parametrize("who", _PEOPLE)
def test_whoever_opens_the_mouth_is_seen_to_open_it(who: str) -> None:
    assert mouth_open(_points(who, "open-mouth")) > mouth_open(_points(who)) + 0.15


@pytest.mark.parametrize("who", _PEOPLE)
def test_whoever_turns_is_seen_to_turn_to_their_own_left_and_right(who: str) -> None:
    straight = turned(_points(who))
    assert turned(_points(who, "turn-left")) > straight + 0.12
    assert turned(_points(who, "turn-right")) < straight - 0.12


def test_after_every_action_the_face_is_at_rest_again() -> None:
    for action in ACTIONS:
        scene, quiet = _scene("biden-1"), _scene("biden-1")
        scene.do(action, _BEGIN)
        after = _BEGIN + lasts(action) + 0.05
        assert scene.people[0].motion.pose(after) == quiet.people[0].motion.pose(after)


def test_somebody_alive_sways_breathes_and_blinks_without_being_asked() -> None:
    scene = _scene("astronaut")
    poses = [scene.people[0].motion.pose(second / 25) for second in range(25 * 20)]
    assert 2 <= sum(one.lids < 0.5 <= other.lids for one, other in zip(poses, poses[1:], strict=False)) <= 10
    assert np.ptp([pose.yaw for pose in poses]) > 0.5
    assert np.ptp([pose.x for pose in poses]) > 0.02


def test_no_two_frames_are_the_same_but_a_scene_can_be_seen_again() -> None:
    scene, again = _scene("astronaut"), _scene("astronaut")
    frames = [scene.picture(0.04 * number) for number in range(3)]
    assert not np.array_equal(frames[0], frames[1])
    assert not np.array_equal(frames[1], frames[2])
    assert np.array_equal(again.picture(0), frames[0])


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (640, 480), (1080, 1920)])
def test_a_camera_of_any_size_shows_the_person(size: tuple[int, int]) -> None:
    scene = Scene(size)
    scene.stand(Person("obama-1"))
    picture = scene.picture(_REST)
    assert picture.shape == (size[1], size[0], 3)
    assert len(boxes_of(picture[:, :, ::-1])) == 1


def test_who_is_far_away_is_small_and_who_stands_aside_is_aside() -> None:
    boxes = {
        name: boxes_of(_scene("biden-2", place).picture(_REST)[::2, ::2, ::-1])[0]
        for name, place in {"right": Place(), "far": Place(near=0.45), "aside": Place(across=0.25)}.items()
    }
    assert boxes["far"].height() < 0.6 * boxes["right"].height()
    assert boxes["aside"].left() > boxes["right"].left() + 150


def test_two_persons_are_two_faces_and_a_crowd_is_two_hundred() -> None:
    scene = _scene("astronaut")
    scene.stand(Person("biden-2"), Place(across=-0.24, near=0.9))
    assert len(boxes_of(scene.picture(_REST)[::2, ::2, ::-1])) == 2
    scene.crowd = True
    assert len(boxes_of(scene.picture(_REST)[:, :, ::-1])) > 150


def test_nobody_is_there_after_they_left() -> None:
    scene = _scene("astronaut")
    scene.leave()
    assert not boxes_of(scene.picture(_REST)[::2, ::2, ::-1])


def test_a_mask_covers_the_mouth_and_glasses_the_eyes() -> None:
    bare, masked, hidden = _scene("obama-1"), _scene("obama-1"), _scene("obama-1")
    masked.wear("mask")
    hidden.wear("glasses")
    points = points_of(_face(bare.picture(_REST))).astype(int)
    faces = {name: _face(scene.picture(_REST)) for name, scene in (("mask", masked), ("glasses", hidden))}
    x, y = points[57]
    assert faces["mask"][y, x, 2] > faces["mask"][y, x, 0]  # blue cloth instead of a lip
    for eye in (slice(36, 42), slice(42, 48)):
        x, y = points[eye].mean(0).astype(int)
        assert faces["glasses"][y - 3 : y + 4, x - 3 : x + 4].mean() < 60


def test_light_can_be_bad() -> None:
    usual, dark, bright = (_with(Light(ambient=level)).picture(_REST).mean() for level in (Light().ambient, 0.17, 1.55))
    assert dark < 0.3 * usual
    assert bright > 1.4 * usual


def _with(light: Light) -> Scene:
    scene = _scene("obama-1")
    scene.light = light
    return scene


def test_skin_and_eyes_answer_the_colour_of_our_screen_and_the_wall_does_not() -> None:
    seen = {}
    for colour in ("#ff0000", "#0000ff"):
        scene = _scene("astronaut")
        scene.tint(colour)
        seen[colour] = scene.picture(_REST).astype(float)
    differs = seen["#ff0000"] - seen["#0000ff"]
    points = points_of(_face(_scene("astronaut").picture(_REST))) + np.array([560, 100])
    x, y = points[30].astype(int)
    nose = differs[y - 10 : y + 10, x - 10 : x + 10].mean((0, 1))
    assert nose[2] > 20
    assert nose[0] < -20
    x, y = points[36:42].mean(0).astype(int)
    assert np.abs(differs[y - 12 : y + 12, x - 12 : x + 12]).max() > np.abs(nose).max() + 20
    assert np.abs(differs[100:140, 100:140].mean((0, 1))).max() < 2
    ear = differs[int(points[1, 1]), int(points[1, 0]) + 6 : int(points[1, 0]) + 16].mean(0)
    assert ear[2] < 0.75 * nose[2], "what is further from the screen gets less of its light"


def test_people_made_of_one_photograph_are_different_people_for_face_recognition() -> None:
    people = ["astronaut", "obama-1", "biden-2", *people_apart(0.6)[::3]]
    templates = {who: template_of(_face(_scene(who).picture(_REST))) for who in people}
    for one in people:
        for other in people:
            if one != other:
                assert far_apart(templates[one], templates[other]) > 0.6, (one, other)


def test_somebody_is_themselves_at_another_time_and_a_sibling_is_near() -> None:
    scene = _scene("obama-1/1")
    one, later = (template_of(_face(scene.picture(t))) for t in (_REST, 7.0))
    sibling = template_of(_face(_scene("obama-1/1/1").picture(_REST)))
    assert far_apart(one, later) < 0.25
    assert far_apart(one, later) + 0.1 < far_apart(one, sibling) < 0.6


def test_a_photo_for_a_card_shows_the_same_person() -> None:
    photo = np.asarray(id_photo(Person("biden-2")))
    assert photo.shape == (126, 102, 3)
    assert far_apart(template_of(photo), template_of(_face(_scene("biden-2").picture(_REST)))) < 0.45


@pytest.mark.parametrize("who", ["nobody", "astronaut/x", "astronaut/1/2/3", "astronaut/-1", ""])
def test_who_is_not_known_is_refused(who: str) -> None:
    with pytest.raises(ValueError, match="portrait|person"):
        person_of(who)
