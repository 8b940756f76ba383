"""Terms run by working days, stand while a procedure goes on, and end in what the law or the city says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server_stub.cases import terms
from server_stub.cases.tables import Case, WarningRow
from server_stub.catalogue.tables import Channel
from server_stub.clock import HALL
from server_stub.configuration.models import Rules
from server_stub.jobs import run_due
from server_stub.platform import Platform
from server_stub.routine import JOBS
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import SettableClock, Terminal


def platform_of(filed: Filed) -> Platform:
    platform: Platform = filed.terminal.app.state.platform
    return platform


def set_rules(platform: Platform, **changes: Any) -> None:
    content = Rules.model_validate(Rules().model_dump() | changes).model_dump(mode="json")
    platform.database.write(lambda db: platform.configuration.put(db, "rules", content, "test", platform.clock()))
    platform.look_again()


def set_column(filed: Filed, **values: Any) -> None:
    def job(db: Any) -> None:
        for name, value in values.items():
            setattr(db.get(Case, filed.number), name, value)

    platform_of(filed).database.write(job)


def case_of(filed: Filed) -> Case:
    with platform_of(filed).database.read() as db:
        return db.get_one(Case, filed.number)


def days_pass(filed: Filed, until: str) -> None:
    filed.terminal.clock.now = dt.datetime.combine(dt.date.fromisoformat(until), dt.time(8, 0), HALL)
    run_due(platform_of(filed), JOBS)


@pytest.fixture
def filed(terminal: Terminal) -> Filed:
    return Filed(terminal)


def test_the_decision_is_due_so_many_working_days_after_acceptance(filed: Filed) -> None:
    filed.terminal.clock.now = dt.datetime(2026, 11, 27, 16, 0, tzinfo=HALL)  # a Friday
    filed.do("accept")
    assert case_of(filed).due_on == dt.date(2026, 11, 30)
    assert filed.detail()["case"]["due"]["zh"] == "最迟 2026-11-30 办结"


def test_a_stopped_clock_adds_the_working_days_it_stood(filed: Filed, clock: SettableClock) -> None:
    filed.do("accept")
    platform = platform_of(filed)
    case, day = case_of(filed), dt.date(2026, 11, 24)
    terms.stop_clock(case, day)
    terms.resume_clock(case, dt.date(2026, 12, 1), platform.calendar)  # Tue–Fri, Mon: five working days
    assert case.stopped_days == 5
    assert case.due_on == dt.date(2026, 12, 1)


def test_a_date_beyond_the_published_calendar_is_expected_and_computed_again_when_it_comes(filed: Filed) -> None:
    platform = platform_of(filed)
    filed.do("accept")
    set_column(filed, clock_from=dt.date(2026, 12, 30), clock_days=3)
    platform.database.write(lambda db: terms.recompute_open(db, platform.calendar))
    before = case_of(filed)
    assert (before.due_on, before.due_estimated) == (dt.date(2027, 1, 4), True)
    year = {"off": [["2027-01-01", "2027-01-05"]], "work": []}
    platform.database.write(lambda db: platform.configuration.put(db, "calendar/2027", year, "test", platform.clock()))
    platform.look_again()
    assert platform.database.write(lambda db: terms.recompute_open(db, platform.calendar)) == 1
    after = case_of(filed)
    assert (after.due_on, after.due_estimated) == (dt.date(2027, 1, 7), False)
    assert filed.detail()["case"]["due"]["zh"] == "最迟 2027-01-07 办结"


def test_nobody_is_accepted_or_granted_by_a_clock_unless_the_city_says_so(filed: Filed) -> None:
    days_pass(filed, "2026-12-20")
    assert filed.state == "received"
    filed.do("accept")
    days_pass(filed, "2027-01-20")
    assert filed.state == "accepted"


def test_the_department_is_warned_before_a_term_ends_once(filed: Filed) -> None:
    days_pass(filed, "2026-11-26")
    days_pass(filed, "2026-11-27")
    with platform_of(filed).database.read() as db:
        assert db.get(WarningRow, (filed.number, "answer", dt.date(2026, 11, 30))) is not None
        assert db.query(WarningRow).filter(WarningRow.case_number == filed.number).count() == 1


def test_where_the_city_has_it_silence_grants_what_is_on_its_list_after_a_warning(filed: Filed) -> None:
    rule = {"enabled": True, "services": ["RS-LHJY-0001"], "authority": "江岸政发〔2026〕1号"}
    set_rules(platform_of(filed), default_on_timeout=rule)
    days_pass(filed, "2026-11-27")
    days_pass(filed, "2026-12-01")
    assert filed.state == "accepted"
    days_pass(filed, "2026-12-02")
    days_pass(filed, "2026-12-04")
    assert filed.state == "closed"
    steps = filed.detail()["case"]["steps"]
    assert {s["by"]["zh"] for s in steps[1:]} == {"系统按规则办理"}


def test_a_licence_nobody_answered_in_time_counts_as_accepted_by_law(filed: Filed) -> None:
    """行政许可法 32, tried on a service of that kind."""
    services = platform_of(filed).catalogue.offer(Channel.TERMINAL).services
    version = next(v for v, s in services.values() if s.guide.facts.kind.value == "licence" and not s.facts.instant)
    set_column(filed, service_version=version)
    days_pass(filed, "2026-11-30")
    assert filed.state == "received"
    days_pass(filed, "2026-12-01")
    assert filed.state == "accepted"


def test_what_is_not_supplied_in_time_is_returned_and_was_reminded_of(filed: Filed) -> None:
    items = [{"what": "银行账号", "why": "户名不一致", "how": "修改"}]
    filed.do("ask-correction", items=items)
    days_pass(filed, "2026-12-03")
    assert "还有待补正的内容" in filed.terminal.last_message()["text"]
    days_pass(filed, "2026-12-08")
    assert filed.state == "returned"
    assert "逾期未补正" in filed.detail()["case"]["steps"][-1]["note"]["zh"]
