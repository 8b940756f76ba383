"""The queue ticket (现场取号): what to do, where, how long.

Never a name, a number of a person or the reason of a priority.
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
    width,
)
from printing.ports import Ticket

_NUMBER_SIZE = 6  # 24 dots × 6: the digits themselves are over 12 mm high
_OFFLINE = "断网取号: 请看大屏或问导办台, 恢复后自动并入"
_ORDER = "(预约、优先号会先叫, 号码可能不按序)"


def ticket_receipt(ticket: Ticket, roll: Roll = ROLL_80) -> Receipt:
    """The ticket as a receipt. Texts that are empty leave no line."""
    parts: list[Part] = [*_head(ticket, roll), Rule(), Space(6), *_body(ticket, roll), Space(6)]
    if fits_qr(ticket.token):
        parts += [Qr(ticket.token), *roll.lines("扫码看进度 (不含个人信息)", align=Align.CENTRE)]
    return Receipt((*parts, Space(6), *_foot(ticket, roll)), roll)


def _head(ticket: Ticket, roll: Roll) -> list[Part]:
    centre = Align.CENTRE
    again = roll.lines(reprint_mark(ticket.reprint), size=2, align=centre) if ticket.reprint else []
    return [
        *again,
        *roll.lines(ticket.hall, size=2, align=centre),
        Space(8),
        *roll.lines(f"{ticket.kind}  {ticket.taken_at:%Y-%m-%d %H:%M}", align=centre),
        Space(12),
        *_number(ticket.number, roll),
        Space(12),
        *roll.lines(ticket.queue, size=2, align=centre),
        Space(10),
    ]


def reprint_mark(reprint: int) -> str:
    """What stands above everything on paper that was printed before: "重打 (第 2 次)"."""
    return f"重打 (第 {reprint + 1} 次)"


def _number(number: str, roll: Roll) -> list[Line]:
    """The number as large as the paper allows; a long one is smaller rather than broken."""
    text = clean(number).strip()
    size = min(_NUMBER_SIZE, roll.columns // max(1, width(text)))
    return [Line(text, size, bold=True, align=Align.CENTRE)] if size else roll.lines(text, align=Align.CENTRE)


def _body(ticket: Ticket, roll: Roll) -> list[Part]:
    indent = 6
    place = roll.pair(f"等候  {ticket.place}", f"窗口 {ticket.windows}" if ticket.windows else "")
    parts: list[Part] = [
        *roll.labelled("办理", ticket.business, indent),
        *(place if ticket.place else roll.labelled("窗口", ticket.windows, indent)),
    ]
    parts += _waiting(ticket, roll)
    parts += roll.labelled("请备好", ticket.bring, 8)
    parts += roll.labelled("不想等?", ticket.machine_hint, 8)
    parts += roll.labelled("过号", ticket.passed_rule, indent)
    for note in ticket.notes:
        parts += roll.text(note)
    return parts


def _waiting(ticket: Ticket, roll: Roll) -> list[Line]:
    """How many are before, and a range of minutes; an exact minute would be a promise."""
    if ticket.ahead < 0:
        return roll.text(_OFFLINE)
    ahead = f"前面约 {ticket.ahead} 人 {_ORDER}"
    whole = [ahead] if width(ahead) <= roll.columns else [f"前面约 {ticket.ahead} 人", _ORDER]
    if ticket.wait_to > 0:
        whole.append(f"预计等候 约 {ticket.wait_from}-{ticket.wait_to} 分钟")
    return [line for text in whole for line in roll.text(text)]


def _foot(ticket: Ticket, roll: Roll) -> list[Part]:
    closing = ticket.closing.strip()
    if re.fullmatch(r"\d{1,2}:\d{2}", closing):
        closing = f"今日取号至 {closing}, 已取的号都会办完"
    help_line = f"办不成事: {ticket.help}" if ticket.help else ""
    parts: list[Part] = [*roll.text(closing)]
    parts += roll.pair(help_line, f"热线 {ticket.hotline}" if ticket.hotline else "", at=32)
    return [*parts, *roll.ends(f"当日有效   流水 {ticket.serial}", ticket.terminal)]
