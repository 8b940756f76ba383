"""The ports of flows over device drivers: futures of driver threads become awaits of the loop.

Nothing here knows which drivers there are; `kiosk.parts` brings them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

from devices.ports import (
    Advice,
    CameraDetail,
    CardFailed,
    CardRead,
    CardResult,
    CodeResult,
    DeviceState,
    DeviceStatus,
    DocumentCamera,
    PageNotTaken,
    PageResult,
    Preview,
)
from kiosk import log
from kiosk.failures import Failure, texts
from kiosk.flows.desk import CardsFor, Printed, ScannedPage
from kiosk.flows.scan import ADVICE
from kiosk.newest import Newest
from kiosk.rules.texts import Text
from kiosk.steps.scanning import Seen
from printing.ports import Done, Failed, FinishedPdf, Paper, Printer, PrintProgress, Reason

_CAMERA_FAULTS: dict[str, str] = {CameraDetail.FROZEN: "camera.frozen", CameraDetail.BLACK: "camera.too-dark"}
_AWAY = (DeviceState.ABSENT, DeviceState.FAULT)


class Readers(Protocol):
    """All card readers as one (`devices.cards.readers`)."""

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged, well or badly, still lies on any of them."""

    def read_next(self) -> Future[CardResult]:
        """The next card on any of them."""

    def lifted(self) -> Future[None]:
        """Done once no card lies on any of them."""


def _unheard(reason: str) -> None:
    """For those whom trouble on the way doesn't interest."""


class Statuses:
    """What is known of each device, kept on the loop's thread."""

    def __init__(self) -> None:
        self._known: dict[str, DeviceStatus] = {}
        self.changed = asyncio.Event()
        self._listening: set[asyncio.Future[None]] = set()

    def take(self, status: DeviceStatus) -> None:
        """A device's status changed."""
        self._known[status.device] = status
        log.write(log.DeviceChanged(status.device, status.state, status.detail))
        self.tell()

    def tell(self) -> None:
        """Something that pages show of the devices is another."""
        self.changed.set()
        for listener in self._listening:
            if not listener.done():
                listener.set_result(None)

    async def news(self) -> None:
        """Returns with the next change of any status; for any number of listeners."""
        listener: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._listening.add(listener)
        try:
            await listener
        finally:
            self._listening.discard(listener)

    def of(self, device: str) -> DeviceStatus | None:
        """The last status of a device; None while it has not spoken."""
        return self._known.get(device)

    def away(self, device: str) -> bool:
        """Whether it certainly can't be used."""
        status = self._known.get(device)
        return status is not None and status.state in _AWAY


class DeskCards:
    """`kiosk.flows.desk.Cards` over the terminal's readers."""

    def __init__(
        self, readers: Readers, names: Sequence[str], statuses: Statuses, for_id_cards: Sequence[str] = ()
    ) -> None:
        self._readers, self._names, self._statuses = readers, tuple(names), statuses
        self._for_id_cards = tuple(for_id_cards)

    @property
    def available(self) -> bool:
        """Whether any reader may be used."""
        return any(not self._statuses.away(name) for name in self._names)

    @property
    def reads_id_cards(self) -> bool:
        """Whether any of those made for ID cards may be used."""
        return any(not self._statuses.away(name) for name in self._for_id_cards)

    @property
    def gone(self) -> frozenset[CardsFor]:
        """For which cards there is a reader that can't be used, and none that can."""
        others = tuple(name for name in self._names if name not in self._for_id_cards)
        kinds = ((CardsFor.IDENTITY, self._for_id_cards), (CardsFor.SOCIAL_SECURITY, others))
        return frozenset(kind for kind, names in kinds if names and all(map(self._statuses.away, names)))

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged, well or badly, still lies there: one nobody could read is forgotten too."""
        return self._readers.occupied

    async def read(self) -> CardResult:
        """The next card; cancelling this gives the readers their rest."""
        result = await asyncio.wrap_future(self._readers.read_next())
        match result:
            case CardRead(reader=reader, text=text, sam_id=sam_id):
                log.write(log.CardWasRead(reader, text.kind, sam_id))
            case CardFailed(reader=reader, trouble=trouble):
                log.write(log.CardNotRead(reader, trouble))
        return result

    async def lifted(self) -> None:
        """Returns once no card lies there, or the readers went away."""
        await asyncio.wrap_future(self._readers.lifted())


class Scanners(Protocol):
    """All code scanners as one (`devices.scanning.scanners`)."""

    def read_next(self) -> Future[CodeResult]:
        """The next code on any of them."""


class DeskCodes:
    """`kiosk.flows.desk.Codes` over the terminal's scanners."""

    def __init__(self, scanners: Scanners, names: Sequence[str], statuses: Statuses) -> None:
        self._scanners, self._names, self._statuses = scanners, tuple(names), statuses

    @property
    def available(self) -> bool:
        """Whether any scanner may be used."""
        return any(not self._statuses.away(name) for name in self._names)

    async def read(self) -> CodeResult:
        """The next code; cancelling this gives the scanners their rest."""
        return await asyncio.wrap_future(self._scanners.read_next())


