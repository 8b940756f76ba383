"""Forms filled in at random, but rightly: what a patient person might answer to any life event."""

from __future__ import annotations

import datetime as dt
import random
import string

from server_stub.catalogue.models import Field
from server_stub.life_events.models import LifeEvent
from server_stub.life_events.plans import Plan

TODAY = dt.date(2026, 11, 23)
_BY_RULE = {
    "resident-number": ("420102199001010014", "11010519491231002X"),
    "credit-code": ("91110000802100433B", "914403001922038216"),
    "plate": ("鄂A12345", "鄂AD12345"),
    "email": ("a.b@example.com", "x-1@mail.example.org"),
    "vin": ("LFV3A23C8B3000001", "1M8GDM9AXKP042788"),
    "not-own-phone": ("13900000009",),
}


def random_answers(event: LifeEvent, rng: random.Random) -> dict[str, str]:
    """A way through the event's questions."""
    answers: dict[str, str] = {}
    for question in event.questions:
        if question.is_asked(answers):
            options = [o.key for o in question.options]
            some = rng.sample(options, rng.randint(0, len(options))) if question.several else [rng.choice(options)]
            answers[question.key] = ",".join(some)
    return answers


def random_form(plan: Plan, rng: random.Random) -> dict[str, str]:
    """The one form, complete and right; what need not be answered sometimes is."""
    form: dict[str, str] = {}
    for field in plan.form.fields:
        if field.is_there(form) and (value := _value(field, rng)):
            form[field.key] = value
    return form


def _value(field: Field, rng: random.Random) -> str:
    if not field.required and rng.random() < 0.4:
        return ""
    if field.rule in _BY_RULE:
        return rng.choice(_BY_RULE[field.rule])
    match field.kind:
        case "choice":
            return rng.choice(field.options).key
        case "choices":
            return ",".join(o.key for o in rng.sample(field.options, rng.randint(1, len(field.options))))
        case "consent":
            return "yes"
        case "phone":
            return f"13{rng.randint(100_000_000, 899_999_999)}"
        case "amount":
            return _amount(field, rng)
        case "date":
            return _day(field, rng).isoformat()
        case "month":
            return _day(field, rng).isoformat()[:7]
    return _text(field, rng)


def _text(field: Field, rng: random.Random) -> str:
    letters = {"digits": string.digits, "pinyin": string.ascii_uppercase}.get(field.kind, "江岸里弄甲乙丙丁戊己号")
    least = max(field.shortest, 1)
    return "".join(rng.choice(letters) for _ in range(rng.randint(least, min(field.longest, least + 6))))


def _amount(field: Field, rng: random.Random) -> str:
    least, most = float(field.least or "0"), float(field.most or "999999")
    return f"{min(max(rng.uniform(least, most), least), most):.2f}"


def _day(field: Field, rng: random.Random) -> dt.date:
    """Within the field's bounds, a year around today where it has none."""
    first = _bound(field.least, TODAY - dt.timedelta(days=300))
    last = _bound(field.most, max(first, TODAY) + dt.timedelta(days=300))
    return first + dt.timedelta(days=rng.randint(0, max((last - first).days, 0)))


def _bound(written: str, otherwise: dt.date) -> dt.date:
    if written in ("today", "this-month"):
        return TODAY
    return dt.date.fromisoformat(written if len(written) == 10 else f"{written}-01") if written else otherwise
