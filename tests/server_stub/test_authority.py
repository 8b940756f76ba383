"""Authorisations between people, guardians and children."""

from __future__ import annotations

import datetime as dt
import threading
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from server_stub.authority import grants
from server_stub.authority.tables import GrantRow
from server_stub.cases.dates import add_months
from server_stub.database import Database
from server_stub.identity_numbers import check_character
from tests.server_stub.filling import filled, situation_of
from tests.server_stub.terminal import GIVEN, Identified, SettableClock, Terminal, flexible, problem, right


def number_of(terminal: Terminal, key: str) -> str:
    return str(terminal.citizen(key)["cards"][0]["number"])


def named(terminal: Terminal, key: str) -> dict[str, str]:
    card = terminal.citizen(key)["cards"][0]
    return {"name": card["name"], "number": card["number"]}


def give(terminal: Terminal, who: str, agent: str, **changes: Any) -> Any:
    body = named(terminal, agent) | {"services": ["RS-LHJY-0001"]} | changes
    return terminal.call("POST", "/v1/me/grants", body, token=terminal.known(who).token)


def as_agent(terminal: Terminal, principal: str, grant: str, **changes: str) -> dict[str, Any]:
    """The form of 灵活就业, for somebody else."""
    card = terminal.citizen(principal)["cards"][0]
    named = {"principal_name": card["name"], "principal_number": card["number"], "agent_relation": "commissioned"}
    return flexible(handled_by="agent", **named, agent_grant=grant, **changes)


def file(terminal: Terminal, who: str, body: dict[str, Any]) -> Any:
    session = terminal.known(who)
    number = terminal.new_number(session, body["service"])
    put = terminal.put(session, number, body)
    if put.status_code != 200:
        return put
    right(terminal.put_materials(session, number, [*GIVEN, {"key": "grant", "given": 1}]))
    return terminal.sign(session, number, body)


def given(terminal: Terminal, who: str, number: str) -> Any:
    """An authorisation as who gave it sees it."""
    listed = terminal.get("/v1/me/grants", terminal.known(who).token)["given"]
    return next(grant for grant in listed if grant["number"] == number)


def messages(terminal: Terminal) -> list[Any]:
    return list(terminal.http.get("/demo/messages").json())


def test_both_get_the_number_by_message_and_neither_message_names_the_matter(terminal: Terminal) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant", matter="灵活就业参保", days=3)).json()
    assert len(grant["number"]) == 10
    assert (grant["state"], grant["once"], grant["until"]) == ("good", True, "2026-11-26")
    assert grant["services"] == [
        {"code": "RS-LHJY-0001", "title": grant["services"][0]["title"]},
    ]
    sent = messages(terminal)[-2:]
    assert [m["phone"] for m in sent] == ["13800000001", "13800000014"]
    for message in sent:
        assert grant["number"] in message["text"]
        assert "参保" not in message["text"]
        assert "张望舒" not in message["text"]


def test_an_agent_files_with_it_once(terminal: Terminal) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant")).json()["number"]
    slip = right(file(terminal, "agent-without-grant", as_agent(terminal, "worker-gaps", grant))).json()
    assert (slip["applicant"], slip["agent"]) == ("张**", f"罗**, 授权 ********{grant[-2:]}")
    used = given(terminal, "worker-gaps", grant)
    assert (used["state"], used["case_number"]) == ("used", slip["case_number"])
    again = file(terminal, "agent-without-grant", as_agent(terminal, "worker-gaps", grant))
    assert problem(again) == (422, "filing.invalid")
    assert [e["field"] for e in again.json()["errors"]] == ["agent_grant"]


def test_one_for_several_times_is_good_until_its_last_day(terminal: Terminal, clock: SettableClock) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant", once=False, days=2)).json()["number"]
    right(file(terminal, "agent-without-grant", as_agent(terminal, "worker-gaps", grant)))
    assert given(terminal, "worker-gaps", grant)["state"] == "good"
    clock.now = dt.datetime(2026, 11, 25, 23, 59, tzinfo=clock.now.tzinfo)
    body = as_agent(terminal, "worker-gaps", grant)
    assert "在办" in file(terminal, "agent-without-grant", body).json()["also"]["zh"]  # still authorised
    clock.pass_(minutes=1)
    assert problem(file(terminal, "agent-without-grant", body)) == (422, "filing.invalid")
    assert given(terminal, "worker-gaps", grant)["state"] == "expired"


