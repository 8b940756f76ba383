from __future__ import annotations

import pytest

from server_stub.catalogue.tables import Channel
from server_stub.demo.citizens import person_id
from server_stub.people.prefill import Asker, known_values
from server_stub.people.tables import Person
from tests.server_stub.terminal import MONDAY, Identified, SettableClock, Terminal, problem, right


@pytest.mark.parametrize(
    ("citizen", "standing"),
    [
        ("worker-gaps", "ok"),
        ("expired-card", "expired"),
        ("reported-lost", "reported-lost"),
        ("deceased", "deceased"),
        ("unknown-person", "unknown"),
        ("taiwan", "ok"),
        ("foreigner", "ok"),
        ("rare-wei", "ok"),
    ],
)
def test_a_card_tells_its_standing(terminal: Terminal, citizen: str, standing: str) -> None:
    session = terminal.identify(citizen)
    assert (session.standing, session.level) == (standing, 2)


def test_the_registered_phone_is_masked_and_shown_to_nobody_else(terminal: Terminal) -> None:
    assert terminal.identify("worker-gaps").phone == "138****0001"
    assert terminal.identify("no-phone").phone == ""
    for stranger in ("reported-lost", "deceased", "unknown-person"):
        assert terminal.identify(stranger).phone == ""


def test_a_social_security_card_identifies_its_holder(terminal: Terminal) -> None:
    assert terminal.identify("worker-gaps", card=1).standing == "ok"


def test_the_name_on_the_card_must_be_the_holders(terminal: Terminal) -> None:
    document = terminal.document("worker-gaps") | {"name": "别人"}
    assert right(terminal.call("POST", "/v1/identifications", document)).json()["standing"] == "unknown"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident-card", "421083197002290032"),  # the check digit is right, the day never was
        ("resident-card", "420102199001010015"),
        ("resident-card", "４２０１０２１９９００１０１００１４"),
        ("resident-card", ""),
        ("hmt-residence-card", "420102199001010014"),
        ("foreigner-card", "CAN420181133126"),
        ("foreigner-card", "CAN42018102232"),
    ],
)
def test_a_number_that_can_not_be_is_refused(terminal: Terminal, kind: str, number: str) -> None:
    body = {"kind": kind, "number": number, "name": "某人", "valid_until": None}
    assert problem(terminal.call("POST", "/v1/identifications", body)) == (422, "identification.invalid-number")


