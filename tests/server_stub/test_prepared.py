"""Statements that the driver runs: the same answers and the same errors as by SQLAlchemy's own way."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from server_stub.clock import HALL
from server_stub.database import Base
from server_stub.prepared import Prepared
from tests.server_stub.terminal import Terminal

MESSAGES = Base.metadata.tables["messages"]
KEYS = Base.metadata.tables["idempotency_keys"]
NOW = dt.datetime(2026, 11, 23, 10, 0, 5, tzinfo=HALL)
_ADD = Prepared(insert(MESSAGES).values({n: bindparam(n) for n in ("phone", "text", "code", "at")}))
_FIND = Prepared(select(MESSAGES.c.at, MESSAGES.c.text).where(MESSAGES.c.phone == bindparam("phone")))
_MARK = Prepared(
    update(MESSAGES).where(MESSAGES.c.phone == bindparam("phone"), MESSAGES.c.code == "1").values(code="2")
)


def test_values_come_back_as_they_were_given(terminal: Terminal) -> None:
    database = terminal.app.state.platform.database
    row = {"phone": "13800000001", "text": "‘引号’ 䶮 %s :phone", "code": "1", "at": NOW}
    database.write(lambda db: _ADD.run(db.connection(), row))
    with database.read() as db:
        assert _FIND.first(db.connection(), {"phone": "13800000001"}) == (NOW, row["text"])
        assert _FIND.first(db.connection(), {"phone": "13800000009"}) is None
        assert db.execute(select(MESSAGES.c.at, MESSAGES.c.text)).one() == (NOW, row["text"])


def test_it_says_how_many_rows_it_changed(terminal: Terminal) -> None:
    database = terminal.app.state.platform.database
    row = {"phone": "13800000001", "text": "", "code": "1", "at": NOW}

    def mark() -> int:
        return int(database.write(lambda db: _MARK.run(db.connection(), {"phone": "13800000001"})))

    database.write(lambda db: [_ADD.run(db.connection(), row) for _ in range(2)])
    assert [mark(), mark()] == [2, 0]


def test_a_refused_row_is_sqlalchemys_own_error_without_what_was_in_it(terminal: Terminal) -> None:
    database = terminal.app.state.platform.database
    store = Prepared(insert(KEYS).values({column.name: bindparam(column.name) for column in KEYS.c}))
    row = {"key": "a-secret-key", "fingerprint": "", "answer": "", "stored_at": NOW}
    database.write(lambda db: store.run(db.connection(), row))
    with pytest.raises(IntegrityError) as refused:
        database.write(lambda db: store.run(db.connection(), row))
    assert refused.value.params is None


def test_a_parameter_that_is_missing_is_a_fault(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db, pytest.raises(KeyError):
        _FIND.first(db.connection(), {})
