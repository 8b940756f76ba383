"""Sample steps of choices, forms, signature, paper and progress, as the hall's platforms would send them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from devices.emulators.paper_scene import Look, render, specimen
from devices.ports import Advice
from kiosk.failures import texts
from kiosk.flows.scan import ADVICE
from kiosk.rules.cases import CaseState, CaseStep, CaseView
from kiosk.rules.forms import Condition, Field, FieldError, FieldKind, Form, Section, Source
from kiosk.rules.people import Assurance, Prefill
from kiosk.rules.proofs import Availability, Option, Proof, Question
from kiosk.rules.queueing import Business, QueueNumber
from kiosk.rules.services import Guide, Handling, Material, Service
from kiosk.rules.texts import Text
from kiosk.steps.choices import (
    AskQuestion,
    ChooseBusiness,
    ChooseProgressWay,
    ChooseProof,
    ChooseService,
    HowMany,
    MachineInstead,
)
from kiosk.steps.filing import FillSection, Review, ReviewLine, ReviewSection, ShowGuide, Sign
from kiosk.steps.paper import DidItComeOut, NoPaper, Paper, Preview, TakeYourPaper, TakeYourTicket
from kiosk.steps.progress import ChooseCase, ShowCase
from kiosk.steps.scanning import ScanPages, Seen
from tests.screens.sample import HALL, Sample

CST = dt.timezone(dt.timedelta(hours=8))
_SOCIAL = Text("江岸区人力资源和社会保障局", "Human Resources and Social Security, Jiang'an")
_LAND = Text("武汉市自然资源和城乡建设局", "Natural Resources and Urban Construction, Wuhan")
_FUND = Text("武汉住房公积金管理中心", "Housing Fund Centre, Wuhan")

PROOFS = ChooseProof(
    (
        Proof(
            "social-insurance",
            Text("社会保险参保缴费证明", "Proof of social insurance"),
            _SOCIAL,
            Text("近 12 个月、24 个月或全部", "12 months, 24 months, or all"),
            Availability.AVAILABLE,
        ),
        Proof(
            "property",
            Text("不动产登记信息查询结果（无房证明）", "Property register: what is registered"),
            _LAND,
            Text("只查本市登记", "This city's register only"),
            Availability.AVAILABLE,
        ),
        Proof(
            "fund-deposit",
            Text("住房公积金缴存证明", "Proof of housing fund deposits"),
            _FUND,
            Text("含缴存单位和余额", "With employer and balance"),
            Availability.NO_RECORD,
        ),
        Proof(
            "tax",
            Text("个人所得税纳税记录", "Record of income tax"),
            Text("国家税务总局江岸区税务局", "Tax Office, Jiang'an"),
            Text("按年度", "By year"),
            Availability.UNAVAILABLE,
        ),
    )
)
PERIOD = AskQuestion(
    Question(
        "period",
        Text("要哪一段时间的？", "Which period?"),
        (
            Option(
                "12",
                Text("近 12 个月", "Last 12 months"),
                Text("2025 年 12 月至 2026 年 11 月", "Dec 2025 to Nov 2026"),
            ),
            Option(
                "24",
                Text("近 24 个月", "Last 24 months"),
                Text("2024 年 12 月至 2026 年 11 月", "Dec 2024 to Nov 2026"),
            ),
            Option("all", Text("全部", "All"), Text("从第一次参保起", "Since the first month")),
        ),
        Text("办落户、买房一般用近 24 个月的，以收材料的部门为准", "For most purposes 24 months; ask whoever wants it"),
    ),
    Text("社会保险参保缴费证明", "Proof of social insurance"),
)
COPIES = HowMany(3, Text("社会保险参保缴费证明 · 近 24 个月", "Proof of social insurance · 24 months"))

FLEXIBLE = Service(
    "flexible",
    Text("灵活就业人员参保登记", "Social insurance for the self-employed"),
    Text("江岸区人社局、江岸区医保局", "Social Security and Medical Security, Jiang'an"),
    Text("社保医保", "Social insurance"),
    8,
)
SERVICES = ChooseService(
    (
        FLEXIBLE,
        Service(
            "card",
            Text("社会保障卡遗失补领", "Replacement of a lost social-security card"),
            _SOCIAL,
            Text("社保医保", "Social insurance"),
            6,
        ),
        Service(
            "permit",
            Text("居住证签注", "Renewal of the residence permit"),
            Text("武汉市公安局江岸区分局", "Police, Jiang'an"),
            Text("公安", "Police"),
            4,
            Text("公安网每天 22:00 至次日 6:00 暂停，明早可办", "The police network rests from 22:00 to 6:00"),
        ),
        Service(
            "elder",
            Text("老年人优待证", "Senior citizen's card"),
            Text("江岸区民政局", "Civil Affairs, Jiang'an"),
            Text("民政", "Civil affairs"),
            5,
        ),
        Service("rent", Text("公积金租房提取", "Housing fund: rent"), _FUND, Text("公积金", "Housing fund"), 7),
    )
)
BUSINESS = Business(
    "social", Text("社保医保综合业务", "Social and medical insurance"), Text("二楼 B 区", "Floor 2, zone B"), "B05–B12",
    7, 15, 25, True, machine_service="flexible", machine_minutes=6,
)  # fmt: skip
BUSINESSES = ChooseBusiness(
    HALL,
    (
        BUSINESS,
        Business(
            "permit", Text("户籍、居住证", "Household and residence"), Text("一楼 A 区", "Floor 1, zone A"), "A01–A04",
            0, 0, 0, True,
        ),
        Business(
            "property", Text("不动产登记", "Property register"), Text("三楼 C 区", "Floor 3, zone C"), "C01–C08",
            42, 90, 120, True,
        ),
        Business(
            "company", Text("企业开办", "Starting a company"), Text("二楼 D 区", "Floor 2, zone D"), "D01–D03",
            0, 0, 0, False, True, Text("今天的号已取完，可预约明天，或到汉口服务大厅", "No numbers left today"),
        ),
    ),
)  # fmt: skip

MATERIALS = (
    Material("id", Text("居民身份证", "Identity card"), Handling.EXEMPT, Text("读卡，免提交", "from the card")),
    Material(
        "hukou", Text("户口簿", "Household register"), Handling.DEFERRABLE,
        Text("手机上传，或到窗口交", "upload by phone, or bring it to a window"), defer_days=5,
    ),
    Material(
        "account", Text("缴费银行账户", "Bank account"), Handling.EXEMPT,
        Text("社保卡金融账户，免提交", "account of the social-security card"),
    ),
    Material(
        "licence", Text("个体工商户营业执照", "Licence of a sole trader"), Handling.REQUIRED,
        Text("电子营业执照扫码", "scan the electronic licence"),
    ),
    Material(
        "form", Text("灵活就业人员参保登记表", "Registration form"), Handling.GENERATED,
        Text("本机填写并签名", "filled in and signed here"),
    ),
)  # fmt: skip
COMMITMENT = Text(
    "本人承诺：所填写的信息真实、准确、完整；已知悉参保登记的条件、缴费标准和不实承诺的责任；"
    "同意江岸区人力资源和社会保障局、江岸区医疗保障局为办理本事项查询本人的户籍信息和参保信息。"
    "承诺不实的，愿意承担相应的法律责任，已享受的待遇按规定退回。",
    "I declare that what I filled in is true, exact and complete; that I know the conditions, the amounts and "
    "the consequences of a false declaration; and that the offices named may look up my household and insurance data.",
)
GUIDE = Guide(
    FLEXIBLE,
    (
        Text("年满 16 周岁、未到法定退休年龄", "16 or older, below the statutory retirement age"),
        Text("没有在单位参保，没有领取养老金", "Not insured through an employer, drawing no pension"),
        Text("户籍不限，在本市就业即可", "Any household registration; working in this city"),
    ),
    (),
    MATERIALS,
    Text("20 个工作日", "20 working days"),
    Text("1 个工作日", "1 working day"),
    Text("不收费", "free"),
    Text("任一自助机、各区政务服务中心（全市通办）", "Any terminal, any service centre of the city"),
    Text("参保登记回执，短信告知结果", "A slip; the result comes by SMS"),
    Form(()),
    Assurance.CARD,
    "027-82739000",
    "12345",
    COMMITMENT,
)
SHOW_GUIDE = ShowGuide(GUIDE, (Text("首次参保", "first time"), Text("个体经营", "sole trader")), MATERIALS)

_FIELDS = (
    Field("name", Text("姓名", "Name"), FieldKind.TEXT, Source.CARD, source_name=Text("身份证", "your ID card")),
    Field(
        "document_number", Text("证件号码", "Number"), FieldKind.DIGITS, Source.CARD, longest=18,
        rule="resident-number", source_name=Text("身份证", "your ID card"),
    ),
    Field(
        "hukou", Text("户口所在地", "Registered at"), FieldKind.TEXT, Source.PLATFORM,
        source_name=Text("公安户籍信息", "the police household register"),
    ),
    Field(
        "kind", Text("就业形式", "How you work"), FieldKind.CHOICE,
        options=(
            Option("sole", Text("个体经营", "sole trader")),
            Option("part", Text("非全日制", "part time")),
            Option("new", Text("新就业形态", "platform work"), Text("外卖、快递、网约车等", "delivery, rides …")),
        ),
    ),
    Field(
        "licence", Text("统一社会信用代码", "Licence number"), FieldKind.DIGITS, longest=18, shortest=18,
        when=(Condition("kind", ("sole",)),),
    ),
    Field(
        "insurance", Text("参加哪些保险", "Which insurance"), FieldKind.CHOICES,
        options=(Option("pension", Text("养老保险", "Pension")), Option("medical", Text("医疗保险", "Medical"))),
    ),
    Field("from", Text("从哪个月起参保", "From which month"), FieldKind.MONTH, least="this-month",
          hint=Text("最早从本月起", "This month at the earliest")),
    Field("phone", Text("手机号", "Mobile phone"), FieldKind.PHONE),
    Field("address", Text("现居住地址", "Address"), FieldKind.TEXT, longest=80,
          hint=Text("写到门牌号", "Down to the door number")),
    Field("account", Text("银行账号", "Bank account"), FieldKind.DIGITS, shortest=16, longest=19, rule="luhn-warning"),
    Field("limit", Text("每月最多扣款（元）", "Monthly at most"), FieldKind.AMOUNT, required=False, most="5000"),
    Field("pinyin", Text("姓名拼音", "Name in letters"), FieldKind.PINYIN, required=False),
    Field("born", Text("子女出生日期", "Child's birth"), FieldKind.DATE, required=False, most="today"),
    Field("query", Text("同意人社部门查询我的参保信息", "My insurance data may be looked up"), FieldKind.CONSENT),
)  # fmt: skip
SECTION = FillSection(
    FLEXIBLE.title,
    Section("insurance", Text("参保信息", "Insurance"), _FIELDS),
    1,
    3,
    _FIELDS,
    today=dt.date(2026, 11, 21),
    prefilled=(
        Prefill("name", "陈䶮", Text("身份证", "your ID card")),
        Prefill("document_number", "420102198506150021", Text("身份证", "your ID card")),
        Prefill("hukou", "湖北省武汉市江岸区", Text("公安户籍信息", "the police household register")),
    ),
)
DRAFT = {"kind": "sole", "insurance": "pension,medical", "phone": "13812345678", "from": "2026-12"}
REFUSED = FillSection(
    SECTION.title, SECTION.section, 1, 3, _FIELDS, today=SECTION.today, prefilled=SECTION.prefilled,
    errors=(FieldError("phone", Text("这个手机号已停机，请换一个", "This number is out of service")),),
)  # fmt: skip
REVIEW = Review(
    FLEXIBLE.title,
    (
        ReviewSection(
            "who",
            Text("申请人", "Applicant"),
            (
                ReviewLine(Text("姓名", "Name"), Text("陈䶮"), private=True),
                ReviewLine(Text("证件号码", "Number"), Text("420102198506150021"), private=True),
                ReviewLine(Text("手机号", "Phone"), Text("13812345678"), private=True),
                ReviewLine(
                    Text("现居住地址", "Address"), Text("湖北省武汉市江岸区花桥街道 18 号 3 栋 502"), private=True
                ),
            ),
        ),
        ReviewSection(
            "insurance",
            Text("参保信息", "Insurance"),
            (
                ReviewLine(Text("就业形式", "How you work"), Text("个体经营", "sole trader")),
                ReviewLine(Text("参加哪些保险", "Which insurance"), Text("养老保险、医疗保险", "pension, medical")),
                ReviewLine(Text("从哪个月起", "From"), Text("2026-12")),
                ReviewLine(Text("银行账号", "Bank account"), Text("6217001234567890123"), private=True),
            ),
        ),
    ),
    MATERIALS,
)
SIGN = Sign(FLEXIBLE.title, COMMITMENT, "9f2c5b1e77d0a4c38812ab90ef3471a09f2c5b1e77d0a4c38812ab90ef3471a0")

NUMBER = QueueNumber(
    "6f1c", "A012", HALL.zh, "现场取号", dt.datetime(2026, 11, 23, 9, 41, tzinfo=CST), "社保医保综合窗口",
    "灵活就业人员参保登记", "二楼 B 区", "B05–B12", 7, 15, 25, "身份证、缴费银行卡",
    "3 号自助机空闲，约 6 分钟，办成后本号取消", "3 个号内到窗口补叫；之后到导办台换号", "t0ken",
    "今日取号至 16:30，已取的号都会办完", "办不成事：一楼补救窗口", "12345", "20261123-000412",
)  # fmt: skip


def _case(state: CaseState, *way: CaseState, number: str = "420102202611210004127", next_step: Text) -> CaseView:
    days = (dt.datetime(2026, 11, 21 + at, 9 + at, 12, tzinfo=CST) for at in range(6))
    notes = {
        CaseState.CORRECTION: Text(
            "户口簿照片看不清，请重新拍照上传", "The photo of the household register is unclear"
        ),
        CaseState.REFUSED: Text("您已在单位参保，不能重复登记", "You are insured through an employer already"),
    }
    steps = tuple(CaseStep(s, day, _SOCIAL, notes.get(s, Text(""))) for s, day in zip(way, days, strict=False))
    due = Text("12 月 1 日前告知结果", "You will be told by 1 December")
    return CaseView(number, FLEXIBLE.title, "陈*", _SOCIAL, state, steps[0].at, due, steps, next_step)


_WAIT = Text("不用做什么，有结果会发短信", "Nothing to do; the result comes by SMS")
IN_PROGRESS = _case(
    CaseState.IN_PROGRESS, CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.IN_PROGRESS, next_step=_WAIT
)
CORRECTION = _case(
    CaseState.CORRECTION, CaseState.RECEIVED, CaseState.CORRECTION, number="420102202611220000815",
    next_step=Text("11 月 27 日前补交户口簿：手机上传，或拿到任一综合窗口", "The household register by 27 November"),
)  # fmt: skip
REFUSED_CASE = _case(
    CaseState.REFUSED, CaseState.RECEIVED, CaseState.REFUSED, number="420102202610080001230",
    next_step=Text("60 日内可申请行政复议，6 个月内可提起诉讼", "You may ask for review within 60 days"),
)  # fmt: skip
CLOSED = _case(
    CaseState.CLOSED, CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.IN_PROGRESS, CaseState.CLOSED,
    number="420102202609010000042", next_step=Text("可以打印参保证明", "You can print the proof"),
)  # fmt: skip


@cache
def page_png(number: int) -> bytes:
    """A page at 100 dpi with lines of writing on it, as a picture."""
    page = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 80, 767, 130), outline="black", width=3)
    for line in range(40):
        draw.line((80, 180 + line * 22, 700 - (line * 37 + number * 91) % 260, 180 + line * 22), fill="black", width=5)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


class Desk:
    """A `LiveView` that shows one picture."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    def look(self, seen: Callable[[Seen], None] | None) -> None:
        """At once, as a camera would a little later."""
        if seen:
            seen(self.seen)


