"""The form page: what is asked, how it is typed, what is wrong, and what is kept."""

from __future__ import annotations

import dataclasses

import pytest

from kiosk.rules.forms import Field, FieldKind, Source
from kiosk.rules.people import Prefill
from kiosk.rules.services import Handling, Material
from kiosk.rules.texts import Text
from kiosk.steps.filing import FillSection, Review
from kiosk.steps.step import NotRight
from screens.models.base import Showing
from screens.models.filing import ReviewModel
from tests.screens.finger import Person
from tests.screens.samples_services import DRAFT, REFUSED, SECTION


def only(*keys: str) -> FillSection:
    """The sample section with these fields only."""
    return dataclasses.replace(SECTION, fields=tuple(f for f in SECTION.fields if f.key in keys))


def types(person: Person, keys: str) -> None:
    """Presses keys of the keypad or keyboard that is open."""
    for key in keys:
        person.touch(key)
    person.settles()


def test_locked_values_are_masked_and_say_whose_they_are(person: Person) -> None:
    person.sees(SECTION)
    words = person.reads()
    assert "姓名 陈*" in words
    assert "来自身份证" in words
    assert "420102198506150021" not in words.replace(" ", "")
    assert "陈䶮" not in words


def test_a_locked_number_is_masked_whatever_its_field_is_called(person: Person) -> None:
    field = Field("unheard-of", Text("旧证号"), FieldKind.DIGITS, Source.CARD, longest=18)
    prefill = Prefill("unheard-of", "420102198506150021", Text("身份证"))
    person.sees(dataclasses.replace(SECTION, fields=(field,), prefilled=(prefill,)))
    assert "旧证号 4201**********0021" in person.reads()
    assert "19850615" not in person.reads()


def test_locked_values_are_in_full_only_while_the_button_is_held(person: Person) -> None:
    person.sees(SECTION)
    person.press("按住看完整信息")
    person.settles()
    assert "姓名 陈䶮" in person.reads()
    person.release("按住看完整信息")
    person.settles()
    assert "陈䶮" not in person.reads()


@pytest.mark.parametrize("handling", Handling)
def test_each_way_a_material_is_met_has_words(handling: Handling) -> None:
    material = Material("paper", Text("户口簿", "Booklet"), handling, Text("电子证照，免提交", "E-licence"))
    for language in ("zh_CN", "en"):
        model = ReviewModel(Review(SECTION.title, (), (material,)), Showing(language))
        [line] = model.property("materials")
        assert line.property("handlingWords")


def test_a_wrong_locked_value_is_explained_and_the_case_goes_on(person: Person) -> None:
    person.sees(SECTION)
    person.touch("户口所在地不对？")
    person.settles()
    assert any("公安户籍信息" in line and "继续办理" in line for line in person.reads().splitlines())
    person.touch("知道了")
    person.settles()
    assert person.find("下一步").enabled


def test_a_phone_number_is_typed_on_our_own_keypad(person: Person) -> None:
    step = only("phone")
    person.sees(step)
    person.touch("手机号")
    person.settles()
    types(person, "13812345678")
    assert "138 1234 5678" in person.find("手机号").description
    person.touch("填好了")
    person.settles()
    person.touch("下一步")
    assert step.read(person.answers[0]) == {"phone": "13812345678"}


def test_erase_takes_the_last_digit_and_clear_takes_all(person: Person) -> None:
    person.sees(only("phone"))
    person.touch("手机号")
    person.settles()
    types(person, "1391")
    person.touch("删除一位")
    person.settles()
    assert person.find("手机号").description == "139"
    person.touch("清空")
    person.settles()
    assert person.find("手机号").description == "点这里填写"


def test_a_field_appears_when_another_answer_asks_for_it(person: Person) -> None:
    person.sees(only("kind", "licence"))
    assert not person.finds("统一社会信用代码")
    person.touch("个体经营")
    person.settles()
    assert person.finds("统一社会信用代码")
    person.touch("非全日制")
    person.settles()
    assert not person.finds("统一社会信用代码")


def test_what_was_typed_in_a_field_that_went_away_is_not_sent(person: Person) -> None:
    step = only("kind", "licence")
    person.sees(step, before={"kind": "sole", "licence": "123456789012345678"})
    person.touch("非全日制")
    person.settles()
    person.touch("下一步")
    assert person.answers == [{"kind": "part"}]


def test_several_options_are_ticked_in_and_out(person: Person) -> None:
    step = only("insurance")
    person.sees(step)
    person.touch("医疗保险")
    person.touch("养老保险")
    person.touch("医疗保险")
    person.touch("医疗保险")
    person.settles()
    person.touch("下一步")
    assert step.read(person.answers[0]) == {"insurance": "pension,medical"}


