"""The visits that the tour plays: what a person does, page by page, against the real platforms and emulators.

Each begins and ends on the attract page. What must have come of it is asserted where it stands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kiosk.rules.people import DocumentKind
from kiosk.steps.hall import Trouble
from kiosk.steps.identity import Ask, CardTrouble, Scan
from kiosk.visit import Patience
from tests.e2e.maintenance import four_keys, maintenance
from tests.e2e.walk import Walk

Visit = Callable[[Walk], Awaitable[None]]


async def social_insurance_proof(walk: Walk) -> None:
    """打印证明: 社保个人参保缴费证明, two copies; the card is forgotten until the page reminds of it."""
    printed = await _printed(walk, "a4")
    await walk.starts("打印证明")
    await walk.identifies("worker-gaps", code=True)
    await walk.chooses("ChooseProof", "社保个人参保缴费证明")
    await _first_options(walk, 2)
    await walk.chooses("HowMany", "多一份", "就打 2 份")
    await walk.chooses("Preview", "打印 2 份")
    page = await walk.person.sees("TakeYourPaper")
    assert page.card_there
    await walk.lifts()
    page = await walk.person.sees("TakeYourPaper")
    assert not page.card_there
    await walk.person.touch("取好了")
    await walk.goes()
    await walk.command("a4", "wait", event="printed", after=printed, seconds=10)


async def property_search(walk: Walk) -> None:
    """打印证明: 不动产登记信息查询结果."""
    await walk.starts("打印证明")
    await walk.identifies("home-owner", code=True)
    await walk.chooses("ChooseProof", "不动产登记信息查询结果")
    await _first_options(walk, 2)
    await walk.chooses("HowMany", "就打 1 份")
    await walk.chooses("Preview", "打印 1 份")
    await walk.person.sees("TakeYourPaper")
    await walk.lifts()
    await walk.chooses("TakeYourPaper", "取好了")
    await walk.goes()


async def no_record(walk: Walk) -> None:
    """Somebody of whom nothing is known reads that there is no record, calmly."""
    await walk.starts("打印证明")
    await walk.identifies("no-data", code=True)
    await walk.chooses("ChooseProof", "社保个人参保缴费证明")
    await _reads(walk, "proof.no-record")
    await _leaves(walk)


async def cannot_be_looked_up(walk: Walk) -> None:
    """The department's data can't be reached: another page than no record."""
    await walk.fault(source="social-insurance", down=True)
    await walk.starts("打印证明")
    await walk.identifies("worker-gaps", code=True)
    await walk.chooses("ChooseProof", "社保个人参保缴费证明")
    await _reads(walk, "proof.unavailable")
    await _leaves(walk)


async def flexible_employment(walk: Walk) -> None:
    """办事: 灵活就业人员参保登记, with a phone typed, Chinese on the keyboard, a signature and a slip."""
    await _files(walk, "灵活就业人员参保登记", "worker-gaps", ["中断后续保", "为我自己"], {"pay_by": "bank"})


async def social_card(walk: Walk) -> None:
    """办事: 社会保障卡补领 for a card that was lost."""
    await _files(walk, "社会保障卡", "lost-social-card", ["遗失补领", "为我自己"], {})


async def residence_permit(walk: Walk) -> None:
    """办事: 居住证签注, due in ten days."""
    await _files(walk, "居住证签注", "permit-due", [], {})


async def senior_card(walk: Walk) -> None:
    """办事: 老年人优待证, red at 65, in large print."""
    await _files(walk, "老年人优待证", "turning-65", ["65", "为我自己"], {}, elder=True)


async def housing_fund(walk: Walk) -> None:
    """办事: 公积金提取(租房)."""
    await _files(walk, "租房提取住房公积金", "tenant-a", [], {"amount": "1500", "lease_from": "20260101"}, level_3=True)


async def personnel_file(walk: Walk) -> None:
    """办事: 流动人员人事档案转出; the letter that calls for the file is photographed under the camera."""
    wishes = {"hr_file_to_phone": "wuhan jiefang dadao wuhan dadao"}  # seven characters at least
    await _files(
        walk, "流动人员人事档案转出", "lost-social-card", ["录用到机关", "为我自己"], wishes, level_3=True, papers=1
    )


async def queue_number(walk: Walk) -> None:
    """取号: a number for the window, without any document."""
    printed = await _printed(walk, "ticket")
    await walk.starts("取号")
    await walk.chooses("ChooseBusiness", "灵活就业人员参保登记")
    await walk.chooses("MachineInstead", "取号到窗口办")
    await walk.chooses("EnterNumber", "跳过")
    await walk.chooses("TakeYourTicket", "取好了")
    await walk.goes()
    await walk.command("ticket", "wait", event="printed", after=printed, seconds=10)


async def own_cases(walk: Walk) -> None:
    """查进度: own cases by card, and the slip of one printed again."""
    printed = await _printed(walk, "ticket")
    await walk.starts("查进度")
    await walk.chooses("ChooseProgressWay", "放身份证查")
    await walk.identifies("shop-owner")
    page = await walk.person.sees("ChooseCase")
    await walk.person.touch(page.cases[0].title.zh)
    await walk.chooses("ShowCase", "补打回执")
    page = await walk.person.sees("TakeYourPaper")
    assert page.card_there
    await walk.lifts()
    await walk.chooses("TakeYourPaper", "取好了")
    await walk.goes()
    await walk.command("ticket", "wait", event="printed", after=printed, seconds=10)


async def case_by_number(walk: Walk) -> None:
    """查进度: by case number, query code and the code on the phone; masked."""
    number, query_code = await _a_filed_case(walk)
    await walk.starts("查进度")
    await walk.chooses("ChooseProgressWay", "用办件编号查")
    for digits in (number, query_code):
        await walk.person.sees("EnterNumber")
        await walk.person.types(digits)
        await walk.person.touch("下一步")
    await walk.enters_code()
    page = await walk.person.sees("ShowCase")
    assert page.masked
    await walk.person.touch("看完了")
    await walk.goes()


async def case_by_scan(walk: Walk) -> None:
    """查进度: a code that is none is said to be none; one with the number stands for typing it."""
    number, query_code = await _a_filed_case(walk)
    await walk.starts("查进度")
    await walk.chooses("ChooseProgressWay", "用办件编号查")
    page = await walk.person.sees("EnterNumber")
    assert page.scan is Scan.OFFERED
    await walk.command("scan", "scan", text="https://example.com/hello")
    page = await walk.person.sees("EnterNumber")
    assert page.scan is Scan.NO_NUMBER
    await walk.command("scan", "scan", text=number)
    page = await walk.person.sees("EnterNumber")
    assert page.ask is Ask.QUERY_CODE
    await walk.person.types(query_code)
    await walk.person.touch("下一步")
    await walk.enters_code()
    await walk.chooses("ShowCase", "看完了")
    await walk.goes()


async def going_back(walk: Walk) -> None:
    """上一步 keeps every answer; 退出 wipes them."""
    await walk.starts("打印证明")
    await walk.identifies("home-owner", code=True)
    await walk.chooses("ChooseProof", "社保个人参保缴费证明")
    await _first_options(walk, 2)
    await walk.chooses("HowMany", "多一份", "上一步")
    await walk.chooses("AskQuestion", "上一步")
    await walk.chooses("AskQuestion", "上一步")
    await walk.chooses("ChooseProof", "退出")
    await walk.lifts()


async def card_lifted_while_read(walk: Walk) -> None:
    """A card taken away too soon: the page says so, and reads it when it comes back."""
    await walk.starts("打印证明")
    await walk.person.sees("PlaceCard")
    await walk.command("sdt", "lift_during_read")
    await walk.lays("worker-gaps")
    page = await walk.person.sees("PlaceCard")
    assert page.trouble.value == "lifted"
    await walk.lays("worker-gaps")
    await walk.chooses("ConfirmHolder", "不是我")
    await walk.lifts()
    await walk.chooses("PlaceCard", "退出")


async def printer_without_paper(walk: Walk) -> None:
    """The A4 printer runs out: the person is told, nothing prints later, the way home is there."""
    await walk.starts("打印证明")
    await walk.identifies("worker-gaps", code=True)
    await walk.chooses("ChooseProof", "社保个人参保缴费证明")
    await _first_options(walk, 2)
    await walk.chooses("HowMany", "就打 1 份")
    await walk.person.sees("Preview")
    await walk.command("a4", "paper", state="out")
    await walk.person.touch("打印 1 份")
    await _reads(walk, "printer.paper-out", seconds=30)
    await walk.command("a4", "paper", state="ok")
    await _leaves(walk)


async def ticket_without_paper(walk: Walk) -> None:
    """The ticket printer runs out in the middle of the visit: the number stays on the screen."""
    await walk.starts("取号")
    await walk.chooses("ChooseBusiness", "灵活就业人员参保登记")
    await walk.chooses("MachineInstead", "取号到窗口办")
    await walk.person.sees("EnterNumber")
    await walk.command("ticket", "paper", state="out")
    await walk.person.touch("跳过")
    await _reads(walk, "queue.ticket-later", seconds=30)
    await walk.command("ticket", "paper", state="ok")
    await walk.person.touch("知道了")
    await walk.chooses("TakeYourTicket", "记好了")
    await walk.goes()


async def platform_away(walk: Walk) -> None:
    """The platforms can't be reached: said in words, and home again."""
    await walk.fault(unreachable=True)
    await walk.starts("办事")
    await _reads(walk, "platform.unreachable")
    await _leaves(walk)


