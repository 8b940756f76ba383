"""The receipt of a filed case (申请材料收件回执): what was handed in, what follows when, how to look it up.

It proves the intake only; acceptance, correction and refusal are notices of their own, on A4 with a seal.
"""

from __future__ import annotations

import re

from printing.documents.layout import (
    ROLL_80,
    Align,
    Line,
    Part,
    Qr,
    Receipt,
    Roll,
    Rule,
    Space,
    clean,
    fits_qr,
    wrap,
)
from printing.documents.ticket import reprint_mark
from printing.ports import Slip, SlipMaterial

_INDENT = 10
_TABLE = (19, 5, 5, 19)
_NUMBERS = frozenset({1, 2})
_WEEKDAYS = "一二三四五六日"
_HEX = re.compile(r"\b[0-9A-Fa-f]{16,}\b")


def slip_receipt(slip: Slip, roll: Roll = ROLL_80) -> Receipt:
    """The slip as a receipt. Texts that are empty leave no line."""
    again = roll.lines(reprint_mark(slip.reprint), size=2, align=Align.CENTRE) if slip.reprint > 0 else []
    parts: list[Part] = [
        *again,
        *roll.lines("申请材料收件回执 (样张)", size=2, align=Align.CENTRE),
        Space(4),
        *roll.lines("仅证明已收到申请; 是否受理另行通知", align=Align.CENTRE),
        Rule(),
        Space(6),
        *_case(slip, roll),
        *_times(slip, roll),
        Rule(),
        *_materials(slip, roll),
        Rule(),
        *_after(slip, roll),
        Space(6),
    ]
    if fits_qr(slip.query_url):
        parts += [Qr(slip.query_url), *roll.lines("查进度: 自助机、鄂汇办、12345", align=Align.CENTRE), Space(6)]
    return Receipt((*parts, *_foot(slip, roll)), roll)


def grouped_case_number(number: str) -> str:
    """ "420102 20261121 0004127": district, day and series of a 21-digit number; any other text as it is."""
    text = clean(number).strip()
    return f"{text[:6]} {text[6:14]} {text[14:]}" if re.fullmatch(r"[0-9]{21}", text) else text


def grouped_query_code(code: str) -> str:
    """ "837 204"; any other text as it is."""
    text = clean(code).strip()
    return f"{text[:3]} {text[3:]}" if re.fullmatch(r"[0-9]{6}", text) else text


def short_fingerprint(fingerprint: str) -> str:
    """ "SM3 9F2C..71A0": enough to compare with the platform's record."""
    return _HEX.sub(lambda found: f"{found[0][:4]}..{found[0][-4:]}".upper(), clean(fingerprint))


def _case(slip: Slip, roll: Roll) -> list[Part]:
    received = f"{slip.received_at:%Y-%m-%d %H:%M:%S} (周{_WEEKDAYS[slip.received_at.weekday()]})"
    rows = (
        ("办件编号", grouped_case_number(slip.case_number)),
        ("查询码", grouped_query_code(slip.query_code)),
        ("申请人", f"{clean(slip.applicant)}   {clean(slip.document)}".strip()),
        ("代办人", slip.agent),
        ("事项", slip.service),
        ("办理部门", slip.department),
        ("收件", slip.received_by),
        ("收件时间", received),
        ("计时起点", slip.clock_starts),
    )
    return [line for label, text in rows for line in roll.labelled(label, text, _INDENT)]


def _times(slip: Slip, roll: Roll) -> list[Part]:
    answer = f"最迟告知受理或补正 {clean(slip.answer_by).strip()}" if slip.answer_by.strip() else ""
    return [
        *roll.text(answer, hanging=_INDENT),
        *roll.pair(_said("法定时限", slip.statutory_limit), _said("承诺", slip.promised_limit)),
        *roll.pair(_said("特别程序", slip.special_procedure), _said("收费", slip.fee)),
    ]


def _said(label: str, text: str) -> str:
    return f"{label} {text}" if text.strip() else ""


def _materials(slip: Slip, roll: Roll) -> list[Part]:
    """A table; on a narrow roll each material has its numbers below its name."""
    if roll.narrow:
        return [line for row in enumerate(slip.materials, start=1) for line in _narrow_material(*row, roll)]
    parts: list[Part] = [*roll.table_row(("材料", "应交", "实交", "方式"), _TABLE, _NUMBERS)]
    for number, material in enumerate(slip.materials, start=1):
        label = f"{number} "
        cells = (label + material.name, str(material.due), str(material.given), material.how)
        parts += roll.table_row(cells, _TABLE, _NUMBERS, hanging=len(label))
    return parts


def _narrow_material(number: int, material: SlipMaterial, roll: Roll) -> list[Part]:
    label = f"{number} "
    below = wrap(f"应交 {material.due}  实交 {material.given}  {material.how}", roll.columns - len(label))
    return [
        *roll.text(label + clean(material.name).strip(), hanging=len(label)),
        *(Line(" " * len(label) + one) for one in below),
    ]


def _after(slip: Slip, roll: Roll) -> list[Part]:
    seen = f"文件指纹 {short_fingerprint(slip.fingerprint)}"
    signed = roll.pair("签名已留存", seen, at=13) if slip.fingerprint.strip() else []
    parts: list[Part] = [*roll.text(slip.originals)]
    parts += roll.labelled("补交", slip.add_later, _INDENT)
    parts += signed
    parts += roll.labelled("结果送达", slip.delivery, _INDENT)
    for note in slip.notes:
        parts += roll.text(note)
    return parts


def _foot(slip: Slip, roll: Roll) -> list[Part]:
    telephones = [one for one in (_said("咨询", slip.telephone), _said("监督", slip.supervision)) if one]
    asked = [line for one in telephones for line in roll.text(one)]
    printed = f"重打 {slip.reprint + 1}" if slip.reprint > 0 else "第 1 次打印"
    return [
        *(asked if roll.narrow else roll.text("    ".join(telephones))),
        *roll.text("可评价, 自愿"),
        *roll.text("热敏纸会褪色, 请拍照保存"),
        *roll.text(f"{slip.terminal}  流水 {slip.serial}  {printed}"),
    ]
