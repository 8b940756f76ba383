"""Texts for people, in the languages they come in: Chinese always, English where there is one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One text. Chinese is the source; English is empty only where the platform sent none."""

    zh: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text for a language tag such as "en" or "zh_CN"; Chinese where nothing better is known."""
        return self.en if language.startswith("en") and self.en else self.zh
