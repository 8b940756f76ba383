"""Whether what a person filled in is right, by the rules of the form itself.

What a JSON Schema can say (`catalogue/schema.py`) and what only the platform checks are apart: the first agrees with
the schema, value by value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from server_stub import identity_numbers
from server_stub.catalogue import patterns
from server_stub.catalogue.models import Field, ServiceFile
from server_stub.problems import FieldError
from server_stub.texts import Text

Answers = dict[str, str]

_NOT_ASKED = Text(zh="这一项不在表里", en="This is not part of the form")
_UNREADABLE = Text(zh="内容里有不能识别的字符", en="There are characters in it that can't be read")


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


def situation_errors(service: ServiceFile, situation: Answers, *, partly: bool = False) -> list[FieldError]:
    """Questions without an answer (but where only some are given), answers without a question."""
    options = {q.key: {o.key for o in q.options} for q in service.guide.questions}
    asked = [key for key in options if key in situation or not partly]
    wrong = [key for key in asked if situation.get(key) not in options[key]]
    text = _t("请从列出的情形里选一项", "Please choose one of the situations")
    return [FieldError(field=key, text=text) for key in (*wrong, *(set(situation) - set(options)))]


def form_errors(service: ServiceFile, situation: Answers, form: Answers, today: dt.date) -> list[FieldError]:
    """What is wrong at which field. Warnings never come alone: they don't stop anybody."""
    answers = {**form, **situation}
    errors = shape_errors(service, situation, form)
    wrong = {error.field for error in errors}
    for field in service.fields:
        value = form.get(field.key, "")
        if value and field.key not in wrong and field.source == "person":
            errors += _beyond_shape(field, value, answers, today)
    return errors


def shape_errors(service: ServiceFile, situation: Answers, form: Answers) -> list[FieldError]:
    """What the form's JSON Schema says too: what is missing, what is not asked, what a value may look like."""
    answers = {**form, **situation}
    asked = {f.key: f for f in service.fields if f.is_there(answers)}
    errors = [FieldError(field=key, text=_NOT_ASKED) for key in form if key not in asked]
    for key, field in asked.items():
        text = _shape_error(field, form.get(key, ""))
        if text:
            errors.append(FieldError(field=key, text=text))
    return errors


def has_shape_of(field: Field, value: str) -> bool:
    """Whether a value could stand in this field."""
    return _shape_error(field, value) is None


def value_error(field: Field, value: str, answers: Answers, today: dt.date) -> FieldError | None:
    """What is wrong with the value of one field, also that it is missing, whoever it comes from."""
    if text := _typed_error(field, value):
        return FieldError(field=field.key, text=text)
    return next(_beyond_shape(field, value, answers, today), None) if value else None


def _shape_error(field: Field, value: str) -> Text | None:
    if field.source != "person":
        fits = len(value) <= patterns.LONGEST and _matches(patterns.WITHOUT_CONTROLS, value)
        return None if fits else _UNREADABLE
    return _typed_error(field, value)


def _typed_error(field: Field, value: str) -> Text | None:
    if not value:
        return _missing(field) if field.required else None
    return _BY_KIND[field.kind](field, value) or _by_rule(field, value)


def _beyond_shape(field: Field, value: str, answers: Answers, today: dt.date) -> Iterator[FieldError]:
    """What the platform checks alone: limits, check digits, values of two fields together."""
    text = _limits(field, value, today) or _by_meaning(field, value, answers)
    if text:
        yield FieldError(field=field.key, text=text)
    elif field.rule == "luhn-warning" and not luhn_is_right(value):
        unusual = _t("这个账号看起来不对，请核对一遍", "This account number looks unusual, please check")
        yield FieldError(field=field.key, text=unusual, warning=True)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _matches(pattern: str | None, value: str) -> bool:
    return pattern is None or _compiled(pattern).fullmatch(value) is not None


def _is_of_kind(field: Field, value: str) -> bool:
    return _matches(patterns.of_kind(field), value)


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


def _text(field: Field, value: str) -> Text | None:
    if not value.strip(" "):
        return _t("请填写文字", "Please write some text")
    return _length(field, value) if _is_of_kind(field, value) else _UNREADABLE


