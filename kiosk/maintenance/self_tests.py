"""What each kind of device is asked in a self-test. Every test ends within `SECONDS`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from devices.board.driver import BoardDriver
from devices.cards.sdt import SdtReader
from devices.fifo import NotDone
from devices.hub import Driver
from devices.ports import DeviceKind, DeviceState, Watched
from kiosk.clock import Clock
from kiosk.device_actions import action
from kiosk.rules.maintenance import TestResult
from kiosk.rules.texts import Text

SECONDS = 8.0
"""For one device, all its questions together; what has not answered by then has failed."""
_WELL = (DeviceState.READY, DeviceState.BUSY, DeviceState.ATTENTION)
_NO_ANSWER = Text("没有应答", "It did not answer")
_PORT_OPEN = Text("端口打开着；扫一个码看看", "Its port is open; scan a code to see")  # it speaks only of codes
_FINE = Text("应答正常", "It answers as it should")


class SelfTests:
    """Asks drivers. `drivers` and `watched` are read anew for each test."""

    def __init__(
        self, drivers: Callable[[], Sequence[Driver]], watched: Callable[[], Sequence[Watched]], clock: Clock
    ) -> None:
        self._drivers, self._watched, self._clock = drivers, watched, clock

    async def test(self, device: str) -> TestResult:
        """One device, now."""
        driver = next((each for each in self._drivers() if each.name == device), None)
        try:
            async with asyncio.timeout(SECONDS):
                passed, found = await self._ask(driver, device)
        except TimeoutError:
            passed, found = False, _NO_ANSWER
        return TestResult(device, self._clock.now(), passed, found)

    async def _ask(self, driver: Driver | None, device: str) -> tuple[bool, Text]:
        ask = _QUESTIONS.get(type(driver)) if driver else None
        if ask:
            return await ask(driver)
        return self._as_told(device)

    def _as_told(self, device: str) -> tuple[bool, Text]:
        """A driver that keeps asking by itself: what it knows is young, or the test has failed."""
        watched = next((each for each in self._watched() if each.status.device == device), None)
        if watched is None:
            return False, _NO_ANSWER
        if watched.status.state not in _WELL:
            return False, action(watched)
        if watched.kind is DeviceKind.CODE_SCANNER:
            return True, _PORT_OPEN
        if watched.contact is None:
            return False, _NO_ANSWER
        return True, _FINE if watched.status.state is not DeviceState.ATTENTION else action(watched)


async def _sdt(reader: SdtReader) -> tuple[bool, Text]:
    """The security module's own word, and its number."""
    if await _answer(reader.sam_status()) is not True:
        return False, Text("安全模块没有应答", "The security module did not answer")
    number = await _answer(reader.sam_id()) or "?"
    return True, Text(f"安全模块正常，编号 {number}", f"Security module well, number {number}")


async def _board(board: BoardDriver) -> tuple[bool, Text]:
    """Who it is, and a tone for whoever stands before it."""
    who = await _answer(board.identify())
    if who is None:
        return False, _NO_ANSWER
    board.beep(1)
    return True, Text(f"程序 {who.firmware}，序号 {who.serial}", f"Firmware {who.firmware}, serial {who.serial}")


_QUESTIONS: Mapping[type, Callable[[Any], Awaitable[tuple[bool, Text]]]] = {SdtReader: _sdt, BoardDriver: _board}


async def _answer(asked: Future[Any]) -> Any:
    """None where nothing came of it."""
    answer = await asyncio.wrap_future(asked)
    return None if isinstance(answer, NotDone) else answer
