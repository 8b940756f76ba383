"""The parts of a terminal behind its screen, put together after the first frame: devices, platforms, outbox, flows.

The table scheme → driver stands here; which schemes there are, the settings are told by `kiosk.terminal`.
"""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from devices.cards.pcsc import PcscReader
from devices.cards.photo import NoDecoder, PhotoDecoder, VendorDecoder
from devices.cards.sdt import SdtReader
from devices.counters import Counters
from devices.hub import Hub, Readers
from devices.ports import CardReader, DeviceStatus
from kiosk import VERSION, adapters, memory
from kiosk.clock import HallClock
from kiosk.failures import Failure, texts
from kiosk.flows.desk import CitizenVisit, Desk
from kiosk.flows.paper import failure_code, see_card_off
from kiosk.flows.self_service import self_service
from kiosk.heartbeat import Heart
from kiosk.outbox import Outbox
from kiosk.platforms import Platforms
from kiosk.platforms.client import Client
from kiosk.platforms.signing import Identity
from kiosk.platforms.terminals import DeviceReport
from kiosk.rules.texts import Text
from kiosk.settings import Settings, SettingsError
from kiosk.visit import Patience, Screen
from printing.ports import FinishedPdf, Paper, Printer, PrintProgress, Reason, Slip, Ticket
from printing.printers.escpos import TicketPrinter, link_for, profile_for
from printing.printers.ipp import IppPrinter
from printing.worker import NotRenderable, RenderWorker

SOFTWARE = f"hall-terminal {VERSION}"
PREVIEW_WIDTH = 1000  # pixels; the page area of a portrait screen
_RECEIPTS: tuple[type[Paper], ...] = (Ticket, Slip)
_A4: tuple[type[Paper], ...] = (FinishedPdf,)


