"""Notices of a case: what each says, in the words that are printed. A slip is no notice; these are A4, with a number.

受理通知书, 补正告知书, 不予受理决定书, 容缺受理承诺书, 特别程序告知书, 准予/不予决定书, 退件通知书 (HALL.md 8).
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.models import CorrectionItem, NoticeContent
from server_stub.cases.slip import DOCUMENTS, situation_title
from server_stub.cases.tables import Case, NoticeRow, Promise
from server_stub.catalogue.models import Material, ServiceFile, SpecialProcedure
from server_stub.clock import in_hall
from server_stub.companies.tables import CompanyRow
from server_stub.database import next_number
from server_stub.people.tables import Card, Person
from server_stub.platform import Platform
from server_stub.texts import Text
from server_stub.verification_codes import new_code

_REVIEW = "对本决定不服的，可以自收到之日起 60 日内申请行政复议，也可以自收到之日起 6 个月内提起行政诉讼。"


class NoticeKind(Enum):
    """Which notice, with its letter in the number and its title."""

    ACCEPTANCE = ("acceptance", "受", "受理通知书", "Notice of acceptance")
    CORRECTION = ("correction", "补", "补正材料一次性告知书", "Notice of what has to be corrected")
    REFUSAL = ("refusal", "不受", "不予受理决定书", "Decision not to accept")
    DEFERRED = ("deferred", "容", "容缺受理承诺书", "Promise of materials that follow")
    SPECIAL = ("special", "特", "特别程序告知书", "Notice of a special procedure")
    GRANTED = ("granted", "准", "准予决定书", "Decision to grant")
    DENIED = ("denied", "不准", "不予决定书", "Decision to deny")
    RETURNED = ("returned", "退", "退件通知书", "Notice of return")
    CHECKLIST = ("checklist", "告", "一次性告知单", "Notice of everything that is needed")
    LATE_PROMISE = ("late-promise", "逾", "逾期未履行承诺告知书", "Notice of a promise not kept")
    JOINT_RESULT = ("joint-result", "联", "联办结果告知单", "Notice of the results of a life event")

    @property
    def key(self) -> str:
        """As it crosses the interface."""
        return self.value[0]

    @property
    def title(self) -> Text:
        """As printed, and in English."""
        return Text(zh=self.value[2], en=self.value[3])


@dataclass(frozen=True)
class Writer:
    """Writes the notices of one case."""

    db: Db
    platform: Platform
    case: Case
    service: ServiceFile
    now: dt.datetime

    def acceptance(self, promises: list[Promise]) -> NoticeRow:
        """受理."""
        limit = (
            "当场办结" if not self.case.clock_days else f"{self.case.clock_days} 个工作日内（最迟 {self._due()}）办结"
        )
        text = f"您提交的“{self._title}”申请，材料齐全，符合法定形式，现予受理。我们将在{limit}。"
        if promises:
            text = (
                f"您提交的“{self._title}”申请，基本条件具备、主要材料齐全，次要材料按您的承诺后补，现予容缺受理。"
                f"我们将在{limit}。"
            )
        return self._keep(
            NoticeKind.ACCEPTANCE,
            NoticeContent(
                paragraphs=(text,),
                item_head=("序号", "材料", "份数", "方式")
                if not promises
                else ("序号", "后补材料", "份数", "补齐期限"),
                items=self._given() if not promises else _promised(promises),
                remedies=("办理期间所需的听证、检验、检测、检疫、鉴定和专家评审时间不计入时限，依法另行告知。",),
            ),
        )

    def deferred(self, promises: list[Promise]) -> NoticeRow:
        """容缺受理承诺书: what was promised with the signature."""
        content = NoticeContent(
            paragraphs=(
                f"本人申请办理“{self._title}”，已知晓办理条件和全部应交材料，承诺在下列期限前一次补齐后补材料，"
                "并对所填内容和所交材料的真实性负责。",
                "本人知晓：未在期限内补齐的，经部门确认并听取本人意见后，停止办理或者撤销已作出的决定，"
                "并按规定记入信用记录；补齐后可以申请信用修复。",
            ),
            item_head=("序号", "后补材料", "份数", "补齐期限"),
            items=_promised(promises),
            closing=(f"承诺人已在自助机上手写签名，签名指纹 SM3 {self.case.digest[:16].upper()}。",),
        )
        return self._keep(NoticeKind.DEFERRED, content)

    def correction(self, items: tuple[CorrectionItem, ...], until: str) -> NoticeRow:
        """补正: everything that is missing, once."""
        return self._keep(NoticeKind.CORRECTION, self._correction(items, until))

    def correction_text(self, items: tuple[CorrectionItem, ...], until: str) -> NoticeContent:
        """What that notice would say; nothing is kept."""
        return self._complete(NoticeKind.CORRECTION, self._correction(items, until))

    def _correction(self, items: tuple[CorrectionItem, ...], until: str) -> NoticeContent:
        rows = tuple((str(n), i.what, i.why, i.how, until) for n, i in enumerate(items, 1))
        return NoticeContent(
            paragraphs=(f"您提交的“{self._title}”申请需要补正，现将需要补正的全部内容一次性告知如下：",),
            item_head=("序号", "需要补正的内容", "原因", "怎么补", "期限"),
            items=rows,
            closing=("补齐之日起重新计算审查时间；逾期未补正的，按退件处理，之后可以重新申请。",),
            remedies=("依据：《中华人民共和国行政许可法》第三十二条。", self._contact()),
        )

    def refusal(self, reason: str) -> NoticeRow:
        """不予受理."""
        text = f"您提交的“{self._title}”申请，经审查，{_sentence(reason)}根据有关规定，决定不予受理。"
        return self._keep(NoticeKind.REFUSAL, NoticeContent(paragraphs=(text,), remedies=(_REVIEW, self._contact())))

    def special(self, procedure: SpecialProcedure, note: str) -> NoticeRow:
        """特别程序: why the clock stands, and for how long at most."""
        text = (
            f"办理“{self._title}”需要进行{procedure.title.zh}，所需时间不超过 {procedure.days} 个工作日，"
            f"不计入办理时限。{_sentence(note) if note else ''}"
        )
        content = NoticeContent(paragraphs=(text,), remedies=(f"依据：{procedure.basis.zh}。", self._contact()))
        return self._keep(NoticeKind.SPECIAL, content)

    def decision(self, granted: bool, reason: str) -> NoticeRow:
        """准予 or 不予."""
        words = f"经审查，您的“{self._title}”申请"
        if granted:
            text = f"{words}符合条件，准予办理。{_sentence(reason) if reason else ''}{self._result()}"
            content = NoticeContent(paragraphs=(text,), remedies=(self._contact(),))
            return self._keep(NoticeKind.GRANTED, content)
        text = f"{words}，{_sentence(reason)}决定不予办理。"
        return self._keep(NoticeKind.DENIED, NoticeContent(paragraphs=(text,), remedies=(_REVIEW, self._contact())))

    def returned(self, reason: str) -> NoticeRow:
        """退件."""
        text = f"您的“{self._title}”申请已退件：{_sentence(reason)}所交材料可到原收件处取回，之后可以重新申请。"
        return self._keep(NoticeKind.RETURNED, NoticeContent(paragraphs=(text,), remedies=(self._contact(),)))

    def late_promise(self, promise: Promise) -> NoticeRow:
        """A promise was not kept: confirmed by the authority, open to objection."""
        text = (
            f"您办理“{self._title}”时承诺在 {promise.due_on} 前补齐“{promise.name['zh']}”，至今没有补齐。"
            f"您可以在 {promise.objection_until} 前提出异议并说明理由；到期没有异议或者异议不成立的，按规定记录。"
            "补齐材料后可以申请信用修复。"
        )
        return self._keep(NoticeKind.LATE_PROMISE, NoticeContent(paragraphs=(text,), remedies=(self._contact(),)))

    # ---- parts

    @property
    def _title(self) -> str:
        return self.service.guide.service.title.zh

    def _due(self) -> str:
        return f"{'预计 ' if self.case.due_estimated else ''}{self.case.due_on}"

    def _contact(self) -> str:
        guide = self.service.guide
        return f"咨询电话 {guide.telephone}，监督电话 {guide.supervision}。"

    def _result(self) -> str:
        return f"办理结果：{_sentence(self.service.guide.result.zh)}"

    def _given(self) -> tuple[tuple[str, ...], ...]:
        answers = {**(self.case.form or {}), **(self.case.situation or {})}
        return tuple(
            (str(n), m.name.zh, str((self.case.materials or {}).get(m.key, 0) or m.copies), self._how(m))
            for n, m in enumerate(self.service.materials_for(answers), 1)
        )

    def _how(self, material: Material) -> str:
        """How a material is met; an e-licence that stood for it counts."""
        return "电子证照，免提交" if material.key in self.case.covers else material.source.zh

    def _complete(self, kind: NoticeKind, content: NoticeContent) -> NoticeContent:
        addressee, identity = self._applicant()
        return content.model_copy(
            update={
                "title": kind.title.zh,
                "issuer": self.service.guide.service.department.zh.partition("、")[0],
                "addressee": addressee,
                "facts": self._facts(addressee, identity),
            }
        )

    def _keep(self, kind: NoticeKind, content: NoticeContent) -> NoticeRow:
        year, district = self.now.year, self.platform.district(self.case.region)
        series = next_number(self.db, f"notice/{self.case.region}/{kind.key}/{year}")
        row = NoticeRow(
            id=str(uuid.uuid4()),
            case_number=self.case.number,
            place=self._next_place(),
            kind=kind.key,
            number=f"{district.short.zh}{kind.value[1]}〔{year}〕{series:06d}号",
            verification_code=new_code(),
            content=self._complete(kind, content).model_dump(mode="json"),
            issued_at=self.now,
        )
        self.db.add(row)
        self.db.flush()
        return row

    def _next_place(self) -> int:
        last = self.db.scalar(select(func.max(NoticeRow.place)).where(NoticeRow.case_number == self.case.number))
        return (last or 0) + 1

    def _applicant(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Whom it concerns, a company or a person, and by which code or document."""
        company = self.db.get(CompanyRow, self.case.company) if self.case.company else None
        if company is not None:
            return company.name, (("统一社会信用代码", company.credit_code),)
        person = self.db.get_one(Person, self.case.person_id)
        card = self.db.scalars(select(Card).where(Card.person_id == person.id).order_by(Card.kind.desc())).first()
        return person.name, (("证件号码", f"{DOCUMENTS[card.kind]} {card.number}"),) if card else ()

    def _facts(self, applicant: str, identity: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        title = " · ".join(filter(None, (self._title, situation_title(self.service, self.case.situation or {}).zh)))
        filed = in_hall(self.case.filed_at) if self.case.filed_at else self.now
        facts = (("办件编号", self.case.number), ("事项", title), ("申请人", applicant), *identity)
        return (*facts, ("收件时间", f"{filed:%Y-%m-%d %H:%M}"), ("收件", self.case.first_contact))


def _promised(promises: list[Promise]) -> tuple[tuple[str, ...], ...]:
    return tuple((str(n), p.name["zh"], str(p.copies), str(p.due_on)) for n, p in enumerate(promises, 1))


def _sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    plain = text.strip()
    return plain if plain.endswith(("。", "！", "？")) else f"{plain}。"
