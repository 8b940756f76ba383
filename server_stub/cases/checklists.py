"""一次告知单: before anything is filed, all that a situation needs, told once and on paper."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session as Db

from server_stub.cases.checks import situation_errors
from server_stub.cases.models import ChecklistOrder, NoticeContent
from server_stub.cases.notices import NoticeKind
from server_stub.cases.slip import situation_title
from server_stub.cases.tables import NoticeRow
from server_stub.catalogue.models import Handling, Material, ServiceFile
from server_stub.database import next_number
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.verification_codes import new_code

_HOW = {
    Handling.REQUIRED: "现场提交",
    Handling.DEFERRABLE: "可容缺，{days} 个工作日内补",
    Handling.EXEMPT: "免提交",
    Handling.GENERATED: "现场填写签名",
    Handling.COMMITMENT: "签承诺书即可",
}


def make(call: Call, code: str, wanted: ChecklistOrder) -> NoticeRow:
    """The list for a situation, numbered. Problems: service.unknown, filing.invalid."""
    _, service = call.service(code)
    if errors := situation_errors(service, wanted.situation):
        raise Problem("filing.invalid", errors=errors)
    now = call.platform.clock()

    def job(db: Db) -> NoticeRow:
        series = next_number(db, f"notice/{call.hall.region}/checklist/{now.year}")
        row = NoticeRow(
            id=str(uuid.uuid4()),
            case_number=None,
            place=1,
            kind=NoticeKind.CHECKLIST.key,
            number=f"{call.district.short.zh}{NoticeKind.CHECKLIST.value[1]}〔{now.year}〕{series:06d}号",
            verification_code=new_code(),
            content=_content(call, service, wanted.situation).model_dump(mode="json"),
            issued_at=now,
        )
        db.add(row)
        return row

    return call.platform.database.write(job)


def _content(call: Call, service: ServiceFile, situation: dict[str, str]) -> NoticeContent:
    guide = service.guide
    title = " · ".join(filter(None, (guide.service.title.zh, situation_title(service, situation).zh)))
    materials = service.materials_for(situation) or guide.materials
    return NoticeContent(
        title=NoticeKind.CHECKLIST.title.zh,
        issuer=guide.service.department.zh.partition("、")[0],
        facts=(
            ("事项", title),
            ("办理部门", guide.service.department.zh),
            ("法定时限", guide.statutory_limit.zh),
            ("承诺时限", guide.promised_limit.zh),
            ("收费", guide.fee.zh),
            ("办理结果", guide.result.zh),
            ("在哪里办", guide.where.zh),
        ),
        paragraphs=("办理条件：" + "；".join(c.zh.rstrip("。") for c in guide.conditions) + "。", "需要的全部材料："),
        item_head=("序号", "材料", "份数", "怎么交", "说明"),
        items=tuple(_row(n, material) for n, material in enumerate(materials, 1)),
        closing=("除上列材料外，不再要求提交任何材料。",),
        remedies=(f"咨询电话 {guide.telephone}，监督电话 {guide.supervision}。", f"办不成事：{call.hall.help}。"),
    )


def _row(number: int, material: Material) -> tuple[str, ...]:
    how = _HOW[material.handling].format(days=material.defer_days)
    if material.licence and material.handling is not Handling.EXEMPT:
        how = f"有电子证照的免提交；没有的{how}"
    return (str(number), material.name.zh, str(material.copies), how, material.source.zh)
