"""Whether what a person filled in is right, and the words for what is not."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from kiosk.rules import id_number
from kiosk.rules.forms import Answers, Field, FieldError, FieldKind
from kiosk.rules.texts import Text

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_PINYIN = re.compile(r"[A-Za-z]+( [A-Za-z]+)*")


def phone_error(phone: str) -> Text | None:
    """What is wrong with a mobile phone number, None if nothing is."""
    if _PHONE.fullmatch(phone):
        return None
    if len(phone) != 11:
        return Text("手机号是 11 位数字", "A mobile number has 11 digits")
    return Text("手机号以 13 至 19 开头，请再看一下", "A mobile number starts with 13 to 19, please check")


def luhn_is_right(number: str) -> bool:
    """ISO/IEC 7812 check digit. Some real account numbers fail it: warn, never refuse."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def check_field(field: Field, value: str, answers: Answers, today: dt.date) -> FieldError | None:
    """What is wrong with one value, or None. `answers` are all values known so far, for rules across fields."""
    if not value:
        return FieldError(field.key, _missing(field)) if field.required else None
    text = _BY_KIND[field.kind](field, value, today) or _by_rule(field, value, answers)
    if text:
        return FieldError(field.key, text)
    if field.rule == "luhn-warning" and not luhn_is_right(value):
        return FieldError(
            field.key,
            Text("这个账号看起来不对，请核对一遍", "This account number looks unusual, please check"),
            warning=True,
        )
    return None


def _missing(field: Field) -> Text:
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return Text("请选一项", "Please choose")
    if field.kind is FieldKind.CONSENT:
        return Text("需要您同意才能办理", "Your consent is needed to go on")
    return Text("请填写", "Please fill in")


def _text(field: Field, value: str, today: dt.date) -> Text | None:
    if not value.strip() or any(not c.isprintable() for c in value):
        return Text("请填写文字", "Please write some text")
    return _length(field, value)


def _length(field: Field, value: str) -> Text | None:
    if len(value) < field.shortest:
        return Text(f"至少 {field.shortest} 个字", f"At least {field.shortest} characters")
    if len(value) > field.longest:
        return Text(f"最多 {field.longest} 个字", f"At most {field.longest} characters")
    return None


def _pinyin(field: Field, value: str, today: dt.date) -> Text | None:
    if not _PINYIN.fullmatch(value):
        return Text("请用字母，姓和名之间空一格", "Letters, one space between the names")
    return _length(field, value)


def _phone(field: Field, value: str, today: dt.date) -> Text | None:
    return phone_error(value)


def _digits(field: Field, value: str, today: dt.date) -> Text | None:
    if not (value.isascii() and value.isdigit()):
        return Text("这里只填数字", "Digits only")
    if not field.shortest <= len(value) <= field.longest:
        if field.shortest == field.longest:
            return Text(f"应是 {field.longest} 位数字", f"It has {field.longest} digits")
        return Text(
            f"应是 {field.shortest} 至 {field.longest} 位数字", f"It has {field.shortest} to {field.longest} digits"
        )
    return None


def _amount(field: Field, value: str, today: dt.date) -> Text | None:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", value) or not amount.is_finite():
        return Text("请填金额，最多两位小数", "An amount with at most two decimals")
    if field.least and amount < Decimal(field.least):
        return Text(f"不能少于 {field.least}", f"Not less than {field.least}")
    if field.most and amount > Decimal(field.most):
        return Text(f"不能多于 {field.most}", f"Not more than {field.most}")
    return None


def _date(field: Field, value: str, today: dt.date) -> Text | None:
    try:
        written = dt.date.fromisoformat(value).isoformat()
    except ValueError:
        written = ""
    if written != value:  # Python also reads 20260101 and 2026-W01-1
        return Text("没有这一天，请按 年-月-日 填写", "There is no such day; use year-month-day")
    return _between(field, today.isoformat(), value)


def _month(field: Field, value: str, today: dt.date) -> Text | None:
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", value):
        return Text("没有这个月份，请按 年-月 填写", "There is no such month; use year-month")
    return _between(field, today.isoformat()[:7], value)


def _between(field: Field, now: str, day: str) -> Text | None:
    least = now if field.least in ("today", "this-month") else field.least
    most = now if field.most in ("today", "this-month") else field.most
    if least and day < least:
        return Text(f"不能早于 {least}", f"Not before {least}")
    if most and day > most:
        return Text(f"不能晚于 {most}", f"Not after {most}")
    return None


def _choice(field: Field, value: str, today: dt.date) -> Text | None:
    keys = {o.key for o in field.options}
    chosen = value.split(",") if field.kind is FieldKind.CHOICES else [value]
    if set(chosen) <= keys and len(set(chosen)) == len(chosen):
        return None
    return Text("请从列出的里选", "Please choose one of those listed")


def _consent(field: Field, value: str, today: dt.date) -> Text | None:
    return None if value == "yes" else _missing(field)


def _by_rule(field: Field, value: str, answers: Answers) -> Text | None:
    if field.rule == "resident-number" and not id_number.is_valid(value.upper()):
        return Text("身份证号不对，请核对", "This is not a valid ID number, please check")
    if field.rule == "not-own-phone" and value == answers.get("phone"):
        return Text("请填另一个人的手机号", "Please give another person's number")
    return None


_BY_KIND = {
    FieldKind.TEXT: _text,
    FieldKind.PINYIN: _pinyin,
    FieldKind.PHONE: _phone,
    FieldKind.DIGITS: _digits,
    FieldKind.AMOUNT: _amount,
    FieldKind.DATE: _date,
    FieldKind.MONTH: _month,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choice,
    FieldKind.CONSENT: _consent,
}
