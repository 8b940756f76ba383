"""Filling in any form as somebody would: what is asked gets an answer that passes."""

from __future__ import annotations

from typing import Any

_TEXTS = {
    "text": "样例文字样例文字样例文字",
    "pinyin": "Yang Li",
    "phone": "13800000099",
    "date": "2026-11-20",
    "month": "2026-11",
    "consent": "yes",
}
_BY_RULE = {
    "resident-number": "11010519491231002X",
    "credit-code": "91420102MA00TAMP3M",
    "plate": "鄂A12345",
    "email": "somebody@example.invalid",
    "vin": "LSVAA49J132047371",
    "not-own-phone": "13800000098",
}


def situation_of(guide: Any) -> dict[str, str]:
    """The first option of every question."""
    return {q["key"]: q["options"][0]["key"] for q in guide["questions"]}


def filled(guide: Any, situation: dict[str, str] | None = None) -> dict[str, str]:
    """Every field that the person fills with these situations (others: the first option)."""
    answers, form = situation_of(guide) | (situation or {}), {}
    for section in guide["form"]["sections"]:
        for field in section["fields"]:
            asked = all(set(answers.get(c["field"], "").split(",")) & set(c["values"]) for c in field["when"])
            if asked and field["source"] == "person":
                answers[field["key"]] = form[field["key"]] = _value(field)
    return form


def _value(field: Any) -> str:
    if field["rule"] in _BY_RULE:
        return _BY_RULE[str(field["rule"])]
    kind = field["kind"]
    if kind in ("choice", "choices"):
        return str(field["options"][0]["key"])
    if kind == "digits":
        return "6" * max(int(field["shortest"]), 1)
    if kind == "amount":
        return str(field["least"] or "1")
    if kind in ("date", "month") and field["least"] == "today":
        return "2026-12-20"
    if kind == "month" and field["least"] == "this-month":
        return "2026-12"
    return _TEXTS[kind][: field["longest"]] if kind == "text" else _TEXTS[kind]
