"""Page models of the hall's own pages: attract, menu, waiting, trouble, farewell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.failures import texts
from kiosk.rules.texts import Text
from kiosk.steps.hall import Attract, Doing, Entry, Menu, MoreToDo, Next, Trouble, Waiting
from kiosk.steps.step import Step
from screens.models.base import PageModel, Showing
from screens.sound import Tone

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AttractModel(PageModel):
    """The page nobody stands before."""

    noticed = Signal()

    def __init__(self, step: Attract, showing: Showing) -> None:
        super().__init__(showing)
        self._hall = showing.text(step.hall)
        self._notice, self._asleep = showing.text(step.notice), step.asleep

    def become(self, step: Step[Any]) -> bool:
        """Another notice on the same page: a new one would ignore a touch that comes just then."""
        if not isinstance(step, Attract):
            return False
        self._notice, self._asleep = self.showing.text(step.notice), step.asleep
        self.noticed.emit()
        return True

    @Property(str, constant=True)
    def hall(self) -> str:
        """The hall's name."""
        return self._hall

    @Property(str, notify=noticed)
    def notice(self) -> str:
        """What rests, or nothing."""
        return self._notice

    @Property(bool, notify=noticed)
    def asleep(self) -> bool:
        """Whether nobody is near: the page is dimmed."""
        return self._asleep


@QmlElement
class MenuEntry(QObject):
    """One entry of the menu."""

    def __init__(self, entry: Entry, showing: Showing, parent: QObject) -> None:
        super().__init__(parent)
        self._entry, self._showing = entry, showing

    @Property(str, constant=True)
    def key(self) -> str:
        """What is answered."""
        return self._entry.key

    @Property(str, constant=True)
    def title(self) -> str:
        """Its name."""
        return self._showing.text(self._entry.title)

    @Property(str, constant=True)
    def about(self) -> str:
        """What one gets there."""
        return self._showing.text(self._entry.about)

    @Property(str, constant=True)
    def icon(self) -> str:
        """A name in Icons.qml."""
        return self._entry.icon

    @Property(str, constant=True)
    def resting(self) -> str:
        """Why it can't be used now; empty: it can."""
        return self._showing.text(self._entry.resting)


@QmlElement
class MenuModel(PageModel):
    """What this terminal can do."""

    def __init__(self, step: Menu, showing: Showing) -> None:
        super().__init__(showing)
        self._entries: list[QObject] = [MenuEntry(entry, showing, self) for entry in step.entries]
        self._greeting = step.greeting

    @Property(list, constant=True)
    def entries(self) -> list[QObject]:
        """MenuEntry objects, in order."""
        return self._entries

    @Property(str, constant=True)
    def greeting(self) -> str:
        """The masked name of a holder already known."""
        return self._greeting


_DOING = {
    Doing.IDENTIFYING: Text("正在核验身份", "Checking your identity"),
    Doing.SENDING_CODE: Text("正在发送验证码", "Sending the code"),
    Doing.CHECKING_CODE: Text("正在核对验证码", "Checking the code"),
    Doing.LOOKING_UP: Text("正在查询", "Looking it up"),
    Doing.ISSUING: Text("正在开具证明", "Issuing your document"),
    Doing.PREPARING: Text("正在准备页面", "Preparing the pages"),
    Doing.FILING: Text("正在提交申请", "Submitting your application"),
    Doing.TAKING_NUMBER: Text("正在取号", "Taking a number"),
    Doing.PRINTING: Text("正在打印", "Printing"),
    Doing.CHECKING_PIN: Text("正在核对", "Checking"),
    Doing.TESTING: Text("正在自检", "Testing the devices"),
    Doing.STARTING: Text("正在启动设备", "Starting the devices"),
    Doing.CLERK_DECIDES: Text("正在由工作人员核对", "The clerk is checking"),
}


@QmlElement
class WaitingModel(PageModel):
    """Something takes its time. A later step of the same doing only moves the page count."""

    counted = Signal()

    def __init__(self, step: Waiting, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    def become(self, step: Step[Any]) -> bool:
        """The same wait, further on."""
        if not isinstance(step, Waiting) or (step.doing, step.may_leave) != (self._step.doing, self._step.may_leave):
            return False
        self._step = step
        self.counted.emit()
        return True

    @Property(str, constant=True)
    def doing(self) -> str:
        """What for."""
        return self.showing.text(_DOING[self._step.doing])

    @Property(bool, constant=True)
    def writes(self) -> bool:
        """Whether something is written that must not be abandoned."""
        return not self._step.may_leave

    @Property(bool, constant=True)
    def mayLeave(self) -> bool:
        """Whether 退出 may be offered."""
        return self._step.may_leave

    @Property(int, notify=counted)
    def pageNumber(self) -> int:
        """Which page is being printed; 0: not known."""
        return self._step.page

    @Property(int, notify=counted)
    def pages(self) -> int:
        """Of how many; 0: not known."""
        return self._step.pages

    @Property(str, notify=counted)
    def trouble(self) -> str:
        """What stands in the way for the moment; empty: nothing."""
        return self.showing.text(texts(self._step.trouble).happened) if self._step.trouble else ""


@QmlElement
class TroubleModel(PageModel):
    """Something failed: what happened, what to do now, another way."""

    def __init__(self, step: Trouble, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step
        self._texts = texts(step.code)

    @property
    def tone(self) -> Tone | None:
        """Look here; not where the page is a quiet one."""
        return None if self._texts.quiet else Tone.HINT

    @Property(str, constant=True)
    def happened(self) -> str:
        """The page's title."""
        return self.showing.text(self._texts.happened)

    @Property(str, constant=True)
    def now(self) -> str:
        """What to do now."""
        return self.showing.text(self._texts.now)

    @Property(str, constant=True)
    def otherwise(self) -> str:
        """Another way."""
        return self.showing.text(self._texts.otherwise)

    @Property(bool, constant=True)
    def quiet(self) -> bool:
        """No alarm: a loss, or nothing that went wrong."""
        return self._texts.quiet

    @Property(str, constant=True)
    def number(self) -> str:
        """A number to keep; empty: none was reached."""
        return self._step.number

    @Property(str, constant=True)
    def also(self) -> str:
        """The platform's own sentence; empty: it said nothing more."""
        return self.showing.text(self._step.also)

    @Property(bool, constant=True)
    def leadsHome(self) -> bool:
        """Whether the service is over; otherwise it goes on after this page."""
        return self._step.leads_home

    @Property(int, constant=True)
    def seconds(self) -> int:
        """When it leads on by itself."""
        return self._step.seconds


@QmlElement
class MoreToDoModel(PageModel):
    """还要办别的吗?"""

    def __init__(self, _step: MoreToDo, showing: Showing) -> None:
        super().__init__(showing)

    @Property(str, constant=True)
    def more(self) -> str:
        """The answer for going on."""
        return Next.MORE.value

    @Property(str, constant=True)
    def finish(self) -> str:
        """The answer for ending."""
        return Next.FINISH.value
