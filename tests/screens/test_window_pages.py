"""A clerk's own screen: three ways by mouse or keyboard, a mistyped number mended, two screens, two languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.rules.people import Assurance
from kiosk.steps.step import NotRight
from kiosk.steps.window import AtTheWindow, Beside, ClerkWay, HowKnown
from screens.host import Host
from screens.pages import PageError
from tests.screens.finger import Person, controls
from tests.screens.sample import HALL
from tests.screens.samples_faces import clerk as decides
from tests.screens.samples_window import GONE, NUMBER, WINDOW_SAMPLES, desk, known


@pytest.fixture
def clerk(qtbot: QtBot, person: Person) -> Person:
    """Somebody at the desk, with the keyboard before them."""
    person.sees(desk())
    person.host.window.requestActivate()
    qtbot.waitUntil(lambda: person.host.window.isActive())
    ready(qtbot, person)
    return person


def typed(clerk: Person, text: str) -> None:
    for character in text:
        QTest.keyClick(clerk.host.window, Qt.Key(ord(character.upper())))
    clerk.settles()


def test_a_number_is_typed_at_once_and_sent_with_enter(clerk: Person) -> None:
    typed(clerk, NUMBER)
    QTest.keyClick(clerk.host.window, Qt.Key.Key_Return)
    assert clerk.answers == [{"number": NUMBER}]
    task = desk().read(clerk.answers[0])
    assert task.way is ClerkWay.NUMBER
    assert task.number is not None
    assert task.number.reveal() == NUMBER


def test_only_a_number_can_be_typed_and_no_more_than_one(clerk: Person) -> None:
    typed(clerk, "ab-4" + NUMBER)
    QTest.keyClick(clerk.host.window, Qt.Key.Key_Return)
    [given] = clerk.answers
    assert given == {"number": ("4" + NUMBER)[:18]}


def test_a_mistyped_number_is_told_where_it_stands_and_the_words_go_when_it_is_mended(clerk: Person) -> None:
    step = desk()
    clerk.sees(step)
    with pytest.raises(NotRight) as wrong:
        step.read({"number": NUMBER[:-1] + "7"})
    clerk.host.put_right(step, wrong.value.errors)
    clerk.settles()
    assert "号码不对，请核对 18 位" in clerk.reads()
    typed(clerk, "4")
    assert "号码不对" not in clerk.reads()


@pytest.mark.parametrize(("key", "way"), [(Qt.Key.Key_F2, ClerkWay.FACE), (Qt.Key.Key_F3, ClerkWay.CARD)])
def test_a_clerk_with_forty_people_waiting_needs_one_key(clerk: Person, key: Qt.Key, way: ClerkWay) -> None:
    QTest.keyClick(clerk.host.window, key)
    assert [desk().read(given).way for given in clerk.answers] == [way]


def test_without_a_camera_the_two_ways_by_face_rest_with_why(qtbot: QtBot, person: Person) -> None:
    step = desk(resting=GONE)
    person.sees(step)
    person.host.window.requestActivate()
    qtbot.waitUntil(lambda: person.host.window.isActive())
    ready(qtbot, person)
    QTest.keyClick(person.host.window, Qt.Key.Key_F2)
    typed(person, NUMBER)
    QTest.keyClick(person.host.window, Qt.Key.Key_Return)
    assert person.answers == []
    assert GONE.zh in person.reads()
    person.touch("身份证 + 刷脸")
    assert step.read(person.answers.pop()).way is ClerkWay.CARD


def test_how_many_are_kept_is_always_seen_and_the_duty_to_file_too(person: Person) -> None:
    person.sees(desk())
    assert "今天登记人脸 12 人，闭厅时全部删除" in person.reads()
    person.sees(desk(kept=100_000, filing_due=True))
    assert "备案" in person.reads()


def test_a_clerk_stops_what_the_person_is_doing_by_one_key(qtbot: QtBot, person: Person) -> None:
    [step] = [sample.step for sample in WINDOW_SAMPLES if sample.name == "clerk-citizen-acts"]
    person.sees(step)
    person.host.window.requestActivate()
    qtbot.waitUntil(lambda: person.host.window.isActive())
    ready(qtbot, person)
    QTest.keyClick(person.host.window, Qt.Key.Key_Escape)
    assert step.read(person.answers.pop()) is Beside.STOP


def test_name_and_number_are_painted_masked_until_the_clerk_holds_the_button(person: Person) -> None:
    step = known(Assurance.CARD)
    person.sees(step)
    assert not painted(person) & {"王小明", NUMBER}
    person.press("按住查看完整信息")
    person.settles()
    assert painted(person) >= {"王小明", NUMBER}
    assert NUMBER not in person.reads(), "it would be read aloud"
    person.release("按住查看完整信息")
    person.settles()
    assert not painted(person) & {"王小明", NUMBER}
    person.touch("下一位")
    assert step.read(person.answers.pop()) is Beside.NEXT


def painted(person: Person) -> set[str]:
    """All words that stand on the page, as they are painted."""
    found, left = set[str](), [person.host.shown_page]
    while left:
        item = left.pop()
        if item is not None and item.isVisible():
            left += item.childItems()
            found.add(str(item.property("text")))
    return found


def test_a_code_on_a_phone_is_not_said_to_be_a_face(person: Person) -> None:
    person.sees(known(Assurance.CARD_AND_SECOND_PROOF, how=HowKnown.CODE))
    assert "没有比对人脸" in person.reads()
    assert "人脸核对通过" not in person.reads()


def test_a_key_meant_for_the_page_before_does_nothing(qtbot: QtBot, person: Person) -> None:
    person.host.window.requestActivate()
    qtbot.waitUntil(lambda: person.host.window.isActive())
    person.sees(known(Assurance.CARD))
    QTest.keyClick(person.host.window, Qt.Key.Key_Return)
    assert person.answers == []
    ready(qtbot, person)
    QTest.keyClick(person.host.window, Qt.Key.Key_Return)
    assert person.answers == ["next"]


def ready(qtbot: QtBot, person: Person) -> None:
    """The page's keys count from now on."""
    page = person.host.shown_page
    assert page
    keys = [child for child in page.findChildren(QQuickItem) if child.property("ready") is not None]
    assert keys
    qtbot.waitUntil(lambda: all(key.property("ready") for key in keys))


