"""Giving ratings: one for each matter and one for each visit, voluntary, without a default."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.access import is_own, service_of
from server_stub.cases.lookups import by_query_code, guard_lookup, plain_number
from server_stub.cases.tables import OVER, Case
from server_stub.clock import in_hall
from server_stub.joint.tables import JointApplication
from server_stub.outbound import service as outbound
from server_stub.people import service as people
from server_stub.people.models import Standing
from server_stub.people.service import Holder
from server_stub.platform import Call, Platform
from server_stub.problems import FieldError, Problem
from server_stub.ratings import follow_ups
from server_stub.ratings.models import About, MyRating, NewRating, Rated
from server_stub.ratings.questions import BAD, channel_of, data_source, promise_time, questions
from server_stub.ratings.tables import FollowUpRow, FollowUpState, RatingRow
from server_stub.staff import service as staff
from server_stub.texts import Text

_SEEN = (Standing.OK, Standing.EXPIRED)
RATINGS = "ratings"  # the outbound target: the province's 好差评 platform
_THANKS = Text(zh="谢谢您的评价", en="Thank you for your rating")


@dataclass(frozen=True)
class Subject:
    """What is rated."""

    about: About
    case: Case | None
    service: str
    department: str
    phone: str  # where the person may be reached, if they consent


def guard(call: Call, wanted: NewRating) -> str:
    """Before anything is written: whose rating it is, "" for nobody's. Query codes can't be tried out.

    Problems of the holder, case.not-found, code.too-often.
    """
    with call.platform.database.read() as db:
        holder = rater(db, call)
        if wanted.case_number:
            case = db.get(Case, plain_number(wanted.case_number))
            if holder and case and case.filed_at and is_own(db, call, case, holder):
                return holder.person.id
    if wanted.case_number:
        guard_lookup(call, wanted.case_number, wanted.query_code)
    return holder.person.id if holder else ""


def rater(db: Db, call: Call) -> Holder | None:
    """Who rates, if a card lies there. Problems of the holder."""
    return people.holder_of(db, call, level=people.CARD, standings=_SEEN) if call.token else None


def give(db: Db, call: Call, wanted: NewRating) -> Rated:
    """Problems: rating.exists, rating.not-asked, rating.too-early, rating.reason-needed, request.invalid."""
    holder = rater(db, call)
    subject = _subject(db, call, holder, wanted)
    _check_reasons(subject.about, wanted)
    now, named = call.platform.clock(), wanted.contact and (holder is not None or subject.case is not None)
    row = RatingRow(
        id=str(uuid.uuid4()),
        case_number=subject.case.number if subject.case else None,
        visit=wanted.visit,
        number=_number(db, subject.case, wanted, holder),
        about=subject.about.value,
        stars=wanted.stars,
        reasons=list(dict.fromkeys(wanted.reasons)),
        text=wanted.text.strip(),
        channel=channel_of(call.terminal.kind),
        person_id=_who(holder, subject) if named else None,
        phone=(wanted.phone or subject.phone) if named else "",
        service=subject.service,
        department=subject.department,
        hall=call.hall.id,
        terminal=call.terminal.id,
        clerk=_clerk(db, call, subject),
        at=now,
    )
    db.add(row)
    db.flush()
    if subject.case is not None:
        payload = _payload(call.platform, subject.case, row)
        outbound.put(db, RATINGS, "rating", subject.case.number, payload, now)
    asked_by = None
    if named and wanted.stars <= BAD and row.number == 1:
        asked_by = follow_ups.open_one(db, call.platform, row, call.hall, now)
    return Rated(number=row.number, thanks=_THANKS, asked_by=asked_by)


def _subject(db: Db, call: Call, holder: Holder | None, wanted: NewRating) -> Subject:
    if not wanted.case_number:
        about = About.WINDOW if call.terminal.kind == "window" else About.MACHINE
        return Subject(about, None, "", "", holder.person.phone if holder else "")
    case = db.get(Case, plain_number(wanted.case_number))
    if case is None or not (holder and case.filed_at and is_own(db, call, case, holder)):
        found = by_query_code(db, wanted.case_number, wanted.query_code)
        if isinstance(found, JointApplication):  # its parts are matters, each of one department
            raise Problem("case.not-found")
        case = found
    facts = service_of(call.platform, case).facts
    if facts.bereavement:
        raise Problem("rating.not-asked")
    if case.state not in OVER:
        raise Problem("rating.too-early")
    return Subject(About.CASE, case, case.service, facts.department, case.phone)


def _who(holder: Holder | None, subject: Subject) -> str | None:
    if holder is not None:
        return holder.person.id
    return subject.case.filed_by if subject.case else None


def _clerk(db: Db, call: Call, subject: Subject) -> str:
    """Whom it may be about, so that they are kept from it: who worked on the case, who sits at the window."""
    if subject.case is not None:
        return subject.case.handler
    return staff.signed_in_at(db, call.terminal.id, call.platform.clock()) if call.terminal.kind == "window" else ""


def _check_reasons(about: About, wanted: NewRating) -> None:
    known = {r.key: r.low for r in questions(about).reasons}
    low = wanted.stars <= BAD
    if wrong := [n for n, key in enumerate(wanted.reasons) if known.get(key) is not low]:
        text = Text(zh="请从列出的里选", en="Please choose one of those listed")
        raise Problem("request.invalid", errors=[FieldError(field=f"reasons.{n}", text=text) for n in wrong])
    if low and not wanted.reasons and not wanted.text.strip():
        raise Problem("rating.reason-needed")


def _number(db: Db, case: Case | None, wanted: NewRating, holder: Holder | None) -> int:
    """1; 2 where the first one was bad and is remedied, for who gave it. Problem: rating.exists."""
    of = RatingRow.case_number == case.number if case else RatingRow.visit == wanted.visit
    rows = db.scalars(select(RatingRow).where(of).order_by(RatingRow.number)).all()
    if not rows:
        return 1
    follow_up = db.get(FollowUpRow, rows[0].id)
    remedied = follow_up is not None and follow_up.state == FollowUpState.REMEDIED.value
    # A visit's id alone says nothing of who gave it; a case's rating came from who may see it.
    theirs = case is not None or (holder is not None and holder.person.id == rows[0].person_id)
    if len(rows) == 1 and remedied and theirs:
        return 2
    raise Problem("rating.exists")


def mine(db: Db, call: Call) -> list[MyRating]:
    """The holder's named ratings, the newest first. Problems of the holder."""
    holder = people.holder_of(db, call, level=people.CARD, standings=_SEEN)
    rows = db.execute(
        select(RatingRow, FollowUpRow)
        .outerjoin(FollowUpRow, FollowUpRow.rating_id == RatingRow.id)
        .where(RatingRow.person_id == holder.person.id)
        .order_by(RatingRow.at.desc(), RatingRow.number.desc())
        .limit(50)
    ).all()
    return [_mine(rating, follow_up, _rated_again(db, rating)) for rating, follow_up in rows]


