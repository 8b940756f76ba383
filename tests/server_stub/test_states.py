"""States of a document and of a person, and what each opens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server_stub.authority.tables import GrantRow
from server_stub.companies.tables import RoleRow
from server_stub.demo.citizens import person_id
from server_stub.demo.loader import refresh
from server_stub.people import registers as reg
from server_stub.people import states
from server_stub.people.relatives import relation
from server_stub.people.tables import Person, SessionRow
from tests.server_stub.filling import filled, situation_of
from tests.server_stub.terminal import GIVEN, Identified, SettableClock, Terminal, flexible, problem, right

WITH_A_CARD = {  # what level 2 opens, and with which standings
    "own-cases": ("GET", "/v1/me/cases", None),
    "count": ("GET", "/v1/me/entitlements/count", None),
    "companies": ("GET", "/v1/me/companies", None),
    "corrections": ("GET", "/v1/me/data-corrections", None),
    "ratings": ("GET", "/v1/me/ratings", None),
    "file": ("POST", "/v1/case-numbers", {"service": "RS-LHJY-0001"}),
    "code": ("POST", "/v1/phone-codes", {"purpose": "second-proof"}),
    "loss": ("POST", "/v1/me/cards/loss", {"kind": "social-security-card"}),
    "report": ("POST", "/v1/reports", {"about": "hall", "text": "办不成"}),
}
STILL_WORKS = {"own-cases", "corrections", "ratings", "report", "loss"}  # with an expired card
REFUSALS = {
    "reported-lost": "card.lost",
    "deceased": "card.quiet",
    "unknown-person": "card.unknown-person",
    "foreigner-2023": "card.window-only",
    "expired-card": "card.expired",
}


def what_it_opens(terminal: Terminal, token: str) -> dict[str, str]:
    """Each call with "" where it is open, the problem's code where it is not."""
    opened = {}
    for name, (method, path, body) in WITH_A_CARD.items():
        answer = terminal.call(method, path, body, token=token)
        opened[name] = "" if answer.status_code == 200 else answer.json()["code"]
    return opened


def test_a_good_card_opens_all_that_a_card_opens(terminal: Terminal) -> None:
    opened = what_it_opens(terminal, terminal.identify("worker-gaps").token)
    assert set(opened.values()) == {""}


def test_what_needs_a_second_proof_is_closed_to_a_card_alone(terminal: Terminal) -> None:
    """Where somebody lives, what they own, whom they trust: a card found in the street tells none of it."""
    paths = ("proofs", "prefill?service=GJ-ZFTQ-0005", "grants", "entitlements")
    card, both = terminal.identify("tenant-a").token, terminal.known("tenant-a").token
    for path in paths:
        assert problem(terminal.call("GET", f"/v1/me/{path}", token=card)) == (403, "session.level")
        terminal.get(f"/v1/me/{path}", both)


@pytest.mark.parametrize("citizen", ["reported-lost", "deceased", "unknown-person", "foreigner-2023"])
def test_a_card_that_speaks_for_nobody_opens_nothing(terminal: Terminal, citizen: str) -> None:
    opened = what_it_opens(terminal, terminal.identify(citizen).token)
    assert set(opened.values()) == {REFUSALS[citizen]}


def test_an_expired_card_opens_what_was_and_no_new_matter(terminal: Terminal) -> None:
    opened = what_it_opens(terminal, terminal.identify("expired-card").token)
    assert opened == {
        name: "card.not-held" if name == "loss" else "" if name in STILL_WORKS else "card.expired" for name in opened
    }


@pytest.mark.parametrize("citizen", [None, *REFUSALS])
def test_whoever_it_is_may_take_a_number_and_say_that_something_could_not_be_done(
    terminal: Terminal, citizen: str | None
) -> None:
    """Without a card's token: nobody needs to say who they are."""
    if citizen:
        terminal.identify(citizen)
    right(terminal.call("POST", "/v1/queue/numbers", {"business": "not-done"}))
    right(terminal.call("POST", "/v1/reports", {"about": "hall", "text": "办不成"}))


def test_a_card_of_2023_is_known_and_left_to_a_window(terminal: Terminal) -> None:
    session = terminal.identify("foreigner-2023")
    assert (session.standing, session.phone) == ("window-only", "")
    wrong = terminal.document("foreigner-2023") | {"number": "142124197911140056"}
    answer = terminal.call("POST", "/v1/identifications", wrong)
    assert problem(answer) == (422, "identification.invalid-number")


# ---- lost, and found again


def lose(terminal: Terminal, session: Identified, kind: str) -> Any:
    return terminal.call("POST", "/v1/me/cards/loss", {"kind": kind}, token=session.token)


