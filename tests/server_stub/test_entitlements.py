"""免申即享: what somebody may have without applying, told from the registers alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_stub.catalogue.files import load_shared
from server_stub.catalogue.tables import Channel
from server_stub.configuration.models import Rules
from server_stub.demo.citizens import person_id
from server_stub.entitlements import notices
from server_stub.entitlements.rules import Condition, rules
from server_stub.jobs import run_due
from server_stub.people import registers as reg
from server_stub.people.tables import Person
from server_stub.records import reader
from server_stub.routine import JOBS
from tests.server_stub.terminal import SettableClock, Terminal, problem, right

SHARED = load_shared()


def of(terminal: Terminal, who: str) -> dict[str, str]:
    found = terminal.get("/v1/me/entitlements", terminal.known(who).token)["entitlements"]
    return {e["key"]: e["state"] for e in found}


def count(terminal: Terminal, who: str) -> Any:
    return terminal.get("/v1/me/entitlements/count", terminal.identify(who).token)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("aged-82", {"old-age-80": "open", "senior-card-red": "drawn"}),
        ("aged-93", {"old-age-90": "drawn", "senior-card-red": "drawn"}),
        ("disabled", {"disabled-living": "open", "disabled-care": "open", "utilities-relief": "open"}),
        ("veteran", {"veteran-allowance": "open", "veteran-card": "drawn"}),
        ("unemployed", {"unemployment-benefit": "open"}),
        ("pupil-parent", {"pupil-aid": "open"}),
        ("turning-65", {"senior-card-blue": "drawn", "veteran-card": "drawn"}),
        ("worker-gaps", {"unemployment-benefit": "drawn"}),
        ("no-data", {}),
    ],
)
def test_each_sample_citizen_gets_what_the_registers_say(
    terminal: Terminal, who: str, expected: dict[str, str]
) -> None:
    assert of(terminal, who) == expected


def test_a_birthday_brings_it_by_itself(terminal: Terminal, clock: SettableClock) -> None:
    """王存厚 is 65 next month."""
    terminal.citizen("turning-65")  # the card as it is now
    clock.pass_(days=32)
    assert of(terminal, "turning-65") == {"senior-card-red": "open", "veteran-card": "drawn"}


def test_below_level_3_only_the_number_is_told_and_never_which(terminal: Terminal) -> None:
    told = count(terminal, "disabled")
    assert told["count"] == 3
    assert told["words"] == {"zh": "您有 3 项可直接享受的政策", "en": "You may have 3 policies without applying"}
    assert count(terminal, "aged-93") == {"count": 0, "words": {"zh": "", "en": ""}}
    assert "1 policy" in count(terminal, "aged-82")["words"]["en"]
    answer = terminal.call("GET", "/v1/me/entitlements", token=terminal.identify("disabled").token)
    assert problem(answer) == (403, "session.level")


def test_a_parent_sees_the_childs_with_the_name_masked(terminal: Terminal) -> None:
    [aid] = terminal.get("/v1/me/entitlements", terminal.known("pupil-parent").token)["entitlements"]
    assert aid["of_child"] == "田**"
    assert aid["department"]["zh"] == "江岸区教育局"
    assert aid["service"] == "JY-SHBZ-2008"


def test_a_register_that_is_down_is_named_and_is_not_a_no(terminal: Terminal) -> None:
    terminal.app.state.platform.faults.sources_down.add("disability")
    found = terminal.get("/v1/me/entitlements", terminal.known("disabled").token)
    assert {e["key"] for e in found["entitlements"]} == {"utilities-relief"}
    assert [t["zh"] for t in found["not_looked_up"]] == ["残联数据"]


def test_once_it_is_drawn_it_is_no_longer_offered(terminal: Terminal) -> None:
    def grant(db: Any) -> None:
        reader.keep(db, person_id("aged-82"), "old-age-allowance", [{"level": "80"}])

    terminal.app.state.platform.database.write(grant)
    assert of(terminal, "aged-82")["old-age-80"] == "drawn"
    assert count(terminal, "aged-82")["count"] == 0


# ---- told by itself


def switch_on(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    content = Rules(open_entitlements=True).model_dump(mode="json")
    platform.database.write(lambda db: platform.configuration.put(db, "rules", content, "test", terminal.clock.now))
    platform.look_again()


def look(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    platform.database.write(lambda db: notices.open_due(platform, db, terminal.clock.now))


def sent(terminal: Terminal) -> dict[str, str]:
    """The messages about policies, by phone."""
    messages = terminal.http.get("/demo/messages").json()
    return {m["phone"]: m["text"] for m in messages if "可直接享受" in m["text"]}


def test_by_itself_nobody_is_told_until_the_city_wants_it(terminal: Terminal) -> None:
    assert "entitlements" in run_due(terminal.app.state.platform, JOBS)
    assert sent(terminal) == {}


def test_then_each_is_told_once_by_number_and_never_by_name(terminal: Terminal, clock: SettableClock) -> None:
    switch_on(terminal)
    run_due(terminal.app.state.platform, JOBS)
    told = sent(terminal)
    assert "1 项可直接享受的政策" in told["13800000046"]
    assert "3 项" in told["13800000048"]
    assert "13800000047" not in told  # draws hers already
    assert "13800000021" not in told  # has died
    for text in told.values():
        assert not [rule.key for rule in rules() if rule.title.zh[:4] in text]
    for _ in range(3):
        clock.pass_(days=1)
        look(terminal)
    assert sent(terminal) == told
    clock.pass_(days=29)
    look(terminal)
    assert "13800000010" in sent(terminal)  # 65 by now


def test_one_run_does_a_part_and_the_next_one_goes_on(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    switch_on(terminal)
    monkeypatch.setattr(notices, "_AT_ONCE", 5)
    for _ in range(20):
        look(terminal)
    assert {"13800000046", "13800000048", "13800000050", "13800000051"} <= set(sent(terminal))


# ---- the rules as data


def test_every_rule_names_registers_items_departments_and_services_that_exist(terminal: Terminal) -> None:
    services = terminal.app.state.platform.catalogue.offer(Channel.TERMINAL).services
    seen = set()
    for rule in rules():
        assert rule.key not in seen
        seen.add(rule.key)
        assert rule.department in SHARED.departments
        assert rule.service in services, rule.key
        assert rule.department in services[rule.service][1].facts.departments or rule.department == "civil-affairs"
        assert rule.basis
        for condition in (*rule.when, *rule.family, *rule.drawn):
            known = {*SHARED.registers[condition.register]["items"]}
            shape = reg.SOURCES.get(condition.register)
            known |= set(shape.model_fields) if shape else set()
            assert condition.item in known, (rule.key, condition)
        for text in (rule.title, rule.who, rule.amount):
            assert text.zh
            assert text.en
        assert "元" not in rule.amount.zh  # no amount is made up


@given(
    value=st.text(max_size=8) | st.integers(-50, 500).map(str),
    wanted=st.frozensets(st.text(max_size=3), max_size=3),
    least=st.integers(0, 99),
)
def test_a_condition_judges_any_value_without_failing(value: str, wanted: frozenset[str], least: int) -> None:
    entries = [{"item": value}, {}]
    for condition in (Condition("r", "item"), Condition("r", "item", wanted), Condition("r", "item", least=least)):
        assert condition.holds(entries) in (True, False)
        assert not condition.holds([])
    counts = value.isascii() and value.isdigit() and int(value) >= least
    assert Condition("r", "item", least=least).holds(entries) == counts


def test_ages_count_full_years_to_the_day(terminal: Terminal, clock: SettableClock) -> None:
    def born(day: dt.date) -> None:
        def job(db: Any) -> None:
            db.get_one(Person, person_id("aged-82")).birth = day

        terminal.app.state.platform.database.write(job)

    today = clock.now.date()
    born(today.replace(year=today.year - 80) + dt.timedelta(days=1))
    assert "old-age-80" not in of(terminal, "aged-82")
    born(today.replace(year=today.year - 80))
    assert of(terminal, "aged-82")["old-age-80"] == "open"
    right(terminal.call("GET", "/v1/services"))
