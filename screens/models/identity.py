"""Page models of the pages that find out who stands there."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.failures import texts
from kiosk.rules.forms import FieldError
from kiosk.rules.people import Document, DocumentKind
from kiosk.rules.texts import Text
from kiosk.steps.identity import Ask, CardTrouble, ConfirmHolder, EnterCode, EnterNumber, Instead, PlaceCard, Scan
from screens.models.base import PageModel, Showing
from screens.models.keypad import KeypadModel

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

KINDS = {
    DocumentKind.RESIDENT: Text("居民身份证", "Resident identity card"),
    DocumentKind.HMT_RESIDENCE: Text("港澳台居民居住证", "Residence permit for Hong Kong, Macao and Taiwan residents"),
    DocumentKind.FOREIGNER: Text("外国人永久居留身份证", "Foreign permanent resident ID card"),
    DocumentKind.FOREIGNER_2023: Text("外国人永久居留身份证（2023 版）", "Foreign permanent resident ID card (2023)"),
    DocumentKind.SOCIAL_SECURITY: Text("社会保障卡", "Social security card"),
}


def _said(trouble: CardTrouble) -> Text:
    """What happened and what to do now, in one line."""
    if trouble is CardTrouble.NONE:
        return Text("")
    words = texts("reader.gone" if trouble is CardTrouble.READER_GONE else f"card.{trouble.value}")
    happened, now = words.happened, words.now
    return Text(f"{happened.zh}。{now.zh}", f"{happened.en}. {now.en}")


@QmlElement
class PlaceCardModel(PageModel):
    """请放置身份证."""

    def __init__(self, step: PlaceCard, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    @Property(list, constant=True)
    def accepted(self) -> list[str]:
        """The names of the documents this service takes."""
        return [self.showing.text(KINDS[kind]) for kind in self._step.accepted]

    @Property(str, constant=True)
    def trouble(self) -> str:
        """Why the last card gave no document."""
        return self.showing.text(_said(self._step.trouble))

    @Property(bool, constant=True)
    def mayUseFace(self) -> bool:
        """Whether 刷脸 is offered."""
        return self._step.face

    @Slot()
    def useFace(self) -> None:
        """刷脸."""
        self.answer(Instead.FACE.value)

    @Slot()
    def noCard(self) -> None:
        """没带证件."""
        self.answer(Instead.NO_CARD.value)


@QmlElement
class ConfirmHolderModel(PageModel):
    """您的姓名已显示，请核对."""

    def __init__(self, step: ConfirmHolder, showing: Showing) -> None:
        super().__init__(showing)
        self._document: Document = step.document
        self._photo = showing.picture(step.document.photo) if step.document.photo else ""

    @Property(str, constant=True)
    def kind(self) -> str:
        """Which document."""
        return self.showing.text(KINDS[self._document.kind])

    @Property(str, constant=True)
    def name(self) -> str:
        """Masked."""
        return str(self._document.name)

    @Property(str, constant=True)
    def fullName(self) -> str:
        """For while it is held."""
        return self._document.name.reveal()

    @Property(str, constant=True)
    def number(self) -> str:
        """Masked."""
        return str(self._document.number)

    @Property(str, constant=True)
    def fullNumber(self) -> str:
        """For while it is held."""
        return self._document.number.reveal()

    @Property(str, constant=True)
    def validity(self) -> str:
        """Until when; empty for documents that do not say."""
        if not self._document.valid_until:
            return self.showing.say("长期", "No end") if self._document.valid_from else ""
        return self._document.valid_until.strftime("%Y.%m.%d")

    @Property(str, constant=True)
    def photo(self) -> str:
        """The picture's address, or nothing."""
        return self._photo


@QmlElement
class EnterCodeModel(KeypadModel):
    """The code sent to a phone."""

    asks_before_leaving = False

    RESEND_AFTER = 60  # seconds; what the platforms of the field allow

    def __init__(self, step: EnterCode, showing: Showing) -> None:
        super().__init__(showing, step.length, step.length)
        self._step = step

    @Property(str, constant=True)
    def phone(self) -> str:
        """Masked by the platform."""
        return self._step.phone

    @Property(str, constant=True)
    def forWhat(self) -> str:
        """What the code is for."""
        return self.showing.text(self._step.for_what)

    @Property(int, constant=True)
    def length(self) -> int:
        """How many digits."""
        return self._step.length

    @Property(bool, constant=True)
    def wrong(self) -> bool:
        """Whether the last code was not right."""
        return self._step.wrong

    @Property(int, constant=True)
    def triesLeft(self) -> int:
        """How many more codes may be tried."""
        return self._step.tries_left

    @Property(int, constant=True)
    def sent(self) -> int:
        """How many codes were sent."""
        return self._step.sent

    @Property(int, constant=True)
    def resendAfter(self) -> int:
        """Seconds until another code may be asked for."""
        return self.RESEND_AFTER

    @Slot()
    def resend(self) -> None:
        """Another code."""
        self.answer(Instead.RESEND.value)

    @Slot()
    def otherWay(self) -> None:
        """收不到验证码."""
        self.answer(Instead.OTHER_WAY.value)

    def put_right(self, errors: tuple[FieldError, ...]) -> None:
        """A code has no fields: it is typed again."""
        self.clear()

    def become_typed(self, typed: str) -> None:
        """The last digit sends the code."""
        super().become_typed(typed)
        if len(typed) == self._step.length:
            self.send()


