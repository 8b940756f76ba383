"""Filing a case: number, form, materials, signature. Before the signature everything may be put again."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases import slip as slips
from server_stub.cases.checks import form_errors, situation_errors
from server_stub.cases.eligibility import Application, applicant_of, refuse_if_not_eligible
from server_stub.cases.lookups import by_query_code, plain_number
from server_stub.cases.models import (
    CaseNumber,
    CaseView,
    GivenMaterial,
    Lookup,
    Progress,
    PutCase,
    Signature,
    SlipData,
    SlipPrint,
)
from server_stub.cases.tables import Case, CaseState, CaseStep, SlipReprint
from server_stub.cases.views import view_of
from server_stub.catalogue.models import Handling, Material, ServiceFile
from server_stub.catalogue.tables import Channel
from server_stub.clock import in_hall
from server_stub.database import next_number
from server_stub.people import registers as reg
from server_stub.people import service as people
from server_stub.people.models import Standing
from server_stub.people.service import Holder
from server_stub.people.tables import Card, Person
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Call, Platform
from server_stub.problems import FieldError, Problem
from server_stub.queue import service as queue
from server_stub.texts import Text, mask_name, mask_number

_SEEN = (Standing.OK, Standing.EXPIRED)  # an expired card still shows own cases


def service_of(platform: Platform, case: Case) -> ServiceFile:
    """The service a case was filed under, in its version and its district's words."""
    version = case.service_version
    if version is None:
        version = platform.catalogue.offer(Channel.TERMINAL).versions[case.service]
    return platform.catalogue.localised(version, platform.district(case.region))


def filer(db: Db, call: Call, service: ServiceFile) -> Holder:
    """Who files, at the service's level. Problems of the holder."""
    return people.holder_of(db, call, level=service.guide.level)


def new_number(db: Db, call: Call, version: int, service: ServiceFile, holder: Holder) -> CaseNumber:
    """21 digits: the hall's region, the day, and a series of seven."""
    now = call.platform.clock()
    prefix = f"{call.hall.region}{now:%Y%m%d}"
    number = f"{prefix}{next_number(db, f'case/{prefix}'):07d}"
    db.add(
        Case(
            number=number,
            service=service.code,
            service_version=version,
            session_hash=holder.token_hash,
            filed_by=holder.person.id,
            person_id=holder.person.id,
            terminal=call.terminal.id,
            region=call.hall.region,
            given_at=now,
            due={},
        )
    )
    return CaseNumber(number=number)


def own_case(db: Db, call: Call, number: str) -> tuple[Case, ServiceFile, Holder]:
    """A case of the caller that may still be worked on. Problems of the holder, case.not-found.

    A terminal whose line broke finishes later what was begun in the session: a token that took this very number is
    good for that some days longer than for reading.
    """
    case = db.get(Case, number)
    grace = people.FINISHING if case else dt.timedelta(0)
    holder = people.holder_of(db, call, level=people.CARD, grace=grace)
    if case is None or case.filed_by != holder.person.id:
        raise Problem("case.not-found")
    if case.session_hash != holder.token_hash:
        people.holder_of(db, call, level=people.CARD)
    service = service_of(call.platform, case)
    if holder.level < service.guide.level:
        raise Problem("session.level")
    return case, service, holder


def put_case(db: Db, call: Call, number: str, put: PutCase) -> Progress:
    """The form. Problems: case.filed, filing.invalid, filing.not-eligible."""
    case, service, holder = own_case(db, call, number)
    if case.filed_at:
        if (put.service, put.situation, put.form) == (case.service, case.situation, case.form):
            return Progress(number=number, filed=True)
        raise Problem("case.filed")
    if put.service != case.service:
        raise Problem("service.unknown")
    errors = situation_errors(service, put.situation)
    errors += form_errors(service, put.situation, put.form, call.platform.clock().date())
    errors += _other_person(holder, put.form)
    if any(not e.warning for e in errors):
        raise Problem("filing.invalid", errors=errors)
    applicant = applicant_of(db, holder.person, put.situation, put.form)
    refuse_if_not_eligible(_application(db, call, case, service, holder, applicant, put.situation, put.form))
    case.situation, case.form = put.situation, put.form
    case.person_id, case.phone = applicant.id, put.form.get("phone", "")
    return Progress(number=number, filed=False)


