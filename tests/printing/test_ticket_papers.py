from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from printing.documents import slip as slips
from printing.documents.layout import ROLL_58, ROLL_80, Align, Line, Qr, Receipt, Roll, Rule, clean, width
from printing.documents.slip import slip_receipt
from printing.documents.ticket import ticket_receipt
from printing.ports import Slip, SlipMaterial, Ticket
from tests.printing.papers import SLIP, TICKET


def texts(receipt: Receipt) -> list[str]:
    return [part.text for part in receipt.parts if isinstance(part, Line)]


def test_a_ticket_reads_as_the_hall_wants_it() -> None:
    assert texts(ticket_receipt(TICKET)) == [
        "武汉市江岸区政务服务中心",
        "现场取号  2026-11-23 09:41",
        "A012",
        "社保医保综合窗口",
        "办理  灵活就业人员参保登记",
        "等候  二楼 B 区         窗口 B05-B12",
        "前面约 7 人 (预约、优先号会先叫, 号码可能不按序)",
        "预计等候 约 15-25 分钟",
        "请备好  身份证、缴费银行卡",
        "不想等? 3 号自助机空闲约 6 分钟, 办成后本号取消",
        "过号  3 个号内到窗口补叫; 之后到导办台换号",
        "扫码看进度 (不含个人信息)",
        "今日取号至 16:30, 已取的号都会办完",
        "办不成事: 一楼补救窗口          热线 12345",
        "当日有效   流水 20261123-000412         JA-ZZ-03",
    ]


def test_the_number_is_over_12_mm_high_and_in_the_middle() -> None:
    number = next(part for part in ticket_receipt(TICKET).parts if isinstance(part, Line) and part.text == "A012")
    assert number.align is Align.CENTRE
    assert number.size * 24 * 0.73 / 8 >= 12  # figures are 0.73 of the em square high


def test_a_long_number_is_smaller_but_whole() -> None:
    parts = ticket_receipt(dataclasses.replace(TICKET, number="JA-ZZ-03-0007")).parts
    assert [(one.text, one.size) for one in parts if isinstance(one, Line) and one.size > 2] == [("JA-ZZ-03-0007", 3)]


def test_the_qr_code_holds_the_token_and_nothing_else() -> None:
    assert [part.data for part in ticket_receipt(TICKET).parts if isinstance(part, Qr)] == [TICKET.token]


def test_a_booking_ticket_looks_like_any_other() -> None:
    booked = ticket_receipt(dataclasses.replace(TICKET, kind="预约签到 10:00–11:00"))
    assert "预约签到 10:00-11:00  2026-11-23 09:41" in texts(booked)
    assert len(booked.parts) == len(ticket_receipt(TICKET).parts)


def test_an_offline_ticket_promises_nothing() -> None:
    offline = texts(ticket_receipt(dataclasses.replace(TICKET, number="K3-007", ahead=-1, wait_to=0, token="")))
    assert "断网取号: 请看大屏或问导办台, 恢复后自动并入" in offline
    assert not any("前面约" in line or "预计等候" in line or "扫码" in line for line in offline)


def test_a_closing_time_alone_becomes_a_sentence() -> None:
    assert "今日取号至 16:30, 已取的号都会办完" in texts(ticket_receipt(dataclasses.replace(TICKET, closing="16:30")))


def test_texts_that_are_missing_leave_no_line() -> None:
    bare = dataclasses.replace(TICKET, bring="", machine_hint=" ", passed_rule="", help="", hotline="", closing="")
    assert not any(line.startswith(("请备好", "不想等", "过号", "办不成事")) for line in texts(ticket_receipt(bare)))


def test_a_slip_reads_as_the_hall_wants_it() -> None:
    assert texts(slip_receipt(SLIP)) == [
        "申请材料收件回执 (样张)",
        "仅证明已收到申请; 是否受理另行通知",
        "办件编号  420102 20261121 0004127",
        "查询码    837 204",
        "申请人    张*   身份证 4201**********0014",
        "代办人    无",
        "事项      灵活就业人员参保登记 · 首次参保",
        "办理部门  江岸区人社局、江岸区医保局",
        "收件      江岸区政务服务中心 · 自助提交",
        "收件时间  2026-11-21 03:12:44 (周六)",
        "计时起点  2026-11-23 (周一, 下一个工作日)",
        "最迟告知受理或补正 2026-11-27 (缺什么一次说全)",
        "法定时限 5 工作日       承诺 受理后 1 工作日",
        "特别程序 无             收费 不收费",
        "材料               应交 实交 方式",
        "1 居民身份证         1    1  读卡, 免提交",
        "2 参保登记表         1    1  本机填写并签名",
        "3 户口簿             1    0  容缺, 11-27 前补",
        "4 银行账户           1    1  社保卡账户, 免提交",
        "未收取原件",
        "补交      任一自助机「我的办件」或手机扫码",
        "签名已留存   文件指纹 SM3 9F2C..71A0",
        "结果送达  短信+电子证明",
        "查进度: 自助机、鄂汇办、12345",
        "咨询 027-82731333    监督 027-12345",
        "可评价, 自愿",
        "热敏纸会褪色, 请拍照保存",
        "JA-ZZ-03  流水 20261121-000007  第 1 次打印",
    ]


