"""Photos of made-up cards: what is put into 1024 bytes comes out as a face that can be compared; nothing else does."""

from __future__ import annotations

import base64
import datetime as dt
import io
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.cards import specimen_photo
from devices.cards.photo import PhotoDecoder, specimen_decoder
from devices.emulators.cards import id_card
from devices.emulators.face_person import id_photo, people_apart, person_of
from devices.emulators.face_scene import Scene
from devices.ports import PhotoState
from server_stub.demo.citizens import load_citizens
from tests.devices.faces_seen import Numbers, far_apart, template_of

_PEOPLE = ("astronaut", "obama-1", "biden-2", *people_apart(0.6)[::4])
CITIZENS = load_citizens(dt.date(2026, 3, 2))


@pytest.fixture(scope="module")
def decoder() -> Iterator[PhotoDecoder]:
    made = specimen_decoder()
    yield made
    made.close()


def _live(who: str) -> Numbers:
    scene = Scene()
    scene.stand(person_of(who))
    return template_of(np.ascontiguousarray(scene.picture(0.2)[100:900, 560:1360, ::-1]))


def _card(decoder: PhotoDecoder, wlt: bytes) -> Numbers:
    photo = decoder.decode(wlt)
    assert photo.state is PhotoState.DECODED
    return template_of(np.asarray(Image.open(io.BytesIO(photo.png)).convert("RGB")))


def test_a_card_photo_is_its_own_person_and_nobody_else(decoder: PhotoDecoder) -> None:
    live = {who: _live(who) for who in _PEOPLE}
    for who in _PEOPLE:
        photo = _card(decoder, specimen_photo.encode(id_photo(person_of(who))))
        assert far_apart(photo, live[who]) < 0.45, who
        for other in _PEOPLE:
            if other != who:
                assert far_apart(photo, live[other]) > 0.6, (who, other)


def test_a_specimen_has_the_size_of_a_cards_photo_and_says_that_it_is_one() -> None:
    made = specimen_photo.encode(id_photo(person_of("astronaut")))
    assert len(made) == 1024
    assert made.startswith("样张".encode())
    assert specimen_photo.decode(made).size == (102, 126)


def test_even_noise_fits_into_the_bytes_or_is_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (126, 102, 3), np.uint8)
    try:
        assert len(specimen_photo.encode(Image.fromarray(noise))) == 1024
    except ValueError as refused:
        assert "too much" in str(refused)


def test_a_picture_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted"):
        specimen_photo.encode(Image.new("RGB", (126, 102)))


def test_a_real_cards_photo_is_not_decoded_and_none_is_none(decoder: PhotoDecoder) -> None:
    assert decoder.decode(b"WLf" + bytes(1021)).state is PhotoState.FAILED
    assert decoder.decode(bytes(1024)).state is PhotoState.FAILED
    assert decoder.decode(b"").state is PhotoState.NONE


@given(st.binary(max_size=1024), st.booleans())
def test_any_bytes_are_a_picture_or_refused(content: bytes, named: bool) -> None:
    head = specimen_photo.MAGIC + len(content).to_bytes(2, "big") if named else b""
    with pytest.raises(ValueError, match="specimen"):
        specimen_photo.decode(head + content)


@given(st.integers(0, 1023), st.integers(1, 255))
def test_a_spoilt_specimen_is_a_picture_of_the_right_size_or_refused(at: int, change: int) -> None:
    spoilt = bytearray(_MADE)
    spoilt[at] ^= change
    try:
        assert specimen_photo.decode(bytes(spoilt)).size == specimen_photo.SIZE
    except ValueError as refused:
        assert "specimen" in str(refused)


_MADE = specimen_photo.encode(Image.linear_gradient("L").resize(specimen_photo.SIZE).convert("RGB"))


def test_the_sample_citizens_cards_carry_their_photos_and_children_and_the_dead_have_none() -> None:
    by_key = {citizen.key: citizen for citizen in CITIZENS}
    for key in ("child-of-6", "pupil", "deceased"):
        assert not by_key[key].face
        assert not any(card.photo for card in by_key[key].cards)
    with_face = [citizen for citizen in CITIZENS if citizen.face]
    assert len(with_face) >= 15
    assert len({citizen.face for citizen in with_face}) == len(with_face), "two citizens have one face"
    for citizen in with_face:
        photo = base64.b64decode(citizen.cards[0].photo)
        assert photo == id_card(citizen.cards[0].model_dump()).blocks.photo
        assert specimen_photo.decode(photo).size == specimen_photo.SIZE


def test_a_citizens_card_fits_the_person_before_the_camera(decoder: PhotoDecoder) -> None:
    for citizen in [citizen for citizen in CITIZENS if citizen.face][::6]:
        photo = _card(decoder, base64.b64decode(citizen.cards[0].photo))
        assert far_apart(photo, _live(citizen.face)) < 0.45, citizen.key
