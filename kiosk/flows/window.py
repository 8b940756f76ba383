"""The role window: a clerk finds out who stands opposite, by face, by card and face, or by number and face.

The clerk's screen and the citizen's run a visit each. The clerk's waits for news of the other; what the citizen's flow
wants of the clerk comes as a question (`Counsel`). One visit of the clerk's is one person: after it both are wiped.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol, TypeVar

from kiosk.failures import Failure, texts
from kiosk.flows.desk import CitizenVisit, Desk
from kiosk.flows.faces import SHOWN, find_by_face, offer_check_in, prove_number_by_face
from kiosk.flows.forget_face import FORGOTTEN, forget_face
from kiosk.flows.identify import identify, resting_readers
from kiosk.flows.standing import stop_for
from kiosk.rules.faces import Outcome, filing_due
from kiosk.rules.people import Assurance, Holder
from kiosk.rules.texts import Text
from kiosk.steps.faces import FaceConsent, FaceDone, FaceNotSure, FacePurpose, FaceWays, LookAtCamera
from kiosk.steps.hall import Entry, Trouble, Waiting
from kiosk.steps.identity import ConfirmHolder, EnterCode, PlaceCard
from kiosk.steps.step import Step
from kiosk.steps.window import Beside, CitizenActs, ClerkDesk, ClerkReads, ClerkTask, ClerkWay, HolderKnown, HowKnown
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
    ClerkWay.CARD: Text("身份证 + 刷脸", "Card and face"),
    ClerkWay.NUMBER: Text("身份证号 + 刷脸", "ID number and face"),
    ClerkWay.FORGET: Text("撤回人脸同意", "Withdraw a face"),
}
_ABOUT = {
    ClerkWay.FACE: Text("今天在本窗口登记过人脸的人", "For people who checked in at this window today"),
    ClerkWay.CARD: Text("人证核验，也可用手机验证码", "Card against person; a code on their phone will do too"),
    ClerkWay.NUMBER: Text("没带身份证：和登记照片比对", "Without their card: compared with the register's photo"),
    ClerkWay.FORGET: Text("刷身份证，删除今天登记的人脸", "With their card: deletes today's check-in by face"),
}
_ICONS = {ClerkWay.FACE: "face", ClerkWay.CARD: "card", ClerkWay.NUMBER: "form", ClerkWay.FORGET: "cross"}
_NOT_CHECKED = Text("身份没有核验", "Identity not checked")
_REFUSED = Text("群众没有同意用人脸", "They did not agree to use their face")
_NOT_THEM = Text("没有认出是谁", "They were not recognised")
_LEFT = Text("群众离开了或没有操作", "They left, or did nothing")
_BACK = Text("群众选了上一步", "They went back")
_BROKEN = Text("程序出了点问题，这次没有核验成", "Something went wrong with the program; it did not work this time")
_OTHERWISE = Text("请刷身份证，或查验其他有效证件", "Please use their card, or look at another valid document")
_BY_HAND = Text(
    "这种证件机器核验不了，请人工查验", "No machine can check this kind of card; please look at it yourself"
)
_FORGOTTEN = Text("已撤回，人脸已删除", "Withdrawn; the face is deleted")
_NONE_KEPT = Text("今天没有登记过人脸", "No face was kept today")
_NO_MORE = Text("不用再做什么", "Nothing more to do")

_PERSONS = ("card.", "face.", "code.", "session.", "identification.", "photo.", "template.")
"""Failures about the person opposite: they have a clerk before them, who reads why."""

DECIDING = Patience(idle=120.0, warning=30.0)
"""Another person's pictures and data do not stay on a clerk's screen that nobody is before."""


class Opposite(Protocol):
    """The citizen's screen beside the clerk's."""

    async def visit(self, flow: CitizenFlow, seen: Callable[[Step[Any]], None]) -> End:
        """One person's visit there, from its first page to its wipe; `seen` is told each page.

        Cancelling ends the visit, as 退出 does.
        """


class ClerkVisit(Visit):
    """A clerk before their own screen, with one person opposite. `notice`: what staff should know of this terminal."""

    def __init__(
        self, screen: Screen, desk: Desk, opposite: Opposite, notice: Callable[[], Text] = lambda: Text("")
    ) -> None:
        super().__init__(screen, DECIDING)
        self.desk, self.opposite, self.notice = desk, opposite, notice

    async def wait(self, page: Step[A], until: Coroutine[Any, Any, A]) -> A:
        """Asks for as long as it takes: nothing of anybody is on the page."""
        return await self._shown(page, until, None, can_go_back=False)


class Counsel:
    """What the citizen's flow lets the clerk know, and asks them. `kiosk.flows.desk.Clerk` of the citizen's visit.

    `changes` counts the news: who has looked at everything waits for those after that number.
    """

    def __init__(self) -> None:
        self.doing = _BEGINS
        self.result: HolderKnown | ClerkReads | None = None
        self.question: tuple[Step[Any], asyncio.Future[Any]] | None = None
        self.changes = 0
        self._news = asyncio.Event()

    async def ask(self, page: Step[A]) -> A:
        """See `Clerk`."""
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self.question = (page, answer)
        self._tell()
        try:
            return await answer
        finally:
            self.question = None
            self._tell()

    def seen(self, step: Step[Any]) -> None:
        """The page that the person sees now."""
        self.doing = _DOING.get(type(step), _BEGINS)
        self._tell()

    def end(self, result: HolderKnown | ClerkReads) -> None:
        """What came of it; only the first counts."""
        self.result = self.result or result
        self._tell()

    def over(self) -> None:
        """Nothing is asked of the person any more."""
        self.end(_not_checked(_LEFT))
        self.doing = Text("")
        self._tell()

    async def news(self, since: int) -> Beside:
        """Returns once there are other news than those."""
        while self.changes == since:
            self._news.clear()
            await self._news.wait()
        return Beside.NEWS

    async def withdrawn(self) -> Any:
        """Raises QuestionGone once nobody waits for the answer any more."""
        while self.question:
            await self.news(self.changes)
        raise QuestionGone

    def _tell(self) -> None:
        self.changes += 1
        self._news.set()


class QuestionGone(Exception):
    """The person left while the clerk was asked."""


async def window(clerk: ClerkVisit) -> None:
    """One person: how to find out who it is, what they do at their screen, who it is."""
    task = await _next_task(clerk)
    counsel = Counsel()
    person = asyncio.ensure_future(clerk.opposite.visit(_citizens(task, counsel), counsel.seen))
    person.add_done_callback(lambda _: counsel.over())
    try:
        result = await _beside(clerk, task, counsel)
        if isinstance(result, HolderKnown):
            await _known(clerk, result, counsel)
        elif result:
            await clerk.tell(result, linger=DECIDING.idle)
    finally:
        person.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await person


async def _next_task(clerk: ClerkVisit) -> ClerkTask:
    while True:
        desk = _desk(clerk)
        with contextlib.suppress(_Outdated):
            return await clerk.wait(desk, _outdated(clerk, desk))


async def _beside(clerk: ClerkVisit, task: ClerkTask, counsel: Counsel) -> HolderKnown | ClerkReads | None:
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
        watching = CitizenActs(_TITLES[task.way], counsel.doing)
        if await clerk.wait(watching, counsel.news(counsel.changes)) is Beside.STOP:
            return None
    return counsel.result


async def _known(clerk: ClerkVisit, result: HolderKnown, counsel: Counsel) -> None:
    """Until the clerk calls the next person, who sees meanwhile what this one is still asked."""
    while True:
        page = dataclasses.replace(result, doing=counsel.doing)
        if await clerk.ask(page, until=counsel.news(counsel.changes)) is Beside.NEXT:
            return


def _citizens(task: ClerkTask, counsel: Counsel) -> CitizenFlow:
    """The flow of the person's visit. Whatever ends it, the clerk reads it."""

    async def flow(visit: CitizenVisit) -> None:
        visit.clerk = counsel
        try:
            if code := visit.desk.closed():
                raise Failure(code)
            await _WAYS[task.way](visit, task, counsel)
        except Back:
            counsel.end(_not_checked(_BACK))
        except Failure as failure:
            words = texts(failure.code)
            persons = failure.code.startswith(_PERSONS)
            why = _BY_HAND if failure.code == "card.window-only" else words.happened
            counsel.end(_not_checked(why, _OTHERWISE if persons else words.now))
            raise Failure("window.show-document") from failure if persons else failure
        except asyncio.CancelledError:
            counsel.end(_not_checked(_LEFT))
            raise
        finally:
            counsel.end(_not_checked(_BROKEN))

    return flow


