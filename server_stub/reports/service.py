"""Reports of citizens: taken with or without a name, answered by number."""

from __future__ import annotations

import datetime as dt
import hmac

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.access import is_own, service_of
from server_stub.cases.lookups import by_query_code, guard_lookup, plain_number
from server_stub.cases.tables import Case
from server_stub.clock import in_hall
from server_stub.joint.tables import JointApplication
from server_stub.people import service as people
from server_stub.people.models import Standing
from server_stub.people.service import Holder
from server_stub.phone_codes import tries
from server_stub.phone_codes.service import tell
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.reports import ledger
from server_stub.reports.models import (
    About,
    NewReport,
    Reported,
    ReportLookup,
    ReportStepView,
    ReportView,
    Trouble,
)
from server_stub.reports.tables import Progress, ReportKind, ReportRow
from server_stub.texts import Text

WINDOW, PER_TERMINAL = dt.timedelta(minutes=10), 20
_SEEN = (Standing.OK, Standing.EXPIRED)
_NO_CODE = "------"
_NEXT = Text(
    zh="答复会发到您留的手机；没留手机的，凭编号和查询码在任一自助机查。着急请到补救窗口，或打 12345",
    en="The answer is sent to your phone if you gave one; otherwise number and query code show it at any terminal. If "
    "it is urgent please go to the remedy window or call 12345",
)
_TROUBLES = {
    Trouble.CARD_READER: "读卡",
    Trouble.PRINTER: "打印",
    Trouble.SCREEN: "屏幕",
    Trouble.SOUND: "声音",
    Trouble.SLOW: "反应慢",
    Trouble.DIRTY: "不干净",
}
_WORDS = {  # what who reported it sees of a step
    "entered": Text(zh="已收到", en="Received"),
    "assigned": Text(zh="已交办", en="Passed to who works on it"),
    "contacted": Text(zh="已与您联系", en="We spoke with you"),
    "handed-over": Text(zh="已转 12345 协同办理", en="Passed to 12345 as well"),
    "answered": Text(zh="已答复", en="Answered"),
    "cleared": Text(zh="已办结", en="Closed"),
}


def guard(call: Call, wanted: NewReport) -> str:
    """Before anything is written: who reports, "" for nobody. Query codes of cases can't be tried out.

    Problems of the holder, case.not-found, code.too-often.
    """
    with call.platform.database.read() as db:
        holder = reporter(db, call)
        if wanted.about is not About.CASE or (holder and _own_case(db, call, holder, wanted)):
            return holder.person.id if holder else ""
    guard_lookup(call, wanted.case_number, wanted.query_code)
    return holder.person.id if holder else ""


def reporter(db: Db, call: Call) -> Holder | None:
    """Who reports, if a card lies there. Problems of the holder."""
    return people.holder_of(db, call, level=people.CARD, standings=_SEEN) if call.token else None


def _own_case(db: Db, call: Call, holder: Holder, wanted: NewReport) -> Case | None:
    case = db.get(Case, plain_number(wanted.case_number))
    return case if case and case.filed_at and is_own(db, call, case, holder) else None


def take(db: Db, call: Call, wanted: NewReport) -> Reported:
    """Enters a report into the ledger. Problems: case.not-found, service.unknown, report.too-often."""
    holder, now, platform = reporter(db, call), call.platform.clock(), call.platform
    _limit(db, call, now)
    number, owner, service = "", ledger.hall_owner(call.hall), wanted.service if wanted.about is About.SERVICE else ""
    if wanted.about is About.CASE:
        case = _own_case(db, call, holder, wanted) if holder else None
        found = case or by_query_code(db, wanted.case_number, wanted.query_code)
        number = found.number
        if isinstance(found, JointApplication):
            owner = found.lead
        else:
            service, owner = found.service, service_of(platform, found).facts.department
    elif service:
        owner = call.service(service)[1].facts.department
    due = platform.calendar.after(now.date(), platform.rules.report_days).day
    entry = ledger.Entry(
        kind=ReportKind.MACHINE_FAULT if wanted.about is About.MACHINE else ReportKind.NOT_DONE,
        owner=owner,
        hall=call.hall,
        text="：".join(filter(None, (_TROUBLES.get(wanted.trouble, ""), wanted.text.strip()))),
        due=due,
        terminal=call.terminal.id,
        service=service,
        case_number=number,
        person_id=holder.person.id if holder else None,
        phone=wanted.phone,
        query_code=ledger.new_query_code(),
    )
    row = ledger.enter(db, entry, now)
    words = f"【政务服务】您反映的问题已登记，编号 {row.number}，查询码 {row.query_code}，{due} 前答复您。"
    tell(db, row.phone, words, now)
    return Reported(number=row.number, query_code=row.query_code, answer_by=due, next_step=_NEXT)


def _limit(db: Db, call: Call, now: dt.datetime) -> None:
    recent = select(func.count()).where(ReportRow.terminal == call.terminal.id, ReportRow.at > now - WINDOW)
    if db.execute(recent).scalar_one() >= PER_TERMINAL:
        raise Problem("report.too-often")


def look_up(call: Call, wanted: ReportLookup) -> ReportView:
    """A report by number and query code. Problems: report.not-found, code.too-often."""
    number = plain_number(wanted.number)
    with tries.counted(call, number, "report.not-found"), call.platform.database.read() as db:
        return _view(_by_code(db, number, wanted.query_code))


def _by_code(db: Db, number: str, query_code: str) -> ReportRow:
    row = db.get(ReportRow, number)
    code = row.query_code if row and row.query_code else _NO_CODE
    right = hmac.compare_digest(code.encode(), plain_number(query_code).encode())
    if row is None or not row.query_code or not right:
        raise Problem("report.not-found")
    return row


def _view(row: ReportRow) -> ReportView:
    return ReportView(
        number=row.number,
        kind=ReportKind(row.kind),
        progress=Progress(row.progress),
        at=in_hall(row.at),
        answer_by=row.due,
        answer=row.answer,
        steps=tuple(
            ReportStepView(at=in_hall(step.at), note=_WORDS[step.kind]) for step in row.steps if step.kind in _WORDS
        ),
    )
