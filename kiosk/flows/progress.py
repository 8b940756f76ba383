"""查进度: own cases by card, or one case by its number, query code and the phone that filed it."""

from __future__ import annotations

import uuid

from devices.ports import CodeFailed, CodeRead, CodeTrouble
from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit, Codes
from kiosk.flows.identify import ask_for_code, identify
from kiosk.flows.paper import print_paper, slip_of, take_it
from kiosk.platforms.cases import SlipCodes
from kiosk.platforms.people import SentCode
from kiosk.rules.cases import CaseView, case_number_in, slip_token_in
from kiosk.rules.people import Assurance, Holder
from kiosk.rules.texts import Text
from kiosk.steps.choices import ChooseProgressWay, ProgressWay
from kiosk.steps.hall import Doing
from kiosk.steps.identity import Ask, EnterNumber, Instead, Scan
from kiosk.steps.paper import Paper, TakeYourPaper
from kiosk.steps.progress import CaseAnswer, ChooseCase, ShowCase
from printing.ports import Slip

_RESTING = Text("读卡器暂停使用", "The card reader is resting")
_FOR_CASE = Text("查看这个办件", "to see this case")
_NUMBER_DIGITS = 21
_CODE_DIGITS = 6


async def progress(visit: CitizenVisit) -> None:
    """Which way, then that way."""
    resting = Text("") if visit.desk.cards.available else _RESTING
    way = await visit.ask(ChooseProgressWay(resting), back=True)
    if way is ProgressWay.CARD:
        await _own_cases(visit)
    else:
        await _by_number(visit)


async def _own_cases(visit: CitizenVisit) -> None:
    holder = await identify(visit, Assurance.CARD, expired_will_do=True)

    async def questions(visit: CitizenVisit) -> tuple[CaseView, CaseAnswer]:
        cases = await visit.wait_for(Doing.LOOKING_UP, visit.platforms.cases.own, holder.session)
        if not cases:
            raise Failure("case.none")
        case = await visit.ask(ChooseCase(cases))
        printable = not visit.desk.papers.resting(Slip)
        return case, await visit.ask(ShowCase(case, masked=False, slip_printable=printable))

    case, answer = await visit.walk(questions)
    if answer is CaseAnswer.SLIP:
        await _print_slip(visit, holder, case)


async def _print_slip(visit: CitizenVisit, holder: Holder, case: CaseView) -> None:
    """补打回执: the paper says which time it is."""
    key = str(uuid.uuid4())
    again = await visit.commit(Doing.PRINTING, visit.platforms.cases.print_slip, holder.session, case.number, key)
    await print_paper(visit, slip_of(again.slip, visit.desk.terminal, again.reprint))
    page = TakeYourPaper(Paper.SLIP, number=again.slip.case_number, query_code=again.slip.query_code)
    await take_it(visit, page)


class _Shown(Exception):
    """A code was shown that is no case number: a slip's, by its token; or one of no use, and the page says why."""

    def __init__(self, *, token: str = "", scan: Scan = Scan.NO_NUMBER) -> None:
        super().__init__(scan.value)
        self.token, self.scan = token, scan


async def _number_and_code(visit: CitizenVisit) -> tuple[str, str]:
    """Typed; or scanned where there is a scanner: a slip's QR code stands for both."""
    codes = visit.desk.codes
    scan = Scan.OFFERED if codes.available else Scan.NONE
    while True:
        page = EnterNumber(Ask.CASE_NUMBER, _NUMBER_DIGITS, _NUMBER_DIGITS, scan=scan)
        try:
            number = await visit.ask(page, until=_scanned(codes) if scan is not Scan.NONE else None)
        except _Shown as shown:
            if found := await _slip_with(visit, shown.token):
                return found.number, found.query_code
            scan = shown.scan
            continue
        code = await visit.ask(EnterNumber(Ask.QUERY_CODE, _CODE_DIGITS, _CODE_DIGITS))
        if isinstance(number, Instead) or isinstance(code, Instead):
            raise ValueError("neither page offers to skip")
        return number, code


async def _scanned(codes: Codes) -> str | Instead:
    """A case number that was shown. Raises _Shown for everything else."""
    match await codes.read():
        case CodeRead(text=text):
            if number := case_number_in(text):
                return number
            raise _Shown(token=slip_token_in(text))
        case CodeFailed(trouble=CodeTrouble.SCANNER_GONE):
            raise _Shown(scan=Scan.NONE)
    raise _Shown(scan=Scan.NOT_READ)


async def _slip_with(visit: CitizenVisit, token: str) -> SlipCodes | None:
    """What the platform knows of that slip; None if there is none."""
    if not token:
        return None
    try:
        return await visit.wait_for(Doing.LOOKING_UP, visit.platforms.cases.of_slip, token)
    except Failure as failure:
        if failure.code != "case.not-found":
            raise
        return None


async def _by_number(visit: CitizenVisit) -> None:
    number, query_code = await visit.walk(_number_and_code)
    sent: list[SentCode] = []

    async def send() -> SentCode:
        sent[:] = [await visit.platforms.people.send_code_for_case(number, query_code)]
        return sent[0]

    await ask_for_code(visit, send, _FOR_CASE)
    case = await visit.wait_for(Doing.LOOKING_UP, visit.platforms.cases.look_up, number, query_code, sent[0])
    await visit.ask(ShowCase(case, masked=True), back=True)
