"""Where an application for a life event stands, from where its components stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from server_stub.cases.states import CaseState, Move


class JointState(Enum):
    """The whole application, as one thing."""

    RECEIVED = "received"  # no department has answered yet
    IN_PROGRESS = "in-progress"
    CORRECTION = "correction"  # a component has to be corrected; the others go on
    PARTLY_CLOSED = "partly-closed"
    CLOSED = "closed"
    CLOSED_WITH_REFUSAL = "closed-with-refusal"
    WITHDRAWN = "withdrawn"


class Turn(Enum):
    """Whose turn it is."""

    APPLICANT = "applicant"  # something has to be corrected; departments may be at work beside
    DEPARTMENTS = "departments"
    NOBODY = "nobody"  # all is over


class Ending(Enum):
    """How a component ended."""

    OPEN = ""
    GRANTED = "granted"
    DENIED = "denied"
    REFUSED = "refused"  # 不予受理
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


ENDING = {
    Move.GRANT: Ending.GRANTED,
    Move.DENY: Ending.DENIED,
    Move.REFUSE: Ending.REFUSED,
    Move.RETURN: Ending.RETURNED,
    Move.WITHDRAW: Ending.WITHDRAWN,
}
OVER = (JointState.CLOSED, JointState.CLOSED_WITH_REFUSAL, JointState.WITHDRAWN)
AS_CASE = {  # for terminals that know cases only
    JointState.RECEIVED: CaseState.RECEIVED,
    JointState.IN_PROGRESS: CaseState.IN_PROGRESS,
    JointState.CORRECTION: CaseState.CORRECTION,
    JointState.PARTLY_CLOSED: CaseState.IN_PROGRESS,
    JointState.CLOSED: CaseState.CLOSED,
    JointState.CLOSED_WITH_REFUSAL: CaseState.CLOSED,
    JointState.WITHDRAWN: CaseState.RETURNED,
}
_UNANSWERED = (None, CaseState.RECEIVED, CaseState.PRE_REVIEW)
_STOPPING = (CaseState.CORRECTION, CaseState.SUSPENDED)


@dataclass(frozen=True)
class Part:
    """A component; `state` None: it waits for another one."""

    state: CaseState | None
    ending: Ending = Ending.OPEN


def standing(parts: Sequence[Part]) -> JointState:
    """The whole of at least one part."""
    endings = {part.ending for part in parts}
    if Ending.OPEN not in endings:
        if endings == {Ending.GRANTED}:
            return JointState.CLOSED
        return JointState.WITHDRAWN if endings == {Ending.WITHDRAWN} else JointState.CLOSED_WITH_REFUSAL
    if any(part.state is CaseState.CORRECTION for part in parts):
        return JointState.CORRECTION
    if len(endings) > 1:
        return JointState.PARTLY_CLOSED
    answered = any(part.state not in _UNANSWERED for part in parts)
    return JointState.IN_PROGRESS if answered else JointState.RECEIVED


def turn(state: JointState) -> Turn:
    """Whose turn it is with the whole."""
    if state in OVER:
        return Turn.NOBODY
    return Turn.APPLICANT if state is JointState.CORRECTION else Turn.DEPARTMENTS


def stops_clock(parts: Sequence[Part]) -> bool:
    """Whether the event's limit stands: somebody else's turn, or time that is not counted (特别程序)."""
    return any(part.ending is Ending.OPEN and part.state in _STOPPING for part in parts)
