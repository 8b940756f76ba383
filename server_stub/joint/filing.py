"""Filing an application: number, answers and form, materials, signature, in whatever order and however often they come.

The same as for a case (`cases/filing.py`): what is signed is what counts, and all of it files the application, once.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence

from sqlalchemy.orm import Session as Db

from server_stub.cases.filing import next_case_number
from server_stub.cases.models import CaseNumber, GivenMaterial, Progress, Signature, SlipData
from server_stub.joint import correcting, terms
from server_stub.joint.access import own_application
from server_stub.joint.checking import Checking, check
from server_stub.joint.covering import covers_of
from server_stub.joint.fanning import fan_out
from server_stub.joint.following import settle
from server_stub.joint.holding import decide_instant
from server_stub.joint.materials import OneSet, refuse_unknown
from server_stub.joint.models import JointForm, PutJoint
from server_stub.joint.planning import filed_plan, plan_of, versions_of
from server_stub.joint.reporting import report
from server_stub.joint.signing import digest_of, first_digest, keep_signed
from server_stub.joint.slip import slip_of
from server_stub.joint.tables import JointApplication
from server_stub.life_events.models import LifeEvent
from server_stub.people.service import Holder
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import mask_name


def new_number(db: Db, call: Call, version: int, event: LifeEvent, holder: Holder) -> CaseNumber:
    """统一赋码: of the cases' series."""
    now = call.platform.clock()
    number = next_case_number(db, call.hall.region, now)
    db.add(
        JointApplication(
            number=number,
            event=event.key,
            event_version=version,
            services=versions_of(call, event),
            lead=event.lead_department,
            hall=call.hall.id,
            region=call.hall.region,
            session_hash=holder.token_hash,
            filed_by=holder.person.id,
            person_id=holder.person.id,
            terminal=call.terminal.id,
            first_contact=f"{call.hall.short}{call.terminal.place}",
            given_at=now,
            limit={},
        )
    )
    return CaseNumber(number=number)


def put(db: Db, call: Call, number: str, wanted: PutJoint) -> Progress:
    """Answers and form; while a correction is asked for also after filing.

    Problems: case.filed, filing.invalid, filing.not-eligible, life-event.invalid, life-event.nothing,
    life-event.resting, session.level.
    """
    row, holder = own_application(db, call, number)
    if wanted.version < row.data_version:
        return Progress(number=number, filed=row.filed_at is not None, superseded=True)
    if row.filed_at is not None:
        return correcting.put(db, call, row, holder, wanted)
    plan = plan_of(call.platform, row, wanted.answers)
    if holder.level < plan.level:
        raise Problem("session.level")
    checked = check(_checking(db, call, row, holder), plan, wanted.form)
    row.answers, row.form, row.data_version, row.level = wanted.answers, wanted.form, wanted.version, plan.level
    row.person_id = (checked.applicant or holder.person).id
    row.phone = wanted.form.get("phone", "") or holder.person.phone
    return _progress(db, call, row, holder)


def put_materials(db: Db, call: Call, number: str, given: Sequence[GivenMaterial]) -> Progress:
    """Which materials were given. Problems: case.filed, filing.invalid."""
    row, holder = own_application(db, call, number)
    copies = {m.key: m.given for m in given}
    if row.filed_at is not None:
        return correcting.put_materials(db, call, row, copies)
    if row.answers is not None:
        refuse_unknown(filed_plan(call.platform, row), copies)
    row.materials = copies
    return _progress(db, call, row, holder)


def sign(db: Db, call: Call, number: str, signature: Signature) -> SlipData | Progress:
    """The signature; the slip if that files the application, else what is still missing is waited for.

    Problems: signature.digest, filing.invalid, filing.not-eligible, case.filed.
    """
    row, holder = own_application(db, call, number)
    digest = signature.digest.lower()
    if row.filed_at is not None:
        if row.slip is None or digest != first_digest(db, row):
            raise Problem("case.filed")
        return SlipData.model_validate(row.slip)
    if row.form is not None and not _is_signed(row, digest):
        raise Problem("signature.digest")
    row.digest, row.strokes = digest, signature.strokes
    progress = _progress(db, call, row, holder)
    return SlipData.model_validate(row.slip) if progress.filed and row.slip else progress


def form_of(db: Db, call: Call, number: str) -> JointForm:
    """What was put so far. Problems of the holder, case.not-found, session.level."""
    row, _ = own_application(db, call, number, change=False)
    return JointForm(
        number=row.number,
        event=row.event,
        version=row.data_version,
        answers=row.answers or {},
        form=row.form or {},
        materials=row.materials or {},
    )


def _checking(db: Db, call: Call, row: JointApplication, holder: Holder) -> Checking:
    return Checking(db, holder, row.number, call.platform.clock().date())


def _is_signed(row: JointApplication, digest: str) -> bool:
    own = digest_of(row.event, row.answers or {}, row.form or {})
    return hmac.compare_digest(own.encode(), digest.encode())


def _progress(db: Db, call: Call, row: JointApplication, holder: Holder) -> Progress:
    """Files it if all of it is there; a signature that came first and belongs to another form is dropped."""
    if None not in (row.answers, row.form, row.materials) and row.strokes:
        if _is_signed(row, row.digest):
            _file(db, call, row, holder)
        else:
            row.digest, row.strokes = "", ""
    return Progress(number=row.number, filed=row.filed_at is not None)


def _file(db: Db, call: Call, row: JointApplication, holder: Holder) -> None:
    """All components at once, in this transaction, each with its own number."""
    platform, now = call.platform, call.platform.clock()
    plan = filed_plan(platform, row)
    refuse_unknown(plan, row.materials or {})
    checked = check(_checking(db, call, row, holder), plan, row.form or {})
    covers = covers_of(db, checked.shares, holder.person, checked.applicants, now.date())
    one_set = OneSet(plan, row.form or {}, row.materials or {}, covers)
    one_set.refuse_missing()
    row.filed_at, row.applicant = now, mask_name((checked.applicant or holder.person).name)
    row.query_code, row.token = f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(18)
    terms.start(row, plan.limit, now.date(), platform.calendar)
    parts = fan_out(db, call, row, holder, one_set, checked)
    keep_signed(db, call, row, holder, plan, [part.component.service for part in parts])
    slips = [part.slip for part in parts]
    row.slip = slip_of(platform, call.hall, row, plan, one_set, holder, slips, now).model_dump(mode="json")
    words = f"【政务服务】已收到您的联办申请：{plan.event.title.zh}（{len(parts)} 项），编号 {row.number}，"
    phone_codes.tell(db, row.phone, f"{words}查询码 {row.query_code}。", now)
    settle(db, platform, row, now)
    report(db, row, "joint-filed", now)
    for part in parts:
        decide_instant(db, platform, row, part.component, owes=part.owes)
