"""The life of a case: where it can stand, which moves there are, and from where each is possible."""

from __future__ import annotations

from enum import Enum


class CaseState(Enum):
    """Where a case stands (收件 预审 受理 补正 不予受理 办理 特别程序 办结 退件 出件 送达)."""

    RECEIVED = "received"
    PRE_REVIEW = "pre-review"
    CORRECTION = "correction"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    IN_PROGRESS = "in-progress"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    RETURNED = "returned"
    ISSUED = "issued"
    DELIVERED = "delivered"


class Move(Enum):
    """What can be done with a case."""

    PRE_REVIEW = "pre-review"  # 预审
    ASK_CORRECTION = "ask-correction"  # 补正, told once
    SUPPLY = "supply"  # the applicant supplied it
    ACCEPT = "accept"  # 受理, also 容缺受理
    REFUSE = "refuse"  # 不予受理
    BEGIN = "begin"  # 办理
    FORWARD = "forward"  # to the next level of decision, with a proposal
    SEND_BACK = "send-back"  # to the level before, which has to look again
    STOP_CLOCK = "stop-clock"  # 特别程序
    RESUME = "resume"
    GRANT = "grant"  # 办结: 准予
    DENY = "deny"  # 办结: 不予
    RETURN = "return"  # 退件 by the department
    WITHDRAW = "withdraw"  # by the applicant
    ISSUE = "issue"  # 出件
    DELIVER = "deliver"  # 送达


S = CaseState
_BEFORE_ACCEPTANCE = (S.RECEIVED, S.PRE_REVIEW)

FROM: dict[Move, tuple[CaseState, ...]] = {
    Move.PRE_REVIEW: (S.RECEIVED,),
    Move.ASK_CORRECTION: _BEFORE_ACCEPTANCE,
    Move.SUPPLY: (S.CORRECTION,),
    Move.ACCEPT: _BEFORE_ACCEPTANCE,
    Move.REFUSE: _BEFORE_ACCEPTANCE,
    Move.BEGIN: (S.ACCEPTED,),
    Move.FORWARD: (S.IN_PROGRESS,),
    Move.SEND_BACK: (S.IN_PROGRESS,),
    Move.STOP_CLOCK: (S.ACCEPTED, S.IN_PROGRESS),
    Move.RESUME: (S.SUSPENDED,),
    Move.GRANT: (S.IN_PROGRESS,),
    Move.DENY: (S.IN_PROGRESS,),
    Move.RETURN: (*_BEFORE_ACCEPTANCE, S.CORRECTION, S.ACCEPTED, S.IN_PROGRESS, S.SUSPENDED),
    Move.WITHDRAW: (*_BEFORE_ACCEPTANCE, S.CORRECTION, S.ACCEPTED, S.IN_PROGRESS, S.SUSPENDED),
    Move.ISSUE: (S.CLOSED,),
    Move.DELIVER: (S.CLOSED, S.ISSUED),
}

TO: dict[Move, CaseState] = {
    Move.PRE_REVIEW: S.PRE_REVIEW,
    Move.ASK_CORRECTION: S.CORRECTION,
    Move.SUPPLY: S.PRE_REVIEW,
    Move.ACCEPT: S.ACCEPTED,
    Move.REFUSE: S.REFUSED,
    Move.BEGIN: S.IN_PROGRESS,
    Move.FORWARD: S.IN_PROGRESS,
    Move.SEND_BACK: S.IN_PROGRESS,
    Move.STOP_CLOCK: S.SUSPENDED,
    Move.RESUME: S.IN_PROGRESS,
    Move.GRANT: S.CLOSED,
    Move.DENY: S.CLOSED,
    Move.RETURN: S.RETURNED,
    Move.WITHDRAW: S.RETURNED,
    Move.ISSUE: S.ISSUED,
    Move.DELIVER: S.DELIVERED,
}

OVER = tuple(state.value for state in (S.REFUSED, S.CLOSED, S.RETURNED, S.ISSUED, S.DELIVERED))
OPEN = tuple(state.value for state in CaseState if state.value not in OVER)
UNDECIDED = tuple(state.value for state in _BEFORE_ACCEPTANCE)  # the answer on acceptance is due
AT_WORK = (S.ACCEPTED.value, S.IN_PROGRESS.value)  # the decision is due


def possible(state: CaseState) -> tuple[Move, ...]:
    """The moves from a state, in the order of the list."""
    return tuple(move for move in Move if state in FROM[move])
