"""Maintenance: staff logs in with card and PIN, looks, tests, changes paper, prints a test page and the report, leaves.

Leaving is always possible, and happens by itself when nobody touches the screen.
"""

from __future__ import annotations

import asyncio
import dataclasses
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from kiosk import log
from kiosk.flows import kept_faces
from kiosk.flows.cards import CardNotRead, document_of
from kiosk.flows.desk import Cards
from kiosk.rules.maintenance import COUNTS, KINDS, STATES, Counter, DeviceView, Happening, TestResult, about
from kiosk.rules.masks import Masked
from kiosk.rules.texts import Text
from kiosk.steps.hall import Doing
from kiosk.steps.maintenance import LoginTrouble, Mark, StaffCard, StaffList, StaffNumber, StaffPin, StaffRow, StaffWay
from kiosk.visit import Patience, Screen, Visit
from printing.ports import Done, Outcome, Unknown

LOGIN_PATIENCE = Patience(idle=30.0, warning=10.0)
"""Before the login: a child that held the corner must not keep the terminal from the next citizen."""
WORK_SECONDS = 180.0
"""After the login, without a touch; then the warning, then the terminal serves again."""

_TEST_PRINTS = {"ticket-printer": "ticket", "a4-printer": "a4"}
_PAPER_COUNTS = {"ticket-printer": ("tickets", "cuts"), "a4-printer": ("pages",)}
_GUIDES = {
    "ticket-printer": Text(
        "打开机器门和打印机上盖，取出纸芯，放入 80 毫米热敏纸，纸从下方出来、光面朝外，合上盖子",
        "Open the door and the printer's cover, take out the core, put in a thermal roll with the paper coming from "
        "below, shiny side out, close the cover",
    ),
    "a4-printer": Text(
        "拉出纸盒，放入 A4 纸（不超过标线），推回到底",
        "Pull out the tray, put in A4 paper up to the mark, push it back until it stops",
    ),
}


class StaffUnknown(Exception):
    """The list of staff can't be read."""


class Workshop(Protocol):
    """What maintenance needs of the terminal; `kiosk.maintenance.workshop` is the real one."""

    @property
    def anybody(self) -> bool:
        """Whether staff is set up on this terminal."""

    @property
    def door_open(self) -> bool:
        """Whether the cabinet was opened, which takes its key."""

    def locked(self) -> float:
        """Seconds until somebody may try to log in."""

    async def log_in(self, number: Masked[str], pin: str) -> str:
        """The member's name; "" for a wrong PIN, which was counted. StaffUnknown."""

    def devices(self) -> tuple[DeviceView, ...]:
        """All devices as of now."""

    def results(self) -> Mapping[str, TestResult]:
        """The last self-test of each device."""

    async def self_test(self, device: str) -> TestResult:
        """Tests one device now; the result is kept."""

    def counters(self) -> tuple[Counter, ...]:
        """What devices have done."""

    def paper_changed(self, device: str, what: tuple[str, ...]) -> None:
        """Counts these anew: there is a new roll or a full tray."""

    def happenings(self) -> tuple[Happening, ...] | None:
        """What the log says that staff should know of, newest first; None where no log is kept."""

    def faces(self) -> int | None:
        """How many persons are kept by their face today; None where the terminal keeps none."""

    async def wipe_faces(self) -> int:
        """Forgets them all; how many are left."""

    async def test_print(self, kind: str) -> Outcome:
        """A test page: "ticket" or "a4"."""

    async def report(self, by: str) -> bytes:
        """The readiness report as PDF."""

    async def print_report(self, pdf: bytes) -> Outcome:
        """Prints it."""

    async def save_report(self, pdf: bytes) -> str:
        """Keeps it; the file's path, "" if it can't be kept."""

    def cancel_prints(self) -> None:
        """Nothing is printed later."""


class StaffVisit(Visit):
    """Staff before the terminal."""

    def __init__(self, screen: Screen, workshop: Workshop, cards: Cards) -> None:
        super().__init__(screen, LOGIN_PATIENCE)
        self.workshop, self.cards = workshop, cards
        self.member = ""

    def forget(self) -> None:
        """Also who it was, and what still waits in a printer."""
        super().forget()
        self.member = ""
        self.workshop.cancel_prints()


class _Leave(Exception):
    """Staff wants the terminal to serve again."""


class _Unlocked(Exception):
    """The time after a wrong PIN is over."""


async def maintenance(visit: StaffVisit) -> None:
    """From the login to the end of the work."""
    if not await _log_in(visit):
        return
    log.write(log.MaintenanceBegan(visit.member))
    visit.patience = dataclasses.replace(visit.patience, idle=WORK_SECONDS, warning=30.0)
    try:
        await _home(visit)
    except _Leave:
        return
    finally:
        log.write(log.MaintenanceEnded())


# ---- login


