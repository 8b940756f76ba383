"""这条信息不对: the owner of the data looks into it and answers; who works on a case sees that it is doubted."""

from __future__ import annotations

from server_stub.staff import service as staff
from server_stub.staff.models import Role, StaffMember
from tests.server_stub.filed import Filed
from tests.server_stub.office.approving import case_page
from tests.server_stub.office.browsing import Browser
from tests.server_stub.staffed import PASSWORD, kept
from tests.server_stub.terminal import Terminal, right
from tests.server_stub.test_corrections import ask, mine

NUMBER = "JA0798"


def police(terminal: Terminal) -> Browser:
    member = StaffMember(number=NUMBER, name="样例", roles=(Role.APPROVER,), departments=("police",), hall="JA")
    terminal.app.state.platform.database.write(lambda db: staff.keep(db, member, kept()))
    browser = Browser(terminal.app)
    browser.sign_in(NUMBER, PASSWORD)
    return browser


def test_the_owner_answers_once_and_the_person_hears_of_it(terminal: Terminal, approver: Browser) -> None:
    number = right(ask(terminal, terminal.identify("tenant-a"))).json()["number"]
    browser = police(terminal)
    assert browser.get("/corrections").has(number, "户口所在地", "荆*****", "已经过时", "陈**")
    assert approver.get(f"/corrections/{number}").status == 404  # another department's
    page = browser.get(f"/corrections/{number}")
    assert page.has("荆州市洪湖市", "去年已迁到武汉")
    assert browser.send(page, f"/{number}").wrong == ["outcome"]
    assert browser.send(page, f"/{number}", outcome="not").wrong == ["words"]
    page = browser.send(page, f"/{number}", outcome="not", words="迁移手续未办结")
    assert page.said == "已答复，已短信告知本人" and not page.has(number)
    assert mine(terminal, "tenant-a")[0]["answer"] == "迁移手续未办结"
    assert browser.get(f"/corrections/{number}").has("没有更正，迁移手续未办结")


def test_what_is_doubted_is_marked_on_the_case(terminal: Terminal, approver: Browser, filed: Filed) -> None:
    number = right(ask(terminal, terminal.identify("worker-gaps"))).json()["number"]
    assert case_page(approver, filed).has("本人说不对，核实中")
    browser = police(terminal)
    page = browser.get(f"/corrections/{number}")
    browser.send(page, f"/{number}", outcome="corrected", value="武汉市江岸区")
    assert not case_page(approver, filed).has("本人说不对，核实中")
