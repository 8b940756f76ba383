"""Photographing a paper: what the camera sees, what to mend, and the page that was taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor

from devices.ports import Advice
from kiosk.failures import texts
from kiosk.flows.scan import ADVICE
from kiosk.steps.scanning import ScanAnswer, ScanPages, Seen
from tests.screens.finger import Person
from tests.screens.samples_services import LETTER, NO_PICTURE, desk, taken_page


class Camera:
    """A `LiveView` whose pictures the test sends."""

    def __init__(self) -> None:
        self.seen: Callable[[Seen], None] | None = None

    def look(self, seen: Callable[[Seen], None] | None) -> None:
        self.seen = seen

    def sees(self, colour: tuple[int, int, int], **more: object) -> None:
        assert self.seen
        more = {"advice": ADVICE[Advice.FINE], "good": True} | more
        self.seen(Seen(width=96, height=54, rgb=bytes(colour) * (96 * 54), **more))  # type: ignore[arg-type]


def _colour(person: Person) -> QColor:
    middle = person.find("高拍仪看到的画面").rect.center()
    return person.host.grab().pixelColor(middle)


@pytest.mark.parametrize(("words", "answer"), [("拍照", ScanAnswer.TAKE), ("没带来，以后到窗口交", ScanAnswer.LATER)])
def test_a_picture_is_taken_or_the_paper_comes_later(person: Person, words: str, answer: ScanAnswer) -> None:
    step = ScanPages(LETTER, desk(Advice.FINE))
    person.sees(step)
    person.touch(words)
    assert step.read(person.answers[0]) is answer


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("重拍", ScanAnswer.AGAIN),
        ("转一下", ScanAnswer.TURN),
        ("再拍一页", ScanAnswer.NEXT),
        ("就这些，完成", ScanAnswer.DONE),
    ],
)
def test_a_taken_page_is_kept_turned_or_taken_again(person: Person, words: str, answer: ScanAnswer) -> None:
    step = ScanPages(LETTER, NO_PICTURE, shot=taken_page())
    person.sees(step)
    person.touch(words)
    assert step.read(person.answers[0]) is answer


def test_the_picture_is_live(person: Person) -> None:
    camera = Camera()
    person.sees(ScanPages(LETTER, camera))
    for colour in ((200, 20, 20), (20, 20, 200)):
        camera.sees(colour)
        person.settles()
        seen = _colour(person)
        assert (seen.red(), seen.green(), seen.blue()) == pytest.approx(colour, abs=2)


def test_advice_follows_the_camera_and_its_loss_is_told_in_words(person: Person) -> None:
    camera = Camera()
    person.sees(ScanPages(LETTER, camera))
    assert "正在打开高拍仪" in person.reads()
    for advice in (Advice.GLARE, Advice.BLUR, Advice.FINE):
        camera.sees((90, 90, 90), advice=ADVICE[advice], good=advice is Advice.FINE)
        person.settles()
        assert ADVICE[advice].zh in person.reads()
    assert camera.seen
    camera.seen(Seen(texts("camera.gone").happened))
    person.settles()
    assert "正在恢复" in person.reads()


def test_nothing_is_taken_of_a_camera_that_shows_nothing(person: Person) -> None:
    person.sees(ScanPages(LETTER, NO_PICTURE))
    person.touch("拍照")
    assert not person.answers


def test_the_same_page_goes_on_with_the_picture_that_was_taken(person: Person) -> None:
    camera = Camera()
    step = ScanPages(LETTER, camera)
    person.sees(step)
    page = person.host.shown_page
    person.host.show(replace(step, shot=taken_page(), trouble=ADVICE[Advice.BLUR]), None, False)
    person.settles()
    assert person.host.shown_page is page
    assert "这一页清楚吗" in person.reads()
    assert ADVICE[Advice.BLUR].zh in person.reads()
    person.host.show(replace(step, kept=1), None, False)
    person.settles()
    assert "第 2 页" in person.reads()


def test_a_change_of_language_goes_on_with_the_live_picture(person: Person) -> None:
    camera = Camera()
    person.sees(ScanPages(LETTER, camera))
    before = camera.seen
    person.host.switch("language")
    person.settles()
    assert camera.seen is not before
    camera.sees((10, 200, 10))
    person.settles()
    assert "The page is clear" in person.reads()


def test_pictures_that_say_something_else_than_their_size_are_not_drawn(person: Person) -> None:
    camera = Camera()
    person.sees(ScanPages(LETTER, camera))
    assert camera.seen
    camera.seen(Seen(ADVICE[Advice.FINE], True, 4000, 4000, b"short"))
    person.settles()
    assert person.finds("高拍仪看到的画面")
