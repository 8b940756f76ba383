"""The ledger: entering, assigning, answering, handing over to 12345, clearing; reminding and escalating by itself.

Functions for staff take who they are; LookupError: no such entry, ValueError: not in this state.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.database import lock, next_number
from server_stub.halls.models import Hall
from server_stub.outbound import service as outbound
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.reports.tables import Progress, ReportKind, ReportRow, ReportStep

HOTLINE, STAFF = "hotline", "staff"  # outbound targets: 12345, and what reaches people who work here
_DONE = (Progress.ANSWERED.value, Progress.CLEARED.value)
_PLATFORM = "平台"


@dataclass(frozen=True)
class Entry:
    """What is entered. `due` is the day by which it is answered."""

    kind: ReportKind
    owner: str
    hall: Hall
    text: str
    due: dt.date
    terminal: str = ""
    service: str = ""
    case_number: str = ""
    person_id: str | None = None
    phone: str = ""
    query_code: str = ""
    hotline_number: str = ""


def hall_owner(hall: Hall) -> str:
    """The owner of what concerns a hall and no department: its remedy window."""
    return f"hall/{hall.id}"


def new_query_code() -> str:
    """Six digits that open an answer together with its number."""
    return f"{secrets.randbelow(1_000_000):06d}"


def enter(db: Db, entry: Entry, now: dt.datetime) -> ReportRow:
    """A new line of the ledger."""
    prefix = f"TZ{entry.hall.region}{now:%Y%m%d}"
    row = ReportRow(
        number=f"{prefix}{next_number(db, f'ledger/{prefix}'):05d}",
        kind=entry.kind.value,
        service=entry.service,
        case_number=entry.case_number,
        region=entry.hall.region,
        hall=entry.hall.id,
        terminal=entry.terminal,
        text=entry.text[:500],
        person_id=entry.person_id,
        phone=entry.phone,
        query_code=entry.query_code,
        hotline_number=entry.hotline_number,
        owner=entry.owner,
        progress=Progress.OPEN.value,
        at=now,
        due=entry.due,
        reminded_on=None,
        cleared_on=None,
    )
    row.steps.append(ReportStep(kind="entered", at=now, by=_PLATFORM))
    db.add(row)
    db.flush()
    return row


def from_hotline(
    db: Db, platform: Platform, hall: Hall, hotline_number: str, owner: str, text: str, phone: str, now: dt.datetime
) -> ReportRow:
    """A matter that 12345 hands to the hall; the same one twice is one entry."""
    lock(db, f"hotline/{hotline_number}")
    there = select(ReportRow).where(ReportRow.hotline_number == hotline_number)
    found = db.scalars(there).first()
    if found is not None:
        return found
    due = platform.calendar.after(now.date(), platform.rules.report_days).day
    entry = Entry(ReportKind.HOTLINE, owner, hall, text, due, phone=phone, hotline_number=hotline_number)
    return enter(db, entry, now)


def lines(
    db: Db, *, kind: ReportKind | None = None, owner: str = "", progress: Progress | None = None, hall: str = ""
) -> list[ReportRow]:
    """The ledger, what is due first; narrowed to what is named."""
    wanted = select(ReportRow).order_by(ReportRow.cleared_on.is_not(None), ReportRow.due, ReportRow.number).limit(500)
    if kind is not None:
        wanted = wanted.where(ReportRow.kind == kind.value)
    if progress is not None:
        wanted = wanted.where(ReportRow.progress == progress.value)
    if owner:
        wanted = wanted.where(ReportRow.owner == owner)
    if hall:
        wanted = wanted.where(ReportRow.hall == hall)
    return list(db.scalars(wanted))


def waiting(db: Db, halls: Collection[str], today: dt.date) -> tuple[int, int]:
    """How many entries of these halls are not answered, and how many of them are late."""
    open_ones = (ReportRow.progress.not_in(_DONE), ReportRow.hall.in_(halls))
    count = select(func.count()).select_from(ReportRow).where(*open_ones)
    return db.scalar(count) or 0, db.scalar(count.where(ReportRow.due < today)) or 0


def assign(db: Db, number: str, owner: str, assignee: str, staff: str, now: dt.datetime) -> None:
    """To a department or hall, and to somebody there ("" for nobody yet)."""
    row = _open(db, number)
    row.owner, row.assignee, row.progress = owner, assignee[:60], Progress.ASSIGNED.value
    note(db, number, "assigned", staff, f"{owner} {assignee}".strip(), now)


def answer(db: Db, number: str, staff: str, words: str, now: dt.datetime) -> None:
    """The answer to who reported it, by message too. What came from 12345 is answered there as well."""
    row = _open(db, number)
    if not words.strip():
        raise ValueError("an answer is needed")
    row.answer, row.answered_at, row.progress = words[:500], now, Progress.ANSWERED.value
    note(db, number, "answered", staff, words, now)
    where = f"答复：{words[:150]}" if len(words) <= 150 else "已答复，请到自助机凭编号和查询码查看全文"
    tell(db, row.phone, f"【政务服务】您反映的问题（编号 {row.number}）{where}。", now)
    if row.hotline_number or row.handed_over_at:
        payload = {"number": row.number, "hotline_number": row.hotline_number, "answer": row.answer}
        outbound.put(db, HOTLINE, "answer", row.number, payload, now)


def clear(db: Db, number: str, staff: str, words: str, now: dt.datetime) -> None:
    """Done with (销号), the last state."""
    row = _row(db, number)
    if row.progress == Progress.CLEARED.value:
        raise ValueError("cleared already")
    if row.kind in (ReportKind.NOT_DONE.value, ReportKind.HOTLINE.value) and not row.answered_at:
        raise ValueError("who reported it is answered first")
    row.progress, row.cleared_on = Progress.CLEARED.value, now.date()
    note(db, number, "cleared", staff, words, now)


def hand_over(db: Db, number: str, staff: str, words: str, now: dt.datetime) -> None:
    """To 12345, once; the entry stays with its owner until it is answered."""
    row = _open(db, number)
    if row.handed_over_at:
        raise ValueError("handed over already")
    row.handed_over_at = now
    payload = {
        "number": row.number,
        "kind": row.kind,
        "region": row.region,
        "service": row.service,
        "case_number": row.case_number,
        "text": row.text,
        "phone": row.phone,
        "note": words,
    }
    outbound.put(db, HOTLINE, "report", row.number, payload, now)
    note(db, number, "handed-over", staff, words, now)
    tell(db, row.phone, f"【政务服务】您反映的问题（编号 {row.number}）已转 12345 协同办理。", now)


def note(db: Db, number: str, kind: str, by: str, words: str, now: dt.datetime) -> None:
    """Writes down what happened."""
    db.add(ReportStep(number=number, kind=kind, at=now, by=by[:60], note=words[:500]))
    db.flush()


def watch(platform: Platform, db: Db, now: dt.datetime) -> None:
    """The job: owners are reminded some working days before an entry is due; what is late goes to those above."""
    today, rules = now.date(), platform.rules
    soon = platform.calendar.after(today, rules.remind_days_before).day
    waiting = select(ReportRow).where(ReportRow.progress.not_in(_DONE)).order_by(ReportRow.number)
    to_remind = waiting.where(ReportRow.due <= soon, ReportRow.due >= today, ReportRow.reminded_on.is_(None))
    for row in db.scalars(to_remind.limit(500)):
        row.reminded_on = today
        _alert(db, row, "reminded", row.owner, now)
    late = waiting.where(ReportRow.due < today, ReportRow.escalated < len(rules.escalate_to))
    for row in db.scalars(late.limit(500)):
        if _level(platform, row, today) > row.escalated:
            row.escalated += 1
            _alert(db, row, "escalated", rules.escalate_to[row.escalated - 1], now)


def _level(platform: Platform, row: ReportRow, today: dt.date) -> int:
    """To how many of those above an entry belongs: one when it is late, one more each `report_days`."""
    level, limit = 0, row.due
    while limit < today and level < len(platform.rules.escalate_to):
        level += 1
        limit = platform.calendar.after(limit, platform.rules.report_days).day
    return level


def _alert(db: Db, row: ReportRow, kind: str, to: str, now: dt.datetime) -> None:
    note(db, row.number, kind, _PLATFORM, to, now)
    payload = {"number": row.number, "kind": row.kind, "owner": row.owner, "to": to, "due": row.due.isoformat()}
    outbound.put(db, STAFF, kind, row.number, payload, now)


def _row(db: Db, number: str) -> ReportRow:
    row = db.get(ReportRow, number, with_for_update=True)
    if row is None:
        raise LookupError(number)
    return row


def _open(db: Db, number: str) -> ReportRow:
    row = _row(db, number)
    if row.progress in _DONE:
        raise ValueError("answered already")
    return row
