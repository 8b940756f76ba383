"""Attacks before the drawn camera: they pass for the person at a glance, differ by seed, and obey physics."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from devices.emulators.face_attacks import SPECIES, attack
from devices.emulators.face_person import Person
from devices.emulators.face_scene import Scene
from tests.devices.faces_seen import eyes_open, far_apart, points_of, template_of

Picture = npt.NDArray[np.uint8]
_MIDDLE = slice(100, 900), slice(560, 1360)


def _scene(species: str, seed: int, who: str = "obama-1") -> Scene:
    scene = Scene()
    scene.attack = attack(species, Person(who), seed, scene.size)
    return scene


def _face(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[_MIDDLE][..., ::-1])


@pytest.mark.parametrize("species", SPECIES)
def test_an_attack_shows_the_face_of_who_it_is_to_pass_for(species: str) -> None:
    living = Scene()
    living.stand(Person("obama-1"))
    wanted = template_of(_face(living.picture(0.2)))
    distances = [far_apart(wanted, template_of(_face(_scene(species, seed).picture(1.0)))) for seed in range(2)]
    assert min(distances) < (0.6 if species == "cut-eyes" else 0.45)


@pytest.mark.parametrize("species", SPECIES)
def test_each_presentation_is_another_and_the_same_when_asked_again(species: str) -> None:
    small = [np.asarray(_scene(species, seed).frame(1.0).resize((96, 54)), float) for seed in (*range(4), 0)]
    assert np.array_equal(small[0], small[4])
    for one in range(4):
        for other in range(one):
            assert np.abs(small[one] - small[other]).mean() > 0.5, (one, other)


@pytest.mark.parametrize("species", [species for species in SPECIES if species != "loop"])
def test_a_held_up_thing_trembles_and_the_sensor_is_never_still(species: str) -> None:
    scene = _scene(species, 2)
    assert not np.array_equal(scene.picture(1.0), scene.picture(1.04))
    quiet, later = (np.asarray(scene.frame(at).resize((480, 270)), float) for at in (1.0, 2.2))
    assert np.abs(quiet - later).max() > 30


def test_a_loop_repeats_its_frames_to_the_bit_and_ignores_our_screen() -> None:
    scene = _scene("loop", 1)
    frames = [scene.frame(at / 25).tobytes() for at in range(0, 250, 2)]
    assert len(set(frames)) < len(frames)
    before = scene.picture(0.0)
    scene.tint("#ff0000")
    assert np.array_equal(scene.picture(0.0), before)


def _answer(scene: Scene) -> npt.NDArray[np.float64]:
    """How much more red than blue each pixel gets when our screen goes from blue to red."""
    seen = []
    for colour in ("#0000ff", "#ff0000"):
        scene.tint(colour)
        seen.append(scene.picture(1.0).astype(float))
    return np.asarray((seen[1] - seen[0])[..., 2] - (seen[1] - seen[0])[..., 0])


def test_paper_answers_our_screens_colour_as_a_plane_does_and_a_display_hardly_does() -> None:
    living = Scene()
    living.stand(Person("obama-1"), lively=0.2)
    points = points_of(_face(living.picture(1.0))) + np.array([560, 100])
    nose, cheek = points[30].astype(int), ((points[2] * 3 + points[31]) / 4).astype(int)

    def near(answer: npt.NDArray[np.float64], at: npt.NDArray[np.int_]) -> float:
        return float(answer[at[1] - 6 : at[1] + 6, at[0] - 6 : at[0] + 6].mean())

    answers = {"living": _answer(living)}
    for species in ("still", "phone"):
        answers[species] = _answer(_scene(species, 0))
    assert near(answers["living"], nose) > 1.5 * near(answers["living"], cheek)
    assert near(answers["phone"], nose) < 0.5 * near(answers["living"], nose)
    assert near(answers["still"], nose) > 10


def test_a_film_blinks_and_a_print_does_not() -> None:
    def least(species: str) -> float:
        scene = _scene(species, 3)
        ratios = [eyes_open(points_of(_face(scene.picture(at)))) for at in np.arange(0, 8, 0.12)]
        return min(ratios) / float(np.median(ratios))

    assert least("tablet") < 0.75
    assert least("print") > 0.8


def test_an_unknown_species_is_refused() -> None:
    with pytest.raises(ValueError, match="known"):
        attack("hologram", Person("astronaut"), 0, (640, 360))
