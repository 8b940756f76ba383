"""What keypad presses make of a value: dates, months, amounts, phone and account numbers."""

from __future__ import annotations

from kiosk.rules.forms import Field, FieldKind

KEYPAD = (FieldKind.PHONE, FieldKind.DIGITS, FieldKind.AMOUNT, FieldKind.DATE, FieldKind.MONTH)
KEYBOARD = (FieldKind.TEXT, FieldKind.PINYIN)
_PHONE_DIGITS = 11
_YUAN_DIGITS = 9
_CENTS = 2


def with_key(field: Field, value: str, key: str) -> str:
    """The value after one key: digit, "." for amounts, "X" for ID numbers. One that does not fit changes nothing."""
    if field.kind is FieldKind.AMOUNT:
        return _amount_with(value, key)
    typed = bare(field, value)
    if key == "X":
        fits = field.rule == "resident-number" and len(typed) == 17
    else:
        fits = key.isascii() and key.isdigit() and len(key) == 1
    return _joined(field, typed + key) if fits and len(typed) < longest(field) else value


def without_last(field: Field, value: str) -> str:
    """The value after the erase key."""
    return value[:-1] if field.kind is FieldKind.AMOUNT else _joined(field, bare(field, value)[:-1])


def longest(field: Field) -> int:
    """How many keys a value has at most."""
    return {FieldKind.PHONE: _PHONE_DIGITS, FieldKind.DATE: 8, FieldKind.MONTH: 6}.get(field.kind, field.longest)


def extra_keys(field: Field) -> tuple[str, ...]:
    """Keys beside the digits."""
    if field.kind is FieldKind.AMOUNT:
        return (".",)
    return ("X",) if field.rule == "resident-number" else ()


def bare(field: Field, value: str) -> str:
    """The keys of a value, without the dashes of dates."""
    return value.replace("-", "") if field.kind in (FieldKind.DATE, FieldKind.MONTH) else value


def grouped(field: Field, value: str) -> str:
    """The value as it is easy to check: 138 1234 5678, 2026 年 11 月 2_ 日, 6217 0012 …."""
    typed = bare(field, value)
    if field.kind is FieldKind.DATE:
        open_ = typed.ljust(8, "_")
        return f"{open_[:4]} - {open_[4:6]} - {open_[6:]}" if typed else ""
    if field.kind is FieldKind.MONTH:
        open_ = typed.ljust(6, "_")
        return f"{open_[:4]} - {open_[4:]}" if typed else ""
    if field.kind is FieldKind.PHONE:
        return " ".join(part for part in (typed[:3], typed[3:7], typed[7:]) if part)
    if field.rule == "resident-number":
        return " ".join(part for part in (typed[:6], typed[6:14], typed[14:]) if part)
    if field.kind is FieldKind.DIGITS and field.longest >= 12:
        return " ".join(typed[at : at + 4] for at in range(0, len(typed), 4))
    return value


def _joined(field: Field, typed: str) -> str:
    if field.kind is FieldKind.DATE:
        return "-".join(part for part in (typed[:4], typed[4:6], typed[6:]) if part)
    if field.kind is FieldKind.MONTH:
        return "-".join(part for part in (typed[:4], typed[4:]) if part)
    return typed


def _amount_with(value: str, key: str) -> str:
    yuan, point, cents = value.partition(".")
    if key == ".":
        return value if point else (yuan or "0") + "."
    if not (key.isascii() and key.isdigit() and len(key) == 1):
        return value
    if point:
        return value + key if len(cents) < _CENTS else value
    if yuan == "0":  # no leading zeros
        return key
    return value + key if len(yuan) < _YUAN_DIGITS else value
