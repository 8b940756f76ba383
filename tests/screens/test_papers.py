"""Preview, taking paper, the queue number."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint

from kiosk.steps.paper import DidItComeOut, NoPaper, Paper, Preview, TakeYourPaper, TakeYourTicket, WithoutPaper
from tests.screens.finger import Person
from tests.screens.samples_services import NUMBER, PROOFS, page_png

PREVIEW = Preview(PROOFS.proofs[0].title, "SB-2026-1121-000871", (page_png(1), page_png(2)), 2)


def ink_in_the_middle(person: Person) -> int:
    """How many dark pixels there are on a column through the middle of the screen, where the paper is."""
    picture = person.host.grab()
    return sum(picture.pixelColor(QPoint(520, y)).lightness() < 40 for y in range(560, 1400))


def test_a_document_is_covered_until_it_is_held_or_shown(person: Person) -> None:
    person.sees(PREVIEW)
    assert "内容已遮挡" in person.reads()
    covered = ink_in_the_middle(person)
    person.press("按住查看")
    person.settles()
    assert ink_in_the_middle(person) > covered + 20
    person.release("按住查看")
    person.settles()
    assert ink_in_the_middle(person) == covered
    person.touch("一直显示")
    person.settles()
    assert ink_in_the_middle(person) > covered + 20
    person.touch("遮挡")
    person.settles()
    assert "内容已遮挡" in person.reads()


def test_pages_are_turned_and_the_first_and_last_say_so(person: Person) -> None:
    person.sees(PREVIEW)
    assert not person.find("上一页").enabled
    person.touch("下一页")
    person.settles()
    assert "第 2 页，共 2 页" in person.reads()
    assert not person.find("下一页").enabled
    assert person.find("上一页").enabled


def test_a_page_can_be_read_large(person: Person) -> None:
    person.sees(PREVIEW)
    assert not person.find("放大").enabled
    person.touch("一直显示")
    person.settles()
    person.touch("放大")
    person.settles()
    assert person.find("缩小").enabled


def test_printing_is_the_main_action_of_the_preview(person: Person) -> None:
    person.sees(PREVIEW)
    person.touch("打印 2 份")
    assert len(person.answers) == 1


def test_a_page_says_what_comes_out_where(person: Person) -> None:
    person.sees(TakeYourPaper(Paper.PROOF, 2))
    words = person.reads()
    assert "请取走您的证明" in words
    assert "共 2 份" in words
    assert "宽出口" in words
    person.touch("取好了")
    assert len(person.answers) == 1


def test_a_filed_case_shows_its_numbers_large_and_in_groups(person: Person) -> None:
    person.sees(TakeYourPaper(Paper.SLIP, number="420102202611210004127", query_code="837204"))
    words = person.reads()
    assert "420102 20261121 0004127" in words
    assert "837 204" in words


def test_a_card_that_lies_there_is_asked_for_and_the_same_page_takes_it_back_when_lifted(person: Person) -> None:
    step = TakeYourPaper(Paper.PROOF, 1, card_there=True)
    person.sees(step)
    assert "请取走纸张和身份证" in person.reads()
    person.host.show(dataclasses.replace(step, alarm=True), None, False)
    person.settles()
    assert "请拿走您的身份证" in person.reads()
    person.host.show(dataclasses.replace(step, card_there=False), None, False)
    person.settles()
    assert "请取走您的证明" in person.reads()
    assert "身份证还在读卡区" not in person.reads()


@pytest.mark.parametrize(("words", "answer"), [("出来了，而且完整", True), ("没有，或者不完整", False)])
def test_a_person_says_whether_paper_came_out(person: Person, words: str, answer: bool) -> None:
    step = DidItComeOut(Paper.TICKET)
    person.sees(step)
    person.touch(words)
    assert step.read(person.answers[0]) is answer


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("再打印一次", WithoutPaper.REPRINT),
        ("找工作人员帮忙", WithoutPaper.HELP),
        ("到窗口领取", WithoutPaper.COUNTER),
    ],
)
def test_who_got_no_paper_has_it_printed_again_or_is_helped(person: Person, words: str, answer: WithoutPaper) -> None:
    step = NoPaper(Paper.SLIP)
    person.sees(step)
    person.touch(words)
    assert step.read(person.answers[0]) is answer


def test_paper_that_did_not_come_again_and_again_is_not_offered_for_ever(person: Person) -> None:
    person.sees(NoPaper(Paper.TICKET, may_reprint=False))
    assert "再打印一次" not in person.reads()
    assert "您的号码有效，没有纸也会叫到您" in person.reads()
    with pytest.raises(ValueError, match="not offered"):
        NoPaper(Paper.TICKET, may_reprint=False).read("reprint")


def test_a_queue_number_is_shown_as_on_the_ticket_without_an_exact_minute(person: Person) -> None:
    person.sees(TakeYourTicket(NUMBER))
    words = person.reads()
    assert "号码 A012" in words
    assert "约 7 人" in words
    assert "约 15–25 分钟" in words
    person.touch("取好了")
    assert len(person.answers) == 1


def test_who_has_a_number_but_no_ticket_is_asked_to_note_it_not_to_take_paper(person: Person) -> None:
    person.sees(TakeYourTicket(NUMBER, printed=False))
    words = person.reads()
    assert "号码 A012" in words
    assert not any("取走小票" in word or "出口出来" in word for word in words)
    person.touch("记好了")
    assert len(person.answers) == 1