_GROUPS = {Ask.PHONE: (3, 4, 4), Ask.CASE_NUMBER: (6, 8, 7), Ask.QUERY_CODE: (3, 3)}

_ASKS = {
    Ask.PHONE: Text("请输入手机号", "Enter your mobile number"),
    Ask.CASE_NUMBER: Text("请输入办件编号", "Enter the case number"),
    Ask.QUERY_CODE: Text("请输入查询码", "Enter the query code"),
}

_HELPS = {
    Ask.PHONE: Text("用来接收短信，不会作其他用途", "For text messages about this matter only"),
    Ask.CASE_NUMBER: Text(
        "在回执的“办件编号”一行，共 21 位数字", "It stands on your slip beside 办件编号 and has 21 digits"
    ),
    Ask.QUERY_CODE: Text("在回执的“查询码”一行，共 6 位数字", "It stands on your slip beside 查询码 and has 6 digits"),
}

_WRONG = {
    Ask.PHONE: Text("这个手机号不能用，请核对", "This number can't be used, please check"),
    Ask.CASE_NUMBER: Text("没有找到这个编号，请核对", "This number was not found, please check"),
    Ask.QUERY_CODE: Text("查询码和编号对不上，请核对", "Code and number do not match, please check"),
}


_OR_SCAN = Text("；也可以把回执上的二维码对准扫码窗", "; or hold the QR code of your slip to the scanner")
_WRONG_SCANS = {
    Scan.NO_NUMBER: Text("扫到的码里没有办件编号，请输入编号", "The code holds no case number. Please type it"),
    Scan.NOT_READ: Text("这个码读不了，请输入编号", "That code can't be read. Please type the number"),
}


@QmlElement
class EnterNumberModel(KeypadModel):
    """Digits on our own keypad, shown in groups."""

    groupsChanged = Signal()
    errorChanged = Signal()

    def __init__(self, step: EnterNumber, showing: Showing) -> None:
        super().__init__(showing, step.shortest, step.longest)
        self._step = step
        wrong = _WRONG[step.ask] if step.wrong else _WRONG_SCANS.get(step.scan, Text(""))
        self._error = showing.text(wrong)

    @Property(str, constant=True)
    def title(self) -> str:
        """What to do."""
        return self.showing.text(_ASKS[self._step.ask])

    @Property(str, constant=True)
    def help(self) -> str:
        """Where to find it, or what it is for; and that it may be scanned instead."""
        words = _HELPS[self._step.ask]
        if self._step.scan is not Scan.NONE:
            words = Text(words.zh + _OR_SCAN.zh, words.en + _OR_SCAN.en)
        return self.showing.text(words)

    @Property(bool, constant=True)
    def maySkip(self) -> bool:
        """Whether 跳过 is offered."""
        return self._step.may_skip

    @Property(list, notify=groupsChanged)
    def groups(self) -> list[str]:
        """The digits so far in groups; a place still to come is "·"."""
        padded = self._typed.ljust(self._step.longest, "·")
        groups, start = [], 0
        for length in _GROUPS[self._step.ask]:
            groups.append(padded[start : start + length])
            start += length
        return [*groups, padded[start:]] if padded[start:] else groups

    @Property(int, constant=True)
    def longest(self) -> int:
        """How many there may be."""
        return self._step.longest

    @Property(str, notify=errorChanged)
    def error(self) -> str:
        """What is wrong with it, in words."""
        return self._error

    @Slot()
    def skip(self) -> None:
        """跳过."""
        self.answer(Instead.SKIP.value)

    def put_right(self, errors: tuple[FieldError, ...]) -> None:
        """Says what is wrong at the field."""
        self._error = " ".join(self.showing.text(error.text) for error in errors)
        self.errorChanged.emit()

    def become_typed(self, typed: str) -> None:
        """What was wrong is no longer there."""
        super().become_typed(typed)
        self.groupsChanged.emit()
        if self._error:
            self._error = ""
            self.errorChanged.emit()