def _length(field: Field, value: str) -> Text | None:
    if len(value) < field.shortest:
        return _t(f"至少 {field.shortest} 个字", f"At least {field.shortest} characters")
    if len(value) > field.longest:
        return _t(f"最多 {field.longest} 个字", f"At most {field.longest} characters")
    return None


def _pinyin(field: Field, value: str) -> Text | None:
    if not _is_of_kind(field, value):
        return _t("请用字母，姓和名之间空一格", "Letters, one space between the names")
    return _length(field, value)


def _phone(field: Field, value: str) -> Text | None:
    if _is_of_kind(field, value):
        return None
    return _t("手机号是 11 位数字，以 13 至 19 开头", "A mobile number has 11 digits and starts with 13 to 19")


def _digits(field: Field, value: str) -> Text | None:
    if not _is_of_kind(field, value):
        return _t("这里只填数字", "Digits only")
    if field.shortest <= len(value) <= field.longest:
        return None
    if field.shortest == field.longest:
        return _t(f"应是 {field.longest} 位数字", f"It has {field.longest} digits")
    return _t(f"应是 {field.shortest} 至 {field.longest} 位数字", f"It has {field.shortest} to {field.longest} digits")


def _amount(field: Field, value: str) -> Text | None:
    if _is_of_kind(field, value):
        return None
    return _t("请填数字，最多两位小数", "A number with at most two decimals")


def _date(field: Field, value: str) -> Text | None:
    if _is_of_kind(field, value):
        try:
            dt.date.fromisoformat(value)
            return None
        except ValueError:
            pass
    return _t("没有这一天，请按 年-月-日 填写", "There is no such day; use year-month-day")


def _month(field: Field, value: str) -> Text | None:
    if _is_of_kind(field, value):
        return None
    return _t("没有这个月份，请按 年-月 填写", "There is no such month; use year-month")


def _choice(field: Field, value: str) -> Text | None:
    chosen = value.split(",") if field.kind == "choices" else [value]
    if set(chosen) <= {o.key for o in field.options} and len(set(chosen)) == len(chosen):
        return None
    return _t("请从列出的里选", "Please choose one of those listed")


def _consent(field: Field, value: str) -> Text | None:
    return None if value == "yes" else _missing(field)


_RULE_TEXTS = {
    "resident-number": _t("身份证号不对，请核对", "This is not a valid ID number, please check"),
    "credit-code": _t(
        "统一社会信用代码是 18 位数字和字母，请核对", "A credit code has 18 digits and letters, please check"
    ),
    "plate": _t("号牌号码不对，如：鄂A12345", "This is no plate; for example 鄂A12345"),
    "email": _t("邮箱地址不对，请核对", "This is not an e-mail address, please check"),
    "vin": _t("车辆识别代号是 17 位数字和字母", "A vehicle identification number has 17 digits and letters"),
}


def _by_rule(field: Field, value: str) -> Text | None:
    return None if _matches(patterns.of_rule(field), value) else _RULE_TEXTS[field.rule]


def _limits(field: Field, value: str, today: dt.date) -> Text | None:
    if field.kind == "amount":
        if field.least and Decimal(value) < Decimal(field.least):
            return _t(f"不能少于 {field.least}", f"Not less than {field.least}")
        if field.most and Decimal(value) > Decimal(field.most):
            return _t(f"不能多于 {field.most}", f"Not more than {field.most}")
    if field.kind in ("date", "month"):
        now = {"today": today.isoformat(), "this-month": today.isoformat()[:7]}
        least, most = now.get(field.least, field.least), now.get(field.most, field.most)
        if least and value < least:
            return _t(f"不能早于 {least}", f"Not before {least}")
        if most and value > most:
            return _t(f"不能晚于 {most}", f"Not after {most}")
    return None


def _by_meaning(field: Field, value: str, answers: Answers) -> Text | None:
    if field.rule == "resident-number" and not identity_numbers.resident_is_valid(value.upper()):
        return _RULE_TEXTS["resident-number"]
    if field.rule == "not-own-phone" and value == answers.get("phone"):
        return _t("请填另一个人的手机号", "Please give another person's number")
    return None


_BY_KIND: dict[str, Callable[[Field, str], Text | None]] = {
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
RULES = frozenset({"", "luhn-warning", "not-own-phone", *_RULE_TEXTS})
