"""查进度: own cases, and where one of them stands."""

from __future__ import annotations

import dataclasses

import pytest

from kiosk.rules.cases import CaseState, CaseStep, CaseView
from kiosk.rules.texts import Text
from kiosk.steps.progress import CaseAnswer, ChooseCase, ShowCase
from screens.models.progress import STATES, stages
from tests.screens.finger import Person
from tests.screens.samples_services import CLOSED, CORRECTION, IN_PROGRESS, REFUSED_CASE

CASES = ChooseCase((IN_PROGRESS, CORRECTION, REFUSED_CASE, CLOSED))


def test_a_case_is_chosen_from_the_list(person: Person) -> None:
    person.sees(ChooseCase((CORRECTION,)))
    assert "待补正" in person.find(CORRECTION.title.zh).description
    person.touch(CORRECTION.title.zh)
    assert CASES.read(person.answers[0]) is CORRECTION


def test_no_case_at_all_is_said_in_words_with_another_way(person: Person) -> None:
    person.sees(ChooseCase(()))
    assert "没有查到您的办件" in person.reads()
    assert "综合窗口" in person.reads()


@pytest.mark.parametrize("case", CASES.cases, ids=lambda case: case.state.value)
def test_a_case_says_where_it_stands_and_what_comes_next(person: Person, case: CaseView) -> None:
    person.sees(ShowCase(case, masked=True))
    words = person.reads()
    assert f"现在：{STATES[case.state].zh}" in words
    assert case.next_step.zh in words
    person.touch("看完了")
    assert [ShowCase(case, masked=True).read(a) for a in person.answers] == [CaseAnswer.SEEN]


def test_the_slip_of_an_own_case_can_be_printed_again(person: Person) -> None:
    case = ShowCase(IN_PROGRESS, masked=False, slip_printable=True)
    person.sees(case)
    person.touch("补打回执")
    assert [case.read(a) for a in person.answers] == [CaseAnswer.SLIP]


def test_no_slip_is_offered_where_the_case_is_not_proven_to_be_one_s_own_or_the_printer_rests(person: Person) -> None:
    case = ShowCase(IN_PROGRESS, masked=True)
    person.sees(case)
    assert "补打回执" not in person.reads()
    with pytest.raises(ValueError, match="no slip"):
        case.read("slip")


def test_every_state_has_words_in_both_languages() -> None:
    assert all(STATES[state].zh and STATES[state].en for state in CaseState)


def test_a_correction_stands_after_what_was_reached_and_the_rest_lies_ahead() -> None:
    assert [(title.zh, standing) for title, standing, _ in stages(CORRECTION)] == [
        ("收件", "done"),
        ("补正", "now"),
        ("受理", "ahead"),
        ("办理", "ahead"),
        ("办结", "ahead"),
    ]


def test_a_refusal_ends_the_way() -> None:
    assert [(title.zh, standing) for title, standing, _ in stages(REFUSED_CASE)][-1] == ("不予受理", "stopped")


def test_a_closed_case_has_everything_behind_it() -> None:
    assert {standing for _, standing, _ in stages(CLOSED)} == {"done"}


def test_a_result_in_its_owners_hands_is_the_end_of_the_way() -> None:
    at = CLOSED.steps[-1].at
    handed = [CaseStep(state, at, Text("窗口", "Window")) for state in (CaseState.ISSUED, CaseState.DELIVERED)]
    delivered = dataclasses.replace(CLOSED, state=CaseState.DELIVERED, steps=(*CLOSED.steps, *handed))
    way = stages(delivered)
    assert [title.zh for title, *_ in way] == ["收件", "受理", "办理", "办结", "出件", "送达"]
    assert {standing for _, standing, _ in way} == {"done"}


def test_a_case_in_a_special_procedure_is_being_worked_on() -> None:
    stopped = dataclasses.replace(CLOSED, state=CaseState.SUSPENDED, steps=CLOSED.steps[:-1])
    assert [standing for _, standing, _ in stages(stopped)] == ["done", "done", "now", "ahead"]