@cache
def desk(advice: Advice, *, page: bool = True) -> Desk:
    """A paper on a desk, as the document camera sees it; an empty one without a page."""
    look = Look(light=0.85, glare=advice is Advice.GLARE, turn=7)
    picture, quad = render(specimen(1, seal=True) if page else None, look, (960, 540))
    outline = tuple((x / 960, y / 540) for x, y in quad or ())
    return Desk(Seen(ADVICE[advice], advice is Advice.FINE, 960, 540, picture.tobytes(), outline))


@cache
def taken_page() -> bytes:
    """A page as the camera process gives it: lying, as it lay."""
    out = io.BytesIO()
    specimen(1, seal=True).rotate(-90, expand=True).save(out, "JPEG")
    return out.getvalue()


LETTER = Text("调档函", "Letter that calls for the file")
NO_PICTURE = Desk(Seen(texts("camera.gone").happened))

SERVICE_SAMPLES = (
    Sample("choose-proof", PROOFS, can_go_back=True),
    Sample("choose-proof-none", ChooseProof(PROOFS.proofs[2:]), can_go_back=True),
    Sample("ask-question", PERIOD, before="24", can_go_back=True),
    Sample("how-many", COPIES, can_go_back=True),
    Sample("preview", Preview(PROOFS.proofs[0].title, "SB-2026-1121-000871", (page_png(1), page_png(2)), 2)),
    Sample("take-paper", TakeYourPaper(Paper.PROOF, 2)),
    Sample("take-paper-card", TakeYourPaper(Paper.PROOF, 1, card_there=True)),
    Sample("take-paper-alarm", TakeYourPaper(Paper.PROOF, 1, card_there=True, alarm=True)),
    Sample("take-slip", TakeYourPaper(Paper.SLIP, number="420102202611210004127", query_code="837204")),
    Sample("take-card", TakeYourPaper(Paper.NOTHING, card_there=True, alarm=True)),
    Sample("take-ticket", TakeYourTicket(NUMBER)),
    Sample("take-number-unprinted", TakeYourTicket(NUMBER, printed=False)),
    Sample("did-it-come-out", DidItComeOut(Paper.PROOF)),
    Sample("no-paper", NoPaper(Paper.PROOF)),
    Sample("no-paper-again", NoPaper(Paper.TICKET, may_reprint=False)),
    Sample("choose-service", SERVICES),
    Sample("show-guide", SHOW_GUIDE, can_go_back=True),
    Sample("fill-section", SECTION, can_go_back=True),
    Sample("fill-section-draft", SECTION, before=DRAFT, can_go_back=True),
    Sample("fill-section-refused", REFUSED, before=DRAFT, can_go_back=True),
    Sample("review", REVIEW, can_go_back=True),
    Sample("scan-pages", ScanPages(LETTER, desk(Advice.FINE))),
    Sample("scan-pages-glare", ScanPages(LETTER, desk(Advice.GLARE), kept=1)),
    Sample(
        "scan-pages-not-taken",
        ScanPages(LETTER, desk(Advice.NO_PAGE, page=False), trouble=texts("camera.no-page").happened),
    ),
    Sample("scan-pages-gone", ScanPages(LETTER, NO_PICTURE)),
    Sample("scan-pages-taken", ScanPages(LETTER, NO_PICTURE, shot=taken_page())),
    Sample(
        "scan-pages-turned",
        ScanPages(LETTER, NO_PICTURE, 1, shot=taken_page(), quarters=3, trouble=ADVICE[Advice.BLUR]),
    ),
    Sample("sign", SIGN),
    Sample("choose-business", BUSINESSES),
    Sample("machine-instead", MachineInstead(BUSINESS, FLEXIBLE), can_go_back=True),
    Sample("choose-progress-way", ChooseProgressWay()),
    Sample(
        "choose-progress-way-resting",
        ChooseProgressWay(Text("读卡器暂停使用，已通知工作人员", "The card reader rests; staff has been told")),
    ),
    Sample("choose-case", ChooseCase((IN_PROGRESS, CORRECTION, REFUSED_CASE, CLOSED))),
    Sample("choose-case-none", ChooseCase(())),
    Sample("show-case", ShowCase(IN_PROGRESS, masked=False, slip_printable=True)),
    Sample("show-case-correction", ShowCase(CORRECTION, masked=True)),
    Sample("show-case-refused", ShowCase(REFUSED_CASE, masked=False)),
    Sample("show-case-closed", ShowCase(CLOSED, masked=False)),
)
