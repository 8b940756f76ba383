"""The pages that find out who stands there: what they show, what they hide and what they send."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from kiosk.failures import texts
from kiosk.rules.forms import FieldError
from kiosk.rules.people import DocumentKind
from kiosk.rules.texts import Text
from kiosk.steps.identity import Ask, CardTrouble, ConfirmHolder, EnterCode, EnterNumber, Instead, PlaceCard
from kiosk.steps.step import NotRight
from screens.models.base import Showing
from screens.models.identity import ConfirmHolderModel, EnterNumberModel, PlaceCardModel
from tests.screens.finger import Person
from tests.screens.samples import DOCUMENT

CODE = EnterCode("138****5678", Text("用于核验您的身份", "to confirm who you are"))
PHONE = EnterNumber(Ask.PHONE, 11, 11, may_skip=True)


def _png() -> bytes:
    image = QImage(26, 32, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def test_a_person_without_a_card_says_so(person: Person) -> None:
    step = PlaceCard((DocumentKind.RESIDENT,))
    person.sees(step)
    person.touch("没带证件")
    assert step.read(person.answers.pop()) is Instead.NO_CARD


def test_the_documents_that_are_taken_are_named(person: Person) -> None:
    person.sees(PlaceCard(tuple(DocumentKind)))
    for name in ("居民身份证", "港澳台居民居住证", "外国人永久居留身份证", "社会保障卡"):
        assert name in person.reads()


@pytest.mark.parametrize("trouble", [t for t in CardTrouble if t is not CardTrouble.NONE])
def test_every_trouble_with_a_card_is_said_in_both_languages(trouble: CardTrouble) -> None:
    step = PlaceCard((DocumentKind.RESIDENT,), trouble)
    chinese = PlaceCardModel(step, Showing("zh_CN")).property("trouble")
    english = PlaceCardModel(step, Showing("en")).property("trouble")
    assert chinese and english and chinese != english
    assert texts("platform.refused").happened.zh not in str(chinese), "words of its own"


def test_name_and_number_are_masked_and_full_only_while_the_button_is_held(person: Person) -> None:
    person.sees(ConfirmHolder(DOCUMENT))
    assert "陈䶮" not in _words(person) and "420102198506150021" not in _words(person)
    person.press("按住查看完整信息")
    person.settles()
    assert "陈䶮" in _words(person) and "420102198506150021" in _words(person)
    person.release("按住查看完整信息")
    person.settles()
    assert "陈䶮" not in _words(person) and "420102198506150021" not in _words(person)


def test_what_a_screen_reader_says_aloud_never_is_the_full_name_or_number(person: Person) -> None:
    person.sees(ConfirmHolder(DOCUMENT))
    person.press("按住查看完整信息")
    person.settles()
    assert "陈䶮" not in person.reads() and "420102198506150021" not in person.reads()
    person.release("按住查看完整信息")


@pytest.mark.parametrize(("name", "answer"), [("是我本人", True), ("不是我", False)])
def test_it_is_me_or_it_is_not(person: Person, name: str, answer: bool) -> None:
    person.sees(ConfirmHolder(DOCUMENT))
    person.touch(name)
    assert ConfirmHolder(DOCUMENT).read(person.answers.pop()) is answer


def test_a_machine_without_photo_says_so_and_one_with_a_photo_shows_it(person: Person) -> None:
    person.sees(ConfirmHolder(DOCUMENT))
    assert person.finds("本机不显示证件照片，不影响办理")
    person.sees(ConfirmHolder(replace(DOCUMENT, photo=_png())))
    assert person.finds("证件照片") and not person.finds("本机不显示证件照片，不影响办理")
    assert len(person.host.pictures) == 1
    person.sees(CODE)
    assert len(person.host.pictures) == 0


def test_a_photo_that_is_no_picture_is_no_error() -> None:
    model = ConfirmHolderModel(ConfirmHolder(replace(DOCUMENT, photo=b"junk")), Showing())
    assert model.property("photo") == ""


def test_a_long_term_card_says_so() -> None:
    assert (
        ConfirmHolderModel(ConfirmHolder(replace(DOCUMENT, valid_until=None)), Showing()).property("validity") == "长期"
    )
    assert ConfirmHolderModel(ConfirmHolder(DOCUMENT), Showing()).property("validity") == "2035.03.01"


def test_the_last_digit_sends_the_code(person: Person) -> None:
    person.sees(CODE)
    for digit in "04273":
        person.touch(digit)
    assert person.answers == []
    person.touch("9")
    assert CODE.read(person.answers.pop()) == "042739"


def test_a_digit_can_be_taken_back_and_all_of_them(person: Person) -> None:
    person.sees(CODE)
    for key in ("1", "2", "删除一位", "清空", "4", "2", "7", "3", "9", "1"):
        person.touch(key)
    assert person.answers == ["427391"]


def test_a_wrong_code_is_said_with_the_tries_left_until_typing_starts(person: Person) -> None:
    person.sees(replace(CODE, wrong=True, tries_left=2))
    assert person.finds("验证码不对，请看最新一条短信，还可以试 2 次")
    person.touch("1")
    person.settles()
    assert "验证码不对" not in person.reads()


def test_another_code_can_be_asked_for_after_a_minute_only(person: Person) -> None:
    person.sees(CODE)
    person.touch("60 秒后可重新发送")
    assert person.answers == []
    page = person.host.shown_page
    assert page
    page.setProperty("seconds", 0)
    person.settles()
    person.touch("重新发送")
    assert CODE.read(person.answers.pop()) is Instead.RESEND


def test_who_gets_no_code_is_offered_another_way(person: Person) -> None:
    person.sees(CODE)
    person.touch("收不到验证码")
    assert CODE.read(person.answers.pop()) is Instead.OTHER_WAY


def test_a_code_is_never_shown_again_and_not_worth_a_question_when_leaving(person: Person) -> None:
    person.sees(CODE)
    person.touch("1")
    person.touch("退出")
    assert person.left == 1


def test_a_phone_number_is_sent_as_digits(person: Person) -> None:
    person.sees(PHONE)
    for digit in "13812345678":
        person.touch(digit)
    person.touch("下一步")
    assert PHONE.read(person.answers.pop()) == "13812345678"


def test_more_digits_than_there_may_be_are_not_taken(person: Person) -> None:
    person.sees(PHONE, "13812345678")
    person.touch("9")
    person.touch("下一步")
    assert person.answers == ["13812345678"]


def test_a_number_that_is_too_short_says_how_many_are_missing(person: Person) -> None:
    person.sees(PHONE, "138")
    person.touch("下一步")
    with pytest.raises(NotRight) as wrong:
        PHONE.read(person.answers.pop())
    person.host.put_right(PHONE, wrong.value.errors)
    person.settles()
    assert person.finds("还差 8 位数字")
    person.touch("1")
    person.settles()
    assert not person.finds("还差 8 位数字")


def test_a_phone_number_may_be_skipped_where_it_is_offered(person: Person) -> None:
    person.sees(PHONE)
    person.touch("跳过")
    assert PHONE.read(person.answers.pop()) is Instead.SKIP
    person.sees(replace(PHONE, may_skip=False))
    assert not person.finds("跳过")


@pytest.mark.parametrize(
    ("ask", "longest", "typed", "groups"),
    [
        (Ask.PHONE, 11, "1381234", ["138", "1234", "····"]),
        (Ask.CASE_NUMBER, 21, "4201022026112100", ["420102", "20261121", "00·····"]),
        (Ask.QUERY_CODE, 6, "837204", ["837", "204"]),
        (Ask.QUERY_CODE, 8, "83720411", ["837", "204", "11"]),
    ],
)
def test_digits_stand_in_the_groups_they_are_printed_in(ask: Ask, longest: int, typed: str, groups: list[str]) -> None:
    model = EnterNumberModel(EnterNumber(ask, 1, longest), Showing(before=typed))
    assert model.property("groups") == groups


def test_errors_of_the_platform_stand_at_the_field(person: Person) -> None:
    person.sees(replace(PHONE, wrong=True))
    assert person.finds("这个手机号不能用，请核对")
    person.host.put_right(PHONE, (FieldError("", Text("不是这一页的错")),))
    assert not person.finds("不是这一页的错")


def _words(person: Person) -> str:
    """All that stands on the glass."""
    found: list[str] = []
    todo = [person.host.shown_page]
    while todo:
        if (item := todo.pop()) is not None:
            todo += item.childItems()
            if item.inherits("QQuickText") and item.isVisible():
                found.append(str(item.property("text")))
    return "\n".join(found)
