"""The sample citizens as they come from the platform."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from screens.dock.people import Citizen, read_businesses, read_citizens
from tests.screens.dock.conftest import PEOPLE

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["key", "label", "cards"]), inner),
)


def _people() -> tuple[Citizen, ...]:
    people = read_citizens(json.dumps(PEOPLE).encode())
    assert people
    return people


def test_a_card_is_passed_on_whole() -> None:
    assert [dict(card.content) for card in _people()[0].cards] == PEOPLE[0]["cards"]


def test_people_are_found_by_name_number_and_what_they_show_in_both_languages() -> None:
    worker, rare = _people()
    for typed in ("建国", "0017", "断过", "GAPS", "社保卡", "social-security", "建国 gaps", ""):
        assert worker.fits(typed), typed
    assert not rare.fits("建国")
    assert rare.fits("䶮")
    assert not worker.fits("建国 rare")


def test_who_plays_a_citizen_before_the_face_camera_is_known_where_somebody_does() -> None:
    people = read_citizens(json.dumps([{**PEOPLE[0], "face": "obama-1/2"}, PEOPLE[1]]).encode())
    assert people
    assert [person.face for person in people] == ["obama-1/2", ""]


@given(st.binary(max_size=200))
def test_any_bytes_from_the_platform_are_people_or_nothing(data: bytes) -> None:
    assert read_citizens(data) is None or isinstance(read_citizens(data), tuple)
    assert isinstance(read_businesses(data), tuple)


@given(st.lists(_json, max_size=5))
def test_entries_that_make_no_sense_are_left_out(entries: list[object]) -> None:
    people = read_citizens(json.dumps([*entries, *PEOPLE]).encode())
    assert people is not None
    assert [person.key for person in people[-2:]] == ["worker", "rare"]
    assert all(isinstance(person.fits("张"), bool) for person in people)
    assert isinstance(read_businesses(json.dumps(entries).encode()), tuple)


def test_half_surrogates_in_a_name_do_not_reach_the_screen() -> None:
    people = read_citizens(b'[{"key": "k", "label": "x", "cards": [{"kind": "resident", "name": "\\ud84c"}]}]')
    assert people
    people[0].name.encode()
