"""A sample step for every page, for the gallery and for tests. Each engineer's pages register themselves here."""

from __future__ import annotations

import datetime as dt

from kiosk.rules.masks import masked_name, masked_number
from kiosk.rules.people import Document, DocumentKind
from kiosk.rules.texts import Text
from kiosk.steps.hall import Attract, Doing, Entry, Menu, MoreToDo, Trouble, Waiting
from kiosk.steps.identity import Ask, CardTrouble, ConfirmHolder, EnterCode, EnterNumber, PlaceCard, Scan
from tests.screens.sample import HALL, Sample
from tests.screens.samples_faces import FACE_SAMPLES
from tests.screens.samples_maintenance import MAINTENANCE_SAMPLES
from tests.screens.samples_services import SERVICE_SAMPLES
from tests.screens.samples_window import WINDOW_SAMPLES

__all__ = ["HALL", "SAMPLES", "Sample"]

DOCUMENT = Document(
    DocumentKind.RESIDENT,
    masked_name("陈䶮"),
    masked_number("420102198506150021"),
    sex="2",
    nation="01",
    birth=dt.date(1985, 6, 15),
    valid_from=dt.date(2015, 3, 1),
    valid_until=dt.date(2035, 3, 1),
)

MENU = Menu(
    (
        Entry(
            "proof",
            Text("打印证明", "Print a certificate"),
            Text("社保、不动产、公积金，当场打印", "Social insurance, property, housing fund"),
            "printer",
        ),
        Entry(
            "apply",
            Text("办事", "Apply for a service"),
            Text("填表、提交申请，有回执", "Fill in, submit, get a slip"),
            "form",
        ),
        Entry(
            "number",
            Text("取号", "Take a queue number"),
            Text("到窗口办理", "For the windows"),
            "ticket",
            Text("小票打印机没有纸，请到导办台取号", "The ticket printer is out of paper; please ask the guide desk"),
        ),
        Entry(
            "progress",
            Text("查进度", "Look up a case"),
            Text("放身份证，或输入办件编号", "By ID card or case number"),
            "progress",
        ),
    ),
    greeting="陈*",
)

HALL_SAMPLES = (
    Sample("attract", Attract(HALL)),
    Sample(
        "attract-notice",
        Attract(
            HALL, Text("小票打印机暂停使用，取号请到导办台", "The ticket printer rests; the guide desk gives numbers")
        ),
    ),
    Sample("attract-asleep", Attract(HALL, asleep=True)),
    Sample("menu", MENU),
    Sample("waiting", Waiting(Doing.LOOKING_UP)),
    Sample("waiting-printing", Waiting(Doing.PRINTING, False, 2, 5)),
    Sample("waiting-trouble", Waiting(Doing.PRINTING, False, 2, 5, "printer.paper-out")),
    Sample("trouble", Trouble("platform.unreachable")),
    Sample("trouble-number", Trouble("filing.kept", number="JA-ZZ-03-0007")),
    Sample("trouble-quiet", Trouble("card.quiet")),
    Sample("more-to-do", MoreToDo()),
)

IDENTITY_SAMPLES = (
    Sample(
        "place-card",
        PlaceCard((DocumentKind.RESIDENT, DocumentKind.HMT_RESIDENCE, DocumentKind.FOREIGNER)),
        can_go_back=True,
    ),
    Sample("place-card-two-cards", PlaceCard((DocumentKind.RESIDENT,), CardTrouble.TWO_CARDS)),
    Sample("place-card-wrong-reader", PlaceCard(tuple(DocumentKind), CardTrouble.WRONG_READER)),
    Sample("place-card-lifted", PlaceCard((DocumentKind.RESIDENT,), CardTrouble.LIFTED)),
    Sample("confirm-holder", ConfirmHolder(DOCUMENT)),
    Sample("enter-code", EnterCode("138****5678", Text("用于核验您的身份", "to confirm who you are"))),
    Sample(
        "enter-code-wrong",
        EnterCode("138****5678", Text("用于核验您的身份", "to confirm who you are"), wrong=True, tries_left=2),
    ),
    Sample("enter-phone", EnterNumber(Ask.PHONE, 11, 11, may_skip=True), before="1381234", can_go_back=True),
    Sample("enter-phone-empty", EnterNumber(Ask.PHONE, 11, 11, may_skip=True), can_go_back=True),
    Sample("enter-case-number", EnterNumber(Ask.CASE_NUMBER, 21, 21), before="42010220261121000", can_go_back=True),
    Sample(
        "enter-case-number-scanned",
        EnterNumber(Ask.CASE_NUMBER, 21, 21, scan=Scan.NO_NUMBER),
        before="",
        can_go_back=True,
    ),
    Sample("enter-query-code", EnterNumber(Ask.QUERY_CODE, 6, 6, wrong=True), before="837", can_go_back=True),
)

SAMPLES: tuple[Sample, ...] = (
    *HALL_SAMPLES,
    *IDENTITY_SAMPLES,
    *FACE_SAMPLES,
    *WINDOW_SAMPLES,
    *SERVICE_SAMPLES,
    *MAINTENANCE_SAMPLES,
)
