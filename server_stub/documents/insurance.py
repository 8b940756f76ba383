"""社保个人参保缴费证明: rows of months paid without a gap, cut to the period that was asked for."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.cases.dates import add_months
from server_stub.documents.records import Asked, Content
from server_stub.people.registers import InsurancePeriod, SocialInsurance, record

NAMES = {
    "pension": "养老保险",
    "medical": "医疗保险",
    "unemployment": "失业保险",
    "injury": "工伤保险",
    "maternity": "生育保险",
}
_MONTHS = {"12-months": 12, "24-months": 24}
_STATUS = {"unit": "参保缴费（单位职工）", "flexible": "参保缴费（灵活就业）", "stopped": "暂停缴费"}


def insurance_content(db: Db, asked: Asked) -> Content | None:
    """None if the register does not know the person; a person without months in the period gets an empty table."""
    insured = record(db, asked.person.id, SocialInsurance)
    if insured is None:
        return None
    first, last = span(asked.answers["period"], asked.at.date())
    kinds = list(NAMES) if asked.answers["insurance"] == "all" else [asked.answers["insurance"]]
    cut = [(p, *found) for p in insured.periods if p.insurance in kinds and (found := _cut(p, first, last))]
    sums = {kind: sum(months(a, b) for p, a, b in cut if p.insurance == kind) for kind in kinds}
    return Content(
        holder=(
            ("姓名", asked.person.name),
            (asked.document_label, asked.document_number),
            ("个人编号", insured.personal_number),
            ("参保状态", _STATUS[insured.status]),
        ),
        intro=f"经查询社会保险信息系统，{asked.person.name}（{asked.titles['insurance']}，{asked.titles['period']}）"
        f"在武汉市的参保缴费情况如下：",
        head=("缴费开始", "缴费终止", "月数", "险种", "月缴费基数（元）", "缴费单位", "单位编号"),
        rows=_rows(cut),
        totals=(("累计月数", "　".join(f"{NAMES[kind][:2]} {count}" for kind, count in sums.items()) + " 个月"),),
        notes=(
            f"查询区间：{first or '首次参保'} 至 {last}。本证明所列为已到账缴费。",
            "本证明仅反映在武汉市的参保缴费记录；中断的月份不计入累计月数。",
        ),
    )


def _rows(cut: list[tuple[InsurancePeriod, str, str]]) -> tuple[tuple[str, ...], ...]:
    """One row for what was paid together: the same months at the same payer on the same base."""
    together: dict[tuple[str, str, str, str, int], list[str]] = {}
    for p, a, b in cut:
        together.setdefault((a, b, p.payer, p.payer_number, p.base), []).append(p.insurance)
    return tuple(
        (a, b, str(months(a, b)), "、".join(NAMES[k][:2] for k in NAMES if k in kinds), f"{base:,}", payer, number)
        for (a, b, payer, number, base), kinds in sorted(together.items())
    )


def span(period: str, today: dt.date) -> tuple[str, str]:
    """The first and last month that count; the first is "" for all. The current month is not due yet."""
    last = add_months(today.replace(day=1), -1)
    count = _MONTHS.get(period)
    return (_month(add_months(last, 1 - count)) if count else ""), _month(last)


def months(first: str, last: str) -> int:
    """How many months from first to last, both counted."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1


def _cut(period: InsurancePeriod, first: str, last: str) -> tuple[str, str] | None:
    a, b = max(period.first, first), min(period.last or last, last)
    return (a, b) if a <= b else None


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"
