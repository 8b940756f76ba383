"""取号: a queue number from the platform, on a ticket. Nobody needs to say who they are."""

from __future__ import annotations

import uuid

from kiosk.failures import Failure
from kiosk.flows.apply import apply
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.paper import print_paper
from kiosk.rules.queueing import Business, QueueNumber
from kiosk.steps.choices import ChooseBusiness, MachineInstead, Way
from kiosk.steps.filing import GuideAnswer
from kiosk.steps.hall import Doing, Trouble
from kiosk.steps.identity import Ask, EnterNumber, Instead
from kiosk.steps.paper import TakeYourTicket
from printing.ports import Ticket


async def take_number(visit: CitizenVisit) -> None:
    """From the business to the ticket; or to the machine, where that is quicker."""

    async def questions(visit: CitizenVisit) -> tuple[Business, Way, str]:
        businesses = await visit.wait_for(Doing.LOOKING_UP, visit.platforms.queue.businesses)
        business = await visit.ask(ChooseBusiness(visit.desk.hall, businesses))
        if not business.open:
            raise Failure("queue.full" if business.full else "queue.closed", also=business.closed_because)
        services = await visit.wait_for(Doing.LOOKING_UP, visit.platforms.catalogue.services)
        machine = next((s for s in services if s.code == business.machine_service and not s.resting.zh), None)
        if machine and await visit.ask(MachineInstead(business, machine)) is Way.MACHINE:
            return business, Way.MACHINE, ""
        phone = await visit.ask(EnterNumber(Ask.PHONE, 11, 11, may_skip=True))
        return business, Way.WINDOW, "" if isinstance(phone, Instead) else phone

    business, way, phone = await visit.walk(questions)
    if way is Way.MACHINE and await apply(visit, business.machine_service) is not GuideAnswer.TAKE_NUMBER:
        return
    key = str(uuid.uuid4())
    number = await visit.commit(Doing.TAKING_NUMBER, visit.platforms.queue.take, business.key, phone, key)
    printed = True
    try:
        await print_paper(visit, ticket_of(number, visit.desk.terminal))
    except Failure:  # the number holds all the same: it stays on the screen
        printed = False
        await visit.tell(
            Trouble("queue.ticket-later", number=number.number, leads_home=False), linger=visit.patience.failure_page
        )
    await visit.tell(TakeYourTicket(number, printed))


def ticket_of(number: QueueNumber, terminal: str) -> Ticket:
    """The ticket of a number, printed at this terminal."""
    return Ticket(
        hall=number.hall,
        kind=number.kind,
        taken_at=number.taken_at,
        number=number.number,
        queue=number.queue,
        business=number.business,
        place=number.place,
        windows=number.windows,
        ahead=number.ahead,
        wait_from=number.wait_from,
        wait_to=number.wait_to,
        bring=number.bring,
        machine_hint=number.machine_hint,
        passed_rule=number.passed_rule,
        token=number.token,
        closing=number.closing,
        help=number.help,
        hotline=number.hotline,
        serial=number.serial,
        terminal=terminal,
    )
