"""What can be done with a filed case, by whom, and what follows: the step, the notice, the message, the term.

Every change of a case's state passes `act`. A move that is not possible where the case stands is 409.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from sqlalchemy.orm import Session as Db

from server_stub.cases import levels, promises, registering, terms
from server_stub.cases.models import MoveOrder
from server_stub.cases.notices import Writer
from server_stub.cases.states import FROM, TO, CaseState, Move
from server_stub.cases.tables import Case, CaseStep, NoticeRow
from server_stub.catalogue.models import ServiceFile
from server_stub.clock import in_hall
from server_stub.identity_numbers import credit_code_is_built_right
from server_stub.licences.of_cases import GIVEN_CODE, end_for_case, ends_licence, issue_for_case, licence_items
from server_stub.outbound import service as outbound
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

HAND_OVER = {
    "counter": Text(zh="窗口领取", en="at the counter"),
    "post": Text(zh="邮寄", en="by post"),
    "locker": Text(zh="24 小时取件柜", en="from the 24-hour locker"),
    "print": Text(zh="自助机打印", en="printed at a terminal"),
    "message": Text(zh="短信和电子证照", en="by message and e-licence"),
    "bank": Text(zh="转入银行账户", en="paid to the bank account"),
}
_APPLICANTS = (Move.SUPPLY, Move.WITHDRAW)  # nobody else can, and they can nothing else
_NEEDS_REASON = (Move.REFUSE, Move.DENY, Move.RETURN, Move.SEND_BACK)


class ActorKind(Enum):
    """Who can do something with a case."""

    SYSTEM = "system"  # rules, clocks
    APPLICANT = "applicant"
    STAFF = "staff"
    DEPARTMENT = "department"  # a department's own system


@dataclass(frozen=True)
class Actor:
    """Who did it: for the records, and as the applicant reads it."""

    kind: ActorKind
    id: str
    shown: Text

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}"


SYSTEM = Actor(ActorKind.SYSTEM, "rules", Text(zh="系统按规则办理", en="Decided by rules"))


@dataclass(frozen=True)
class Acting:
    """A move under way."""

    db: Db
    platform: Platform
    case: Case
    service: ServiceFile
    actor: Actor
    order: MoveOrder
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The hall's day."""
        return in_hall(self.now).date()

    @property
    def writer(self) -> Writer:
        """For its notices."""
        return Writer(self.db, self.platform, self.case, self.service, self.now)


class Follower(Protocol):
    """What is built upon cases and must know of each move, within its transaction (`Platform.followers`)."""

    def before(self, acting: Acting) -> None:
        """A Problem refuses the move."""

    def after(self, acting: Acting) -> None:
        """The case has moved."""


def act(db: Db, platform: Platform, case: Case, service: ServiceFile, actor: Actor, order: MoveOrder) -> CaseStep:
    """Does a move. Problems: case.illegal-move and those of the move itself."""
    acting = Acting(db, platform, case, service, actor, order, platform.clock())
    if (order.move in _APPLICANTS) != (actor.kind is ActorKind.APPLICANT):
        raise Problem("case.illegal-move")
    if case.filed_at is None or CaseState(case.state) not in FROM[order.move]:
        raise Problem("case.illegal-move")
    if order.move in _NEEDS_REASON and not order.reason.strip():
        text = Text(zh="请写明理由", en="A reason is needed")
        raise Problem("request.invalid", errors=[FieldError(field="reason", text=text)])
    for follower in platform.followers:
        follower.before(acting)
    note, notice = _DO[order.move](acting)
    step = CaseStep(
        state=TO[order.move].value,
        move=order.move.value,
        actor=str(actor),
        at=acting.now,
        by=actor.shown.model_dump(),
        note=note.model_dump(),
        notice_id=notice.id if notice else "",
    )
    case.state = step.state
    case.steps.append(step)
    _tell(acting, note)
    _report(acting, notice)
    for follower in platform.followers:
        follower.after(acting)
    return step


Done = tuple[Text, NoticeRow | None]


def _pre_review(acting: Acting) -> Done:
    return Text(zh="材料正在预审", en="The papers are being looked through"), None


def _ask_correction(acting: Acting) -> Done:
    """Told once, everything that is missing (行政许可法 第32条)."""
    case, items = acting.case, acting.order.items
    if case.corrected:
        raise Problem("case.correction-told")
    if not items:
        text = Text(zh="请列出全部需要补正的内容", en="All that has to be corrected must be listed")
        raise Problem("request.invalid", errors=[FieldError(field="items", text=text)])
    until = acting.platform.calendar.after(acting.today, acting.platform.rules.correction_days)
    case.corrected, case.correction = True, [item.model_dump() for item in items]
    case.answer_due = until.day
    case.due = Text(zh=f"请在 {until.zh} 前一次补齐", en=f"Please supply it by {until.en}").model_dump()
    listed = "；".join(f"{n}. {i.what}：{i.why}，{i.how}" for n, i in enumerate(items, 1))
    note = Text(
        zh=f"一次性告知需补正 {len(items)} 项：{listed}",
        en=f"{len(items)} things have to be corrected: " + "; ".join(f"{n}. {i.what}" for n, i in enumerate(items, 1)),
    )
    return note, acting.writer.correction(items, until.zh)