async def _log_in(visit: StaffVisit) -> bool:
    trouble = LoginTrouble.NONE if visit.workshop.anybody else LoginTrouble.NOBODY
    while True:
        locked = math.ceil(visit.workshop.locked())
        try:
            if locked:
                number = await visit.ask(StaffCard(trouble, locked), until=_unlock(locked))
            else:
                may_type = visit.workshop.door_open and not visit.cards.available
                number = await visit.ask(StaffCard(trouble, may_type=may_type), until=_card(visit.cards))
        except _Unlocked:
            trouble = LoginTrouble.NONE
            continue
        except CardNotRead:
            trouble = LoginTrouble.UNREADABLE
            continue
        if number is StaffWay.TYPE:
            number = await visit.ask(StaffNumber())
        if isinstance(number, StaffWay):
            return False
        pin = await visit.ask(StaffPin())
        if isinstance(pin, StaffWay):
            return False
        try:
            visit.member = await visit.commit(Doing.CHECKING_PIN, visit.workshop.log_in, number, pin)
        except StaffUnknown:
            trouble = LoginTrouble.FILE
            continue
        if visit.member:
            return True
        trouble = LoginTrouble.WRONG


async def _card(cards: Cards) -> Masked[str]:
    """The number of the card that is laid on; CardNotRead. While no reader is there, nothing ever comes."""
    if not cards.available:
        await asyncio.Event().wait()
    return document_of(await cards.read()).number


async def _unlock(seconds: int) -> Masked[str]:
    await asyncio.sleep(seconds)
    raise _Unlocked


# ---- the pages


async def _home(visit: StaffVisit) -> None:
    note = Text("")
    while True:
        ill = [device for device in visit.workshop.devices() if not device.well]
        page = StaffList(
            Text("维护", "Maintenance"),
            Text(f"{visit.member}，您好。办完请点“恢复服务”", f"Hello, {visit.member}. Touch Resume when you are done"),
            _tasks(len(ill), visit.workshop.faces()),
            note=note,
            home=True,
        )
        task = await _chosen(visit, page)
        note = await _TASKS[task](visit) or Text("")


def _tasks(ill: int, faces: int | None = None) -> tuple[StaffRow, ...]:
    tag = Text(f"{ill} 台要看", f"{ill} to look at") if ill else Text("都正常", "All well")
    return (
        StaffRow(
            "devices",
            Text("设备与自检", "Devices and self-tests"),
            Text("状态、原因、怎么办", "State, reason, what to do"),
            tag,
            Mark.WARN if ill else Mark.GOOD,
            "progress",
        ),
        StaffRow("paper", Text("换纸", "Change paper"), Text("步骤，计数归零", "Steps; counts anew"), icon="form"),
        StaffRow("print", Text("测试打印", "Test print"), Text("样张 测试页", "Specimen test page"), icon="printer"),
        StaffRow("counters", Text("计数", "Counters"), Text("打了多少", "What was printed"), icon="ticket"),
        StaffRow(
            "events", Text("最近的重要事件", "Last critical events"), Text("来自日志", "From the log"), icon="info"
        ),
        *(() if faces is None else (kept_faces.row(faces),)),
        StaffRow(
            "report",
            Text("就绪报告", "Readiness report"),
            Text("PDF，打印或存盘", "PDF, to print or keep"),
            icon="paper",
        ),
    )


async def _chosen(visit: StaffVisit, page: StaffList) -> str:
    answer = await visit.ask(page)
    if answer == "leave":
        raise _Leave
    return answer


async def _devices(visit: StaffVisit) -> None:
    note, good = Text(""), True
    while True:
        devices, results = visit.workshop.devices(), visit.workshop.results()
        page = StaffList(
            Text("设备与自检", "Devices and self-tests"),
            Text("点一台设备，只检这一台", "Touch a device to test that one alone"),
            tuple(_device_row(device, results.get(device.name)) for device in devices),
            Text("全部自检", "Test all") if devices else Text(""),
            note,
            good,
        )
        answer = await _chosen(visit, page)
        if answer == "back":
            return
        wanted = [device.name for device in devices] if answer == "main" else [answer]
        found = await visit.commit(Doing.TESTING, _test, visit.workshop, wanted)
        failed = [result.device for result in found if not result.passed]
        good = not failed
        note = (
            Text(f"没有通过：{'、'.join(failed)}", f"Failed: {', '.join(failed)}")
            if failed
            else Text(f"{len(found)} 台自检通过", f"{len(found)} passed")
        )


async def _test(workshop: Workshop, names: list[str]) -> list[TestResult]:
    """Side by side: each device has a thread of its own."""
    return list(await asyncio.gather(*(workshop.self_test(name) for name in names)))


def _device_row(device: DeviceView, result: TestResult | None) -> StaffRow:
    told = about(device)
    if result:
        when = f"{result.at:%m-%d %H:%M}"
        told = Text(f"{told.zh} · 自检 {when} {result.found.zh}", f"{told.en} · self-test {when} {result.found.en}")
    kind, state = KINDS[device.kind], STATES[device.state]
    title = Text(f"{kind.zh} {device.name}", f"{kind.en} {device.name}")
    mark = Mark.WARN if not device.well or (result and not result.passed) else Mark.GOOD
    return StaffRow(device.name, title, told, state, mark)


