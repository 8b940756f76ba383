"""The A4 printer: finished PDFs over IPP, directly or through a CUPS queue, on a thread of its own.

Asked at the start and at each look: A4, duplex, colour, what is in the trays, supplies. A printer that can't print A4
is a fault for staff before anybody wants a document.

A fault that stands longer than the grace cancels the job: nothing is printed later, when somebody else stands there.
What an earlier run of this terminal has left in queue or printer is cancelled at the start. A reason that stood before
a job, and still stands after it came out, is an old one: it is not believed until it is gone once.

Deadlines (`DEADLINES`): one exchange 3 s, looks at a job each 0.25 s (0.5 s after ten seconds), at an idle printer each
5 s, at one in trouble each 1.5 s, at one that doesn't answer after 0.5 s, doubling to 1.5 s; a fault may stand 10 s, a
printer with a job be silent 5 s, nothing move 20 s under a fault that stood before; a job may take 180 s; a cancelled
one is watched for 2 s.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from devices.backoff import BackOff, BackOffPolicy
from devices.ports import DeviceState, DeviceStatus
from printing.ports import (
    A4Detail,
    CountUp,
    Done,
    Failed,
    FinishedPdf,
    Outcome,
    Paper,
    PrintProgress,
    Reason,
    Unknown,
    count_nothing,
    count_outcome,
)
from printing.printers.ipp_job import IppTimes, JobRun, SentJob, Settled, new_job, settle, settle_all
from printing.printers.ipp_link import Link, Lost, NotReached, check_uri, new_session
from printing.printers.ipp_message import Attribute, Kind, Operation
from printing.printers.ipp_state import (
    PRINTER_ATTRIBUTES,
    STOPPING,
    JobFacts,
    PrinterFacts,
    detail,
    device_status,
    printer_facts,
)

_LOG = logging.getLogger(__name__)
DEADLINES: Mapping[str, float] = {
    name: value.longest if isinstance(value, BackOffPolicy) else value for name, value in vars(IppTimes()).items()
}
"""Seconds by name, as `IppTimes` explains them; of the back-off its longest pause."""

_MISSES = 8  # so often a loose job must not be found before it counts as lost with the printer's memory

Deliver = Callable[[DeviceStatus | PrintProgress], None]
_Tell = Callable[[PrinterFacts | None], None]


@dataclass(frozen=True)
class _Wanted:
    """A paper that waits for its turn."""

    paper: FinishedPdf
    outcome: Future[Outcome]


@dataclass
class _Loose:
    """A job that may still be in a printer that didn't answer."""

    job: SentJob
    misses: int = 0


@dataclass
class _Now:
    """The job in hand."""

    cancelled: asyncio.Event = field(default_factory=asyncio.Event)


