"""Sample steps of a window: the clerk's own screen, and the citizen's beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kiosk.rules.masks import masked_name, masked_number
from kiosk.rules.people import Assurance, Document, DocumentKind, Holder, Session, Standing
from kiosk.rules.texts import Text
from kiosk.steps.hall import Entry
from kiosk.steps.window import AtTheWindow, CitizenActs, ClerkDesk, HolderKnown, HolderNotKnown
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
)
GONE = Text("摄像头暂时没有画面，正在恢复", "The camera shows nothing for the moment; it is coming back")


def desk(*, resting: Text = Text(""), kept: int = 12, filing_due: bool = False) -> ClerkDesk:
    """The desk; `resting`: why no face can be looked at."""
    ways = tuple(replace(way, resting=resting) if way.key != "card" else way for way in _WAYS)
    return ClerkDesk(ways, TODAY, kept, filing_due)


def known(level: Assurance, standing: Standing = Standing.OK, *, by_clerk: bool = False) -> HolderKnown:
    """Somebody known at that level."""
    document = Document(DocumentKind.RESIDENT, masked_name("王小明"), masked_number(NUMBER))
    return HolderKnown(Holder(document, Session("token", level, standing), by_face=True), by_clerk)


WINDOW_SAMPLES = (
    Sample("clerk-desk", desk()),
    Sample("clerk-desk-no-camera", desk(resting=GONE, kept=0)),
    Sample("clerk-desk-filing", desk(kept=100_000, filing_due=True)),
    Sample("clerk-citizen-acts", CitizenActs(_WAYS[1].title, Text("正在看摄像头", "Looking at the camera"))),
    Sample("clerk-holder-known", known(Assurance.CARD)),
    Sample("clerk-holder-known-expired", known(Assurance.CARD_AND_SECOND_PROOF, Standing.EXPIRED, by_clerk=True)),
    Sample(
        "clerk-holder-not-known",
        HolderNotKnown(
            Text("群众没有同意用人脸", "They did not agree to use their face"),
            Text("请刷身份证，或查验其他有效证件", "Please use their card, or look at another valid document"),
        ),
    ),
    Sample("at-the-window", AtTheWindow(HALL)),
)
