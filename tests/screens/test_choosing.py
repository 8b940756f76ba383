"""Pages that offer a choice: each shows what it must and sends what its step reads."""

from __future__ import annotations

import pytest

from kiosk.rules.proofs import Option, Question
from kiosk.rules.texts import Text
from kiosk.steps.choices import AskQuestion, ChooseProgressWay, MachineInstead, ProgressWay, Way
from tests.screens.finger import Person
from tests.screens.samples_services import BUSINESS, BUSINESSES, COPIES, FLEXIBLE, PERIOD, PROOFS, SERVICES


def test_a_proof_is_chosen_by_a_touch(person: Person) -> None:
    person.sees(PROOFS)
    person.touch("社会保险参保缴费证明")
    assert PROOFS.read(person.answers[0]) is PROOFS.proofs[0]


def test_no_record_and_out_of_reach_are_two_different_words_and_may_be_touched(person: Person) -> None:
    person.sees(PROOFS)
    assert "没有您的记录" in person.find("住房公积金缴存证明").description
    assert "暂时查不到" in person.find("个人所得税纳税记录").description
    person.touch("住房公积金缴存证明")
    person.touch("个人所得税纳税记录")
    assert [PROOFS.read(a) for a in person.answers] == [PROOFS.proofs[2], PROOFS.proofs[3]]


def test_a_question_shows_the_answer_given_before(person: Person) -> None:
    person.sees(PERIOD, before="24")
    person.touch("近 24 个月")
    assert PERIOD.read(person.answers[0]) == "24"


def test_a_question_with_many_options_shows_them_all(person: Person) -> None:
    options = tuple(Option(str(n), Text(f"第 {n} 种情形")) for n in range(1, 7))
    step = AskQuestion(Question("why", Text("哪一种?"), options), Text("补领"))
    person.host.switch("elder")
    person.sees(step)
    if person.finds("下面还有"):
        person.touch("下面还有")
        person.settles()
    person.touch("第 6 种情形")
    assert step.read(person.answers[0]) == "6"


def test_copies_stay_between_one_and_what_is_allowed(person: Person) -> None:
    person.sees(COPIES)
    assert not person.find("少一份").enabled
    for _ in range(2):
        person.touch("多一份")
    person.settles()
    assert not person.find("多一份").enabled
    person.touch("多一份")
    person.touch("就打 3 份")
    assert COPIES.read(person.answers[0]) == 3


def test_copies_begin_with_what_was_chosen_before(person: Person) -> None:
    person.sees(COPIES, before=2)
    person.touch("就打 2 份")
    assert person.answers == [2]


def test_a_service_is_chosen_and_a_resting_one_says_why(person: Person) -> None:
    person.sees(SERVICES)
    assert "22:00" in person.find("居住证签注").description
    person.touch("居住证签注")
    assert person.answers == []
    person.touch("灵活就业人员参保登记")
    assert SERVICES.read(person.answers[0]) is FLEXIBLE


def test_a_queue_shows_people_and_a_range_of_minutes_and_a_closed_one_may_be_touched(person: Person) -> None:
    person.sees(BUSINESSES)
    about = person.find("社保医保综合业务").description
    assert "前面 7 人" in about
    assert "约 15–25 分钟" in about
    person.touch("企业开办")
    assert BUSINESSES.read(person.answers[0]).key == "company"


@pytest.mark.parametrize(("words", "way"), [("在自助机上办", Way.MACHINE), ("取号到窗口办", Way.WINDOW)])
def test_machine_and_window_are_two_equal_ways(person: Person, words: str, way: Way) -> None:
    step = MachineInstead(BUSINESS, FLEXIBLE)
    person.sees(step)
    machine, window = person.find("在自助机上办").rect, person.find("取号到窗口办").rect
    assert machine.size() == window.size()
    person.touch(words)
    assert step.read(person.answers[0]) is way


def test_progress_can_be_looked_up_by_number_when_the_reader_rests(person: Person) -> None:
    step = ChooseProgressWay(Text("读卡器暂停使用"))
    person.sees(step)
    person.touch("放身份证查")
    assert person.answers == []
    assert person.find("放身份证查").description == "读卡器暂停使用"
    person.touch("用办件编号查")
    assert step.read(person.answers[0]) is ProgressWay.NUMBER