def _not_checked(why: Text, now: Text = _OTHERWISE) -> ClerkReads:
    return ClerkReads(_NOT_CHECKED, why, now)


async def _by_face(visit: CitizenVisit, _: ClerkTask, counsel: Counsel) -> None:
    holder = await find_by_face(visit)
    if holder:
        stop_for(holder.session.standing, expired_will_do=True)
    await _conclude(visit, holder, counsel, FacePurpose.FIND)


async def _by_number(visit: CitizenVisit, task: ClerkTask, counsel: Counsel) -> None:
    holder = await prove_number_by_face(visit, task.number) if task.number else None
    await _conclude(visit, holder, counsel, FacePurpose.PROVE)


async def _by_card(visit: CitizenVisit, _: ClerkTask, counsel: Counsel) -> None:
    """Who came with a card is asked whether they want to be known here for today."""
    holder = await identify(visit, Assurance.CARD_AND_SECOND_PROOF, by_face=False)
    await _conclude(visit, holder, counsel, None)
    await offer_check_in(visit)


async def _forget(visit: CitizenVisit, _: ClerkTask, counsel: Counsel) -> None:
    """撤回人脸同意."""
    code = await forget_face(visit)
    told = _FORGOTTEN if code == FORGOTTEN else _NONE_KEPT
    counsel.end(ClerkReads(_TITLES[ClerkWay.FORGET], told, _NO_MORE, good=True))
    await visit.tell(Trouble(code, leads_home=False), linger=SHOWN)


