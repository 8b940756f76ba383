"""Steps that look at a face: what may be answered, and what never shows itself."""

from __future__ import annotations

import dataclasses
import typing
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.face_ports import Challenge, FaceAdvice
from kiosk.rules import face_words
from kiosk.rules.masks import masked_name
from kiosk.rules.people import DocumentKind
from kiosk.rules.texts import Text
from kiosk.steps import faces
from kiosk.steps.faces import (
    ClerkDecides,
    ClerkSays,
    FaceChoice,
    FaceConsent,
    FaceDone,
    FaceGiven,
    FaceNext,
    FaceNotSure,
    FacePurpose,
    FaceView,
    FaceWay,
    FaceWays,
    LookAtCamera,
    SeenFace,
)
from kiosk.steps.identity import Instead, PlaceCard
from kiosk.steps.step import Step


class Camera:
    """A `FaceView` that shows nothing."""

    def look(self, seen: object) -> None:
        """Nothing comes."""


VIEW: FaceView = Camera()
REASON = Text("光线太暗", "It is too dark here")
CLERK = ClerkDecides(masked_name("陈䶮"), b"mine", b"theirs", 0.52, 0.5, 0.6)
STEPS: tuple[Step[Any], ...] = (
    *(FaceConsent(purpose, guardian) for purpose in FacePurpose for guardian in (False, True)),
    LookAtCamera(VIEW, FacePurpose.PROVE, 3),
    FaceNotSure(REASON, 2),
    FaceWays(tuple(FaceWay)),
    CLERK,
    FaceDone(FacePurpose.PROVE),
)


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        (FaceConsent(FacePurpose.TODAY), tuple(FaceChoice)),
        (LookAtCamera(VIEW, FacePurpose.PROVE, 3), (FaceGiven.OTHER_WAY,)),
        (FaceNotSure(REASON, 1), tuple(FaceNext)),
        (FaceNotSure(REASON, 0), (FaceNext.OTHER_WAY,)),
        (FaceWays((FaceWay.CARD, FaceWay.CLERK)), (FaceWay.CARD, FaceWay.CLERK)),
        (CLERK, tuple(ClerkSays)),
    ],
)
def test_a_person_answers_what_is_offered_and_nothing_else(step: Step[Enum], answers: tuple[Enum, ...]) -> None:
    for answer in answers:
        assert step.read(answer.value) is answer
    for kind in (FaceChoice, FaceGiven, FaceNext, FaceWay, ClerkSays):
        for other in kind:
            if other.value not in {answer.value for answer in answers}:
                with pytest.raises(ValueError):
                    step.read(other.value)


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text()), st.binary()))
def test_what_no_page_sends_is_refused(given_: object) -> None:
    for step in STEPS[:-1]:
        with pytest.raises(ValueError):
            step.read(given_)


@pytest.mark.parametrize("step", STEPS[:-1], ids=lambda s: type(s).__name__)
def test_no_answer_about_a_face_is_suggested_to_anybody(step: Step[Any]) -> None:
    assert step.remembered_as is None


def test_pictures_and_names_are_in_no_repr() -> None:
    seen = SeenFace(REASON, width=1, height=1, rgb=b"pixels")
    assert "pixels" not in repr(seen)
    assert not any(secret in repr(CLERK) for secret in ("mine", "theirs", "陈䶮"))


def test_only_the_clerks_page_carries_encoded_pictures_and_only_staffs_screens_may_show_it() -> None:
    kinds = [
        k for k in vars(faces).values() if isinstance(k, type) and issubclass(k, Step) and dataclasses.is_dataclass(k)
    ]
    with_pictures = {k for k in kinds if bytes in typing.get_type_hints(k).values()}
    assert with_pictures == {ClerkDecides}
    assert [type(step) for step in STEPS if step.for_staff] == [ClerkDecides]


def test_every_advice_and_every_challenge_of_a_camera_has_words_in_both_languages() -> None:
    assert set(face_words.ADVICE) == {advice.value for advice in FaceAdvice}
    assert set(face_words.CHALLENGES) == {challenge.value for challenge in Challenge}
    for text in (*face_words.ADVICE.values(), *face_words.CHALLENGES.values()):
        assert text.zh and text.en


def test_the_card_page_takes_a_face_instead_only_where_it_offers_it() -> None:
    accepted = (DocumentKind.RESIDENT,)
    assert PlaceCard(accepted, face=True).read("face") is Instead.FACE
    with pytest.raises(ValueError):
        PlaceCard(accepted).read("face")
