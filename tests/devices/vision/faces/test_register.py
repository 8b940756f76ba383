"""What the sample register keeps of faces: the person before the emulated camera is accepted, everybody else is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pytest

from devices.emulators.face_person import person_of
from devices.emulators.face_scene import Scene
from devices.face_ports import FaceTask, FaceVerdict
from devices.vision.faces.deciding import decide_one, thresholds_for
from devices.vision.faces.finder import Finder
from devices.vision.faces.looks import Template
from devices.vision.faces.messages import Compare
from devices.vision.faces.models import FaceModel, load_model
from devices.vision.faces.reference import reference_of
from devices.vision.faces.session import Reference
from devices.vision.faces.templates import template_of
from server_stub.demo.citizens import load_citizens, register_faces

KEPT = register_faces()
FACES = sorted(KEPT.templates)
WITHOUT_CARD = [c.face for c in load_citizens(dt.date(2026, 11, 23)) if c.key in ("reported-lost", "mother")]


@pytest.fixture(scope="module")
def model() -> Iterator[FaceModel]:
    yield load_model()


def live(model: FaceModel, face: str) -> list[Template]:
    """Three frames of somebody who stands before the camera."""
    scene, finder = Scene(seed=2), Finder(model)
    scene.stand(person_of(face), seed=3)
    looks = [finder.look(scene.picture(step * 0.4), step * 0.4) for step in range(3)]
    return [template_of(model, look.picture, look.face) for look in looks if look.face]


def reference(model: FaceModel, wanted: Compare) -> Template:
    found = reference_of(wanted, model)
    assert isinstance(found, Reference), found
    return found.template


def of_photo(model: FaceModel, face: str) -> Template:
    return reference(model, Compare(1, FaceTask.VERIFY, "c", photo=KEPT.photos[face]))


def of_template(model: FaceModel, face: str) -> Template:
    numbers = tuple(float(number) for number in np.frombuffer(KEPT.templates[face], "<f4"))
    return reference(model, Compare(1, FaceTask.VERIFY, "c", template=numbers, template_model=KEPT.model))


def test_every_photograph_of_the_register_can_be_compared_with(model: FaceModel) -> None:
    templates = {face: of_photo(model, face) for face in KEPT.photos}
    assert all(np.isfinite(template).all() and template.any() for template in templates.values())


def test_the_registers_templates_are_of_the_model_without_settings_and_of_their_photographs(model: FaceModel) -> None:
    assert model.name == KEPT.model
    for face in FACES:
        assert np.linalg.norm(of_template(model, face) - of_photo(model, face)) < 0.01, face


def test_who_stands_there_is_their_own_photograph_and_template_and_nobody_elses(model: FaceModel) -> None:
    limits = thresholds_for(model.name)
    frames = {face: live(model, face) for face in (*FACES, *WITHOUT_CARD)}
    references = {f"photo of {face}": (face, of_photo(model, face)) for face in frames}
    references |= {f"template of {face}": (face, of_template(model, face)) for face in FACES}
    for face, looks in frames.items():
        assert len(looks) == 3, face
        for name, (whose, kept) in references.items():
            verdict = decide_one([float(np.linalg.norm(kept - look)) for look in looks], limits).verdict
            assert (verdict is FaceVerdict.ACCEPTED) is (whose == face), (face, name, verdict)
