"""Filling a form: what the card gives, which fields are asked, how the answers are read back to the person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from kiosk.rules.forms import Answers, Field, FieldKind, Form, Section, Source
from kiosk.rules.people import Document, DocumentKind, Prefill
from kiosk.rules.texts import Text

_KINDS = {
    DocumentKind.RESIDENT: Text("居民身份证", "Resident identity card"),
    DocumentKind.HMT_RESIDENCE: Text("港澳台居民居住证", "Residence permit for HK, Macao and Taiwan residents"),
    DocumentKind.FOREIGNER: Text("外国人永久居留身份证", "Foreign permanent resident ID card"),
    DocumentKind.FOREIGNER_2023: Text("外国人永久居留身份证（2023 版）", "Foreign permanent resident ID card (2023)"),
    DocumentKind.SOCIAL_SECURITY: Text("社会保障卡", "Social-security card"),
}
_SEXES = {"1": "男", "2": "女"}
_PRIVATE = {FieldKind.PHONE}


def kind_name(kind: DocumentKind) -> Text:
    """What a kind of document is called."""
    return _KINDS[kind]


def from_card(document: Document, nation: str) -> dict[str, str]:
    """The values of a form's card fields. `nation` is the name for the document's nation code."""
    return {
        "name": document.name.reveal(),
        "sex": _SEXES.get(document.sex, "未说明"),
        "nation": nation,
        "birth": document.birth.isoformat() if document.birth else "",
        "document_kind": kind_name(document.kind).zh,
        "document_number": document.number.reveal(),
        "valid_until": document.valid_until.isoformat() if document.valid_until else "长期",
        "registered_address": document.address.reveal() if document.address else "",
    }


def asked_fields(section: Section, known: Answers) -> tuple[Field, ...]:
    """The fields that may be there, given what is known; conditions inside the section are left to its page."""
    inside = {f.key for f in section.fields}
    return tuple(f for f in section.fields if all(c.field in inside or c.holds(known) for c in f.when))


def may_be_asked(section: Section, known: Answers) -> bool:
    """Whether a section comes, as far as can be said now: a condition on something not answered yet counts as met."""
    return any(all(c.field not in known or c.holds(known) for c in f.when) for f in section.fields)


def filed_answers(form: Form, known: Answers) -> dict[str, str]:
    """Exactly what is filed: the values of the fields that are there with these answers.

    A condition looks back, at what is itself filed: an earlier answer to a field that is gone counts no more.
    """
    fields = [f for section in form.sections for f in section.fields]
    keys = {f.key for f in fields}
    answers = {key: value for key, value in known.items() if key not in keys}
    filed: dict[str, str] = {}
    for field in fields:
        if known.get(field.key) and all(c.holds(answers | filed) for c in field.when):
            filed[field.key] = known[field.key]
    return filed


def locked_values(section: Section, known: Answers) -> tuple[Prefill, ...]:
    """What card and platform fields of a section show, and whose data it is; also suggestions for the rest."""
    return tuple(Prefill(f.key, known[f.key], f.source_name) for f in section.fields if known.get(f.key))


def shown_value(field: Field, value: str) -> Text:
    """A value as the person reads it: options by their titles, a tick as 同意."""
    if field.kind is FieldKind.CONSENT:
        return Text("同意", "Agreed") if value else Text("未同意", "Not agreed")
    if not field.options:
        return Text(value)
    titles = {o.key: o.title for o in field.options}
    chosen = [titles.get(key, Text(key)) for key in value.split(",")]
    return Text("、".join(t.zh for t in chosen), ", ".join(t.en or t.zh for t in chosen))


def is_private(field: Field) -> bool:
    """Whether a value is masked on an open screen until it is touched.

    What the platform knows of a person is private as a whole; of a card only what tells who it is.
    """
    if field.options or field.kind is FieldKind.CONSENT:
        return False
    if field.source is Source.CARD:
        return field.key in _PERSONAL
    return field.never_shown or field.kind in _PRIVATE or field.source in (Source.PLATFORM, Source.LICENCE)


_PERSONAL = frozenset({"name", "document_number", "registered_address", "birth"})


def digest(service: str, situation: Mapping[str, str], form: Mapping[str, str]) -> str:
    """SM3 (GB/T 32905), hex, of what is signed: canonical JSON of service, situation and form."""
    what = {"service": service, "situation": dict(situation), "form": dict(form)}
    raw = json.dumps(what, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.new("sm3", raw).hexdigest()
