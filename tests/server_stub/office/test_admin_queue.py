"""The administrator sees the hall's queues and windows, and changes what a slot holds: never below what is taken."""

from __future__ import annotations

import pytest

from tests.server_stub.appointing import asks, at, books, is_right
from tests.server_stub.office.administering import APPROVER, HALL, at_work, city, of_hall
from tests.server_stub.office.approving import signed_in
from tests.server_stub.office.browsing import Browser
from tests.server_stub.terminal import Terminal

DAY = "/administrator/slots?hall=JA&day=2026-11-24"
FIRST = {"business": "social-card", "starts": "10:00", "hall": "JA", "day": "2026-11-24"}


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return of_hall(terminal)


def test_who_waits_how_long_and_which_windows_work_is_seen(admin: Browser, terminal: Terminal) -> None:
    terminal.call("POST", "/v1/queue/numbers", {"business": "social-card"})
    before = admin.get("/administrator/queue")
    assert before.status == 200 and before.has("社保医保综合窗口", "B05", "未开")
    terminal.clock.pass_(minutes=45)
    assert 'class="mark late"' in signed_in(terminal, HALL).get("/administrator/queue").text


def test_a_slot_is_made_larger_or_closed_but_never_below_what_is_taken(admin: Browser, terminal: Terminal) -> None:
    first = terminal.identify("worker-gaps").token
    books(terminal, first, at(10))
    page = admin.get(DAY)
    form = page.form("/slots/change").values
    page = admin.post("/administrator/slots/change", form | FIRST | {"capacity": "0", "button": "change"})
    assert (page.status, page.wrong) == (422, ["capacity-social-card-1000"]) and page.has("已约 1 个，不能更少")
    page = admin.post("/administrator/slots/change", fresh(admin) | FIRST | {"button": "close"})
    assert page.said == "10:00 已停止预约，已约的 1 个照常"
    other = terminal.identify("tenant-a").token
    assert asks(terminal, other, at(10)).json()["code"] == "appointment.full"
    page = admin.post("/administrator/slots/change", fresh(admin) | FIRST | {"capacity": "40", "button": "change"})
    assert page.said == "10:00 现在可约 40 个" and page.has("40", "（原 ")
    assert is_right(terminal)


def fresh(admin: Browser) -> dict[str, list[str]]:
    return admin.get(DAY).form("/slots/change").values


def test_bad_input_is_told_and_never_fails(admin: Browser, terminal: Terminal) -> None:
    for given in ("-1", "x", "", "99999", "9" * 40):
        page = admin.post("/administrator/slots/change", fresh(admin) | FIRST | {"capacity": given})
        assert page.status == 422, given
    for change in ({"starts": "10:01"}, {"business": "x"}, {"day": "2026-11-22"}):
        assert admin.post("/administrator/slots/change", fresh(admin) | FIRST | change).status == 409
    for change in ({"hall": "HH"}, {"day": "x"}, {"day": "9999-01-01"}):
        assert admin.post("/administrator/slots/change", fresh(admin) | FIRST | change).status == 404
    for path in ("/administrator/queue?hall=HH", "/administrator/slots?day=x", "/administrator/slots?day=0001-01-01"):
        assert admin.get(path).status == 404
    assert city(terminal).get("/administrator/queue?hall=HH").status == 200
    for path in ("/administrator/queue", "/administrator/slots"):
        assert at_work(terminal, APPROVER).get(path).status == 403
    admin.get("/language/en?back=/office/")
    assert admin.get("/administrator/queue").has("Longest now") and admin.get(DAY).has("Day after")