def test_a_field_covers_all_its_services_and_no_other(terminal: Terminal) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant", services=[], field="social")).json()
    assert grant["field"]["zh"] == "人社就业"
    right(file(terminal, "agent-without-grant", as_agent(terminal, "worker-gaps", grant["number"])))
    other = right(give(terminal, "worker-gaps", "courier", services=[], field="medical")).json()["number"]
    refused = file(terminal, "courier", as_agent(terminal, "worker-gaps", other))
    assert problem(refused) == (422, "filing.invalid")


def test_only_the_one_who_was_named_may_use_it(terminal: Terminal) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant")).json()["number"]
    for stranger in ("courier", "worker-gaps"):
        refused = file(terminal, stranger, as_agent(terminal, "worker-gaps", grant))
        assert [e["field"] for e in refused.json()["errors"]] == ["agent_grant"]


def test_what_is_revoked_opens_nothing_and_the_agent_hears_of_it(terminal: Terminal) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant")).json()["number"]
    session, path = terminal.known("worker-gaps"), f"/v1/me/grants/{grant}/revocation"
    assert right(terminal.call("POST", path, token=session.token)).json()["state"] == "revoked"
    assert messages(terminal)[-1]["phone"] == "13800000014"
    assert right(terminal.call("POST", path, token=session.token)).json()["state"] == "revoked"
    refused = file(terminal, "agent-without-grant", as_agent(terminal, "worker-gaps", grant))
    assert problem(refused) == (422, "filing.invalid")


def test_nobody_revokes_what_another_gave_or_what_is_over(terminal: Terminal, clock: SettableClock) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant", days=1)).json()["number"]
    path = f"/v1/me/grants/{grant}/revocation"
    agent = terminal.known("agent-without-grant")
    assert problem(terminal.call("POST", path, token=agent.token)) == (404, "grant.not-found")
    clock.pass_(days=2)
    assert problem(terminal.call("POST", path, token=terminal.known("worker-gaps").token)) == (409, "grant.over")


def test_given_and_received_are_two_lists_with_masked_names(terminal: Terminal) -> None:
    right(give(terminal, "worker-gaps", "agent-with-grant"))
    mine = terminal.get("/v1/me/grants", terminal.known("agent-with-grant").token)
    assert mine["given"] == []
    assert [g["other"] for g in mine["received"]] == ["张**", "张**"]  # this one, and that of the data file
    assert all("*" in g["other_number"] for g in mine["received"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"services": ["GA-JZQZ-0003"]}, "services.0"),  # has to be done in person
        ({"days": 8}, "days"),
        ({"services": [], "field": "building"}, "field"),
    ],
)
def test_what_can_not_be_authorised_is_said_at_its_place(terminal: Terminal, changes: Any, field: str) -> None:
    refused = give(terminal, "worker-gaps", "agent-without-grant", **changes)
    assert problem(refused) == (422, "grant.not-possible")
    assert [e["field"] for e in refused.json()["errors"]] == [field]


def test_nobody_authorises_themselves(terminal: Terminal) -> None:
    refused = give(terminal, "worker-gaps", "worker-gaps")
    assert [e["field"] for e in refused.json()["errors"]] == ["number"]


@pytest.mark.parametrize("who", ["child-of-6", "deceased", "unknown-person"])
def test_children_the_dead_and_strangers_act_for_nobody(terminal: Terminal, who: str) -> None:
    if who == "child-of-6":
        named_ = {"name": "郑小满", "number": child_number(terminal)}
    else:
        named_ = named(terminal, who)
    refused = give(terminal, "worker-gaps", "courier", **named_)
    expected = (422, "grant.not-possible") if who == "child-of-6" else (422, "person.not-found")
    assert problem(refused) == expected


