"""Face models: dlib's by default, or the operator's own files; what is wrong with a file is told by its name."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.vision.faces.assembled import Assembled
from devices.vision.faces.dlib_model import HogDetector, file_of_dlib
from devices.vision.faces.geometry import pose
from devices.vision.faces.looks import Face
from devices.vision.faces.models import EmbedderKind, ModelError, ModelFault, ModelSettings, load_model
from devices.vision.faces.onnx_models import OnnxEmbedder, OnnxMarker, YuNet, five_of, upright
from tests.devices.vision.faces import networks
from tests.devices.vision.faces.stage import NAMES, empty, model, person, portrait, put

TIME = 5.0  # seconds that a search of any picture may take here


def distance(one: str, other: str) -> float:
    first, second = (model().embed(portrait(name), model().find(portrait(name))[0]) for name in (one, other))
    return float(np.linalg.norm(first - second))


# ---- dlib's


def test_the_default_model_tells_one_person_from_another() -> None:
    assert distance("obama-1", "obama-2") < 0.6
    assert distance("obama-1", "obama-3") < 0.6
    assert distance("biden-1", "biden-2") < 0.6
    assert distance("obama-1", "biden-1") > 0.6
    assert distance("astronaut", "biden-2") > 0.6


def test_its_name_tells_the_weights() -> None:
    assert model().name.startswith("dlib-")
    assert model().length == 128
    assert load_model().name == model().name


@pytest.mark.parametrize("name", NAMES)
def test_a_small_old_photo_of_a_card_has_a_face_too(name: str) -> None:
    face = model().find(portrait(name))[0]
    left, top, right, bottom = face.box
    side = right - left
    cut = portrait(name)[max(0, top - side // 2) : bottom + side // 3, max(0, left - side // 4) : right + side // 4]
    photo = cv2.resize(cut, (102, 126), interpolation=cv2.INTER_AREA)
    found = model().find(photo)
    assert len(found) == 1
    alike = np.linalg.norm(model().embed(photo, found[0]) - model().embed(portrait(name), face))
    assert float(alike) < 0.6


def test_the_most_prominent_face_of_a_photo_comes_first() -> None:
    frame = put(person("obama-1", (1300, 500), 260), "biden-1", (500, 500), 140)
    first, second = model().find(frame)
    assert first.box[0] > 1000 > second.box[0]


def test_a_picture_without_a_face_has_none() -> None:
    assert model().find(empty()) == []


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 1), (2, 3000, 3), (3000, 2), (33, 33, 3), (4320, 7680, 3)])
def test_a_picture_of_any_size_is_searched_in_bounded_time(shape: tuple[int, ...]) -> None:
    began = time.monotonic()
    assert model().find(np.full(shape, 127, np.uint8)) == []
    assert time.monotonic() - began < TIME


def test_a_photo_with_two_hundred_faces_is_searched_in_bounded_time() -> None:
    face = model().find(portrait("obama-1"))[0]
    left, top, right, bottom = (face.box[0] - 40, face.box[1] - 40, face.box[2] + 40, face.box[3] + 40)
    tile = cv2.resize(portrait("obama-1")[top:bottom, left:right], (135, 135), interpolation=cv2.INTER_AREA)
    crowd = np.tile(tile, (10, 20, 1))
    began = time.monotonic()
    found = model().find(crowd)
    assert time.monotonic() - began < TIME
    assert len(found) >= 190
    assert model().embed(crowd, found[100]).shape == (128,)


def test_a_grey_photo_is_as_good() -> None:
    grey = cv2.cvtColor(portrait("obama-1"), cv2.COLOR_BGR2GRAY)
    face = model().find(grey)[0]
    coloured = model().embed(portrait("obama-1"), model().find(portrait("obama-1"))[0])
    assert float(np.linalg.norm(model().embed(grey, face) - coloured)) < 0.4


def test_landmarks_lie_where_they_belong() -> None:
    frame = person("obama-1", (960, 480), 280)
    points = model().points(frame, model().find(frame)[0].box)
    assert points.shape == (68, 2)
    assert points[36, 0] < points[45, 0]  # the person's right eye is on the picture's left
    assert points[27, 1] < points[30, 1] < points[57, 1] < points[8, 1]
    assert np.abs(points[30] - (960, 500)).max() < 60


def test_a_turned_head_is_told_by_its_side() -> None:
    turned = {name: pose(model().points(portrait(name), model().find(portrait(name))[0].box)) for name in NAMES}
    assert abs(turned["obama-1"][0]) < 8 and abs(turned["obama-1"][1]) < 8
    assert abs(turned["biden-2"][0]) < 12
    assert turned["obama-2"][0] < -15  # to his own right
    assert turned["obama-3"][0] > 15
    assert turned["obama-3"][1] < -15  # seen from below


# ---- whose files are wrong


def test_a_missing_file_is_told_by_name_and_what_it_should_be(tmp_path: Path) -> None:
    for settings_, word in (
        (ModelSettings(detector=tmp_path / "no.onnx"), "YuNet"),
        (ModelSettings(embedder=tmp_path / "no.onnx"), "embedder"),
        (ModelSettings(landmarks=tmp_path / "no.onnx"), "68"),
        (ModelSettings(landmarks=tmp_path / "no.dat"), "68"),
    ):
        with pytest.raises(ModelError) as wrong:
            load_model(settings_)
        assert wrong.value.fault is ModelFault.MISSING
        assert wrong.value.file.name.startswith("no.")
        assert word in wrong.value.expected
        assert str(wrong.value.file) in str(wrong.value)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    embedder = networks.embedder(tmp_path / "embedder.onnx", 128)
    marker = networks.marker(tmp_path / "marker.onnx")
    for settings_ in (
        ModelSettings(detector=embedder),
        ModelSettings(embedder=marker),
        ModelSettings(landmarks=embedder),
        ModelSettings(landmarks=networks.marker(tmp_path / "98.onnx", points=98)),
        ModelSettings(landmarks=file_of_dlib("shape_predictor_5_face_landmarks.dat")),
        ModelSettings(embedder=networks.embedder(tmp_path / "large.onnx", 128, side=224)),
    ):
        with pytest.raises(ModelError) as wrong:
            load_model(settings_)
        assert wrong.value.fault is ModelFault.OTHER


@given(st.binary(max_size=300), st.sampled_from([YuNet, OnnxEmbedder, OnnxMarker]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_garbled_file_is_refused(tmp_path: Path, data: bytes, part: Callable[[Path], object]) -> None:
    file = tmp_path / "garbled.onnx"
    file.write_bytes(data)
    with pytest.raises(ModelError):
        part(file)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_embedder_that_was_cut_or_spoiled_is_refused_or_still_an_embedder(
    tmp_path: Path, data: st.DataObject
) -> None:
    sound = networks.embedder(tmp_path / "sound.onnx", 128).read_bytes()
    spoiled = bytearray(sound[: data.draw(st.integers(0, len(sound)))])
    if spoiled:
        spoiled[data.draw(st.integers(0, min(len(spoiled), 400) - 1))] ^= data.draw(st.integers(1, 255))
    file = tmp_path / "spoiled.onnx"
    file.write_bytes(spoiled)
    try:
        made = OnnxEmbedder(file, EmbedderKind.SFACE)
    except ModelError:
        return
    assert made.length > 0


def test_a_garbled_landmark_file_of_dlib_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "points.dat"
    file.write_bytes(b"\x01\x01" + b"\x00" * 500)
    with pytest.raises(ModelError) as wrong:
        load_model(ModelSettings(landmarks=file))
    assert wrong.value.fault is ModelFault.UNREADABLE


def test_weights_outside_the_file_are_never_fetched(tmp_path: Path) -> None:
    model_ = onnx.load(str(networks.embedder(tmp_path / "whole.onnx", 128)))
    onnx.save(model_, str(tmp_path / "split.onnx"), save_as_external_data=True, size_threshold=0)
    with pytest.raises(ModelError) as wrong:
        OnnxEmbedder(tmp_path / "split.onnx")
    assert wrong.value.fault is ModelFault.UNREADABLE


def test_an_embedder_of_unusual_length_must_be_named(tmp_path: Path) -> None:
    file = networks.embedder(tmp_path / "256.onnx", 256)
    with pytest.raises(ModelError) as wrong:
        load_model(ModelSettings(embedder=file))
    assert "sface or arcface" in wrong.value.expected
    assert load_model(ModelSettings(embedder=file, kind=EmbedderKind.ARCFACE)).length == 256


# ---- the operator's own


def test_a_named_detector_and_embedder_are_used(tmp_path: Path) -> None:
    own = load_model(
        ModelSettings(
            networks.yunet(tmp_path / "yunet.onnx"),
            networks.embedder(tmp_path / "sface.onnx", 128),
            landmarks=networks.marker(tmp_path / "marker.onnx"),
        )
    )
    assert own.name.startswith("sface-")
    frame = np.full((240, 320, 3), 40, np.uint8)
    frame[96:104, 160:168] = 255
    found = own.detect(frame)
    assert [face.box for face in found] == [(148, 84, 172, 108)]
    template = own.embed(frame, found[0])
    assert template.shape == (128,)
    assert float(np.linalg.norm(template)) == pytest.approx(1, abs=1e-5)
    points = own.points(frame, found[0].box)
    assert points[:, 1] == pytest.approx(np.full(68, 96), abs=0.01)
    assert points[0, 0] == pytest.approx(148 + 0.1 * 24, abs=0.01)


def test_arcface_takes_colours_from_minus_one_to_one_in_the_order_red_green_blue(tmp_path: Path) -> None:
    """Against the same tiny network computed by hand."""
    file = networks.embedder(tmp_path / "arc.onnx", 512)
    frame, face = person(), model().find(person())[0]
    five = five_of(model().points(frame, face.box))
    made = OnnxEmbedder(file).embed(frame, five)
    chip = (upright(frame, five)[:, :, ::-1].astype(np.float32) - 127.5) / 127.5
    small = chip.reshape(14, 8, 14, 8, 3).mean(axis=(1, 3)).transpose(2, 0, 1).reshape(-1)
    mix = onnx.numpy_helper.to_array(onnx.load(str(file)).graph.initializer[0])
    wanted = small @ mix
    assert made == pytest.approx(wanted / np.linalg.norm(wanted), abs=1e-4)


def test_sface_sees_what_opencvs_own_recognizer_would_show_it(tmp_path: Path) -> None:
    file = networks.embedder(tmp_path / "sface.onnx", 128)
    frame, face = person(), model().find(person())[0]
    five = five_of(model().points(frame, face.box))
    theirs = cv2.FaceRecognizerSF.create(str(file), "")
    row = np.concatenate([(*face.box[:2], 280, 280), five.reshape(-1), [1]]).astype(np.float32)[None]
    chip = theirs.alignCrop(frame, row)
    assert np.abs(chip.astype(int) - upright(frame, five).astype(int)).mean() < 1.0
    wanted = theirs.feature(chip)[0]
    made = OnnxEmbedder(file).embed(frame, five)
    assert made == pytest.approx(wanted / np.linalg.norm(wanted), abs=5e-3)


def test_a_named_embedder_works_with_dlibs_detector_and_landmarks(tmp_path: Path) -> None:
    own = load_model(ModelSettings(embedder=networks.embedder(tmp_path / "arc.onnx", 512)))
    frame = person()
    face = own.find(frame)[0]
    assert own.embed(frame, face).shape == (512,)
    marked = Face(face.box, own.points(frame, face.box))
    assert own.embed(frame, marked) == pytest.approx(own.embed(frame, face), abs=1e-5)


def test_other_weights_have_another_name(tmp_path: Path) -> None:
    one, other = (networks.embedder(tmp_path / f"{seed}.onnx", 128, seed=seed) for seed in (1, 2))
    detector = networks.yunet(tmp_path / "yunet.onnx")
    names = {
        load_model(each).name
        for each in (
            ModelSettings(embedder=one),
            ModelSettings(embedder=other),
            ModelSettings(embedder=one, landmarks=networks.marker(tmp_path / "marker.onnx")),
            ModelSettings(detector, one),
            ModelSettings(),
        )
    }
    assert len(names) == 5


def test_dlibs_templates_do_not_depend_on_the_landmarks_for_challenges(tmp_path: Path) -> None:
    own = load_model(ModelSettings(landmarks=networks.marker(tmp_path / "marker.onnx")))
    assert own.name == model().name
    frame = person()
    face = own.find(frame)[0]
    assert np.array_equal(own.embed(frame, face), model().embed(frame, face))


def test_a_copy_of_dlibs_landmarks_can_be_named() -> None:
    file = file_of_dlib("shape_predictor_68_face_landmarks.dat")
    own = load_model(ModelSettings(landmarks=file))
    frame = person()
    box = own.find(frame)[0].box
    assert np.array_equal(own.points(frame, box), model().points(frame, box))


def test_detectors_and_markers_can_be_replaced_one_by_one(tmp_path: Path) -> None:
    own = Assembled(
        HogDetector(),
        OnnxMarker(networks.marker(tmp_path / "marker.onnx")),
        OnnxEmbedder(networks.embedder(tmp_path / "sface.onnx", 128)),
        "own",
    )
    assert own.smallest == 80
    assert YuNet(networks.yunet(tmp_path / "yunet.onnx")).smallest < own.smallest
