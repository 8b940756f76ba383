"""Personal data that does not show itself: `str()`, `repr()` and f-strings of it give the masked form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Masked(Generic[T]):
    """A value that is shown masked unless somebody asks for it with `reveal()`.

    The mask is made once, from the value, so that a log line or a traceback can never hold the value itself.
    """

    __slots__ = ("_shown", "_value")

    def __init__(self, value: T, mask: Callable[[T], str]) -> None:
        self._value = value
        self._shown = mask(value)

    def reveal(self) -> T:
        """The value itself: for the platform, for a page that shows it while touched, never for a log."""
        return self._value

    def __str__(self) -> str:
        return self._shown

    def __repr__(self) -> str:
        return f"<{self._shown}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Masked) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳小明 → 欧***, "" → "". One character is kept, of two or more."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_number(number: str) -> str:
    """420102198506150026 → 4201**********0026; short ones keep their last two at most."""
    if len(number) >= 12:
        return number[:4] + "*" * (len(number) - 8) + number[-4:]
    return "*" * (len(number) - 2) + number[-2:] if len(number) > 4 else "*" * len(number)


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678."""
    return phone[:3] + "****" + phone[-4:] if len(phone) == 11 else mask_number(phone)


def masked_name(name: str) -> Masked[str]:
    """A person's name."""
    return Masked(name, mask_name)


def masked_number(number: str) -> Masked[str]:
    """An identity document's or account's number."""
    return Masked(number, mask_number)