async def nobody_there(walk: Walk) -> None:
    """Somebody walks away: a warning, then the attract page and nothing of them."""
    terminal = walk.person.terminal
    usual, terminal.patience = terminal.patience, Patience(idle=2.0, warning=2.0)
    try:
        await walk.starts("打印证明")
        await walk.identifies("mother", code=False)
        await walk.person.sees("EnterCode")
        await walk.person.finds("我还在", seconds=10)
        walk.person.picture("idle-warning")
        await walk.lifts()
        await walk.person.sees("Attract")
    finally:
        terminal.patience = usual
    walk.person.looks_again()


async def social_card_instead(walk: Walk) -> None:
    """A second-generation social-security card in the other reader identifies as well."""
    await walk.starts("查进度")
    await walk.chooses("ChooseProgressWay", "放身份证查")
    await walk.person.sees("PlaceCard")
    await walk.command("pcsc", "insert", card=await walk.card("worker-gaps", social=True))
    page = await walk.person.sees("ConfirmHolder")
    assert page.document.kind is DocumentKind.SOCIAL_SECURITY
    await walk.person.touch("是我本人")
    await walk.chooses("ChooseCase", "退出")
    await walk.command("pcsc", "remove")


async def third_generation_social_card(walk: Walk) -> None:
    """A third-generation card keeps its holder to itself: the page asks for the ID card, which then works."""
    await walk.starts("打印证明")
    await walk.person.sees("PlaceCard")
    await walk.command("pcsc", "insert", card=await walk.card("tenant-a", social=True))
    page = await walk.person.sees("PlaceCard")
    assert page.trouble is CardTrouble.USE_ID_CARD
    await walk.command("pcsc", "remove")
    await walk.lays("tenant-a")
    await walk.chooses("ConfirmHolder", "退出")
    await walk.lifts()


