"""Services and their guides."""

from __future__ import annotations

from kiosk.platforms.client import Client
from kiosk.rules.services import Guide, Service


class Catalogue:
    """`/v1/services`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def services(self) -> tuple[Service, ...]:
        """The services of this terminal, in the order of its menu."""
        return await self._client.get("/v1/services", tuple[Service, ...])

    async def guide(self, code: str) -> Guide:
        """The guide of one service."""
        return await self._client.get(f"/v1/services/{code}/guide", Guide)
