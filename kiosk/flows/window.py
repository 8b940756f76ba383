"""The role window: a clerk finds out who stands opposite, by face, by card and face, or by number and face.

The clerk's screen and the citizen's run a visit each. The clerk's waits for news of the other; what the citizen's flow
wants of the clerk comes as a question (`Counsel`). One visit of the clerk's is one person: after it both are wiped.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol, TypeVar

from kiosk.failures import Failure, texts
from kiosk.flows.desk import CitizenVisit, Desk
from kiosk.flows.faces import SHOWN, find_by_face, offer_check_in, prove_number_by_face
from kiosk.flows.identify import identify, resting_readers
from kiosk.rules.faces import filing_due
from kiosk.rules.people import Assurance, Holder
from kiosk.rules.texts import Text
from kiosk.steps.faces import FaceConsent, FaceDone, FaceNotSure, FacePurpose, FaceWays, LookAtCamera
from kiosk.steps.hall import Entry, Trouble, Waiting
from kiosk.steps.identity import ConfirmHolder, EnterCode, PlaceCard
from kiosk.steps.step import Step
from kiosk.steps.window import Beside, CitizenActs, ClerkDesk, ClerkTask, ClerkWay, HolderKnown, HolderNotKnown
from kiosk.visit import Back, End, Patience, Screen, Visit

A = TypeVar("A")
CitizenFlow = Callable[[CitizenVisit], Coroutine[Any, Any, None]]

_DOING: dict[type[Step[Any]], Text] = {
    FaceConsent: Text("正在看人脸告知，等待同意", "Reading the notice; consent is awaited"),
    LookAtCamera: Text("正在看摄像头", "Looking at the camera"),
    FaceNotSure: Text("没有通过，正在选择", "It was not enough; choosing"),
    FaceWays: Text("正在选另一种方式", "Choosing another way"),
    FaceDone: Text("核对好了", "Checked"),
    PlaceCard: Text("请群众放身份证", "Waiting for the card"),
    ConfirmHolder: Text("正在核对姓名", "Checking their name"),
    EnterCode: Text("正在输入手机验证码", "Entering the code from their phone"),
    Waiting: Text("正在查询", "Looking it up"),
    Trouble: Text("正在看出错提示", "Reading what went wrong"),
}
_BEGINS = Text("请群众看面前的屏幕", "Please have them look at their screen")
_TITLES = {
    ClerkWay.FACE: Text("刷脸识别", "By face"),
    ClerkWay.NUMBER: Text("身份证号 + 刷脸", "ID number and face"),
    ClerkWay.CARD: Text("身份证 + 刷脸", "Card and face"),
}
_ABOUT = {
    ClerkWay.FACE: Text("今天在本窗口登记过人脸的人", "For people who checked in at this window today"),
    ClerkWay.NUMBER: Text("没带身份证：和登记照片比对", "Without their card: compared with the register's photo"),
    ClerkWay.CARD: Text("人证核验，也可用手机验证码", "Card against person; a code on their phone will do too"),
}
_REFUSED = Text("群众没有同意用人脸", "They did not agree to use their face")
_NOT_THEM = Text("没有认出是谁", "They were not recognised")
_LEFT = Text("群众离开了或没有操作", "They left, or did nothing")
_BACK = Text("群众选了上一步", "They went back")
_OTHERWISE = Text("请刷身份证，或查验其他有效证件", "Please use their card, or look at another valid document")


class Opposite(Protocol):
    """The citizen's screen beside the clerk's."""

    async def visit(self, flow: CitizenFlow, seen: Callable[[Step[Any]], None]) -> End:
        """One person's visit there, from its first page to its wipe; `seen` is told each page.

        Cancelling ends the visit, as 退出 does.
        """


class ClerkVisit(Visit):
    """A clerk before their own screen, with one person opposite. It waits as long as the clerk does."""

    def __init__(self, screen: Screen, desk: Desk, opposite: Opposite, patience: Patience | None = None) -> None:
        super().__init__(screen, patience)
        self.desk, self.opposite = desk, opposite

    async def _watch_idle(self) -> None:
        """A clerk's desk is never left alone with a citizen's data on it: they end each person themselves."""
        await asyncio.Event().wait()


class Counsel:
    """What the citizen's flow lets the clerk know, and asks them. `kiosk.flows.desk.Clerk` of the citizen's visit."""

    def __init__(self) -> None:
        self.doing = _BEGINS
        self.result: HolderKnown | HolderNotKnown | None = None
        self.question: tuple[Step[Any], asyncio.Future[Any]] | None = None
        self._news = asyncio.Event()

    async def ask(self, page: Step[A]) -> A:
        """See `Clerk`."""
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self.question = (page, answer)
        self._news.set()
        try:
            return await answer
        finally:
            self.question = None
            self._news.set()

    def seen(self, step: Step[Any]) -> None:
        """The page that the person sees now."""
        self.doing = _DOING.get(type(step), _BEGINS)
        self._news.set()

    def end(self, result: HolderKnown | HolderNotKnown) -> None:
        """What came of it; only the first counts."""
        self.result = self.result or result
        self._news.set()

    async def news(self) -> Beside:
        """Returns with the next news."""
        self._news.clear()
        await self._news.wait()
        return Beside.NEWS

    async def withdrawn(self) -> Any:
        """Raises QuestionGone once nobody waits for the answer any more."""
        while self.question:
            await self.news()
        raise QuestionGone


class QuestionGone(Exception):
    """The person left while the clerk was asked."""


async def window(clerk: ClerkVisit) -> None:
    """One person: how to find out who it is, what they do at their screen, who it is."""
    task = await _next_task(clerk)
    counsel = Counsel()
    person = asyncio.ensure_future(clerk.opposite.visit(_citizens(task, counsel), counsel.seen))
    person.add_done_callback(lambda _: counsel.end(HolderNotKnown(_LEFT, _OTHERWISE)))
    try:
        if result := await _beside(clerk, task, counsel):
            await clerk.tell(result, linger=math.inf)
    finally:
        person.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await person


async def _next_task(clerk: ClerkVisit) -> ClerkTask:
    while True:
        desk = _desk(clerk)
        with contextlib.suppress(_Outdated):
            return await clerk.ask(desk, until=_outdated(clerk, desk))


async def _beside(clerk: ClerkVisit, task: ClerkTask, counsel: Counsel) -> HolderKnown | HolderNotKnown | None:
    """What came of it; None where the clerk stopped it."""
    while counsel.result is None:
        if counsel.question:
            page, answer = counsel.question
            with contextlib.suppress(QuestionGone):
                said = await clerk.ask(page, until=counsel.withdrawn())
                counsel.question = None  # answered, though whoever asked has not gone on yet
                if not answer.done():
                    answer.set_result(said)
            continue
        page = CitizenActs(_TITLES[task.way], counsel.doing)
        if await clerk.ask(page, until=counsel.news()) is Beside.STOP:
            return None
    return counsel.result


def _citizens(task: ClerkTask, counsel: Counsel) -> CitizenFlow:
    """The flow of the person's visit."""

    async def flow(visit: CitizenVisit) -> None:
        visit.clerk = counsel
        try:
            holder = await _WAYS[task.way](visit, task)
        except Back:
            counsel.end(HolderNotKnown(_BACK, _OTHERWISE))
            return
        except Failure as failure:
            words = texts(failure.code)
            counsel.end(HolderNotKnown(words.happened, words.now))
            raise
        if holder is None:
            why = _REFUSED if visit.face_refused else _NOT_THEM
            counsel.end(HolderNotKnown(why, _OTHERWISE))
            return
        counsel.end(HolderKnown(holder, visit.seen_by_clerk))
        await _goodbye(visit, holder, task.way)

    return flow


