"""A hall's day in any order: numbers are taken, called, passed, moved, windows open and close. The promises hold."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from server_stub.halls.models import Hall
from server_stub.platform import Call, Platform
from server_stub.problems import Problem
from server_stub.queue import calling, giving, guiding, offline, windows
from server_stub.queue.calling import Desk
from server_stub.queue.closing import close_days
from server_stub.queue.models import OfflineNumber, OfflineNumbers, Transfer
from server_stub.queue.tables import End, Kind, NumberState, PeriodRow, QueueRow, Spell, WindowRow
from server_stub.queue.turns import bound
from tests.server_stub.conftest import Started
from tests.server_stub.terminal import SettableClock

QUEUES = ("left", "right")
WINDOWS = {"W01": ("left",), "W02": ("right", "left"), "W03": ("left", "right")}


def small_hall(turns: dict[str, int], recall_within: int, transferred: str) -> Hall:
    """Two queues, three windows: two of them serve both."""
    text = {"zh": "样例", "en": "Sample"}
    queue = {"name": "样例", "zone": text, "minutes_each": 10, "quota": 900, "turns": turns}
    return Hall.model_validate(
        {
            "id": "TT",
            "name": "样例大厅",
            "short": "样例",
            "region": "420102",
            "district": text,
            "hours": {"opens": "00:00", "tickets_until": "23:58", "closes": "23:59", "days": "all"},
            "help": "服务台",
            "hotline": "12345",
            "passed_rule": "",
            "recall_within": recall_within,
            "transferred": transferred,
            "skill_turns": 2,
            "elsewhere": text,
            "queues": {"left": queue | {"prefix": "L"}, "right": queue | {"prefix": "R"}},
            "windows": [{"id": id_, "skills": skills} for id_, skills in WINDOWS.items()],
            "businesses": {key: {"key": key, "queue": key, "title": text, "bring": "身份证"} for key in QUEUES},
        }
    )


@dataclass
class Known:
    """What the test knows of a number."""

    id: str
    number: str
    taken_at: dt.datetime
    kind: Kind
    queue: str
    placed: tuple[dt.datetime, int, str]
    wanted: str = ""
    state: NumberState = NumberState.WAITING
    joined: int = 0  # calls of its queue when it came to stand where it stands
    before: int = 0  # of its class who stood before it at some time since
    passed_after: int = 0
    spells: list[str] = field(default_factory=list)


class HallsDay(RuleBasedStateMachine):
    """The rules of a day; each example is a day of its own."""

    platform: Platform
    clock: SettableClock

    @initialize(
        priority=st.integers(1, 3),
        appointment=st.integers(1, 3),
        ordinary=st.integers(1, 2),
        recall_within=st.integers(0, 3),
        transferred=st.sampled_from(["by-arrival", "last"]),
        opened=st.sets(st.sampled_from(sorted(WINDOWS))),
        crowd=st.lists(st.tuples(st.sampled_from(QUEUES), st.sampled_from(Kind)), max_size=12),
    )
    def morning(
        self,
        priority: int,
        appointment: int,
        ordinary: int,
        recall_within: int,
        transferred: str,
        opened: set[str],
        crowd: list[tuple[str, Kind]],
    ) -> None:
        turns = {"priority": priority, "appointment": appointment, "ordinary": ordinary}
        self.hall = small_hall(turns, recall_within, transferred)
        self.clock.now = (self.clock.now + dt.timedelta(days=1)).replace(hour=8, minute=0, second=0)
        self.numbers: dict[str, Known] = {}
        self.calls = dict.fromkeys(QUEUES, 0)
        self.states = dict.fromkeys(WINDOWS, "closed")
        self.serving: dict[str, str] = {}
        self.offline = 0
        for window in sorted(opened):
            self.a_window_opens(window)
        for queue, kind in crowd:
            self.somebody_takes_a_number(queue, kind)

    # ---- what happens

    @rule(seconds=st.integers(1, 600))
    def time_passes(self, seconds: int) -> None:
        self.clock.pass_(seconds=seconds)

    @rule(queue=st.sampled_from(QUEUES), kind=st.sampled_from(Kind))
    def somebody_takes_a_number(self, queue: str, kind: Kind) -> None:
        now = self.clock.now
        row = self.write(
            lambda db: giving.give(db, self.platform, self.hall, self.hall.businesses[queue], now, kind=kind)
        )
        self.comes(row.id, row.number, now, kind, queue, (now, row.sequence, row.id))
        self.clock.pass_(seconds=1)

    @rule(queue=st.sampled_from(QUEUES), ago=st.integers(0, 3600), priority=st.booleans())
    def a_terminal_is_back(self, queue: str, ago: int, priority: bool) -> None:
        self.offline += 1
        at = max(self.clock.now - dt.timedelta(seconds=ago), self.clock.now.replace(hour=0, minute=0, second=0))
        ticket = OfflineNumber(
            id=str(uuid.uuid4()), number=f"K7-{self.offline:03d}", business=queue, taken_at=at, priority=priority
        )
        self.write(lambda db: offline.merge(self.call(), db, OfflineNumbers(numbers=(ticket, ticket))))
        kind = Kind.PRIORITY if priority else Kind.ORDINARY
        self.comes(ticket.id, ticket.number, at, kind, queue, (at, self.offline, ticket.id))

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def a_window_opens(self, window: str) -> None:
        if self.states[window] == "closed":
            self.attempt(window, windows.sign_on, "")
            self.states[window] = "open"

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def a_window_closes(self, window: str) -> None:
        expected = "window.not-open" if self.states[window] == "closed" else ""
        expected = expected or ("window.busy" if window in self.serving else "")
        self.attempt(window, windows.sign_off, expected)
        if not expected:
            self.states[window] = "closed"
            for number in self.waiting(wanted=window):
                number.wanted = ""
                self.stands(number)

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def a_window_pauses_or_goes_on(self, window: str) -> None:
        if self.states[window] == "paused":
            self.attempt(window, windows.resume, "")
            self.states[window] = "open"
            return
        expected = self.not_at_work(window) or ("window.busy" if window in self.serving else "")
        self.attempt(window, lambda db, desk: windows.pause(db, desk, "用餐"), expected)
        if not expected:
            self.states[window] = "paused"

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def a_window_calls_again(self, window: str) -> None:
        """Twice in a row: what windows do most."""
        self.a_window_calls(window)
        self.a_window_calls(window)

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def a_window_calls(self, window: str) -> None:
        expected = self.not_at_work(window)
        row = self.attempt(window, self.working(calling.call_next), expected)
        if expected:
            return
        self.finished(window)
        eligible = [n for n in self.waiting() if n.wanted in ("", window) and n.queue in WINDOWS[window]]
        assert (row is None) == (not eligible), "a window calls if and only if somebody waits for it"
        if row is not None:
            called = self.numbers[row.id]
            assert called in eligible
            of_class = [n for n in eligible if (n.queue, n.kind) == (called.queue, called.kind)]
            assert called is min(of_class, key=lambda n: n.placed), "within a class who stands first is called first"
            self.calls[called.queue] += 1
            self.is_served(called, window, "called")

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def a_window_finishes(self, window: str) -> None:
        expected = self.not_serving(window)
        self.attempt(window, self.working(calling.finish), expected)
        if not expected:
            self.finished(window)

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def nobody_comes(self, window: str) -> None:
        expected = self.not_serving(window)
        self.attempt(window, self.working(calling.pass_), expected)
        if not expected:
            number = self.leaves(window, NumberState.PASSED, "passed")
            number.passed_after = self.calls[number.queue]

    @rule(window=st.sampled_from(sorted(WINDOWS)), data=st.data())
    @precondition(lambda self: self.numbers)
    def somebody_comes_late(self, window: str, data: st.DataObject) -> None:
        number = data.draw(self.some(NumberState.PASSED), label="number")
        expected = self.not_at_work(window)
        if not expected and number.state is not NumberState.PASSED:
            expected = "number.not-passed"
        if not expected and number.queue not in WINDOWS[window]:
            expected = "number.other-queue"
        if not expected and self.calls[number.queue] - number.passed_after > self.hall.recall_within:
            expected = "number.too-late"
        self.attempt(window, self.working(lambda d, k, r: calling.call_back(d, k, r, number.number)), expected)
        if not expected:
            self.finished(window)
            self.is_served(number, window, "called-back")

    @rule(
        window=st.sampled_from(sorted(WINDOWS)),
        queue=st.sampled_from(["", *QUEUES]),
        to=st.sampled_from(["", *sorted(WINDOWS)]),
    )
    def a_number_is_sent_elsewhere(self, window: str, queue: str, to: str) -> None:
        if not queue and not to:
            return
        expected = self.not_serving(window)
        number = self.numbers.get(self.serving.get(window, ""))
        target = queue
        if number is not None and to and not queue:
            target = number.queue if number.queue in WINDOWS[to] else WINDOWS[to][0]
        if not expected and number is not None:
            if to and target not in WINDOWS[to]:
                expected = "number.window-skill"
            elif to and self.states[to] == "closed":
                expected = "number.window-closed"
            elif target == number.queue and to in ("", window):
                expected = "number.same-place"
        wanted = Transfer(queue=queue, window=to)
        self.attempt(window, self.working(lambda d, k, r: calling.transfer(d, k, r, wanted)), expected)
        if not expected:
            number = self.leaves(window, NumberState.WAITING, "transferred")
            at = number.taken_at if self.hall.transferred == "by-arrival" else self.clock.now
            number.queue, number.wanted, number.placed = target, to, (at, *number.placed[1:])
            self.stands(number)

    @rule(data=st.data())
    @precondition(lambda self: self.numbers)
    def the_guide_gives_a_new_number(self, data: st.DataObject) -> None:
        number = data.draw(self.some(NumberState.PASSED), label="number")
        now = self.clock.now

        def job(db: Any) -> QueueRow:
            return guiding.replace(db, self.platform, self.hall, number.number, now)[0]

        if number.state is not NumberState.PASSED:
            assert self.refused(job) == "number.not-passed"
            return
        row = self.write(job)
        number.state = NumberState.REPLACED
        number.spells.append("replaced")
        self.comes(row.id, row.number, now, number.kind, number.queue, (now, row.sequence, row.id))
        self.clock.pass_(seconds=1)

    @rule(data=st.data())
    @precondition(lambda self: self.numbers)
    def the_guide_gives_priority(self, data: st.DataObject) -> None:
        number = data.draw(self.some(NumberState.WAITING), label="number")
        now = self.clock.now

        def job(db: Any) -> QueueRow:
            return guiding.prefer(db, self.platform, self.hall, number.number, now)

        if number.state is not NumberState.WAITING:
            assert self.refused(job) == "number.not-waiting"
            return
        self.write(job)
        if number.kind is not Kind.PRIORITY:
            number.kind = Kind.PRIORITY
            self.stands(number)

    # ---- what is promised

    @invariant()
    def nobody_waits_longer_than_the_bound(self) -> None:
        for number in getattr(self, "numbers", {}).values():
            if number.state is NumberState.WAITING and not number.wanted:
                limit = bound(self.hall.queues[number.queue].turns, number.kind, number.before)
                assert self.calls[number.queue] - number.joined < limit, number

    @invariant()
    def what_is_stored_is_what_happened(self) -> None:
        if not hasattr(self, "numbers"):
            return
        with self.platform.database.read() as db:
            day = self.clock.now.date()
            rows = db.scalars(select(QueueRow).where(QueueRow.hall == "TT", QueueRow.day == day)).all()
            in_process = {r.window: r.id for r in rows if r.state == NumberState.IN_PROCESS}
            at_windows = {w.window: w.serving for w in db.scalars(select(WindowRow).where(WindowRow.hall == "TT"))}
        assert {row.id: NumberState(row.state) for row in rows} == {n.id: n.state for n in self.numbers.values()}
        assert len({row.number for row in rows}) == len({row.serial for row in rows}) == len(rows)
        assert in_process == self.serving == {window: id_ for window, id_ in at_windows.items() if id_}

    def teardown(self) -> None:
        if not hasattr(self, "numbers"):
            return
        self.everybody_left_is_called_by_one_window()
        self.the_day_ends()

    def everybody_left_is_called_by_one_window(self) -> None:
        for window in WINDOWS:
            if window in self.serving:
                if self.states[window] == "paused":
                    self.a_window_pauses_or_goes_on(window)
                self.a_window_finishes(window)
            if self.states[window] != "closed":
                self.a_window_closes(window)
        self.a_window_opens("W02")
        for _ in range(len(self.waiting()) + 1):
            self.a_window_calls("W02")
            self.nobody_waits_longer_than_the_bound()
        assert not self.waiting()
        self.what_is_stored_is_what_happened()

    def the_day_ends(self) -> None:
        """Afterwards every number has its periods without a gap, and nothing is left open."""
        day, taken = self.clock.now.date(), {n.id: n.taken_at for n in self.numbers.values()}
        self.clock.now = (self.clock.now + dt.timedelta(days=1)).replace(hour=0, minute=1)
        halls = {"TT": self.hall}
        platform = _With(self.platform, halls)
        self.write(lambda db: close_days(platform, db, self.clock.now))  # type: ignore[arg-type]
        with self.platform.database.read() as db:
            rows = {r.id: r for r in db.scalars(select(QueueRow).where(QueueRow.hall == "TT", QueueRow.day == day))}
            periods = db.scalars(
                select(PeriodRow).where(PeriodRow.hall == "TT", PeriodRow.day == day).order_by(PeriodRow.step)
            ).all()
        for number in self.numbers.values():
            own = [p for p in periods if p.number_id == number.id]
            assert [p.step for p in own] == list(range(1, len(own) + 1))
            assert own[0].started_at == taken[number.id]
            assert all(one.ended_at == following.started_at for one, following in zip(own, own[1:], strict=False))
            assert all(p.started_at <= p.ended_at for p in own)
            assert own[0].spell == Spell.WAIT.value
            spells = [p.ended_by for p in own if p.ended_by != End.CLOSED.value]
            assert spells == number.spells
            assert rows[number.id].state not in (NumberState.WAITING, NumberState.IN_PROCESS, NumberState.PASSED)

    # ---- what the test knows

    def comes(
        self, id_: str, number: str, at: dt.datetime, kind: Kind, queue: str, placed: tuple[dt.datetime, int, str]
    ) -> None:
        assert id_ not in self.numbers
        self.numbers[id_] = Known(id_, number, at, kind, queue, placed)
        self.stands(self.numbers[id_])

    def stands(self, number: Known) -> None:
        """It came to a place: it has some before it, and those behind it have one more."""
        others = [n for n in self.waiting() if (n.queue, n.kind) == (number.queue, number.kind) and n is not number]
        number.joined = self.calls[number.queue]
        number.before = sum(1 for n in others if n.placed < number.placed)
        for other in others:
            other.before += other.placed > number.placed

    def some(self, state: NumberState) -> st.SearchStrategy[Known]:
        """One of this state rather than any."""
        anybody = list(self.numbers.values())
        return st.sampled_from([n for n in anybody if n.state is state] or anybody) | st.sampled_from(anybody)

    def waiting(self, wanted: str | None = None) -> list[Known]:
        of_state = [n for n in self.numbers.values() if n.state is NumberState.WAITING]
        return [n for n in of_state if wanted is None or n.wanted == wanted]

    def is_served(self, number: Known, window: str, how: str) -> None:
        number.state, number.wanted = NumberState.IN_PROCESS, ""
        number.spells.append(how)
        self.serving[window] = number.id

    def finished(self, window: str) -> None:
        if window in self.serving:
            self.leaves(window, NumberState.DONE, "done")

    def leaves(self, window: str, state: NumberState, how: str) -> Known:
        number = self.numbers[self.serving.pop(window)]
        number.state = state
        number.spells.append(how)
        return number

    def not_at_work(self, window: str) -> str:
        return {"closed": "window.not-open", "paused": "window.paused", "open": ""}[self.states[window]]

    def not_serving(self, window: str) -> str:
        return self.not_at_work(window) or ("" if window in self.serving else "window.idle")

    # ---- how it is asked for

    def desk(self, window: str) -> Desk:
        found = next(w for w in self.hall.windows if w.id == window)
        return Desk(self.platform, self.hall, found, f"clerk-{window}", f"TT-CK-{window}", self.clock.now)

    def working(self, act: Callable[[Any, Desk, WindowRow], Any]) -> Callable[[Any, Desk], Any]:
        return lambda db, desk: act(db, desk, calling.at_work(db, desk))

    def attempt(self, window: str, act: Callable[[Any, Desk], Any], expected: str) -> Any:
        desk = self.desk(window)
        if expected:
            assert self.refused(lambda db: act(db, desk)) == expected
            return None
        return self.write(lambda db: act(db, desk))

    def write(self, job: Callable[[Any], Any]) -> Any:
        return self.platform.database.write(job)

    def refused(self, job: Callable[[Any], Any]) -> str:
        with pytest.raises(Problem) as refusal:
            self.write(job)
        return refusal.value.code

    def call(self) -> Call:
        found = self.platform.terminals.find("JA-ZZ-07")
        assert found is not None
        terminal = replace(found, id="TT-ZZ-07", hall="TT", series=7)
        return Call(self.platform, terminal, self.hall, "", "", "POST", "/v1/queue/offline-numbers")


@dataclass
class _With:
    """The platform with the test's hall as its only one."""

    platform: Platform
    halls: dict[str, Hall]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.platform, name)


def test_whatever_happens_nobody_waits_for_ever_and_every_minute_is_kept(started: Started, kind: str) -> None:
    HallsDay.platform, HallsDay.clock = started.app.state.platform, started.clock
    examples = settings().max_examples // (3 if kind == "sqlite" else 7)
    run_state_machine_as_test(HallsDay, settings=settings(max_examples=examples, stateful_step_count=50))
