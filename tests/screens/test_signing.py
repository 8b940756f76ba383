"""Guide, review and signature: what a person reads before they sign, and how they sign."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from kiosk.steps.filing import GuideAnswer, ReviewAnswer
from screens.models.ink import InkPad
from tests.screens.finger import Person, device
from tests.screens.samples_services import REVIEW, SHOW_GUIDE, SIGN


def writes(person: Person, *path: QPoint, finger: int = 0) -> None:
    """One stroke over the glass of the signature, in pixels from its upper left corner."""
    glass = person.find("签名框").rect.topLeft()
    person.press_at(glass + path[0], finger)
    for point in path[1:]:
        QTest.touchEvent(person.host.window, device()).move(finger, glass + point, person.host.window).commit()
    person.release_at(glass + path[-1], finger)
    person.settles()


def line(start: int, end: int, y: int = 200) -> Iterator[QPoint]:
    """A level line in steps of 20 pixels."""
    return (QPoint(x, y) for x in range(start, end, 20))


@pytest.mark.parametrize(
    ("words", "answer"), [("开始办理", GuideAnswer.START), ("不在这里办，取号到窗口", GuideAnswer.TAKE_NUMBER)]
)
def test_the_guide_leads_to_the_form_or_to_a_number(person: Person, words: str, answer: GuideAnswer) -> None:
    person.sees(SHOW_GUIDE)
    person.touch(words)
    assert SHOW_GUIDE.read(person.answers[0]) is answer


def test_the_guide_says_how_each_material_reaches_the_case_and_what_it_costs(person: Person) -> None:
    person.sees(SHOW_GUIDE)
    words = person.reads()
    for expected in ("免提交", "可后补，5 个工作日内", "现在要交", "本机生成", "1 个工作日", "不收费"):
        assert expected in words


def test_a_review_is_masked_until_the_button_is_held(person: Person) -> None:
    person.sees(REVIEW)
    assert "证件号码 4201**********0021" in person.reads()
    assert "13812345678" not in person.reads()
    person.press("按住看完整信息")
    person.settles()
    assert "手机号 13812345678" in person.reads()
    person.release("按住看完整信息")
    person.settles()
    assert "13812345678" not in person.reads()


def test_a_review_is_confirmed(person: Person) -> None:
    person.sees(REVIEW)
    person.touch("核对无误")
    assert REVIEW.read(person.answers[0]) is ReviewAnswer.RIGHT


def test_leaving_the_review_asks_first_because_everything_would_be_lost(person: Person) -> None:
    person.sees(REVIEW)
    person.touch("退出")
    person.settles()
    assert person.left == 0
    assert person.finds("确定退出")


def test_what_is_signed_stands_above_the_glass_with_its_fingerprint(person: Person) -> None:
    person.sees(SIGN)
    assert SIGN.commitment.zh in person.reads()
    assert "9F2C … 71A0" in person.reads()


def test_a_signature_is_sent_in_millimetres_and_milliseconds(person: Person) -> None:
    person.sees(SIGN)
    assert not person.find("确认签名并提交").enabled
    writes(person, *line(100, 500))
    writes(person, *line(150, 300, 300))
    person.touch("确认签名并提交")
    signature = SIGN.read(person.answers[0])
    assert len(signature.strokes) == 2
    assert signature.length_mm == pytest.approx((380 + 140) / 3.21, rel=0.02)
    x, y, _ = signature.strokes[0][0]
    assert (x, y) == pytest.approx((100 / 3.21, 200 / 3.21), abs=1.5)
    assert [t for stroke in signature.strokes for _, _, t in stroke] == sorted(
        t for stroke in signature.strokes for _, _, t in stroke
    )


def test_quick_handwriting_keeps_every_point(person: Person) -> None:
    person.sees(SIGN)
    writes(person, *line(100, 500))
    person.touch("确认签名并提交")
    assert len(SIGN.read(person.answers[0]).strokes[0]) == len(list(line(100, 500)))


def test_a_dot_is_no_signature_and_the_page_says_so_until_more_is_written(person: Person) -> None:
    person.sees(SIGN)
    writes(person, QPoint(100, 100), QPoint(120, 100))
    person.touch("确认签名并提交")
    person.settles()
    assert person.answers == []
    assert "写得太短，请写全姓名" in person.reads()
    writes(person, *line(150, 500))
    assert "写得太短，请写全姓名" not in person.reads()
    person.touch("确认签名并提交")
    assert SIGN.read(person.answers[0])


def test_writing_again_begins_with_an_empty_glass(person: Person) -> None:
    person.sees(SIGN)
    writes(person, *line(100, 500))
    person.touch("重写")
    person.settles()
    assert not person.find("确认签名并提交").enabled
    writes(person, *line(100, 300))
    person.touch("确认签名并提交")
    assert len(SIGN.read(person.answers[0]).strokes) == 1


def test_the_ink_is_seen_where_the_finger_went(person: Person) -> None:
    person.sees(SIGN)
    glass = person.find("签名框").rect.topLeft()
    before = person.host.grab().pixelColor(glass + QPoint(300, 200))
    writes(person, *line(100, 500))
    after = person.host.grab().pixelColor(glass + QPoint(300, 200))
    assert before.lightness() > 200
    assert after.lightness() < 80


def test_a_palm_on_the_glass_is_not_ink(person: Person) -> None:
    person.sees(SIGN)
    glass = person.find("签名框").rect.topLeft()
    window, touch = person.host.window, device()
    person.press_at(glass + QPoint(100, 200), 1)
    for x in range(120, 500, 20):
        QTest.touchEvent(window, touch).move(1, glass + QPoint(x, 200), window).press(
            2, glass + QPoint(600, 300), window
        ).commit() if x == 120 else QTest.touchEvent(window, touch).move(1, glass + QPoint(x, 200), window).stationary(
            2
        ).commit()
    QTest.touchEvent(window, touch).release(1, glass + QPoint(480, 200), window).release(
        2, glass + QPoint(600, 300), window
    ).commit()
    person.settles()
    person.touch("确认签名并提交")
    assert len(SIGN.read(person.answers[0]).strokes) == 1


def test_what_is_written_stays_when_the_language_changes(person: Person) -> None:
    person.sees(SIGN)
    writes(person, *line(100, 500))
    person.host.switch("language")
    person.settles()
    assert person.host.shown_page is not None
    person.host.switch("language")
    person.settles()
    person.touch("确认签名并提交")
    assert len(SIGN.read(person.answers[0]).strokes) == 1


def test_nothing_of_a_signature_stays_in_memory_after_the_wipe(person: Person) -> None:
    person.sees(SIGN)
    writes(person, *line(100, 500))
    person.host.wipe()
    gc.collect()
    assert not [glass for glass in gc.get_objects() if isinstance(glass, InkPad)]
