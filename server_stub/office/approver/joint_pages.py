"""`/office/applications`: applications for a life event (一件事) that my departments lead, with all their parts."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.cases.states import CaseState
from server_stub.joint import office as joint
from server_stub.joint.standing import JointState
from server_stub.office.approver.words import STATES
from server_stub.office.visits import ApproverVisit
from server_stub.texts import Text

router = APIRouter()
JOINT_STATES = {
    JointState.RECEIVED: Text(zh="已收件", en="Received"),
    JointState.IN_PROGRESS: Text(zh="办理中", en="In progress"),
    JointState.CORRECTION: Text(zh="待补正", en="Correction"),
    JointState.PARTLY_CLOSED: Text(zh="部分办结", en="Partly closed"),
    JointState.CLOSED: Text(zh="全部办结", en="Closed"),
    JointState.CLOSED_WITH_REFUSAL: Text(zh="办结，有未准予的", en="Closed, not all granted"),
    JointState.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}
PART_STATES = {state.value: words for state, words in STATES.items()} | {
    "waiting": Text(zh="等前一项", en="Waits for another part")
}


def part_state(state: str) -> Text:
    """What a part's state is called."""
    return PART_STATES.get(state, PART_STATES["waiting"])


@router.get("/applications")
def page(visit: ApproverVisit, all: str = "") -> Response:
    """Those that are due first; with `all` also those that are over."""
    hall = visit.platform.halls.get(visit.staff.hall)
    regions = (hall.region,) if hall else ()
    departments = visit.staff.departments
    with visit.platform.database.read() as db:
        rows = joint.of_lead(db, visit.platform, departments, regions=regions, only_open=all != "yes")
    visit.look("list", "applications")
    return visit.page(
        "approver/applications.html",
        title=Text(zh="一件事联办", en="Life events"),
        rows=rows,
        all=all == "yes",
        states=JOINT_STATES,
        part_state=part_state,
        own=departments,
        over=(CaseState.CLOSED.value, CaseState.ISSUED.value, CaseState.DELIVERED.value),
    )