def test_what_is_typed_stays_while_the_camera_comes_and_goes(clerk: Person) -> None:
    typed(clerk, NUMBER[:6])
    clerk.sees(desk(resting=GONE))
    clerk.sees(desk())
    typed(clerk, NUMBER[6:])
    QTest.keyClick(clerk.host.window, Qt.Key.Key_Return)
    assert clerk.answers == [{"number": NUMBER}]


def test_enter_presses_what_has_the_focus(qtbot: QtBot, person: Person) -> None:
    person.sees(decides(0.54))
    person.host.window.requestActivate()
    qtbot.waitUntil(lambda: person.host.window.isActive())
    person.host.press_key("down")
    while (focused := person.host.window.activeFocusItem()).property("text") != "不是本人":
        assert focused
        person.host.press_key("down")
        person.settles()
    QTest.keyClick(person.host.window, Qt.Key.Key_Return)
    assert person.answers == ["not-same"]


def test_the_clerks_own_modes_outlast_a_person_and_a_citizens_do_not(qtbot: QtBot) -> None:
    for keeps in (True, False):
        host = Host(hall=HALL, for_staff=True, keeps_modes=keeps)
        host.switch("contrast")
        host.wipe()
        assert host.theme.high_contrast is keeps
        host.close()


@pytest.mark.parametrize(
    ("level", "words"), [(Assurance.CARD, "要身份证"), (Assurance.CARD_AND_SECOND_PROOF, "能办证明")]
)
def test_a_clerk_reads_what_the_level_is_enough_for(person: Person, level: Assurance, words: str) -> None:
    person.sees(known(level))
    assert f"{int(level)} 级" in person.reads()
    assert words in person.reads()


@pytest.mark.parametrize("sample", [s for s in WINDOW_SAMPLES if s.step.for_staff], ids=lambda s: s.name)
def test_nothing_of_the_clerks_is_shown_to_a_citizen(qtbot: QtBot, sample: object) -> None:
    host = Host()
    with pytest.raises(PageError, match="clerk"):
        host.show(sample.step, None, False)  # type: ignore[attr-defined]
    host.close()


# ---- two screens


@pytest.fixture
def two(qtbot: QtBot) -> Iterator[tuple[Host, Host]]:
    citizen, clerk = Host(hall=HALL), Host(hall=HALL, for_staff=True)
    for host in (citizen, clerk):
        host.window.show()
    yield citizen, clerk
    citizen.close()
    clerk.close()


def _reads(host: Host) -> str:
    return "\n".join(control.name for control in controls(host))


def test_a_citizen_who_reads_english_changes_no_word_on_the_clerks_screen(two: tuple[Host, Host]) -> None:
    citizen, clerk = two
    citizen.show(AtTheWindow(HALL), None, False)
    clerk.show(desk(), None, False)
    citizen.switch("language")
    assert "Please tell the clerk" in _reads(citizen)
    assert "下一位：核验身份" in _reads(clerk)
    clerk.show(known(Assurance.CARD), None, False)
    assert "身份已核验" in _reads(clerk)
    citizen.show(AtTheWindow(HALL), None, False)
    assert "Please tell the clerk" in _reads(citizen)
    citizen.wipe()
    clerk.show(desk(), None, False)
    assert "下一位：核验身份" in _reads(clerk)


def test_wiping_the_citizens_screen_leaves_the_clerks_page(two: tuple[Host, Host]) -> None:
    citizen, clerk = two
    citizen.show(AtTheWindow(HALL), None, False)
    clerk.show(known(Assurance.CARD), None, False)
    citizen.wipe()
    assert citizen.shown_page is None
    assert "身份已核验" in _reads(clerk)
