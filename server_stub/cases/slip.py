"""What stands on the slip of a filed case, in the words that are printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server_stub.cases.models import SlipData, SlipLine
from server_stub.catalogue.models import Handling, Material, ServiceFile
from server_stub.halls.models import Hall, Hours
from server_stub.platform import Platform
from server_stub.texts import WEEKDAYS, Text, mask_number
from server_stub.working_days import Calendar, WorkingDay

ANSWER_DAYS = 5  # 行政许可法 第32条: everything that is missing is told at once, within 5 working days
DOCUMENTS = {
    "resident-card": "身份证",
    "hmt-residence-card": "港澳台居民居住证",
    "foreigner-card": "永久居留身份证",
    "foreigner-card-2023": "永久居留身份证",
    "social-security-card": "社保卡",
    "credit-code": "统一社会信用代码",
}


@dataclass(frozen=True)
class Filed:
    """A case at the moment it is filed."""

    number: str
    query_code: str
    token: str
    applicant: str  # masked
    document_kind: str
    document_number: str
    agent: str  # masked, with the authorisation's number; 无 if nobody
    situation: dict[str, str]
    materials: tuple[Material, ...]
    given: dict[str, int]
    digest: str
    at: dt.datetime
    notes: tuple[str, ...]


def slip_of(platform: Platform, hall: Hall, service: ServiceFile, filed: Filed) -> SlipData:
    """The slip's texts."""
    calendar, guide = platform.calendar, service.guide
    answer_by = calendar.after(filed.at.date(), ANSWER_DAYS)
    return SlipData(
        case_number=filed.number,
        query_code=filed.query_code,
        applicant=filed.applicant,
        document=f"{DOCUMENTS[filed.document_kind]} {mask_number(filed.document_number)}",
        agent=filed.agent,
        service=" · ".join(filter(None, (guide.service.title.zh, situation_title(service, filed.situation).zh))),
        department=guide.service.department.zh,
        received_by=f"{hall.short} · 自助提交",
        received_at=filed.at,
        clock_starts=clock_starts(calendar, hall.hours, filed.at),
        answer_by=f"{answer_by.zh} (缺什么一次说全)",
        statutory_limit=service.on_paper.statutory,
        promised_limit=service.on_paper.promised,
        special_procedure=service.on_paper.special,
        fee=service.on_paper.fee,
        materials=tuple(
            material_line(m, filed.given.get(m.key, 0), filed.at.date(), calendar) for m in filed.materials
        ),
        originals="未收取原件",
        add_later="任一自助机「我的办件」或手机扫码" if _missing(filed) else "无",
        fingerprint=f"SM3 {filed.digest[:4]}..{filed.digest[-4:]}".upper(),
        delivery=service.on_paper.delivery,
        query_url=f"{platform.address}/c/{filed.token}",
        telephone=guide.telephone,
        supervision=guide.supervision,
        notes=(*filed.notes, *(["“预计”日期按尚未公布的节假日安排推算"] if answer_by.estimated else [])),
    )


def situation_title(service: ServiceFile, situation: dict[str, str]) -> Text:
    """The title of the chosen 情形 that stands for the case."""
    options = [o for q in service.guide.questions if q.key == service.situation_question for o in q.options]
    return next((o.title for o in options if o.key == situation.get(service.situation_question)), Text(zh=""))


def in_hours(calendar: Calendar, hours: Hours, at: dt.datetime) -> bool:
    """Whether the department was at work when it was filed."""
    return calendar.is_working(at.date()) and hours.opens <= at.time() < hours.closes


def clock_starts(calendar: Calendar, hours: Hours, at: dt.datetime) -> str:
    """From when limits run: the same day in working hours, otherwise the next working day."""
    if in_hours(calendar, hours, at):
        return f"{at.date()} ({WEEKDAYS[at.weekday()]}, 次日起算)"
    start: WorkingDay = calendar.next_from(at.date())
    return f"{start.zh} ({WEEKDAYS[start.day.weekday()]}, 下一个工作日)"


def _missing(filed: Filed) -> bool:
    return any(filed.given.get(m.key, 0) < m.copies for m in filed.materials)


def material_line(material: Material, given: int, day: dt.date, calendar: Calendar) -> SlipLine:
    """A material, and so many copies given on that day."""
    how = material.source.zh
    if given < material.copies and material.handling is Handling.DEFERRABLE:
        until = calendar.after(day, material.defer_days)
        how = f"容缺, {'预计 ' if until.estimated else ''}{until.day:%m-%d} 前补"
    return SlipLine(name=material.name.zh, due=material.copies, given=given, how=how)