def test_names_can_not_be_tried_out(terminal: Terminal) -> None:
    body = named(terminal, "courier") | {"services": ["RS-LHJY-0001"]}
    guess = body | {"name": "某某"}
    session = terminal.known("home-owner")
    for _ in range(5):
        answer = terminal.call("POST", "/v1/me/grants", guess, token=session.token)
        assert problem(answer) == (422, "person.not-found")
    assert problem(terminal.call("POST", "/v1/me/grants", body, token=session.token)) == (429, "code.too-often")
    right(give(terminal, "worker-gaps", "courier"))


def test_a_day_has_room_for_so_many_and_no_more(terminal: Terminal) -> None:
    session = terminal.known("home-owner")
    body = named(terminal, "courier") | {"services": ["RS-LHJY-0001"]}
    for _ in range(10):
        right(terminal.call("POST", "/v1/me/grants", body, token=session.token))
    assert problem(terminal.call("POST", "/v1/me/grants", body, token=session.token)) == (429, "grant.too-many")


def test_a_card_alone_authorises_nobody_and_shows_nothing(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    body = named(terminal, "courier") | {"services": ["RS-LHJY-0001"]}
    assert problem(terminal.call("POST", "/v1/me/grants", body, token=token)) == (403, "session.level")
    assert problem(terminal.call("GET", "/v1/me/grants", token=token)) == (403, "session.level")


def test_a_lost_answer_does_not_make_a_second_authorisation(terminal: Terminal) -> None:
    session, body = terminal.known("worker-gaps"), named(terminal, "courier") | {"services": ["RS-LHJY-0001"]}
    answers = [
        right(terminal.call("POST", "/v1/me/grants", body, token=session.token, key="grant-key-1")) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(terminal.get("/v1/me/grants", session.token)["given"]) == 1 + 1  # and that of the data file


def test_of_two_who_file_with_it_at_once_only_one_does(terminal: Terminal) -> None:
    """The row decides, not what was read before."""
    grant = right(give(terminal, "worker-gaps", "agent-without-grant")).json()["number"]
    database: Database = terminal.app.state.platform.database
    used: list[bool] = []

    def use(case_number: str) -> None:
        used.append(database.write(lambda db: grants.use(db, grant, case_number, terminal.clock.now)))

    threads = [threading.Thread(target=use, args=(f"case-{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(used) == [False] * 7 + [True]


def test_all_parts_of_one_application_are_filed_with_an_authorisation_for_once(terminal: Terminal) -> None:
    grant = right(give(terminal, "worker-gaps", "agent-without-grant")).json()["number"]
    database: Database = terminal.app.state.platform.database

    def use(application: str) -> bool:
        return database.write(lambda db: grants.use(db, grant, application, terminal.clock.now))

    assert [use("joint-1"), use("joint-1"), use("joint-2")] == [True, True, False]


quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@for_all(moves=st.lists(st.sampled_from(["use", "die"]), max_size=6), once=st.booleans())
def test_whatever_happens_an_authorisation_that_ended_never_comes_back(
    terminal: Terminal, moves: list[str], once: bool
) -> None:
    database: Database = terminal.app.state.platform.database
    now, number = terminal.clock.now, "2026000016"

    def fresh(db: Session) -> str:
        row = db.get_one(GrantRow, number)
        row.once, row.state, row.case_number, row.until = once, "good", "", now.date()
        return row.principal_id

    principal, over = database.write(fresh), False
    for place, move in enumerate(moves):
        if move == "use":
            case_number = f"case-{place}"
            assert database.write(partial(grants.use, number=number, case_number=case_number, now=now)) is not over
            over = over or once
        elif move == "die":
            database.write(lambda db: grants.end_all(db, principal, now))
            over = True
    with database.read() as db:
        assert (db.get_one(GrantRow, number).state == "good") is not over


# ---- guardians and children


def child_number(terminal: Terminal) -> str:
    first = f"420102{add_months(terminal.clock.now.date(), -74):%Y%m%d}026"
    return first + check_character(first)


def reader_card(number: str, name: str = "郑小满") -> dict[str, Any]:
    """公共图书馆读者证: for a minor."""
    form = {"child_name": name, "child_number": number, "guardian_relation": "father", "phone": "13800000045"}
    form |= {"reader_token": "id", "reader_zone": "children", "commitment": "yes"}
    return {"service": "WL-TSJY-3010", "situation": {"handled_by": "guardian"}, "form": form}


def refusal(terminal: Terminal, session: Identified, body: dict[str, Any]) -> str:
    answer = terminal.put(session, terminal.new_number(session, body["service"]), body)
    return str(answer.json().get("also", {}).get("zh", answer.text))


def social_card_for_child(terminal: Terminal, name: str, number: str) -> dict[str, Any]:
    form = {
        "bank": "abc",
        "making": "branch",
        "branch": "houhu",
        "photo": "stored",
        "name_pinyin": "Zheng Xiaoman",
        "occupation": "student",
        "phone": "13800000045",
        "residence_address": "永清街道样例天地1栋2604",
        "consent_bank": "yes",
        "consent_photo": "yes",
        "consent_guardianship": "yes",
        "commitment": "yes",
        "child_name": name,
        "child_number": number,
        "guardian_relation": "father",
    }
    return {"service": "RS-SBKB-0002", "situation": {"situation": "first", "handled_by": "guardian"}, "form": form}


def test_either_parent_acts_for_the_child(terminal: Terminal) -> None:
    body = social_card_for_child(terminal, "郑小满", child_number(terminal))
    for parent in ("mother", "child-father"):
        session = terminal.known(parent)
        right(terminal.put(session, terminal.new_number(session, "RS-SBKB-0002"), body))


@pytest.mark.parametrize(("years", "card", "reader"), [(9, True, True), (10, False, True), (12, False, False)])
def test_up_to_which_age_a_guardian_acts_depends_on_the_service(
    terminal: Terminal, clock: SettableClock, years: int, card: bool, reader: bool
) -> None:
    """The child is six: a social card is below 16, a reader's card below 18."""
    number = child_number(terminal)
    clock.now = clock.now.replace(year=clock.now.year + years)
    session = terminal.known("child-father")
    for body, possible in ((social_card_for_child(terminal, "郑小满", number), card), (reader_card(number), reader)):
        answer = terminal.put(session, terminal.new_number(session, body["service"]), body)
        if possible:
            right(answer)
        else:
            assert problem(answer) == (422, "filing.not-eligible")
            assert "周岁，请本人办理" in answer.json()["also"]["zh"]


def test_whoever_a_guardian_authorised_acts_for_the_child(terminal: Terminal) -> None:
    """小学入学: the agent names the child, the authorisation names the parent."""
    grant = right(give(terminal, "mother", "agent-without-grant", services=["JY-XXRX-2000"])).json()["number"]
    guide = terminal.get("/v1/services/JY-XXRX-2000/guide")
    form = filled(guide, {"handled_by": "agent"}) | {
        "principal_name": "胡静言",
        "principal_number": number_of(terminal, "mother"),
        "agent_grant": grant,
        "child_name": "郑小满",
        "child_number": child_number(terminal),
    }
    body = {"service": "JY-XXRX-2000", "situation": situation_of(guide) | {"handled_by": "agent"}, "form": form}
    session = terminal.known("agent-without-grant")
    number = terminal.new_number(session, "JY-XXRX-2000")
    right(terminal.put(session, number, body))
    other = body | {"form": form | {"child_name": "田小禾"}}
    assert problem(terminal.put(session, number, other)) == (422, "filing.not-eligible")


@pytest.mark.parametrize("who", ["home-owner", "pupil-parent"])
def test_nobody_acts_for_a_child_that_is_not_theirs(terminal: Terminal, who: str) -> None:
    assert "监护关系" in refusal(terminal, terminal.known(who), reader_card(child_number(terminal)))