def test_a_reprint_says_which_one_it_is() -> None:
    again = texts(slip_receipt(dataclasses.replace(SLIP, reprint=1)))
    assert again[0] == "重打 (第 2 次)"
    assert again[-1].endswith("重打 2")
    assert texts(ticket_receipt(dataclasses.replace(TICKET, reprint=2)))[0] == "重打 (第 3 次)"


def test_long_names_of_materials_wrap_in_their_column() -> None:
    long = SlipMaterial("灵活就业人员参加企业职工基本养老保险登记表", 1, 1, "本机填写并签名, 已存档")
    rows = texts(slip_receipt(dataclasses.replace(SLIP, materials=(long,))))
    start = next(index for index, row in enumerate(rows) if row.startswith("1 "))
    assert rows[start] == "1 灵活就业人员参加   1    1  本机填写并签名, 已"
    assert rows[start + 1].startswith("  企业职工")


def test_a_provisional_number_is_printed_as_it_is() -> None:
    offline = dataclasses.replace(
        SLIP, case_number="JA-ZZ-03-0007", answer_by="联网后确定", notes=("临时号, 联网后短信告知正式编号",)
    )
    lines = texts(slip_receipt(offline))
    assert "办件编号  JA-ZZ-03-0007" in lines
    assert "临时号, 联网后短信告知正式编号" in lines


def test_each_weekday_is_named() -> None:
    monday = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
    for number, day in enumerate("一二三四五六日"):
        slip = dataclasses.replace(SLIP, received_at=monday + dt.timedelta(days=number))
        assert f"收件时间  2026-11-{16 + number} 08:00:00 (周{day})" in texts(slip_receipt(slip))


@given(st.text(max_size=40))
def test_case_numbers_and_codes_keep_their_digits(text: str) -> None:
    spaced = (slips.grouped_case_number(text), slips.grouped_query_code(text))
    assert all(one.replace(" ", "") == clean(text).replace(" ", "") for one in spaced)


def _any_paper(kind: type[Any], **fixed: Any) -> st.SearchStrategy[Any]:
    text = st.text(st.characters(), max_size=60) | st.text("办事服务大厅A1 ，", max_size=80)
    fields = {field.name: text for field in dataclasses.fields(kind) if field.type == "str"}
    return st.builds(kind, **fields, **fixed)


_moments = st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2100, 1, 1))
_tickets = _any_paper(
    Ticket,
    taken_at=_moments,
    ahead=st.integers(-1, 10**6),
    wait_from=st.integers(0, 10**4),
    wait_to=st.integers(0, 10**4),
    notes=st.just(()),
)
_slips = _any_paper(
    Slip,
    received_at=_moments,
    materials=st.lists(_any_paper(SlipMaterial, due=st.integers(), given=st.integers()), max_size=3).map(tuple),
    notes=st.lists(st.text(max_size=60), max_size=2).map(tuple),
    reprint=st.integers(0, 99),
)


_rolls = st.sampled_from((ROLL_58, ROLL_80))


@given(_tickets, _rolls)
def test_a_ticket_can_be_made_of_whatever_the_platform_sends(ticket: Ticket, roll: Roll) -> None:
    _holds(ticket_receipt(ticket, roll))


@given(_slips, _rolls)
def test_a_slip_can_be_made_of_whatever_the_platform_sends(slip: Slip, roll: Roll) -> None:
    _holds(slip_receipt(slip, roll))


def test_a_narrow_slip_says_all_that_a_wide_one_says() -> None:
    narrow = "".join(texts(slip_receipt(SLIP, ROLL_58))).replace(" ", "")
    for material in SLIP.materials:
        assert f"{material.name}应交{material.due}实交{material.given}{material.how}".replace(" ", "") in narrow
    for said in (SLIP.service, SLIP.delivery, SLIP.add_later, "42010220261121", "837204", "第1次打印"):
        assert said.replace(" ", "") in narrow


def test_a_narrow_ticket_has_its_number_as_large_as_a_wide_one() -> None:
    sizes = [
        next(part.size for part in ticket_receipt(TICKET, roll).parts if isinstance(part, Line) and part.text == "A012")
        for roll in (ROLL_58, ROLL_80)
    ]
    assert sizes == [6, 6]


def _holds(receipt: Receipt) -> None:
    assert any(isinstance(part, Rule) for part in receipt.parts)
    assert all(width(line.text) * line.size <= receipt.roll.columns for line in receipt.parts if isinstance(line, Line))
