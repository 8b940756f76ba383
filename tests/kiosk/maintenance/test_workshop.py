"""What maintenance does with a terminal: real drivers against emulators, real papers, real files."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.board.driver import BoardDriver
from devices.cards.sdt import SdtReader
from devices.cards.sdt_transport import SerialTransport
from devices.counters import Counters
from devices.emulators.control import Control
from devices.hub import Driver, Hub
from devices.ports import DeviceKind, DeviceState, DeviceStatus
from kiosk.device_actions import action
from kiosk.maintenance import happenings
from kiosk.maintenance.results import Results
from kiosk.maintenance.self_tests import SelfTests
from kiosk.maintenance.staff import Staff, secret_of
from kiosk.maintenance.workshop import Place, TerminalWorkshop
from kiosk.rules.maintenance import TestResult
from kiosk.rules.masks import masked_number
from kiosk.rules.texts import Text
from kiosk.settings import StaffMember
from printing.documents.readiness import render_test_page
from printing.documents.ticket import ticket_receipt
from printing.ports import Done, FinishedPdf, Ticket
from tests.devices.running import emulator
from tests.kiosk.recorders import Noon, RecordedPapers

SOON = 10.0
NUMBER, PIN = "420102198506150026", "135790"
LI = StaffMember(name="李工", secret=secret_of(NUMBER, PIN))


class Terminal:
    """A reader, a board, a hub and the workshop over them."""

    def __init__(self, folder: Path, ends: ExitStack) -> None:
        self.sdt = ends.enter_context(emulator("sdt", folder / "sdt.sock", ["--link", str(folder / "sdt")]))
        self.board = ends.enter_context(emulator("board", folder / "board.sock", ["--link", str(folder / "board")]))
        self.statuses: dict[str, DeviceStatus] = {}
        self.hub = Hub(lambda status: self.statuses.update({status.device: status}))
        ends.callback(self.hub.close)
        reader = SdtReader("id-card", SerialTransport(str(folder / "sdt"), 115200), deliver=self.hub.deliver)
        board = BoardDriver("board", SerialTransport(str(folder / "board"), 115200), self._told)
        self.hub.open(reader, DeviceKind.CARD_READER)
        self.hub.open(board, DeviceKind.IO_BOARD)
        drivers: list[Driver] = [reader, board]
        self.papers, self.folder = RecordedPapers(), folder
        self.counters = Counters(folder / "counters.json", Noon().now)
        ends.callback(self.counters.close)
        self.workshop = TerminalWorkshop(
            Place("JA-ZZ-03", Text("江岸大厅", "Hall"), "hall-terminal 0", folder, folder / "log"),
            Staff([LI]),
            lambda: [(watched, action(watched)) for watched in self.hub.watched()],
            SelfTests(lambda: drivers, self.hub.watched, Noon()),
            self.counters,
            self.papers,
            Noon(),
        )

    def _told(self, event: object) -> None:
        if isinstance(event, DeviceStatus):
            self.hub.deliver(event)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with ExitStack() as ends:
        yield Terminal(tmp_path, ends)


def pdf_text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def seen(control: Control, event: str) -> None:
    control.send("wait", event=event, after=0, seconds=SOON)


def test_self_tests_ask_the_devices_themselves_and_are_kept(terminal: Terminal) -> None:
    async def main() -> list[TestResult]:
        return [await terminal.workshop.self_test(name) for name in ("id-card", "board", "nowhere")]

    reader, board, nowhere = asyncio.run(main())
    assert reader.passed
    assert "编号" in reader.found.zh
    assert board.passed
    assert "00c0ffee" in board.found.zh
    assert not nowhere.passed
    assert terminal.board.send("state")["tones"] == 1
    assert Results(terminal.folder / "self-tests.json").all() == {r.device: r for r in (reader, board, nowhere)}


def test_a_device_that_fails_its_self_test_is_said_to_have_failed_in_time(terminal: Terminal) -> None:
    seen(terminal.sdt, "find")
    seen(terminal.board, "state")
    terminal.sdt.send("fault", kind="sam-not-authorised", times=0)
    terminal.board.send("fault", kind="silent", times=0)

    async def main() -> list[TestResult]:
        tests = [terminal.workshop.self_test(name) for name in ("id-card", "board")]
        async with asyncio.timeout(SOON):
            return list(await asyncio.gather(*tests))

    assert not any(result.passed for result in asyncio.run(main()))


def test_the_right_pin_opens_a_wrong_one_locks_even_for_the_right_one(terminal: Terminal) -> None:
    async def main() -> list[str]:
        log_in = terminal.workshop.log_in
        return [
            await log_in(masked_number(NUMBER), PIN),
            await log_in(masked_number(NUMBER), "000000"),
            await log_in(masked_number(NUMBER), PIN),
        ]

    assert asyncio.run(main()) == ["李工", "", ""]
    assert terminal.workshop.locked() > 0


def test_test_prints_are_marked_as_such_on_both_papers(terminal: Terminal) -> None:
    async def main() -> None:
        for kind in ("ticket", "a4"):
            assert isinstance(await terminal.workshop.test_print(kind), Done)

    asyncio.run(main())
    ticket, page = terminal.papers.printed
    assert isinstance(ticket, Ticket)
    assert "样张 测试页" in str(ticket_receipt(ticket))
    assert isinstance(page, FinishedPdf)
    assert "样张 测试页" in pdf_text(page.pdf)
    assert len(pypdf.PdfReader(io.BytesIO(page.pdf)).pages) == 1


def test_the_report_names_devices_versions_tests_counters_and_date(terminal: Terminal) -> None:
    seen(terminal.board, "state")
    seen(terminal.sdt, "find")
    terminal.counters.add("ticket", "tickets", 812)

    async def main() -> tuple[bytes, bytes, str]:
        before = await terminal.workshop.report("李工")
        for name in ("id-card", "board"):
            assert (await terminal.workshop.self_test(name)).passed
        pdf = await terminal.workshop.report("李工")
        await terminal.workshop.print_report(pdf)
        return before, pdf, await terminal.workshop.save_report(pdf)

    before, pdf, kept = asyncio.run(main())
    text = pdf_text(pdf)
    for words in ("JA-ZZ-03", "李工", "hall-terminal 0", "id-card", "board", "812", "2026-11-21", "全部设备正常"):
        assert words in text, words
    assert "有设备需要处理" in pdf_text(before)  # nothing was tested yet
    assert Path(kept).read_bytes() == pdf
    assert Path(kept).name == "readiness-20261121-120000.pdf"
    assert isinstance(terminal.papers.printed[-1], FinishedPdf)


def test_a_report_that_can_not_be_kept_is_said_to_be_lost(terminal: Terminal) -> None:
    (terminal.folder / "reports").write_text("in the way")
    assert asyncio.run(terminal.workshop.save_report(b"%PDF")) == ""


def test_changed_paper_is_counted_anew(terminal: Terminal) -> None:
    terminal.counters.add("ticket", "tickets", 5)
    terminal.counters.add("ticket", "failed", 2)
    terminal.workshop.paper_changed("ticket", ("tickets", "cuts"))
    assert {(c.what, c.n) for c in terminal.workshop.counters()} == {("tickets", 0), ("cuts", 0), ("failed", 2)}


def test_damaged_results_are_as_if_nothing_had_been_tested(tmp_path: Path) -> None:
    for content in (b"\xff", b"{}", b"[[1]]", b'[["a", "2026-11-21", true, "", ""]]'):
        (tmp_path / "r").write_bytes(content)
        assert Results(tmp_path / "r").all() == {}


def line(**fields: object) -> str:
    return json.dumps({"at": "2026-11-21T04:00:00.000+00:00", "level": "info", **fields}, ensure_ascii=False)


def test_the_log_is_read_for_what_staff_should_know_newest_first(tmp_path: Path) -> None:
    file = tmp_path / "log"
    lines = [
        line(event="Started", terminal="x"),
        line(event="DeviceChanged", device="ticket", state="ready", detail=""),
        line(event="DeviceChanged", device="ticket", state="fault", detail="paper-out"),
        "no json",
        line(event="PaperEnded", paper="Ticket", outcome="done"),
        line(event="PaperEnded", paper="Ticket", outcome="failed", reason="jam"),
        line(event="SelfTested", device="a4", passed=False),
        line(event="SelfTested", device="a4", passed=True),
        line(event="CardLeft"),
        json.dumps({"at": "2026-11-21T04:00:00+00:00", "level": "error", "from": "kiosk", "message": "a visit failed"}),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    zone = dt.timezone(dt.timedelta(hours=8))
    found = happenings.recent(file, zone)
    assert [each.what.zh for each in found] == [
        "kiosk: a visit failed",
        "有证件留在读卡器上",
        "a4：自检没有通过",
        "没打成：Ticket failed jam",
        "ticket：有故障 paper-out",
    ]
    assert found[0].at.hour == 12
    assert all(each.what.en for each in found)
    assert happenings.recent(tmp_path / "nowhere", zone) == ()


@given(st.lists(st.binary(max_size=60) | st.from_type(type(None)).map(lambda _: b'{"at": 1}'), max_size=8))
def test_any_log_is_survived(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    file = tmp_path_factory.mktemp("log") / "log"
    file.write_bytes(b"\n".join(lines))
    happenings.recent(file, dt.UTC)


def test_the_test_page_is_the_same_each_time() -> None:
    at = Noon().now()
    assert render_test_page("X", at) == render_test_page("X", at)


def test_a_devices_state_reaches_the_overview_with_what_to_do(terminal: Terminal) -> None:
    terminal.hub.deliver(DeviceStatus("id-card", DeviceState.FAULT, "silent"))
    view = next(view for view in terminal.workshop.devices() if view.name == "id-card")
    assert (view.kind, view.state, view.detail) == ("card-reader", "fault", "silent")
    assert not view.well
    assert view.action.zh
