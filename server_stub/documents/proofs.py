"""Proofs: the hand-made kinds of the data file, and one for each printing service (L2) of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.compiling import question
from server_stub.catalogue.models import Question, ServiceFile
from server_stub.data_files import load_yaml
from server_stub.documents.insurance import insurance_content
from server_stub.documents.of_registers import questions_of, register_content, register_knows
from server_stub.documents.property import property_content
from server_stub.documents.records import Asked, Content
from server_stub.people.registers import has_record
from server_stub.people.tables import Person
from server_stub.texts import Text, text

_ASIDE = re.compile("（[^（）]*）$")
_PRINTING = re.compile("(查询|开具)?打印$|查询$")
_PRINTING_EN = re.compile(r"^(Looking up and printing|Print(ing|ed)?:?|Printout of) (an? |the )?")
_CONTENT: dict[str, Callable[[Db, Asked], Content | None]] = {
    "social-insurance": insurance_content,
    "property-search": property_content,
}


@dataclass(frozen=True)
class ProofKind:
    """A proof that can be issued."""

    kind: str  # of the data file, or a service's code
    sources: frozenset[str]  # registers without which it can't be issued
    title: Text
    department: Text
    issuer: str
    about: Text
    valid_months: int
    prefix: str
    questions: tuple[Question, ...]
    level: int
    knows: Callable[[Db, Person], bool]  # whether the register knows the person
    content: Callable[[Db, Asked], Content | None]  # what it says; None without a record
    service: ServiceFile | None = None


def load_proofs() -> dict[str, ProofKind]:
    """The hand-made proofs by kind, in the order they are offered."""
    kinds = []
    for data in load_yaml("proofs.yaml"):
        kinds.append(
            ProofKind(
                kind=data["kind"],
                sources=frozenset({data["source"]}),
                title=text(data["title"]),
                department=text(data["department"]),
                issuer=data["issuer"],
                about=text(data["about"]),
                valid_months=data["valid_months"],
                prefix=data["prefix"],
                questions=tuple(question(q) for q in data["questions"]),
                level=3,
                knows=_in(data["source"]),
                content=_CONTENT[data["kind"]],
            )
        )
    return {kind.kind: kind for kind in kinds}


def printed_title(title: Text) -> Text:
    """What a printing service's paper is called: 住房公积金缴存证明打印 → 住房公积金缴存证明."""
    zh = _PRINTING.sub("", _ASIDE.sub("", title.zh))
    en = _PRINTING_EN.sub("", title.en)
    return Text(zh=zh, en=en[:1].upper() + en[1:])


def _in(source: str) -> Callable[[Db, Person], bool]:
    return lambda db, person: has_record(db, person.id, source)


def of_service(db: Db, file: ServiceFile, person: Person) -> ProofKind:
    """The proof that a printing service makes of its register."""
    service, facts = file.guide.service, file.facts
    return ProofKind(
        kind=service.code,
        sources=frozenset({facts.prints, file.source} - {""}),
        title=printed_title(service.title),
        department=service.department,
        issuer=service.department.zh,
        about=file.guide.result,
        valid_months=facts.valid_months,
        prefix=service.code[:2],
        questions=questions_of(db, file, person),
        level=max(file.guide.level, 3),
        knows=lambda db, person: register_knows(db, file, person),
        content=lambda db, asked: register_content(db, file, asked),
        service=file,
    )
