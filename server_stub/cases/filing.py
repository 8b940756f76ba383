"""Filing a case: number, form, materials, signature, in whatever order and however often they arrive.

What is signed is what counts: the signature is bound to the form by its digest. The case is filed once all of it is
there; before that everything may be put again, after it only while a correction is asked for.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.authority import grants
from server_stub.authority.grants import AGENT, HANDLED_BY
from server_stub.cases import promises
from server_stub.cases import slip as slips
from server_stub.cases.access import own_case
from server_stub.cases.acting import applicant_of, company_of
from server_stub.cases.application import Application
from server_stub.cases.checks import form_errors, situation_errors
from server_stub.cases.eligibility import refuse_if_not_eligible
from server_stub.cases.models import (
    CaseNumber,
    GivenMaterial,
    MoveOrder,
    Progress,
    PutCase,
    Signature,
    SlipData,
)
from server_stub.cases.moves import SYSTEM, Actor, ActorKind, act
from server_stub.cases.parties import Parties, parties_of
from server_stub.cases.states import CaseState, Move
from server_stub.cases.tables import Case, CaseStep, Submission
from server_stub.catalogue.models import Handling, Material, ServiceFile
from server_stub.clock import in_hall
from server_stub.companies.tables import CompanyRow
from server_stub.database import next_number
from server_stub.digests import canonical, sm3
from server_stub.licences import covering, uses
from server_stub.licences.issuing import report_lost
from server_stub.licences.tables import LicenceRow
from server_stub.people import registers as reg
from server_stub.people import service as people
from server_stub.people.companies import BUSINESS_LICENCE, companies_of
from server_stub.people.prefill import origin_of
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Call, Platform
from server_stub.problems import FieldError, Problem
from server_stub.queue import service as queue
from server_stub.texts import Text

APPLICANT = Text(zh="申请人", en="The applicant")


def new_number(db: Db, call: Call, version: int, service: ServiceFile, holder: Holder) -> CaseNumber:
    """统一赋码. 21 digits: the hall's region, the day, and a series of seven."""
    now = call.platform.clock()
    number = next_case_number(db, call.hall.region, now)
    db.add(
        Case(
            number=number,
            service=service.code,
            service_version=version,
            region=call.hall.region,
            department=service.facts.department,
            session_hash=holder.token_hash,
            filed_by=holder.person.id,
            person_id=holder.person.id,
            terminal=call.terminal.id,
            first_contact=f"{call.hall.short}{call.terminal.place}",
            given_at=now,
            due={},
        )
    )
    return CaseNumber(number=number)


def next_case_number(db: Db, region: str, now: dt.datetime) -> str:
    """The next number of a region and day."""
    prefix = f"{region}{now:%Y%m%d}"
    return f"{prefix}{next_number(db, f'case/{prefix}'):07d}"


def put_case(db: Db, call: Call, number: str, put: PutCase) -> Progress:
    """The form. Problems: case.filed, filing.invalid, filing.not-eligible."""
    case, service, holder = own_case(db, call, number)
    if put.version < case.data_version:
        return Progress(number=number, filed=case.filed_at is not None, superseded=True)
    if not _open_for_changes(case):
        if (put.service, put.situation, put.form) == (case.service, case.situation, case.form):
            return Progress(number=number, filed=True)
        raise Problem("case.filed")
    if put.service != case.service:
        raise Problem("service.unknown")
    errors = situation_errors(service, put.situation)
    errors += form_errors(service, put.situation, put.form, call.platform.clock().date())
    errors += other_person(holder, put.form)
    errors += other_company(db, service, holder, put.form)
    if any(not e.warning for e in errors):
        raise Problem("filing.invalid", errors=errors)
    today = call.platform.clock().date()
    applicant = applicant_of(db, holder.person, service, put.situation, put.form, today)
    _check(db, call, case, service, holder, applicant, put.situation, put.form)
    case.situation, case.form, case.data_version = put.situation, put.form, put.version
    case.person_id, case.phone = applicant.id, put.form.get("phone", "") or holder.person.phone
    company = company_of(db, service, put.situation, put.form)
    case.company = company.credit_code if company else ""
    return _progress(db, call, case, service, holder)


