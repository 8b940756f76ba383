"""The administrator's figures: what was filed, decided and late, and the file that a spreadsheet opens."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_stub.audit.service import Filter, looks
from server_stub.clock import HALL
from server_stub.office.csv_files import cell, table
from tests.server_stub.filed import Filed
from tests.server_stub.office.administering import APPROVER, at_work, of_hall
from tests.server_stub.office.browsing import Browser
from tests.server_stub.office.conftest import Office
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_case_terms import set_column

AT = "/administrator/performance"
MAY = "?first=2026-05-01&last=2026-05-31"


@pytest.fixture
def admin(terminal: Terminal) -> Browser:
    return of_hall(terminal)


def moment(day: int) -> dt.datetime:
    return dt.datetime(2026, 5, day, 10, tzinfo=HALL)


def decided(filed: Filed, day: int, promised: int, stopped: int = 0) -> None:
    """Filed and accepted on Monday the 11th, decided on a day of that month."""
    set_column(
        filed,
        filed_at=moment(11),
        accepted_at=moment(11),
        closed_at=moment(day),
        state="closed",
        outcome="granted",
        clock_from=dt.date(2026, 5, 11),
        clock_days=promised,
        stopped_days=stopped,
        due_on=dt.date(2026, 5, 11) + dt.timedelta(days=promised + stopped),
    )


def rows(admin: Browser, query: str = MAY) -> list[list[str]]:
    answer = admin.http.get(f"/office{AT}/export{query}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_days_are_counted_against_the_promise_without_those_the_clock_stood(
    admin: Browser, office: Office, terminal: Terminal
) -> None:
    decided(office.filed(), 13, 3)  # Wednesday: two working days
    decided(office.filed(), 15, 3)  # Friday: four, one too many
    decided(office.filed(), 18, 3, stopped=2)  # Monday: five, of which two stood still
    heads, hrss, total = rows(admin)
    got = dict(zip(heads, hrss, strict=True))
    assert (got["键"], got["收件"], got["受理"], got["办结"]) == ("hrss", "3", "3", "3")
    assert (got["平均用时（工作日）"], got["平均承诺（工作日）"]) == ("3.0", "3.0")
    assert (got["逾期办结"], got["按时率 %"]) == ("2", "33")
    assert total[1] == "合计" and total[2:6] == hrss[2:6]
    page = admin.get(AT + MAY)
    assert page.has("江岸区人社局", "33%")
    assert [row[0] for row in rows(admin, f"{MAY}&by=service")][1] == "RS-LHJY-0001"
    assert [row[0] for row in rows(admin, f"{MAY}&department=police")] == ["键", ""]


def test_what_is_overdue_now_is_counted(admin: Browser, office: Office, terminal: Terminal) -> None:
    before = rows(admin)[-1][10]
    set_column(
        office.filed(),
        state="accepted",
        due_on=terminal.clock.now.date() - dt.timedelta(days=1),
        filed_at=moment(11),
        accepted_at=moment(11),
    )
    assert int(rows(admin)[-1][10]) == int(before) + 1


def test_taking_the_file_is_noted(admin: Browser, terminal: Terminal) -> None:
    rows(admin)
    with terminal.app.state.platform.database.read() as db:
        assert any(row.what == "export" for row in looks(db, Filter(staff="JA0900")))


@given(st.text(max_size=30))
def test_no_cell_is_taken_for_a_formula(words: str) -> None:
    kept = str(cell(words))
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r")) and kept.endswith(words)
    answer = table("x", ["键"], [[words]])
    assert bytes(answer.body).startswith(b"\xef\xbb\xbf")


def test_bad_days_are_told_at_the_field(admin: Browser, terminal: Terminal) -> None:
    for query, field in (
        ("?first=x", "first"),
        ("?first=2026-05-02&last=2026-05-01", "last"),
        ("?first=2020-01-01&last=2026-05-01", "last"),
        ("?first=0001-01-01", "first"),
        ("?last=9999-12-31", "last"),
    ):
        page = admin.get(AT + query)
        assert (page.status, page.wrong) == (422, [field]), query
        assert admin.get(f"{AT}/export{query}").status == 422
    assert admin.get(f"{AT}?by=clerk").status == 404
    assert at_work(terminal, APPROVER).get(AT).status == 403
    assert at_work(terminal, APPROVER).get(f"{AT}/export").status == 403
    admin.get("/language/en?back=/office/")
    assert admin.get(AT + MAY).has("Days/promise", "Export as CSV")
