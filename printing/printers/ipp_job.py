"""One job at a printer, from its first byte to a certain end: sent, watched, cancelled where it must not go on.

The queue that takes the job may be another than the printer that prints it (CUPS). The queue says how the job ends;
what is wrong is asked of the printer itself, because a queue keeps reasons of yesterday.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar

from devices.backoff import BackOffPolicy
from printing.ports import Done, Failed, Outcome, Reason, Unknown
from printing.printers.ipp_link import Link, Lost, NotReached
from printing.printers.ipp_message import Attribute, Kind, Operation
from printing.printers.ipp_state import JOB_ATTRIBUTES, JobFacts, JobState, PrinterFacts, PrinterState, job_facts

_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)
_A4 = "iso_a4_210x297mm"  # PWG 5101.1
_BUSY = frozenset({0x0502, 0x0505, 0x0506, 0x0507})  # unavailable, temporary error, not accepting, busy
_GONE = frozenset({0x0406, 0x0407})  # not found, gone


@dataclass(frozen=True)
class IppTimes:
    """All deadlines of the driver, in seconds.

    `request`: one exchange. `poll`: between looks at a job (twice as long after ten seconds). `rest`: between looks at
    an idle printer, `trouble`: at one that can't print, `back_off`: at one that doesn't answer. `grace`: how long a
    fault may stand before the job is cancelled. `stall`: how long nothing may move under a fault that stood before the
    job and may be an old one. `silent`: how long a printer that has a job may not answer. `job`: how long one job may
    take. `cancel`: how long a cancelled job is watched.
    """

    request: float = 3.0
    poll: float = 0.25
    rest: float = 5.0
    trouble: float = 1.5
    back_off: BackOffPolicy = BackOffPolicy(first=0.5, most=1.5)
    grace: float = 10.0
    stall: float = 20.0
    silent: float = 5.0
    job: float = 180.0
    cancel: float = 2.0


@dataclass
class SentJob:
    """A job that the printer may have: its name is ours and unique, its number is the printer's."""

    name: str
    id: int = 0


def prefix(owner: str) -> str:
    """What the names of a terminal's jobs begin with."""
    return f"hall-{owner}."  # no id has a point: JA-ZZ and JA-ZZ-03 are told apart


def new_job(owner: str) -> SentJob:
    """A job of this terminal."""
    return SentJob(prefix(owner) + uuid.uuid4().hex[:12])


class PrinterWord(Protocol):
    """The printer itself: its address where that isn't the queue's, and what it says (None: no answer)."""

    printer: Link | None

    async def facts(self) -> PrinterFacts | None:
        """Its present facts."""


class Settled(Enum):
    """What became of a job that was given up."""

    ENDED = "ended"
    NOT_THERE = "not-there"  # it may come yet, out of a buffer
    NOT_REACHED = "not-reached"


Progress = Callable[[JobFacts], None]