def put_materials(db: Db, call: Call, number: str, given: Sequence[GivenMaterial]) -> Progress:
    """Which materials were given. Problems: case.filed, filing.invalid."""
    case, service, holder = own_case(db, call, number)
    copies = {m.key: m.given for m in given}
    if not _open_for_changes(case):
        if copies == case.materials:
            return Progress(number=number, filed=True)
        raise Problem("case.filed")
    known = {m.key for m in service.guide.materials}
    text = Text(zh="这项事项没有这份材料", en="This service has no such material")
    if unknown := [FieldError(field=key[:60], text=text) for key in copies if key not in known]:
        raise Problem("filing.invalid", errors=unknown)
    case.materials = copies
    return _progress(db, call, case, service, holder)


def sign(db: Db, call: Call, number: str, signature: Signature) -> SlipData | Progress:
    """The signature; the slip if that files the case, else what is still missing is waited for.

    Problems: signature.digest, filing.invalid, filing.not-eligible, case.filed.
    """
    case, service, holder = own_case(db, call, number)
    digest = signature.digest.lower()
    if case.filed_at:
        if digest != case.digest or case.slip is None:
            raise Problem("case.filed")
        return SlipData.model_validate(case.slip)
    if case.form is not None and case.situation is not None and not _is_signed(case, digest):
        raise Problem("signature.digest")
    case.digest, case.strokes = digest, signature.strokes
    progress = _progress(db, call, case, service, holder)
    return SlipData.model_validate(case.slip) if progress.filed and case.slip else progress


def supply(db: Db, call: Call, number: str, signature: Signature) -> Progress:
    """补正: the applicant signs what was put since it was asked for. Problems as `sign`, case.illegal-move."""
    case, service, holder = own_case(db, call, number)
    digest = signature.digest.lower()
    if case.state != CaseState.CORRECTION.value:
        if case.filed_at and digest == case.digest:
            return Progress(number=number, filed=True)
        raise Problem("case.illegal-move")
    if not _is_signed(case, digest):
        raise Problem("signature.digest")
    materials, given = _resolved(db, call, case, service, holder)
    _refuse_missing(materials, given)
    case.digest, case.strokes = digest, signature.strokes
    submit(db, call, case, service, holder)
    now = call.platform.clock()
    for material in materials:
        if given.get(material.key, 0) >= material.copies:
            promises.given(db, call.platform, case, material.key, now)
    act(db, call.platform, case, service, applicant_actor(holder), MoveOrder(move=Move.SUPPLY))
    return Progress(number=number, filed=True)


def applicant_actor(holder: Holder) -> Actor:
    """Somebody who does something with their own case."""
    return Actor(ActorKind.APPLICANT, holder.person.id, APPLICANT)


def digest_of(service: str, situation: dict[str, str], form: dict[str, str]) -> str:
    """SM3 (GB/T 32905), hex, of canonical JSON of what was put."""
    return sm3(canonical({"service": service, "situation": situation, "form": form}))


# ---- before it is filed


def _open_for_changes(case: Case) -> bool:
    return case.filed_at is None or case.state == CaseState.CORRECTION.value


def _is_signed(case: Case, digest: str) -> bool:
    own = digest_of(case.service, case.situation or {}, case.form or {})
    return hmac.compare_digest(own.encode(), digest.encode())


def other_person(holder: Holder, form: dict[str, str]) -> list[FieldError]:
    """Card fields must be those of the card that opened the session."""
    person, errors = holder.person, []
    text = Text(zh="与证件不一致，请重新放置证件", en="Not what the document says; please place it again")
    names = {" ".join(n.upper().split()) for n in (person.name, person.english_name)}
    if "name" in form and " ".join(form["name"].upper().split()) not in names:
        errors.append(FieldError(field="name", text=text))
    if "document_number" in form and form["document_number"].upper() != holder.number:
        errors.append(FieldError(field="document_number", text=text))
    return errors


def other_company(db: Db, service: ServiceFile, holder: Holder, form: dict[str, str]) -> list[FieldError]:
    """A company's licence must be that of a company that the holder acts for, whatever the terminal sends."""
    fields = [f for f in service.fields if origin_of(f) == f"{BUSINESS_LICENCE}.credit_code" and form.get(f.key)]
    codes = [f.key for f in fields if f is not service.company_field]  # that one has a check of its own
    own = {company.credit_code for company in companies_of(db, holder.person)} if codes else set()
    text = Text(zh="没有查到您是这家企业的法定代表人或经营者", en="You are not known to represent this company")
    return [FieldError(field=key, text=text) for key in codes if form[key] not in own]


