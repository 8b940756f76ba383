"""One person's visit. Flows await only this; nothing here knows Qt, threads or devices.

A visit asks one thing at a time (`ask`), tells (`tell`), reads (`wait_for`), writes (`commit`), and lets a run of
questions be gone back through (`walk`). Only its end is asynchronous: `end(why)` cancels the flow, and `run` alone
catches that. Every other fact reaches the flow at the await that depends on it.
"""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import Enum
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from kiosk import log
from kiosk.failures import Failure
from kiosk.rules.forms import FieldError
from kiosk.steps.hall import Doing, Trouble, Waiting
from kiosk.steps.step import NotRight, Step

A = TypeVar("A")
R = TypeVar("R")
P = ParamSpec("P")
V = TypeVar("V", bound="Visit")

_log = logging.getLogger(__name__)


Journal = list[tuple[object, object]]  # what was asked or read, and the answer


class Back(Exception):
    """上一步 where nothing of this flow lies before: the flow that offered the service catches it."""


class End(Enum):
    """Why a visit was over."""

    DONE = "done"
    LEFT = "left"  # 退出
    IDLE = "idle"
    FAILED = "failed"
    CLOSING = "closing"  # the program ends


class Screen(Protocol):
    """What a visit needs of a screen."""

    def show(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        """Shows the step's page. `before` is the answer or draft given to it earlier in this visit."""

    def put_right(self, step: Step[Any], errors: tuple[FieldError, ...]) -> None:
        """The shown page's answer was not right: it stays and says where."""

    def warn_idle(self, seconds_left: float | None) -> None:
        """Lays "still there?" over the page, or takes it away (None)."""

    def wipe(self) -> None:
        """Forgets everything that was shown or typed."""


@dataclass(frozen=True)
class Patience:
    """How long a visit waits for somebody, in seconds."""

    idle: float = 90.0
    warning: float = 30.0
    waiting_page_after: float = 0.3
    failure_page: float = 30.0
    linger: float = 20.0
    closing: float = 10.0  # for a write that is under way when the program is to end


@dataclass
class _Page:
    step: Step[Any]
    answer: asyncio.Future[Any]
    can_go_back: bool


class Visit:
    """See the module. One object a visit; it is dropped after the wipe."""

    def __init__(self, screen: Screen, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self._screen = screen
        self._page: _Page | None = None
        self._waiting: Waiting | None = None  # the waiting page that is shown now
        self._trouble = ""  # of the commit in hand
        self._journal: Journal | None = None  # of the walk in progress
        self._played = 0
        self._before: dict[object, object] = {}
        self._task: asyncio.Task[None] | None = None
        self._ended: End | None = None
        self._firm = False
        self._touch = asyncio.Event()

    # ---- what a flow calls

    async def ask(self, step: Step[A], *, until: Coroutine[Any, Any, A] | None = None, back: bool = False) -> A:
        """Shows a page and waits for the person, or for `until`, whichever is first.

        An exception in `until` comes out here. 上一步 is offered in a walk; elsewhere with `back`, and raises Back.
        """
        if (kept := self._replayed(step)) is not None:
            if until:
                until.close()
            return cast(A, kept[0])
        result: A = await self._shown(step, until, self._watch_idle(), back or self._journal is not None)
        self._remember(step, result)
        return result

    async def tell(
        self, step: Step[None], *, until: Coroutine[Any, Any, None] | None = None, linger: float | None = None
    ) -> bool:
        """Shows a page that ends by touch, by `until` or after `linger` seconds; never an idle end.

        Whether it ended by touch or `until`. `linger` may be infinite.
        """
        seconds = self.patience.linger if linger is None else linger
        try:
            async with asyncio.timeout(None if seconds == math.inf else seconds):
                await self._shown(step, until, None, can_go_back=False)
        except TimeoutError:
            return False
        return True

    async def wait_for(self, doing: Doing, call: Callable[P, Awaitable[R]], *args: P.args, **kw: P.kwargs) -> R:
        """A read: may be abandoned, raises Failure, is remembered within a walk."""
        what = (call, args, tuple(sorted(kw.items())))
        if (kept := self._replayed(what)) is not None:
            return cast(R, kept[0])
        result = await self._with_page(Waiting(doing), asyncio.ensure_future(call(*args, **kw)))
        self._remember(what, result)
        return result

    async def commit(self, doing: Doing, call: Callable[P, Awaitable[R]], *args: P.args, **kw: P.kwargs) -> R:
        """A write: never abandoned. An end that is asked for meanwhile comes right after it, before another page."""
        if self._journal is not None:
            raise RuntimeError("commit inside a walk: going back would repeat it")
        self._firm = True
        try:
            return await self._with_page(Waiting(doing, may_leave=False), asyncio.ensure_future(call(*args, **kw)))
        finally:
            self._firm = False
            if self._ended:
                raise asyncio.CancelledError

    async def walk(self: V, questions: Callable[[V], Awaitable[R]], journal: Journal | None = None) -> R:
        """Runs a coroutine of questions that can be gone back through; only `ask` and `wait_for` in it.

        上一步 runs it again from its journal without the last answer, which the page shows as a suggestion.
        On the first question it raises Back. A walk that is given the `journal` it filled before is entered from
        behind: its last question is asked again.
        """
        if self._journal is not None:  # a walk in a walk is part of it
            return await questions(self)
        self._journal = [] if journal is None else journal
        try:
            if self._journal:
                self._drop_last_answer()
            while True:
                self._played = 0
                try:
                    return await questions(self)
                except Back:
                    self._drop_last_answer()
        finally:
            self._journal = None

    def progress(self, page: int, pages: int) -> None:
        """How far a commit is, shown on its waiting page if there is one by now."""
        self._wait_goes_on(page=page, pages=pages)

    def troubled(self, code: str) -> None:
        """What stops a commit for the moment (a failure's code), or (empty) no longer does: its page says so."""
        self._trouble = code
        self._wait_goes_on(trouble=code)

    def _wait_goes_on(self, **changed: Any) -> None:
        if self._waiting:
            self._waiting = dataclasses.replace(self._waiting, **changed)
            self._screen.show(self._waiting, None, False)

    # ---- what the screen and the terminal call

    def answer(self, step: Step[Any], given: object) -> None:
        """The person answered the page of `step`; dropped if another page is shown by now."""
        if not (page := self._open_page(step)):
            return
        try:
            page.answer.set_result(step.read(given))
        except NotRight as wrong:
            self._screen.put_right(step, wrong.errors)
        except ValueError:  # its message may quote what was given
            _log.warning("page %s gave no answer", type(step).__name__)

    def back(self, step: Step[Any], draft: object | None = None) -> None:
        """上一步 on the page of `step`; `draft` is what was filled in so far."""
        page = self._open_page(step)
        if page and page.can_go_back:
            self._keep(step, draft)
            page.answer.set_exception(Back())

    def touched(self) -> None:
        """The screen was touched anywhere."""
        self._touch.set()

    def end(self, why: End) -> None:
        """Ends the visit, once; during a commit right after it."""
        if self._task and self._ended is None:
            self._ended = why
            if not self._firm:
                self._task.cancel()

    # ---- the one place where a visit ends

    async def run(self: V, flow: Callable[[V], Coroutine[Any, Any, None]]) -> End:
        """Runs a flow to its end, whatever ends it, and wipes."""
        self._task = asyncio.create_task(self._guarded(flow))
        try:
            await asyncio.wait([self._task])
            if self._task.cancelled():
                return self._ended or End.CLOSING
            if failed := self._task.exception():
                raise failed
            return self._ended or End.DONE
        finally:
            try:
                await self._close_with_program()
            finally:
                self.forget()
                self.wipe()

    def wipe(self) -> None:
        """Nothing of the person is on the screen or in memory after this."""
        self._screen.wipe()
        gc.collect()

    def forget(self) -> None:
        """Drops everything of the person; a visit with more of its own drops that too."""
        self._task = self._page = self._journal = self._waiting = None
        self._before.clear()

    async def _guarded(self: V, flow: Callable[[V], Coroutine[Any, Any, None]]) -> None:
        try:
            await flow(self)
        except Back:
            return
        except Failure as failure:
            page = Trouble(failure.code, number=failure.number, also=failure.also)
        except Exception as bug:  # noqa: BLE001 - the edge of a visit; the program goes on with the next person
            _log.error("a visit failed: %s", log.where(bug))
            page = Trouble("terminal.fault")
        else:
            return
        await self.tell(page, linger=self.patience.failure_page)

    # ---- parts

    async def _close_with_program(self) -> None:
        """If the flow still runs, the program closes: the visit goes with it, but a write is given its time."""
        if (task := self._task) and not task.done():
            self.end(End.CLOSING)
            await asyncio.wait([task], timeout=self.patience.closing)
            task.cancel()
            await asyncio.wait([task])

    async def _shown(
        self,
        step: Step[A],
        until: Coroutine[Any, Any, A] | None,
        watch: Coroutine[Any, Any, None] | None,
        can_go_back: bool,
    ) -> A:
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._page = _Page(step, answer, can_go_back)
        self._screen.show(step, self._before.get(step.remembered_as), can_go_back)
        helpers = [asyncio.create_task(watch)] if watch else []
        if until:
            helpers.append(asyncio.create_task(_settle(answer, until)))
        try:
            result = await answer
        finally:
            self._page = None
            for helper in helpers:
                helper.cancel()
        self._keep(step, result)
        return result

    async def _with_page(self, waiting: Waiting, work: asyncio.Future[R]) -> R:
        try:
            done, _ = await asyncio.wait([work], timeout=self.patience.waiting_page_after)
            if not done:
                self._waiting = dataclasses.replace(waiting, trouble=self._trouble)
                self._screen.show(self._waiting, None, False)
            return await work
        finally:
            self._waiting, self._trouble = None, ""
            work.cancel()

    def _open_page(self, step: Step[Any]) -> _Page | None:
        page = self._page
        return page if page and page.step is step and not page.answer.done() else None

    def _keep(self, step: Step[Any], answer: object | None) -> None:
        if step.remembered_as is not None and answer is not None:
            self._before[step.remembered_as] = answer

    def _drop_last_answer(self) -> None:
        journal = self._journal
        while journal and not isinstance(journal[-1][0], Step):  # reads made for the page now left
            journal.pop()
        if not journal:
            raise Back
        journal.pop()

    def _replayed(self, what: object) -> tuple[object] | None:
        if self._journal is None or self._played >= len(self._journal):
            return None
        kept, result = self._journal[self._played]
        if kept != what:  # another branch: what was journalled after it is void
            del self._journal[self._played :]
            return None
        self._played += 1
        return (result,)

    def _remember(self, what: object, result: object) -> None:
        if self._journal is not None:
            self._journal.append((what, result))
            self._played = len(self._journal)

    async def _watch_idle(self) -> None:
        while await self._touched_within(self.patience.idle) or await self._warned():
            pass
        self.end(End.IDLE)

    async def _warned(self) -> bool:
        self._screen.warn_idle(self.patience.warning)
        try:
            return await self._touched_within(self.patience.warning)
        finally:
            self._screen.warn_idle(None)

    async def _touched_within(self, seconds: float) -> bool:
        self._touch.clear()
        try:
            async with asyncio.timeout(seconds):
                return await self._touch.wait()
        except TimeoutError:
            return False


class Lobby(Visit):
    """Before a visit: nobody is known, so what somebody chose there (language, large letters) goes with them."""

    def wipe(self) -> None:
        """Nothing to wipe."""


async def _settle(answer: asyncio.Future[A], until: Coroutine[Any, Any, A]) -> None:
    try:
        result = await until
    except Exception as trouble:  # noqa: BLE001 - it goes on in the flow, at the await of the answer
        if not answer.done():
            answer.set_exception(trouble)
    else:
        if not answer.done():
            answer.set_result(result)
