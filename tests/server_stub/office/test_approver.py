"""The approver's work: lists, the case page, decisions at their levels, results, promises, hand-overs."""

from __future__ import annotations

import re
from typing import Any

from server_stub.audit.service import Filter, looks
from server_stub.cases.tables import Case
from server_stub.catalogue.tables import Channel
from server_stub.licences import uses
from server_stub.licences.tables import LicenceRow, LicenceUse
from server_stub.office.approver.papers import draw
from server_stub.texts import Text
from tests.server_stub.filed import Filed
from tests.server_stub.office.approving import (
    FIRST,
    LEADER,
    OTHERS,
    SECOND,
    case_page,
    copied,
    does,
    signed_in,
    state_of,
)
from tests.server_stub.office.browsing import Browser
from tests.server_stub.office.conftest import Office
from tests.server_stub.terminal import Terminal, right
from tests.server_stub.test_case_files import body, picture
from tests.server_stub.test_case_terms import days_pass, set_column

ARBITRATION = "SF-LDZC-3317"  # two levels of decision, and a special procedure


def as_service(terminal: Terminal, filed: Filed, code: str) -> None:
    """The same case under another service."""
    platform = terminal.app.state.platform
    version, _ = platform.catalogue.offer(Channel.TERMINAL).services[code]

    def job(db: Any) -> None:
        case = db.get(Case, filed.number)
        case.service, case.service_version, case.department = code, version, "hrss"

    platform.database.write(job)


# ---- lists


def test_the_list_has_what_is_mine_with_the_time_that_is_left(approver: Browser, filed: Filed) -> None:
    page = approver.get("/cases")
    assert page.has(filed.number, "剩 5 个工作日", "2026-11-30", "该我办", "张**")
    assert approver.get("/cases?state=received").has(filed.number)
    assert not approver.get("/cases?state=in-progress").has(filed.number)


