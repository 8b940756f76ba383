"""The administrator's staff: added, changed, locked, given passwords that are shown once and kept nowhere."""

from __future__ import annotations

import re
from typing import Any

import pytest

from server_stub.idempotency import StoredAnswer
from tests.server_stub.office.administering import APPROVER, at_work, city, of_hall
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal

AT = "/administrator/staff"


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return of_hall(terminal)


def password_in(page: Page) -> str:
    found = re.search(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", page.said)
    assert found, page.said
    return found.group(0)


def add(admin: Browser, number: str, **more: Any) -> Page:
    return admin.send(admin.get(f"{AT}/new"), "/new", number=number, name="测试员", roles=["approver"], **more)


def test_somebody_new_signs_in_with_the_password_that_was_shown_once(admin: Browser, terminal: Terminal) -> None:
    page = add(admin, "ja0801", departments=["hrss"], levels=["1"])
    assert page.path == f"/office{AT}/JA0801"
    made = password_in(page)
    assert made not in admin.get(f"{AT}/JA0801").text and admin.get(AT).has("JA0801", "测试员", "江岸区人社局")
    with terminal.app.state.platform.database.read() as db:
        assert not [one for one in db.query(StoredAnswer) if made in one.answer]
    assert Browser(terminal.app).sign_in("JA0801", made).path == "/office/cases"
    page = admin.send(admin.get(f"{AT}/JA0801"), "/password")
    assert Browser(terminal.app).sign_in("JA0801", made).status == 401
    assert Browser(terminal.app).sign_in("JA0801", password_in(page)).status == 200


def test_who_is_locked_is_signed_out_at_once_and_comes_back_when_unlocked(admin: Browser, terminal: Terminal) -> None:
    add(admin, "JA0802")
    made = password_in(admin.send(admin.get(f"{AT}/JA0802"), "/password"))
    there = Browser(terminal.app)
    there.sign_in("JA0802", made)
    page = admin.send(admin.get(f"{AT}/JA0802"), "/lock")
    assert page.has("已停用") and there.get("/cases").path == "/office/sign-in"
    assert Browser(terminal.app).sign_in("JA0802", made).status == 401
    assert admin.send(page, "/unlock").has("已启用")
    assert Browser(terminal.app).sign_in("JA0802", made).status == 200


def test_roles_hall_and_departments_are_changed(admin: Browser) -> None:
    add(admin, "JA0803")
    page = admin.send(
        admin.get(f"{AT}/JA0803"), "/change", name="改了名", roles=["clerk", "guide"], departments=["police"]
    )
    assert page.said == "已保存" and admin.get(AT).has("改了名", "综窗、导办")
    assert admin.send(page, "/change", name="").wrong == ["name"]
    assert admin.send(page, "/change", roles=[]).wrong == ["roles"]
    assert set(admin.send(page, "/change", roles=["king"]).wrong) == {"roles"}
    assert admin.send(page, "/change", departments=["nobody"]).wrong == ["departments"]
    assert admin.send(page, "/change", hall="HH").wrong == ["hall"]
    assert admin.send(page, "/change", hall="").wrong == ["hall"]  # nobody gives more than they have


def test_numbers_are_taken_once_and_of_the_right_form(admin: Browser) -> None:
    assert add(admin, "JA0701").wrong == ["number"]
    assert add(admin, "员工").wrong == ["number"] and add(admin, "").wrong == ["number"]


def test_nobody_locks_themselves_out(admin: Browser) -> None:
    page = admin.get(f"{AT}/JA0900")
    assert "/lock" not in page.text
    assert admin.send(page, "/change", roles=["clerk"]).wrong == ["roles"]
    form = page.form("/change").values
    for deed in ("lock", "password"):
        assert admin.post(f"{AT}/JA0900/{deed}", form).status == 403
    assert admin.get(AT).status == 200


def test_each_hall_has_its_own_staff(admin: Browser, terminal: Terminal) -> None:
    assert "HH0101" not in admin.get(AT).text and "WH0001" not in admin.get(AT).text
    assert admin.get(f"{AT}/HH0101").status == 404 and admin.get(f"{AT}/WH0001").status == 404
    form = admin.get(f"{AT}/JA0900").form("/change").values
    assert admin.post(f"{AT}/WH0001/password", form).status == 404
    assert city(terminal).get(f"{AT}/HH0101").status == 200
    assert at_work(terminal, APPROVER).get(AT).status == 403
    admin.get("/language/en?back=/office/")
    assert admin.get(f"{AT}/new").has("Staff number", "Levels of decision")
