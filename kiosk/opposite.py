"""The citizen's screen at a window: nothing is asked there until the clerk begins a visit for the person opposite."""

from __future__ import annotations

import asyncio
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

LANGUAGE_KEPT = 180.0
"""Seconds for which a language or large letters stay that somebody chose before they were asked anything."""


@dataclass(eq=False)
class _Wanted:
    flow: CitizenFlow
    seen: Callable[[Step[Any]], None]
    over: asyncio.Future[End]


class CitizensScreen:
    """`kiosk.flows.window.Opposite`. `run` plays a flow as a visit on the glass and ends when it is wiped; `see_off`
    comes after each: nobody's card stays on the reader unnoticed, whatever the clerk does meanwhile.
    """

    def __init__(
        self,
        glass: Glass,
        hall: Text,
        run: Callable[[CitizenFlow], Awaitable[End]],
        see_off: Callable[[], Awaitable[None]],
    ) -> None:
        self._glass, self._hall, self._run_visit, self._see_off = glass, hall, run, see_off
        self._wanted: _Wanted | None = None  # not begun yet
        self._running: _Wanted | None = None
        self._asked = asyncio.Event()
        glass.drawn.append(self._drawn)

    async def stand(self) -> None:
        """Plays what the clerk begins, one person after another, for ever."""
        while True:
            await self._rest()
            if self._wanted:
                await self._play()
                await self._see_off()

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

    async def _play(self) -> None:
        """One person; nothing of them is held here afterwards."""
        wanted, self._wanted = self._wanted, None
        assert wanted
        self._running = wanted
        try:
            end = await self._run_visit(wanted.flow)
        finally:
            self._running = None
        if not wanted.over.done():
            wanted.over.set_result(end)

    async def _rest(self) -> None:
        """Until the clerk begins. Touches are for nothing meanwhile; what somebody chose leaves with them."""
        await self._glass.run(Lobby(self._glass.host), self._lobby)
        self._asked.clear()

    async def _lobby(self, lobby: Lobby) -> None:
        while not self._asked.is_set():
            page = AtTheWindow(self._hall)
            touched = await lobby.tell(page, until=self._begun(), linger=LANGUAGE_KEPT)
            if not touched and not self._glass.host.as_at_start:
                self._glass.host.wipe()

    async def _begun(self) -> None:
        await self._asked.wait()

    def _drawn(self, drawn: Drawn) -> None:
        if self._running:
            self._running.seen(drawn.step)