def test_what_is_due_first_stands_first_and_a_stopped_clock_last(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    numbers = [copied(filed).number for _ in range(3)]
    platform = terminal.app.state.platform

    def job(db: Any) -> None:
        late, soon, stopped = (db.get(Case, number) for number in numbers)
        late.state, late.due_on = "in-progress", terminal.clock.now.date().replace(day=19)
        soon.state, soon.due_on = "accepted", terminal.clock.now.date().replace(day=24)
        stopped.state, stopped.stopped_on = "suspended", terminal.clock.now.date()

    platform.database.write(job)
    page = approver.get("/cases?state=all")
    assert page.has("超期 2 个工作日", "剩 1 个工作日", "停表")
    places = [page.text.index(number) for number in numbers]
    assert places == sorted(places)


def test_a_case_is_found_by_its_number_or_its_last_digits(approver: Browser, filed: Filed) -> None:
    assert approver.get(f"/cases?q={filed.number[-5:]}").has(filed.number)
    assert approver.get("/cases?q=99999").has("没有编号是这样的办件")
    assert approver.get("/cases?q=%25").has("我的办件")


def test_fifty_stand_on_a_page(approver: Browser, filed: Filed) -> None:
    for _ in range(55):
        copied(filed)
    first, second = approver.get("/cases"), approver.get("/cases?page=2")
    assert first.text.count("data-row") == 50
    assert first.has("下一页")
    assert second.text.count("data-row") >= 11
    assert second.has("上一页")


def test_cases_of_other_departments_are_not_there(terminal: Terminal, filed: Filed) -> None:
    others = signed_in(terminal, OTHERS)
    assert not others.get("/cases?state=all").has(filed.number)
    page = others.get(f"/cases/{filed.number}")
    assert (page.status, page.heading) == (404, "没有这一页")


def test_cases_of_another_district_are_not_there(approver: Browser, filed: Filed) -> None:
    set_column(filed, region="420103")
    assert not approver.get("/cases?state=all").has(filed.number)
    assert case_page(approver, filed).status == 404


# ---- the case page


def test_the_case_shows_form_sources_materials_and_history(approver: Browser, filed: Filed) -> None:
    page = case_page(approver, filed)
    assert page.has("灵活就业人员参保登记", "收件", "剩 5 个工作日", "户口簿", "本人填写", "申请材料已收到")
    assert page.has("138****0001", "养老")


def test_personal_data_is_masked_until_it_is_asked_for_and_that_is_recorded(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    number = terminal.citizen("worker-gaps")["cards"][0]["number"]
    page = case_page(approver, filed)
    assert number not in page.text and "张望舒" not in page.text and "解放大道样例里6号" not in page.text
    page = approver.send(page, "/shown")
    assert page.has(number, "张望舒", "解放大道样例里6号", "完整显示到")
    page = approver.send(page, "/shown")
    assert number not in page.text
    with terminal.app.state.platform.database.read() as db:
        seen = [(row.staff, row.what) for row in looks(db, Filter(subject=filed.number))]
    assert (FIRST, "person") in seen and (FIRST, "case") in seen


def test_what_was_shown_in_full_is_masked_again_after_ten_minutes(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    page = approver.send(case_page(approver, filed), "/shown")
    assert "张望舒" in page.text
    terminal.clock.pass_(minutes=11)
    assert "张望舒" not in case_page(approver, filed).text


def test_files_are_shown_as_pictures_in_a_frame_that_can_do_nothing(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    session = terminal.identify("worker-gaps")
    path = f"/v1/cases/{filed.number}/files"
    for content, name in ((picture("JPEG"), "户口簿.jpg"), (_pdf(), "存折.pdf")):
        right(terminal.call("POST", path, body(content, name), token=session.token))
    page = case_page(approver, filed)
    assert '<iframe name="viewer" sandbox=""' in page.text
    links = re.findall(r'href="/office(/cases/\d+/files/[0-9a-f-]+)"', page.text)
    assert len(links) == 2
    for link in links:
        shown = approver.get(link)
        policy = shown.answer.headers["content-security-policy"]
        assert policy == "default-src 'none'; img-src data:; sandbox; frame-ancestors 'self'"
        assert "data:image/" in shown.text and "<script" not in shown.text
    kept = approver.get(f"{links[0]}/original").answer
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.headers["content-type"] in ("image/jpeg", "application/pdf")
    assert approver.get(f"/cases/{filed.number}/files/no").status == 404


def _pdf() -> bytes:
    import datetime as dt

    from printing.pdf.blocks import Paragraph
    from printing.pdf.frame import Frame, render

    return render(Frame("样", "", "", dt.datetime.fromtimestamp(0, dt.UTC)), [Paragraph("样张")])


def test_a_broken_pdf_is_said_to_be_broken() -> None:
    assert draw(b"%PDF-1.7 nothing %%EOF") == []


def test_licences_that_stand_for_materials_are_verified_when_the_case_is_seen(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    platform = terminal.app.state.platform

    def covered(db: Any) -> None:
        licence = db.query(LicenceRow).filter(LicenceRow.state == "valid").first()
        db.get(Case, filed.number).covers = {"account-of-card": licence.id}
        use = uses.Use(uses.Purpose.CASE, Text(zh="人社局"), Text(zh="参保"), case_number=filed.number)
        uses.add(db, licence, use, platform.clock())

    platform.database.write(covered)
    page = case_page(approver, filed)
    assert page.has("用到的电子证照", "有效", "使用已记入持证人的记录，记录完整")

    def lost(db: Any) -> None:
        db.get(LicenceRow, db.get(Case, filed.number).covers["account-of-card"]).state = "lost"
        db.query(LicenceUse).filter_by(case_number=filed.number).one().staff = "somebody"

    platform.database.write(lost)
    assert case_page(approver, filed).has("已失效", "使用记录核对不上")


def test_a_warning_of_a_term_that_ends_stands_on_the_case(approver: Browser, filed: Filed) -> None:
    days_pass(filed, "2026-11-30")
    approver.sign_in(FIRST)
    assert case_page(approver, filed).has("超时预警：受理答复应在 2026-11-30 前完成")


# ---- moves


def test_from_receipt_to_delivery_each_step_with_its_notice(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    assert does(approver, filed, "pre-review").said == "已开始预审"
    page = does(approver, filed, "accept")
    assert page.said == "已受理，通知书已生成" and page.has("受理通知书")
    assert does(approver, filed, "begin").said == "已开始办理"
    decider = signed_in(terminal, SECOND)
    page = does(decider, filed, "grant", note="准予参保登记")
    assert page.said == "已办结：准予办理" and page.has("准予决定书", "顾南乔 JA0703")
    page = does(approver, filed, "issue", way="locker", place="A12")
    assert page.has("24 小时取件柜（A12）")
    assert terminal.last_message()["text"].endswith("结果已出件，A12。")
    assert does(approver, filed, "deliver").said == "已送达"
    assert filed.state == "delivered"
    notice = next(link for link in re.findall(r'href="/office(/cases/\d+/notices/[0-9a-f-]+)"', page.text))
    assert "data:image/png" in approver.get(notice).text
    assert approver.get(f"{notice}/original").answer.content.startswith(b"%PDF-")


def test_who_accepted_a_case_does_not_decide_it(approver: Browser, filed: Filed) -> None:
    does(approver, filed, "accept")
    does(approver, filed, "begin")
    page = does(approver, filed, "grant")
    assert (page.status, page.heading) == (409, "没有办成：情况变了")
    assert page.has("受理或送审的人不能自己作决定")
    assert state_of(filed) == "in-progress"


def test_a_refusal_needs_reason_and_basis_and_both_stand_in_the_notice(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    page = does(approver, filed, "refuse", basis="")
    assert (page.status, page.wrong) == (422, ["reason", "basis"])
    page = approver.send(page, "/moves/refuse", reason="已在其他单位参保", basis="《社会保险法》第五十八条")
    assert page.said == "已作出不予受理决定"
    content = filed.pdf("refusal")
    assert content.startswith(b"%PDF-")
    note = filed.detail()["case"]["steps"][-1]["note"]["zh"]
    assert note == "不予受理：已在其他单位参保。依据：《社会保险法》第五十八条。"


def test_a_returned_case_is_over(approver: Browser, filed: Filed) -> None:
    assert does(approver, filed, "return", reason="").wrong == ["reason"]
    page = does(approver, filed, "return", reason="申请人要求退回")
    assert page.said == "已退件"
    assert not page.has("一次性告知补正</a>")


def test_a_move_that_the_case_has_outrun_changes_nothing(approver: Browser, filed: Filed) -> None:
    page = approver.get(f"/cases/{filed.number}/moves/accept")
    filed.do("accept", "begin")
    late = approver.send(page, "/moves/accept")
    assert late.status == 409
    assert late.has("您看的时候，别人已经改动了", "回到刚才那一页")
    assert state_of(filed) == "in-progress"


def test_a_form_sent_twice_acts_once(approver: Browser, filed: Filed) -> None:
    page = approver.get(f"/cases/{filed.number}/moves/accept")
    first, second = (approver.send(page, "/moves/accept", follow=False) for _ in range(2))
    assert [first.status, second.status] == [303, 303]
    assert [s["note"]["zh"] for s in filed.detail()["case"]["steps"]].count("已受理") == 1


def test_two_levels_propose_send_back_and_decide(terminal: Terminal, approver: Browser, filed: Filed) -> None:
    as_service(terminal, filed, ARBITRATION)
    second = signed_in(terminal, SECOND)
    does(second, filed, "accept")
    does(approver, filed, "begin")
    assert does(approver, filed, "forward").wrong == ["proposal"]
    page = does(approver, filed, "forward", proposal="grant", note="证据齐全")
    assert page.said == "已送下一级" and page.has("第 2 级，共 2 级", "拟准予", "证据齐全")
    leader = signed_in(terminal, LEADER)
    assert leader.get(f"/cases/{filed.number}/moves/grant").status == 409  # of level 3 only
    page = does(second, filed, "send-back", reason="请核实日期")
    assert page.said == "已退回上一环节" and page.has("请核实日期")
    steps = str(filed.detail()["case"]["steps"])
    assert "证据齐全" not in steps and "请核实日期" not in steps  # for approvers only
    assert does(approver, filed, "forward", proposal="deny").said == "已送下一级"
    assert does(second, filed, "deny", reason="不符合条件", basis="规定").status == 409  # who accepted does not decide


def test_a_special_procedure_stops_the_clock_with_its_notice(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    as_service(terminal, filed, ARBITRATION)
    does(approver, filed, "accept")
    page = does(approver, filed, "stop-clock")
    assert page.said == "已进入特别程序，时限暂停计算" and page.has("停表", "特别程序告知书")
    days_pass(filed, "2026-11-26")
    approver = signed_in(terminal, FIRST)
    page = does(approver, filed, "resume")
    assert page.has("继续办理", "3 个工作日")


def test_the_result_document_is_kept_with_the_case(approver: Browser, filed: Filed) -> None:
    filed.do("accept", "begin")
    page = case_page(approver, filed)
    wrong = approver.send(page, "/files", files={"result": ("a.pdf", b"MZ nothing", "application/pdf")})
    assert (wrong.status, wrong.wrong) == (422, ["result"])
    assert approver.send(page, "/files").wrong == ["result"]
    page = approver.send(page, "/files", files={"result": ("a.pdf", _pdf(), "application/pdf")})
    assert page.said == "结果文件已存入办件" and page.has("灵活就业人员参保登记.pdf")


# ---- promises, hand-overs


def test_a_late_promise_is_confirmed_heard_and_recorded_by_somebody(terminal: Terminal, office: Office) -> None:
    filed = office.filed(deferred=True)
    days_pass(filed, "2026-12-01")
    approver = signed_in(terminal, FIRST)
    page = approver.get("/promises")
    assert page.has(filed.number, "逾期，待确认")
    page = approver.send(page, "/confirm")
    assert (page.path, page.said) == ("/office/promises", "已确认，已告知可提出异议")
    assert not page.has("/record")  # there is time to object
    days_pass(filed, "2026-12-14")
    approver = signed_in(terminal, FIRST)
    page = approver.send(approver.get("/promises"), "/record")
    assert page.has("已记录")
    assert approver.send(page, "/repair").said == "已修复"


def test_papers_go_to_another_place_and_are_acknowledged_there(
    terminal: Terminal, approver: Browser, filed: Filed
) -> None:
    page = approver.get(f"/cases/{filed.number}/transfer")
    assert approver.send(page, "/transfer", items="").wrong == ["items"]
    page = approver.send(page, "/transfer", items="申请表\n户口簿", to_region="420103", way="post", tracking="EMS1")
    assert page.said == "已移交，等对方签收" and page.has("未签收")
    platform = terminal.app.state.platform
    region = {hall.id: hall.region for hall in platform.halls.values()}
    if "420103" in region.values():
        there = signed_in(terminal, "HH0101")
        page = there.send(there.get("/transfers"), "/acknowledgement", missing="户口簿")
        assert page.said == "已签收，已告知移交方"
        assert case_page(approver, filed).has("缺：户口簿")


def test_another_place_is_asked_and_answers_once(terminal: Terminal, approver: Browser, filed: Filed) -> None:
    page = approver.get(f"/cases/{filed.number}/question")
    assert approver.send(page, "/question", question="").wrong == ["question"]
    page = approver.send(page, "/question", question="是否已参保？", region="420102", department="hrss")
    assert page.said == "已发出，等对方答复"
    page = approver.get("/transfers")
    assert page.has("是否已参保？")
    again = approver.send(page, "/answer", answer="没有")
    assert again.status == 422
    page = approver.send(page, "/answer", agreed="yes", answer="没有参保")
    assert page.said == "已回执" and page.has("没有参保")