class JobRun:
    """Prints one document and says how it ended; `loose` is the job that could not be cancelled yet, if any."""

    def __init__(
        self,
        queue: Link,
        printer: PrinterWord,
        times: IppTimes,
        cancelled: asyncio.Event,
        progress: Progress,
        job: SentJob,
        before: frozenset[str] = frozenset(),
    ) -> None:
        """`before`: the printer's reasons before the job; they may be of yesterday."""
        self._queue = queue
        self._printer = printer
        self._times = times
        self._cancelled = cancelled
        self._progress = progress
        self._job = job
        self.before = before
        self.loose: SentJob | None = None

    async def print(self, pdf: bytes, copies: int) -> Outcome:
        """Sends the document and watches it to its end. Nothing of it is printed after this returns, as far as the
        printer can be reached; otherwise `loose` is set.
        """
        try:
            refused = await self._send(pdf, copies)
        except NotReached:
            return Failed(Reason.OFFLINE)
        except Lost as lost:
            _LOG.warning("no answer to a print job: %s", lost)
            if not await self._find():
                self.loose = self._job
                return Unknown()
        else:
            if refused is not None:
                return refused
        del pdf
        return await self._watch()

    async def _send(self, pdf: bytes, copies: int) -> Outcome | None:
        """Hands the document over; None if the printer has it. A busy printer is asked again within the grace."""
        end = _now() + self._times.grace
        while True:
            answer = await self._queue.ask(Operation.PRINT_JOB, self._about(), _wishes(copies), pdf)
            if answer.ok:
                break
            if answer.status not in _BUSY:
                _LOG.warning("print job refused: status %#06x", answer.status)
                return Failed(Reason.REFUSED)
            if await self._pause():
                return Failed(Reason.CANCELLED)
            if _now() > end:
                facts = await self._printer.facts()
                return Failed(facts.fault if facts is not None and facts.fault is not None else Reason.REFUSED)
        self._know(next(iter(job_facts(answer)), None))
        return None

    def _about(self) -> list[Attribute]:
        return [
            Attribute(Kind.NAME, "job-name", (self._job.name,)),
            Attribute(Kind.MIME, "document-format", ("application/pdf",)),
        ]

    def _know(self, facts: JobFacts | None) -> None:
        if facts is not None:
            self._job.id = facts.id

    async def _find(self) -> bool:
        """Whether the printer has our job, by its name: the answer to the job itself was lost."""
        end = _now() + self._times.silent
        while _now() < end:
            try:
                found = await find(self._queue, self._job)
            except (NotReached, Lost):
                found = None
            if found is not None:
                self._know(found)
                return True
            if await self._pause():
                break
        return False

    async def _watch(self) -> Outcome:
        """Looks at the job and the printer until the job ended, a fault stood too long or a deadline passed."""
        course = _Course(self._times, _now())
        while True:
            job, printer = await asyncio.gather(self._look(), self._printer.facts())
            if printer is not None:
                self.before &= printer.reasons  # what comes back is new
            pages = await self._tell_progress(job)
            course.see(_now(), job, printer, pages, self.before)
            if job is not None and job.ended:
                return _ended(job, await self._why(job, course.fault))
            if self._cancelled.is_set():
                return await self._cancel(Reason.CANCELLED)
            if (why := course.hopeless(_now())) is not None:
                return await self._cancel(why)
            await self._pause(slow=course.is_slow(_now()))

    async def _why(self, job: JobFacts, fault: Reason | None) -> Reason | None:
        """Why a job ended: a queue may give one up before anybody has seen that its printer is gone."""
        if job.state is JobState.ABORTED and fault is None and await self._printer.facts() is None:
            return Reason.OFFLINE
        return fault

    async def _look(self) -> JobFacts | None:
        """What the queue says of our job; ended as aborted if it knows no such job any more."""
        if not self._job.id:  # a printer that gives no number: by name
            return await _quietly(find(self._queue, self._job))
        answer = await _quietly(self._queue.ask(Operation.GET_JOB_ATTRIBUTES, _which(self._job.id)))
        if answer is None:
            return None
        found = next(iter(job_facts(answer)), None)
        # A printer that was switched off and on counts from one again: the number may be another's job now.
        other = found is not None and found.name not in ("", self._job.name)
        if answer.status in _GONE or other:
            return JobFacts(self._job.id, JobState.ABORTED, frozenset({_FORGOTTEN}))
        return found

    async def _tell_progress(self, facts: JobFacts | None) -> int:
        """Pages that are out. A queue counts those it has filtered: the printer behind it is asked."""
        if (printer := self._printer.printer) is not None:
            facts = await _quietly(find(printer, self._job, ("not-completed",)))
        if facts is None:
            return 0
        self._progress(facts)
        return facts.pages

    async def _cancel(self, why: Reason) -> Outcome:
        """Cancels, and tells what is certain: not printed for this reason, printed after all, or not known."""
        accepted = await cancel(self._queue, self._job)
        behind = Settled.ENDED
        if (printer := self._printer.printer) is not None:
            # A queue that lost its printer forgets to tell it; the queue gives its jobs to the printer by our name.
            behind = await settle(printer, SentJob(self._job.name))
        facts = await self._stopped()
        accepted = accepted or (facts is not None and (facts.ended or facts.stopping))
        # One the printer doesn't know yet may be on its way to it: it is looked for a while longer.
        self.loose = None if accepted and behind is Settled.ENDED else self._job
        if facts is not None and facts.ended:
            return _ended(facts, why)
        surely = accepted and behind is not Settled.NOT_REACHED and why is not Reason.OFFLINE
        return Failed(why) if surely else Unknown()

    async def _stopped(self) -> JobFacts | None:
        """The job when it has ended, or as it was when the time for that was over."""
        end = _now() + self._times.cancel
        while True:
            facts = await self._look()
            if _now() > end or (facts is not None and facts.ended):
                return facts
            await asyncio.sleep(self._times.poll)  # not _pause: being cancelled again changes nothing here

    async def _pause(self, *, slow: bool = False) -> bool:
        """Waits until the next look, or less if the job is to be cancelled; whether it is."""
        try:
            async with asyncio.timeout(self._times.poll * (2 if slow else 1)):
                await self._cancelled.wait()
        except TimeoutError:
            return False
        return True


