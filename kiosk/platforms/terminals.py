"""The terminal itself, as the platforms see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.platforms.client import Client
from kiosk.rules.texts import Text


@dataclass(frozen=True)
class RemoteSettings:
    """What is set from afar; empty: the own setting holds."""

    notice: Text = Text("")
    idle_seconds: int | None = None
    warning_seconds: int | None = None
    closed: bool = False


@dataclass(frozen=True)
class DeviceReport:
    """One device, as it is now."""

    name: str
    state: str
    detail: str


@dataclass(frozen=True)
class HeartbeatAnswer:
    """What the platform says to a heartbeat."""

    settings: RemoteSettings


class Terminals:
    """`/v1/terminals`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def beat(self, software: str, devices: Sequence[DeviceReport], letters: int) -> RemoteSettings:
        """Says that the terminal is there and how its devices are; brings what was set from afar."""
        body = {"software": software, "devices": tuple(devices), "letters": letters}
        answer = await self._client.write("POST", "/v1/terminals/me/heartbeat", body, HeartbeatAnswer)
        return answer.settings
