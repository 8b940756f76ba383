"""Components that wait for others: held until those are granted, then filled from their results and received.

If one of those is refused, what depends on it is returned with the reason. The others go on.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases import filing
from server_stub.cases import slip as slips
from server_stub.cases.acting import GUARDIANS, applicant_of
from server_stub.cases.application import Application
from server_stub.cases.models import MoveOrder, SlipData
from server_stub.cases.moves import SYSTEM, act
from server_stub.cases.promises import PromiseState, of_case
from server_stub.cases.states import CaseState, Move
from server_stub.cases.tables import Case, CaseStep
from server_stub.catalogue.models import ServiceFile
from server_stub.clock import in_hall
from server_stub.halls.models import Hall
from server_stub.joint.access import cases_of
from server_stub.joint.checking import reasons_against
from server_stub.joint.covering import Place, covers_of, of_service
from server_stub.joint.planning import filed_plan, service_file
from server_stub.joint.standing import Ending
from server_stub.joint.tables import JointApplication, JointComponent, JointSubmission
from server_stub.licences import uses
from server_stub.licences.tables import LicenceRow
from server_stub.life_events.splitting import Share, split
from server_stub.people.tables import Card, Person
from server_stub.platform import Platform
from server_stub.texts import Text, mask_name, mask_number

_ENDED = {
    Ending.DENIED: "不予办理",
    Ending.REFUSED: "不予受理",
    Ending.RETURNED: "已退件",
    Ending.WITHDRAWN: "已撤回",
}
_FAILED = frozenset(ending.value for ending in _ENDED)
_RECEIVED = Text(zh="申请材料已收到", en="Your application has been received")
_PASSED_ON = Text(zh="前面的事项已办结", en="What it waited for is closed")


def known_results(row: JointApplication) -> dict[str, dict[str, str]]:
    """Component → what its result says, of those that were granted."""
    return {c.service: c.result for c in row.components if c.ended == Ending.GRANTED.value}


def awaiting(row: JointApplication, service: str) -> list[JointComponent]:
    """The components that are still held and have fields that only this one's result fills."""
    held = [c for c in row.components if not c.ended and not c.filled]
    return [c for c in held if any(whose == service for whose, _ in c.awaits.values())]


def signed_form(db: Db, row: JointApplication) -> dict[str, str]:
    """The one form as it was signed last."""
    newest = select(JointSubmission.form).where(JointSubmission.application == row.number)
    return dict(db.scalars(newest.order_by(JointSubmission.number.desc()).limit(1)).one())


def share_of(
    db: Db, platform: Platform, row: JointApplication, service: str, results: dict[str, dict[str, str]]
) -> Share:
    """A component's share with these results."""
    shares = split(filed_plan(platform, row), signed_form(db, row), results)
    return next(share for share in shares if share.file.code == service)


def release_ready(db: Db, platform: Platform, row: JointApplication, now: dt.datetime) -> None:
    """Receives whatever has all that it waited for."""
    known = known_results(row)
    ready = [(c, case) for c, case in _held(db, row) if not c.ended and set(c.waits_for) <= set(known)]
    shares = {c.service: share_of(db, platform, row, c.service, known) for c, _ in ready}
    covers = _covers(db, row, shares, now)
    uses.take(db, covers.values())
    for component, case in ready:
        if case.filed_at is not None:  # by what was decided at once before it
            continue
        share = shares[component.service]
        _release(db, platform, row, component, case, share, now)
        if not component.ended:
            filing.note_covers(db, case, share.file, of_service(covers, component.service), row.terminal, now)
            owes = any(p.state == PromiseState.OPEN.value for p in of_case(db, case.number))
            decide_instant(db, platform, row, component, owes=owes)


def _covers(db: Db, row: JointApplication, shares: dict[str, Share], now: dt.datetime) -> dict[Place, LicenceRow]:
    """E-licences that stand for materials of these components, also those that were issued while they waited."""
    holder = db.get_one(Person, row.filed_by)
    today = in_hall(now).date()
    applicants = {c: applicant_of(db, holder, s.file, s.situation, s.form, today) for c, s in shares.items()}
    return covers_of(db, shares.values(), holder, applicants, today)


def return_dependent(db: Db, platform: Platform, row: JointApplication, now: dt.datetime) -> None:
    """Returns whatever waits for something that will not come."""
    failed = {c.service: Ending(c.ended) for c in row.components if c.ended in _FAILED}
    for component, case in _held(db, row):
        without = [service for service in component.waits_for if service in failed]
        if without and not component.ended:
            titles = [service_file(platform, row, s).guide.service.title.zh for s in without]
            said = "；".join(f"“{t}”{_ENDED[failed[s]]}" for t, s in zip(titles, without, strict=True))
            receive(platform, row, case, now)
            _return(db, platform, row, component, case, f"它所依据的{said}")


