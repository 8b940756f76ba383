"""A visit as it is played: the person, the hall around them, and small helpers that read like what a person does."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QPointF

from devices.emulators.hall import Hall
from devices.ports import Advice
from kiosk.flows.scan import ADVICE
from kiosk.steps.filing import FillSection
from tests.e2e.form_filling import fill
from tests.e2e.person import Person

R = TypeVar("R")

Card = dict[str, Any]


class Walk:
    """See the module. Calls to emulators and platforms run on helper threads: the terminal's loop is never blocked."""

    def __init__(self, person: Person, hall: Hall) -> None:
        self.person, self.hall = person, hall
        self._citizens: dict[str, list[Card]] = {}
        self._last_message = 0

    # ---- around the terminal

    async def off_loop(self, call: Callable[[], R]) -> R:
        """Runs something that blocks beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(None, call)

    async def command(self, emulator: str, command: str, **arguments: Any) -> dict[str, Any]:
        """A command to an emulator."""
        return await self.off_loop(lambda: self.hall.control(emulator).send(command, **arguments))

    async def card(self, citizen: str, *, social: bool = False) -> Card:
        """A card of a sample citizen."""
        if not self._citizens:
            listed = await self.platform("/demo/citizens")
            self._citizens = {c["key"]: c["cards"] for c in listed}
        cards = self._citizens[citizen]
        return next(c for c in cards if (c["kind"] == "social-security") is social)

    async def lays(self, citizen: str) -> None:
        """Lays the citizen's identity card on the reader."""
        await self.command("sdt", "tap", card=await self.card(citizen))

    async def lifts(self) -> None:
        """Takes the card back."""
        await self.command("sdt", "lift")

    async def platform(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Asks the platforms' demo interface."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.hall.url + path, data, {"Content-Type": "application/json"})

        def call() -> Any:
            with urllib.request.urlopen(request, timeout=10) as answer:
                raw = answer.read()
                return json.loads(raw) if raw else None

        return await self.off_loop(call)

    async def fault(self, **what: Any) -> None:
        """Switches a fault of the platforms."""
        await self.platform("/demo/faults", what)

    async def all_well(self) -> None:
        """Takes all faults and cards away."""
        await self.platform("/demo/faults", {"clear": True})
        self._last_message = max((m["id"] for m in await self.platform("/demo/messages?after=0")), default=0)
        await self.lifts()
        await self.command("pcsc", "remove")
        await self.command("ticket", "paper", state="ok")
        await self.command("a4", "clear")
        await self.command("a4", "paper", state="ok")
        await self.command("camera", "fault", kind="none")
        await self.command("camera", "lay")

    async def new_code(self) -> str:
        """The code in the newest message on the phone."""
        for _ in range(200):
            messages = await self.platform(f"/demo/messages?after={self._last_message}")
            coded = [m for m in messages if m.get("code")]
            if coded:
                self._last_message = max(m["id"] for m in messages)
                return str(coded[-1]["code"])
            await asyncio.sleep(0.02)
        raise AssertionError("no code came")

    # ---- at the terminal

    async def starts(self, entry: str) -> None:
        """From the attract page into an entry of the menu."""
        await self.person.sees("Attract")
        await self.person.touch_anywhere()
        await self.person.sees("Menu")
        await self.person.touch(entry)

    async def identifies(self, citizen: str, *, code: bool = False) -> None:
        """Card, 是我本人, and the code where a second proof is asked for."""
        await self.person.sees("PlaceCard")
        await self.lays(citizen)
        await self.person.sees("ConfirmHolder")
        await self.person.touch("是我本人")
        if code:
            await self.enters_code()

    async def enters_code(self) -> None:
        """Types the code that came."""
        await self.person.sees("EnterCode")
        await self.person.types(await self.new_code())

    async def chooses(self, page: str, *names: str) -> None:
        """Touches controls of a page."""
        await self.person.sees(page)
        for name in names:
            await self.person.touch(name)

    async def fills_this(self, wishes: Mapping[str, str]) -> None:
        """Fills the section of a form that is shown."""
        assert isinstance(self.person.step, FillSection)
        await fill(self.person, self.person.step, wishes)
        await self.person.touch("下一步")

    async def photographs(self) -> None:
        """One page under the camera, once the camera says that it is seen well."""
        await self.person.sees("ScanPages")
        await self.person.until(
            lambda: ADVICE[Advice.FINE].zh in self.person.text() or None, "a page that is seen well"
        )
        await self.person.touch("拍照")
        await self.person.until(lambda: "就这些，完成" in self.person.controls() or None, "the page that was taken")
        await self.person.touch("就这些，完成")

    async def signs(self) -> None:
        """Writes something like a name on the glass."""
        await self.person.sees("Sign")
        glass = (await self.person.finds("签名框")).rect().translated(-self.person.origin())
        for stroke in _NAME:
            points = [(glass.x() + x * glass.width(), glass.y() + y * glass.height()) for x, y in stroke]
            await self.person.draws([QPointF(x, y) for x, y in points])
        await self.person.touch("确认签名并提交")

    async def goes(self) -> None:
        """还要办别的吗: no. Then home."""
        await self.person.sees("MoreToDo")
        await self.person.touch("办完了，退出")


_NAME = (
    [(0.2, 0.3), (0.3, 0.3), (0.4, 0.29)],
    [(0.3, 0.3), (0.3, 0.5), (0.29, 0.7)],
    [(0.2, 0.5), (0.3, 0.49), (0.4, 0.5)],
    [(0.18, 0.7), (0.3, 0.71), (0.42, 0.7)],
    [(0.6, 0.25), (0.58, 0.5), (0.5, 0.72)],
    [(0.6, 0.4), (0.66, 0.6), (0.78, 0.74)],
)