def _check(
    db: Db,
    call: Call,
    case: Case,
    service: ServiceFile,
    holder: Holder,
    applicant: Person,
    situation: dict[str, str],
    form: dict[str, str],
) -> None:
    today = call.platform.clock().date()
    refuse_if_not_eligible(Application(db, today, service, case.number, holder.person, applicant, situation, form))


def _refuse_missing(materials: tuple[Material, ...], given: dict[str, int]) -> None:
    text = Text(zh="这份材料现在就要交", en="This material has to be given now")
    late = [m for m in materials if m.handling is Handling.REQUIRED and given.get(m.key, 0) < m.copies]
    if late:
        raise Problem("filing.invalid", errors=[FieldError(field=m.key, text=text) for m in late])


def _progress(db: Db, call: Call, case: Case, service: ServiceFile, holder: Holder) -> Progress:
    """Files the case if all of it is there; a signature that came first and belongs to another form is dropped."""
    complete = None not in (case.form, case.situation, case.materials) and case.strokes
    if case.filed_at is None and complete:
        if _is_signed(case, case.digest):
            _file(db, call, case, service, holder)
        else:
            case.digest, case.strokes = "", ""
    return Progress(number=case.number, filed=case.filed_at is not None)


def _resolved(
    db: Db, call: Call, case: Case, service: ServiceFile, holder: Holder
) -> tuple[tuple[Material, ...], dict[str, int]]:
    """The materials as they are for the applicant, and how many copies there are; what an e-licence covers is there.

    Which licence stands for what is noted in the case and, once, in the ledgers of their holders.
    """
    answers, applicant = {**(case.form or {}), **(case.situation or {})}, db.get_one(Person, case.person_id)
    now = call.platform.clock()
    resolved = covering.resolve(db, service, holder.person, applicant, answers, now.date())
    used = {one.material.key: one.licence for one in resolved if one.licence}
    note_covers(db, case, service, used, call.terminal.id, now)
    materials = tuple(one.material for one in resolved)
    return materials, {**(case.materials or {}), **{m.key: m.copies for m in materials if m.key in used}}


def note_covers(
    db: Db, case: Case, service: ServiceFile, used: Mapping[str, LicenceRow], terminal: str, now: dt.datetime
) -> None:
    """Which licence stands for which material of a case; each new one is a use in its holder's ledger."""
    use = uses.Use(
        purpose=uses.Purpose.CASE,
        department=service.guide.service.department,
        matter=service.guide.service.title,
        terminal=terminal,
        case_number=case.number,
    )
    uses.add_all(db, [one for one in used.values() if one.id not in case.covers.values()], use, now)
    case.covers = {key: licence.id for key, licence in used.items()}


# ---- filing


def _file(db: Db, call: Call, case: Case, service: ServiceFile, holder: Holder) -> None:
    now, situation, form = call.platform.clock(), case.situation or {}, case.form or {}
    materials, given = _resolved(db, call, case, service, holder)
    _refuse_missing(materials, given)
    applicant = db.get_one(Person, case.person_id)
    _check(db, call, case, service, holder, applicant, situation, form)
    case.query_code, case.token = f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(18)
    case.applicant = parties_for(db, case, holder, applicant, now.date()).applicant
    submit(db, call, case, service, holder)
    enter(call.platform, case, now)
    received(case, now, call.terminal.id)
    owed = promises.promise(db, case, materials, given, now.date(), call.platform.calendar)
    case.slip = slip_of(db, call, case, service, holder, applicant, materials, given).model_dump(mode="json")
    effects(db, call, case, applicant)
    title = service.guide.service.title.zh
    words = f"【政务服务】已收到您的申请：{title}，办件编号 {case.number}，查询码 {case.query_code}。"
    phone_codes.tell(db, case.phone, words, now)
    if service.facts.instant and not owed:
        decide_at_once(db, call.platform, case, service)


def enter(platform: Platform, case: Case, now: dt.datetime) -> None:
    """From now on the department has it, and its time to answer runs."""
    case.filed_at, case.state = now, CaseState.RECEIVED.value
    answer_by = platform.calendar.after(now.date(), platform.rules.acceptance_days)
    case.answer_due = answer_by.day
    case.due = {"zh": f"最迟 {answer_by.zh} 告知是否受理", "en": f"Acceptance is decided by {answer_by.en}"}


