"""Three levels of decision: each proposes, may send back, and nobody decides what they carried there themselves."""

from __future__ import annotations

from typing import Any

import pytest

from server_stub.cases import levels
from server_stub.cases.access import service_of
from server_stub.cases.models import MoveOrder
from server_stub.cases.moves import Actor, ActorKind, act
from server_stub.cases.states import Move
from server_stub.cases.tables import Case
from server_stub.problems import Problem
from server_stub.texts import Text
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import Terminal

WINDOW, FIRST, SECOND, THIRD = (Actor(ActorKind.STAFF, n, Text(zh="样例")) for n in ("W1", "A1", "A2", "A3"))


class Decision:
    """A case of a service with three levels."""

    def __init__(self, terminal: Terminal) -> None:
        self.filed = Filed(terminal)
        self.platform = terminal.app.state.platform
        self.does(WINDOW, Move.ACCEPT)
        self.does(FIRST, Move.BEGIN)

    def does(self, actor: Actor, move: Move, **order: Any) -> str:
        """The refusal; "" if it went through."""

        def job(db: Any) -> None:
            case = db.get(Case, self.filed.number, with_for_update=True)
            service = service_of(self.platform, case)
            facts = service.facts.model_copy(update={"decision_levels": 3})
            service = service.model_copy(update={"guide": service.guide.model_copy(update={"facts": facts})})
            act(db, self.platform, case, service, actor, MoveOrder(move=move, **order))

        try:
            self.platform.database.write(job)
        except Problem as refused:
            return refused.code
        return ""

    def opinions(self) -> list[tuple[int, str, str, str]]:
        with self.platform.database.read() as db:
            return [(o.level, o.actor, o.proposal, o.words) for o in levels.opinions(db, self.filed.number)]


@pytest.fixture
def decision(terminal: Terminal) -> Decision:
    return Decision(terminal)


def test_each_level_says_what_it_proposes_and_the_last_one_decides(decision: Decision) -> None:
    assert decision.does(FIRST, Move.GRANT) == "case.higher-level"
    assert decision.does(FIRST, Move.FORWARD, proposal="grant", note="材料齐全") == ""
    assert decision.does(FIRST, Move.FORWARD) == "case.same-person"
    assert decision.does(SECOND, Move.FORWARD, proposal="deny", note="时间对不上") == ""
    assert decision.does(THIRD, Move.FORWARD) == "case.last-level"
    for carrier in (WINDOW, FIRST, SECOND):
        assert decision.does(carrier, Move.GRANT) == "case.same-person"
    assert decision.does(THIRD, Move.GRANT) == ""
    assert decision.opinions() == [(1, "staff:A1", "grant", "材料齐全"), (2, "staff:A2", "deny", "时间对不上")]


def test_what_was_sent_back_goes_the_same_way_again(decision: Decision) -> None:
    assert decision.does(FIRST, Move.SEND_BACK, reason="再看") == "case.first-level"
    decision.does(FIRST, Move.FORWARD, proposal="grant")
    assert decision.does(SECOND, Move.SEND_BACK) == "request.invalid"
    assert decision.does(SECOND, Move.SEND_BACK, reason="请核实") == ""
    assert decision.does(FIRST, Move.FORWARD, proposal="deny") == ""
    assert decision.does(SECOND, Move.FORWARD, proposal="deny") == ""
    assert decision.does(THIRD, Move.DENY, reason="不符合条件") == ""


def test_what_levels_say_to_each_other_is_not_for_the_applicant(decision: Decision) -> None:
    decision.does(FIRST, Move.FORWARD, proposal="deny", note="内部意见")
    decision.does(SECOND, Move.SEND_BACK, reason="内部理由")
    assert "内部" not in str(decision.filed.detail())
