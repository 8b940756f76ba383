"""The proofs of the data file, and what each says about a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.loader import question
from server_stub.catalogue.models import Question
from server_stub.data_files import load_yaml
from server_stub.documents.insurance import insurance_content
from server_stub.documents.property import property_content
from server_stub.documents.records import Asked, Content
from server_stub.people import registers as reg
from server_stub.people.registers import Property, SocialInsurance
from server_stub.texts import Text, text

_CONTENT: dict[str, Callable[[Db, Asked], Content | None]] = {
    "social-insurance": insurance_content,
    "property-search": property_content,
}
_RECORD: dict[str, type[SocialInsurance] | type[Property]] = {
    "social-insurance": SocialInsurance,
    "property-search": Property,
}


@dataclass(frozen=True)
class ProofKind:
    """A proof of the data file."""

    kind: str
    source: str
    title: Text
    department: Text
    issuer: str
    about: Text
    valid_months: int
    prefix: str
    questions: tuple[Question, ...]

    def has_record(self, db: Db, person_id: str) -> bool:
        """Whether its register knows the person."""
        record: object = reg.record(db, person_id, _RECORD[self.kind])
        return record is not None

    def content(self, db: Db, asked: Asked) -> Content | None:
        """What it says; None without a record."""
        return _CONTENT[self.kind](db, asked)

    def option(self, key: str, answer: str) -> Text:
        """The title of an answer."""
        options = next(q.options for q in self.questions if q.key == key)
        return next(o.title for o in options if o.key == answer)


def load_proofs() -> dict[str, ProofKind]:
    """The proofs by kind, in the order they are offered."""
    kinds = []
    for data in load_yaml("proofs.yaml"):
        texts = {key: text(data[key]) for key in ("title", "department", "about")}
        plain = {key: data[key] for key in ("kind", "source", "issuer", "valid_months", "prefix")}
        kinds.append(ProofKind(**plain, **texts, questions=tuple(question(q) for q in data["questions"])))
    return {kind.kind: kind for kind in kinds}


