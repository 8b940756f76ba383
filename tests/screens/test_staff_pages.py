"""Staff's pages: the way in, the PIN nobody sees, lists with a way out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from kiosk.steps.hall import STAFF, Attract
from kiosk.steps.maintenance import LoginTrouble, StaffCard, StaffList, StaffNumber, StaffPin
from screens.models.base import Showing
from screens.models.maintenance import StaffPinModel
from tests.screens.finger import Person
from tests.screens.samples import HALL
from tests.screens.samples_maintenance import MAINTENANCE_SAMPLES

CORNER = QPoint(1040, 120)


def sample(name: str) -> StaffList:
    step = next(each.step for each in MAINTENANCE_SAMPLES if each.name == name)
    assert isinstance(step, StaffList)
    return step


def test_the_corner_held_for_five_seconds_asks_for_maintenance_and_nothing_else(person: Person, qtbot: QtBot) -> None:
    person.sees(Attract(HALL))
    person.press_at(CORNER)
    qtbot.waitUntil(lambda: bool(person.answers), timeout=8000)
    person.release_at(CORNER)
    assert person.answers == [STAFF]


def test_a_short_touch_of_the_corner_starts_as_everywhere(person: Person) -> None:
    person.sees(Attract(HALL))
    person.press_at(CORNER)
    person.release_at(CORNER)
    assert person.answers == [""]


def test_citizens_read_where_to_go_instead_and_the_terminal_can_serve_again_at_once(person: Person) -> None:
    person.sees(StaffCard())
    words = person.reads()
    assert "暂停服务，维护中" in words
    assert "请使用其他自助机，或到综合窗口办理" in words
    person.touch("恢复服务")
    assert person.answers == ["leave"]


def test_who_typed_a_wrong_pin_reads_how_long_to_wait(person: Person) -> None:
    person.sees(StaffCard(LoginTrouble.WRONG, 40))
    assert "请等 40 秒再试" in person.reads()
    assert "不对" in person.reads()


@pytest.mark.parametrize("trouble", [each for each in LoginTrouble if each is not LoginTrouble.NONE])
def test_every_trouble_has_its_words(person: Person, trouble: LoginTrouble) -> None:
    person.sees(StaffCard())
    calm = set(person.reads().splitlines())
    person.sees(StaffCard(trouble))
    assert len(set(person.reads().splitlines()) - calm) == 1


def test_the_pin_is_never_on_the_screen(person: Person) -> None:
    person.sees(StaffPin())
    for digit in "135790":
        person.touch(digit)
    person.settles()
    assert person.finds("已输入 6 位")
    assert "135790" not in person.reads()
    person.touch("删除一位")
    person.touch("登录")
    assert person.answers == []  # five digits are no PIN
    person.touch("0")
    person.touch("登录")
    assert person.answers == ["135790"]


def test_a_pin_is_not_kept_when_it_was_sent_nor_over_a_change_of_language(qtbot: QtBot) -> None:
    model = StaffPinModel(StaffPin(), Showing())
    for digit in "13579024680246":
        model.digit(digit)
    assert model.property("count") == 12
    assert model.draft is None
    model.send()
    assert model.property("count") == 0


def test_a_list_offers_its_lines_its_action_and_both_ways_out(person: Person) -> None:
    page = sample("staff-devices")
    person.sees(page)
    for control in ("小票打印机 ticket", "全部自检", "返回", "恢复服务"):
        person.touch(control)
    assert person.answers == ["ticket", "main", "back", "leave"]
    assert [page.read(answer) for answer in person.answers] == person.answers
    assert "没有通过：ticket、a4" in person.reads()


def test_the_first_of_the_pages_has_nothing_to_go_back_to(person: Person) -> None:
    person.sees(sample("staff-home"))
    assert not person.finds("返回")
    person.touch("就绪报告")
    assert person.answers == ["report"]


def test_what_is_only_read_can_not_be_touched(person: Person) -> None:
    page = sample("staff-counters")
    person.sees(page)
    assert "812" in person.reads()
    buttons = [row.title.zh for row in page.rows if person.finds(row.title.zh) and person.find(row.title.zh).is_button]
    assert buttons == []


def test_a_typed_number_shows_only_its_last_characters(person: Person) -> None:
    person.sees(StaffNumber())
    for character in "11010519491231002X":
        person.touch(character)
    person.settles()
    assert person.finds("已输入 18 位")
    assert person.host._page
    assert person.host._page.model.property("shown") == "●" * 14 + "002X"
    person.touch("下一步")
    assert person.answers == ["11010519491231002X"]


def test_typing_is_offered_only_where_no_reader_works(person: Person) -> None:
    person.sees(StaffCard())
    assert not person.finds("读卡器都不能用，输入证件号码")
    person.sees(StaffCard(may_type=True))
    person.touch("读卡器都不能用，输入证件号码")
    assert person.answers == ["type"]
