"""How right the comparison is on the pairs that ship, beside plain face_recognition in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from devices.emulators.face_person import Person, id_photo
from devices.emulators.face_scene import Scene
from devices.face_ports import FaceVerdict
from devices.vision.faces.deciding import decide_many, decide_one, thresholds_for
from devices.vision.faces.finder import Finder
from devices.vision.faces.looks import Template
from devices.vision.faces.models import FaceModel, load_model
from devices.vision.faces.reading import PhotoTrouble, usable_file, usable_photo
from devices.vision.faces.searching import Index
from devices.vision.faces.templates import template_of
from tests.devices.vision.faces import shipped
from tests.devices.vision.faces.shipped import WAYS, accuracy, ours, shown, theirs


@pytest.fixture(scope="module")
def model() -> Iterator[FaceModel]:
    yield load_model()


def test_no_false_accept_at_the_default_threshold_on_any_pair_that_ships(model: FaceModel, tmp_path: Path) -> None:
    found = accuracy(shown(tmp_path, tuple(WAYS)), ours(model), thresholds_for(model.name).accept)
    assert found.pairs > 500
    assert found.without == 0
    assert found.false_accepts == 0
    assert found.false_rejects == 0
    assert found.gap > 0.1


def test_never_worse_than_face_recognition_on_full_size_pictures(model: FaceModel, tmp_path: Path) -> None:
    pictures = shown(tmp_path, ("full",))
    mine = accuracy(pictures, ours(model), thresholds_for(model.name).accept)
    plain = accuracy(pictures, theirs(), shipped.LIMIT)
    assert mine.right >= plain.right
    assert mine.without <= plain.without
    assert mine.gap >= plain.gap


def test_never_worse_than_face_recognition_on_small_photos_of_cards(model: FaceModel, tmp_path: Path) -> None:
    pictures = shown(tmp_path, ("full", "card"))
    mine = accuracy(pictures, ours(model), thresholds_for(model.name).accept)
    plain = accuracy(pictures, theirs(), shipped.LIMIT)
    assert mine.right >= plain.right
    assert mine.without <= plain.without


def test_a_template_with_its_mirror_image_is_nearer_to_the_same_person_and_not_to_others(
    model: FaceModel, tmp_path: Path
) -> None:
    def plain(file: Path) -> Template | None:
        picture = usable_file(file)
        assert not isinstance(picture, PhotoTrouble)
        return model.embed(picture, model.find(picture)[0])

    pictures = shown(tmp_path, ("full",))
    assert accuracy(pictures, ours(model), 0.5).gap > accuracy(pictures, plain, 0.5).gap


# ---- emulated persons before an emulated camera


def card(model: FaceModel, person: Person) -> Template:
    out = BytesIO()
    id_photo(person).convert("RGB").save(out, "JPEG", quality=75)
    picture = usable_photo(out.getvalue())
    assert not isinstance(picture, PhotoTrouble)
    return template_of(model, picture, model.find(picture)[0])


def live(model: FaceModel, person: Person) -> list[Template]:
    """Three frames of somebody who stands before the camera."""
    scene, finder = Scene(seed=2), Finder(model)
    scene.stand(person, seed=3)
    looks = [finder.look(scene.picture(step * 0.4), step * 0.4) for step in range(3)]
    return [template_of(model, look.picture, look.face) for look in looks if look.face]


@pytest.fixture(scope="module")
def people(model: FaceModel) -> dict[str, tuple[Template, list[Template]]]:
    """Card and live frames of three persons and a sibling of each."""
    wanted = [(portrait, sibling) for portrait in ("astronaut", "obama-1", "biden-2") for sibling in (0, 1)]
    return {
        f"{portrait}/{sibling}": (card(model, person), live(model, person))
        for portrait, sibling in wanted
        for person in (Person(portrait, 0, sibling),)
    }


def far(one: Template, other: Template) -> float:
    return float(np.linalg.norm(one - other))


def test_everybody_matches_their_own_card_and_no_strangers(
    model: FaceModel, people: dict[str, tuple[Template, list[Template]]]
) -> None:
    limits = thresholds_for(model.name)
    for name, (_, frames) in people.items():
        assert len(frames) == 3
        for other, (photo, _) in people.items():
            verdict = decide_one([far(photo, frame) for frame in frames], limits).verdict
            if name == other:
                assert verdict is FaceVerdict.ACCEPTED
            elif name.partition("/")[0] != other.partition("/")[0]:
                assert verdict is FaceVerdict.NO_MATCH


def test_of_siblings_who_both_checked_in_nobody_is_ever_taken_for_the_other(
    model: FaceModel, people: dict[str, tuple[Template, list[Template]]]
) -> None:
    index = Index(model.length)
    for name, (_, frames) in people.items():
        index.add(name, np.array(frames[:1]))
    limits = thresholds_for(model.name)
    for name, (photo, frames) in people.items():
        again = decide_many([index.search(frame) for frame in [*frames[1:], photo]], limits)
        assert again.verdict in (FaceVerdict.ACCEPTED, FaceVerdict.UNSURE)
        assert again.verdict is not FaceVerdict.ACCEPTED or again.person == name


def test_strangers_to_all_who_checked_in_are_nobody(
    model: FaceModel, people: dict[str, tuple[Template, list[Template]]]
) -> None:
    index = Index(model.length)
    for name in ("astronaut/0", "astronaut/1"):
        index.add(name, np.array(people[name][1][:1]))
    limits = thresholds_for(model.name)
    for name, (_, frames) in people.items():
        decision = decide_many([index.search(frame) for frame in frames], limits)
        assert (decision.verdict is FaceVerdict.NO_MATCH) is not name.startswith("astronaut")
