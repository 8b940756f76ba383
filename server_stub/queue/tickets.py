"""What a ticket says: never a name, a phone or why somebody is called earlier, never an exact minute."""

from __future__ import annotations

from server_stub.clock import in_hall
from server_stub.halls.models import HallBusiness
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.queue import opening
from server_stub.queue.estimates import Wait
from server_stub.queue.models import QueueNumber
from server_stub.queue.tables import QueueRow

ON_SITE = "现场取号"


def ticket_of(call: Call, business: HallBusiness, row: QueueRow, wait: Wait, title: str = ON_SITE) -> QueueNumber:
    """The ticket of a number. `title` is its second line, such as "预约签到 10:00–11:00"."""
    hall = call.hall
    queue, minutes = hall.queues[row.queue], machine_minutes(call, business)
    return QueueNumber(
        id=row.id,
        number=row.number,
        hall=hall.name,
        kind=title,
        taken_at=in_hall(row.taken_at),
        queue=queue.name,
        business=business.title.zh,
        place=queue.zone.zh,
        windows=hall.window_names(row.queue),
        ahead=wait.ahead,
        wait_from=wait.least,
        wait_to=wait.most,
        bring=business.bring,
        machine_hint=f"{call.terminal.place}约 {minutes} 分钟可办, 办成后本号取消" if minutes else "",
        passed_rule=hall.passed_rule,
        token=row.token,
        closing=f"{_until(call)}, 已取的号都会办完",
        help=hall.help,
        hotline=hall.hotline,
        serial=row.serial,
    )


def machine_minutes(call: Call, business: HallBusiness) -> int:
    """How long a terminal of this hall takes for it; 0 if none does it."""
    if not business.service:
        return 0
    try:
        return call.service(business.service)[1].guide.service.minutes
    except Problem:
        return 0


def _until(call: Call) -> str:
    if call.platform.demo:
        return "演示大厅全天取号"
    today = opening.hours_of(call.hall.hours, call.platform.calendar, call.platform.clock().date())
    return f"今日取号至 {(today or call.hall.hours).tickets_until:%H:%M}"
