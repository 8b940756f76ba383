"""A proof as a platform would issue it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from printing.documents.proofs import ProofData

AT = dt.datetime(2026, 11, 21, 9, 41, 7, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HEAD = ("费款所属期", "单位名称", "险种", "缴费基数", "单位缴费", "个人缴费", "到账情况")


def rows(count: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{2001 + number // 12}-{number % 12 + 1:02}",
            "武汉江岸光谷信息技术有限公司",
            "企业职工基本养老保险",
            f"{4494 + number:,}.00",
            "719.04",
            "359.52",
            "已到账",
        )
        for number in range(count)
    )


def proof(count: int = 12, **other: Any) -> ProofData:
    given: dict[str, Any] = {
        "title": "个人参保缴费证明",
        "number": "420102-SB-20261121-0004127",
        "verification_code": "7K3M-92QF-TX4D",
        "qr_text": "https://zwfw.example.cn/v/7K3M92QFTX4D",
        "issued_at": AT,
        "issuer": "武汉市江岸区社会保险经办中心（演示）",
        "holder": (
            ("姓名", "张𬱖䶮"),
            ("性别", "女"),
            ("证件号码", "420102199003070014"),
            ("户籍地址", "湖北省武汉市江岸区三阳路街道中山大道一千三百二十一号金源世界中心B座二十七楼2703室"),
        ),
        "intro": "经查询武汉市社会保险信息系统，上述参保人截至本证明出具之日的参保缴费情况如下。",
        "table_head": HEAD,
        "table_rows": rows(count),
        "totals": (("累计缴费月数", f"{count} 个月"),),
        "notes": ("仅反映出具时系统中的记录。", "涂改、拼接无效。"),
        "validity": "自出具之日起三个月内有效",
    }
    return ProofData(**(given | other))
