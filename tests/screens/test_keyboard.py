"""The keyboard: Chinese by Pinyin, letters for names, and nothing learned from anybody."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.steps.filing import FillSection
from screens import keyboard
from tests.screens.finger import Person
from tests.screens.samples_services import SECTION

ADDRESS = "现居住地址"


def only(key: str) -> FillSection:
    """The sample section with one field only."""
    return dataclasses.replace(SECTION, fields=tuple(f for f in SECTION.fields if f.key == key))


def below(item: QQuickItem) -> Iterator[QQuickItem]:
    """All visible items below one."""
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from below(child)


def touch_item(person: Person, item: QQuickItem) -> None:
    """A short touch on an item's centre."""
    where = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
    person.press_at(where)
    person.release_at(where)
    person.settles()


def key(person: Person, text: str) -> QQuickItem:
    """The keyboard's key with that text."""
    for item in below(person.host.window.contentItem()):
        if item.property("keyType") is not None and item.property("text") == text:
            return item
    raise LookupError(f"no key {text!r}")


def candidates(person: Person) -> list[QQuickItem]:
    """What the Pinyin engine offers, first to last, as far as it is shown."""
    bars = [i for i in below(person.host.window.contentItem()) if i.objectName() == "wordCandidateView"]
    shown = [i for bar in bars for i in below(bar) if isinstance(word(i), str) and word(i)]
    return sorted(shown, key=lambda item: item.mapToScene(QPointF()).x())


def word(item: QQuickItem) -> object:
    """The words of a Text."""
    return item.property("text")


def types(person: Person, letters: str) -> None:
    """Presses keys."""
    for letter in letters:
        touch_item(person, key(person, letter))


def opens(person: Person, step: FillSection, label: str) -> None:
    """The page with one field, its keyboard open."""
    person.sees(step)
    person.touch(label)
    person._qtbot.waitUntil(
        lambda: any(i.property("keyType") is not None for i in below(person.host.window.contentItem()))
    )
    person.settles()


def chooses(person: Person, wanted: str) -> None:
    """Touches the candidate with these characters."""
    person._qtbot.waitUntil(lambda: any(word(c) == wanted for c in candidates(person)))
    touch_item(person, next(c for c in candidates(person) if word(c) == wanted))


def test_an_address_is_typed_in_pinyin(person: Person) -> None:
    step = only("address")
    opens(person, step, ADDRESS)
    types(person, "wuhan")
    chooses(person, "武汉")
    person.touch("填好了")
    person.settles()
    person.touch("下一步")
    assert step.read(person.answers[0]) == {"address": "武汉"}


def test_letters_that_were_not_chosen_yet_are_kept_by_done(person: Person) -> None:
    opens(person, only("address"), ADDRESS)
    types(person, "wuhan")
    person.touch("填好了")
    person.settles()
    assert person.find(ADDRESS).description != "点这里填写"


def test_nobody_is_offered_the_rare_name_that_somebody_typed_before(person: Person) -> None:
    opens(person, only("address"), ADDRESS)
    for _ in range(3):
        types(person, "cuibianyou")
        person._qtbot.waitUntil(lambda: bool(candidates(person)))
        assert word(candidates(person)[0]) != "崔变有"
        for part in ("崔", "变", "有"):
            chooses(person, part)


def test_a_wipe_takes_half_typed_words_and_the_keyboard_away(person: Person) -> None:
    opens(person, only("address"), ADDRESS)
    types(person, "zhang")
    person.host.wipe()
    keyboard.wipe_learned_words()
    assert keyboard.learns_nothing()
    person.sees(only("address"))
    assert person.find(ADDRESS).description == "点这里填写"


def test_names_in_letters_come_in_capitals(person: Person) -> None:
    step = only("pinyin")
    opens(person, step, "姓名拼音")
    types(person, "chen")
    person.touch("填好了")
    person.settles()
    person.touch("下一步")
    assert step.read(person.answers[0]) == {"pinyin": "CHEN"}
