"""补正: everything is told once, in words that were looked through before they are sent."""

from __future__ import annotations

from typing import Any

from tests.server_stub.filed import Filed
from tests.server_stub.office.approving import SECOND, case_page, does, signed_in, state_of
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal


def compose(browser: Browser, filed: Filed, **words: str) -> Page:
    """Ticks the household data and the account, with these words for the account."""
    page = browser.get(f"/cases/{filed.number}/correction")
    said: dict[str, Any] = {
        "pick": ["material:household-data", "field:account"],
        "why__material__household-data": "未盖章",
    }
    return browser.send(page, "/correction", **said | words)


def test_every_field_and_material_can_be_ticked_with_ready_phrases(approver: Browser, filed: Filed) -> None:
    page = approver.get(f"/cases/{filed.number}/correction")
    assert page.has("只能告知一次", "行政许可法第三十二条", "照片模糊，看不清", "户口簿", "2026-12-07")
    assert 'value="field:account"' in page.text and "6222020000000000000" not in page.text


def test_what_lacks_words_is_said_beside_it_and_nothing_typed_is_lost(approver: Browser, filed: Filed) -> None:
    page = approver.get(f"/cases/{filed.number}/correction")
    assert approver.send(page, "/correction").wrong == ["pick"]
    page = compose(approver, filed)
    assert (page.status, page.wrong) == (422, ["why:field:account"])
    form = page.form("/correction")
    assert form.values["why:material:household-data"] == ["未盖章"]
    assert form.values["pick"] == ["material:household-data", "field:account"]


def test_the_notice_is_looked_through_and_sent_once(terminal: Terminal, approver: Browser, filed: Filed) -> None:
    page = compose(approver, filed, why__field__account="账号与户名不一致")
    assert (page.path, page.heading) == (f"/office/cases/{filed.number}/correction/preview", "核对补正告知书")
    assert page.has("补正材料一次性告知书", "账号与户名不一致", "未盖章", "2026-12-07")
    assert state_of(filed) == "received"
    sent = approver.send(page, "/correction/preview")
    assert sent.said == "补正告知书已发出" and sent.has("等申请人补正")
    again = approver.send(page, "/correction/preview")
    assert (again.status, again.path) == (200, f"/office/cases/{filed.number}")
    detail = filed.detail()
    assert [item["target"] for item in detail["correction"]] == ["household-data", "account"]
    assert [n["kind"] for n in detail["notices"]] == ["correction"]
    assert "需要补正" in terminal.last_message()["text"]


def test_it_can_be_changed_after_it_was_looked_through(approver: Browser, filed: Filed) -> None:
    first = compose(approver, filed, why__field__account="账号与户名不一致")
    page = approver.get(f"/cases/{filed.number}/correction")
    assert page.form("/correction").values["why:field:account"] == ["账号与户名不一致"]
    second = compose(approver, filed, why__field__account="填写有误")
    assert second.has("填写有误")
    assert approver.send(first, "/correction/preview").status == 409  # not what would be sent now
    assert approver.send(second, "/correction/preview").said == "补正告知书已发出"


def test_what_was_told_once_is_not_told_twice(terminal: Terminal, approver: Browser, filed: Filed) -> None:
    preview = compose(approver, filed, why__field__account="填写有误")
    filed.do("ask-correction", items=[{"what": "户口簿", "why": "缺页", "how": "补交"}])
    late = approver.send(preview, "/correction/preview")
    assert late.status == 409 and late.has("别人已经改动了")
    page = approver.get(f"/cases/{filed.number}/correction")
    assert page.status == 409 and page.has("已经一次性告知过补正，不能再要求第二次补正")
    assert not case_page(approver, filed).has('/correction"')


def test_what_the_applicant_did_meanwhile_is_seen_before_the_notice_goes_out(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    preview = compose(approver, filed, why__field__account="填写有误")
    second = signed_in(terminal, SECOND)
    does(second, filed, "pre-review")
    assert approver.send(preview, "/correction/preview").status == 409
    assert state_of(filed) == "pre-review"
