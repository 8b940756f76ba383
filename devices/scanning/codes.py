"""From what a scanner sends to one line of text, or a reason why not.

What stands in a code was written by anybody: it is data, never an instruction. Nothing that commands a machine gets
past here, and nothing longer than a code that a hall uses.
"""

from __future__ import annotations

import unicodedata

from devices.ports import CodeFailed, CodeRead, CodeResult, CodeTrouble

LONGEST = 512
"""Bytes of one code. A light code (亮码) has some 200, a receipt's address some 60."""

ENDS = b"\r\n\t\0"
"""What scanners put behind a code, as set up: one of these, or several."""

_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, format (they turn the order of characters around, or hide), surrogates, private, unassigned, separators."""


def text_of(raw: bytes) -> str | CodeTrouble:
    """UTF-8, or GB 18030 where it is none; without blanks around it. Empty for nothing but blanks."""
    if len(raw) > LONGEST:
        return CodeTrouble.TOO_LONG
    for encoding in ("utf-8", "gb18030"):
        try:
            return checked(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return CodeTrouble.NO_TEXT


def checked(text: str) -> str | CodeTrouble:
    """The text where it is one line of printable characters."""
    if len(text.encode("utf-8", "replace")) > LONGEST:
        return CodeTrouble.TOO_LONG
    if any(unicodedata.category(character) in _FORBIDDEN for character in text):
        return CodeTrouble.CONTROL
    return text.strip()


def code_result(scanner: str, code: str | CodeTrouble) -> CodeResult:
    """What goes to whoever waits."""
    return CodeFailed(scanner, code) if isinstance(code, CodeTrouble) else CodeRead(scanner, code)


class CodeLines:
    """Cuts what a scanner sends into codes: at its suffix, or where it pauses. Keeps at most one code's bytes."""

    def __init__(self) -> None:
        self._came = bytearray()
        self._overflown = False

    @property
    def in_code(self) -> bool:
        """Whether the beginning of a code has come and its end has not."""
        return bool(self._came) or self._overflown

    def feed(self, chunk: bytes) -> list[str | CodeTrouble]:
        """All codes that are complete after `chunk`."""
        found: list[str | CodeTrouble] = []
        for byte in chunk:
            if byte in ENDS:
                found += self.end()
            elif len(self._came) < LONGEST:
                self._came.append(byte)
            else:
                self._overflown = True
        return found

    def end(self) -> list[str | CodeTrouble]:
        """The scanner paused, or its suffix came: what there is is a code. Empty lines are none."""
        raw, overflown = bytes(self._came), self._overflown
        self._came.clear()
        self._overflown = False
        code = CodeTrouble.TOO_LONG if overflown else text_of(raw)
        return [code] if code else []
