"""The law of faces as conditions: consent for one purpose, nobody under 14, a count that tells when to file."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.face_ports import Challenge as AskedFor
from devices.face_ports import FaceAdvice, FaceTrouble, FaceVerdict
from kiosk.failures import TEXTS
from kiosk.rules.face_words import ADVICE, CHALLENGES
from kiosk.rules.faces import (
    FILING_DUTY,
    GUARDED_UNTIL,
    Consents,
    FaceFact,
    NotAllowed,
    Outcome,
    age,
    filing_due,
    may_be_asked,
)
from kiosk.steps.faces import FacePurpose
from server_stub.faces.models import Outcome as PlatformsOutcome
from server_stub.faces.models import Purpose as PlatformsPurpose

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
TODAY = NOON.date()
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


def test_a_consent_holds_for_its_own_purpose_only() -> None:
    consents = Consents()
    consent = consents.give(FacePurpose.PROVE, NOON)
    assert consents.check(consent, FacePurpose.PROVE) == consent.number
    for other in (FacePurpose.TODAY, FacePurpose.FIND):
        with pytest.raises(NotAllowed):
            consents.check(consent, other)


def test_a_consent_ends_when_it_is_withdrawn() -> None:
    consents = Consents()
    consent, other = consents.give(FacePurpose.PROVE, NOON), consents.give(FacePurpose.TODAY, NOON)
    consents.withdraw(consent)
    with pytest.raises(NotAllowed):
        consents.check(consent, FacePurpose.PROVE)
    assert consents.check(other, FacePurpose.TODAY) == other.number


def test_a_consent_ends_with_the_visit() -> None:
    consents = Consents()
    consent = consents.give(FacePurpose.PROVE, NOON)
    consents.forget()
    with pytest.raises(NotAllowed):
        consents.check(consent, FacePurpose.PROVE)


def test_a_consent_of_another_visit_is_none_here() -> None:
    with pytest.raises(NotAllowed):
        Consents().check(Consents().give(FacePurpose.PROVE, NOON), FacePurpose.PROVE)


def test_each_consent_has_a_number_of_its_own_that_names_nobody() -> None:
    consents = Consents()
    numbers = {consents.give(FacePurpose.PROVE, NOON).number for _ in range(100)}
    assert len(numbers) == 100
    assert all(len(number) == 36 for number in numbers)


@pytest.mark.parametrize(
    ("birth", "asked"),
    [
        (dt.date(2012, 11, 21), True),  # 14 today
        (dt.date(2012, 11, 22), False),  # tomorrow
        (dt.date(2020, 1, 1), False),
        (dt.date(1950, 1, 1), True),
        (dt.date(2026, 11, 22), False),  # a card that says so is wrong
        (None, False),  # nobody knows: it may be a child
    ],
)
def test_a_face_is_asked_for_from_14_on_and_never_in_doubt(birth: dt.date | None, asked: bool) -> None:
    assert may_be_asked(birth, TODAY) is asked


def test_who_was_born_on_a_leap_day_is_14_on_the_first_of_march() -> None:
    born = dt.date(2012, 2, 29)
    assert not may_be_asked(born, dt.date(2026, 2, 28))
    assert may_be_asked(born, dt.date(2026, 3, 1))


@given(DAYS, DAYS)
def test_an_age_grows_by_one_a_year(birth: dt.date, today: dt.date) -> None:
    years = age(birth, today)
    assert years == today.year - birth.year or years == today.year - birth.year - 1
    assert may_be_asked(birth, today) is (birth <= today and years >= GUARDED_UNTIL)


def test_the_filing_duty_begins_at_100000_persons() -> None:
    assert FILING_DUTY == 100_000
    assert not filing_due(99_999)
    assert filing_due(100_000)


def test_a_fact_has_no_room_for_a_picture_a_template_or_a_distance() -> None:
    assert [field.name for field in dataclasses.fields(FaceFact)] == ["consent", "purpose", "outcome", "model", "at"]


def test_terminal_and_platform_mean_the_same_purposes_and_outcomes() -> None:
    def values(kind: type[Enum]) -> set[object]:
        return {one.value for one in kind}

    assert values(FacePurpose) == values(PlatformsPurpose)
    assert values(Outcome) == values(PlatformsOutcome)


def test_whatever_a_camera_says_has_words() -> None:
    assert {advice.value for advice in FaceAdvice} == set(ADVICE)
    assert {asked.value for asked in AskedFor} == set(CHALLENGES)
    verdicts = {FaceVerdict.UNSURE, FaceVerdict.NO_MATCH, FaceVerdict.NOT_LIVE}
    for what in (*FaceTrouble, *verdicts):
        assert f"face.{what.value}" in TEXTS, what


def test_no_flow_writes_a_picture_to_a_file() -> None:
    """Only these modules of the vision process open files for writing at all; none of them is given a frame."""
    writers = {"day_key.py", "sealed.py", "plots.py", "report.py"}
    root = Path(__file__).parents[2]
    for file in (root / "devices/vision").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        writes = any(word in text for word in ("write_bytes", "imwrite", '"wb"', '"r+b"', "VideoWriter("))
        assert not writes or file.name in writers, file