def _held(db: Db, row: JointApplication) -> list[tuple[JointComponent, Case]]:
    """What no department has yet. Nobody else changes it while the application is locked."""
    cases = cases_of(db, row)
    return [(c, cases[c.service]) for c in row.components if cases[c.service].filed_at is None]


def decide_instant(db: Db, platform: Platform, row: JointApplication, component: JointComponent, *, owes: bool) -> None:
    """秒批, unless a material was promised, or others wait for what only the department can say."""
    service, case = service_file(platform, row, component.service), db.get_one(Case, component.case_number)
    if service.facts.instant and not owes and case.filed_at is not None and not awaiting(row, component.service):
        filing.decide_at_once(db, platform, case, service)


def receive(platform: Platform, row: JointApplication, case: Case, now: dt.datetime, note: Text = _RECEIVED) -> None:
    """A component that was held comes to its department; `note`: as the applicant reads it."""
    filing.enter(platform, case, now)
    shown = Text(zh="联办平台", en="Joint handling")
    case.steps.append(
        CaseStep(
            state=CaseState.RECEIVED.value,
            move="file",
            actor=str(SYSTEM),
            at=now,
            by=shown.model_dump(),
            note=note.model_dump(),
        )
    )
    hall = platform.halls.get(row.hall)
    if case.slip and hall is not None:
        case.slip = _slip_at(platform, hall, case, now)


def _release(
    db: Db,
    platform: Platform,
    row: JointApplication,
    component: JointComponent,
    case: Case,
    share: Share,
    now: dt.datetime,
) -> None:
    case.situation, case.form = share.situation, share.form
    component.filled = {key: share.form.get(key, "") or share.situation.get(key, "") for key in component.awaits}
    if "company" in share.file.guide.service.audience:
        case.company = share.form.get("credit_code", "") or case.company
    row.company = row.company or case.company
    receive(platform, row, case, now, _filled_note(share.file, component))
    reasons = _postponed_reasons(db, row, component, case, share, now)
    if reasons:
        _return(db, platform, row, component, case, "；".join(reason.zh.rstrip("。") for reason in reasons))


def _filled_note(service: ServiceFile, component: JointComponent) -> Text:
    labels = [f.label for f in service.fields if component.filled.get(f.key)]
    if not labels:
        return _PASSED_ON
    return Text(
        zh=f"{_PASSED_ON.zh}，由其结果补入：{'、'.join(label.zh for label in labels)}",
        en=f"{_PASSED_ON.en}; taken from its result: {', '.join(label.en for label in labels)}",
    )


def _postponed_reasons(
    db: Db, row: JointApplication, component: JointComponent, case: Case, share: Share, now: dt.datetime
) -> list[Text]:
    """For whom it is and whether they may have it, where only the result could tell."""
    if not component.postponed:
        return []
    holder = db.get_one(Person, row.filed_by)
    today, applicant = in_hall(now).date(), db.get_one(Person, case.person_id)
    if {"agent-grant", *GUARDIANS} & set(component.postponed):
        applicant = applicant_of(db, holder, share.file, share.situation, share.form, today)
    if applicant.id != case.person_id:
        case.person_id, case.applicant = applicant.id, mask_name(applicant.name)
        case.slip = _slip_for(db, case, holder, applicant)
    application = Application(db, today, share.file, case.number, holder, applicant, share.situation, share.form)
    return reasons_against(application, component.postponed)


def _return(
    db: Db, platform: Platform, row: JointApplication, component: JointComponent, case: Case, reason: str
) -> None:
    order = MoveOrder(move=Move.RETURN, reason=reason[:500])
    act(db, platform, case, service_file(platform, row, component.service), SYSTEM, order)


def _slip_at(platform: Platform, hall: Hall, case: Case, now: dt.datetime) -> dict[str, object]:
    """The case's slip, received at another moment than it was made."""
    answer_by = platform.calendar.after(now.date(), slips.ANSWER_DAYS)
    times = {
        "received_at": now,
        "clock_starts": slips.clock_starts(platform.calendar, hall.hours, now),
        "answer_by": f"{answer_by.zh} (缺什么一次说全)",
    }
    return SlipData.model_validate(case.slip).model_copy(update=times).model_dump(mode="json")


def _slip_for(db: Db, case: Case, holder: Person, applicant: Person) -> dict[str, object]:
    """The same for somebody who was not known when it was made: a child with its new number."""
    card = db.scalars(select(Card).where(Card.person_id == applicant.id).order_by(Card.kind)).first()
    who = {"applicant": case.applicant, "agent": f"{mask_name(holder.name)}, 监护人"}
    if card is not None:
        who["document"] = f"{slips.DOCUMENTS[card.kind]} {mask_number(card.number)}"
    return SlipData.model_validate(case.slip).model_copy(update=who).model_dump(mode="json")