@dataclass
class _Course:
    """What is known of a job under way, and since when (seconds of the loop's clock)."""

    times: IppTimes
    started: float
    fault: Reason | None = None

    def __post_init__(self) -> None:
        self._heard = self._well = self._moved = self.started
        self._seen: object = None
        self._suspected: Reason | None = None

    def see(
        self, now: float, job: JobFacts | None, printer: PrinterFacts | None, pages: int, before: frozenset[str]
    ) -> None:
        """One look at the job and the printer."""
        self.fault = _fault(job, printer, before)
        self._suspected = printer.fault if printer is not None else None
        if job is not None:
            self._heard = now
            if (seen := (job.state, pages)) != self._seen:
                self._seen, self._moved = seen, now
        if self.fault is None:
            self._well = now

    def hopeless(self, now: float) -> Reason | None:
        """Why the job is to be given up, if it is."""
        times = self.times
        if now - self._heard > times.silent:
            return Reason.OFFLINE
        if self.fault is not None and now - self._well > times.grace:
            return self.fault
        if self._suspected is not None and now - self._moved > times.stall:
            return self._suspected
        return (self.fault or Reason.OTHER) if now - self.started > times.job else None

    def is_slow(self, now: float) -> bool:
        """Whether looking less often will do."""
        return now - self.started > 10


def _fault(job: JobFacts | None, printer: PrinterFacts | None, before: frozenset[str]) -> Reason | None:
    """What the printer itself says is wrong. Reasons that stood `before` the job count only where it has stopped:
    printers and queues keep some of them for days.
    """
    if printer is None:
        return Reason.OFFLINE
    if printer.state is PrinterState.STOPPED or (job is not None and job.stopped):
        return printer.fault or Reason.OTHER
    return printer.without(before).fault


_FORGOTTEN = "not-known-any-more"  # ours, not IPP's


def _ended(job: JobFacts, why: Reason | None) -> Outcome:
    if job.state is JobState.COMPLETED:
        return Unknown() if "job-completed-with-errors" in job.reasons else Done()
    if _FORGOTTEN in job.reasons or why is Reason.OFFLINE:
        # A printer that was away may have printed all of it before it forgot the job.
        return Unknown()
    if job.state is JobState.CANCELED:
        return Failed(why or Reason.CANCELLED)
    return Failed(why or Reason.OTHER)


def _wishes(copies: int) -> list[Attribute]:
    wishes = [
        Attribute(Kind.KEYWORD, "media", (_A4,)),
        Attribute(Kind.KEYWORD, "sides", ("one-sided",)),
        Attribute(Kind.KEYWORD, "print-scaling", ("none",)),
    ]
    return [Attribute(Kind.INTEGER, "copies", (copies,)), *wishes] if copies > 1 else wishes


def _which(job: int) -> list[Attribute]:
    return [
        Attribute(Kind.INTEGER, "job-id", (job,)),
        Attribute(Kind.KEYWORD, "requested-attributes", JOB_ATTRIBUTES),
    ]


_ALL = ("not-completed", "completed")


async def find(queue: Link, job: SentJob, among: tuple[str, ...] = _ALL) -> JobFacts | None:
    """The job of this name, among those waiting and those done. Raises NotReached or Lost."""
    for which in among:
        asked = [
            Attribute(Kind.KEYWORD, "which-jobs", (which,)),
            Attribute(Kind.KEYWORD, "requested-attributes", JOB_ATTRIBUTES),
        ]
        answer = await queue.ask(Operation.GET_JOBS, asked)
        for facts in job_facts(answer):
            if facts.name == job.name:
                return facts
    return None


async def cancel(queue: Link, job: SentJob) -> bool:
    """Has the printer give the job up; whether it took that."""
    if not job.id:
        found = await _quietly(find(queue, job))
        if found is None:
            return False
        job.id = found.id
    answer = await _quietly(queue.ask(Operation.CANCEL_JOB, [Attribute(Kind.INTEGER, "job-id", (job.id,))]))
    return answer is not None and answer.ok


async def settle(link: Link, job: SentJob) -> Settled:
    """Sees that a job which was given up never prints."""
    try:
        found = await find(link, job)
    except (NotReached, Lost):
        return Settled.NOT_REACHED
    if found is None:
        return Settled.NOT_THERE
    there = SentJob(job.name, found.id)
    return Settled.ENDED if found.ended or found.stopping or await cancel(link, there) else Settled.NOT_REACHED


async def settle_all(link: Link, owner: str) -> bool:
    """Cancels what an earlier run of this terminal has left there; False if that must be tried again."""
    try:
        asked = [
            Attribute(Kind.KEYWORD, "which-jobs", ("not-completed",)),
            Attribute(Kind.KEYWORD, "requested-attributes", JOB_ATTRIBUTES),
        ]
        left = job_facts(await link.ask(Operation.GET_JOBS, asked))
    except (NotReached, Lost):
        return False
    ours = [SentJob(facts.name, facts.id) for facts in left if facts.name.startswith(prefix(owner))]
    return all([await cancel(link, job) for job in ours])


async def _quietly(asked: Awaitable[_T]) -> _T | None:
    """The answer, or None if there was none: the caller counts how long that lasts."""
    try:
        return await asked
    except (NotReached, Lost):
        return None


def _now() -> float:
    return asyncio.get_running_loop().time()
