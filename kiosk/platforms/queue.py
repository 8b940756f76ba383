"""Queue numbers of this hall."""

from __future__ import annotations

from kiosk.platforms.client import Client
from kiosk.rules.queueing import Business, QueueNumber


class Queue:
    """`/v1/queue/…`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def businesses(self) -> tuple[Business, ...]:
        """What numbers are given for in this terminal's hall, and how long it takes now."""
        return await self._client.get("/v1/queue/businesses", tuple[Business, ...])

    async def take(self, business: str, phone: str, key: str) -> QueueNumber:
        """A number. `phone` may be empty. Failures: queue.full, queue.closed (with `also`: where else)."""
        body = {"business": business, "phone": phone or None}
        return await self._client.write("POST", "/v1/queue/numbers", body, QueueNumber, key=key)