class IppPrinter:
    """`printing.ports.Printer` for finished PDFs.

    `uri`: the printer or the queue that takes jobs (`ipp://localhost:631/printers/a4`). `printer_uri`: the printer
    itself, if `uri` is a queue; without it the queue's `device-uri` is used where it is an IPP address.
    `deliver` gets statuses (only changes) and page progress, on the driver's thread. `owner`: the terminal's id, by
    which it knows its own jobs again; another terminal's at the same printer are left alone. ValueError for a wrong
    address. `count` what was done: "pages", "reprints", "failed", "unknown".
    """

    def __init__(
        self,
        name: str,
        uri: str,
        deliver: Deliver,
        *,
        printer_uri: str = "",
        owner: str = "",
        count: CountUp = count_nothing,
        times: IppTimes | None = None,
    ) -> None:
        self._name = name
        self._uri = check_uri(uri)
        self._printer_uri = check_uri(printer_uri) if printer_uri else ""
        self._deliver = deliver
        self._count = count
        self._pages = 0  # out of the paper in hand
        self._owner = owner or uuid.uuid4().hex[:12]
        self._times = times or IppTimes()
        self._back_off = BackOff(self._times.back_off)
        self._status = DeviceStatus(name, DeviceState.ABSENT, "starting")
        self._waiting: deque[_Wanted] = deque()
        self._lock = threading.Lock()
        self._closing = False
        self._now: _Now | None = None
        self._loose: list[_Loose] = []
        self._swept: set[str] = set()  # addresses without jobs of an earlier run
        self._disbelieved: frozenset[str] = frozenset()
        self._detail: A4Detail | None = None
        self._loop = asyncio.new_event_loop()
        self._wake = asyncio.Event()
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name=f"ipp-{name}", daemon=True)
        self._thread.start()

    # ---- from any thread

    @property
    def name(self) -> str:
        """The device's name from the settings."""
        return self._name

    def takes(self, paper: Paper) -> bool:
        """Finished PDFs only."""
        return isinstance(paper, FinishedPdf)

    def print(self, paper: Paper) -> Future[Outcome]:
        """Prints one document after those before it. ValueError for another paper or no copies."""
        if not isinstance(paper, FinishedPdf) or paper.copies < 1:
            raise ValueError("this printer takes finished documents, one copy or more")
        outcome: Future[Outcome] = Future()
        with self._lock:
            if self._closing:
                outcome.set_result(Failed(Reason.CANCELLED))
                return outcome
            self._waiting.append(_Wanted(paper, outcome))
            self._poke(self._wake.set)
        return outcome

    def cancel_all(self) -> None:
        """Cancels what waits and what prints; outcomes follow."""
        with self._lock:
            waiting = list(self._waiting)
            self._waiting.clear()
            self._poke(self._cancel_now)
        for wanted in waiting:
            _settle_future(wanted.outcome, Failed(Reason.CANCELLED))

    def status(self) -> DeviceStatus:
        """The last known status."""
        return self._status

    def detail(self) -> A4Detail | None:
        """What it last said of itself; None while it is silent."""
        return self._detail

    def warm_up(self) -> Future[None]:
        """Done when the libraries are loaded and the printer was asked for the first time."""
        return self._ready

    def close(self) -> None:
        """Cancels everything, stops the driver and waits for its thread."""
        self.cancel_all()
        with self._lock:
            self._closing = True
            self._poke(self._wake.set)
        self._thread.join()

    def _poke(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: there is nothing left to tell it
            self._loop.call_soon_threadsafe(call)

    # ---- on the driver's thread

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._main())
        except Exception:  # noqa: BLE001  (the edge of this thread)
            _LOG.exception("the driver of %s ended", self._name)
        finally:
            with self._lock:
                self._closing = True
            self.cancel_all()
            if not self._ready.done():
                self._ready.set_result(None)

    async def _main(self) -> None:
        async with new_session() as session:

            def link(uri: str) -> Link:
                return Link(uri, self._times.request, session)

            queue = link(self._uri)
            apart = self._printer_uri not in ("", self._uri)
            printer = _Word(queue, link(self._printer_uri) if apart else None, link, self._tell)
            await printer.queue_facts()
            await printer.facts()
            await self._sweep(queue, printer.printer)
            self._ready.set_result(None)
            while not self._closing:
                self._wake.clear()
                if (wanted := self._next()) is not None:
                    await self._serve(printer, queue, wanted)
                    del wanted
                    await printer.facts()
                    continue
                await self._rest()
                await self._settle_loose(queue, printer.printer)
                await printer.facts()
                await self._sweep(queue, printer.printer)
            await self._settle_loose(queue, printer.printer)

    def _next(self) -> _Wanted | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    async def _rest(self) -> None:
        match self._status.state:
            case DeviceState.ABSENT:
                seconds = self._back_off.pause()
            case DeviceState.FAULT:
                seconds = self._times.trouble
            case _:
                seconds = self._times.rest
        seconds = min(seconds, self._times.poll * 2) if self._loose else seconds
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _serve(self, printer: _Word, queue: Link, wanted: _Wanted) -> None:
        if not wanted.outcome.set_running_or_notify_cancel():
            return
        self._now, self._pages = _Now(), 0
        if self._closing:
            self._now.cancelled.set()
        outcome: Outcome = Unknown()  # stays where the driver itself breaks: the person must get an answer
        try:
            outcome = await self._copies(queue, printer, wanted.paper, self._now.cancelled)
        finally:
            self._now = None
            self._count_up(wanted.paper, outcome)
            wanted.outcome.set_result(outcome)

    def _count_up(self, paper: FinishedPdf, outcome: Outcome) -> None:
        """Pages by the printer's own count; where it has none, those of a whole document."""
        whole = max(1, paper.pages) * paper.copies if isinstance(outcome, Done) else 0
        self._count("pages", max(self._pages, whole))
        count_outcome(self._count, outcome, paper.reprint)

    async def _copies(self, queue: Link, printer: _Word, paper: FinishedPdf, cancelled: asyncio.Event) -> Outcome:
        """One job with all copies, or as many jobs as the printer needs; the first that isn't done decides."""
        facts, now = await printer.queue_facts(), await printer.facts()
        if facts is None or now is None:
            return Failed(Reason.OFFLINE)
        if not facts.takes_pdf:
            return Failed(Reason.REFUSED)
        if now.a4 is False:
            return Failed(Reason.NOT_A4)
        left, out, before = paper.copies, 0, now.reasons
        while left:
            if cancelled.is_set():
                return Failed(Reason.CANCELLED)
            count = min(left, facts.most_copies)
            progress = self._progress(paper, out)
            run = JobRun(queue, printer, self._times, cancelled, progress, new_job(self._owner), before)
            outcome = await run.print(paper.pdf, count)
            if run.loose is not None:
                self._loose.append(_Loose(run.loose))
            if not isinstance(outcome, Done):
                return outcome
            left, out, before = left - count, out + count, run.before
        self._disbelieved = before & STOPPING
        return Done()

    def _progress(self, paper: FinishedPdf, copies_out: int) -> Callable[[JobFacts], None]:
        told = 0

        def tell(job: JobFacts) -> None:
            nonlocal told
            pages = paper.pages * paper.copies
            page = copies_out * paper.pages + job.pages
            if job.pages and page > told:
                told = self._pages = page
                self._deliver(PrintProgress(self._name, min(page, pages) if pages else page, pages))

        return tell

    def _cancel_now(self) -> None:
        if self._now is not None:
            self._now.cancelled.set()

    async def _sweep(self, queue: Link, printer: Link | None) -> None:
        """Once for each address, as soon as it answers: what the terminal printed when it was ended is not its next
        visitor's.
        """
        for link in (queue, printer):
            if link is not None and link.uri not in self._swept and await settle_all(link, self._owner):
                self._swept.add(link.uri)

    async def _settle_loose(self, queue: Link, printer: Link | None) -> None:
        """Jobs of a printer that went away are cancelled as soon as it is back, in the queue and in itself."""
        for loose in list(self._loose):
            told = [await settle(link, loose.job) for link in (queue, printer) if link is not None]
            if all(word is Settled.ENDED for word in told):
                self._loose.remove(loose)
            elif Settled.NOT_REACHED not in told:
                loose.misses += 1
                if loose.misses >= _MISSES:
                    self._loose.remove(loose)

    def _tell(self, facts: PrinterFacts | None) -> None:
        if facts is not None:
            self._back_off.reset()
            self._disbelieved &= facts.reasons
            facts = facts.without(self._disbelieved)
        self._detail = detail(facts) if facts is not None else None
        status = device_status(self._name, facts, busy=self._now is not None)
        if status != self._status:
            self._status = status
            self._deliver(status)