def _application(
    db: Db,
    call: Call,
    case: Case,
    service: ServiceFile,
    holder: Holder,
    applicant: Person,
    situation: dict[str, str],
    form: dict[str, str],
) -> Application:
    today = call.platform.clock().date()
    return Application(db, today, service, case.number, holder.person, applicant, situation, form)


def _other_person(holder: Holder, form: dict[str, str]) -> list[FieldError]:
    """Card fields must be those of the card that opened the session."""
    person, errors = holder.person, []
    text = Text(zh="与证件不一致，请重新放置证件", en="Not what the document says; please place it again")
    names = {" ".join(n.upper().split()) for n in (person.name, person.english_name)}
    if "name" in form and " ".join(form["name"].upper().split()) not in names:
        errors.append(FieldError(field="name", text=text))
    if "document_number" in form and form["document_number"].upper() != holder.number:
        errors.append(FieldError(field="document_number", text=text))
    return errors


def put_materials(db: Db, call: Call, number: str, given: Sequence[GivenMaterial]) -> Progress:
    """Which materials were given. Problems: case.filed, filing.invalid."""
    case, service, _ = own_case(db, call, number)
    copies = {m.key: m.given for m in given}
    if case.filed_at:
        if copies == case.materials:
            return Progress(number=number, filed=True)
        raise Problem("case.filed")
    known = {m.key for m in service.guide.materials}
    text = Text(zh="这项事项没有这份材料", en="This service has no such material")
    if unknown := [FieldError(field=key[:60], text=text) for key in copies if key not in known]:
        raise Problem("filing.invalid", errors=unknown)
    case.materials = copies
    return Progress(number=number, filed=False)


def sign(db: Db, call: Call, number: str, signature: Signature) -> SlipData:
    """Files the case. Problems: case.incomplete, signature.digest, filing.invalid, filing.not-eligible, case.filed."""
    case, service, holder = own_case(db, call, number)
    if case.filed_at:
        if signature.digest.lower() != case.digest:
            raise Problem("case.filed")
        return SlipData.model_validate(case.slip)
    if case.form is None or case.situation is None or case.materials is None:
        raise Problem("case.incomplete")
    digest = digest_of(case.service, case.situation, case.form)
    if not hmac.compare_digest(digest.encode(), signature.digest.lower().encode()):
        raise Problem("signature.digest")
    materials = service.materials_for({**case.form, **case.situation})
    _refuse_missing(materials, case.materials)
    applicant = db.get_one(Person, case.person_id)
    refuse_if_not_eligible(_application(db, call, case, service, holder, applicant, case.situation, case.form))
    case.digest, case.strokes = digest, signature.strokes
    return _file(db, call, case, service, holder, applicant, materials)


