"""`/office/administrator`: today at a glance, for the halls that this administrator looks after."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import func, select
from starlette.responses import Response

from server_stub.corrections import service as corrections
from server_stub.office.administrator.scope import halls_of, is_citywide
from server_stub.office.approver.words import STATES
from server_stub.office.visits import AdministratorVisit
from server_stub.performance import service as performance
from server_stub.privacy.tables import PrivacyRequestRow
from server_stub.queue import overview
from server_stub.ratings import follow_ups
from server_stub.reports import ledger
from server_stub.rosters import service as rosters
from server_stub.staff import service as staff
from server_stub.terminals import office as terminals
from server_stub.texts import Text

router = APIRouter(prefix="/administrator")


@router.get("")
def start(visit: AdministratorVisit) -> Response:
    """What is open, late, waiting, silent or missing."""
    halls, own = halls_of(visit), visit.platform.halls.get(visit.staff.hall)
    region = own.region if own else ""
    with visit.platform.database.read() as db:
        cases = performance.open_now(db, visit.today, region)
        queues = {key: overview.of(db, hall, visit.now) for key, hall in halls.items()}
        heard = terminals.heard(db, halls, visit.now)
        reports, late_reports = ledger.waiting(db, halls, visit.today)
        ratings = follow_ups.of_halls(db, halls, visit.staff.number)
        missing = {key: rosters.missing(db, visit.platform, hall, visit.now) for key, hall in halls.items()}
        wrong_data = corrections.waiting(db, visit.today, region)
        private = db.scalar(select(func.count()).where(PrivacyRequestRow.state == "open")) if own is None else 0
        people = {one.staff for of_hall in missing.values() for one in of_hall}
        people |= {one.stand_in for of_hall in missing.values() for one in of_hall}
        names = staff.names(db, people)
    return visit.page(
        "administrator/start.html",
        title=Text(zh="管理首页", en="Overview"),
        halls=halls,
        cases=cases,
        states=[
            (words, cases.by_state[state.value]) for state, words in STATES.items() if state.value in cases.by_state
        ],
        queues=queues,
        terminals=heard,
        silent=[one for one in heard if one.silent],
        faulty=[one for one in heard if one.online and one.out_of_order],
        reports=reports,
        late_reports=late_reports,
        follow_ups=len(ratings),
        late_follow_ups=sum(follow_up.due < visit.today for _, follow_up in ratings),
        corrections=len(wrong_data),
        late_corrections=sum(one.overdue for _, one in wrong_data),
        private=private or 0,
        citywide=is_citywide(visit),
        missing=missing,
        names=names,
        at=visit.now,
    )