async def _conclude(visit: CitizenVisit, holder: Holder | None, counsel: Counsel, told: FacePurpose | None) -> None:
    """The clerk reads who it is or why not; the person, that it sufficed."""
    if holder is None:
        counsel.end(_not_checked(_REFUSED if visit.face_refused else _NOT_THEM))
        return
    how = {Outcome.ACCEPTED: HowKnown.FACE, Outcome.CLERK_SAME: HowKnown.CLERK}
    counsel.end(HolderKnown(holder, how[visit.proven] if visit.proven else HowKnown.CODE))
    visit.holder = holder
    if told:
        await visit.tell(FaceDone(told), linger=SHOWN)


_WAYS: dict[ClerkWay, Callable[[CitizenVisit, ClerkTask, Counsel], Awaitable[None]]] = {
    ClerkWay.FACE: _by_face,
    ClerkWay.CARD: _by_card,
    ClerkWay.NUMBER: _by_number,
    ClerkWay.FORGET: _forget,
}


# ---- the desk


def _desk(clerk: ClerkVisit) -> ClerkDesk:
    """The page as of now, with what rests and why."""
    faces, cards, closed = clerk.desk.faces, clerk.desk.cards, clerk.desk.closed()
    kept = faces.persons
    nobody = Text("") if kept else Text("今天还没有人登记", "Nobody has checked in today")
    no_card = Text("") if cards.available else resting_readers(cards)
    resting = {
        ClerkWay.FACE: faces.resting if faces.resting.zh else nobody,
        ClerkWay.CARD: no_card,
        ClerkWay.NUMBER: faces.resting,
        ClerkWay.FORGET: no_card if no_card.zh else nobody,
    }
    if closed:
        resting = dict.fromkeys(ClerkWay, texts(closed).happened)
    entries = tuple(Entry(way.value, _TITLES[way], _ABOUT[way], _ICONS[way], resting[way]) for way in _TITLES)
    return ClerkDesk(entries, clerk.desk.clock.now().date(), kept, filing_due(kept), clerk.notice())


async def _outdated(clerk: ClerkVisit, desk: ClerkDesk) -> ClerkTask:
    """Until the page no longer says what is so."""
    while _desk(clerk) == desk:
        await clerk.desk.news()
    raise _Outdated


class _Outdated(Exception):
    """The desk must be drawn anew."""
