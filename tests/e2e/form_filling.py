"""How the scripted person fills a form: field by field, by keypad, keyboard and choices, as a hand would."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

from kiosk.rules.forms import Field, FieldKind, Source
from kiosk.steps.filing import FillSection
from tests.e2e.person import NotThere, Person

_BY_KIND = {
    FieldKind.TEXT: "wuhan jiefang dadao",
    FieldKind.PINYIN: "WANG",
    FieldKind.PHONE: "13800000009",
    FieldKind.DIGITS: "6222021234567890128",
    FieldKind.AMOUNT: "1500",
    FieldKind.DATE: "20270630",
    FieldKind.MONTH: "202612",
}


async def fill(person: Person, page: FillSection, wishes: Mapping[str, str]) -> None:
    """Fills what is empty and asked. `wishes`: field key → option key, digits, or letters to type in Pinyin."""
    known = dict(page.earlier) | {p.field: p.value for p in page.prefilled}
    for field in page.fields:
        there = all(condition.holds(known) for condition in field.when)
        if field.source is not Source.PERSON or not there or (known.get(field.key) and field.key not in wishes):
            continue
        if field.required or field.key in wishes:
            known[field.key] = await _fill_field(person, field, wishes.get(field.key))


async def _fill_field(person: Person, field: Field, wish: str | None) -> str:
    if field.kind is FieldKind.CONSENT:
        await _touch_below(person, "", field.label.zh)
        return "yes"
    if field.options:
        keys = (wish or field.options[0].key).split(",")
        for option in field.options:
            if option.key in keys:
                await _touch_below(person, field.label.zh, option.title.zh)
        return ",".join(keys)
    text = wish or _BY_KIND[field.kind]
    await _touch_below(person, "", field.label.zh, role=None)
    if field.kind in (FieldKind.TEXT, FieldKind.PINYIN):
        await type_letters(person, text, choose=field.kind is FieldKind.TEXT)
    else:
        await person.types(text)
    await person.touch("填好了")
    return text


async def _touch_below(person: Person, label: str, name: str, role: QAccessible.Role | None = None) -> None:
    """Touches the control `name` that comes after the text `label`, scrolling as far as needed."""
    for _ in range(12):
        found = _after(person, label, name)
        if found is None:
            raise NotThere(f"no {name!r} below {label!r}; there are: {person.controls()}")
        middle = found.rect().center().y() - person.origin().y()
        top, bottom = person.reach()
        if top <= middle <= bottom:
            await person.touch_interface(found)
            return
        await person.touch("下面还有" if middle > bottom else "往上看")
    raise NotThere(f"{name!r} can't be scrolled to")


def _after(person: Person, label: str, name: str) -> QAccessibleInterface | None:
    seen = not label
    for interface in person.interfaces():
        text = interface.text(QAccessible.Text.Name)
        if not seen:
            seen = text == label
        elif text == name and person.usable(interface):
            return interface
    return None


async def type_letters(person: Person, letters: str, *, choose: bool) -> None:
    """On the virtual keyboard; with `choose` the first candidate of each word is taken (Pinyin)."""
    for word in letters.split():
        for letter in word:
            await person.touch_at(await _key(person, letter))
        if choose:
            await person.touch_at(await _key(person, " "))


async def _key(person: Person, letter: str) -> QPointF:
    """The middle of a key: the keyboard's keys have no accessible names, but each knows its text."""

    def find() -> QPointF | None:
        for item in _items(person.terminal.host.window.contentItem()):
            text = item.property("text")
            is_key = item.property("keyType") is not None and item.isVisible() and item.width() > 0
            if is_key and isinstance(text, str) and text.lower() == letter.lower():
                return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        return None

    return await person.until(find, f"the key {letter!r}")


def _items(item: QQuickItem) -> list[QQuickItem]:
    below = [item]
    for child in item.childItems():
        if child.isVisible():
            below += _items(child)
    return below
