"""What a terminal is told of life events: the list, the questions, and what somebody's answers come to."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from server_stub.catalogue import store
from server_stub.catalogue.files import Written
from server_stub.catalogue.tables import Channel, ItemKind, Stage
from server_stub.database import Database
from server_stub.life_events.compiling import compile_life_event
from server_stub.platform import Platform
from tests.server_stub.life_event_answers import random_answers
from tests.server_stub.terminal import Terminal, problem, right
from tests.server_stub.test_life_events import EVENTS, FILES, FRAME, SHARED, WRITTEN

BARBER = {"form": "individual", "staff": "no", "food": "none", "tobacco": "no", "advertising": "no"}


def planned(terminal: Terminal, key: str, answers: Any) -> Any:
    return terminal.call("POST", f"/v1/life-events/{key}/plan", {"answers": answers}, key="")


def platform_of(terminal: Terminal) -> Platform:
    platform: Platform = terminal.app.state.platform
    return platform


def write(terminal: Terminal, job: Any) -> None:
    database: Database = platform_of(terminal).database
    database.write(job)
    platform_of(terminal).look_again()


def publish(terminal: Terminal, key: str, change: dict[str, Any], *stages: Stage) -> None:
    """What the back office does with an edited life event."""
    written = WRITTEN[key]
    data = {**copy.deepcopy(dict(written.data)), **change}
    event = compile_life_event(Written("edited", written.area, data), SHARED, FRAME, FILES)
    now = terminal.clock()

    def job(db: Session) -> None:
        row = store.add_version(
            db, ItemKind.LIFE_EVENT, key, written.area, data, event.model_dump_json(), "office", now
        )
        for stage in stages:
            store.publish(db, row, Channel, stage, "office", now)

    write(terminal, job)


def test_the_list_has_all_in_the_order_of_the_menu(terminal: Terminal) -> None:
    lines = terminal.get("/v1/life-events")
    assert len(lines) == 56
    assert list(dict.fromkeys(line["group"] for line in lines)) == list(FRAME.groups)
    assert [line["key"] for line in lines if line["group"] == "projects"][0] == "municipal-approval-land"
    assert {line["key"] for line in lines} == set(EVENTS)
    assert not any(line["resting"]["zh"] for line in lines)
    assert "{district" not in json.dumps(lines)
    assert all(line["lead"]["zh"] and line["title"]["en"] for line in lines)


def test_a_guide_tells_questions_and_all_components_before_anything_is_answered(terminal: Terminal) -> None:
    guide = terminal.get("/v1/life-events/barber")
    assert [q["key"] for q in guide["questions"]] == list(BARBER)
    found = {c["service"]: c for c in guide["components"]}
    assert found["WJ-GCWX-1600"]["required"]
    assert found["WJ-GCWX-1600"]["ours"], "the annex does not name it"
    tobacco = found["SC-YCXB-2814"]
    assert not tobacco["required"]
    assert tobacco["when"] == {"zh": "卖烟吗？卖", "en": "Do you sell tobacco? Yes"}
    assert "note" not in tobacco, "why it is asked is for officers"
    assert guide["limit"]["promise_of"]["zh"] == "洪湖市"
    assert guide["origins"][0]["number"] == 40
    assert guide["booking"] is None


def test_the_answers_come_to_one_matter(terminal: Terminal) -> None:
    plan = right(planned(terminal, "barber", BARBER)).json()
    assert [c["service"] for c in plan["components"]] == ["SC-GTSL-2800", "SW-XBNS-2700", "WJ-GCWX-1600"]
    assert plan["components"][2]["waits_for"] == ["SC-GTSL-2800"]
    fields = [f["key"] for s in plan["form"]["sections"] for f in s["fields"]]
    assert len(fields) == len(set(fields))
    name = next(f for s in plan["form"]["sections"] for f in s["fields"] if f["key"] == "new_company_name")
    assert name["services"] == ["SC-GTSL-2800", "SW-XBNS-2700", "WJ-GCWX-1600"]
    licence = next(m for m in plan["materials"] if m["key"] == "business-licence")
    assert licence["handling"] == "exempt"
    assert plan["level"] == 3
    assert plan["no_face"] == ["phone-code"]
    assert (plan["limit"]["days"], plan["limit"]["promise_of"]["en"]) == (1, "Honghu City")
    assert "{district" not in json.dumps(plan)
    assert {n["text"]["zh"] for n in plan["conditions"]} >= {"您的经营场所真实、合法"}
    assert plan["commitments"]
    smoker = right(planned(terminal, "barber", BARBER | {"tobacco": "yes"})).json()
    assert "SC-YCXB-2814" in [c["service"] for c in smoker["components"]]


def test_fees_are_told_with_the_service_that_takes_them(terminal: Terminal) -> None:
    answers = {"money": "whole", "meters": "", "maintenance": "no"}
    plan = right(planned(terminal, "home-and-utilities-transfer", answers)).json()
    assert [fee["service"] for fee in plan["fees"]] == ["BD-ESFZ-2600"]


def test_a_project_gives_list_materials_and_appointment(terminal: Terminal) -> None:
    plan = right(planned(terminal, "industrial-construction", {})).json()
    assert plan["form"]["sections"] == []
    assert [c["service"] for c in plan["components"]] == ["GC-ZAJD-3411", "GC-SGXK-3412"]
    assert plan["booking"]["business"] == "project"
    assert "项目代码" in plan["booking"]["bring"]
    business = next(b for b in terminal.get("/v1/queue/businesses") if b["key"] == plan["booking"]["business"])
    assert business["title"]["zh"]
    assert any(m["depends"] for m in plan["materials"])
    elsewhere = Terminal(terminal.app, terminal.clock, "HH-ZZ-01")
    there = right(planned(elsewhere, "industrial-construction", {})).json()["booking"]
    assert there["business"] == "", "this hall has no counter for projects"
    assert there["about"]["zh"]


def test_every_life_event_has_a_guide_and_a_plan(terminal: Terminal) -> None:
    for key, event in EVENTS.items():
        guide = terminal.get(f"/v1/life-events/{key}")
        assert len(guide["components"]) == len(event.components)
        answer = planned(terminal, key, random_answers(event, random.Random(key)))
        if answer.status_code != 200:
            assert problem(answer) == (422, "life-event.nothing")


# ---- refusals


def test_unknown_events_and_wrong_answers_are_refused(terminal: Terminal) -> None:
    assert problem(terminal.call("GET", "/v1/life-events/moon")) == (404, "life-event.unknown")
    assert problem(planned(terminal, "moon", {})) == (404, "life-event.unknown")
    answer = planned(terminal, "barber", {**BARBER, "tobacco": "sometimes", "weather": "fine"})
    assert problem(answer) == (422, "life-event.invalid")
    assert [e["field"] for e in answer.json()["errors"]] == ["tobacco", "weather"]
    answer = planned(terminal, "social-card", {"who": "child", "card": "fine", "uses": ""})
    assert problem(answer) == (422, "life-event.nothing")
    assert answer.json()["also"]["zh"]


quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(answers=st.dictionaries(st.sampled_from([*BARBER, "x"]), st.text(max_size=20), max_size=7))
def test_any_answers_get_an_answer(terminal: Terminal, answers: dict[str, str]) -> None:
    assert problem(planned(terminal, "barber", answers))[1] in ("life-event.invalid", "request.invalid")


@quick
@given(raw=st.binary(max_size=60) | st.text(max_size=20).map(lambda text: json.dumps({"answers": text}).encode()))
def test_any_bytes_get_a_problem_document(terminal: Terminal, raw: bytes) -> None:
    answer = terminal.send("POST", "/v1/life-events/barber/plan", raw)
    assert problem(answer)[1] in ("request.invalid", "request.refused")


# ---- what is offered


def test_an_event_rests_while_a_service_of_it_can_not_be_had(terminal: Terminal) -> None:
    terminal.fault(source="household")
    lines = {line["key"]: line["resting"]["zh"] for line in terminal.get("/v1/life-events")}
    assert "出生登记" in lines["newborn"]
    assert not lines["barber"]


def test_without_one_of_its_services_an_event_is_not_applied_for(terminal: Terminal) -> None:
    """Tobacco licences are withdrawn: who wants one is told so, everybody else goes on."""
    now = terminal.clock()
    write(
        terminal,
        lambda db: store.withdraw(db, ItemKind.SERVICE, "SC-YCXB-2814", [Channel.TERMINAL], Stage.LIVE, "test", now),
    )
    lines = {line["key"]: line["resting"]["zh"] for line in terminal.get("/v1/life-events")}
    assert "烟草专卖零售许可证核发（新办）" in lines["barber"]
    assert len(terminal.get("/v1/life-events/barber")["components"]) == len(EVENTS["barber"].components) - 1
    right(planned(terminal, "barber", BARBER))
    answer = planned(terminal, "barber", BARBER | {"tobacco": "yes"})
    assert problem(answer) == (409, "life-event.resting")
    assert "请到窗口" in answer.json()["also"]["zh"]


def test_a_menu_can_leave_life_events_out(terminal: Terminal) -> None:
    platform = platform_of(terminal)
    menu = platform.configuration.now.menus["all"].model_copy(update={"life_events": False})
    write(
        terminal,
        lambda db: platform.configuration.put(db, "menu/all", menu.model_dump(mode="json"), "office", terminal.clock()),
    )
    assert terminal.get("/v1/life-events") == []
    assert problem(terminal.call("GET", "/v1/life-events/barber")) == (404, "life-event.unknown")
    assert problem(planned(terminal, "barber", BARBER)) == (404, "life-event.unknown")


def test_a_draft_is_seen_by_nobody_and_a_published_edit_by_everybody(terminal: Terminal) -> None:
    change = {"title": ["开理发店一件事", "A barber's shop"]}
    publish(terminal, "barber", change)
    assert terminal.get("/v1/life-events/barber")["line"]["title"]["zh"] == "我要开理发店"
    publish(terminal, "barber", change, Stage.TEST)
    assert terminal.get("/v1/life-events/barber")["line"]["title"]["zh"] == "我要开理发店"
    publish(terminal, "barber", change, Stage.LIVE)
    assert terminal.get("/v1/life-events/barber")["line"]["title"]["zh"] == "开理发店一件事"


def test_what_was_edited_stays_when_the_files_come_again(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(terminal, "barber", {"title": ["开理发店一件事", "A barber's shop"]}, Stage.LIVE)
    before = platform_of(terminal).catalogue.life_events.offer(Channel.TERMINAL)
    monkeypatch.setattr(store, "files_digest", lambda: "changed")
    write(terminal, lambda db: store.begin(db, terminal.clock()))
    after = platform_of(terminal).catalogue.life_events.offer(Channel.TERMINAL)
    assert after["barber"] == before["barber"]
    assert len(after) == 56


def test_a_version_is_found_when_it_is_no_longer_shown(terminal: Terminal) -> None:
    known = platform_of(terminal).catalogue.life_events
    version, event = known.offer(Channel.TERMINAL)["barber"]
    publish(terminal, "barber", {"title": ["开理发店一件事", "A barber's shop"]}, Stage.LIVE)
    assert known.offer(Channel.TERMINAL)["barber"][0] != version
    assert known.version(version) == event
