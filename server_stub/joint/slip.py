"""The one slip of an application: as a case's slip, so that any terminal can print it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from server_stub.cases.models import SlipData
from server_stub.cases.slip import ANSWER_DAYS, DOCUMENTS, clock_starts, material_line
from server_stub.catalogue.models import ServiceFile
from server_stub.halls.models import Hall
from server_stub.joint.materials import OneSet
from server_stub.joint.tables import JointApplication
from server_stub.joint.terms import limit_text
from server_stub.life_events.plans import Plan
from server_stub.people.service import Holder
from server_stub.platform import Platform
from server_stub.texts import mask_name, mask_number

_MOST_NOTES = 20  # that a terminal takes
_NOTHING = "无"


def slip_of(
    platform: Platform,
    hall: Hall,
    row: JointApplication,
    plan: Plan,
    one_set: OneSet,
    holder: Holder,
    slips: Sequence[SlipData],
    at: dt.datetime,
) -> SlipData:
    """The slip's texts. `slips`: those of the components, in their order."""
    calendar, guide = platform.calendar, lead_file(plan).guide
    answer_by = calendar.after(at.date(), ANSWER_DAYS)
    who = _who(holder, slips)
    materials = tuple(material_line(m, one_set.there(m), at.date(), calendar) for m in one_set.materials)
    files = [file for _, file in plan.joint]
    return SlipData(
        case_number=row.number,
        query_code=row.query_code,
        applicant=who[0],
        document=who[1],
        agent=who[2],
        service=plan.event.title.zh,
        department=f"{plan.event.lead.zh}（牵头）",
        received_by=slips[0].received_by,
        received_at=at,
        clock_starts=clock_starts(calendar, hall.hours, at),
        answer_by=f"{answer_by.zh} (缺什么一次说全)",
        statutory_limit="各事项分别计算",
        promised_limit=limit_text(plan.limit).zh,
        special_procedure=_joined(files, [f.on_paper.special for f in files], _NOTHING),
        fee=_joined(files, [f.on_paper.fee for f in files], "不收费"),
        materials=materials,
        originals=slips[0].originals,
        add_later="任一自助机「我的办件」或手机扫码" if any(m.given < m.due for m in materials) else _NOTHING,
        fingerprint=f"SM3 {row.digest[:4]}..{row.digest[-4:]}".upper(),
        delivery="+".join(dict.fromkeys(way for f in files for way in f.on_paper.delivery.split("+"))),
        query_url=f"{platform.address}/c/{row.token}",
        telephone=guide.telephone,
        supervision=guide.supervision,
        notes=_notes(row, plan, slips),
    )


def lead_file(plan: Plan) -> ServiceFile:
    """A component of the lead department, for its telephone; the first one if it has none."""
    files = [file for _, file in plan.joint]
    return next((f for f in files if f.facts.department == plan.event.lead_department), files[0])


def _who(holder: Holder, slips: Sequence[SlipData]) -> tuple[str, str, str]:
    """Applicant, document and agent, where all components have the same; else the one who filed it all."""
    found = {(s.applicant, s.document, s.agent) for s in slips}
    if len(found) == 1:
        return found.pop()
    document = f"{DOCUMENTS[holder.kind]} {mask_number(holder.number)}"
    return mask_name(holder.person.name), document, _NOTHING


def _joined(files: Sequence[ServiceFile], texts: Sequence[str], usual: str) -> str:
    """What is other than usual, with the service it is about."""
    other = [f"{f.guide.service.title.zh} {text}" for f, text in zip(files, texts, strict=True) if text != usual]
    return "；".join(other) or usual


def _notes(row: JointApplication, plan: Plan, slips: Sequence[SlipData]) -> tuple[str, ...]:
    """The components with department and number, what others apply for, and what the person should know."""
    titles = {file.code: file.guide.service.title.zh for _, file in plan.components}
    parts = [f"联办 {len(row.components)} 项, 一个查询码都能查:"]
    for component, slip in zip(row.components, slips, strict=True):
        waits = "、".join(titles[code] for code in component.waits_for)
        then = f", “{waits}”办结后转办" if waits else ""
        parts.append(f"{component.place + 1} {titles[component.service]} {slip.department} {slip.case_number}{then}")
    apart = [f"另行办理: {titles[f.code]}, {component.apart.zh}" for component, f in plan.apart]
    said = dict.fromkeys(note for slip in slips for note in slip.notes)
    notes = (*parts, *apart, *said)
    few = notes[: _MOST_NOTES - 1]
    return notes if len(notes) <= _MOST_NOTES else (*few, "；".join(notes[len(few) :]))
