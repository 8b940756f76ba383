"""Forms as data: fields, what is right in them, and what to tell the person where something is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kiosk.rules.proofs import Option
from kiosk.rules.texts import Text

Answers = Mapping[str, str]  # field key → value; several choices are joined with ","


class FieldKind(Enum):
    """How a field is filled; the page chooses keypad, keyboard or choices by it."""

    TEXT = "text"  # Chinese text, Qt Virtual Keyboard
    PINYIN = "pinyin"  # Latin capitals and spaces
    PHONE = "phone"  # 11 digits, our keypad
    DIGITS = "digits"  # other numbers, our keypad
    AMOUNT = "amount"  # yuan to 0.01, our keypad
    DATE = "date"  # YYYY-MM-DD, our keypad
    MONTH = "month"  # YYYY-MM, our keypad
    CHOICE = "choice"  # one option
    CHOICES = "choices"  # one or more options
    CONSENT = "consent"  # a tick of its own: "yes" or ""


class Source(Enum):
    """Where a field's value comes from; all but the person's own are locked on the page (with 不对?)."""

    CARD = "card"
    PLATFORM = "platform"
    LICENCE = "licence"
    PERSON = "person"


@dataclass(frozen=True)
class Condition:
    """True when the field `field` (or the situation question of that key) has one of `values`."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Whether it is so with these answers; a field with several choices holds if any of them is named."""
        return bool(set(answers.get(self.field, "").split(",")) & set(self.values))


@dataclass(frozen=True)
class Field:
    """One field. Limits are inclusive; lengths count characters; `rule` names a check of `checks.py`."""

    key: str
    label: Text
    kind: FieldKind
    source: Source = Source.PERSON
    required: bool = True
    options: tuple[Option, ...] = ()
    shortest: int = 0
    longest: int = 60
    least: str = ""  # for AMOUNT, DATE and MONTH; "today" and "this-month" are understood
    most: str = ""
    rule: str = ""  # luhn-warning, resident-number, adult-or-guardian …
    hint: Text = Text("")
    source_name: Text = Text("")  # whose data, for CARD and PLATFORM
    when: tuple[Condition, ...] = ()  # all must hold, else the field is not there
    never_shown: bool = False  # masked on the review page (bank account)


@dataclass(frozen=True)
class Section:
    """Fields that are asked on one page."""

    key: str
    title: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """One form: sections in order."""

    sections: tuple[Section, ...]


@dataclass(frozen=True)
class FieldError:
    """What is wrong at one field, in words for the person. A warning does not stop them."""

    field: str
    text: Text
    warning: bool = False
