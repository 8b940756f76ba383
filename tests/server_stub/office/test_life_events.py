"""An approver's part of a life event: the whole in view, and what other parts wait for given with the decision."""

from __future__ import annotations

from server_stub.staff import service as staff
from server_stub.staff.models import Role, StaffMember
from tests.server_stub.applied import CREDIT_CODE, FIRE, GREENGROCER, LICENCE, Applied
from tests.server_stub.office.browsing import Browser
from tests.server_stub.staffed import PASSWORD, kept
from tests.server_stub.terminal import Terminal

NUMBER = "JA0799"


def test_the_whole_is_seen_and_the_result_that_others_wait_for_is_given(terminal: Terminal) -> None:
    shop = Applied(terminal, "fruit-shop", GREENGROCER).file()
    member = StaffMember(number=NUMBER, name="样例", roles=(Role.APPROVER,), departments=("market", "fire"), hall="JA")
    terminal.app.state.platform.database.write(lambda db: staff.keep(db, member, kept()))
    browser = Browser(terminal.app)
    browser.sign_in(NUMBER, PASSWORD)
    page = browser.get("/applications")
    assert page.has(shop.number, "已收件", "等前一项")
    number = shop.case_number(LICENCE)
    page = browser.get(f"/cases/{number}")
    assert page.has("一件事联办", shop.number, "（本件）")
    shop.do(LICENCE, "accept", "begin")
    page = browser.get(f"/cases/{number}/moves/grant")
    assert page.has("其他事项在等的结果")
    page = browser.send(page, "/moves/grant")
    assert (page.status, page.wrong) == (422, ["result.business-licence.credit_code"])
    values = page.form("/moves/grant").values
    page = browser.post(f"/cases/{number}/moves/grant", values | {"result.business-licence.credit_code": CREDIT_CODE})
    assert page.said == "已办结：准予办理"
    assert shop.states()[LICENCE] == "granted"
    assert shop.states()[FIRE] == "received"
