"""Cases as their applicants see them."""

from __future__ import annotations

from server_stub.cases.models import CaseStepView, CaseView
from server_stub.cases.states import CaseState
from server_stub.cases.tables import Case
from server_stub.catalogue.models import ServiceFile
from server_stub.clock import in_hall
from server_stub.texts import Text

_NEXT = {
    CaseState.RECEIVED: (
        "部门正在审核是否受理，结果短信告诉您",
        "The department decides on acceptance; you get a message",
    ),
    CaseState.PRE_REVIEW: (
        "材料正在预审，是否受理短信告诉您",
        "The papers are being looked through; you get a message on acceptance",
    ),
    CaseState.SUSPENDED: (
        "正在进行特别程序，所需时间不计入时限",
        "A special procedure is going on; its time is not counted",
    ),
    CaseState.ISSUED: ("结果已出件，请按通知领取", "The result is ready; please collect it as you were told"),
    CaseState.DELIVERED: ("结果已送达", "The result has been delivered"),
    CaseState.ACCEPTED: ("已受理，部门正在办理", "Accepted; the department is working on it"),
    CaseState.IN_PROGRESS: ("部门正在办理，办结后短信告诉您", "Being worked on; you get a message when it is closed"),
    CaseState.CORRECTION: ("请按下面列出的内容一次补齐", "Please supply everything listed below"),
    CaseState.REFUSED: (
        "对决定有异议，可以申请行政复议或提起行政诉讼，期限见决定书",
        "If you disagree you may ask for review or go to court; see the decision for the terms",
    ),
    CaseState.CLOSED: ("已办结，结果按您选的方式送达", "Closed; the result is delivered the way you chose"),
    CaseState.RETURNED: ("已退回，可以重新申请", "Returned; you can apply again"),
}


def view_of(case: Case, service: ServiceFile) -> CaseView:
    """A filed case."""
    if case.filed_at is None:
        raise ValueError("not filed")
    zh, en = _NEXT[CaseState(case.state)]
    return CaseView(
        number=case.number,
        title=service.guide.service.title,
        applicant=case.applicant,
        department=service.guide.service.department,
        state=CaseState(case.state),
        filed_at=in_hall(case.filed_at),
        due=Text(**case.due),
        steps=tuple(
            CaseStepView(state=CaseState(s.state), at=in_hall(s.at), by=Text(**s.by), note=Text(**s.note))
            for s in case.steps
        ),
        next_step=Text(zh=zh, en=en),
    )
