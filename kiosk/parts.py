"""The parts of a terminal behind its screen, put together after the first frame: devices, platforms, outbox, flows.

The table scheme → driver stands here; which schemes there are, the settings are told by `kiosk.terminal`.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from devices.addresses import Address, AddressError
from devices.board.driver import BoardDriver
from devices.cards.pcsc import PcscReader
from devices.cards.photo import SPECIMEN, NoDecoder, PhotoDecoder, VendorDecoder, specimen_decoder
from devices.cards.readers import Readers
from devices.cards.sdt import SPEEDS, SdtReader
from devices.cards.sdt_transport import SerialTransport, Transport
from devices.counters import Counters
from devices.hub import Driver, Hub, Opener
from devices.ports import (
    CardReader,
    CodeScanner,
    DeviceKind,
    DeviceState,
    DeviceStatus,
    KeyPressed,
    PanelChanged,
    PanelEvent,
    Tape,
    Watched,
)
from devices.recording import Tape as RecordedTape
from devices.recording import new_file
from devices.scanning.scanners import Scanners
from devices.scanning.serial_scanner import SPEEDS as SCANNER_SPEEDS
from devices.scanning.serial_scanner import SerialScanner
from devices.scanning.wedge import WedgeScanner
from devices.vision.client import SCHEMES as CAMERA_SCHEMES
from devices.vision.client import VisionCamera
from devices.vision.pdf import MOST_PAGES, PdfPage, pdf_of
from kiosk import VERSION, adapters, log, memory
from kiosk.cabinet import Cabinet, Guided
from kiosk.clock import HallClock
from kiosk.device_actions import action
from kiosk.face_parts import FaceParts
from kiosk.failures import Failure, texts
from kiosk.flows.desk import CitizenVisit, Desk, NoFaces, NoPageCamera, ScannedPage
from kiosk.flows.identify import resting_readers
from kiosk.flows.maintenance import StaffVisit, maintenance
from kiosk.flows.paper import failure_code, see_card_off
from kiosk.flows.self_service import self_service
from kiosk.flows.window import ClerkVisit, Opposite, window
from kiosk.heartbeat import Heart
from kiosk.maintenance.self_tests import SelfTests
from kiosk.maintenance.staff import Staff
from kiosk.maintenance.workshop import Place, TerminalWorkshop
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
from printing.printers.taped import TapedLink
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
        self._camera: adapters.DeskCamera | None = None
        self._scanners: list[CodeScanner] = []
        self.wedge: WedgeScanner | None = None
        self._cameras: list[VisionCamera] = []
        self._faces = FaceParts(settings, self._hub.deliver, self._deliver, self._on_loop)
        self._printers: list[tuple[Printer, tuple[type[Paper], ...]]] = []
        self.cabinet = Cabinet(settings.board.minutes_for_a_visit)
        self.cabinet.on_door = lambda: self.ask_for_maintenance("door")
        self.maintenance_asked = asyncio.Event()
        self._boards: list[BoardDriver] = []
        try:
            self._open_devices()
        except SettingsError:
            self._close_devices()
            raise
        papers = adapters.DeskPapers(self._printers, self._previews, NotRenderable, self.statuses)
        self._papers = papers
        names = [reader.name for reader in self._readers]
        for_id_cards = [reader.name for reader in self._readers if isinstance(reader, SdtReader)]
        cards = adapters.DeskCards(Readers(self._readers), names, self.statuses, for_id_cards)
        platforms = Platforms(self._client)
        codes = adapters.DeskCodes(Scanners(self._scanners), [each.name for each in self._scanners], self.statuses)
        self._camera = self._desk_camera()
        clock, news, outbox = HallClock(), self.statuses.news, self._outbox
        self.desk = Desk(
            *(terminal.id, terminal.hall, platforms, cards, papers, outbox, outbox, clock, news, codes),
            camera=self._camera or NoPageCamera(),
            faces=self._faces.desk_faces(self.statuses) or NoFaces(),
            face_facts=outbox,
            closed=self._closed,
        )
        self._workshop = self._make_workshop(data)
        self.heart = Heart(platforms.terminals, SOFTWARE, self._devices, self._outbox.waiting)
        self._sending = asyncio.run_coroutine_threadsafe(self._outbox.carry_on(), loop)
        self._beating = asyncio.run_coroutine_threadsafe(self.heart.beat(), loop)
        self._warming = self._warm_up()

    # ---- for the terminal

    def new_visit(self, screen: Screen, patience: Patience) -> CitizenVisit:
        """A citizen's visit at this desk."""
        return CitizenVisit(Guided(screen, self.cabinet), self.desk, self.heart.patience(patience))

    async def role(self, visit: CitizenVisit) -> None:
        """What a self-service terminal does for a person; see `serve`."""
        await self.serve(self_service, visit)

    async def serve(self, flow: Callable[[CitizenVisit], Awaitable[None]], visit: CitizenVisit) -> None:
        """A flow for a person. Failure terminal.closed where it was closed from afar, terminal.power where the battery
        will not last for a visit.
        """
        if code := self._closed():
            raise Failure(code)
        await flow(visit)

    def _closed(self) -> str:
        if self.heart.settings.closed:
            return "terminal.closed"
        return "" if self.cabinet.takes_visits else "terminal.power"

    def new_clerk(self, screen: Screen, opposite: Opposite) -> ClerkVisit:
        """A clerk at this window, for one person."""
        return ClerkVisit(screen, self.desk, opposite, self.notice)

    async def window(self, visit: ClerkVisit) -> None:
        """What a window does for a person."""
        await window(visit)

    async def see_card_off(self, visit: CitizenVisit) -> None:
        """Between two visits: nobody's card stays on the reader unnoticed."""
        await see_card_off(visit)

    def ask_for_maintenance(self, by: str) -> None:
        """Staff wants the terminal: whoever stands before it finishes first, nobody else begins."""
        if not self.maintenance_asked.is_set():
            log.write(log.MaintenanceAsked(by))
            self.maintenance_asked.set()

    def new_maintenance(self, screen: Screen) -> StaffVisit:
        """Staff before this terminal."""
        self.maintenance_asked.clear()
        return StaffVisit(Guided(screen, self.cabinet), self._workshop, self.desk.cards)

    async def maintenance(self, visit: StaffVisit) -> None:
        """From the login to the end of staff's work."""
        await maintenance(visit)

    def notice(self) -> Text:
        """What the attract page says: what staff set from afar, or of resting parts; empty: all is well."""
        if self.heart.notice.zh:
            return self.heart.notice
        if self.cabinet.notice.zh:
            return self.cabinet.notice
        for paper in (FinishedPdf, Ticket):
            if reason := self.desk.papers.resting(paper):
                return texts(failure_code(Reason(reason))).happened
        return resting_readers(self.desk.cards)

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

    def devices(self) -> list[tuple[Watched, Text]]:
        """Every device as of now, with what staff should do about it."""
        return [(watched, action(watched)) for watched in self._hub.watched()]

    def _devices(self) -> list[DeviceReport]:
        """What heartbeats say of the devices."""
        known = ((name, self.statuses.of(name)) for name in self._settings.devices)
        return [DeviceReport(name, status.state.value, status.detail) for name, status in known if status]

    # ---- parts

    def _make_workshop(self, data: Path) -> TerminalWorkshop:
        settings, terminal, clock = self._settings, self._settings.terminal, HallClock()
        log_file = Path(settings.log.file).expanduser() if settings.log.file else None
        staff_file = settings.maintenance.staff_file
        drivers: list[Driver] = [
            *self._readers,
            *self._scanners,
            *(printer for printer, _ in self._printers),
            *self._boards,
        ]
        return TerminalWorkshop(
            Place(terminal.id, terminal.hall, SOFTWARE, data, log_file),
            Staff(settings.maintenance.staff, Path(staff_file).expanduser() if staff_file else None),
            self.devices,
            SelfTests(lambda: drivers, self._hub.watched, clock),
            self.counters,
            self._papers,
            clock,
            lambda: self.cabinet.door_open,
            self._faces.desk,
        )

    def _open_devices(self) -> None:
        try:
            self._hub.open_listed(self._settings.devices, self._openers())
        except AddressError as wrong:
            raise SettingsError(str(wrong)) from wrong

    def _openers(self) -> dict[str, Opener]:
        """The table scheme → driver."""
        ticket, a4 = Opener(DeviceKind.TICKET_PRINTER, self._ticket), Opener(DeviceKind.A4_PRINTER, self._a4)
        return {
            "sdt": Opener(DeviceKind.CARD_READER, self._sdt),
            "sdt+usb": Opener(DeviceKind.CARD_READER, self._sdt_usb),
            "pcsc": Opener(DeviceKind.CARD_READER, self._pcsc),
            "scan+serial": Opener(DeviceKind.CODE_SCANNER, self._scanner),
            "scan+keyboard": Opener(DeviceKind.CODE_SCANNER, self._wedge),
            "escpos+tcp": ticket,
            "escpos+serial": ticket,
            "ipp": a4,
            "ipps": a4,
            "board": Opener(DeviceKind.IO_BOARD, self._board),
            **dict.fromkeys(CAMERA_SCHEMES, Opener(DeviceKind.DOCUMENT_CAMERA, self._document_camera)),
            **self._faces.openers(),
        }

    def _sdt(self, name: str, address: Address) -> SdtReader:
        address.only("baud")
        line = SerialTransport(address.rest, address.number("baud", 115200, SPEEDS), self._tape(name, "sdt"))
        return self._id_cards(name, line)

    def _sdt_usb(self, name: str, address: Address) -> SdtReader:
        from devices.cards.sdt_usb import Style, UsbTransport, ids_of  # late: no other terminal needs libusb

        address.only("style")
        wanted = address.options.get("style")
        styles = {style.value: style for style in Style}
        if wanted is not None and wanted not in styles:
            raise AddressError(f"style = {wanted!r}; allowed: {', '.join(styles)}")
        return self._id_cards(
            name, UsbTransport(*ids_of(address.rest), styles.get(wanted or ""), tape=self._tape(name, "sdt"))
        )

    def _id_cards(self, name: str, line: Transport) -> SdtReader:
        reader = SdtReader(name, line, deliver=self._hub.deliver, photo=self._decoder)
        self._readers.append(reader)
        return reader

    def _pcsc(self, name: str, address: Address) -> PcscReader:
        reader = PcscReader(name, address.rest, deliver=self._hub.deliver, tape=self._tape_file(name))
        self._readers.append(reader)
        return reader

    def _scanner(self, name: str, address: Address) -> SerialScanner:
        address.only("baud")
        line = SerialTransport(address.rest, address.number("baud", 9600, SCANNER_SPEEDS))
        scanner = SerialScanner(name, line, deliver=self._hub.deliver)
        self._scanners.append(scanner)
        return scanner

    def _wedge(self, name: str, address: Address) -> WedgeScanner:
        address.only()
        self.wedge = WedgeScanner(name, deliver=self._hub.deliver, clock=time.monotonic)
        self._scanners.append(self.wedge)
        return self.wedge

    def _tape(self, name: str, protocol: str) -> Tape | None:
        """What is recorded on, where the settings want it."""
        file = self._tape_file(name)
        return RecordedTape(Path(file), protocol) if file else None

    def _tape_file(self, name: str) -> str:
        wanted = self._settings.devices_log
        return str(new_file(Path(wanted.folder).expanduser(), name)) if name in wanted.devices else ""

    def _ticket(self, name: str, address: Address) -> TicketPrinter:
        line, tape = link_for(address.uri), self._tape(name, "escpos")
        link = TapedLink(line, tape) if tape else line
        count = partial(self.counters.add, name)
        printer = TicketPrinter(name, link, self._hub.deliver, profile=profile_for(address.uri), count=count)
        self._printers.append((printer, _RECEIPTS))
        return printer

    def _a4(self, name: str, address: Address) -> IppPrinter:
        owner, count = self._settings.terminal.id, partial(self.counters.add, name)
        printer = IppPrinter(name, address.uri, self._told_by_printer, owner=owner, count=count)
        self._printers.append((printer, _A4))
        return printer

    def _board(self, name: str, address: Address) -> BoardDriver:
        address.only("baud")
        line = SerialTransport(address.rest, address.number("baud", 115200, SPEEDS))
        board = BoardDriver(name, line, self._told_by_board)
        self.cabinet.add(board)
        self._boards.append(board)
        return board

    def _told_by_board(self, event: DeviceStatus | PanelEvent) -> None:
        """Statuses by way of the hub, what it senses straight on."""
        if isinstance(event, DeviceStatus):
            self._hub.deliver(event)
        else:
            self._deliver(event)

    def _document_camera(self, name: str, address: Address) -> VisionCamera:
        if self._cameras:
            raise AddressError(f"a terminal has one document camera; {self._cameras[0].name} is one already")
        if address.scheme == "v4l2" and not (address.rest.isdecimal() or address.rest.startswith("/dev/")):
            raise AddressError("allowed: v4l2: with a number, or a device's path")
        camera = VisionCamera(name, address.uri, deliver=self._hub.deliver)
        self._cameras.append(camera)
        return camera

    def _desk_camera(self) -> adapters.DeskCamera | None:
        if not self._cameras:
            return None
        return adapters.DeskCamera(self._cameras[0], pdf_of_pages, MOST_PAGES, self.statuses, self._on_loop)

    def _on_loop(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody looks any more
            self._loop.call_soon_threadsafe(call)

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
                if self._camera:
                    self._camera.changed(event)
                self._faces.changed(event)
                if event.state in (DeviceState.ABSENT, DeviceState.FAULT):
                    self.cabinet.lost(event.device)
            case PanelChanged() | KeyPressed():
                self.cabinet.take(event)
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


def pdf_of_pages(pages: Sequence[ScannedPage]) -> bytes:
    """What was photographed as one PDF."""
    taken = [(page.taken, page.quarters) for page in pages]
    return pdf_of([PdfPage(page.jpeg, page.width, page.height, page.grey, quarters) for page, quarters in taken])


def _decoder(settings: Settings) -> PhotoDecoder:
    photo = settings.card_photo
    if photo.decoder == SPECIMEN:
        return specimen_decoder()
    return VendorDecoder(Path(photo.decoder), photo.symbol) if photo.decoder else NoDecoder()
