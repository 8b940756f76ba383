"""The terminal tells the platform each 20 seconds that it is there, and follows what is set from afar."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from kiosk.failures import Failure
from kiosk.platforms.terminals import DeviceReport, RemoteSettings
from kiosk.rules.texts import Text
from kiosk.visit import Patience

EVERY = 20.0  # seconds; the platform calls online what was heard in the last 60


class Beats(Protocol):
    """What is needed of the platforms."""

    async def beat(self, software: str, devices: Sequence[DeviceReport], letters: int) -> RemoteSettings:
        """One heartbeat."""


class Heart:
    """Beats until cancelled. What was set from afar holds until something else is, also while the line is broken."""

    def __init__(
        self,
        terminals: Beats,
        software: str,
        devices: Callable[[], Sequence[DeviceReport]],
        letters: Callable[[], Awaitable[int]],
    ) -> None:
        self._terminals, self._software = terminals, software
        self._devices, self._letters = devices, letters
        self.settings = RemoteSettings()
        self.changed = asyncio.Event()

    async def beat(self) -> None:
        """Until cancelled."""
        while True:
            try:
                settings = await self._terminals.beat(self._software, self._devices(), await self._letters())
            except Failure:
                pass  # what the line is like, the client has noted; the next beat is soon
            else:
                if settings != self.settings:
                    self.settings = settings
                    self.changed.set()
            await asyncio.sleep(EVERY)

    @property
    def notice(self) -> Text:
        """What stands on the attract page."""
        return self.settings.notice

    def patience(self, own: Patience) -> Patience:
        """How long a visit waits."""
        idle, warning = self.settings.idle_seconds, self.settings.warning_seconds
        return dataclasses.replace(own, idle=idle or own.idle, warning=warning or own.warning)
