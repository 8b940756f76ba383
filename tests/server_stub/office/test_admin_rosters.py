"""Rosters: a day is written as a whole, clashes are refused, last week is taken over, who is missing is seen."""

from __future__ import annotations

from typing import Any

import pytest

from server_stub.rosters.tables import RosterRow
from tests.server_stub.office.administering import APPROVER, at_work, city, of_hall
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal

AT = "/administrator/rosters"
TODAY = f"{AT}/JA/2026-11-23"


@pytest.fixture(autouse=True)
def _nobody_yet(terminal: Terminal) -> None:
    terminal.app.state.platform.database.write(lambda db: db.query(RosterRow).delete())


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return of_hall(terminal)


def _fields(seats: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): who for name, who in seats.items()}


def write(admin: Browser, day: str = TODAY, **seats: Any) -> Page:
    return admin.send(admin.get(day), "/put", **_fields(seats))


def test_a_day_is_written_and_the_week_shows_it(admin: Browser) -> None:
    page = write(admin, am_B05="JA0105", pm_B05="JA0106", b_B05="JA0112", am_B06="JA0106")
    assert page.said == "2026-11-23 已排 3 个半天" and page.has("林一舟", "何晚秋", "周一")
    again = admin.get(TODAY).form("/put").values
    assert (again["am-B05"], again["pm-B05"], again["b-B05"], again["pm-B06"]) == (
        ["JA0105"],
        ["JA0106"],
        ["JA0112"],
        [""],
    )


def test_nobody_sits_at_two_windows_at_once(admin: Browser) -> None:
    page = write(admin, am_B05="JA0105", am_B06="JA0105")
    assert (page.status, page.wrong) == (422, ["am-B06"]) and page.has("同一时间已排在 B05 窗口")
    assert page.form("/put").values["am-B05"] == ["JA0105"]
    assert not admin.get(AT).has("林一舟")
    assert write(admin, am_B05="JA0105", pm_B06="JA0105").said


def test_nobody_sits_where_they_cannot_do_the_work(admin: Browser) -> None:
    page = write(admin, am_B05="JA0201")
    assert page.wrong == ["am-B05"] and page.has("彭向北不办“社保医保综合窗口”的业务")
    assert write(admin, am_B05="JA0105", b_B05="JA0201").wrong == ["am-B05"]
    assert write(admin, am_B05="JA0105", b_B05="JA0105").wrong == ["am-B05"]
    for nobody in ("JA0701", "HH0101", "x", "é" * 30):
        assert write(admin, am_B05=nobody).wrong == ["am-B05"], nobody


def test_last_week_is_taken_over_where_nothing_is_written(admin: Browser) -> None:
    write(admin, f"{AT}/JA/2026-11-17", am_B05="JA0105", pm_B05="JA0106")
    write(admin, f"{AT}/JA/2026-11-16", am_B05="JA0106")
    write(admin, TODAY, am_B06="JA0105")
    page = admin.send(admin.get(f"{AT}?day=2026-11-23"), "/copied")
    assert page.said.startswith("照上周排了 2 个半天，1 个没有照搬")
    assert admin.get(f"{AT}/JA/2026-11-24").form("/put").values["pm-B05"] == ["JA0106"]
    assert admin.get(TODAY).form("/put").values["am-B05"] == [""]


def test_who_should_sit_there_now_and_does_not_is_told_on_the_first_page(admin: Browser, terminal: Terminal) -> None:
    write(admin, am_B05="JA0105", pm_B06="JA0106")
    assert admin.get("/administrator").has("未到岗", "林一舟") and not admin.get("/administrator").has("何晚秋")


def test_bad_addresses_and_other_halls_are_refused(admin: Browser, terminal: Terminal) -> None:
    for path in ("/JA/2026-13-01", "/JA/9999-01-01", "/HH/2026-11-23", "/XX/2026-11-23", "?day=x", "?day=0001-01-01"):
        assert admin.get(AT + path).status == 404, path
    assert city(terminal).get(f"{AT}/HH/2026-11-23").status == 200
    assert at_work(terminal, APPROVER).get(AT).status == 403
    admin.get("/language/en?back=/office/")
    assert admin.get(AT).has("Copy last week") and admin.get(TODAY).has("Stand-in", "Keep this day")
