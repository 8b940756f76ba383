from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

from tests.server_stub.terminal import Identified, SettableClock, Terminal, problem, right

INSURANCE = {"kind": "social-insurance", "answers": {"insurance": "pension", "period": "24-months"}}
SEARCH: dict[str, Any] = {"kind": "property-search", "answers": {"purpose": "school", "scope": "self"}}


def issue(terminal: Terminal, session: Identified, wanted: Any, key: str | None = None) -> Any:
    return right(terminal.call("POST", "/v1/me/documents", wanted, token=session.token, key=key)).json()


def pdf_of(terminal: Terminal, session: Identified, issued: Any) -> bytes:
    return right(terminal.call("GET", f"/v1/me/documents/{issued['id']}/pdf", token=session.token)).content


def words(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def test_gaps_in_insurance_show_on_the_proof(terminal: Terminal) -> None:
    session = terminal.known("worker-gaps")
    issued = issue(terminal, session, INSURANCE)
    pdf = pdf_of(terminal, session, issued)
    text = words(pdf)
    assert issued["pages"] == len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert issued["number"] in text
    for part in ("张望舒", "420102198806151215", "2025-09", "2026-08", "武汉样例食品有限公司", "养老18个月"):
        assert part in text
    assert "2011-08" not in text  # outside the period


def test_a_period_cut_in_its_middle_counts_its_own_months_only(terminal: Terminal) -> None:
    session = terminal.known("worker-gaps")
    wanted = {"kind": "social-insurance", "answers": {"insurance": "medical", "period": "12-months"}}
    text = words(pdf_of(terminal, session, issue(terminal, session, wanted)))
    assert "2025-11" in text  # the first of the last twelve months
    assert "医疗10个月" in text


def test_that_there_is_no_home_is_a_result(terminal: Terminal) -> None:
    session = terminal.known("spouse-without")
    text = words(pdf_of(terminal, session, issue(terminal, session, SEARCH)))
    assert "未查到不动产登记信息" in text
    assert "2026-11-2310:00" in text


def test_homes_of_minor_children_are_searched_if_asked(terminal: Terminal) -> None:
    session = terminal.known("mother")
    wanted = {"kind": "property-search", "answers": {"purpose": "school", "scope": "with-children"}}
    text = words(pdf_of(terminal, session, issue(terminal, session, wanted)))
    assert "郑小满" in text
    assert "第0000640号" in text


@pytest.mark.parametrize(("citizen", "name"), [("rare-yan", "李䶮"), ("rare-gang", "王㛃"), ("rare-wei", "陈𬱖")])
def test_rare_names_are_right_on_the_proof(terminal: Terminal, citizen: str, name: str) -> None:
    session = terminal.known(citizen)
    assert name in words(pdf_of(terminal, session, issue(terminal, session, INSURANCE)))


def test_no_record_and_out_of_reach_are_two_answers(terminal: Terminal) -> None:
    session = terminal.known("no-data")
    proofs = terminal.get("/v1/me/proofs", session.token)
    assert {p["availability"] for p in proofs} == {"no-record"}
    answer = terminal.call("POST", "/v1/me/documents", INSURANCE, token=session.token)
    assert problem(answer) == (409, "proof.no-record")
    terminal.fault(source="social-insurance")
    session = terminal.known("worker-gaps")
    proofs = terminal.get("/v1/me/proofs", session.token)
    assert [p["availability"] for p in proofs][:2] == ["unavailable", "available"]
    answer = terminal.call("POST", "/v1/me/documents", INSURANCE, token=session.token)
    assert problem(answer) == (503, "proof.unavailable")
    terminal.fault(source="social-insurance", down=False)
    issue(terminal, session, INSURANCE)


def test_the_same_key_gets_the_same_document(terminal: Terminal) -> None:
    session = terminal.known("worker-gaps")
    first = issue(terminal, session, INSURANCE, "document-key-1")
    assert issue(terminal, session, INSURANCE, "document-key-1") == first
    assert issue(terminal, session, INSURANCE)["number"] != first["number"]


def test_a_document_is_its_holders_alone(terminal: Terminal) -> None:
    session = terminal.known("worker-gaps")
    issued = issue(terminal, session, INSURANCE)
    path = f"/v1/me/documents/{issued['id']}/pdf"
    assert problem(terminal.call("GET", path)) == (401, "session.expired")
    stranger = terminal.known("home-owner")
    assert problem(terminal.call("GET", path, token=stranger.token)) == (404, "document.not-found")
    card_alone = terminal.identify("worker-gaps")
    assert problem(terminal.call("GET", path, token=card_alone.token)) == (403, "session.level")


def test_anybody_can_check_a_document_and_sees_no_name(terminal: Terminal, clock: SettableClock) -> None:
    issued = issue(terminal, terminal.known("worker-gaps"), INSURANCE)
    for typed in (issued["verification_code"], issued["verification_code"].replace("-", "").lower()):
        seen = terminal.http.get(f"/v1/verifications/{typed}").json()
        assert (seen["number"], seen["holder"], seen["valid"]) == (issued["number"], "张**", True)
    clock.pass_(days=95)
    assert not terminal.http.get(f"/v1/verifications/{issued['verification_code']}").json()["valid"]
    assert problem(terminal.http.get("/v1/verifications/ABCD-EFGH-JKLM-NPQR")) == (404, "verification.not-found")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"kind": "divorce", "answers": {}}, (404, "proof.unknown")),
        ({"kind": "social-insurance", "answers": {"insurance": "all"}}, (422, "request.invalid")),
        ({"kind": "property-search", "answers": SEARCH["answers"] | {"copies": "2"}}, (422, "request.invalid")),
    ],
)
def test_what_is_not_offered_is_refused(terminal: Terminal, wanted: Any, expected: tuple[int, str]) -> None:
    answer = terminal.call("POST", "/v1/me/documents", wanted, token=terminal.known("worker-gaps").token)
    assert problem(answer) == expected


def test_holders_of_other_documents_get_proofs_too(terminal: Terminal) -> None:
    for citizen, label in (("taiwan", "居住证号码"), ("foreigner", "永久居留证号码")):
        session = terminal.known(citizen)
        assert label in words(pdf_of(terminal, session, issue(terminal, session, INSURANCE)))
