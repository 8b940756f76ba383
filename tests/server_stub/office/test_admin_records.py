"""Who saw what, and what people want of their own data."""

from __future__ import annotations

import pytest

from tests.server_stub.filed import Filed
from tests.server_stub.office.administering import APPROVER, at_work, city, of_hall
from tests.server_stub.office.browsing import Browser
from tests.server_stub.terminal import Terminal

AT, PRIVACY = "/administrator/records", "/administrator/privacy"


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return city(terminal)


def number_of(terminal: Terminal, who: str = "worker-gaps") -> str:
    return str(terminal.citizen(who)["cards"][0]["number"])


def test_whose_data_was_seen_is_found_by_the_whole_number_alone(
    admin: Browser, terminal: Terminal, filed: Filed, approver: Browser
) -> None:
    approver.get(f"/cases/{filed.number}")
    number = number_of(terminal)
    page = admin.send(admin.get(AT), "/person", document=number[:14])
    assert (page.status, page.wrong) == (422, ["document"])
    page = admin.send(admin.get(AT), "/person", document=f"{number[:6]} {number[6:]}")
    assert page.status == 200 and page.has(filed.number, "JA0701", "看办件", f"{number[:4]}**********{number[-4:]}")
    assert number not in page.text and number not in str(page.answer.url)


def test_looks_are_found_by_staff_case_and_day(admin: Browser, filed: Filed, approver: Browser) -> None:
    approver.get(f"/cases/{filed.number}")
    for query in (f"?subject={filed.number}", "?number=ja0701", "?day=2026-11-23", "?what=case"):
        assert admin.get(AT + query).has(filed.number, "沈知行"), query
    assert admin.get(f"{AT}?day=2026-11-22").has("没有记录")


def test_each_search_is_recorded_too(admin: Browser, filed: Filed) -> None:
    admin.get(f"{AT}?subject={filed.number}")
    page = admin.get(f"{AT}?what=search&number=WH0001")
    assert page.has(filed.number, "查记录")


def test_who_looks_after_one_hall_sees_the_looks_of_that_hall(terminal: Terminal, admin: Browser) -> None:
    admin.get(f"{AT}?number=WH0001")
    page = of_hall(terminal).get(f"{AT}?number=WH0001")
    assert page.has("没有记录")
    assert at_work(terminal, APPROVER).get(AT).status == 403


@pytest.mark.parametrize("query", ["?day=x", "?day=9999-12-31", "?day=0001-01-01"])
def test_a_day_that_is_none_is_told_at_its_field(admin: Browser, query: str) -> None:
    assert admin.get(AT + query).wrong == ["day"]


def asks(terminal: Terminal, token: str, kind: str) -> str:
    answer = terminal.call("POST", "/v1/me/privacy-requests", {"kind": kind, "text": "想看看"}, token=token)
    return str(answer.json()["number"])


def test_a_request_is_answered_once_and_its_person_reads_it(admin: Browser, terminal: Terminal) -> None:
    token = terminal.known("home-owner").token
    number = asks(terminal, token, "view")
    assert admin.get(PRIVACY).has(number, "查阅", "待答复")
    page = admin.get(f"{PRIVACY}/{number}")
    assert page.has("想看看", "能看到平台存的全部信息") and number_of(terminal, "home-owner") not in page.text
    assert admin.send(page, "/answer").wrong == ["answer"]
    assert admin.send(page, "/answer", answer="好").wrong == ["outcome"]
    assert admin.send(page, "/answer", answer="长" * 501, outcome="grant").wrong == ["answer"]
    done = admin.send(page, "/answer", answer="可以在自助机上看", outcome="grant")
    assert done.has(f"{number} 已答复")
    again = admin.send(page, "/answer", answer="再答一次", outcome="refuse", once="another-form-of-theirs")
    assert again.status == 409
    refused = asks(terminal, token, "delete")
    page = admin.send(admin.get(f"{PRIVACY}/{refused}"), "/answer", answer="依法保留", outcome="refuse")
    assert page.has("已说明不能办")


def test_requests_are_for_administrators_of_the_whole_city(admin: Browser, terminal: Terminal) -> None:
    assert of_hall(terminal).get(PRIVACY).status == 403
    assert admin.get(f"{PRIVACY}/GX1").status == 404 and admin.get(f"{PRIVACY}/%27").status == 404
    admin.get("/language/en?back=/office/")
    assert admin.get(PRIVACY).heading == "Privacy requests" and admin.get(AT).has("Whose data was seen")