def digest_of(service: str, situation: dict[str, str], form: dict[str, str]) -> str:
    """SM3 (GB/T 32905), hex, of canonical JSON of what was put."""
    what = {"service": service, "situation": situation, "form": form}
    raw = json.dumps(what, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.new("sm3", raw).hexdigest()


def _refuse_missing(materials: tuple[Material, ...], given: dict[str, int]) -> None:
    text = Text(zh="这份材料现在就要交", en="This material has to be given now")
    late = [m for m in materials if m.handling is Handling.REQUIRED and given.get(m.key, 0) < m.copies]
    if late:
        raise Problem("filing.invalid", errors=[FieldError(field=m.key, text=text) for m in late])


def _file(
    db: Db,
    call: Call,
    case: Case,
    service: ServiceFile,
    holder: Holder,
    applicant: Person,
    materials: tuple[Material, ...],
) -> SlipData:
    now, situation, form = call.platform.clock(), case.situation or {}, case.form or {}
    case.filed_at, case.state = now, CaseState.RECEIVED.value
    case.query_code, case.token = f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(18)
    case.applicant = mask_name(applicant.name)
    answer_by = call.platform.calendar.after(now.date(), slips.ANSWER_DAYS)
    case.due = {
        "zh": f"最迟 {answer_by.zh} 告知是否受理",
        "en": f"Acceptance is decided by {answer_by.en}",
    }
    by = Text(zh="自助机收件", en="Received at a terminal")
    add_step(case, CaseState.RECEIVED, now, by, Text(zh="申请材料已收到", en="Your application has been received"))
    same = applicant.id == holder.person.id
    card = None if same else _resident_card(db, applicant.id)
    slip = slips.slip_of(
        call.platform,
        call.hall,
        service,
        slips.Filed(
            number=case.number,
            query_code=case.query_code,
            token=case.token,
            applicant=case.applicant,
            document_kind=card.kind if card else holder.kind,
            document_number=card.number if card else holder.number,
            agent="无" if same else _agent(holder.person, form),
            situation=situation,
            materials=materials,
            given=case.materials or {},
            digest=case.digest,
            at=now,
            notes=_notes(db, case, service, holder, applicant),
        ),
    )
    case.slip = slip.model_dump(mode="json")
    _effects(db, call, case, holder, applicant)
    return slip


def _resident_card(db: Db, person_id: str) -> Card | None:
    return db.scalars(select(Card).where(Card.person_id == person_id).order_by(Card.kind)).first()


def _agent(agent: Person, form: dict[str, str]) -> str:
    role = f"授权 {mask_number(form['agent_grant'])}" if form.get("agent_grant") else "监护人"
    return f"{mask_name(agent.name)}, {role}"


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


def _effects(db: Db, call: Call, case: Case, holder: Holder, applicant: Person) -> None:
    """What a filed case changes at once: 挂失, a used authorisation, a queue number given up, a message."""
    now, form = call.platform.clock(), case.form or {}
    lost = reg.record(db, applicant.id, reg.SocialCard) if form.get("report_loss") == "yes" else None
    if lost:
        reg.keep(db, applicant.id, lost.model_copy(update={"status": "lost"}))
    grants = reg.record(db, holder.person.id, reg.Grants) if form.get("agent_grant") else None
    if grants:
        left = tuple(g for g in grants.grants if g.number != form["agent_grant"])
        reg.keep(db, holder.person.id, reg.Grants(grants=left))
    if case.phone:
        queue.cancel(db, call.hall, now.date(), case.service, case.phone)
    title = service_of(call.platform, case).guide.service.title.zh
    words = f"【政务服务】已收到您的申请：{title}，办件编号 {case.number}，查询码 {case.query_code}。"
    phone_codes.tell(db, case.phone, words, now)


def add_step(case: Case, state: CaseState, at: dt.datetime, by: Text, note: Text) -> None:
    """Writes down what happened."""
    case.state = state.value
    case.steps.append(CaseStep(state=state.value, at=at, by=by.model_dump(), note=note.model_dump()))


def slip_of(db: Db, call: Call, number: str) -> SlipData:
    """The slip of an own, filed case. Problems of the holder, case.not-found."""
    holder = onlooker(db, call)
    case = db.get(Case, plain_number(number))
    if case is None or case.slip is None or holder.person.id not in (case.filed_by, case.person_id):
        raise Problem("case.not-found")
    slip = SlipData.model_validate(case.slip)
    return slip.model_copy(update={"received_at": in_hall(slip.received_at)})


def print_slip(db: Db, call: Call, number: str) -> SlipPrint:
    """The slip, to be printed once more; how often that was is counted. Problems of the holder, case.not-found."""
    slip = slip_of(db, call, number)
    again = SlipReprint(case_number=slip.case_number, terminal=call.terminal.id, at=call.platform.clock())
    db.add(again)
    db.flush()
    times = select(func.count()).where(SlipReprint.case_number == slip.case_number)
    return SlipPrint(slip=slip, reprint=db.execute(times).scalar_one())


def onlooker(db: Db, call: Call) -> Holder:
    """Who sees own cases; an expired card will do. Problems of the holder."""
    return people.holder_of(db, call, level=people.CARD, standings=_SEEN)


def own(db: Db, call: Call) -> list[CaseView]:
    """Own cases, newest first: those of the holder and those they filed for others."""
    holder = onlooker(db, call)
    mine = (Case.person_id == holder.person.id) | (Case.filed_by == holder.person.id)
    newest = select(Case).where(mine, Case.filed_at.is_not(None)).order_by(Case.filed_at.desc(), Case.number.desc())
    return [view_of(case, service_of(call.platform, case)) for case in db.scalars(newest)]


def look_up(db: Db, call: Call, wanted: Lookup) -> CaseView:
    """A case by number and query code. Problems: case.not-found, code.not-verified."""
    case = by_query_code(db, wanted.number, wanted.query_code)
    if not phone_codes.verified_for_case(db, wanted.phone_code, case.number, call.platform.clock()):
        raise Problem("code.not-verified")
    return view_of(case, service_of(call.platform, case))
