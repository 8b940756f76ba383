"""Resident identity numbers, GB 11643-1999: region 6, birth 8, sequence 3, check ISO 7064 MOD 11-2."""

from __future__ import annotations

import datetime as dt

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def check_character(first17: str) -> str:
    """The 18th character for 17 ASCII digits."""
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_valid(number: str) -> bool:
    """Whether the check character is right and the date of birth is a day that was: 421083197002290032 is refused."""
    if len(number) != 18 or not (number.isascii() and number[:17].isdigit()):
        return False
    return check_character(number[:17]) == number[17] and birth(number) is not None


def birth(number: str) -> dt.date | None:
    """The date of birth in the number, None if there is no such day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
