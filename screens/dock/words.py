"""The dock's texts: Chinese with English beside it, one language shown at a time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str


NOTHING = Words("", "")


class Language(QObject):
    """Which of the two languages the window speaks now."""

    changed = Signal()

    def __init__(self, english: bool = False) -> None:
        super().__init__()
        self._english = english

    @property
    def english(self) -> bool:
        """Whether English is shown."""
        return self._english

    def say(self, words: Words) -> str:
        """The text to show; the other language where one is missing."""
        return (words.en or words.zh) if self._english else (words.zh or words.en)

    def other(self, words: Words) -> str:
        """The same text in the language not shown, for tooltips."""
        return words.zh if self._english else words.en

    def switch(self) -> None:
        """Changes over to the other language."""
        self._english = not self._english
        self.changed.emit()
