"""dlib's face network, read from its own file and run in another runtime."""

from __future__ import annotations

import functools

import cv2
import dlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.vision.faces.dlib_file import SIDE, Damage, NotThisNetwork, read_network
from devices.vision.faces.dlib_model import DlibEmbedder, file_of_dlib
from devices.vision.faces.geometry import Box
from devices.vision.faces.looks import Picture
from tests.devices.vision.faces.stage import NAMES, model, portrait

FILE = "dlib_face_recognition_resnet_model_v1.dat"
FIVE = "shape_predictor_5_face_landmarks.dat"
HEAD = 336  # bytes before the first layer's weights


@functools.cache
def whole() -> bytes:
    return file_of_dlib(FILE).read_bytes()


def varied(name: str) -> list[tuple[Picture, Box]]:
    """A portrait in the light, sizes and turns of a hall, each with its face."""
    picture = portrait(name)
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 8, 1)
    pictures = [
        picture,
        picture[:, ::-1],
        cv2.convertScaleAbs(picture, alpha=0.5),
        cv2.convertScaleAbs(picture, alpha=1.4),
        cv2.resize(picture, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA),
        cv2.warpAffine(picture, turn, (width, height)),
    ]
    found = [(one, model().find(one)) for one in pictures]
    return [(one, faces[0].box) for one, faces in found if faces]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_the_one_that_dlib_itself_would_make(name: str) -> None:
    theirs = dlib.face_recognition_model_v1(str(file_of_dlib(FILE)))
    predictor = dlib.shape_predictor(str(file_of_dlib(FIVE)))
    ours = DlibEmbedder()
    cases = varied(name)
    assert len(cases) >= 5
    for picture, (left, top, right, bottom) in cases:
        colours = np.ascontiguousarray(picture[:, :, ::-1])
        shape = predictor(colours, dlib.rectangle(left, top, right - 1, bottom - 1))
        wanted = np.array(theirs.compute_face_descriptor(colours, shape))
        made = ours.embed(np.ascontiguousarray(picture), (left, top, right, bottom))
        assert float(np.abs(made - wanted).max()) < 1e-4


def test_the_whole_network_is_read() -> None:
    network = read_network(whole())
    assert network.means == pytest.approx((122.782, 117.001, 104.298), abs=1e-4)
    assert len(network.blocks) == 14
    assert sum(2 for _ in network.blocks) + 1 == 29
    assert network.last.shape == (256, 128)


@given(st.integers(0, 22_466_065))
@settings(max_examples=40, deadline=None)
def test_a_file_that_was_cut_is_named_as_that(length: int) -> None:
    with pytest.raises(NotThisNetwork) as refused:
        read_network(whole()[:length])
    assert refused.value.damage is Damage.CUT


@given(st.integers(0, HEAD - 1), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_a_garbled_head_never_becomes_another_network(at: int, change: int) -> None:
    data = bytearray(whole())
    data[at] ^= change
    _refused_or_of_the_same_shape(bytes(data))


@given(st.integers(HEAD, 22_466_065), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_garbled_body_never_becomes_another_network(at: int, change: int) -> None:
    data = bytearray(whole())
    data[at] ^= change
    _refused_or_of_the_same_shape(bytes(data))


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_any_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotThisNetwork):
        read_network(data)


@given(st.binary(max_size=400), st.integers(0, HEAD))
@settings(max_examples=150, deadline=None)
def test_bytes_that_begin_like_the_network_are_refused_too(data: bytes, kept: int) -> None:
    with pytest.raises(NotThisNetwork):
        read_network(whole()[:kept] + data)


def test_a_file_with_more_behind_its_end_is_refused() -> None:
    with pytest.raises(NotThisNetwork) as refused:
        read_network(whole() + b"\0")
    assert refused.value.damage is Damage.LONGER


def test_weights_that_are_no_numbers_are_refused() -> None:
    data = bytearray(whole())
    first = data.index(b"con_4") + len("con_4") + 11
    data[first : first + 4] = np.float32("nan").tobytes()
    with pytest.raises(NotThisNetwork) as refused:
        read_network(bytes(data))
    assert refused.value.damage is Damage.VALUES


def test_nothing_to_embed_gives_no_templates() -> None:
    embedder = DlibEmbedder()
    assert embedder._network.templates([]) == []
    blank = np.zeros((SIDE, SIDE, 3), np.uint8)
    one, two = embedder._network.templates([blank, blank])
    assert np.array_equal(one, two)


def _refused_or_of_the_same_shape(data: bytes) -> None:
    try:
        network = read_network(data)
    except NotThisNetwork:
        return
    assert network.stem.weights.shape == (32, 3, 7, 7)
    assert all(np.isfinite(block.first.weights).all() for block in network.blocks)
