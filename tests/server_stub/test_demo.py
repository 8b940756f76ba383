from __future__ import annotations

import datetime as dt
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from server_stub import identity_numbers
from server_stub.cases.checks import form_errors, situation_errors
from server_stub.catalogue.tables import Channel
from server_stub.clock import HALL
from server_stub.demo.citizens import load_citizens, register_faces
from server_stub.demo.dates import day
from server_stub.demo.holdings import companies
from server_stub.demo.loader import refresh
from tests.server_stub.terminal import GIVEN, SettableClock, Terminal, flexible, problem, right

TODAY = dt.date(2026, 11, 23)
EVERYBODY = {  # whom a demonstration needs
    *("worker-gaps", "home-owner", "spouse-without", "tenant-a", "tenant-b", "courier", "lost-social-card"),
    *("permit-due", "permit-overdue", "turning-65", "mother", "child-father", "shop-owner"),
    *("agent-with-grant", "agent-without-grant", "father", "daughter", "taiwan", "foreigner", "foreigner-2023"),
    *("expired-card", "reported-lost", "deceased", "bereaved", "rare-yan", "no-data", "unknown-person"),
    *("company-head", "licence-manager", "company-clerk"),
    *("aged-82", "aged-93", "disabled", "veteran", "unemployed", "pupil-parent"),
}
PLATFORM_KIND = {
    "resident": "resident-card",
    "hmt-residence": "hmt-residence-card",
    "foreigner-2017": "foreigner-card",
    "foreigner-2023": "foreigner-card-2023",
    "social-security": "social-security-card",
}


@given(today=st.dates(dt.date(2025, 1, 1), dt.date(2035, 12, 31)))
def test_on_every_day_every_citizen_has_a_valid_number(today: dt.date) -> None:
    numbers = []
    for citizen in load_citizens(today):
        for card in citizen.cards:
            assert identity_numbers.is_valid(PLATFORM_KIND[card.kind], card.number), citizen.key
        numbers.append(citizen.number)
        assert not citizen.person or citizen.person.birth < today
    assert len(set(numbers)) == len(numbers)


def test_cards_fit_into_the_fields_of_a_card() -> None:
    for citizen in load_citizens(TODAY):
        for card in citizen.cards:
            assert len(card.name.encode("utf-16-le")) <= 30
            assert len(card.address.encode("utf-16-le")) <= 70, citizen.key
            assert len(card.issuer.encode("utf-16-le")) <= 30, citizen.key
            assert len(card.english_name.encode("utf-16-le")) <= 120
            assert unicodedata.is_normalized("NFC", card.name)
            dt.datetime.strptime(card.birth, "%Y%m%d").replace(tzinfo=HALL)
            assert card.valid_until == "长期" or len(card.valid_until) == 8


def test_the_tray_holds_everybody_it_promises() -> None:
    tray = {c.key: c for c in load_citizens(TODAY) if c.label}
    assert tray.keys() >= EVERYBODY
    assert {c.kind for citizen in tray.values() for c in citizen.cards} == set(PLATFORM_KIND)
    assert {c.ssc_version for citizen in tray.values() for c in citizen.cards} == {"", "1.00", "2.00", "3.00"}
    assert all(c.label and c.label.zh and c.label.en for c in tray.values())
    phones = [c.person.phone for c in tray.values() if c.person and c.person.phone]
    assert len(phones) == len(set(phones))
    assert all(phone.startswith("13800000") for phone in phones)


@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 12, 31), dt.date(2028, 2, 29)])
def test_relative_citizens_stay_what_their_label_says(today: dt.date) -> None:
    people = {c.key: c for c in load_citizens(today)}
    father, old = people["father"].person, people["turning-65"].person
    assert father
    assert old
    assert (father.birth.year, old.birth.year) in {
        (today.year - 60, today.year - 65),
        (today.year - 59, today.year - 64),
    }
    due = next(r for r in people["permit-due"].records if "due_on" in type(r).model_fields)
    assert due.model_dump()["due_on"] == today + dt.timedelta(days=10)