class DeskCamera:
    """`kiosk.flows.desk.PageCamera` over the terminal's document camera; its own `LiveView`.

    `deliver` runs a call on the loop's thread. Of several pictures that wait for the loop only the newest is shown.
    """

    def __init__(
        self,
        camera: DocumentCamera,
        document: Callable[[Sequence[ScannedPage]], bytes],
        most_pages: int,
        statuses: Statuses,
        deliver: Callable[[Callable[[], None]], None],
    ) -> None:
        self._camera, self._document, self._statuses = camera, document, statuses
        self.most_pages = most_pages
        self._show: Callable[[Seen], None] | None = None
        self._pictures = Newest[Preview](deliver, self._show_picture)

    @property
    def available(self) -> bool:
        """Whether it may be used."""
        return not self._statuses.away(self._camera.name)

    @property
    def view(self) -> DeskCamera:
        """What it sees: itself."""
        return self

    def look(self, seen: Callable[[Seen], None] | None) -> None:
        """See `LiveView`."""
        watching, self._show = self._show is not None, seen
        if seen is None:
            self._pictures.forget()
        if watching != (seen is not None):
            self._camera.watch(self._pictures.came if seen else None)

    def changed(self, status: DeviceStatus) -> None:
        """The device's status changed: who looks is told that nothing is to be seen."""
        if self._show and status.device == self._camera.name and status.state in _AWAY:
            self._show(Seen(_fault_of(status)))

    async def take(self) -> PageResult:
        """The page that lies there now."""
        result = await asyncio.wrap_future(self._camera.take())
        if isinstance(result, PageNotTaken):
            log.write(log.PageNotTaken(result.camera, result.trouble))
        else:
            log.write(log.PageTaken(result.camera, result.advice, len(result.jpeg)))
        return result

    def document(self, pages: Sequence[ScannedPage]) -> bytes:
        """The pages as one PDF."""
        return self._document(pages)

    def _show_picture(self, preview: Preview) -> None:
        if not self._show:
            return
        status = self._statuses.of(self._camera.name)
        if status and status.state in _AWAY:  # a picture that stands still looks well
            seen = Seen(_fault_of(status), False, preview.width, preview.height, preview.rgb)
        else:
            good = preview.advice is Advice.FINE
            size = preview.width, preview.height
            seen = Seen(ADVICE[preview.advice], good, *size, preview.rgb, preview.outline)
        self._show(seen)


class DeskPapers:
    """`kiosk.flows.desk.Papers` over the terminal's printers and its rendering process."""

    def __init__(
        self,
        printers: Sequence[tuple[Printer, tuple[type[Paper], ...]]],
        render: Callable[[bytes], Future[tuple[bytes, ...]]],
        not_renderable: type[Exception],
        statuses: Statuses,
    ) -> None:
        self._printers, self._render, self._not_renderable = tuple(printers), render, not_renderable
        self._statuses = statuses
        self._progress: dict[str, Callable[[int, int], None]] = {}

    def resting(self, paper: type[Paper]) -> str:
        """The reason's value why no printer can print this now; "" if one can."""
        reason = Reason.OFFLINE.value
        for printer in self._able(paper):
            status = self._statuses.of(printer.name)
            if status is None or status.state not in _AWAY:
                return ""
            reason = _reason(status)
        return reason

    async def print(
        self, paper: Paper, progress: Callable[[int, int], None], troubled: Callable[[str], None] = _unheard
    ) -> Printed:
        """Prints on the first printer that can."""
        able = self._able(type(paper))
        printer = next((p for p in able if not self._statuses.away(p.name)), able[0] if able else None)
        if printer is None:
            return Printed(Failed(Reason.OFFLINE))
        out = 0

        def progressed(page: int, pages: int) -> None:
            nonlocal out
            out = page
            progress(page, pages)

        self._progress[printer.name] = progressed
        watching = asyncio.create_task(self._watch(printer.name, troubled))
        try:
            outcome = await asyncio.wrap_future(printer.print(paper))
        finally:
            watching.cancel()
            self._progress.pop(printer.name, None)
        printed = Printed(outcome, printer.name, _pages_of(paper) if isinstance(outcome, Done) else out)
        _log_print(paper, printed)
        return printed

    async def _watch(self, printer: str, troubled: Callable[[str], None]) -> None:
        """Tells what stops the printer as soon as it is known, long before the driver gives the job up."""
        while True:
            await self._statuses.news()
            status = self._statuses.of(printer)
            troubled(_reason(status) if status and self._statuses.away(printer) else "")

    def progressed(self, event: PrintProgress) -> None:
        """A printer told how far it is."""
        if progress := self._progress.get(event.device):
            progress(event.page, event.pages)

    async def previews(self, pdf: bytes) -> tuple[bytes, ...]:
        """The pages as PNG."""
        try:
            return await asyncio.wrap_future(self._render(pdf))
        except self._not_renderable as wrong:
            raise Failure("platform.broken") from wrong

    def cancel_all(self) -> None:
        """Nothing of this visit is printed later."""
        for printer, _ in self._printers:
            printer.cancel_all()

    def _able(self, paper: type[Paper]) -> list[Printer]:
        return [printer for printer, kinds in self._printers if paper in kinds]


def _fault_of(status: DeviceStatus) -> Text:
    """What a person reads of a camera that can't be used."""
    return texts(_CAMERA_FAULTS.get(status.detail, "camera.gone")).happened


def _pages_of(paper: Paper) -> int:
    """Pages of all copies, or one ticket; 1 where nobody has counted."""
    return max(1, paper.pages) * paper.copies if isinstance(paper, FinishedPdf) else 1


def _log_print(paper: Paper, printed: Printed) -> None:
    outcome = printed.outcome
    reason = outcome.reason.value if isinstance(outcome, Failed) else ""
    kind, how = type(paper).__name__, type(outcome).__name__.lower()
    log.write(log.PaperEnded(kind, how, reason, printed.device, printed.pages, paper.reprint))


def _reason(status: DeviceStatus) -> str:
    known = {r.value for r in Reason}
    return status.detail if status.detail in known else Reason.OFFLINE.value
