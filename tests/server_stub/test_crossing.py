"""A case that belongs to another place: handed on with what came along, acknowledged, its result handed back."""

from __future__ import annotations

import pytest

from tests.server_stub.filed import Filed
from tests.server_stub.terminal import Terminal, problem, right


@pytest.fixture
def window(terminal: Terminal) -> Terminal:
    return Terminal(terminal.app, terminal.clock, "JA-CK-B05")


@pytest.fixture
def other(terminal: Terminal) -> Terminal:
    """A window of another hall of the region."""
    return Terminal(terminal.app, terminal.clock, "HH-CK-01")


def test_what_is_handed_on_counts_as_handed_on_when_the_other_side_says_so(
    terminal: Terminal, window: Terminal, other: Terminal
) -> None:
    filed = Filed(terminal)
    path = f"/v1/cases/{filed.number}/transfers"
    body = {"to_region": "420102", "items": ["户口簿复印件", "申请表"], "way": "post", "tracking": "EMS0001"}
    sent = right(window.call("POST", path, body)).json()
    assert sent["received_at"] is None
    assert [t["id"] for t in other.get("/v1/transfers")] == [sent["id"]]
    way = f"/v1/transfers/{sent['id']}/acknowledgement"
    taken = right(other.call("POST", way, {"missing": ["户口簿复印件"]})).json()
    assert taken["missing"] == ["户口簿复印件"]
    assert right(other.call("POST", way, {"missing": ["户口簿复印件"]})).json() == taken
    assert problem(other.call("POST", way, {})) == (409, "transfer.state")
    notes = [s["note"]["zh"] for s in filed.detail()["case"]["steps"]]
    assert notes[-2:] == ["材料已移交 江岸区", "已签收，缺：户口簿复印件"]
    assert filed.state == "received"


def test_the_result_comes_back_and_the_applicant_is_told_where(terminal: Terminal, window: Terminal) -> None:
    filed = Filed(terminal)
    filed.do("accept", "begin", "grant")
    body = {"to_region": "420102", "items": ["登记凭证"], "what": "result"}
    sent = right(window.call("POST", f"/v1/cases/{filed.number}/transfers", body)).json()
    right(window.call("POST", f"/v1/transfers/{sent['id']}/acknowledgement", {}))
    assert "结果已到江岸区政务服务中心" in terminal.last_message()["text"]


def test_only_windows_hand_on_and_only_what_is_there(terminal: Terminal, window: Terminal) -> None:
    filed = Filed(terminal)
    body = {"to_region": "420102", "items": ["申请表"]}
    assert problem(terminal.call("POST", f"/v1/cases/{filed.number}/transfers", body)) == (403, "terminal.kind")
    assert problem(window.call("POST", "/v1/cases/1/transfers", body)) == (404, "case.not-found")
    assert problem(window.call("POST", "/v1/transfers/x/acknowledgement", {})) == (404, "transfer.not-found")


def test_several_places_work_on_one_case(terminal: Terminal, window: Terminal, other: Terminal) -> None:
    filed = Filed(terminal)
    question = {"region": "420102", "department": "medical-security", "question": "是否已在贵地参加居民医保？"}
    task = right(window.call("POST", f"/v1/cases/{filed.number}/joint-tasks", question)).json()
    assert [t["id"] for t in other.get("/v1/joint-tasks")] == [task["id"]]
    way, given = f"/v1/joint-tasks/{task['id']}/answer", {"agreed": True, "answer": "没有参保记录"}
    done = right(other.call("POST", way, given)).json()
    assert (done["agreed"], done["answer"]) == (True, "没有参保记录")
    assert right(other.call("POST", way, given)).json() == done
    assert problem(other.call("POST", way, given | {"agreed": False})) == (409, "transfer.state")
