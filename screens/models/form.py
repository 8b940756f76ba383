"""The fields of a form as QML sees them: what stands there now, what is wrong with it, and whether they are asked."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.rules.answers import is_private
from kiosk.rules.forms import Field, FieldError, FieldKind, Source
from kiosk.rules.people import Prefill
from kiosk.rules.proofs import Option
from screens.models import keys
from screens.models.privacy import mask_value, tells_who

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

_CHOSEN_FROM = (FieldKind.CHOICE, FieldKind.CHOICES)


@QmlElement
class FieldOption(QObject):
    """One option of a choice."""

    chosen_changed = Signal(name="chosenChanged")

    def __init__(self, option: Option, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._key = option.key
        self._title = option.title.in_language(language)
        self._hint = option.hint.in_language(language)
        self._chosen = False

    @Property(str, constant=True)
    def key(self) -> str:
        """What is answered."""
        return self._key

    @Property(str, constant=True)
    def title(self) -> str:
        """What the person reads."""
        return self._title

    @Property(str, constant=True)
    def hint(self) -> str:
        """A line below the title, or ""."""
        return self._hint

    @Property(bool, notify=chosen_changed)
    def chosen(self) -> bool:
        """Whether it is chosen now."""
        return self._chosen

    @property
    def name(self) -> str:
        """The key, for Python."""
        return self._key

    @property
    def words(self) -> str:
        """The title, for Python."""
        return self._title

    @property
    def is_chosen(self) -> bool:
        """Whether it is chosen now, for Python."""
        return self._chosen

    def choose(self, chosen: bool) -> None:
        """Sets whether it is chosen."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.chosen_changed.emit()


@QmlElement
class FormField(QObject):
    """One field. `way` is how it is filled: locked, keypad, keyboard, letters, choice, choices or consent."""

    value_changed = Signal(name="valueChanged")
    error_changed = Signal(name="errorChanged")
    there_changed = Signal(name="thereChanged")
    filled = Signal()  # the person changed it

    def __init__(
        self, field: Field, language: str, value: str, prefill: Prefill | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._language = language
        self._value = value
        self._error, self._warning = "", False
        self._there = True
        self._source = (prefill.source if prefill else field.source_name).in_language(language)
        self._options = [FieldOption(o, language, self) for o in field.options]
        self._mark_chosen()

    # ---- what never changes

    @Property(str, constant=True)
    def key(self) -> str:
        """The field's key."""
        return self.field.key

    @Property(str, constant=True)
    def label(self) -> str:
        """What is asked."""
        return self.field.label.in_language(self._language)

    @Property(str, constant=True)
    def hint(self) -> str:
        """How it is meant, or ""."""
        return self.field.hint.in_language(self._language)

    @Property(str, constant=True)
    def way(self) -> str:
        """How it is filled; see the class."""
        if self.field.source is not Source.PERSON:
            return "locked"
        if self.field.kind in keys.KEYPAD:
            return "keypad"
        names = {FieldKind.TEXT: "keyboard", FieldKind.PINYIN: "letters"}
        return names.get(self.field.kind, self.field.kind.value)

    @Property(str, constant=True)
    def unit(self) -> str:
        """The kind of value for words beside it: "amount", "date", "month", "phone", "digits" or ""."""
        return self.field.kind.value if self.field.kind in keys.KEYPAD else ""

    @Property(str, constant=True)
    def source(self) -> str:
        """Whose data a locked value is."""
        return self._source

    @Property(bool, constant=True)
    def required(self) -> bool:
        """Whether it may stay empty."""
        return self.field.required

    @Property(list, constant=True)
    def options(self) -> list[FieldOption]:
        """FieldOption of a choice, in order."""
        return self._options

    @Property(list, constant=True)
    def extraKeys(self) -> list[str]:  # noqa: N802 - a QML name
        """Keys of the keypad beside the digits."""
        return list(keys.extra_keys(self.field))

    @Property(int, constant=True)
    def longest(self) -> int:
        """Characters at most."""
        return keys.longest(self.field)

    # ---- what changes

    @Property(str, notify=value_changed)
    def value(self) -> str:
        """The value as it is sent."""
        return self._value

    @Property(str, notify=value_changed)
    def shown(self) -> str:
        """The value as it is easy to check: numbers in groups, options by their titles."""
        if self.field.kind in _CHOSEN_FROM:
            return "、".join(o.words for o in self._options if o.is_chosen) or self._value
        return keys.grouped(self.field, self._value)

    @Property(str, notify=value_changed)
    def masked(self) -> str:
        """The value as it may stand on an open screen."""
        private = is_private(self.field) or tells_who(self._value)
        return mask_value(self._value) if private else str(self.shown)

    @Property(str, notify=error_changed)
    def error(self) -> str:
        """What is wrong here, in words, or ""."""
        return self._error

    @Property(bool, notify=error_changed)
    def warning(self) -> bool:
        """Whether `error` only warns and does not stop."""
        return self._warning

    @Property(bool, notify=there_changed)
    def there(self) -> bool:
        """Whether the field is asked with the answers given so far."""
        return self._there

    # ---- what the person does

    @Slot(str)
    def write(self, text: str) -> None:
        """The keyboard's text."""
        text = text[: self.field.longest]
        self._set(text.upper() if self.field.kind is FieldKind.PINYIN else text)

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the keypad."""
        self._set(keys.with_key(self.field, self._value, key))

    @Slot()
    def erase(self) -> None:
        """The keypad's erase key."""
        self._set(keys.without_last(self.field, self._value))

    @Slot()
    def clear(self) -> None:
        """The keypad's clear key."""
        self._set("")

    @Slot(str)
    def choose(self, key: str) -> None:
        """A touch on an option: chosen alone, or in and out where several may be chosen; a tick for a consent."""
        if self.field.kind is FieldKind.CONSENT:
            self._set("" if self._value else "yes")
        elif self.field.kind is FieldKind.CHOICES:
            chosen = set(filter(None, self._value.split(","))) ^ {key}
            self._set(",".join(o.key for o in self.field.options if o.key in chosen))
        else:
            self._set(key)

    # ---- what the page does

    @property
    def typed(self) -> str:
        """The value, for Python."""
        return self._value

    @property
    def asked(self) -> bool:
        """Whether the person is asked it now."""
        return self._there and self.field.source is Source.PERSON

    @property
    def stops(self) -> bool:
        """Whether something is wrong here that must be put right."""
        return bool(self._error) and not self._warning

    def stand(self, there: bool) -> None:
        """Whether it is asked."""
        if there != self._there:
            self._there = there
            self.there_changed.emit()

    def complain(self, error: FieldError | None) -> None:
        """Says what is wrong, or takes it back."""
        text = error.text.in_language(self._language) if error else ""
        if (text, bool(error and error.warning)) != (self._error, self._warning):
            self._error, self._warning = text, bool(error and error.warning)
            self.error_changed.emit()

    def _set(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._mark_chosen()
            self.value_changed.emit()
            self.complain(None)  # it is being put right
            self.filled.emit()

    def _mark_chosen(self) -> None:
        chosen = self._value.split(",")
        for option in self._options:
            option.choose(option.name in chosen)
