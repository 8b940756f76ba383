"""容缺: what was promised is reminded of, can be given anywhere, and is never recorded by a clock alone."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from server_stub.cases import promises
from server_stub.cases.access import service_of
from server_stub.cases.notices import Writer
from server_stub.cases.tables import Case, Promise
from server_stub.outbound.tables import OutboundRow
from server_stub.problems import Problem
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import Terminal, problem, right
from tests.server_stub.test_case_terms import days_pass, platform_of


def photo() -> str:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(target, "JPEG")
    return base64.b64encode(target.getvalue()).decode()


@pytest.fixture
def owed(terminal: Terminal) -> Filed:
    """A case with a household booklet to follow by 2026-11-30."""
    return Filed(terminal, deferred=True)


def promise_of(filed: Filed) -> dict[str, Any]:
    [promise] = filed.detail()["promises"]
    return dict(promise)


def authority(filed: Filed, what: str) -> None:
    """What the department does with the promise."""
    platform = platform_of(filed)

    def job(db: Any) -> None:
        case, row = db.get(Case, filed.number), db.query(Promise).one()
        writer = Writer(db, platform, case, service_of(platform, case), platform.clock())
        now = platform.clock()
        {
            "confirm": lambda: promises.confirm(db, platform, writer, row, "staff:1"),
            "record": lambda: promises.record(db, row, "staff:1", now),
            "dismiss": lambda: promises.dismiss(row, "staff:1", now),
            "repair": lambda: promises.repair(db, row, "staff:1", now),
        }[what]()

    platform.database.write(job)


def give(filed: Filed) -> None:
    session = filed.terminal.identify("worker-gaps")
    body = {"material": "household-paper", "name": "户口簿.jpg", "content": photo()}
    right(filed.terminal.call("POST", f"/v1/cases/{filed.number}/files", body, token=session.token))


def test_a_case_is_accepted_with_a_promise_that_stands_on_its_notice(owed: Filed) -> None:
    promise = promise_of(owed)
    assert (promise["material"], promise["due_on"], promise["state"]) == ("household-paper", "2026-11-30", "open")
    owed.do("accept")
    assert [n["kind"] for n in owed.detail()["notices"]] == ["acceptance", "deferred"]
    assert "容缺受理，后补：户口簿" in owed.detail()["case"]["steps"][-1]["note"]["zh"]


def test_what_follows_can_be_given_by_a_photograph(owed: Filed) -> None:
    owed.do("accept")
    give(owed)
    assert promise_of(owed)["state"] == "kept"


def test_the_applicant_is_reminded_once_before_the_day(owed: Filed) -> None:
    days_pass(owed, "2026-11-26")
    days_pass(owed, "2026-11-27")
    messages = [m["text"] for m in owed.terminal.http.get("/demo/messages").json()]
    assert len([m for m in messages if "请在 2026-11-30 前补交“户口簿”" in m]) == 1


def test_a_late_promise_waits_for_its_authority_and_the_word_of_its_holder(owed: Filed) -> None:
    days_pass(owed, "2026-12-01")
    assert promise_of(owed)["state"] == "late"
    with pytest.raises(Problem, match="promise.state"):
        authority(owed, "record")
    authority(owed, "confirm")
    with pytest.raises(Problem, match="promise.objection-open"):
        authority(owed, "record")
    session = owed.terminal.identify("worker-gaps")
    path = f"/v1/cases/{owed.number}/promises/{promise_of(owed)['id']}/objection"
    right(owed.terminal.call("POST", path, {"text": "材料已经交到社区"}, token=session.token))
    assert promise_of(owed)["state"] == "objected"
    authority(owed, "dismiss")
    assert promise_of(owed)["state"] == "dismissed"


def test_a_record_goes_to_the_credit_platform_and_can_be_repaired(owed: Filed) -> None:
    days_pass(owed, "2026-12-01")
    authority(owed, "confirm")
    days_pass(owed, "2026-12-15")
    session = owed.terminal.identify("worker-gaps")
    path = f"/v1/cases/{owed.number}/promises/{promise_of(owed)['id']}/objection"
    answer = owed.terminal.call("POST", path, {"text": "来晚了"}, token=session.token)
    assert problem(answer) == (409, "promise.too-late")
    authority(owed, "record")
    authority(owed, "repair")
    with platform_of(owed).database.read() as db:
        kinds = [r.kind for r in db.query(OutboundRow).filter(OutboundRow.target == "credit")]
    assert sorted(kinds) == ["promise-recorded", "promise-repaired"]


def test_the_words_people_must_not_read_stand_nowhere(owed: Filed) -> None:
    days_pass(owed, "2026-12-01")
    authority(owed, "confirm")
    told = str(owed.detail()) + str(owed.terminal.http.get("/demo/messages").json())
    assert not [word for word in ("黑名单", "失信") if word in told]
