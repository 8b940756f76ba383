"""Attract, menu, waiting, trouble, farewell: what they show and what they send."""

from __future__ import annotations

import pytest

from kiosk.failures import TEXTS, texts
from kiosk.rules.texts import Text
from kiosk.steps.hall import Attract, Doing, Menu, MoreToDo, Next, Trouble, Waiting
from screens.models.base import Showing
from screens.models.hall import TroubleModel, WaitingModel
from screens.sound import Tone
from tests.screens.finger import Person
from tests.screens.samples import HALL, MENU


def test_a_touch_anywhere_on_the_attract_page_starts(person: Person) -> None:
    person.sees(Attract(HALL))
    person.press_at(person.find("自助办事").rect.center())
    person.release_at(person.find("自助办事").rect.center())
    assert len(person.answers) == 1


def test_the_big_button_of_the_attract_page_starts_once(person: Person) -> None:
    person.sees(Attract(HALL))
    person.touch("点一下屏幕，开始")
    assert len(person.answers) == 1


def test_the_switches_at_the_foot_of_the_attract_page_do_not_start(person: Person) -> None:
    person.sees(Attract(HALL))
    person.touch("English")
    person.settles()
    assert person.answers == [] and person.finds("Touch the screen to start")


def test_what_rests_is_told_before_anybody_starts(person: Person) -> None:
    person.sees(Attract(HALL, Text("小票打印机暂停使用")))
    assert person.finds("小票打印机暂停使用")


def test_attract_offers_no_way_out_of_nothing(person: Person) -> None:
    person.sees(Attract(HALL))
    assert not person.finds("退出")


def test_each_menu_entry_sends_what_its_step_accepts(person: Person) -> None:
    for entry in MENU.entries:
        if not entry.resting.zh:
            person.sees(MENU)
            person.touch(entry.title.zh)
            assert MENU.read(person.answers.pop()) == entry.key


def test_a_resting_entry_says_why_and_can_not_be_chosen(person: Person) -> None:
    person.sees(MENU)
    assert "没有纸" in person.find("取号").description
    person.touch("取号")
    assert person.answers == []


def test_a_holder_already_known_is_greeted_masked(person: Person) -> None:
    person.sees(MENU)
    assert person.finds("陈*，您好")
    person.sees(Menu(MENU.entries))
    assert "您好" not in person.reads()


@pytest.mark.parametrize("doing", Doing)
def test_waiting_says_what_for_in_both_languages(doing: Doing) -> None:
    chinese = WaitingModel(Waiting(doing), Showing("zh_CN"))
    english = WaitingModel(Waiting(doing), Showing("en"))
    assert chinese.property("doing").startswith("正在")
    assert english.property("doing").isascii()


def test_after_ten_seconds_waiting_says_that_it_goes_on_and_offers_the_way_out(person: Person) -> None:
    person.sees(Waiting(Doing.LOOKING_UP))
    assert not person.finds("退出")
    page = person.host.shown_page
    assert page
    page.setProperty("waited", 10)
    person.settles()
    assert "没有卡住" in person.reads()
    person.touch("退出")
    assert person.left == 1


def test_a_write_can_not_be_left_however_long_it_takes(person: Person) -> None:
    person.sees(Waiting(Doing.FILING, may_leave=False))
    page = person.host.shown_page
    assert page
    page.setProperty("waited", 60)
    person.settles()
    assert "没有卡住" in person.reads()
    assert not person.finds("退出")


def test_another_wait_makes_another_page(person: Person) -> None:
    person.sees(Waiting(Doing.LOOKING_UP))
    page = person.host.shown_page
    person.sees(Waiting(Doing.ISSUING))
    assert person.host.shown_page is not page and person.finds("正在开具证明")


@pytest.mark.parametrize("code", TEXTS)
def test_every_failure_says_what_happened_what_to_do_and_another_way(code: str) -> None:
    model = TroubleModel(Trouble(code), Showing())
    words = texts(code)
    assert model.property("happened") == words.happened.zh
    assert model.property("now") == words.now.zh
    assert model.property("otherwise") == words.otherwise.zh


def test_a_failure_page_shows_the_number_to_keep_and_leads_home(person: Person) -> None:
    trouble = Trouble("filing.kept", number="JA-ZZ-03-0007")
    person.sees(trouble)
    assert person.finds("请记下这个编号 JA-ZZ-03-0007")
    assert person.finds("30 秒后自动返回")
    person.touch("返回首页")
    trouble.read(person.answers.pop())


def test_a_failure_is_heard_unless_it_is_a_quiet_one() -> None:
    assert TroubleModel(Trouble("platform.unreachable"), Showing()).tone is Tone.HINT
    assert TroubleModel(Trouble("card.quiet"), Showing()).tone is None


@pytest.mark.parametrize(("name", "answer"), [("继续办理", Next.MORE), ("办完了，退出", Next.FINISH)])
def test_after_a_service_one_goes_on_or_ends(person: Person, name: str, answer: Next) -> None:
    person.sees(MoreToDo())
    person.touch(name)
    assert MoreToDo().read(person.answers.pop()) is answer