async def _goodbye(visit: CitizenVisit, holder: Holder, way: ClerkWay) -> None:
    """The person is told too; who came with a card is asked whether they want to be known here for today."""
    visit.holder = holder
    if way is not ClerkWay.CARD:
        await visit.tell(FaceDone(FacePurpose.FIND if way is ClerkWay.FACE else FacePurpose.PROVE), linger=SHOWN)
    await offer_check_in(visit)


async def _by_face(visit: CitizenVisit, _: ClerkTask) -> Holder | None:
    return await find_by_face(visit)


async def _by_number(visit: CitizenVisit, task: ClerkTask) -> Holder | None:
    return await prove_number_by_face(visit, task.number) if task.number else None


async def _by_card(visit: CitizenVisit, _: ClerkTask) -> Holder | None:
    return await identify(visit, Assurance.CARD_AND_SECOND_PROOF, by_face=False)


_WAYS: dict[ClerkWay, Callable[[CitizenVisit, ClerkTask], Awaitable[Holder | None]]] = {
    ClerkWay.FACE: _by_face,
    ClerkWay.NUMBER: _by_number,
    ClerkWay.CARD: _by_card,
}


# ---- the desk


def _desk(clerk: ClerkVisit) -> ClerkDesk:
    """The page as of now, with what rests and why."""
    faces, cards = clerk.desk.faces, clerk.desk.cards
    no_camera = Text("") if faces.available else texts("face.gone").happened
    nobody = Text("") if faces.persons else Text("今天还没有人登记", "Nobody has checked in today")
    resting = {
        ClerkWay.FACE: no_camera if no_camera.zh else nobody,
        ClerkWay.NUMBER: no_camera,
        ClerkWay.CARD: Text("") if cards.available else resting_readers(cards),
    }
    icons = {ClerkWay.FACE: "face", ClerkWay.NUMBER: "form", ClerkWay.CARD: "card"}
    entries = tuple(Entry(way.value, _TITLES[way], _ABOUT[way], icons[way], resting[way]) for way in ClerkWay)
    return ClerkDesk(entries, clerk.desk.clock.now().date(), faces.persons, filing_due(faces.persons))


async def _outdated(clerk: ClerkVisit, desk: ClerkDesk) -> ClerkTask:
    """Until the page no longer says what is so."""
    while _desk(clerk) == desk:
        await clerk.desk.news()
    raise _Outdated


class _Outdated(Exception):
    """The desk must be drawn anew."""