class Parts:
    """Everything but the screen. Made on a helper thread; what happens in devices is delivered to the loop."""

    def __init__(self, settings: Settings, loop: asyncio.AbstractEventLoop) -> None:
        self._settings = settings
        self.statuses = adapters.Statuses()
        self._loop = loop
        self._hub = Hub(self._deliver)
        self._decoder = _decoder(settings)
        self._render = RenderWorker()
        terminal, data = settings.terminal, Path(settings.terminal.data).expanduser()
        identity = Identity(terminal.id, data / "terminal.key", settings.platform.enrolment)
        self._client = Client(settings.platform.url, identity)
        self._outbox = Outbox(data / "outbox.db", self._client)
        self.counters = Counters(data / "counters.json")
        self._readers: list[CardReader] = []
        self._printers: list[tuple[Printer, tuple[type[Paper], ...]]] = []
        try:
            self._open_devices()
        except SettingsError:
            self._close_devices()
            raise
        papers = adapters.DeskPapers(self._printers, self._previews, NotRenderable, self.statuses)
        self._papers = papers
        cards = adapters.DeskCards(Readers(self._readers), [r.name for r in self._readers], self.statuses)
        platforms = Platforms(self._client)
        self.desk = Desk(terminal.id, terminal.hall, platforms, cards, papers, self._outbox, self._outbox, HallClock())
        self.heart = Heart(platforms.terminals, SOFTWARE, self._devices, self._outbox.waiting)
        self._sending = asyncio.run_coroutine_threadsafe(self._outbox.carry_on(), loop)
        self._beating = asyncio.run_coroutine_threadsafe(self.heart.beat(), loop)
        self._warming = self._warm_up()

    # ---- for the terminal

    def new_visit(self, screen: Screen, patience: Patience) -> CitizenVisit:
        """A citizen's visit at this desk."""
        return CitizenVisit(screen, self.desk, self.heart.patience(patience))

    async def role(self, visit: CitizenVisit) -> None:
        """What this terminal does for a person. Failure terminal.closed where it was closed from afar."""
        if self.heart.settings.closed:
            raise Failure("terminal.closed")
        await self_service(visit)

    async def see_card_off(self, visit: CitizenVisit) -> None:
        """Between two visits: nobody's card stays on the reader unnoticed."""
        await see_card_off(visit)

    def notice(self) -> Text:
        """What the attract page says: what staff set from afar, or of resting parts; empty: all is well."""
        if self.heart.notice.zh:
            return self.heart.notice
        for paper in (FinishedPdf, Ticket):
            if reason := self.desk.papers.resting(paper):
                return texts(failure_code(Reason(reason))).happened
        return Text("") if self.desk.cards.available else texts("reader.gone").happened

    async def warmed(self) -> None:
        """Until everything that was begun at the start is there, or has failed; what takes the loop waits for it."""
        await asyncio.gather(*map(asyncio.wrap_future, self._warming), return_exceptions=True)

    def give_back_memory(self) -> None:
        """After a visit: see `kiosk.memory.give_back`."""
        memory.give_back()

    async def close(self) -> None:
        """Lets go of all devices and ends all children."""
        self._sending.cancel()
        self._beating.cancel()
        self._client.close()
        await self._loop.run_in_executor(None, self._close_devices)
        self._outbox.close()

    def _devices(self) -> list[DeviceReport]:
        """What heartbeats say of the devices."""
        known = ((name, self.statuses.of(name)) for name in self._settings.devices)
        return [DeviceReport(name, status.state.value, status.detail) for name, status in known if status]

    # ---- parts

    def _open_devices(self) -> None:
        for name, uri in self._settings.devices.items():
            try:
                self._open_device(name, uri)
            except ValueError as wrong:
                raise SettingsError(f"devices.{name} = {uri!r}: {wrong}") from wrong

    def _open_device(self, name: str, uri: str) -> None:
        told = self._hub.deliver
        scheme, _, rest = uri.partition(":")
        match scheme:
            case "sdt":
                self._readers.append(self._hub.open(SdtReader(name, rest, deliver=told, photo=self._decoder)))
            case "pcsc":
                self._readers.append(self._hub.open(PcscReader(name, rest, deliver=told)))
            case "escpos+tcp" | "escpos+serial":
                self._printers.append((self._hub.open(self._ticket_printer(name, uri)), _RECEIPTS))
            case "ipp" | "ipps":
                self._printers.append((self._hub.open(self._a4_printer(name, uri)), _A4))

    def _ticket_printer(self, name: str, uri: str) -> TicketPrinter:
        return TicketPrinter(
            name, link_for(uri), self._hub.deliver, profile=profile_for(uri), count=partial(self.counters.add, name)
        )

    def _a4_printer(self, name: str, uri: str) -> IppPrinter:
        return IppPrinter(
            name, uri, self._told_by_printer, owner=self._settings.terminal.id, count=partial(self.counters.add, name)
        )

    def _told_by_printer(self, event: DeviceStatus | PrintProgress) -> None:
        """Statuses by way of the hub, how far a print is straight on."""
        if isinstance(event, DeviceStatus):
            self._hub.deliver(event)
        else:
            self._deliver(event)

    def _deliver(self, event: object) -> None:
        """From any driver's thread to the loop."""
        with contextlib.suppress(RuntimeError):  # the loop has ended: there is nobody left to tell
            self._loop.call_soon_threadsafe(self._take, event)

    def _take(self, event: object) -> None:
        match event:
            case DeviceStatus():
                self.statuses.take(event)
            case PrintProgress():
                self._papers.progressed(event)

    def _previews(self, pdf: bytes) -> Future[tuple[bytes, ...]]:
        return self._render.pages(pdf, PREVIEW_WIDTH)

    def _warm_up(self) -> list[Future[Any]]:
        """Imports and starts what the first visit would otherwise wait for."""
        return [self._client.warm_up(), self._render.warm_up()]

    def _close_devices(self) -> None:
        self._hub.close()
        self.counters.close()
        self._render.close()


def _decoder(settings: Settings) -> PhotoDecoder:
    photo = settings.card_photo
    return VendorDecoder(Path(photo.decoder), photo.symbol) if photo.decoder else NoDecoder()
