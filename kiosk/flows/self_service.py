"""The role self-service: a menu, a service, 还要办别的吗, until the person is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kiosk.failures import Failure, texts
from kiosk.flows.apply import apply
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.faces import offer_check_in
from kiosk.flows.forget_face import forget_face
from kiosk.flows.paper import failure_code
from kiosk.flows.print_proof import print_proof
from kiosk.flows.progress import progress
from kiosk.flows.take_number import take_number
from kiosk.rules.texts import Text
from kiosk.steps.filing import GuideAnswer
from kiosk.steps.hall import Entry, Menu, MoreToDo, Next, Trouble
from kiosk.visit import Back
from printing.ports import FinishedPdf, Paper, Reason, Ticket


async def apply_or_number(visit: CitizenVisit) -> None:
    """办事, or a number for the window where the guide made the person think better of it."""
    if await apply(visit) is GuideAnswer.TAKE_NUMBER:
        await take_number(visit)


async def forget_and_tell(visit: CitizenVisit) -> None:
    """撤回人脸同意."""
    await visit.tell(Trouble(await forget_face(visit), leads_home=False), linger=visit.patience.failure_page)


_SERVICES: dict[str, Callable[[CitizenVisit], Awaitable[None]]] = {
    "print-proof": print_proof,
    "apply": apply_or_number,
    "take-number": take_number,
    "progress": progress,
    "forget-face": forget_and_tell,
}


async def self_service(visit: CitizenVisit) -> None:
    """One person, as many services as they like."""
    while True:
        greeting = str(visit.holder.document.name) if visit.holder else ""
        menu = Menu(entries(visit), greeting)
        if not (key := await visit.ask(menu, until=_changed(visit, menu))):
            continue
        try:
            await _SERVICES[key](visit)
        except Back:
            continue
        except Failure as failure:
            if failure.code == "session.expired":
                visit.holder = None  # the page asks for the card again, so it must count again
            page = Trouble(failure.code, int(visit.patience.failure_page), failure.number, failure.also)
            touched = await visit.tell(page, linger=visit.patience.failure_page)
            if not touched and not visit.holder:
                return
            continue
        await offer_check_in(visit)
        if await visit.ask(MoreToDo()) is Next.FINISH:
            return


async def _changed(visit: CitizenVisit, menu: Menu) -> str:
    """Until the menu no longer says what is so; then it is shown anew (an empty answer)."""
    while entries(visit) == menu.entries:
        await visit.desk.news()
    return ""


def entries(visit: CitizenVisit) -> tuple[Entry, ...]:
    """The menu of this terminal, with what rests now and why."""
    no_reader = Text("") if visit.desk.cards.available else texts("reader.gone").happened
    return (
        Entry(
            "print-proof",
            Text("打印证明", "Print a certificate"),
            Text("社保缴费证明、不动产登记查询结果", "Social-insurance record, property search result"),
            "printer",
            no_reader if no_reader.zh else _printer_resting(visit, FinishedPdf),
        ),
        Entry(
            "apply",
            Text("办事", "Apply for a service"),
            Text(
                "参保登记、社保卡、居住证、优待证、公积金", "Insurance, social card, residence, seniors, housing fund"
            ),
            "form",
            no_reader,
        ),
        Entry(
            "take-number",
            Text("取号", "Take a queue number"),
            Text("到窗口办理，不用带证件也能取", "For the windows; no document needed"),
            "ticket",
            _printer_resting(visit, Ticket),
        ),
        Entry(
            "progress",
            Text("查进度", "Look up a case"),
            Text("刷身份证，或用办件编号查询", "By ID card, or by case number"),
            "progress",
        ),
        *((_FORGET_FACE,) if visit.desk.faces.persons else ()),
    )


_FORGET_FACE = Entry(
    "forget-face",
    Text("撤回人脸同意", "Withdraw your face"),
    Text("删除今天登记的人脸，刷身份证办理", "Deletes today's check-in by face; with your ID card"),
    "progress",
)


def _printer_resting(visit: CitizenVisit, paper: type[Paper]) -> Text:
    reason = visit.desk.papers.resting(paper)
    return texts(failure_code(Reason(reason))).happened if reason else Text("")
