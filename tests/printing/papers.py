"""A ticket and a slip with made-up contents."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from printing.ports import Slip, SlipMaterial, Ticket

HALL_ZONE = ZoneInfo("Asia/Shanghai")

TICKET = Ticket(
    hall="武汉市江岸区政务服务中心",
    kind="现场取号",
    taken_at=dt.datetime(2026, 11, 23, 9, 41, tzinfo=HALL_ZONE),
    number="A012",
    queue="社保医保综合窗口",
    business="灵活就业人员参保登记",
    place="二楼 B 区",
    windows="B05-B12",
    ahead=7,
    wait_from=15,
    wait_to=25,
    bring="身份证、缴费银行卡",
    machine_hint="3 号自助机空闲约 6 分钟, 办成后本号取消",
    passed_rule="3 个号内到窗口补叫; 之后到导办台换号",
    token="https://hall.example.gov.cn/t/Zx81kqPw0",
    closing="今日取号至 16:30, 已取的号都会办完",
    help="一楼补救窗口",
    hotline="12345",
    serial="20261123-000412",
    terminal="JA-ZZ-03",
)

SLIP = Slip(
    case_number="420102202611210004127",
    query_code="837204",
    applicant="张*",
    document="身份证 4201**********0014",
    agent="无",
    service="灵活就业人员参保登记 · 首次参保",
    department="江岸区人社局、江岸区医保局",
    received_by="江岸区政务服务中心 · 自助提交",
    received_at=dt.datetime(2026, 11, 21, 3, 12, 44, tzinfo=HALL_ZONE),
    clock_starts="2026-11-23 (周一, 下一个工作日)",
    answer_by="2026-11-27 (缺什么一次说全)",
    statutory_limit="5 工作日",
    promised_limit="受理后 1 工作日",
    special_procedure="无",
    fee="不收费",
    materials=(
        SlipMaterial("居民身份证", 1, 1, "读卡, 免提交"),
        SlipMaterial("参保登记表", 1, 1, "本机填写并签名"),
        SlipMaterial("户口簿", 1, 0, "容缺, 11-27 前补"),
        SlipMaterial("银行账户", 1, 1, "社保卡账户, 免提交"),
    ),
    originals="未收取原件",
    add_later="任一自助机「我的办件」或手机扫码",
    fingerprint="SM3 9F2C" + "0" * 56 + "71A0",
    delivery="短信+电子证明",
    query_url="https://zwfw.example.gov.cn/c/Zk3vQ0wH6m",
    telephone="027-82731333",
    supervision="027-12345",
    notes=(),
    terminal="JA-ZZ-03",
    serial="20261121-000007",
)
