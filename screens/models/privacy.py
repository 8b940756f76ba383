"""What of a value may stand on a public screen while nobody touches it."""

from __future__ import annotations

import re

from kiosk.rules.masks import mask_name, mask_number, mask_phone

_PHONE = re.compile(r"1[0-9]{10}")
_DATE = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?")
_NUMBER = re.compile(r"[0-9A-Za-z]{5,}")
_NAME_AT_MOST = 4
_HARMLESS_DIGITS = 5
_KEPT_OF_A_LONGER_TEXT = 3


def tells_who(value: str) -> bool:
    """Whether a value by its form alone may tell who somebody is: phone, document or account numbers."""
    return bool(_NUMBER.fullmatch(value) and sum(c.isdigit() for c in value) > _HARMLESS_DIGITS)


def mask_value(value: str) -> str:
    """A value of any kind, masked: phone, date, number, name or longer text are told apart by their form."""
    if len(value) <= 1:
        return value
    if _PHONE.fullmatch(value):
        return mask_phone(value)
    if _DATE.fullmatch(value):
        return value[:4] + re.sub("[0-9]", "*", value[4:])
    if _NUMBER.fullmatch(value):
        return mask_number(value)
    if len(value) <= _NAME_AT_MOST:
        return mask_name(value)
    return value[:_KEPT_OF_A_LONGER_TEXT] + "****"
