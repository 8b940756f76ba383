"""What a service asks by itself: its situation questions and the fields of its form, by key, in order."""

from __future__ import annotations

from dataclasses import dataclass

from server_stub.catalogue.models import Field, Question, ServiceFile


@dataclass(frozen=True)
class Owned:
    """A question or a field of one service; a question is treated as a choice that must be made."""

    service: str
    key: str
    field: Field
    section: str  # "" for a question
    is_question: bool = False


def owned(file: ServiceFile) -> dict[str, Owned]:
    """Questions first, then fields. No key is both (a data test says so)."""
    found = {q.key: Owned(file.code, q.key, _as_field(q), "", is_question=True) for q in file.guide.questions}
    for section in file.guide.form.sections:
        for field in section.fields:
            found[field.key] = Owned(file.code, field.key, field, section.key)
    return found


def _as_field(question: Question) -> Field:
    return Field(key=question.key, label=question.title, kind="choice", options=question.options, hint=question.hint)
