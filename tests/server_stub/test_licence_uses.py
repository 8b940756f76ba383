"""谁用过我的证照: the chain of uses is whole, tells of every use, and shows whatever was done to it."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from server_stub.demo.citizens import person_id
from server_stub.licences import uses as ledger
from server_stub.licences.tables import LicenceLedger, LicenceRow, LicenceUse
from server_stub.texts import Text
from tests.server_stub.licence_rig import row_of, uses, write
from tests.server_stub.terminal import SettableClock, Terminal, problem

WHOSE = f"person/{person_id('courier')}"
USE = ledger.Use(
    purpose=ledger.Purpose.CASE,
    department=Text(zh="江岸区人社局", en="Human Resources Bureau"),
    matter=Text(zh="样例事项", en="A sample matter"),
    terminal="JA-ZZ-03",
    case_number="420102202611230000001",
)


def use(terminal: Terminal, kind: str = "driving-licence", times: int = 1) -> None:
    def job(db: Session) -> None:
        for _ in range(times):
            ledger.add(db, row_of(db, "courier", kind), USE, terminal.clock.now)

    write(terminal, job)


def test_nothing_used_is_whole_too(terminal: Terminal) -> None:
    seen = uses(terminal, terminal.known("courier"))
    assert (seen["whole"], seen["length"], seen["uses"]) == (True, 0, [])


def test_uses_come_newest_first_with_who_and_what_for(terminal: Terminal, clock: SettableClock) -> None:
    use(terminal)
    clock.pass_(minutes=5)
    use(terminal, "vehicle-licence")
    seen = uses(terminal, terminal.known("courier"))
    assert seen["whole"]
    assert [u["title"]["zh"] for u in seen["uses"]] == ["机动车行驶证", "机动车驾驶证"]
    assert [u["number"] for u in seen["uses"]] == [2, 1]
    assert seen["uses"][0]["at"] == "2026-11-23T10:05:00+08:00"
    assert seen["head"] == seen["uses"][0]["hash"]
    assert (seen["uses"][1]["department"]["zh"], seen["uses"][1]["case_number"]) == (
        "江岸区人社局",
        "420102202611230000001",
    )


def test_a_long_ledger_comes_in_pieces(terminal: Terminal) -> None:
    use(terminal, times=130)
    session = terminal.known("courier")
    first = uses(terminal, session)
    assert (first["length"], len(first["uses"]), first["whole"]) == (130, 100, True)
    rest = uses(terminal, session, f"?before={first['uses'][-1]['number']}")
    assert [u["number"] for u in rest["uses"]] == list(range(30, 0, -1))


CHANGES = {
    "licence": "UPDATE licence_uses SET licence_id = 'another' WHERE seq = 2",
    "kind": "UPDATE licence_uses SET kind = 'vehicle-licence' WHERE seq = 2",
    "purpose": "UPDATE licence_uses SET purpose = 'window' WHERE seq = 2",
    "department": 'UPDATE licence_uses SET department = \'{"zh": "别人", "en": ""}\' WHERE seq = 2',
    "terminal": "UPDATE licence_uses SET terminal = 'JA-ZZ-04' WHERE seq = 2",
    "staff": "UPDATE licence_uses SET staff = '0001' WHERE seq = 2",
    "case": "UPDATE licence_uses SET case_number = '' WHERE seq = 2",
    "matter": 'UPDATE licence_uses SET matter = \'{"zh": "", "en": ""}\' WHERE seq = 2',
    "moment": "UPDATE licence_uses SET at = '2026-11-23 02:00:01' WHERE seq = 2",
    "hash": "UPDATE licence_uses SET hash = previous WHERE seq = 2",
    "previous": "UPDATE licence_uses SET previous = hash WHERE seq = 2",
    "the first": "DELETE FROM licence_uses WHERE seq = 1",
    "one between": "DELETE FROM licence_uses WHERE seq = 2",
    "the last": "DELETE FROM licence_uses WHERE seq = 3",
    "all": "DELETE FROM licence_uses",
    "the end": "UPDATE licence_ledgers SET length = 2",
    "the end's hash": "UPDATE licence_ledgers SET head = '0'",
    "no end": "DELETE FROM licence_ledgers",
    "to another's": "UPDATE licence_uses SET ledger = 'person/x' WHERE seq = 3",
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_done_to_a_link_shows(terminal: Terminal, change: str) -> None:
    use(terminal, times=3)
    session = terminal.known("courier")
    assert uses(terminal, session)["whole"]
    write(terminal, lambda db: db.execute(text(CHANGES[change])))
    assert not uses(terminal, session)["whole"]


def test_many_at_once_keep_one_chain(terminal: Terminal) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: use(terminal), range(40)))
    seen = uses(terminal, terminal.known("courier"))
    assert (seen["whole"], seen["length"]) == (True, 40)


def test_chains_of_several_holders_are_kept_at_once_without_waiting_for_each_other(terminal: Terminal) -> None:
    def both(n: int) -> None:
        def job(db: Session) -> None:
            held = [row_of(db, "courier", "driving-licence"), row_of(db, "tenant-a", "driving-licence")]
            ledger.add_all(db, held[:: 1 if n % 2 else -1], USE, terminal.clock.now)

        write(terminal, job)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(both, range(24)))
    for citizen in ("courier", "tenant-a"):
        seen = uses(terminal, terminal.known(citizen))
        assert (seen["whole"], seen["length"]) == (True, 24)


def test_a_companys_ledger_is_for_who_runs_it(terminal: Terminal) -> None:
    code = "92420102MA00TAMP2F"

    def job(db: Session) -> None:
        row = db.query(LicenceRow).filter_by(credit_code=code, kind="food-permit").one()
        ledger.add(db, row, USE, terminal.clock.now)

    write(terminal, job)
    owner = terminal.known("shop-owner")
    assert [u["title"]["zh"] for u in uses(terminal, owner, f"?company={code}")["uses"]] == ["食品经营许可证"]
    assert uses(terminal, owner)["length"] == 0
    stranger = terminal.call("GET", f"/v1/me/licence-uses?company={code}", token=terminal.known("courier").token)
    assert problem(stranger) == (404, "licence.not-found")


def test_the_ledger_needs_a_second_proof(terminal: Terminal) -> None:
    token = terminal.identify("courier").token
    assert problem(terminal.call("GET", "/v1/me/licence-uses", token=token)) == (403, "session.level")


@pytest.mark.parametrize("query", ["?before=0", "?before=x", "?company=a%27b", f"?before={2**31}"])
def test_a_strange_question_is_refused(terminal: Terminal, query: str) -> None:
    answer = terminal.call("GET", f"/v1/me/licence-uses{query}", token=terminal.known("courier").token)
    assert problem(answer) == (422, "request.invalid")


# ---- the rule by itself


def chain(length: int) -> tuple[list[LicenceUse], LicenceLedger]:
    rows: list[LicenceUse] = []
    previous = ledger.BEGINNING
    for seq in range(1, length + 1):
        row = LicenceUse(
            ledger=WHOSE, seq=seq, licence_id=f"licence-{seq}", kind="driving-licence", purpose="case",
            department={"zh": "局", "en": "Bureau"}, terminal="JA-ZZ-03", staff="", case_number=str(seq),
            matter={"zh": "事", "en": "Matter"}, at=dt.datetime(2026, 11, 23, 2, 0, seq, tzinfo=dt.UTC),
            previous=previous, hash="",
        )  # fmt: skip
        row.hash = previous = ledger.hash_of(row)
        rows.append(row)
    return rows, LicenceLedger(ledger=WHOSE, length=length, head=previous)


FIELDS = (
    "ledger", "seq", "licence_id", "kind", "purpose", "department", "terminal", "staff", "case_number", "matter", "at",
    "previous", "hash",
)  # fmt: skip


@given(length=st.integers(1, 8), data=st.data())
def test_any_changed_field_of_any_link_breaks_the_chain(length: int, data: Any) -> None:
    rows, end = chain(length)
    assert ledger.is_whole(rows, end)
    row = data.draw(st.sampled_from(rows))
    field = data.draw(st.sampled_from(FIELDS))
    before = getattr(row, field)
    other: dict[type, Any] = {
        str: st.text(max_size=70),
        int: st.integers(1, 20),
        dict: st.fixed_dictionaries({"zh": st.text(max_size=4), "en": st.text(max_size=4)}),
        dt.datetime: st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC)),
    }
    setattr(row, field, data.draw(other[type(before)].filter(lambda value: value != before)))
    assert not ledger.is_whole(rows, end)


@given(length=st.integers(1, 8), data=st.data())
def test_links_can_not_be_left_out_doubled_or_put_in_another_order(length: int, data: Any) -> None:
    rows, end = chain(length)
    other = data.draw(st.lists(st.sampled_from(rows), max_size=length + 1).filter(lambda some: some != rows))
    assert not ledger.is_whole(other, end)
