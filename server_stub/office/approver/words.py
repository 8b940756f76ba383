"""What states, moves and their consequences are called in the back office."""

from __future__ import annotations

from dataclasses import dataclass

from server_stub.cases.states import CaseState, Move
from server_stub.texts import Text

STATES = {
    CaseState.RECEIVED: Text(zh="收件", en="Received"),
    CaseState.PRE_REVIEW: Text(zh="预审", en="Pre-review"),
    CaseState.CORRECTION: Text(zh="待补正", en="Correction"),
    CaseState.ACCEPTED: Text(zh="已受理", en="Accepted"),
    CaseState.REFUSED: Text(zh="不予受理", en="Not accepted"),
    CaseState.IN_PROGRESS: Text(zh="办理中", en="In progress"),
    CaseState.SUSPENDED: Text(zh="特别程序", en="Special procedure"),
    CaseState.CLOSED: Text(zh="办结", en="Closed"),
    CaseState.RETURNED: Text(zh="退件", en="Returned"),
    CaseState.ISSUED: Text(zh="已出件", en="Ready to collect"),
    CaseState.DELIVERED: Text(zh="已送达", en="Delivered"),
}


@dataclass(frozen=True)
class MoveWords:
    """A move as a button, what follows from it, and what is told once it is done; `at_once`: no page of its own."""

    button: Text
    follows: Text
    done: Text
    kind: str = ""  # of the button: "", second, grave
    at_once: bool = False


MOVES = {
    Move.PRE_REVIEW: MoveWords(
        Text(zh="开始预审", en="Begin pre-review"),
        Text(zh="申请人会看到“材料正在预审”。", en="The applicant sees that the papers are being looked through."),
        Text(zh="已开始预审", en="Pre-review has begun"),
        "second",
        at_once=True,
    ),
    Move.ACCEPT: MoveWords(
        Text(zh="受理", en="Accept"),
        Text(
            zh="生成《受理通知书》，短信告知申请人，办理时限从下一个工作日起算。有承诺后补的材料，同时生成《容缺受理承诺书》。",
            en="A notice of acceptance is made and the applicant is told; the limit runs from the next working day. "
            "Where materials were promised for later, their promise is put in writing.",
        ),
        Text(zh="已受理，通知书已生成", en="Accepted; the notice is made"),
    ),
    Move.ASK_CORRECTION: MoveWords(
        Text(zh="一次性告知补正", en="Ask for corrections"),
        Text(zh="", en=""),
        Text(zh="补正告知书已发出", en="The notice of corrections has been sent"),
        "second",
    ),
    Move.REFUSE: MoveWords(
        Text(zh="不予受理", en="Refuse to accept"),
        Text(
            zh="生成《不予受理决定书》，写明理由、依据和复议、诉讼期限，短信告知申请人。办件到此结束，不能撤销。",
            en="A decision with reason, basis and remedies is made and the applicant is told. The case ends; "
            "this can't be undone.",
        ),
        Text(zh="已作出不予受理决定", en="Refused; the decision is made"),
        "grave",
    ),
    Move.BEGIN: MoveWords(
        Text(zh="开始办理", en="Begin work"),
        Text(zh="办件归到您名下。", en="The case is yours to work on."),
        Text(zh="已开始办理", en="Work has begun"),
        at_once=True,
    ),
    Move.FORWARD: MoveWords(
        Text(zh="提出意见，送下一级", en="Propose and pass on"),
        Text(
            zh="您的意见只有审批人员能看到。送出后由下一级处理。",
            en="Only approvers read your opinion. The next level goes on with the case.",
        ),
        Text(zh="已送下一级", en="Passed on to the next level"),
    ),
    Move.SEND_BACK: MoveWords(
        Text(zh="退回上一环节", en="Send back a level"),
        Text(zh="理由只有审批人员能看到。", en="Only approvers read the reason."),
        Text(zh="已退回上一环节", en="Sent back to the level before"),
        "second",
    ),
    Move.STOP_CLOCK: MoveWords(
        Text(zh="特别程序（停表）", en="Special procedure (stop the clock)"),
        Text(
            zh="生成《特别程序告知书》，写明依据和最长天数，短信告知申请人。所需时间不计入办理时限。",
            en="A notice with basis and longest time is made and the applicant is told. The time is not counted.",
        ),
        Text(zh="已进入特别程序，时限暂停计算", en="The special procedure has begun; the clock stands"),
        "second",
    ),
    Move.RESUME: MoveWords(
        Text(zh="特别程序结束，继续办理", en="End the special procedure"),
        Text(zh="停表的工作日加到办理时限上。", en="The working days that the clock stood are added to the limit."),
        Text(zh="继续办理，时限已重新计算", en="Going on; the limit has been computed again"),
        at_once=True,
    ),
    Move.GRANT: MoveWords(
        Text(zh="准予办理（办结）", en="Grant and close"),
        Text(
            zh="生成《准予决定书》，短信告知申请人；有电子证照的同时签发。不能撤销。",
            en="The decision is made and the applicant is told; an e-licence is issued where there is one. "
            "This can't be undone.",
        ),
        Text(zh="已办结：准予办理", en="Closed: granted"),
    ),
    Move.DENY: MoveWords(
        Text(zh="不予办理（办结）", en="Deny and close"),
        Text(
            zh="生成《不予决定书》，写明理由、依据和复议、诉讼期限，短信告知申请人。不能撤销。",
            en="The decision with reason, basis and remedies is made and the applicant is told. This can't be undone.",
        ),
        Text(zh="已办结：不予办理", en="Closed: denied"),
        "grave",
    ),
    Move.RETURN: MoveWords(
        Text(zh="退件", en="Return"),
        Text(
            zh="生成《退件通知书》，短信告知申请人，材料退还，之后可以重新申请。不能撤销。",
            en="A notice is made and the applicant is told; the papers go back and it can be filed again. "
            "This can't be undone.",
        ),
        Text(zh="已退件", en="Returned"),
        "grave",
    ),
    Move.ISSUE: MoveWords(
        Text(zh="出件", en="Hand over the result"),
        Text(zh="短信告知申请人到哪里、怎样领取。", en="The applicant is told where and how to get it."),
        Text(zh="已出件，已通知申请人", en="Ready; the applicant has been told"),
    ),
    Move.DELIVER: MoveWords(
        Text(zh="确认送达", en="Confirm delivery"),
        Text(zh="申请人已领取或签收结果。", en="The applicant has the result."),
        Text(zh="已送达", en="Delivered"),
        "second",
        at_once=True,
    ),
}

SOURCES = {
    "card": Text(zh="证件", en="Document"),
    "platform": Text(zh="平台数据", en="Platform's data"),
    "licence": Text(zh="电子证照", en="E-licence"),
    "person": Text(zh="本人填写", en="Filled in"),
    "earlier": Text(zh="以前填过", en="Filled in earlier"),
}

PROMISES = {
    "open": Text(zh="未到期", en="Open"),
    "kept": Text(zh="已补齐", en="Kept"),
    "late": Text(zh="逾期，待确认", en="Late, to be confirmed"),
    "confirmed": Text(zh="已确认，异议期内", en="Confirmed, open to objection"),
    "objected": Text(zh="有异议，待处理", en="Objected to"),
    "recorded": Text(zh="已记录", en="Recorded"),
    "repaired": Text(zh="已修复", en="Repaired"),
    "dismissed": Text(zh="不予记录", en="Dismissed"),
}