def test_companies_have_valid_credit_codes_and_the_licences_are_theirs() -> None:
    """GB 32100-2015: weights are powers of 3 modulo 31."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    people = {c.key: c.person for c in load_citizens(TODAY)}
    samples = companies(TODAY)
    assert len(samples) == len({sample.credit_code for sample in samples}) == 6
    for sample in samples:
        code = sample.credit_code
        total = sum(letters.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
        assert letters[-total % 31] == code[17]
        representative = people[sample.representative]
        assert representative
        assert sample.entries["business"][0]["legal_person"] == representative.name
        assert [x.number for x in sample.licences if x.kind == "business-licence"] == [code]


def test_relative_days_are_understood() -> None:
    assert day("today-65y+1m", TODAY) == dt.date(1961, 12, 23)
    assert day("today-200d", TODAY) == dt.date(2026, 5, 7)
    assert day("tomorrow", TODAY) is None


def test_seeded_cases_have_slips_and_can_be_looked_up(terminal: Terminal) -> None:
    seeded = terminal.citizen("shop-owner")["cases"]
    assert {c["state"] for c in seeded} == {"closed", "in-progress", "correction"}
    token = terminal.identify("shop-owner").token
    for case in seeded:
        slip = terminal.get(f"/v1/cases/{case['number']}/slip", token)
        assert slip["query_code"] == case["query_code"]
        assert slip["materials"]


def test_seeded_forms_are_ones_the_platform_would_take(terminal: Terminal) -> None:
    services = terminal.app.state.platform.catalogue.offer(Channel.TERMINAL).services
    for citizen in load_citizens(TODAY):
        for case in citizen.cases:
            _, file = services[case.service]
            assert not situation_errors(file, case.situation)
            errors = form_errors(file, case.situation, case.form, case.filed_on)
            assert not [e for e in errors if not e.warning], (citizen.key, case.service)


def test_messages_come_in_order_and_after_a_given_one(terminal: Terminal) -> None:
    terminal.known("worker-gaps")
    terminal.known("home-owner")
    first, second = terminal.http.get("/demo/messages").json()
    assert [first["phone"], second["phone"]] == ["13800000001", "13800000002"]
    assert terminal.http.get(f"/demo/messages?after={first['id']}").json() == [second]
    assert terminal.http.get("/demo/messages?after=-1").json()["code"] == "request.invalid"


def test_a_reset_brings_the_first_state_back(terminal: Terminal) -> None:
    terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    terminal.fault(source="property", delay_ms=1, unreachable=True)
    right(terminal.http.post("/demo/reset"))
    assert len(terminal.get("/v1/me/cases", terminal.identify("worker-gaps").token)) == 1
    assert terminal.http.get("/demo/faults").json() == {
        "sources_down": [],
        "queues_full": [],
        "delay_ms": 0,
        "broken_json": False,
        "unreachable": False,
    }


def test_faults_on_order(terminal: Terminal) -> None:
    terminal.fault(queue_full="household")
    full = terminal.call("POST", "/v1/queue/numbers", {"business": "household"})
    assert problem(full) == (409, "queue.full")
    terminal.fault(broken_json=True)
    broken = terminal.call("GET", "/v1/services")
    assert broken.status_code == 200
    with pytest.raises(ValueError, match="Expecting|Unterminated|delimiter|decode"):
        broken.json()
    terminal.fault(broken_json=False, unreachable=True)
    assert problem(terminal.call("GET", "/v1/services")) == (503, "platform.unreachable")
    assert terminal.http.get("/demo/citizens").status_code == 200
    terminal.fault(clear=True)
    terminal.get("/v1/services")


@pytest.mark.parametrize("order", [{"source": "weather"}, {"queue_full": "lottery"}, {"delay_ms": -1}, {"fire": True}])
def test_an_unknown_fault_is_refused(terminal: Terminal, order: object) -> None:
    assert problem(terminal.http.post("/demo/faults", json=order)) == (422, "request.invalid")


def test_without_demo_there_are_no_demo_routes(hall: Terminal) -> None:
    for path in ("/demo/citizens", "/demo/messages", "/demo/faults"):
        assert problem(hall.http.get(path)) == (404, "request.not-found")
    assert not [path for path in hall.app.openapi()["paths"] if path.startswith("/demo")]


def test_a_later_start_moves_the_relative_dates_and_keeps_the_cases(terminal: Terminal, clock: SettableClock) -> None:
    before = terminal.citizen("father")["cards"][0]["number"]
    clock.pass_(days=3)
    refresh(terminal.app.state.platform)
    later = Terminal(terminal.app, clock)
    assert later.citizen("father")["cards"][0]["number"] != before
    assert later.identify("father").standing == "ok"
    assert len(later.citizen("shop-owner")["cases"]) == 3


def test_the_dock_learns_what_numbers_are_given_for_in_a_terminals_hall(terminal: Terminal) -> None:
    offered = terminal.http.get("/demo/businesses?terminal=JA-ZZ-03").json()
    assert "social-card" in {one["key"] for one in offered}
    assert problem(terminal.http.get("/demo/businesses?terminal=XX"))[1] == "terminal.unknown"


def test_no_two_citizens_have_one_face_and_the_register_has_a_photograph_of_each() -> None:
    citizens = [c for c in load_citizens(TODAY) if c.face]
    assert len({c.face for c in citizens}) == len(citizens)
    photos = register_faces().photos
    assert photos.keys() == {c.face for c in citizens if c.person}
    assert len(set(photos.values())) == len(photos) > 30
    for face, jpeg in photos.items():
        with Image.open(io.BytesIO(jpeg)) as photo:
            assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (358, 441)), face
        assert len(jpeg) <= 25_000, face