def test_who_lost_their_card_stops_it_with_another_one(terminal: Terminal) -> None:
    before = terminal.identify("worker-gaps")
    with_other = terminal.identify("worker-gaps", card=1)
    lost = right(lose(terminal, with_other, "resident-card")).json()
    assert (lost["kind"], lost["number"]) == ("resident-card", "4201**********1215")
    assert "窗口恢复" in lost["next_step"]["zh"]
    assert "居民身份证" in terminal.last_message()["text"]
    ended = terminal.call("GET", "/v1/me/cases", token=before.token)
    assert problem(ended) == (401, "session.expired")
    assert terminal.identify("worker-gaps").standing == "reported-lost"
    terminal.get("/v1/me/cases", with_other.token)  # the other one is good


def test_reporting_twice_is_reporting_once(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps", card=1)
    right(lose(terminal, session, "resident-card"))
    sent = terminal.last_message()
    right(lose(terminal, session, "resident-card"))
    assert terminal.last_message() == sent


def test_a_card_may_be_reported_with_itself_and_that_ends_the_session(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    right(lose(terminal, session, "resident-card"))
    assert problem(terminal.call("GET", "/v1/me/cases", token=session.token)) == (401, "session.expired")


def test_nobody_reports_a_document_they_do_not_hold(terminal: Terminal) -> None:
    answer = lose(terminal, terminal.identify("home-owner"), "foreigner-card")
    assert problem(answer) == (404, "card.not-held")


def test_only_a_window_makes_it_good_again(terminal: Terminal, clock: SettableClock) -> None:
    number = terminal.citizen("worker-gaps")["cards"][0]["number"]
    right(lose(terminal, terminal.identify("worker-gaps", card=1), "resident-card"))
    platform = terminal.app.state.platform
    clock.pass_(days=1)
    refresh(platform)  # another start forgets nothing
    assert terminal.identify("worker-gaps").standing == "reported-lost"
    platform.database.write(lambda db: states.found_again(db, "resident-card", number, "A01 王", clock.now))
    assert terminal.identify("worker-gaps").standing == "ok"
    refresh(platform)
    assert terminal.identify("worker-gaps").standing == "ok"
    assert not [p for p in terminal.app.openapi()["paths"] if "found" in p]


# ---- died


def die(terminal: Terminal, who: str) -> None:
    now = terminal.clock.now
    terminal.app.state.platform.database.write(lambda db: states.record_death(db, person_id(who), now))


def test_with_a_death_sessions_end_and_the_card_leads_to_a_quiet_page(terminal: Terminal) -> None:
    session = terminal.known("worker-gaps")
    die(terminal, "worker-gaps")
    assert problem(terminal.call("GET", "/v1/me/cases", token=session.token)) == (401, "session.expired")
    with terminal.app.state.platform.database.read() as db:
        assert not db.query(SessionRow).filter(SessionRow.person_id == person_id("worker-gaps")).count()
    assert terminal.identify("worker-gaps").standing == "deceased"


@pytest.mark.parametrize("who", ["father", "daughter"])
def test_with_a_death_authorisations_end_given_and_received(terminal: Terminal, who: str) -> None:
    die(terminal, who)
    with terminal.app.state.platform.database.read() as db:
        assert db.get_one(GrantRow, "2026000016").state == "ended"
        assert db.get_one(GrantRow, "2026000013").state == "good"  # of others


def test_what_an_agent_began_is_not_filed_after_the_death(terminal: Terminal) -> None:
    session = terminal.known("agent-with-grant")
    card = terminal.citizen("worker-gaps")["cards"][0]
    named = {"principal_name": card["name"], "principal_number": card["number"], "agent_relation": "commissioned"}
    body = flexible(handled_by="agent", agent_grant="2026000013", **named)
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put(session, number, body))
    right(terminal.put_materials(session, number, [*GIVEN, {"key": "grant", "given": 1}]))
    die(terminal, "worker-gaps")
    assert problem(terminal.sign(session, number, body)) == (422, "filing.invalid")


def roles(terminal: Terminal, code: str) -> set[str]:
    with terminal.app.state.platform.database.read() as db:
        rows = db.query(RoleRow).filter(RoleRow.credit_code == code, RoleRow.ended_at.is_(None))
        return {row.role for row in rows}


def test_a_company_outlives_its_representative_and_a_one_person_business_does_not(terminal: Terminal) -> None:
    die(terminal, "company-head")
    assert roles(terminal, "91420102MA00TAMP5U") == {"licence-manager", "clerk"}
    die(terminal, "shop-owner")
    assert roles(terminal, "92420102MA00TAMP2F") == set()
    assert roles(terminal, "92420102MA00TAMP1C") == {"legal-representative"}


# ---- what follows a death


def bereaved(terminal: Terminal, service: str, relation: str = "child", **changes: str) -> dict[str, Any]:
    guide = terminal.get(f"/v1/services/{service}/guide")
    form = filled(guide) | {
        "deceased_name": "钱怀瑾",
        "deceased_number": terminal.citizen("deceased")["cards"][0]["number"],
        "relation_to_deceased": relation,
    }
    return {"service": service, "situation": situation_of(guide), "form": form | changes}


def put(terminal: Terminal, who: str, body: dict[str, Any]) -> Any:
    session = terminal.known(who)
    return terminal.put(session, terminal.new_number(session, body["service"]), body)


@pytest.mark.parametrize("service", ["MZ-BZJM-1723", "RS-YSDY-1449", "GA-SWZX-2201", "GJ-SWTQ-2314"])
def test_the_relative_applies_for_what_follows_a_death(terminal: Terminal, service: str) -> None:
    right(put(terminal, "bereaved", bereaved(terminal, service)))


def test_who_is_no_relative_by_the_register_goes_to_a_window(terminal: Terminal) -> None:
    for who, changes in (
        ("worker-gaps", {}),
        ("bereaved", {"deceased_name": "钱某某"}),
        ("bereaved", {"deceased_number": terminal.citizen("father")["cards"][0]["number"]}),
    ):
        answer = put(terminal, who, bereaved(terminal, "MZ-BZJM-1723", **changes))
        assert problem(answer) == (422, "filing.not-eligible")
        assert "窗口" in answer.json()["also"]["zh"]
    answer = put(terminal, "bereaved", bereaved(terminal, "MZ-BZJM-1723", "commissioned"))
    assert "受委托" in answer.json()["also"]["zh"]


def test_another_relation_than_the_registers_is_asked_again(terminal: Terminal) -> None:
    answer = put(terminal, "bereaved", bereaved(terminal, "MZ-BZJM-1723", "spouse"))
    assert problem(answer) == (422, "filing.invalid")
    assert [e["field"] for e in answer.json()["errors"]] == ["relation_to_deceased"]


def test_money_of_the_dead_waits_until_the_death_is_registered(terminal: Terminal) -> None:
    father = terminal.citizen("father")["cards"][0]
    of_father = {"deceased_name": father["name"], "deceased_number": father["number"]}
    answer = put(terminal, "daughter", bereaved(terminal, "RS-YSDY-1449", **of_father))
    assert "还没有死亡登记" in answer.json()["also"]["zh"]
    right(put(terminal, "daughter", bereaved(terminal, "GA-SWZX-2201", **of_father)))  # registering it does not wait
    die(terminal, "father")
    right(put(terminal, "daughter", bereaved(terminal, "RS-YSDY-1449", **of_father)))


FAMILY = {  # spouse, children, parents
    "grandfather": ("", ("father",), ()),
    "father": ("mother", ("me", "sister"), ("grandfather",)),
    "mother": ("father", ("me", "sister"), ()),
    "me": ("wife", ("son",), ("father", "mother")),
    "sister": ("", (), ("father", "mother")),
    "wife": ("me", ("son",), ("her-father",)),
    "her-father": ("", ("wife",), ()),
    "son": ("", (), ("me", "wife")),
    "neighbour": ("", (), ()),
}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("wife", "me", "spouse"),
        ("me", "father", "child"),
        ("mother", "me", "parent"),
        ("me", "sister", "relative"),
        ("son", "father", "relative"),
        ("father", "son", "relative"),
        ("me", "grandfather", "relative"),
        ("me", "her-father", "relative"),
        ("her-father", "me", "relative"),
        ("wife", "mother", "relative"),
        ("me", "neighbour", None),
        ("sister", "wife", None),
    ],
)
def test_relations_are_found_from_either_side(terminal: Terminal, one: str, other: str, expected: str | None) -> None:
    def job(db: Session) -> str | None:
        born = dt.date(1970, 1, 1)
        people = {key: Person(id=f"family-{key}", name=key, sex="1", birth=born) for key in FAMILY}
        db.add_all(people.values())
        db.flush()
        for key, (spouse, children, parents) in FAMILY.items():
            household = reg.Household(
                spouse=f"family-{spouse}" if spouse else "",
                children=tuple(f"family-{k}" for k in children),
                parents=tuple(f"family-{k}" for k in parents),
            )
            reg.keep(db, f"family-{key}", household)
        return relation(db, people[one], people[other])

    assert terminal.app.state.platform.database.write(job) == expected
