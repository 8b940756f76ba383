"""What a printing service (L2) says: all that its register knows of the person or of their company, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import Condition, Option, Question, ServiceFile
from server_stub.documents.records import Asked, Content
from server_stub.people.companies import Company, companies_of
from server_stub.people.tables import Person
from server_stub.problems import Problem
from server_stub.records import reader
from server_stub.records.reader import Fact
from server_stub.records.registers import Register, registers
from server_stub.texts import Text

COMPANY = "company"  # the question which of several companies it is for
_WHICH = Text(zh="要哪一家的？", en="Of which company?")
_WHAT_FOR = "用来做什么"


def questions_of(db: Db, file: ServiceFile, person: Person) -> tuple[Question, ...]:
    """The service's questions, and for whom it is where the person has several companies."""
    companies = companies_of(db, person) if registers()[file.facts.prints].of_companies else ()
    if len(companies) < 2:
        return file.guide.questions
    options = tuple(Option(key=c.credit_code, title=Text(zh=c.name, en=c.name)) for c in companies)
    return (*file.guide.questions, Question(key=COMPANY, title=_WHICH, options=options))


def register_knows(db: Db, file: ServiceFile, person: Person) -> bool:
    """Whether there is anything to print."""
    found = reader.entries(db, person, file.facts.prints)
    return found is not None and (bool(found) or file.facts.prints_none)


def register_content(db: Db, file: ServiceFile, asked: Asked) -> Content | None:
    """The facts; None without a record. Problem: proof.not-so where the register says otherwise than it would."""
    register = registers()[file.facts.prints]
    found = reader.facts(db, asked.person, register.key, asked.answers.get(COMPANY, ""))
    if found is None or not (found or file.facts.prints_none):
        return None
    _refuse_untrue(file.facts.prints_when, found, register)
    company = _company(db, register, asked)
    head, rows = _table(found)
    whose = company.name if company else asked.person.name
    result = "的登记信息如下：" if found else "名下未查到登记信息。"
    return Content(
        holder=_holder(asked, company, file),
        intro=f"经查询{register.title.zh}，截至 {asked.at:%Y-%m-%d %H:%M}，{whose}{result}",
        head=head,
        rows=rows,
        totals=(("查询结果", f"{len(found)} 条"),) if len(found) != 1 else (),
        notes=(
            f"数据来源：{register.title.zh}。",
            "本证明反映查询时刻的登记情况，登记信息此后变更的，以变更后的为准。",
        ),
        company=company,
    )


def _refuse_untrue(conditions: Sequence[Condition], found: Sequence[Sequence[Fact]], register: Register) -> None:
    """A proof that nothing is owed is not printed for who owes: each entry must be as the service says."""
    for condition in conditions:
        item = register.items[condition.field]
        for entry in found:
            raw = next((f.raw for f in entry if f.item is item), "")
            if not raw or (condition.values and raw not in condition.values):
                value = item.shown(raw) if raw else Text(zh="无", en="none")
                also = Text(zh=f"登记的{item.label.zh}：{value.zh}", en=f"{item.label.en} in the register: {value.en}")
                raise Problem("proof.not-so", also=also)


def _company(db: Db, register: Register, asked: Asked) -> Company | None:
    if not register.of_companies:
        return None
    wanted = asked.answers.get(COMPANY)
    return next((c for c in companies_of(db, asked.person) if wanted in (None, c.credit_code)), None)


def _holder(asked: Asked, company: Company | None, file: ServiceFile) -> tuple[tuple[str, str], ...]:
    person = (("姓名", asked.person.name), (asked.document_label, asked.document_number))
    whose = (("名称", company.name), ("统一社会信用代码", company.credit_code)) if company else ()
    applicant = (("查询人", asked.person.name),) if company else person
    asked_for = tuple((_label(q), asked.titles[q.key]) for q in file.guide.questions)
    return (*whose, *applicant, *asked_for)


def _label(question: Question) -> str:
    plain = question.title.zh.rstrip("？?")
    return "用途" if plain == _WHAT_FOR else plain


def _table(found: Sequence[Sequence[Fact]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """One entry as item and content, several as a row each."""
    if not found:
        return (), ()
    if len(found) == 1:
        return ("项目", "内容"), tuple((f.label.zh, f.value.zh) for f in found[0])
    items = list(dict.fromkeys(f.item.key for entry in found for f in entry))
    labels = {f.item.key: f.label.zh for entry in found for f in entry}
    rows = [{f.item.key: f.value.zh for f in entry} for entry in found]
    return tuple(labels[i] for i in items), tuple(tuple(row.get(i, "") for i in items) for row in rows)
