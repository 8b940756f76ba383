"""Whatever is done with cases in whatever order: each move is possible or refused by the table, and nothing is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from server_stub.cases.access import service_of
from server_stub.cases.models import CorrectionItem, MoveOrder
from server_stub.cases.moves import SYSTEM, Actor, ActorKind, act
from server_stub.cases.states import FROM, TO, CaseState, Move
from server_stub.cases.tables import Case, CaseStep, NoticeRow
from server_stub.outbound.tables import OutboundRow
from server_stub.problems import Problem
from server_stub.texts import Text
from tests.server_stub.conftest import Started
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import Terminal

DEPARTMENT = Actor(ActorKind.DEPARTMENT, "JA-XT-RS", Text(zh="人社局", en="Bureau"))
APPLICANT = Actor(ActorKind.APPLICANT, "p", Text(zh="申请人", en="Applicant"))
CLERK = Actor(ActorKind.STAFF, "0101", Text(zh="窗口", en="Window"))
ITEM = CorrectionItem(what="银行账号", why="户名不一致", how="修改")
ACTORS = st.sampled_from((SYSTEM, DEPARTMENT, APPLICANT, CLERK))


def machine_of(started: Started) -> type[RuleBasedStateMachine]:
    """A machine over one running platform; each run begins as at its first start and files a case."""
    terminal, platform = Terminal(started.app, started.clock), started.app.state.platform

    class Life(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            started.restart()
            self.number = Filed(terminal).number
            self.state, self.corrected, self.clerk_acted = CaseState.RECEIVED, False, False
            self.steps = 1

        @rule(move=st.sampled_from(Move), actor=ACTORS, reason=st.sampled_from(("", "不符合条件")))
        def do(self, move: Move, actor: Actor, reason: str) -> None:
            order = MoveOrder(move=move, reason=reason, items=(ITEM,), procedure="hearing", way="counter")
            wanted = self._expected(move, actor, reason)
            try:
                platform.database.write(lambda db: self._act(db, actor, order))
            except Problem as refused:
                assert refused.code == wanted, (self.state, move, actor.kind, refused.code)
                return
            assert wanted == "", (self.state, move, actor.kind)
            self.state, self.steps = TO[move], self.steps + 1
            self.corrected |= move is Move.ASK_CORRECTION
            self.clerk_acted |= move in (Move.ACCEPT, Move.FORWARD) and actor is CLERK

        def _act(self, db: Any, actor: Actor, order: MoveOrder) -> CaseStep:
            case = db.get(Case, self.number, with_for_update=True)
            return act(db, platform, case, service_of(platform, case), actor, order)

        def _expected(self, move: Move, actor: Actor, reason: str) -> str:
            """The refusal by the rules as they are written down, "" for none."""
            applicants = move in (Move.SUPPLY, Move.WITHDRAW)
            if applicants != (actor is APPLICANT) or self.state not in FROM[move]:
                return "case.illegal-move"
            if move in (Move.REFUSE, Move.DENY, Move.RETURN, Move.SEND_BACK) and not reason:
                return "request.invalid"
            if move is Move.ASK_CORRECTION and self.corrected:
                return "case.correction-told"
            if move in (Move.GRANT, Move.DENY, Move.FORWARD) and actor is CLERK and self.clerk_acted:
                return "case.same-person"
            if move is Move.SEND_BACK:
                return "case.first-level"
            if move is Move.FORWARD:
                return "case.last-level"  # this service has one
            if move is Move.STOP_CLOCK:
                return "request.invalid"  # this service has no special procedure
            if move is Move.ISSUE and not self._granted():
                return "request.invalid"
            return ""

        def _granted(self) -> bool:
            with platform.database.read() as db:
                return bool(db.get_one(Case, self.number).outcome == "granted")

        @precondition(lambda self: self.state is CaseState.CLOSED)
        @rule()
        def days_pass(self) -> None:
            started.clock.pass_(days=1)

        @invariant()
        def what_is_kept_agrees(self) -> None:
            with platform.database.read() as db:
                case = db.get_one(Case, self.number)
                moves = [step.move for step in case.steps]
                assert case.state == self.state.value == case.steps[-1].state
                assert len(case.steps) == self.steps
                assert moves.count("ask-correction") <= 1
                assert (case.due_on is not None) == ("accept" in moves)
                assert (case.outcome != "") == bool({"grant", "deny"} & set(moves))
                told = db.scalar(select(func.count()).where(NoticeRow.case_number == self.number))
                with_notice = ("accept", "ask-correction", "refuse", "grant", "deny", "return")
                assert told == len([m for m in moves if m in with_notice])
                pushed = db.scalar(select(func.count()).where(OutboundRow.subject == self.number))
                assert pushed == len(moves) - 1  # the filing itself is not a department's step

    return Life


def test_a_case_can_only_go_ways_that_the_table_knows(started: Started) -> None:
    run_state_machine_as_test(
        machine_of(started),
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