class _Word:
    """What the queue says it can do, and what the printer itself says of its state, where its address is known."""

    def __init__(self, queue: Link, printer: Link | None, link: Callable[[str], Link], tell: _Tell) -> None:
        self._queue = queue
        self.printer = printer  # where it is another address than the queue's
        self._link = link
        self._tell = tell

    async def queue_facts(self) -> PrinterFacts | None:
        """What the queue says of itself; finds the printer behind it. None if it doesn't answer."""
        facts = await _ask(self._queue)
        if facts is not None and self.printer is None and facts.device_uri not in ("", self._queue.uri):
            with contextlib.suppress(ValueError):  # a queue for a printer that isn't reached by IPP
                found = self._link(facts.device_uri)
                # Only once it has answered: a queue may name its device by a service name that we can't resolve.
                self.printer = found if await _ask(found) is not None else None
        return facts

    async def facts(self) -> PrinterFacts | None:
        """The printer's own facts, told to the driver; None if it doesn't answer."""
        facts = await (_ask(self.printer) if self.printer is not None else self.queue_facts())
        self._tell(facts)
        return facts


async def _ask(link: Link) -> PrinterFacts | None:
    wanted = Attribute(Kind.KEYWORD, "requested-attributes", PRINTER_ATTRIBUTES)
    try:
        answer = await link.ask(Operation.GET_PRINTER_ATTRIBUTES, [wanted])
    except (NotReached, Lost):
        return None
    return printer_facts(answer) if answer.ok else None


def _settle_future(future: Future[Outcome], outcome: Outcome) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(outcome)
