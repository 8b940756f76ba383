"""Numbers of identity documents: GB 11643-1999 (also for J holders, 81/82/83 0000) and the cards for foreigners.

For the card of 2017 the check digit's rule is not published; that the number of 2023 begins with 9 and is otherwise
built and checked like a resident's is unconfirmed (DOMAIN.md 1.4).
"""

from __future__ import annotations

import datetime as dt
import re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_HMT = re.compile(r"(81|82|83)0000[0-9]{11}[0-9X]")
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_CREDIT_VALUES = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FOREIGNER = re.compile(r"[A-Z]{3}[0-9]{4}([0-9]{6})[0-9]{2}")


def check_character(first17: str) -> str:
    """The 18th character for 17 ASCII digits (ISO 7064 MOD 11-2)."""
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def resident_is_valid(number: str) -> bool:
    """Whether the check character is right and the date of birth is a day that was."""
    if not _RESIDENT.fullmatch(number):
        return False
    return check_character(number[:17]) == number[17] and birth(number) is not None


def birth(number: str) -> dt.date | None:
    """The date of birth in an 18-character number, None if there is no such day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def foreigner_is_valid(number: str) -> bool:
    """Whether it is built like a 2017 number; its check digit's rule is not published, so it is not judged."""
    found = _FOREIGNER.fullmatch(number)
    if not found:
        return False
    return any(_is_day(f"{century}{found[1]}") for century in ("19", "20"))


def _is_day(yyyymmdd: str) -> bool:
    try:
        dt.date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:]))
    except ValueError:
        return False
    return True


def is_valid(kind: str, number: str) -> bool:
    """Whether a number can be that of a document of this kind."""
    if kind == "foreigner-card":
        return foreigner_is_valid(number)
    if kind == "foreigner-card-2023":
        return number.startswith("9") and resident_is_valid(number)
    if kind == "hmt-residence-card":
        return bool(_HMT.fullmatch(number)) and resident_is_valid(number)
    return resident_is_valid(number)


def credit_code_is_built_right(code: str) -> bool:
    """Whether it is built like a unified social credit code (GB 32100); a few genuine early ones fail its check."""
    return bool(_CREDIT.fullmatch(code))


def credit_code_check(first17: str) -> str:
    """The 18th character of a credit code for its first 17."""
    total = sum(_CREDIT_VALUES.index(c) * pow(3, place, 31) for place, c in enumerate(first17))
    return _CREDIT_VALUES[(31 - total % 31) % 31]
