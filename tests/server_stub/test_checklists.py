"""一次告知单: everything a situation needs, told once, on a page with its number and seal."""

from __future__ import annotations

import io

import pypdf

from tests.server_stub.terminal import Terminal, problem, right


def page(terminal: Terminal, code: str, situation: dict[str, str]) -> str:
    answer = right(terminal.call("POST", f"/v1/services/{code}/checklist", {"situation": situation}))
    assert answer.headers["content-type"] == "application/pdf"
    return "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(answer.content)).pages).replace("\n", "")


def test_the_list_has_just_what_the_situation_needs(terminal: Terminal) -> None:
    text = page(terminal, "GJ-ZFTQ-0005", {"rental": "public", "over_quota": "no"})
    wanted = ("一次性告知单", "租房提取住房公积金", "租赁合同", "缴租凭证", "样章", "江岸告〔2026〕000001号", "不收费")
    assert [w for w in wanted if w not in text] == []
    market = page(terminal, "GJ-ZFTQ-0005", {"rental": "market", "over_quota": "no"})
    assert "租赁合同" not in market
    assert "江岸告〔2026〕000002号" in market


def test_a_situation_that_is_none_is_refused_at_its_question(terminal: Terminal) -> None:
    answer = terminal.call("POST", "/v1/services/GJ-ZFTQ-0005/checklist", {"situation": {"rental": "palace"}})
    assert problem(answer) == (422, "filing.invalid")
    assert {e["field"] for e in answer.json()["errors"]} == {"rental", "over_quota"}
    unknown = terminal.call("POST", "/v1/services/XX-XXXX-0000/checklist", {"situation": {}})
    assert problem(unknown) == (404, "service.unknown")
