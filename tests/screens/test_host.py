"""The host: pages come and go, presses that were not meant do nothing, nothing of a person stays."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken

from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text
from kiosk.steps.hall import Attract, Doing, Menu, MoreToDo, Waiting
from kiosk.steps.identity import Ask, EnterNumber
from kiosk.steps.step import Step
from tests.screens.finger import Person, controls
from tests.screens.samples import HALL, MENU

PHONE: Step[object] = EnterNumber(Ask.PHONE, 11, 11)  # type: ignore[assignment]


def test_a_touch_on_the_page_answers_its_step(person: Person) -> None:
    person.sees(MENU)
    person.touch("打印证明")
    assert person.answers == ["proof"]


def test_a_press_within_300_ms_of_the_page_is_ignored_and_a_later_one_counts(person: Person) -> None:
    person.sees(MENU)
    person.sees(Menu(MENU.entries))
    person.clock.at -= 1 - 0.29
    person.touch("打印证明")
    assert person.answers == []
    person.clock.at += 0.02
    person.touch("打印证明")
    assert person.answers == ["proof"]


def test_a_press_that_began_on_the_page_before_does_nothing_on_the_next(person: Person) -> None:
    person.sees(MENU)
    where = person.find("打印证明").rect.center()
    person.press_at(where)
    person.sees(Menu(MENU.entries))
    person.release_at(where)
    assert person.answers == []


def test_a_press_before_the_page_is_drawn_is_ignored_though_time_passed(person: Person) -> None:
    person.sees(MENU)
    where = person.find("打印证明").rect.center()
    person.host.show(Menu(MENU.entries), None, False)
    person.clock.at += 5
    person.press_at(where)
    person.release_at(where)
    assert person.answers == []


def test_a_long_press_counts_as_a_touch_for_slow_hands(person: Person) -> None:
    person.sees(MENU)
    person.press("打印证明")
    person._qtbot.wait(900)  # longer than Qt's own long press; real time, the handler keeps its own clock
    person.release("打印证明")
    assert person.answers == ["proof"]


def test_a_hand_resting_on_the_glass_does_not_keep_a_finger_from_working(person: Person) -> None:
    person.sees(MENU)
    resting = person.find("您想办什么？").rect.center()
    where = person.find("打印证明").rect.center()
    person.press_at(resting, finger=1)
    person.press_at(where, finger=2)
    person.release_at(where, finger=2)
    person.release_at(resting, finger=1)
    assert person.answers == ["proof"]


def test_every_touch_is_told_even_one_that_is_ignored(person: Person) -> None:
    person.sees(MENU)
    before = person.touches
    person.clock.at -= 1
    person.touch("打印证明")
    assert person.touches == before + 1 and person.answers == []


def test_back_carries_what_was_typed(person: Person) -> None:
    person.sees(PHONE, None, can_go_back=True)
    for digit in "138":
        person.touch(digit)
    person.touch("上一步")
    assert person.backs == ["138"]


def test_leaving_an_empty_page_asks_nothing(person: Person) -> None:
    person.sees(PHONE)
    person.touch("退出")
    assert person.left == 1


def test_leaving_a_page_with_typed_content_asks_first(person: Person) -> None:
    person.sees(PHONE)
    person.touch("1")
    person.touch("退出")
    assert person.left == 0
    person.settles()
    assert person.finds("确定退出吗？")
    person.touch("不退出，继续办理")
    person.settles()
    assert not person.finds("确定退出吗？")
    person.touch("退出")
    person.settles()
    person.touch("确定退出")
    assert person.left == 1


def test_the_idle_warning_lies_over_the_page_and_goes(person: Person) -> None:
    person.sees(MENU)
    person.host.warn_idle(30)
    person.settles()
    assert person.finds("30 秒后自动退出，没办完的内容会清除")
    assert not person.find("打印证明").enabled
    person.touch("我还在")
    person.host.warn_idle(None)
    person.settles()
    assert not person.finds("我还在")
    assert person.find("打印证明").enabled


def test_the_page_below_the_idle_warning_can_not_be_touched(person: Person) -> None:
    person.sees(MENU)
    where = person.find("打印证明").rect.center()
    person.host.warn_idle(30)
    person.settles()
    person.press_at(where)
    person.release_at(where)
    assert person.answers == []


def test_the_idle_warning_offers_to_leave(person: Person) -> None:
    person.sees(PHONE)
    person.touch("1")
    person.host.warn_idle(30)
    person.settles()
    person.touch("退出")
    assert person.left == 1


def test_changing_the_language_keeps_what_was_typed_and_what_was_wrong(person: Person) -> None:
    person.sees(PHONE, None, can_go_back=True)
    for digit in "138":
        person.touch(digit)
    person.host.put_right(PHONE, (FieldError("", Text("还差 8 位数字", "8 more digits")),))
    person.touch("English")
    person.settles()
    assert person.finds("Enter your mobile number")
    assert person.finds("8 more digits")
    person.touch("Back")
    assert person.backs == ["138"]
    person.touch("中文")
    person.settles()
    assert person.finds("请输入手机号")


def test_the_modes_at_the_foot_switch_on_and_off(person: Person) -> None:
    person.sees(MENU)
    person.touch("大字")
    assert person.host.theme.elder
    person.touch("高对比")
    assert person.host.theme.high_contrast
    person.touch("大字")
    assert not person.host.theme.elder and person.host.theme.high_contrast


def test_a_later_step_of_the_same_wait_does_not_make_a_new_page(person: Person) -> None:
    person.sees(Waiting(Doing.PRINTING, False, 1, 5))
    page = person.host.shown_page
    person.host.show(Waiting(Doing.PRINTING, False, 2, 5), None, False)
    person.settles()
    assert person.host.shown_page is page
    assert person.finds("正在打印，第 2 页，共 5 页")


def test_what_stops_a_printer_is_said_on_the_page_where_one_waits_for_it(person: Person) -> None:
    person.sees(Waiting(Doing.PRINTING, False, 1, 5))
    page = person.host.shown_page
    person.host.show(Waiting(Doing.PRINTING, False, 1, 5, "printer.paper-out"), None, False)
    person.settles()
    assert person.host.shown_page is page
    assert "打印机没有纸了" in person.reads()


def test_the_first_frame_is_told_with_the_time_since_the_touch_that_led_to_it(person: Person) -> None:
    person.host.listener.answer = lambda step, given: person.host.show(MoreToDo(), None, False)
    person.sees(MENU)
    assert person.drawn[0].since_touch is None
    person.drawn.clear()
    person.touch("打印证明")
    person._qtbot.waitUntil(lambda: bool(person.drawn))
    assert person.drawn[0].step == MoreToDo()
    assert person.drawn[0].since_touch == 0.0


def test_the_wipe_leaves_nothing_of_the_person(person: Person) -> None:
    person.sees(PHONE, "13812345678")
    person.touch("大字")
    person.touch("English")
    person.settles()
    QGuiApplication.clipboard().setText("13812345678")
    assert person.host._page
    model, item = weakref.ref(person.host._page.model), person.host.shown_page
    forgotten: list[None] = []
    person.host.at_wipe(lambda: forgotten.append(None))
    person.host.wipe()
    gc.collect()
    assert model() is None and not Shiboken.isValid(item)
    assert person.host.shown_page is None
    assert QGuiApplication.clipboard().text() == ""
    assert not person.host.theme.elder and person.host.language == "zh_CN"
    assert forgotten == [None]


def test_an_old_pages_model_is_let_go_when_the_next_is_shown(person: Person) -> None:
    person.sees(PHONE, "13812345678")
    assert person.host._page
    model = weakref.ref(person.host._page.model)
    person.sees(Attract(HALL))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert model() is None


def test_all_pages_are_compiled_in_idle_time_after_the_start(person: Person) -> None:
    person.sees(Attract(HALL))
    person.host.preload()
    person._qtbot.waitUntil(lambda: person.host.preloaded)


def test_controls_are_found_by_their_names_with_a_hint_and_a_place(person: Person) -> None:
    person.sees(MENU)
    tile = next(c for c in controls(person.host) if c.name == "取号")
    assert tile.is_button and "没有纸" in tile.description and tile.rect.height() > 22 * 3.21