async def _paper(visit: StaffVisit) -> Text | None:
    printers = [device for device in visit.workshop.devices() if device.kind in _GUIDES]
    rows = tuple(
        StaffRow(
            device.name,
            KINDS[device.kind],
            _GUIDES[device.kind],
            STATES[device.state],
            Mark.GOOD if device.well else Mark.WARN,
            "printer",
        )
        for device in printers
    )
    page = StaffList(
        Text("换纸", "Change paper"),
        Text("换好后点这台打印机：它的纸张计数归零", "Touch the printer once done: its paper is counted anew"),
        rows or (_nothing(),),
    )
    answer = await _chosen(visit, page)
    if answer == "back":
        return None
    changed = next(device for device in printers if device.name == answer)
    visit.workshop.paper_changed(changed.name, _PAPER_COUNTS[changed.kind])
    log.write(log.PaperChanged(changed.name))
    if changed.well:
        return Text("已记下换纸", "The change of paper is noted")
    return Text(f"已记下换纸；打印机还说：{changed.detail}", f"Noted; but the printer says: {changed.detail}")


async def _print(visit: StaffVisit) -> Text | None:
    kinds = {_TEST_PRINTS[d.kind]: KINDS[d.kind] for d in visit.workshop.devices() if d.kind in _TEST_PRINTS}
    rows = tuple(StaffRow(kind, title, icon="printer") for kind, title in kinds.items())
    page = StaffList(
        Text("测试打印", "Test print"),
        Text("每一张都印着“样张 测试页”", "Each is marked 样张 测试页"),
        rows or (_nothing(),),
    )
    answer = await _chosen(visit, page)
    if answer == "back":
        return None
    return _ended(await visit.commit(Doing.PRINTING, visit.workshop.test_print, answer))


async def _counters(visit: StaffVisit) -> None:
    rows = tuple(
        StaffRow(
            "",
            Text(f"{counter.device} · {_count(counter).zh}", f"{counter.device} · {_count(counter).en}"),
            Text(f"自 {counter.since:%Y-%m-%d %H:%M}", f"since {counter.since:%Y-%m-%d %H:%M}"),
            Text(str(counter.n), str(counter.n)),
        )
        for counter in visit.workshop.counters()
    )
    await _chosen(visit, StaffList(Text("计数", "Counters"), Text(""), rows or (_nothing(),)))


def _count(counter: Counter) -> Text:
    return COUNTS.get(counter.what, Text(counter.what, counter.what))


async def _events(visit: StaffVisit) -> None:
    happenings = visit.workshop.happenings()
    if happenings is None:
        rows: tuple[StaffRow, ...] = (
            StaffRow("", Text("没有日志文件（terminal.toml 的 log.file）", "No log file (log.file in terminal.toml)")),
        )
    else:
        rows = tuple(
            StaffRow("", each.what, Text(f"{each.at:%m-%d %H:%M:%S}", f"{each.at:%m-%d %H:%M:%S}"))
            for each in happenings
        )
    title = Text("最近的重要事件", "Last critical events")
    await _chosen(visit, StaffList(title, Text("最新的在上面", "Newest first"), rows or (_nothing(),)))


async def _report(visit: StaffVisit) -> Text | None:
    page = StaffList(
        Text("就绪报告", "Readiness report"),
        Text("设备、版本、自检结果、计数、日期", "Devices, versions, self-tests, counters, date"),
        (
            StaffRow("print", Text("打印", "Print it"), Text("A4 打印机", "A4 printer"), icon="printer"),
            StaffRow(
                "save", Text("存盘", "Keep it"), Text("终端的数据文件夹", "The terminal's data folder"), icon="paper"
            ),
        ),
    )
    answer = await _chosen(visit, page)
    if answer == "back":
        return None
    pdf = await visit.commit(Doing.PREPARING, visit.workshop.report, visit.member)
    if answer == "print":
        return _ended(await visit.commit(Doing.PRINTING, visit.workshop.print_report, pdf))
    kept = await visit.commit(Doing.PREPARING, visit.workshop.save_report, pdf)
    return (
        Text(f"已存到 {kept}", f"Kept as {kept}")
        if kept
        else Text("存不下来，请看磁盘", "It can't be kept; see the disk")
    )


def _ended(outcome: Outcome) -> Text:
    if isinstance(outcome, Done):
        return Text("打印机说：打好了", "The printer says that it is done")
    if isinstance(outcome, Unknown):
        return Text("打印机没有说打好了没有，请看出纸口", "The printer did not say; please look at the slot")
    return Text(f"没有打出来：{outcome.reason.value}", f"It did not print: {outcome.reason.value}")


async def _faces(visit: StaffVisit) -> Text | None:
    answer = await _chosen(visit, kept_faces.page(visit.workshop.faces() or 0))
    if answer == "back":
        return None
    return kept_faces.wiped(await visit.commit(Doing.FILING, visit.workshop.wipe_faces))


def _nothing() -> StaffRow:
    return StaffRow("", Text("没有", "None"))


_TASKS: Mapping[str, Callable[[StaffVisit], Awaitable[Text | None]]] = {
    "devices": _devices,
    "paper": _paper,
    "print": _print,
    "counters": _counters,
    "events": _events,
    "faces": _faces,
    "report": _report,
}
