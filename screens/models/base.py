"""What all page models share.

A page model is all that a page's QML sees of a step: constant, typed properties in the person's language, and slots
that send what the person did. A page model for step `X` is called `XModel`, stands in the module of `screens.models`
that is named like the step's, and its page is `screens/qml/pages/XPage.qml`; the host finds them by that rule.

What a signal is connected to on an object that QML sees is a `@Slot()`. For any other method PySide (6.11) gives that
one object a meta-object of its own, freed with it; QML keeps what it learned by the meta-object's address, and a page
of another model whose own one lands there finds nothing of its model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QJSValue, QmlElement

from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text
from kiosk.steps.step import Step
from screens.sound import Tone

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1


def _no_picture(_png: bytes) -> str:
    return ""


@dataclass(frozen=True)
class Showing:
    """How a step is shown: language tag, earlier answer or draft (`before`), and where pictures go.

    `picture` takes a PNG or JPEG and gives the address for an Image; it is forgotten with the page.
    """

    language: str = "zh_CN"
    before: object | None = None
    can_go_back: bool = False
    picture: Callable[[bytes], str] = field(default=_no_picture)

    def text(self, text: Text) -> str:
        """A text of a step in the person's language."""
        return text.in_language(self.language)

    def say(self, zh: str, en: str) -> str:
        """One of our own words in the person's language."""
        return en if self.language.startswith("en") else zh


@QmlElement
class PageModel(QObject):
    """The base. `answered` carries what the step's `read` takes."""

    answered = Signal(object)
    speaks = Signal(str)  # an instruction to be said aloud; never anything about a person

    asks_before_leaving: ClassVar[bool] = True  # whether something typed is worth a question

    def __init__(self, showing: Showing) -> None:
        super().__init__()
        self.showing = showing
        self._draft: object | None = None

    @Slot("QVariant")
    def answer(self, value: object) -> None:
        """What the person did, to the flow."""
        self.answered.emit(plain(value))

    @Slot("QVariant")
    def keep(self, value: object) -> None:
        """What is typed so far: kept over 上一步 and a change of language, forgotten with the visit."""
        self._draft = plain(value) or None

    @property
    def draft(self) -> object | None:
        """What was typed so far, in the shape that `Showing.before` takes; None: nothing."""
        return self._draft

    @property
    def dirty(self) -> bool:
        """Whether something was typed that 退出 would lose."""
        return self.asks_before_leaving and self._draft is not None

    @property
    def tone(self) -> Tone | None:
        """What is heard when the page comes up; an alarm goes on while it stands."""
        return None

    def begin(self) -> None:
        """The page is up, and whoever shows it listens."""

    def become(self, _step: Step[Any]) -> bool:
        """Takes on a later step of the same kind without a new page, if it can."""
        return False

    def put_right(self, errors: tuple[FieldError, ...]) -> None:
        """The answer was not right: shows where. Pages that can be wrong override it."""


def plain(value: object) -> object:
    """A value from QML as Python's own: arrays and objects come as QJSValue."""
    return value.toVariant() if isinstance(value, QJSValue) else value
