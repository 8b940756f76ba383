"""Whatever people do to a few slots in whatever order, a plain model and the database agree, and the audit holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from server_stub.appointments import booking, check_in, service
from server_stub.appointments.models import Change, NewAppointment
from server_stub.appointments.places import audit
from server_stub.appointments.tables import AppointmentRow, SlotRow
from server_stub.platform import Call, Platform
from server_stub.problems import Problem
from tests.server_stub.appointing import at, configure, run_jobs
from tests.server_stub.crowd import Somebody, add_people
from tests.server_stub.terminal import MONDAY, Terminal

BUSINESSES = ("social-card", "senior-card")
HOURS = (9, 10)
PEOPLE = 3
ONE_OF_TWO = st.sampled_from((0, 0, 0, 1))  # mostly the same, so that people meet
PERSON = st.integers(0, PEOPLE - 1)
BUSINESS = ONE_OF_TWO.map(lambda n: BUSINESSES[n])
WHICH = st.randoms(use_true_random=False)
HOLD = dt.timedelta(minutes=15)
ACTIVE, TAKING = ("held", "booked", "checked-in"), ("held", "booked", "checked-in", "missed")


@dataclass(frozen=True)
class Made:
    """An appointment as the model has it."""

    id: str
    person: int
    business: str
    starts: dt.datetime
    state: str
    held_until: dt.datetime


class Slots(RuleBasedStateMachine):
    """People at one terminal. `terminal` is set by the test: one on each kind of database."""

    terminal: Terminal
    people: list[Somebody]

    @initialize()
    def begin(self) -> None:
        self.terminal.clock.now = MONDAY
        self.made: list[Made] = []
        self.platform.database.write(lambda db: [db.execute(delete(row)) for row in (AppointmentRow, SlotRow)])
        self.plan(1)

    @property
    def platform(self) -> Platform:
        platform: Platform = self.terminal.app.state.platform
        return platform

    @property
    def now(self) -> dt.datetime:
        return self.terminal.clock.now

    def plan(self, capacity: int) -> None:
        self.capacity = capacity
        rules: dict[str, Any] = {f"businesses.{business}.capacity": capacity for business in BUSINESSES}
        rules |= {f"appointments.{name}_in_month": 10_000 for name in ("missed", "cancelled")}
        configure(self.terminal, rules | {"appointments.repeats_of_item_a_day": 10_000})

    def does(self, person: int, work: Any) -> str:
        """ "": it was done; else the refusal's code."""
        terminal = self.platform.terminals.find("JA-ZZ-03")
        assert terminal is not None
        token = self.people[person].token
        call = Call(self.platform, terminal, self.platform.halls["JA"], token, "", "POST", "")
        try:
            self.result = self.platform.database.write(lambda db: work(db, call))
        except Problem as problem:
            return problem.code.removeprefix("appointment.")
        return ""

    # ---- what the model knows

    def state(self, made: Made) -> str:
        """As it is now: what a job will write down is so already."""
        if made.state == "held" and made.held_until <= self.now:
            return "expired"
        if made.state == "booked" and made.starts.date() < self.now.date():
            return "missed"
        return made.state

    def taken(self, business: str, starts: dt.datetime) -> int:
        return sum(self.state(m) in TAKING for m in self.made if (m.business, m.starts) == (business, starts))

    def refusal(self, person: int, business: str, starts: dt.datetime, moving: str = "") -> str:
        """Why this can't be had, if so."""
        that_day = [
            m
            for m in self.made
            if m.person == person and m.id != moving and m.starts.date() == starts.date() and self.state(m) in ACTIVE
        ]
        if any(m.business == business for m in that_day):
            return "same-business"
        if that_day:
            return "per-day"
        return "full" if self.taken(business, starts) >= self.capacity else ""

    def put(self, made: Made, **other: Any) -> None:
        self.made[self.made.index(made)] = replace(made, **other)

    def ahead(self, day: int, hour: int) -> dt.datetime:
        """One of the hours on one of the next two days that can be booked."""
        offer = booking.offer_now(self.platform, self.platform.halls["JA"], self.business)
        return at(HOURS[hour], day=offer.days[day].day)

    @property
    def business(self) -> Any:
        return self.platform.halls["JA"].businesses[BUSINESSES[0]]

    # ---- what happens

    @precondition(lambda self: self.capacity)
    @rule(person=PERSON, business=BUSINESS, day=ONE_OF_TWO, hour=ONE_OF_TWO)
    def hold(self, person: int, business: str, day: int, hour: int) -> None:
        self.make(person, business, self.ahead(day, hour), confirm=False)

    @precondition(lambda self: self.capacity)
    @rule(person=PERSON, business=BUSINESS, day=ONE_OF_TWO, hour=ONE_OF_TWO)
    def book(self, person: int, business: str, day: int, hour: int) -> None:
        self.make(person, business, self.ahead(day, hour), confirm=True)

    @precondition(lambda self: self.capacity and self.made)
    @rule(person=PERSON, which=WHICH)
    def want_what_somebody_has(self, person: int, which: Any) -> None:
        made = which.choice(self.made)
        if made.starts.date() > self.now.date():
            self.make(person, made.business, made.starts, confirm=True)

    def make(self, person: int, business: str, starts: dt.datetime, *, confirm: bool) -> None:
        expected = self.refusal(person, business, starts)
        wanted = NewAppointment(business=business, starts=starts, confirm=confirm)
        assert self.does(person, lambda db, call: booking.make(db.connection(), call, wanted)) == expected
        if not expected:
            state = "booked" if confirm else "held"
            self.made.append(Made(self.result.id, person, business, starts, state, self.now + HOLD))

    @precondition(lambda self: self.made)
    @rule(which=WHICH)
    def confirm(self, which: Any) -> None:
        made = which.choice(self.made)
        expected = {"held": "", "booked": "", "expired": "hold-over", "checked-in": "started"}.get(
            self.state(made), "ended"
        )
        assert self.does(made.person, lambda db, call: service.confirm(db, call, made.id)) == expected
        if not expected:
            self.put(made, state="booked")

    @precondition(lambda self: self.made)
    @rule(which=WHICH)
    def cancel(self, which: Any) -> None:
        made = which.choice(self.made)
        state, expected = self.state(made), ""
        if state == "checked-in":
            expected = "started"
        elif state in ("missed", "expired"):
            expected = "ended"
        elif state == "booked" and self.now > made.starts - dt.timedelta(hours=2):
            expected = "too-late"
        assert self.does(made.person, lambda db, call: service.cancel(db, call, made.id)) == expected
        if not expected:
            self.put(made, state="cancelled")

    @precondition(lambda self: self.made and self.capacity)
    @rule(which=WHICH, day=ONE_OF_TWO, hour=ONE_OF_TWO)
    def change(self, which: Any, day: int, hour: int) -> None:
        made, starts = which.choice(self.made), self.ahead(day, hour)
        state = self.state(made)
        if state == "checked-in":
            expected = "started"
        elif state not in ("held", "booked"):
            expected = "ended"
        elif state == "booked" and self.now > made.starts - dt.timedelta(hours=2):
            expected = "too-late"
        elif starts == made.starts:
            expected = ""
        else:
            expected = self.refusal(made.person, made.business, starts, made.id)
        wanted = Change(starts=starts)
        assert self.does(made.person, lambda db, call: service.change(db, call, made.id, wanted)) == expected
        if not expected:
            self.put(made, starts=starts)

    @precondition(lambda self: self.made)
    @rule(which=WHICH)
    def arrive(self, which: Any) -> None:
        made = which.choice(self.made)
        state = self.state(made)
        expected = {"held": "unconfirmed", "checked-in": ""}.get(state, "ended")
        if state == "booked":
            early = self.now < made.starts - dt.timedelta(minutes=30)
            expected = "other-day" if made.starts.date() != self.now.date() else "early" if early else ""
        person = self.people[made.person].id
        assert self.does(made.person, lambda db, call: check_in.check_in(db, call, made.id, person)) == expected
        if not expected:
            self.put(made, state="checked-in")

    @rule()
    def the_holds_end(self) -> None:
        self.terminal.clock.pass_(minutes=15)

    @rule(minutes=st.sampled_from((1, 14, 60, 6 * 60)))
    def time_passes(self, minutes: int) -> None:
        self.terminal.clock.pass_(minutes=minutes)

    @precondition(lambda self: self.made)
    @rule(which=WHICH, early=st.sampled_from((240, 120, 31, 30, 0)))
    def the_time_comes(self, which: Any, early: int) -> None:
        """Of somebody's appointment, or so many minutes before it."""
        self.terminal.clock.now = max(self.now, which.choice(self.made).starts - dt.timedelta(minutes=early))

    @rule(capacity=st.sampled_from((0, 1, 1, 2)))
    def the_administrator_plans(self, capacity: int) -> None:
        self.plan(capacity)

    @rule()
    def jobs_run(self) -> None:
        run_jobs(self.terminal)

    # ---- what always holds

    @invariant()
    def the_database_agrees(self) -> None:
        with self.platform.database.read() as db:
            assert audit(db) == []
            rows = db.query(AppointmentRow).all()
        names = dict(enumerate(("held", "booked", "checked-in", "missed", "cancelled", "expired")))
        stored = {row.id: replace(self.by_id(row.id), state=names[row.state]) for row in rows}
        assert {id_: self.state(made) for id_, made in stored.items()} == {m.id: self.state(m) for m in self.made}

    def by_id(self, id_: str) -> Made:
        return next(m for m in self.made if m.id == id_)

    @invariant()
    def the_list_agrees(self) -> None:
        if not self.capacity:
            return
        terminal = self.platform.terminals.find("JA-ZZ-03")
        assert terminal is not None
        call = Call(self.platform, terminal, self.platform.halls["JA"], "", "", "GET", "")
        with self.platform.database.read() as db:
            for business in BUSINESSES:
                for slot in (slot for day in service.days(db, call, business, "") for slot in day.slots):
                    taken = self.taken(business, slot.starts)
                    listed = (slot.booked, slot.left, slot.limit)
                    assert listed == (taken, max(self.capacity - taken, 0), max(self.capacity, taken))


@pytest.mark.hypothesis
def test_slots_are_right_whatever_happens(terminal: Terminal) -> None:
    Slots.terminal = terminal
    Slots.people = add_people(terminal.app.state.platform.database, PEOPLE, MONDAY + dt.timedelta(days=365))
    few = settings(
        max_examples=max(settings().max_examples // 2, 1),
        stateful_step_count=50,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Slots, settings=few)
