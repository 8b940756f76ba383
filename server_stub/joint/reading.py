"""What applicants see of their applications: lists, one whole, the slip, the notice of results."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.access import onlooker, service_of
from server_stub.cases.acting import applicant_of
from server_stub.cases.lookups import plain_number
from server_stub.cases.models import CaseView, SlipData, SlipPrint
from server_stub.cases.reading import notice_view
from server_stub.cases.tables import Case, NoticeRow, Promise
from server_stub.cases.views import view_of
from server_stub.clock import in_hall
from server_stub.joint import views
from server_stub.joint.access import cases_of, own_application, seen_application
from server_stub.joint.covering import covers_of
from server_stub.joint.materials import OneSet
from server_stub.joint.models import JointMaterial, JointView
from server_stub.joint.planning import filed_plan
from server_stub.joint.tables import JointApplication, JointReprint
from server_stub.licences.service import covering_view
from server_stub.licences.tables import LicenceRow
from server_stub.life_events.splitting import split
from server_stub.life_events.wire import PlanMaterial
from server_stub.platform import Call
from server_stub.problems import Problem


def with_own(db: Db, call: Call, cases: Iterable[CaseView]) -> list[CaseView]:
    """A person's own cases and applications, newest first. Problems of the holder."""
    holder = onlooker(db, call)
    mine = (JointApplication.person_id == holder.person.id) | (JointApplication.filed_by == holder.person.id)
    rows = db.scalars(select(JointApplication).where(mine, JointApplication.filed_at.is_not(None)))
    lines = [views.line_of(call.platform, row, cases_of(db, row)) for row in rows]
    return sorted((*cases, *lines), key=lambda line: (line.filed_at, line.number), reverse=True)


def line_of(db: Db, call: Call, found: Case | JointApplication) -> CaseView:
    """What was looked up, as one line."""
    if isinstance(found, JointApplication):
        return views.line_of(call.platform, found, cases_of(db, found))
    return view_of(found, service_of(call.platform, found))


def detail(db: Db, call: Call, number: str) -> JointView:
    """One own application. Problems of the holder, case.not-found."""
    row = seen_application(db, call, number)
    owed = select(Promise).join(Case, Case.number == Promise.case_number).where(Case.parent == row.number)
    promises = list(db.scalars(owed.order_by(Promise.due_on, Promise.material, Promise.case_number)))
    notices = [notice_view(notice) for notice in notices_of(db, row.number)]
    return views.view_of(call.platform, row, cases_of(db, row), promises, notices)


def notices_of(db: Db, number: str) -> list[NoticeRow]:
    """The notices of an application itself; its components have theirs."""
    return list(db.scalars(select(NoticeRow).where(NoticeRow.application == number).order_by(NoticeRow.place)))


def notice_of(db: Db, call: Call, number: str, id_: str) -> NoticeRow:
    """A notice of an own application. Problems of the holder, case.not-found, notice.not-found."""
    row = seen_application(db, call, number)
    notice = db.get(NoticeRow, id_)
    if notice is None or notice.application != row.number:
        raise Problem("notice.not-found")
    return notice


def is_application(db: Db, number: str) -> bool:
    """Whether it is an application's number, not a case's."""
    return db.get(JointApplication, plain_number(number)) is not None


def slip_of(db: Db, call: Call, number: str) -> SlipData:
    """The one slip of an own, filed application. Problems of the holder, case.not-found."""
    row = seen_application(db, call, number)
    slip = SlipData.model_validate(row.slip)
    return slip.model_copy(update={"received_at": in_hall(slip.received_at)})


def print_slip(db: Db, call: Call, number: str) -> SlipPrint:
    """The slip, to be printed once more; how often that was is counted. Problems of the holder, case.not-found."""
    slip = slip_of(db, call, number)
    db.add(JointReprint(application=slip.case_number, terminal=call.terminal.id, at=call.platform.clock()))
    db.flush()
    times = select(func.count()).where(JointReprint.application == slip.case_number)
    return SlipPrint(slip=slip, reprint=db.execute(times).scalar_one())


def materials_of(db: Db, call: Call, number: str) -> list[JointMaterial]:
    """The one set for what was put so far. Problems of the holder, case.not-found, session.level."""
    row, holder = own_application(db, call, number, change=False)
    if row.answers is None or row.form is None:
        return []
    plan, today = filed_plan(call.platform, row), call.platform.clock().date()
    shares = split(plan, row.form)
    person = holder.person
    applicants = {s.file.code: applicant_of(db, person, s.file, s.situation, s.form, today) for s in shares}
    one_set = OneSet(plan, row.form, {}, covers_of(db, shares, holder.person, applicants, today))
    return [_material(material, one_set.licence_of(material)) for material in one_set.materials]


def _material(material: PlanMaterial, licence: LicenceRow | None) -> JointMaterial:
    return JointMaterial(
        key=material.key,
        name=material.name,
        handling=material.handling,
        source=material.source,
        copies=material.copies,
        form=material.form,
        defer_days=material.defer_days,
        covered_by=covering_view(licence) if licence else None,
        services=tuple(dict.fromkeys(need.service for need in material.needs)),
    )
