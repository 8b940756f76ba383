"""What the back office shows of applications: those that a department leads, and what a component has to give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.tables import Case
from server_stub.clock import in_hall
from server_stub.joint.access import cases_of
from server_stub.joint.following import awaited_labels
from server_stub.joint.models import AwaitedResult, ComponentOverview, JointOverview
from server_stub.joint.planning import event_of, service_file
from server_stub.joint.standing import JointState
from server_stub.joint.tables import JointApplication, JointWarning
from server_stub.joint.views import WAITING
from server_stub.platform import Platform

_MOST = 200


def of_lead(
    db: Db, platform: Platform, departments: Collection[str], *, regions: Collection[str] = (), only_open: bool = True
) -> list[JointOverview]:
    """The applications that these departments lead, those that are due first; `regions`: only these districts'."""
    found = select(JointApplication).where(
        JointApplication.lead.in_(departments), JointApplication.filed_at.is_not(None)
    )
    if regions:
        found = found.where(JointApplication.region.in_(regions))
    if only_open:
        found = found.where(JointApplication.closed_at.is_(None))
    rows = db.scalars(found.order_by(JointApplication.due_on, JointApplication.number).limit(_MOST))
    today = in_hall(platform.clock()).date()
    return [overview(db, platform, row, today) for row in rows]


def overview(db: Db, platform: Platform, row: JointApplication, today: dt.date) -> JointOverview:
    """A filed application with its components."""
    if row.filed_at is None:
        raise ValueError("not filed")
    cases = cases_of(db, row)
    due = row.due_on if row.closed_at is None and row.stopped_on is None else None
    return JointOverview(
        number=row.number,
        event=row.event,
        title=event_of(platform, row).title,
        state=JointState(row.state),
        filed_at=in_hall(row.filed_at),
        due_on=row.due_on,
        warned=db.scalars(select(JointWarning.at).where(JointWarning.application == row.number)).first() is not None,
        late=due is not None and due < today,
        components=tuple(_component(platform, row, c.service, cases[c.service]) for c in row.components),
    )


def awaited_of(db: Db, platform: Platform, case: Case) -> tuple[AwaitedResult, ...]:
    """What has to be given with the grant of a case, since other components wait for it; nothing for a case alone."""
    row = db.get(JointApplication, case.parent) if case.parent else None
    return awaited_labels(platform, row, case.service) if row is not None else ()


def _component(platform: Platform, row: JointApplication, service: str, case: Case) -> ComponentOverview:
    return ComponentOverview(
        service=service,
        title=service_file(platform, row, service).guide.service.title,
        department=case.department,
        number=case.number,
        state=case.state or WAITING,
        due_on=case.due_on,
    )