def test_a_session_ends_after_half_an_hour(terminal: Terminal, clock: SettableClock) -> None:
    session = terminal.identify("worker-gaps")
    clock.pass_(minutes=29, seconds=59)
    terminal.get("/v1/me/cases", session.token)
    clock.pass_(seconds=1)
    answer = terminal.call("GET", "/v1/me/cases", token=session.token)
    assert problem(answer) == (401, "session.expired")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_tokens_are_not_kept(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    database = terminal.app.state.platform.database
    with database.read() as db:
        rows = db.connection().exec_driver_sql("SELECT * FROM sessions").all()
    assert rows
    assert token not in repr(rows)


@pytest.mark.parametrize("path", ["/v1/me/proofs", "/v1/me/prefill?service=GJ-ZFTQ-0005"])
def test_a_card_alone_opens_no_personal_data(terminal: Terminal, path: str) -> None:
    answer = terminal.call("GET", path, token=terminal.identify("home-owner").token)
    assert problem(answer) == (403, "session.level")


@pytest.mark.parametrize(
    ("citizen", "code"),
    [
        ("reported-lost", "card.lost"),
        ("deceased", "card.quiet"),
        ("unknown-person", "card.unknown-person"),
        ("expired-card", "card.expired"),
    ],
)
def test_a_card_that_is_not_in_order_opens_nothing(terminal: Terminal, citizen: str, code: str) -> None:
    token = terminal.identify(citizen).token
    for path in ("/v1/me/proofs", "/v1/me/prefill?service=RS-LHJY-0001"):
        assert problem(terminal.call("GET", path, token=token)) == (403, code)
    wanted = {"service": "RS-LHJY-0001"}
    assert problem(terminal.call("POST", "/v1/case-numbers", wanted, token=token)) == (403, code)
    assert problem(terminal.call("POST", "/v1/phone-codes", {"purpose": "second-proof"}, token=token)) == (403, code)


def test_an_expired_card_still_shows_own_cases(terminal: Terminal) -> None:
    cases = terminal.get("/v1/me/cases", terminal.identify("expired-card").token)
    assert [c["state"] for c in cases] == ["received"]
    terminal.get(f"/v1/cases/{cases[0]['number']}/slip", terminal.identify("expired-card").token)


def test_prefill_brings_what_the_registers_have_with_its_source(terminal: Terminal) -> None:
    known = terminal.get("/v1/me/prefill?service=GJ-ZFTQ-0005", terminal.known("tenant-a").token)
    values = {p["field"]: p["value"] for p in known}
    assert values["fund_balance"] == "41250.30"
    assert values["spouse_name"] == "林听雨"
    assert values["phone"] == "13800000004"
    assert all(p["source"]["zh"] and p["source"]["en"] for p in known)


def test_below_level_3_prefill_tells_neither_address_nor_phone(terminal: Terminal) -> None:
    path = "/v1/me/prefill?service=GA-JZQZ-0003"
    by_card = {p["field"] for p in terminal.get(path, terminal.identify("permit-due").token)}
    by_both = {p["field"] for p in terminal.get(path, terminal.known("permit-due").token)}
    assert by_card == {"last_endorsed", "due_on"}
    assert by_both >= {"permit_number", "permit_address", "phone"}


def filled(terminal: Terminal, session: Identified, service: str) -> dict[str, str]:
    """What is known for a form, field by field."""
    known = terminal.get(f"/v1/me/prefill?service={service}", session.token)
    return {p["field"]: p["value"] for p in known}


def test_a_register_fills_the_fields_that_name_it(terminal: Terminal) -> None:
    known = filled(terminal, terminal.known("worker-gaps"), "JG-QMHZ-2100")
    assert (known["driver_class"], known["driver_number"]) == ("C1", "420102198806151215")
    assert known["driver_state"] == "正常"  # a text in words
    choice = filled(terminal, terminal.known("tenant-a"), "WJ-SYDJ-1612")
    assert choice["marital_status"] == "married"  # a choice by its key


def test_a_companys_licence_fills_its_fields_with_a_card_alone(terminal: Terminal) -> None:
    known = filled(terminal, terminal.identify("shop-owner"), "WJ-TYBA-1607")
    assert known["company_name"] == "江岸区样例丰年果蔬店"
    assert (known["credit_code"], known["legal_person"]) == ("92420102MA00TAMP2F", "刘丰年")
    assert filled(terminal, terminal.known("shop-owner"), "SC-SPYX-2809")["food_permit_number"] == "JY14201020000459"
    sources = terminal.get("/v1/me/prefill?service=SC-SPYX-2809", terminal.known("shop-owner").token)
    assert {p["source"]["zh"] for p in sources if p["field"] == "company_name"} == {"电子营业执照"}


def test_with_a_card_alone_only_what_is_open_is_filled(terminal: Terminal) -> None:
    service = "JG-JZBZ-2101"
    assert terminal.get(f"/v1/services/{service}/guide")["level"] == 2
    by_card = filled(terminal, terminal.identify("worker-gaps"), service)
    by_both = filled(terminal, terminal.known("worker-gaps"), service)
    assert {"driver_number", "phone"} <= set(by_both) - set(by_card)
    assert by_card["driver_class"] == "C1"


def test_an_e_licence_that_ended_fills_nothing(terminal: Terminal, clock: SettableClock) -> None:
    assert filled(terminal, terminal.known("permit-overdue"), "SC-SPYX-2809")["food_permit_number"]
    clock.pass_(days=21)
    known = filled(terminal, terminal.known("permit-overdue"), "SC-SPYX-2809")
    assert "food_permit_number" not in known
    assert known["company_name"] == "江岸区样例拉面馆"


def test_a_register_out_of_reach_fills_nothing(terminal: Terminal) -> None:
    terminal.fault(source="driver")
    known = filled(terminal, terminal.known("worker-gaps"), "JG-QMHZ-2100")
    assert "driver_class" not in known
    assert "phone" in known


def test_for_somebody_else_the_registers_are_theirs_and_the_phone_is_who_stands_here(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    _, service = platform.catalogue.offer(Channel.TERMINAL).services["JG-QMHZ-2100"]
    with platform.database.read() as db:
        holder, applicant = (db.get_one(Person, person_id(key)) for key in ("daughter", "father"))
        asker = Asker(holder=holder, applicant=applicant, level=3, today=MONDAY.date())
        known = {p.field: p.value for p in known_values(db, asker, service)}
    assert (known["driver_class"], known["phone"]) == ("A2", "13800000016")


def test_an_unknown_terminal_gets_nothing(terminal: Terminal) -> None:
    stranger = Terminal(terminal.app, terminal.clock, "JA-ZZ-10")
    assert problem(stranger.call("GET", "/v1/services")) == (403, "terminal.unknown")
    assert problem(stranger.call("GET", "/v1/queue/businesses")) == (403, "terminal.unknown")
    assert problem(terminal.http.get("/v1/services")) == (401, "terminal.unsigned")
