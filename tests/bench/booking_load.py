"""`python -m tests.bench.booking_load --url … --starts …`: books as a whole city would; prints what came of it as JSON.

Open loop: each request is due at its moment, however the server does, and its time is measured from that moment. With
`--clients` instead of `--rate` a closed loop: each client books again as soon as it is answered. Everything is signed
beforehand; people are those of `tests.server_stub.crowd`, each books once.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import uvloop

from tests.bench.figures import percentile
from tests.bench.wire import Line, Place, signed_request
from tests.server_stub.crowd import somebody
from tests.signed import signer_of

_LEAD = 0.3  # seconds between the last connection and the first request
_PATIENCE = 30.0  # seconds for the answers that are missing after the last request


@dataclass
class Samples:
    """What came back: milliseconds each, and statuses."""

    ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def report(self, seconds: float) -> dict[str, object]:
        """As it is printed."""
        numbers = {f"p{part:g}": percentile(self.ms, part / 100) for part in (50, 90, 99, 99.9, 100)}
        rate = round(len(self.ms) / seconds, 1)
        return {"answers": len(self.ms), "rate": rate, "statuses": dict(self.statuses), "ms": numbers}


class OpenLoop:
    """Sends each request when it is due, on a line that is free; one that finds none waits, and its time runs."""

    def __init__(self, lines: Sequence[Line], requests: Sequence[bytes], rate: float) -> None:
        self._free, self._requests, self._rate = deque(lines), requests, rate
        self._late: deque[tuple[float, bytes]] = deque()
        self._loop = asyncio.get_running_loop()
        self._done = asyncio.Event()
        self._offset = 0.0
        self.samples = Samples()

    async def run(self) -> float:
        """Seconds from the first due moment to the last answer."""
        begin = self._loop.time() + _LEAD
        self._offset = time.perf_counter() - self._loop.time()  # uvloop's own clock counts whole milliseconds
        for number in range(len(self._requests)):
            due = begin + number / self._rate
            self._loop.call_at(due, self._due, due, number)
        last = begin + len(self._requests) / self._rate
        async with asyncio.timeout_at(last + _PATIENCE):
            await self._done.wait()
        return self._loop.time() - begin

    def _due(self, due: float, number: int) -> None:
        if self._free:
            self._send(self._free.popleft(), due, self._requests[number])
        else:
            self._late.append((due, self._requests[number]))

    def _send(self, line: Line, due: float, request: bytes) -> None:
        def answered(status: int, _: bytes) -> None:
            self.samples.ms.append((time.perf_counter() - self._offset - due) * 1000)
            self.samples.statuses[status] += 1
            if self._late:
                self._send(line, *self._late.popleft())
            else:
                self._free.append(line)
            if len(self.samples.ms) == len(self._requests):
                self._done.set()

        line.answered = answered
        line.send(request)


async def closed_loop(lines: Sequence[Line], requests: Sequence[bytes], seconds: float) -> tuple[Samples, float]:
    """Each line asks again at once, for so long or as long as there are requests; and how long that was."""
    samples, ahead = Samples(), iter(requests)
    begin = time.perf_counter()

    async def client(line: Line) -> None:
        for request in ahead:
            at = time.perf_counter()
            if at - begin >= seconds:
                return
            status, _ = await line.ask(request)
            samples.ms.append((time.perf_counter() - at) * 1000)
            samples.statuses[status] += 1

    await asyncio.gather(*(client(line) for line in lines))
    return samples, time.perf_counter() - begin


def _requests(options: argparse.Namespace, count: int) -> list[bytes]:
    signer, now = signer_of(options.terminal), time.time()
    place = Place.of(options.url)
    starts = options.starts

    def request(number: int) -> bytes:
        person = somebody(options.first + number)
        body = {"business": options.business, "starts": starts[number % len(starts)], "confirm": True}
        return signed_request(signer, place, "/v1/appointments", body, person.token, now)

    return [request(number) for number in range(count)]


async def _measure(options: argparse.Namespace) -> dict[str, object]:
    count = options.people or round((options.rate or 0) * options.seconds)
    requests = _requests(options, count)
    lines = [await Line.to(Place.of(options.url)) for _ in range(options.clients or options.connections)]
    gc.collect()
    gc.freeze()
    if options.rate:
        loop = OpenLoop(lines, requests, options.rate)
        seconds = await loop.run()
        samples = loop.samples
    else:
        samples, seconds = await closed_loop(lines, requests, options.seconds)
    for line in lines:
        await line.close()
    return samples.report(seconds)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="booking_load")
    parser.add_argument("--url", required=True)
    parser.add_argument("--starts", required=True, nargs="+", help="slots, as `starts` of the interface")
    parser.add_argument("--business", default="social-card")
    parser.add_argument("--terminal", default="JA-ZZ-09")
    parser.add_argument("--first", type=int, default=0, help="the first person who books")
    parser.add_argument("--people", type=int, default=0, help="how many may book; by default as the rate needs")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=0.0, help="bookings a second, open loop")
    parser.add_argument("--connections", type=int, default=256, help="of the open loop")
    parser.add_argument("--clients", type=int, default=0, help="closed loop")
    options = parser.parse_args()
    if bool(options.rate) == bool(options.clients):
        parser.error("either --rate or --clients")
    json.dump(uvloop.run(_measure(options)), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