def _rated_again(db: Db, first: RatingRow) -> bool:
    """Whether there is a second rating, named or not."""
    of = RatingRow.case_number == first.case_number if first.case_number else RatingRow.visit == first.visit
    return db.scalars(select(RatingRow.id).where(of, RatingRow.number == 2)).first() is not None


def _mine(row: RatingRow, follow_up: FollowUpRow | None, again: bool) -> MyRating:
    state = follow_up.state if follow_up else "given"
    return MyRating(
        case_number=row.case_number or "",
        visit=row.visit or "",
        stars=row.stars,
        at=in_hall(row.at),
        state=state,
        may_rate_again=state == FollowUpState.REMEDIED.value and not again,
    )


def _payload(platform: Platform, case: Case, row: RatingRow) -> dict[str, object]:
    """The fields of the province's interface (DOMAIN.md 3.5), without the person: a rating is confidential."""
    file = service_of(platform, case)
    done = "3"  # proStatus: a case is rated when it is over
    at: dt.datetime = in_hall(row.at)
    return {
        "areaCode": case.region,
        "areaName": platform.district(case.region).name.zh,
        "deptCode": file.facts.implementation_code[:18],
        "taskCode": file.facts.implementation_code,
        "taskName": file.guide.service.title.zh,
        "projectNo": case.number,
        "proStatus": done,
        "pf": str(row.channel),
        "userProp": "2" if case.company else "1",
        "satisfaction": str(row.stars),
        "evalDetail": ",".join(row.reasons),
        "writingEvaluation": row.text,
        "assessTime": f"{at:%Y-%m-%d %H:%M:%S}",
        "assessNumber": str(row.number),
        "promiseTime": promise_time(file.facts.immediate),
        "acceptDate": f"{in_hall(case.filed_at):%Y-%m-%d %H:%M:%S}" if case.filed_at else "",
        "dataSource": data_source(),
    }