def test_a_consent_is_never_ticked_beforehand(person: Person) -> None:
    step = only("query")
    person.sees(step)
    person.touch("下一步")
    with pytest.raises(NotRight):
        step.read(person.answers[0])
    person.touch("同意人社部门查询我的参保信息")
    person.touch("下一步")
    assert step.read(person.answers[1]) == {"query": "yes"}


def test_what_is_wrong_stands_at_its_field_and_goes_when_it_is_put_right(person: Person) -> None:
    step = only("phone", "query")
    person.sees(step)
    person.touch("下一步")
    with pytest.raises(NotRight) as wrong:
        step.read(person.answers[0])
    person.host.put_right(step, wrong.value.errors)
    person.settles()
    assert "请填写" in person.reads()
    person.touch("手机号")
    person.settles()
    types(person, "1")
    assert "请填写" not in person.reads()


def test_the_first_wrong_field_comes_into_view(person: Person) -> None:
    person.sees(REFUSED, before=DRAFT)
    person.settles()
    where = person.find("这个手机号已停机，请换一个").rect
    assert 0 < where.top() < where.bottom() < person.find("往上看").rect.top()


def test_the_field_being_typed_stays_above_the_keypad(person: Person) -> None:
    person.sees(SECTION)
    person.touch("下面还有")
    person.settles()
    person.touch("手机号")
    person.settles()
    boxes = [c.rect for c in person.all("手机号") if c.is_button]
    assert boxes[0].bottom() < person.find("1").rect.top()


def test_what_is_typed_so_far_goes_with_going_back_and_comes_again(person: Person) -> None:
    step = only("phone", "kind")
    person.sees(step, can_go_back=True)
    person.touch("个体经营")
    person.touch("手机号")
    person.settles()
    types(person, "139")
    person.touch("填好了")
    person.settles()
    person.touch("上一步")
    assert person.backs == [{"phone": "139", "kind": "sole"}]
    person.sees(step, before=person.backs[0])
    assert person.find("手机号").description == "139"


def test_what_is_typed_so_far_stays_when_the_language_changes(person: Person) -> None:
    person.sees(only("phone"))
    person.touch("手机号")
    person.settles()
    types(person, "13812345678")
    person.touch("填好了")
    person.settles()
    person.host.switch("language")
    person.settles()
    assert person.find("Mobile phone").description == "138 1234 5678"


def test_leaving_with_something_typed_asks_first(person: Person) -> None:
    person.sees(only("kind"))
    person.touch("个体经营")
    person.touch("退出")
    person.settles()
    assert person.left == 0
    assert person.finds("确定退出")


@pytest.mark.parametrize(
    ("key", "label", "typed", "value"),
    [
        ("from", "从哪个月起参保", "202612", "2026-12"),
        ("born", "子女出生日期", "20200229", "2020-02-29"),
        ("limit", "每月最多扣款（元）", "120.5", "120.5"),
        ("account", "银行账号", "6217001234567890123", "6217001234567890123"),
    ],
)
def test_dates_amounts_and_accounts_are_typed_as_digits(
    person: Person, key: str, label: str, typed: str, value: str
) -> None:
    step = only(key)
    person.sees(step)
    person.touch(label)
    person.settles()
    types(person, typed)
    person.touch("填好了")
    person.settles()
    person.touch("下一步")
    assert person.answers == [{key: value}]
    assert step.read(person.answers[0]) == {key: value}


def test_an_id_number_may_end_in_x(person: Person) -> None:
    field = Field("partner", Text("配偶身份证号"), FieldKind.DIGITS, longest=18, shortest=18, rule="resident-number")
    person.sees(dataclasses.replace(SECTION, fields=(field,)))
    person.touch("配偶身份证号")
    person.settles()
    types(person, "X11010519491231002X9")
    person.touch("填好了")
    person.settles()
    person.touch("下一步")
    assert person.answers == [{"partner": "11010519491231002X"}]


def test_every_field_can_be_reached_with_large_letters(person: Person) -> None:
    person.host.switch("elder")
    person.sees(SECTION)
    for _ in range(30):
        if not person.find("下面还有" if person.finds("下面还有") else "已到最后").enabled:
            break
        person.touch("下面还有")
        person.settles()
    consent = person.find("同意人社部门查询我的参保信息").rect
    assert 0 < consent.top() < consent.bottom() <= person.find("已到最后").rect.top()
