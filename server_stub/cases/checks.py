"""Whether what a person filled in is right, by the rules of the form itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from server_stub import identity_numbers
from server_stub.catalogue.models import Field, ServiceFile
from server_stub.problems import FieldError
from server_stub.texts import Text

Answers = dict[str, str]

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_PINYIN = re.compile(r"[A-Za-z]+( [A-Za-z]+)*")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_NOT_ASKED = Text(zh="这一项不在表里", en="This is not part of the form")


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


def situation_errors(service: ServiceFile, situation: Answers) -> list[FieldError]:
    """Questions without an answer, answers without a question."""
    options = {q.key: {o.key for o in q.options} for q in service.guide.questions}
    wrong = [key for key, keys in options.items() if situation.get(key) not in keys]
    text = _t("请从列出的情形里选一项", "Please choose one of the situations")
    return [FieldError(field=key, text=text) for key in (*wrong, *(set(situation) - set(options)))]


def form_errors(service: ServiceFile, situation: Answers, form: Answers, today: dt.date) -> list[FieldError]:
    """What is wrong at which field. Warnings never come alone: they don't stop anybody."""
    answers = {**form, **situation}
    asked = [f for f in service.fields if f.is_there(answers)]
    errors = [e for f in asked if f.source == "person" and (e := value_error(f, form.get(f.key, ""), answers, today))]
    known = {f.key for f in service.fields}
    errors += [FieldError(field=key, text=_NOT_ASKED) for key in form if key not in known]
    return errors


def value_error(field: Field, value: str, answers: Answers, today: dt.date) -> FieldError | None:
    """What is wrong with one value, also that it is missing."""
    if not value:
        return FieldError(field=field.key, text=_missing(field)) if field.required else None
    text = _BY_KIND[field.kind](field, value, today) or _by_rule(field, value, answers)
    if text:
        return FieldError(field=field.key, text=text)
    if field.rule == "luhn-warning" and not luhn_is_right(value):
        unusual = _t("这个账号看起来不对，请核对一遍", "This account number looks unusual, please check")
        return FieldError(field=field.key, text=unusual, warning=True)
    return None


def _missing(field: Field) -> Text:
    if field.kind in ("choice", "choices"):
        return _t("请选一项", "Please choose")
    if field.kind == "consent":
        return _t("需要您同意才能办理", "Your consent is needed to go on")
    return _t("请填写", "Please fill in")


def luhn_is_right(number: str) -> bool:
    """ISO/IEC 7812 check digit."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _text(field: Field, value: str, today: dt.date) -> Text | None:
    if not value.strip() or any(not c.isprintable() for c in value):
        return _t("请填写文字", "Please write some text")
    return _length(field, value)


def _length(field: Field, value: str) -> Text | None:
    if len(value) < field.shortest:
        return _t(f"至少 {field.shortest} 个字", f"At least {field.shortest} characters")
    if len(value) > field.longest:
        return _t(f"最多 {field.longest} 个字", f"At most {field.longest} characters")
    return None


def _pinyin(field: Field, value: str, today: dt.date) -> Text | None:
    if not _PINYIN.fullmatch(value):
        return _t("请用字母，姓和名之间空一格", "Letters, one space between the names")
    return _length(field, value)


def _phone(field: Field, value: str, today: dt.date) -> Text | None:
    if _PHONE.fullmatch(value):
        return None
    return _t("手机号是 11 位数字，以 13 至 19 开头", "A mobile number has 11 digits and starts with 13 to 19")


def _digits(field: Field, value: str, today: dt.date) -> Text | None:
    if not (value.isascii() and value.isdigit()):
        return _t("这里只填数字", "Digits only")
    if field.shortest <= len(value) <= field.longest:
        return None
    if field.shortest == field.longest:
        return _t(f"应是 {field.longest} 位数字", f"It has {field.longest} digits")
    return _t(f"应是 {field.shortest} 至 {field.longest} 位数字", f"It has {field.shortest} to {field.longest} digits")


def _amount(field: Field, value: str, today: dt.date) -> Text | None:
    if not _AMOUNT.fullmatch(value):
        return _t("请填数字，最多两位小数", "A number with at most two decimals")
    if field.least and Decimal(value) < Decimal(field.least):
        return _t(f"不能少于 {field.least}", f"Not less than {field.least}")
    if field.most and Decimal(value) > Decimal(field.most):
        return _t(f"不能多于 {field.most}", f"Not more than {field.most}")
    return None


def _date(field: Field, value: str, today: dt.date) -> Text | None:
    try:
        written = dt.date.fromisoformat(value).isoformat()
    except ValueError:
        written = ""
    if written != value:  # Python also reads 20260101 and 2026-W01-1
        return _t("没有这一天，请按 年-月-日 填写", "There is no such day; use year-month-day")
    return _between(field, today.isoformat(), value)


def _month(field: Field, value: str, today: dt.date) -> Text | None:
    if not _MONTH.fullmatch(value):
        return _t("没有这个月份，请按 年-月 填写", "There is no such month; use year-month")
    return _between(field, today.isoformat()[:7], value)


def _between(field: Field, now: str, day: str) -> Text | None:
    least = now if field.least in ("today", "this-month") else field.least
    most = now if field.most in ("today", "this-month") else field.most
    if least and day < least:
        return _t(f"不能早于 {least}", f"Not before {least}")
    if most and day > most:
        return _t(f"不能晚于 {most}", f"Not after {most}")
    return None


def _choice(field: Field, value: str, today: dt.date) -> Text | None:
    chosen = value.split(",") if field.kind == "choices" else [value]
    if set(chosen) <= {o.key for o in field.options} and len(set(chosen)) == len(chosen):
        return None
    return _t("请从列出的里选", "Please choose one of those listed")


def _consent(field: Field, value: str, today: dt.date) -> Text | None:
    return None if value == "yes" else _missing(field)


def _by_rule(field: Field, value: str, answers: Answers) -> Text | None:
    if field.rule == "resident-number" and not identity_numbers.resident_is_valid(value.upper()):
        return _t("身份证号不对，请核对", "This is not a valid ID number, please check")
    if field.rule == "not-own-phone" and value == answers.get("phone"):
        return _t("请填另一个人的手机号", "Please give another person's number")
    if field.rule == "credit-code" and not identity_numbers.credit_code_is_built_right(value.upper()):
        return _t("统一社会信用代码是 18 位数字和字母，请核对", "A credit code has 18 digits and letters, please check")
    if field.rule == "plate" and not _PLATE.fullmatch(value.upper()):
        return _t("号牌号码不对，如：鄂A12345", "This is no plate; for example 鄂A12345")
    if field.rule == "email" and not _EMAIL.fullmatch(value):
        return _t("邮箱地址不对，请核对", "This is not an e-mail address, please check")
    if field.rule == "vin" and not _VIN.fullmatch(value.upper()):
        return _t("车辆识别代号是 17 位数字和字母", "A vehicle identification number has 17 digits and letters")
    return None


_BY_KIND: dict[str, Callable[[Field, str, dt.date], Text | None]] = {
    "text": _text,
    "pinyin": _pinyin,
    "phone": _phone,
    "digits": _digits,
    "amount": _amount,
    "date": _date,
    "month": _month,
    "choice": _choice,
    "choices": _choice,
    "consent": _consent,
}
KINDS = frozenset(_BY_KIND)
RULES = frozenset({"", "luhn-warning", "resident-number", "not-own-phone", "credit-code", "plate", "email", "vin"})