def _supply(acting: Acting) -> Done:
    _answer_due(acting)
    return Text(zh="已按要求补齐", en="Supplied as asked"), None


def _accept(acting: Acting) -> Done:
    case, owed = acting.case, promises.of_case(acting.db, acting.case.number)
    owed = [p for p in owed if p.state == promises.PromiseState.OPEN.value]
    case.accepted_at, case.answer_due = acting.now, None
    terms.start_clock(case, terms.decision_days(acting.service.facts), acting.today, acting.platform.calendar)
    case.due = terms.due_text(case).model_dump()
    notice = acting.writer.acceptance(owed)
    if owed:
        acting.writer.deferred(owed)
        names = "、".join(p.name["zh"] for p in owed)
        zh, en = f"容缺受理，后补：{names}", "Accepted; to follow: " + ", ".join(p.name["en"] for p in owed)
        return Text(zh=zh, en=en), notice
    return Text(zh="已受理", en="Accepted"), notice


def _refuse(acting: Acting) -> Done:
    acting.case.closed_at = acting.now
    reason = acting.order.reason
    return Text(zh=f"不予受理：{reason}", en=f"Not accepted: {reason}"), acting.writer.refusal(reason)


def _begin(acting: Acting) -> Done:
    acting.case.handler = acting.actor.id
    return Text(zh="正在办理", en="Being worked on"), None


def _forward(acting: Acting) -> Done:
    _another_person(acting)
    if acting.case.level >= acting.service.facts.decision_levels:
        raise Problem("case.last-level")
    _opinion(acting, acting.order.proposal, acting.order.note)
    acting.case.level += 1
    return Text(zh="已送下一级审核", en="Passed on to the next level"), None


def _send_back(acting: Acting) -> Done:
    """What is wrong is for the level before to read, not for the applicant."""
    if acting.case.level < 2:
        raise Problem("case.first-level")
    _opinion(acting, "send-back", acting.order.reason)
    acting.case.level -= 1
    return Text(zh="上一级退回重新审查", en="Sent back to be looked at again"), None


def _opinion(acting: Acting, proposal: str, words: str) -> None:
    levels.note(acting.db, acting.case, str(acting.actor), proposal, words.strip(), acting.now)


def _stop_clock(acting: Acting) -> Done:
    procedure = next((p for p in acting.service.facts.special if p.key == acting.order.procedure), None)
    if procedure is None:
        text = Text(zh="这个事项没有这种特别程序", en="This service has no such procedure")
        raise Problem("request.invalid", errors=[FieldError(field="procedure", text=text)])
    terms.stop_clock(acting.case, acting.today)
    notice = acting.writer.special(procedure, acting.order.note)
    zh = f"{procedure.title.zh}（不超过 {procedure.days} 个工作日，不计入时限）"
    return Text(zh=zh, en=f"{procedure.title.en} (at most {procedure.days} working days, not counted)"), notice


def _resume(acting: Acting) -> Done:
    terms.resume_clock(acting.case, acting.today, acting.platform.calendar)
    acting.case.due = terms.due_text(acting.case).model_dump()
    return Text(zh="继续办理", en="Going on"), None


def _grant(acting: Acting) -> Done:
    _last_level(acting)
    _check_code(acting.order.result.get(GIVEN_CODE, ""))
    _close(acting, "granted")
    registering.register(acting.db, acting.case, acting.order.result)
    notice = acting.writer.decision(True, acting.order.note)
    done = _licence(acting)
    return Text(zh=f"准予办理，已办结{done.zh}", en=f"Granted and closed{done.en}"), notice


def _check_code(code: str) -> None:
    if code and not credit_code_is_built_right(code):
        text = Text(zh="统一社会信用代码不对", en="This is not a unified social credit code")
        raise Problem("request.invalid", errors=[FieldError(field=f"result.{GIVEN_CODE}", text=text)])


def _licence(acting: Acting) -> Text:
    """What becomes of a licence with the decision."""
    db, case, service = acting.db, acting.case, acting.service
    if ends_licence(case, service):
        ended = end_for_case(db, case, service, acting.now)
        return Text(zh="，电子证照已注销", en="; the e-licence has ended") if ended else Text(zh="")
    district = acting.platform.district(case.region or case.number[:6])
    said = licence_items(acting.order.result)
    issued = issue_for_case(db, case, service, district, acting.now, said)
    return Text(zh="，电子证照已生成", en="; the e-licence has been issued") if issued else Text(zh="")


