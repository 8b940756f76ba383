"""Sample steps of a window: the clerk's own screen, and the citizen's beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kiosk.rules.masks import masked_name, masked_number
from kiosk.rules.people import Assurance, Document, DocumentKind, Holder, Session, Standing
from kiosk.rules.texts import Text
from kiosk.steps.faces import FaceConsent, FacePurpose
from kiosk.steps.hall import Entry
from kiosk.steps.window import AtTheWindow, CitizenActs, ClerkDesk, ClerkReads, HolderKnown, HowKnown
from tests.screens.sample import HALL, Sample

TODAY = dt.date(2026, 11, 26)
NUMBER = "420102198506150026"
_WAYS = (
    Entry(
        "face",
        Text("刷脸识别", "By face"),
        Text("今天在本窗口登记过人脸的人", "For people who checked in at this window today"),
        "face",
    ),
    Entry(
        "number",
        Text("身份证号 + 刷脸", "ID number and face"),
        Text("没带身份证：和登记照片比对", "Without their card: compared with the register's photo"),
        "form",
    ),
    Entry(
        "card",
        Text("身份证 + 刷脸", "Card and face"),
        Text("人证核验，也可用手机验证码", "Card against person; a code on their phone will do too"),
        "card",
    ),
    Entry(
        "forget",
        Text("撤回人脸同意", "Withdraw a face"),
        Text("刷身份证，删除今天登记的人脸", "With their card: deletes today's check-in by face"),
        "cross",
    ),
)
GONE = Text("摄像头暂时没有画面，正在恢复", "The camera shows nothing for the moment; it is coming back")


def desk(*, resting: Text = Text(""), kept: int = 12, filing_due: bool = False, notice: Text = Text("")) -> ClerkDesk:
    """The desk; `resting`: why no face can be looked at."""
    ways = tuple(replace(way, resting=resting) if way.key in ("face", "number") else way for way in _WAYS)
    return ClerkDesk(ways, TODAY, kept, filing_due, notice)


def known(
    level: Assurance, standing: Standing = Standing.OK, how: HowKnown = HowKnown.FACE, doing: Text = Text("")
) -> HolderKnown:
    """Somebody known at that level."""
    document = Document(DocumentKind.RESIDENT, masked_name("王小明"), masked_number(NUMBER))
    return HolderKnown(Holder(document, Session("token", level, standing), by_face=True), how, doing)


CONSENT = Text("正在看人脸告知，等待同意", "Reading the notice; consent is awaited")
NOTICE = Text("小票打印机缺纸", "The ticket printer is out of paper")
LEVEL_2, LEVEL_3 = Assurance.CARD, Assurance.CARD_AND_SECOND_PROOF

WINDOW_SAMPLES = (
    Sample("clerk-desk", desk()),
    Sample("clerk-desk-no-camera", desk(resting=GONE, kept=0, notice=NOTICE)),
    Sample("clerk-desk-filing", desk(kept=100_000, filing_due=True)),
    Sample("clerk-citizen-acts", CitizenActs(_WAYS[1].title, Text("正在看摄像头", "Looking at the camera"))),
    Sample("clerk-holder-known", known(LEVEL_2)),
    Sample("clerk-holder-known-expired", known(LEVEL_3, Standing.EXPIRED, HowKnown.CLERK, CONSENT)),
    Sample("clerk-holder-known-code", known(LEVEL_3, how=HowKnown.CODE)),
    Sample(
        "clerk-reads",
        ClerkReads(
            Text("身份没有核验", "Identity not checked"),
            Text("群众没有同意用人脸", "They did not agree to use their face"),
            Text("请刷身份证，或查验其他有效证件", "Please use their card, or look at another valid document"),
        ),
    ),
    Sample(
        "clerk-reads-forgotten",
        ClerkReads(
            Text("撤回人脸同意", "Withdraw a face"),
            Text("已撤回，人脸已删除", "Withdrawn; the face is deleted"),
            Text("不用再做什么", "Nothing more to do"),
            good=True,
        ),
    ),
    Sample("at-the-window", AtTheWindow(HALL)),
    Sample("face-consent-number", FaceConsent(FacePurpose.PROVE, clerk=True, number=True), can_go_back=True),
    Sample("face-consent-today-window", FaceConsent(FacePurpose.TODAY, clerk=True)),
    Sample("face-consent-find-window", FaceConsent(FacePurpose.FIND, clerk=True), can_go_back=True),
)
