"""Approvers of the demo at work on a filed case."""

from __future__ import annotations

import copy
import itertools
import uuid
from typing import Any

from server_stub.cases.tables import Case, CaseStep, Promise
from tests.server_stub.filed import Filed
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal

FIRST, SECOND, LEADER, OTHERS = "JA0701", "JA0703", "JA0704", "JA0702"
_numbers = itertools.count(1)
_AT_ONCE = ("pre-review", "begin", "resume", "deliver")


def signed_in(terminal: Terminal, number: str) -> Browser:
    browser = Browser(terminal.app)
    assert browser.sign_in(number).status == 200
    return browser


def case_page(browser: Browser, filed: Filed) -> Page:
    return browser.get(f"/cases/{filed.number}")


def does(browser: Browser, filed: Filed, move: str, **values: Any) -> Page:
    """A move by its page, or by its button on the case's page."""
    page = case_page(browser, filed) if move in _AT_ONCE else browser.get(f"/cases/{filed.number}/moves/{move}")
    return browser.send(page, f"/moves/{move}", **values)


def state_of(filed: Filed) -> str:
    with filed.terminal.app.state.platform.database.read() as db:
        return str(db.get_one(Case, filed.number).state)


def copied(filed: Filed) -> Filed:
    """The case as it stands, with its steps and promises, under another number."""
    number = f"42010220261124{next(_numbers):07d}"

    def job(db: Any) -> None:
        db.add(_row(db.get(Case, filed.number), number=number))
        db.flush()
        for step in db.query(CaseStep).filter_by(case_number=filed.number).order_by(CaseStep.id):
            db.add(_row(step, id=None, case_number=number))
        for promise in db.query(Promise).filter_by(case_number=filed.number):
            db.add(_row(promise, id=str(uuid.uuid4()), case_number=number))

    filed.terminal.app.state.platform.database.write(job)
    made = copy.copy(filed)
    made.number, made.sequence = number, 0
    return made


def _row(row: Any, **changes: Any) -> Any:
    values = {c.key: getattr(row, c.key) for c in type(row).__table__.columns}
    return type(row)(**values | changes)