def _deny(acting: Acting) -> Done:
    _last_level(acting)
    _close(acting, "denied")
    reason = acting.order.reason
    return Text(zh=f"不予办理：{reason}", en=f"Denied: {reason}"), acting.writer.decision(False, reason)


def _return(acting: Acting) -> Done:
    acting.case.closed_at = acting.now
    reason = acting.order.reason
    return Text(zh=f"已退件：{reason}", en=f"Returned: {reason}"), acting.writer.returned(reason)


def _withdraw(acting: Acting) -> Done:
    acting.case.closed_at = acting.now
    return Text(zh="申请人撤回", en="Withdrawn by the applicant"), None


def _issue(acting: Acting) -> Done:
    order = acting.order
    ways = (*acting.service.facts.delivery, "counter", "post", "locker")
    if acting.case.outcome != "granted" or order.way not in ways:
        text = Text(zh="请选一种出件方式", en="Please choose how it is handed over")
        raise Problem("request.invalid", errors=[FieldError(field="way", text=text)])
    how = HAND_OVER[order.way]
    where = f"（{order.place}）" if order.place else ""
    return Text(zh=f"已出件：{how.zh}{where}", en=f"Ready: {how.en} {order.place}".strip()), None


def _deliver(acting: Acting) -> Done:
    return Text(zh="已送达", en="Delivered"), None


_DO: dict[Move, Callable[[Acting], Done]] = {
    Move.PRE_REVIEW: _pre_review,
    Move.ASK_CORRECTION: _ask_correction,
    Move.SUPPLY: _supply,
    Move.ACCEPT: _accept,
    Move.REFUSE: _refuse,
    Move.BEGIN: _begin,
    Move.FORWARD: _forward,
    Move.SEND_BACK: _send_back,
    Move.STOP_CLOCK: _stop_clock,
    Move.RESUME: _resume,
    Move.GRANT: _grant,
    Move.DENY: _deny,
    Move.RETURN: _return,
    Move.WITHDRAW: _withdraw,
    Move.ISSUE: _issue,
    Move.DELIVER: _deliver,
}


def _answer_due(acting: Acting) -> None:
    """Within five working days everything that is missing is told, or it is accepted."""
    until = acting.platform.calendar.after(acting.today, acting.platform.rules.acceptance_days)
    acting.case.answer_due = until.day
    acting.case.due = Text(zh=f"最迟 {until.zh} 告知是否受理", en=f"Acceptance is decided by {until.en}").model_dump()


def _last_level(acting: Acting) -> None:
    """The last level decides, and nobody who accepted or forwarded it, unless the place is too small for that."""
    if acting.case.level < acting.service.facts.decision_levels:
        raise Problem("case.higher-level")
    _another_person(acting)


def _another_person(acting: Acting) -> None:
    if acting.actor.kind is not ActorKind.STAFF or acting.platform.rules.one_person_decides:
        return
    if str(acting.actor) in levels.carried_by(acting.case):
        raise Problem("case.same-person")


def _close(acting: Acting, outcome: str) -> None:
    acting.case.outcome, acting.case.closed_at, acting.case.answer_due = outcome, acting.now, None


_MESSAGES = {
    Move.ASK_CORRECTION: "需要补正，请在“我的办件”里查看全部内容和期限",
    Move.ACCEPT: "已受理",
    Move.REFUSE: "不予受理，理由和救济途径见决定书",
    Move.STOP_CLOCK: "进入特别程序，所需时间不计入时限",
    Move.GRANT: "已办结，准予办理",
    Move.DENY: "已办结，不予办理，理由和救济途径见决定书",
    Move.RETURN: "已退件",
    Move.ISSUE: "结果已出件",
}


def _tell(acting: Acting, note: Text) -> None:
    words = _MESSAGES.get(acting.order.move)
    if words:
        where = f"，{acting.order.place}" if acting.order.move is Move.ISSUE and acting.order.place else ""
        case, title = acting.case, acting.service.guide.service.title.zh
        what = f"联办 {case.parent} 的“{title}”" if case.parent else f"办件 {case.number} "
        tell(acting.db, case.phone, f"【政务服务】{what}{words}{where}。", acting.now)


def _report(acting: Acting, notice: NoticeRow | None) -> None:
    """全量感知: the supervision platform learns every step, without personal data."""
    case = acting.case
    payload = {
        "case": case.number,
        "application": case.parent,
        "service": case.service,
        "implementation_code": acting.service.facts.implementation_code,
        "region": case.region,
        "move": acting.order.move.value,
        "state": case.state,
        "by": str(acting.actor),
        "at": in_hall(acting.now).isoformat(),
        "due_on": str(case.due_on or ""),
        "notice": notice.number if notice else "",
    }
    outbound.put(acting.db, "supervision", "case-step", case.number, payload, acting.now)
