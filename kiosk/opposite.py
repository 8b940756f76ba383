"""The citizen's screen at a window: nothing is asked there until the clerk begins a visit for the person opposite."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from kiosk.flows.window import CitizenFlow
from kiosk.glass import Glass
from kiosk.rules.texts import Text
from kiosk.steps.step import Step
from kiosk.steps.window import AtTheWindow
from kiosk.visit import End, Lobby
from screens.host import Drawn


@dataclass(eq=False)
class _Wanted:
    flow: CitizenFlow
    seen: Callable[[Step[Any]], None]
    over: asyncio.Future[End]


class CitizensScreen:
    """`kiosk.flows.window.Opposite`. `run` plays a flow as a visit on the glass and ends when it is wiped."""

    def __init__(self, glass: Glass, hall: Text, run: Callable[[CitizenFlow], Awaitable[End]]) -> None:
        self._glass, self._hall, self._run_visit = glass, hall, run
        self._wanted: _Wanted | None = None  # not begun yet
        self._running: _Wanted | None = None
        self._asked = asyncio.Event()
        glass.drawn.append(self._drawn)

    async def stand(self) -> None:
        """Plays what the clerk begins, one person after another, for ever."""
        while True:
            await self._rest()
            if wanted := self._wanted:
                self._wanted, self._running = None, wanted
                try:
                    end = await self._run_visit(wanted.flow)
                finally:
                    self._running = None
                if not wanted.over.done():
                    wanted.over.set_result(end)

    async def visit(self, flow: CitizenFlow, seen: Callable[[Step[Any]], None]) -> End:
        """See `Opposite`."""
        wanted = _Wanted(flow, seen, asyncio.get_running_loop().create_future())
        self._wanted = wanted
        self._asked.set()
        try:
            return await wanted.over
        finally:  # over, or the clerk has stopped it
            if self._running is wanted and self._glass.visit:
                self._glass.visit.end(End.LEFT)
            if self._wanted is wanted:
                self._wanted = None

    async def _rest(self) -> None:
        """Until the clerk begins. Touches are for nothing meanwhile."""
        lobby = Lobby(self._glass.host)

        async def flow(lobby: Lobby) -> None:
            while not self._asked.is_set():
                await lobby.tell(AtTheWindow(self._hall), until=self._begun(), linger=math.inf)

        await self._glass.run(lobby, flow)
        self._asked.clear()

    async def _begun(self) -> None:
        await self._asked.wait()

    def _drawn(self, drawn: Drawn) -> None:
        if self._running:
            self._running.seen(drawn.step)
