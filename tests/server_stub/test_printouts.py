"""How prints ended is known to the hall, once each, whatever the line did."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.server_stub.staffed import Desk
from tests.server_stub.terminal import Terminal, problem, right


def printout(**others: object) -> dict[str, Any]:
    """A print whose printer did not say how it ended."""
    return {
        "id": str(uuid.uuid4()),
        "paper": "proof",
        "reference": "SB-2026-1121-000871",
        "device": "a4",
        "outcome": "unknown",
        "reason": "",
        "pages": 1,
        "reprint": 0,
        "at": "2026-11-23T09:41:00+08:00",
    } | others


def test_what_was_printed_of_a_document_is_known_in_the_hall(terminal: Terminal) -> None:
    first = printout(at="2026-11-23T09:40:00+08:00")
    second = printout(outcome="done", pages=2, reprint=1)
    for one in (first, second, printout(reference="another", outcome="failed", reason="paper-out")):
        right(terminal.call("POST", "/v1/printouts", one))
    told = right(terminal.call("GET", "/v1/printouts?reference=SB-2026-1121-000871")).json()
    assert [(one["outcome"], one["reprint"], one["terminal"]) for one in told] == [
        ("done", 1, terminal.id),
        ("unknown", 0, terminal.id),
    ]
    assert told[0]["at"] == "2026-11-23T09:41:00+08:00"


def test_a_print_told_twice_is_one(terminal: Terminal) -> None:
    one = printout()
    for _ in range(2):  # each with a key of its own
        right(terminal.call("POST", "/v1/printouts", one))
    assert len(right(terminal.call("GET", f"/v1/printouts?reference={one['reference']}")).json()) == 1


def test_a_print_can_not_be_told_otherwise_afterwards(terminal: Terminal) -> None:
    one = printout()
    right(terminal.call("POST", "/v1/printouts", one))
    assert problem(terminal.call("POST", "/v1/printouts", one | {"outcome": "done"})) == (409, "printout.exists")


def test_where_the_printer_could_not_say_the_persons_word_is_kept(terminal: Terminal) -> None:
    one = printout()
    right(terminal.call("POST", "/v1/printouts", one))
    for said in ("reprint", "came-out"):
        answered = right(terminal.call("PUT", f"/v1/printouts/{one['id']}/answer", {"said": said})).json()
        assert answered["said"] == said


def test_where_the_printer_knew_nobody_is_asked(terminal: Terminal) -> None:
    one = printout(outcome="done")
    right(terminal.call("POST", "/v1/printouts", one))
    refused = terminal.call("PUT", f"/v1/printouts/{one['id']}/answer", {"said": "help"})
    assert problem(refused) == (409, "printout.not-asked")


def test_another_terminals_print_is_not_answered_for(terminal: Terminal) -> None:
    one = printout()
    right(terminal.call("POST", "/v1/printouts", one))
    other = Desk(terminal.app, terminal.clock, "JA-CK-B05")
    answer = other.call("PUT", f"/v1/printouts/{one['id']}/answer", {"said": "help"})
    assert problem(answer) == (404, "printout.unknown")
    seen = right(other.call("GET", f"/v1/printouts?reference={one['reference']}")).json()
    assert [print_["id"] for print_ in seen] == [one["id"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"pages": -1},
        {"reason": "Not a keyword"},
        {"paper": "poster"},
        {"id": "1"},
        {"at": "2026-11-23T09:41:00"},
        {"reference": "a\nb"},
        {"name": "张三"},
    ],
)
def test_what_is_no_print_is_refused(terminal: Terminal, wrong: dict[str, object]) -> None:
    assert problem(terminal.call("POST", "/v1/printouts", printout(**wrong))) == (422, "request.invalid")
