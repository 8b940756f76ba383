"""The proofs of the data file, and what each says about a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.compiling import question
from server_stub.catalogue.models import Question
from server_stub.data_files import load_yaml
from server_stub.documents.insurance import insurance_content
from server_stub.documents.property import property_content
from server_stub.documents.records import Asked, Content
from server_stub.people.registers import has_record
from server_stub.texts import Text, text

_CONTENT: dict[str, Callable[[Db, Asked], Content | None]] = {
    "social-insurance": insurance_content,
    "property-search": property_content,
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
        return has_record(db, person_id, self.source)

    def content(self, db: Db, asked: Asked) -> Content | None:
        """What it says; None without a record."""
        return _CONTENT[self.kind](db, asked)


def load_proofs() -> dict[str, ProofKind]:
    """The proofs by kind, in the order they are offered."""
    kinds = []
    for data in load_yaml("proofs.yaml"):
        kinds.append(
            ProofKind(
                kind=data["kind"],
                source=data["source"],
                title=text(data["title"]),
                department=text(data["department"]),
                issuer=data["issuer"],
                about=text(data["about"]),
                valid_months=data["valid_months"],
                prefix=data["prefix"],
                questions=tuple(question(q) for q in data["questions"]),
            )
        )
    return {kind.kind: kind for kind in kinds}