async def in_english(walk: Walk) -> None:
    """A foreigner with a permanent-residence card, in English."""
    await walk.person.sees("Attract")
    await walk.person.touch("English")
    await walk.chooses("Attract", "Touch the screen to start")
    await walk.person.sees("Menu")
    await walk.person.touch("Print a certificate")
    await walk.person.sees("PlaceCard")
    await walk.lays("foreigner")
    await walk.person.sees("ConfirmHolder")
    await walk.person.touch("Leave")
    await walk.lifts()


async def resident_of_taiwan(walk: Walk) -> None:
    """A residence permit (J) prints the same proof."""
    await walk.starts("打印证明")
    await walk.identifies("taiwan", code=True)
    await walk.chooses("ChooseProof", "退出")
    await walk.lifts()


async def rare_name(walk: Walk) -> None:
    """A name with a character beyond the common fonts, right on the page and on paper."""
    await walk.starts("打印证明")
    await walk.identifies("rare-wei", code=True)
    await walk.chooses("ChooseProof", "不动产登记信息查询结果")
    await _first_options(walk, 2)
    await walk.chooses("HowMany", "就打 1 份")
    await walk.chooses("Preview", "一直显示")
    walk.person.picture("Preview-shown")
    await walk.person.touch("打印 1 份")
    await walk.person.sees("TakeYourPaper")
    await walk.lifts()
    await walk.chooses("TakeYourPaper", "取好了")
    await walk.goes()


async def lost_card(walk: Walk) -> None:
    """A card reported lost still answers the reader; the platform says what it is."""
    await walk.starts("打印证明")
    await walk.identifies("reported-lost")
    await _reads(walk, "card.lost")
    await _leaves(walk)