def received(case: Case, now: object, terminal: str) -> None:
    """收件: the first step."""
    case.steps.append(
        CaseStep(
            state=CaseState.RECEIVED.value,
            move="file",
            actor=f"terminal:{terminal}",
            at=now,
            by=Text(zh="自助机收件", en="Received at a terminal").model_dump(),
            note=Text(zh="申请材料已收到", en="Your application has been received").model_dump(),
        )
    )


def decide_at_once(db: Db, platform: Platform, case: Case, service: ServiceFile) -> None:
    """秒批: all conditions are rules on data, and all of them were met when it was filed."""
    for move in (Move.ACCEPT, Move.BEGIN, Move.GRANT):
        order = MoveOrder(move=move, note="数据比对一致，系统按规则当场办结" if move is Move.GRANT else "")
        case.level = service.facts.decision_levels
        act(db, platform, case, service, SYSTEM, order)


def submit(db: Db, call: Call, case: Case, service: ServiceFile, holder: Holder) -> None:
    """Keeps what was signed."""
    count = db.scalar(select(func.count()).where(Submission.case_number == case.number)) or 0
    db.add(
        Submission(
            case_number=case.number,
            number=count + 1,
            situation=case.situation or {},
            form=case.form or {},
            materials=case.materials or {},
            commitment=service.guide.commitment.zh,
            level=holder.level,
            digest=case.digest,
            strokes=case.strokes,
            at=call.platform.clock(),
        )
    )


def parties_for(db: Db, case: Case, holder: Holder, applicant: Person, today: dt.date) -> Parties:
    """Who applies and who acts, as case and slip name them."""
    company = db.get(CompanyRow, case.company) if case.company else None
    return parties_of(db, holder, applicant, company, (case.form or {}).get("agent_grant", ""), today)


def slip_of(
    db: Db,
    call: Call,
    case: Case,
    service: ServiceFile,
    holder: Holder,
    applicant: Person,
    materials: tuple[Material, ...],
    given: dict[str, int],
) -> SlipData:
    """What the slip of a case says at the moment it is filed."""
    parties = parties_for(db, case, holder, applicant, call.platform.clock().date())
    return slips.slip_of(
        call.platform,
        call.hall,
        service,
        slips.Filed(
            number=case.number,
            query_code=case.query_code,
            token=case.token,
            applicant=parties.applicant,
            document_kind=parties.document_kind,
            document_number=parties.document_number,
            agent=parties.agent,
            situation=case.situation or {},
            materials=materials,
            given=given,
            digest=case.digest,
            at=call.platform.clock(),
            notes=_notes(db, case, service, holder, applicant),
        ),
    )


def _notes(db: Db, case: Case, service: ServiceFile, holder: Holder, applicant: Person) -> tuple[str, ...]:
    """What the person should know beyond the fixed lines."""
    hours, filed_at = service.facts.hours, case.filed_at
    notes = [hours.after.zh] if filed_at and not hours.are_now(in_hall(filed_at).time()) else []
    since = case.given_at - people.LIFE
    confirmed = case.phone == holder.person.phone or phone_codes.is_verified(db, case.phone, holder.person.id, since)
    if case.phone and not confirmed:
        notes.append("手机号未经短信核对, 收不到短信请拨咨询电话")
    if case.service.startswith("RS-SBK") and not _in_gbk(applicant.name):
        notes.append("姓名含生僻字, 制卡前由人工核对")
    return tuple(notes)


def _in_gbk(name: str) -> bool:
    try:
        name.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def effects(db: Db, call: Call, case: Case, applicant: Person) -> None:
    """What a filed case changes at once: 挂失, a used authorisation, a queue number given up."""
    now, form = call.platform.clock(), case.form or {}
    lost = reg.record(db, applicant.id, reg.SocialCard) if form.get("report_loss") == "yes" else None
    if lost:
        reg.keep(db, applicant.id, lost.model_copy(update={"status": "lost"}))
        report_lost(db, applicant, "social-card", now)
    by_grant = (case.situation or {}).get(HANDLED_BY) == AGENT
    if by_grant and not grants.use(db, form.get("agent_grant", ""), case.parent or case.number, now):
        text = Text(zh="这份授权刚刚被用过或撤销", en="This authorisation was used or revoked just now")
        raise Problem("filing.invalid", errors=[FieldError(field="agent_grant", text=text)])
    if case.phone:
        queue.cancel(db, call.platform, call.hall, now, case.service, case.phone)
