"""联办结果告知单: the one result of an application, with what became of each component."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.models import NoticeContent
from server_stub.cases.notices import NoticeKind
from server_stub.cases.slip import DOCUMENTS
from server_stub.cases.tables import Case, NoticeRow
from server_stub.catalogue.models import ServiceFile
from server_stub.clock import in_hall
from server_stub.database import next_number
from server_stub.joint.planning import filed_plan, service_file
from server_stub.joint.slip import lead_file
from server_stub.joint.standing import Ending
from server_stub.joint.tables import JointApplication, JointComponent
from server_stub.people.tables import Card, Person
from server_stub.platform import Platform
from server_stub.verification_codes import new_code

_WORDS = {
    Ending.DENIED: "不予办理",
    Ending.REFUSED: "不予受理",
    Ending.RETURNED: "退件",
}
_REVIEW = "对其中不予受理、不予办理的决定有异议的，申请行政复议和提起行政诉讼的期限见各决定书。"


def write_result(
    db: Db, platform: Platform, row: JointApplication, cases: Mapping[str, Case], now: dt.datetime
) -> NoticeRow:
    """The notice, numbered. All components are over."""
    kind, year = NoticeKind.JOINT_RESULT, in_hall(now).year
    series = next_number(db, f"notice/{row.region}/{kind.key}/{year}")
    notice = NoticeRow(
        id=str(uuid.uuid4()),
        case_number=None,
        application=row.number,
        place=1,
        kind=kind.key,
        number=f"{platform.district(row.region).short.zh}{kind.value[1]}〔{year}〕{series:06d}号",
        verification_code=new_code(),
        content=_content(db, platform, row, cases, now).model_dump(mode="json"),
        issued_at=now,
    )
    db.add(notice)
    return notice


def _content(
    db: Db, platform: Platform, row: JointApplication, cases: Mapping[str, Case], now: dt.datetime
) -> NoticeContent:
    plan = filed_plan(platform, row)
    person, guide = db.get_one(Person, row.person_id), lead_file(plan).guide
    endings = {Ending(c.ended) for c in row.components}
    again = ("退件、撤回的事项可以重新申请。",) if endings & {Ending.RETURNED, Ending.WITHDRAWN} else ()
    review = (_REVIEW,) if endings & {Ending.DENIED, Ending.REFUSED} else ()
    return NoticeContent(
        title=NoticeKind.JOINT_RESULT.title.zh,
        issuer=plan.event.lead.zh,
        addressee=person.name,
        facts=_facts(db, row, plan.event.title.zh, person),
        paragraphs=(f"您申请的“{plan.event.title.zh}”所含 {len(row.components)} 项已全部办完，各项结果如下：",),
        item_head=("序号", "事项", "办理部门", "办件编号", "结果"),
        items=tuple(_row(c, service_file(platform, row, c.service), cases[c.service], now) for c in row.components),
        closing=("各项的决定书、证照和证明按该事项告知的方式送达。", *again),
        remedies=(*review, f"咨询电话 {guide.telephone}，监督电话 {guide.supervision}。"),
    )


def _facts(db: Db, row: JointApplication, title: str, person: Person) -> tuple[tuple[str, str], ...]:
    card = db.scalars(select(Card).where(Card.person_id == person.id).order_by(Card.kind.desc())).first()
    facts = [("联办编号", row.number), ("一件事", title), ("申请人", person.name)]
    if card is not None:
        facts.append(("证件号码", f"{DOCUMENTS[card.kind]} {card.number}"))
    if row.company:
        facts.append(("统一社会信用代码", row.company))
    filed = in_hall(row.filed_at) if row.filed_at else None
    return (*facts, ("收件时间", f"{filed:%Y-%m-%d %H:%M}" if filed else ""), ("收件", row.first_contact))


def _row(component: JointComponent, service: ServiceFile, case: Case, now: dt.datetime) -> tuple[str, ...]:
    line = service.guide.service
    return (
        str(component.place + 1),
        line.title.zh,
        line.department.zh,
        _grouped(component.case_number),
        _result(component, service, in_hall(case.closed_at or now).date()),
    )


def _grouped(number: str) -> str:
    """As slips print it, so that a narrow column breaks it well: district, day, series."""
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def _result(component: JointComponent, service: ServiceFile, day: dt.date) -> str:
    ending = Ending(component.ended)
    if ending is Ending.GRANTED:
        return f"准予办理，{day} 办结。{service.guide.result.zh}"
    if ending is Ending.WITHDRAWN:
        return f"申请人撤回，{day}"
    return f"{_WORDS[ending]}，{day}：{component.reason}"
