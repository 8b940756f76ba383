"""A form as JSON Schema (2020-12): what may be filled in, for one situation or for all.

Values are strings, as they are filed. What a schema can't say is named in `x-rule` and checked by the platform alone:
`check-digit` (ID numbers), `least`/`most` (amounts, days and months, some relative to today) and `not-own-phone`.
Questions (情形) that no answer was given for are properties themselves, so that conditions on them can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from server_stub.catalogue import patterns
from server_stub.catalogue.models import Condition, Field, Option, Question, ServiceFile
from server_stub.texts import Text

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CHECKED_BY_PLATFORM = {"resident-number": "check-digit", "not-own-phone": "not-own-phone"}


def schema_of(file: ServiceFile, situation: Mapping[str, str], address: str) -> Schema:
    """The form's schema; `situation` answers some or all of the questions, `address` is the platform's."""
    open_questions = [q for q in file.guide.questions if q.key not in situation]
    asked = [
        (section.key, field, left)
        for section in file.guide.form.sections
        for field in section.fields
        if (left := _left(field.when, situation)) is not None
    ]
    properties = {q.key: _question(q) for q in open_questions}
    properties |= {field.key: {**_field(field), "x-section": section} for section, field, _ in asked}
    sections = {section for section, _, _ in asked}
    rules = _conditional((field, left) for _, field, left in asked if left)
    return {
        "$schema": _DIALECT,
        "$id": f"{address}/v1/services/{file.code}/form",
        "title": file.guide.service.title.zh,
        "type": "object",
        "properties": properties,
        "required": [q.key for q in open_questions] + [f.key for _, f, left in asked if not left and _is_needed(f)],
        "additionalProperties": False,
        **({"allOf": rules} if rules else {}),
        "x-sections": [
            {"key": s.key, "title": s.title.model_dump()} for s in file.guide.form.sections if s.key in sections
        ],
        "x-situation": dict(situation),
    }


def _left(when: Iterable[Condition], situation: Mapping[str, str]) -> tuple[Condition, ...] | None:
    """The conditions that the situation leaves open; none if one of them does not hold in it."""
    settled = {c: c.holds(dict(situation)) for c in when if c.field in situation}
    return None if False in settled.values() else tuple(c for c in when if c not in settled)


def _is_needed(field: Field) -> bool:
    return field.source == "person" and field.required


def _conditional(fields: Iterable[tuple[Field, tuple[Condition, ...]]]) -> list[Schema]:
    """One if/then/else for all fields that are there under the same conditions."""
    together: dict[tuple[Condition, ...], list[Field]] = {}
    for field, conditions in fields:
        together.setdefault(conditions, []).append(field)
    rules = []
    for conditions, group in together.items():
        needed = [field.key for field in group if _is_needed(field)]
        rule: Schema = {"if": _all(conditions), "else": {"properties": {field.key: False for field in group}}}
        rules.append(rule | ({"then": {"required": needed}} if needed else {}))
    return rules


def _all(conditions: Iterable[Condition]) -> Schema:
    """All of them hold. What is not there counts as empty, as for the platform's own check."""
    properties, required = {}, []
    for condition in conditions:
        properties[condition.field] = {"pattern": patterns.holds(condition.values)}
        if "" not in condition.values:
            required.append(condition.field)
    return {"properties": properties, "required": required}


def _question(question: Question) -> Schema:
    return {
        **_titled(question.title, question.hint),
        "type": "string",
        "enum": [option.key for option in question.options],
        "x-options": _options(question.options),
        "x-source": "question",
    }


def _field(field: Field) -> Schema:
    known: Schema = {
        **_titled(field.label, field.hint),
        "type": "string",
        "x-kind": field.kind,
        "x-source": "earlier" if field.reuse and field.source == "person" else field.source,
    }
    if field.options:
        known["x-options"] = _options(field.options)
    if field.origin or field.source_name.zh:
        known["x-origin"] = {"item": field.origin, "name": field.source_name.model_dump()}
    if rules := _beyond(field):
        known["x-rule"] = rules
    if field.never_shown:
        known["x-masked"] = True
    if field.source != "person":
        return known | {"maxLength": patterns.LONGEST, "pattern": f"^{patterns.WITHOUT_CONTROLS}$"}
    value = _value(field)
    return known | (value if field.required else {"anyOf": [{"const": ""}, value]})


def _value(field: Field) -> Schema:
    """What a value that is not empty must be."""
    match field.kind:
        case "choice":
            return {"enum": [option.key for option in field.options]}
        case "choices":
            return {"pattern": f"^{patterns.some_of([option.key for option in field.options])}$"}
        case "consent":
            return {"const": "yes"}
    value: Schema = {"pattern": f"^({patterns.of_kind(field)})$"}
    if field.kind in ("text", "pinyin", "digits"):
        value |= {"minLength": max(field.shortest, 1), "maxLength": field.longest}
    if field.kind == "date":
        value["format"] = "date"
    if by_rule := patterns.of_rule(field):
        value["allOf"] = [{"pattern": f"^({by_rule})$"}]
    return value


def _beyond(field: Field) -> Schema:
    """The rules that the platform checks and a schema can't."""
    rules: Schema = {}
    if field.least:
        rules["least"] = field.least
    if field.most:
        rules["most"] = field.most
    if field.rule in _CHECKED_BY_PLATFORM:
        rules[_CHECKED_BY_PLATFORM[field.rule]] = True
    if field.rule == "luhn-warning":
        rules["luhn-warning"] = True
    return rules


def _titled(title: Text, hint: Text) -> Schema:
    return {"title": title.zh, "x-label": title.model_dump()} | ({"description": hint.zh} if hint.zh else {})


def _options(options: Iterable[Option]) -> list[Schema]:
    return [{"key": option.key, "title": option.title.model_dump()} for option in options]
