"""Somebody who can't use the glass walks every page with the four keys."""

from __future__ import annotations

from PySide6.QtQuick import QQuickItem

from kiosk.steps.hall import Attract
from kiosk.steps.identity import EnterNumber
from tests.screens.finger import Person
from tests.screens.samples import HALL, MENU, SAMPLES


def focused(person: Person) -> str:
    item = person.host.window.activeFocusItem()
    return str(item.property("text") or item.property("title") or item.property("accessibleName") or "")


def keys(person: Person, *pressed: str) -> None:
    for key in pressed:
        person.host.press_key(key)


def test_the_keys_go_through_the_menu_in_reading_order_and_ok_chooses(person: Person) -> None:
    person.sees(MENU)
    walked = []
    for _ in range(3):
        keys(person, "down")
        walked.append(focused(person))
    assert walked == ["打印证明", "办事", "取号"]
    keys(person, "up", "ok")
    assert person.answers == ["apply"]
    assert person.touches == 5


def test_what_rests_can_be_reached_but_not_chosen(person: Person) -> None:
    person.sees(MENU)
    keys(person, "down", "down", "down", "ok")
    assert focused(person) == "取号"
    assert person.answers == []


def test_the_walk_goes_round(person: Person) -> None:
    person.sees(MENU)
    keys(person, "up")
    last = focused(person)
    keys(person, "down", "up")
    assert focused(person) == last
    assert last not in ("打印证明", "")


def test_ok_without_a_chosen_control_chooses_the_first_and_presses_nothing(person: Person) -> None:
    person.sees(Attract(HALL))
    keys(person, "ok")
    assert focused(person) == "点一下屏幕，开始"
    assert person.answers == []
    keys(person, "ok")
    assert person.answers == [""]


def test_a_number_is_typed_with_four_keys(person: Person) -> None:
    person.sees(next(s.step for s in SAMPLES if isinstance(s.step, EnterNumber)))
    keys(person, "down", "down", "ok", "down", "ok", "ok")
    assert person.finds("已输入 3 位")


def test_help_explains_the_keys_and_goes_away(person: Person) -> None:
    person.sees(MENU)
    keys(person, "help")
    person.settles()
    assert "屏幕下方的四个键" in person.reads()
    keys(person, "ok", "ok")
    person.settles()
    assert "屏幕下方的四个键" not in person.reads()
    keys(person, "help")
    person.settles()
    keys(person, "help")
    person.settles()
    assert "屏幕下方的四个键" not in person.reads()


def test_over_a_question_only_the_question_can_be_reached(person: Person) -> None:
    person.sees(MENU)
    person.host.warn_idle(30)
    person.settles()
    keys(person, "down")
    assert focused(person) == "我还在"
    keys(person, "down")
    assert focused(person) == "退出"


def test_a_key_meant_for_the_page_before_presses_nothing(person: Person) -> None:
    person.sees(MENU)
    keys(person, "down")
    person.host.show(Attract(HALL), None, False)
    keys(person, "ok", "ok")
    assert person.answers == []


def test_what_is_chosen_is_brought_into_view(person: Person) -> None:
    for sample in SAMPLES:
        person.sees(sample.step, sample.before, sample.can_go_back)
        first = None
        for _ in range(60):
            keys(person, "down")
            item = person.host.window.activeFocusItem()
            if item is first:
                break
            first = first or item
            place = item.mapRectToScene(item.boundingRect())
            assert place.top() >= 0, sample.name
            assert place.bottom() <= person.host.window.height(), (sample.name, focused(person))
        person.host.wipe()


def test_nothing_of_the_walk_is_left_for_the_next_person(person: Person) -> None:
    person.sees(MENU)
    keys(person, "down")
    person.host.wipe()
    item: QQuickItem | None = person.host.window.activeFocusItem()
    assert item is None or item.property("tapped") is None
    person.sees(MENU)
    keys(person, "down")
    assert focused(person) == "打印证明"


def test_a_dimmed_page_wakes_without_a_new_page_and_starts_at_a_touch_all_the_same(person: Person) -> None:
    person.sees(Attract(HALL, asleep=True))
    page = person.host.shown_page
    person.touch("点一下屏幕，开始")
    assert person.answers == [""]
    person.host.show(Attract(HALL), None, False)
    assert person.host.shown_page is page