async def deceased_holder(walk: Walk) -> None:
    """The card of somebody who died: a quiet page, and the window."""
    await walk.starts("办事")
    await walk.chooses("ChooseService", "老年人优待证")
    while (await walk.person.sees_one_of("AskQuestion", "ShowGuide")) == "AskQuestion":
        await walk.person.touch(walk.person.step.question.options[0].title.zh)
    await walk.person.touch("开始办理")
    await walk.identifies("deceased")
    await _reads(walk, "card.quiet")
    await _leaves(walk)


async def no_numbers_left(walk: Walk) -> None:
    """Today's numbers are gone: where else, and how to book."""
    await walk.fault(queue_full="flexible-employment")
    await walk.starts("取号")
    await walk.chooses("ChooseBusiness", "灵活就业人员参保登记")
    await _reads(walk, "queue.full")
    await walk.person.touch("退出")


VISITS: dict[str, Visit] = {
    visit.__name__.replace("_", "-"): visit
    for visit in (
        social_insurance_proof,
        property_search,
        no_record,
        cannot_be_looked_up,
        flexible_employment,
        social_card,
        residence_permit,
        senior_card,
        housing_fund,
        personnel_file,
        queue_number,
        own_cases,
        case_by_number,
        case_by_scan,
        going_back,
        card_lifted_while_read,
        printer_without_paper,
        ticket_without_paper,
        social_card_instead,
        third_generation_social_card,
        in_english,
        resident_of_taiwan,
        rare_name,
        lost_card,
        deceased_holder,
        no_numbers_left,
        platform_away,
        nobody_there,
        four_keys,
        maintenance,
    )
}


# ---- parts of visits


async def _printed(walk: Walk, emulator: str) -> int:
    state = await walk.command(emulator, "state")
    return int(state.get("printed", 0))


async def _first_options(walk: Walk, questions: int) -> None:
    for _ in range(questions):
        page = await walk.person.sees("AskQuestion")
        await walk.person.touch(page.question.options[-1].title.zh)


async def _reads(walk: Walk, code: str, *, seconds: float = 20.0) -> None:
    page = await walk.person.sees("Trouble", seconds=seconds)
    assert isinstance(page, Trouble)
    assert page.code == code, f"the page says {page.code}"


async def _leaves(walk: Walk) -> None:
    await walk.lifts()
    await walk.person.touch("退出")


async def _files(
    walk: Walk,
    service: str,
    citizen: str,
    situation: list[str],
    wishes: dict[str, str],
    *,
    elder: bool = False,
    level_3: bool = False,
    papers: int = 0,
) -> None:
    """From the menu to the slip; `situation`: what is chosen at the questions (the first option where not named)."""
    printed = await _printed(walk, "ticket")
    await walk.starts("办事")
    await walk.person.sees("ChooseService")
    if elder:
        await walk.person.touch("大字")
    await walk.person.touch(service)
    wanted = list(situation)
    while (name := await walk.person.sees_one_of("AskQuestion", "ShowGuide")).startswith("Ask"):
        options = [o.title.zh for o in walk.person.step.question.options]
        chosen = next((o for o in options if wanted and o.startswith(wanted[0])), options[0])
        wanted = wanted[1:]
        await walk.person.touch(chosen)
    assert name == "ShowGuide"
    await walk.person.touch("开始办理")
    await walk.identifies(citizen, code=level_3)
    while (await walk.person.sees_one_of("FillSection", "Review")) == "FillSection":
        await walk.fills_this(wishes)
    await walk.person.touch("核对无误")
    await walk.enters_code()
    for _ in range(papers):
        await walk.photographs()
    await walk.signs()
    page = await walk.person.sees("TakeYourPaper")
    assert page.number
    await walk.lifts()
    await walk.chooses("TakeYourPaper", "取好了")
    await walk.goes()
    await walk.command("ticket", "wait", event="printed", after=printed, seconds=10)


async def _a_filed_case(walk: Walk) -> tuple[str, str]:
    """Case number and query code of a case filed in this tour, read off its slip page."""
    for seen in reversed(walk.person.seen):
        if getattr(seen.step, "query_code", ""):
            return str(getattr(seen.step, "number", "")), str(getattr(seen.step, "query_code", ""))
    raise AssertionError("no case was filed before")
